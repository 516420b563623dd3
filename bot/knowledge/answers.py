"""Answers one question from the knowledge, or says that the article doesn't."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.knowledge.model import Hub, Knowledge, Topic
from bot.knowledge.question import Question

MOST_OWNERS = 3
"""Hubs told of when a trait is asked for."""


@dataclass(frozen=True)
class Answer:
    """One answer. `text` stands alone; `short` stands beside others, `gist` where those are long.

    Declined ones have no topics and no sections.
    """

    text: str
    short: str
    gist: str = field(default="", kw_only=True)
    topics: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    suggest: tuple[str, ...] = ()
    """Topics to offer next."""


def answer(question: Question, knowledge: Knowledge) -> list[Answer]:
    """What the article says, and what it doesn't; one or more, for a question already resolved."""
    if question.group == "decline":
        return [*known_part(question, knowledge), decline(question, knowledge)]
    missing = [decline_place(place, knowledge) for place in unknown_places(question, knowledge) if question.mode == "answer"]
    return [*answer_known(question, knowledge), *missing]


def answer_known(question: Question, knowledge: Knowledge) -> list[Answer]:
    """The part of a question the article answers."""
    if question.name == "hub":
        return [of_hub(knowledge.hubs[question.hubs[0]], question, knowledge)]
    if question.name == "compare_hubs":
        return [compare_hubs(question, knowledge)]
    if question.name == "choose_hub":
        return [choose_hub(question, knowledge)]
    if question.name == "compare_countries":
        return [compare_countries(question, knowledge)]
    topic = knowledge.topics[question.name]
    if question.hubs and topic.id not in ("source", "contact"):
        return [of_topic_in_hubs(topic, question, knowledge)]
    text = mode_text(topic, question, knowledge)
    return [Answer(text, topic.short, (topic.id,), (), (topic.section,), topic.suggest)]


def mode_text(source: Topic | Hub, question: Question, knowledge: Knowledge) -> str:
    """The text the visitor is after: the answer, more of it, its reason, or the gist once more."""
    if question.mode == "repeat":
        return knowledge.phrases["repeat_intro"].format(short=source.short)
    return {"more": source.more, "why": source.why}.get(question.mode, source.answer)


def of_hub(hub: Hub, question: Question, knowledge: Knowledge) -> Answer:
    """What one hub is known for; with the trait asked about first, where another hub has it and this one hasn't."""
    elsewhere = [line for trait in question.traits if (line := trait_elsewhere(trait, hub, knowledge))]
    text = " ".join([*elsewhere, hub.short if elsewhere else mode_text(hub, question, knowledge)])
    return Answer(text, " ".join([*elsewhere, hub.short]), ("hub",), (), (hub.section,), ("choose_hub", "hubs", "talent_pool"))


def trait_elsewhere(trait: str, hub: Hub, knowledge: Knowledge) -> str | None:
    """That a trait belongs to other hubs, where it does and this hub lacks it."""
    owners = knowledge.hubs_with(trait)
    if hub.name in owners or not owners:
        return None
    return knowledge.phrases["trait_elsewhere"].format(
        trait=knowledge.traits[trait].name, hubs=listing(owners, knowledge), hub=hub.name
    )


def compare_hubs(question: Question, knowledge: Knowledge) -> Answer:
    """Two or more hubs beside each other, the fitting one named first where a trait was asked about."""
    hubs = [knowledge.hubs[name] for name in question.hubs]
    sides = " ".join(hub.short for hub in hubs)
    lead = [line for trait in question.traits if (line := trait_line(trait, knowledge, among=question.hubs))]
    opening = lead or [knowledge.phrases["compare_intro"]]
    text = " ".join([*opening, sides, *([] if lead else [knowledge.phrases["compare_end"]])])
    return Answer(
        text,
        " ".join([*lead, sides]),
        ("compare_hubs", "hub"),
        (),
        # The cities are parts of one chapter; naming it beats listing them all.
        tuple(hub.section for hub in hubs) if len(hubs) < 3 else (knowledge.topics["choose_hub"].section,),
        ("choose_hub", "ecosystem", "flights"),
        gist=" ".join(knowledge.phrases["hub_gist"].format(hub=hub.name, known_as=hub.known_as) for hub in hubs),
    )


