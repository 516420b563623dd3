"""Turns a question that leans on the turn before, or on the names in it, into one that stands alone."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.model import Knowledge
from bot.knowledge.question import Context, Question

# After these a hub's name alone asks about that hub.
PLACE_LABELS = ("ask/compare_countries", "decline/other_countries", "decline/other_cities")
# Beside a hub, what the article has no word on is declined together with what it says of the hub.
ELSEWHERE_LABELS = ("decline/other_cities", "decline/other_countries")
HUB_LABELS = ("ask/hub", "ask/compare_hubs", "ask/choose_hub", "ask/hubs")
MODES = {"more": "more", "why": "why", "repeat": "repeat"}


def resolve(question: Question, context: Context, knowledge: Knowledge) -> Question | None:
    """The question with everything it leaves unsaid filled in; None when nothing before it explains it."""
    if question.group == "follow_up":
        found = lean(question, context, knowledge)
        return settle_names(found, context, knowledge) if found else None
    return settle_names(question, context, knowledge)


def lean(question: Question, context: Context, knowledge: Knowledge) -> Question | None:
    """A follow-up as a full question."""
    last = context.last
    if question.name in MODES:
        return replace(last, mode=MODES[question.name]) if last else None
    if question.name == "others":
        return others(question, context, knowledge)
    if question.name == "cheaper":
        return cheaper(question, context)
    if question.name == "which":
        return which(question, context)
    return about(question, last, knowledge)


def others(question: Question, context: Context, knowledge: Knowledge) -> Question:
    """The hubs but those not wanted, or not spoken of yet; a choice among all when there are none or no others."""
    known = question.without or context.hubs
    rest = tuple(hub for hub in knowledge.hubs if hub not in known)
    if not rest or not known:
        return Question("ask/choose_hub")
    return Question("ask/compare_hubs" if len(rest) > 1 else "ask/hub", hubs=rest, traits=question.traits)


def cheaper(question: Question, context: Context) -> Question:
    """Cost between cities isn't known; cost against other destinations is."""
    hubs = question.hubs or context.hubs
    if hubs or (context.last is not None and context.last.label in HUB_LABELS):
        return replace(question, label="decline/city_costs", hubs=hubs)
    return question.under("decline/other_countries" if question.countries else "ask/cost")


def which(question: Question, context: Context) -> Question | None:
    """Which of those spoken of: hubs when there were hubs, destinations when there were destinations."""
    last = context.last
    if question.traits and not question.hubs and len(context.hubs) > 1:
        return replace(question, label="ask/compare_hubs", hubs=context.hubs)
    if question.named():
        return question.under("ask/compare_hubs" if len(question.hubs) > 1 else "ask/choose_hub")
    if last is None:
        return None
    if last.label == "ask/compare_countries" or last.regions:
        return last.under("ask/compare_countries")
    if last.group == "decline":
        return last
    return Question("ask/compare_hubs", hubs=context.hubs) if len(context.hubs) > 1 else Question("ask/choose_hub")


def about(question: Question, last: Question | None, knowledge: Knowledge) -> Question | None:
    """The question before, asked of another name; a bare name asks what there is on it."""
    if not question.named():
        return replace(last, mode="more") if last else None
    if question.hubs and last is not None and last.label not in (*HUB_LABELS, *PLACE_LABELS):
        return of_one_hub(replace(question, label=last.label), knowledge)
    if question.hubs:
        return question.under("ask/compare_hubs" if len(question.hubs) > 1 else "ask/hub")
    if question.regions:
        return question.under("ask/compare_countries")
    if question.countries:
        return question.under("decline/other_countries")
    return question.under("decline/other_cities" if question.cities else "ask/choose_hub")


def of_one_hub(question: Question, knowledge: Knowledge) -> Question:
    """A figure known for the country only is declined when it is asked of one city."""
    topic = knowledge.topics.get(question.name) if question.group == "ask" else None
    return question.under(f"decline/{topic.hub_subject}") if topic and topic.hub_subject else question


def settle_names(question: Question, context: Context, knowledge: Knowledge) -> Question | None:
    """The label that fits the names: a hub question without a hub, a comparison of one, a country the article has."""
    if question.without and not question.hubs and not question.places and question.label in (*HUB_LABELS, *ELSEWHERE_LABELS):
        return others(question, context, knowledge)
    if question.label in ("ask/hub", "ask/compare_hubs"):
        return settle_hubs(question, context, knowledge)
    if question.label == "ask/why_mexico" and regions_of(question, knowledge):
        return settle_countries(question, knowledge)
    if question.label in ELSEWHERE_LABELS and question.hubs and not regions_of(question, knowledge):
        return question.under("ask/compare_hubs" if len(question.hubs) > 1 else "ask/hub")
    if question.label in ("ask/compare_countries", "decline/other_countries"):
        return settle_countries(question, knowledge)
    return question


def settle_hubs(question: Question, context: Context, knowledge: Knowledge) -> Question | None:
    """A question on hubs with as many hubs as it needs, from this turn or the one before; None when it names nothing."""
    if len(question.hubs) > 1:
        return question.under("ask/compare_hubs")
    if question.label == "ask/compare_hubs" and question.hubs and not question.cities:
        partners = context.hubs if set(context.hubs) - set(question.hubs) else tuple(knowledge.hubs)
        return replace(question, hubs=tuple(dict.fromkeys((*question.hubs, *partners))))
    if question.hubs:
        return question.under("ask/hub")
    if question.cities or question.countries:
        return question.under("decline/other_cities" if question.cities else "decline/other_countries")
    if question.label == "ask/hub" and context.hubs and not question.traits:
        return replace(question, label="ask/hub" if len(context.hubs) == 1 else "ask/compare_hubs", hubs=context.hubs)
    return question.under("ask/choose_hub") if question.traits or question.label == "ask/compare_hubs" else None


def settle_countries(question: Question, knowledge: Knowledge) -> Question:
    """Countries of a region the article speaks of count as that region; others are declined."""
    regions = regions_of(question, knowledge)
    if regions:
        return replace(question, label="ask/compare_countries", regions=regions)
    if question.countries:
        return question.under("decline/other_countries")
    if question.cities:
        return question.under("decline/other_cities")
    return question


def regions_of(question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The regions it names, those of its countries among them."""
    of_countries = (region for name in question.countries if (region := knowledge.places[name].region))
    return tuple(dict.fromkeys((*question.regions, *of_countries)))