def choose_hub(question: Question, knowledge: Knowledge) -> Answer:
    """The hubs known for what the visitor is after, or each hub's focus when that is open."""
    topic = knowledge.topics["choose_hub"]
    lines = [line for trait in question.traits if (line := trait_line(trait, knowledge))]
    if not lines:
        return Answer(mode_text(topic, question, knowledge), topic.short, (topic.id,), (), (topic.section,), topic.suggest)
    owners = list(dict.fromkeys(name for trait in question.traits for name in knowledge.hubs_with(trait)))[:MOST_OWNERS]
    hubs = [knowledge.hubs[name] for name in owners]
    told = {"why": [f"{hub.name}: {hub.why}" for hub in hubs], "more": [hub.more for hub in hubs[:2]]}
    text = " ".join(told.get(question.mode, [*lines, *(hub.short for hub in hubs)]))
    return Answer(
        text, " ".join(lines), (topic.id, "hub"), (), tuple(hub.section for hub in hubs), ("hubs", "talent_pool", "flights")
    )


def trait_line(trait: str, knowledge: Knowledge, among: tuple[str, ...] = ()) -> str | None:
    """Which hubs have a trait; None when none of those in question has."""
    owners = [name for name in knowledge.hubs_with(trait) if not among or name in among]
    if not owners:
        return None
    return knowledge.phrases["trait_found"].format(trait=knowledge.traits[trait].name, hubs=listing(owners, knowledge))


def compare_countries(question: Question, knowledge: Knowledge) -> Answer:
    """Mexico against the destinations the article names; a single country of a region gets a caveat."""
    topic = knowledge.topics["compare_countries"]
    caveats = [
        knowledge.phrases["country_caveat"].format(region=knowledge.places[name].region, country=name)
        for name in question.countries
        if knowledge.places[name].region
    ]
    text = " ".join([mode_text(topic, question, knowledge), *caveats])
    return Answer(text, " ".join([topic.short, *caveats]), (topic.id,), (), (topic.section,), topic.suggest)


def of_topic_in_hubs(topic: Topic, question: Question, knowledge: Knowledge) -> Answer:
    """A topic asked of named hubs: what the article says of them on it, or that it speaks of Mexico as a whole."""
    hubs = [knowledge.hubs[name] for name in question.hubs]
    facts = [f"{hub.name}: {hub.facts[topic.aspect]}" for hub in hubs if topic.aspect and topic.aspect in hub.facts]
    if facts:
        text = " ".join([*facts, topic.short])
    else:
        of_one_hub = topic.section in {hub.section for hub in knowledge.hubs.values()}
        note = (
            "" if of_one_hub else knowledge.phrases["hub_unspecified"].format(hub=listing([hub.name for hub in hubs], knowledge))
        )
        text = " ".join(filter(None, [topic.short, note, hubs[0].short if len(hubs) == 1 else ""]))
    sections = (topic.section, *(hub.section for hub in hubs))
    return Answer(text, " ".join(facts) or topic.short, (topic.id, "hub"), (), sections, topic.suggest, gist=topic.short)


def known_part(question: Question, knowledge: Knowledge) -> list[Answer]:
    """What can be said all the same: an unknown industry together with a trait that some hub has."""
    traits = tuple(trait for trait in question.traits if knowledge.hubs_with(trait) and not knowledge.traits[trait].generic)
    if question.name == "specialties" and traits:
        return [choose_hub(replace(question, traits=traits), knowledge)]
    return []


def decline(question: Question, knowledge: Knowledge) -> Answer:
    """That the article is silent on a subject, by name, with the nearest thing it does say."""
    if question.name in ("other_cities", "other_countries") and question.places:
        return decline_place(listing(list(question.places), knowledge), knowledge, question.name)
    subject = knowledge.subjects[question.name]
    nearest = knowledge.topics[subject.nearest]
    text = knowledge.phrases["declined_one" if question.mode == "answer" else "declined_again"].format(
        subject=subject.name, nearest=nearest.title
    )
    short = knowledge.phrases["declined_short"].format(subject=subject.name)
    return Answer(text, short, (), (subject.id,), (), (nearest.id,))


def decline_place(place: str, knowledge: Knowledge, subject: str = "other_cities") -> Answer:
    """That the article says nothing of a place."""
    nearest = knowledge.subjects[subject].nearest
    return Answer(
        knowledge.phrases["declined_place"].format(place=place),
        knowledge.phrases["declined_place_short"].format(place=place),
        (),
        (subject,),
        (),
        (nearest,),
    )


def unknown_places(question: Question, knowledge: Knowledge) -> list[str]:
    """Places in a question about hubs or destinations of which the article says nothing."""
    if question.label not in ("ask/hub", "ask/compare_hubs", "ask/compare_countries"):
        return []
    return [name for name in question.places if knowledge.places[name].region is None]


def listing(names: list[str], knowledge: Knowledge) -> str:
    """Names as words: "A", "A and B", "A, B and C"."""
    return knowledge.phrases["trait_and"].join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
