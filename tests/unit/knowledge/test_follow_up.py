from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.knowledge.follow_up import resolve
from bot.knowledge.question import Context, Question
from bot.knowledge.reply import Reply, reply

HUBS = ("Guadalajara", "Mexico City", "Monterrey", "Tijuana")


def follow(kind: str, **names: tuple[str, ...]) -> Question:
    return Question(f"follow_up/{kind}", **names)


def after(*questions: Question) -> Context:
    return Context(questions)


def talk(knowledge: Knowledge, *questions: Question) -> list[Reply]:
    """The replies to one question after the other."""
    replies: list[Reply] = []
    for question in questions:
        replies.append(reply([question], replies[-1].context if replies else Context(), knowledge))
    return replies


@pytest.mark.parametrize("kind", ["more", "why", "repeat", "about", "which"])
def test_with_nothing_before_it_a_follow_up_is_not_understood(kind: str, knowledge: Knowledge) -> None:
    assert resolve(follow(kind), Context(), knowledge) is None
    assert reply([follow(kind)], Context(), knowledge).type == "unclear"


@pytest.mark.parametrize(
    "before",
    [
        Question("ask/hub", hubs=("Guadalajara",)),
        Question("ask/hubs"),
        Question("ask/choose_hub", traits=("finance",)),
        Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey")),
    ],
)
def test_and_tijuana_after_hubs_asks_about_tijuana(before: Question, knowledge: Knowledge) -> None:
    found = resolve(follow("about", hubs=("Tijuana",)), after(before), knowledge)
    assert found is not None
    assert (found.label, found.hubs) == ("ask/hub", ("Tijuana",))


def test_and_tijuana_after_a_topic_asks_that_topic_of_tijuana(knowledge: Knowledge) -> None:
    found = resolve(follow("about", hubs=("Tijuana",)), after(Question("ask/quality", hubs=("Monterrey",))), knowledge)
    assert found is not None
    assert (found.label, found.hubs) == ("ask/quality", ("Tijuana",))


def test_two_bare_names_are_compared(knowledge: Knowledge) -> None:
    found = resolve(follow("about", hubs=("Tijuana", "Monterrey")), Context(), knowledge)
    assert found == Question("ask/compare_hubs", hubs=("Tijuana", "Monterrey"))


def test_and_tijuana_after_another_city_asks_about_tijuana(knowledge: Knowledge) -> None:
    found = resolve(follow("about", hubs=("Tijuana",)), after(Question("decline/other_cities", cities=("Puebla",))), knowledge)
    assert found is not None
    assert (found.label, found.hubs) == ("ask/hub", ("Tijuana",))


def test_and_tijuana_after_another_country_asks_about_tijuana(knowledge: Knowledge) -> None:
    found = resolve(
        follow("about", hubs=("Tijuana",)), after(Question("decline/other_countries", countries=("Brazil",))), knowledge
    )
    assert found is not None
    assert (found.label, found.hubs) == ("ask/hub", ("Tijuana",))


def test_what_about_india_compares_with_india(knowledge: Knowledge) -> None:
    for before in (Context(), after(Question("ask/cost")), after(Question("ask/talent_pool"))):
        found = resolve(follow("about", regions=("India",)), before, knowledge)
        assert found is not None
        assert (found.label, found.regions) == ("ask/compare_countries", ("India",))


def test_what_about_brazil_is_declined_by_name(knowledge: Knowledge) -> None:
    (given,) = talk(knowledge, follow("about", countries=("Brazil",)))
    assert (given.type, given.declined) == ("declined", ("other_countries",))
    assert "Brazil" in given.text


def test_what_about_poland_is_answered_with_its_region(knowledge: Knowledge) -> None:
    (given,) = talk(knowledge, follow("about", countries=("Poland",)))
    assert (given.type, given.topics) == ("answer", ("compare_countries",))
    assert "not of Poland in particular" in given.text


def test_what_about_queretaro_is_declined_by_name(knowledge: Knowledge) -> None:
    given = talk(knowledge, Question("ask/hub", hubs=("Guadalajara",)), follow("about", cities=("Querétaro",)))[-1]
    assert (given.type, given.declined) == ("declined", ("other_cities",))
    assert "Querétaro" in given.text
    assert "Source" not in given.text


def test_and_for_finance_chooses_a_hub(knowledge: Knowledge) -> None:
    given = talk(knowledge, Question("ask/choose_hub", traits=("manufacturing",)), follow("about", traits=("finance",)))[-1]
    assert given.text.startswith("For finance: Mexico City.")


def test_which_is_cheaper_after_hubs_is_not_known(knowledge: Knowledge) -> None:
    before = Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey"))
    given = talk(knowledge, before, follow("cheaper"))[-1]
    assert (given.type, given.declined) == ("declined", ("city_costs",))
    assert given.context.hubs == ("Guadalajara", "Monterrey")


def test_which_is_cheaper_after_destinations_is_known(knowledge: Knowledge) -> None:
    given = talk(knowledge, Question("ask/compare_countries", regions=("India",)), follow("cheaper"))[-1]
    assert (given.type, given.topics) == ("answer", ("cost",))


def test_is_brazil_cheaper_is_declined(knowledge: Knowledge) -> None:
    given = talk(knowledge, Question("ask/cost"), follow("cheaper", countries=("Brazil",)))[-1]
    assert given.declined == ("other_countries",)
    assert "Brazil" in given.text


def test_which_one_after_two_hubs_compares_those(knowledge: Knowledge) -> None:
    before = Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey"))
    assert resolve(follow("which"), after(before), knowledge) == before


def test_which_one_by_a_trait_after_two_hubs_compares_those(knowledge: Knowledge) -> None:
    found = resolve(follow("which", traits=("educated",)), after(Question("ask/compare_hubs", hubs=HUBS[1:3])), knowledge)
    assert found == Question("ask/compare_hubs", hubs=HUBS[1:3], traits=("educated",))


def test_which_one_after_the_list_of_hubs_chooses(knowledge: Knowledge) -> None:
    found = resolve(follow("which"), after(Question("ask/hubs")), knowledge)
    assert found == Question("ask/choose_hub")


def test_which_one_after_destinations_stays_with_destinations(knowledge: Knowledge) -> None:
    found = resolve(follow("which"), after(Question("ask/compare_countries", regions=("India",))), knowledge)
    assert found is not None
    assert (found.label, found.regions) == ("ask/compare_countries", ("India",))


@pytest.mark.parametrize("kind", ["why", "more"])
def test_why_and_more_are_of_the_question_before(kind: str, knowledge: Knowledge) -> None:
    for topic in knowledge.topics.values():
        if topic.id == "compare_countries":
            continue
        given = talk(knowledge, Question(f"ask/{topic.id}"), follow(kind))[-1]
        assert given.text.startswith(getattr(topic, kind)), topic.id
        assert given.topics == (topic.id,)


def test_repeat_gives_the_gist(knowledge: Knowledge) -> None:
    given = talk(knowledge, Question("ask/cost"), follow("repeat"))[-1]
    assert given.text.startswith(f"In short: {knowledge.topics['cost'].short}")


def test_tell_me_more_twice_ends_honestly(knowledge: Knowledge) -> None:
    first, more, end, still = talk(knowledge, Question("ask/cost"), follow("more"), follow("more"), follow("more"))
    nothing = knowledge.phrases["nothing_more"]
    assert nothing not in first.text
    assert more.text.startswith(knowledge.topics["cost"].more)
    assert end.text.startswith(nothing)
    assert still.text.startswith(nothing)


def test_more_begins_anew_with_another_question(knowledge: Knowledge) -> None:
    given = talk(knowledge, Question("ask/cost"), follow("more"), follow("more"), Question("ask/flights"), follow("more"))[-1]
    assert given.text.startswith(knowledge.topics["flights"].more)


def test_more_on_a_declined_subject_never_claims_that_the_article_spoke_of_it(knowledge: Knowledge) -> None:
    for given in talk(knowledge, Question("decline/visas"), follow("more"), follow("more")):
        assert given.declined == ("visas",)
        assert knowledge.phrases["nothing_more"] not in given.text


def test_more_on_a_hub_beside_an_unknown_city_is_more(knowledge: Knowledge) -> None:
    both = Question("ask/hub", hubs=("Guadalajara",), cities=("Querétaro",))
    first, more, end = talk(knowledge, both, follow("more"), follow("more"))
    assert more.text != first.text
    assert knowledge.phrases["nothing_more"] in end.text


@pytest.mark.parametrize("told", [("Guadalajara",), ("Guadalajara", "Monterrey"), ("Tijuana", "Monterrey", "Mexico City")])
def test_the_others_are_the_hubs_not_spoken_of(told: tuple[str, ...], knowledge: Knowledge) -> None:
    label = "ask/compare_hubs" if len(told) > 1 else "ask/hub"
    found = resolve(follow("others"), after(Question(label, hubs=told)), knowledge)
    assert found is not None
    assert found.hubs == tuple(hub for hub in HUBS if hub not in told)
    assert found.label == ("ask/compare_hubs" if len(found.hubs) > 1 else "ask/hub")


def test_the_others_but_a_hub_are_the_rest_whatever_was_spoken_of(knowledge: Knowledge) -> None:
    found = resolve(follow("others", without=("Tijuana",)), after(Question("ask/hub", hubs=("Monterrey",))), knowledge)
    assert found is not None
    assert (found.label, found.hubs) == ("ask/compare_hubs", ("Guadalajara", "Mexico City", "Monterrey"))
    one_left = resolve(follow("others", without=HUBS[1:]), Context(), knowledge)
    assert one_left is not None
    assert (one_left.label, one_left.hubs) == ("ask/hub", HUBS[:1])


@pytest.mark.parametrize("label", ["ask/choose_hub", "ask/hubs", "ask/hub", "decline/other_cities"])
def test_a_question_on_hubs_without_one_is_on_the_rest(label: str, knowledge: Knowledge) -> None:
    found = resolve(Question(label, traits=("software",), without=("Guadalajara",)), Context(), knowledge)
    assert found is not None
    assert (found.label, found.hubs, found.traits) == ("ask/compare_hubs", ("Mexico City", "Monterrey", "Tijuana"), ("software",))


def test_a_topic_without_a_hub_stays_the_topic(knowledge: Knowledge) -> None:
    asked = Question("ask/flights", without=("Guadalajara",))
    assert resolve(asked, Context(), knowledge) == asked


@pytest.mark.parametrize(
    ("names", "subject", "place"),
    [
        ({"cities": ("Querétaro",)}, "other_cities", "Querétaro"),
        ({"countries": ("Colombia",)}, "other_countries", "Colombia"),
    ],
)
def test_a_hub_beside_an_unknown_place_is_answered_and_the_place_declined(
    names: dict[str, tuple[str, ...]], subject: str, place: str, knowledge: Knowledge
) -> None:
    given = reply([Question(f"decline/{subject}", hubs=("Guadalajara",), **names)], Context(), knowledge)
    assert (given.type, given.topics) == ("answer", ("hub",))
    assert given.declined
    assert "Guadalajara" in given.text
    assert place in given.text


def test_a_hub_beside_a_country_of_a_known_region_compares_countries(knowledge: Knowledge) -> None:
    found = resolve(Question("decline/other_countries", hubs=("Tijuana",), countries=("Poland",)), Context(), knowledge)
    assert found is not None
    assert found.label == "ask/compare_countries"


def test_the_others_after_none_or_all_are_all(knowledge: Knowledge) -> None:
    for before in (Context(), after(Question("ask/compare_hubs", hubs=HUBS))):
        assert resolve(follow("others"), before, knowledge) == Question("ask/choose_hub")


def test_a_bare_about_asks_for_more(knowledge: Knowledge) -> None:
    found = resolve(follow("about"), after(Question("ask/cost")), knowledge)
    assert found == Question("ask/cost", mode="more")


def test_there_means_the_hub_spoken_of(knowledge: Knowledge) -> None:
    found = resolve(Question("ask/hub"), after(Question("ask/hub", hubs=("Tijuana",))), knowledge)
    assert found == Question("ask/hub", hubs=("Tijuana",))


def test_a_comparison_that_names_no_hub_chooses(knowledge: Knowledge) -> None:
    found = resolve(Question("ask/compare_hubs"), Context(), knowledge)
    assert found is not None
    assert found.label == "ask/choose_hub"


def test_a_hub_question_for_a_purpose_chooses_and_one_for_nothing_is_not_understood(knowledge: Knowledge) -> None:
    found = resolve(Question("ask/hub", traits=("finance",)), Context(), knowledge)
    assert found is not None
    assert found.label == "ask/choose_hub"
    assert resolve(Question("ask/hub"), Context(), knowledge) is None


def test_a_comparison_of_one_hub_is_with_those_spoken_of_or_with_all(knowledge: Knowledge) -> None:
    one = Question("ask/compare_hubs", hubs=("Tijuana",))
    beside = resolve(one, after(Question("ask/hub", hubs=("Monterrey",))), knowledge)
    alone = resolve(one, Context(), knowledge)
    assert beside is not None
    assert alone is not None
    assert beside.hubs == ("Tijuana", "Monterrey")
    assert alone.hubs == ("Tijuana", "Guadalajara", "Mexico City", "Monterrey")


@pytest.mark.parametrize("label", ["ask/hub", "ask/compare_hubs"])
def test_a_hub_question_on_another_city_is_declined(label: str, knowledge: Knowledge) -> None:
    found = resolve(Question(label, cities=("Puebla",)), Context(), knowledge)
    assert found is not None
    assert found.label == "decline/other_cities"


@pytest.mark.parametrize("label", ["ask/compare_countries", "decline/other_countries"])
@pytest.mark.parametrize(
    ("names", "settled"),
    [
        ({"regions": ("India",)}, "ask/compare_countries"),
        ({"countries": ("Poland",)}, "ask/compare_countries"),
        ({"countries": ("Brazil",)}, "decline/other_countries"),
        ({"countries": ("Brazil",), "regions": ("India",)}, "ask/compare_countries"),
        ({"cities": ("Puebla",)}, "decline/other_cities"),
    ],
)
def test_destinations_are_settled_by_what_the_article_has(
    label: str, names: dict[str, tuple[str, ...]], settled: str, knowledge: Knowledge
) -> None:
    found = resolve(Question(label, **names), Context(), knowledge)
    assert found is not None
    assert found.label == settled


def test_follow_ups_never_raise_after_any_question(knowledge: Knowledge) -> None:
    """Every kind, with every kind of name, after a question of every label."""
    names: list[dict[str, tuple[str, ...]]] = [
        {},
        {"hubs": ("Tijuana",)},
        {"hubs": HUBS},
        {"regions": ("India",)},
        {"countries": ("Poland",)},
        {"countries": ("Brazil",)},
        {"cities": ("Puebla",)},
        {"traits": ("finance",)},
        {"hubs": ("Tijuana",), "cities": ("Puebla",)},
        {"countries": ("Brazil",), "cities": ("Puebla",)},
    ]
    labels = [
        *(f"ask/{topic}" for topic in (*knowledge.topics, "hub", "compare_hubs")),
        *(f"decline/{subject}" for subject in knowledge.subjects),
    ]
    for label in labels:
        for named in names:
            first = reply([Question(label, **named)], Context(), knowledge)
            assert first.type in ("answer", "declined") or (label == "ask/hub" and first.type == "unclear")
            for kind in ("more", "why", "which", "cheaper", "others", "about", "repeat"):
                for leaning in names[::3]:
                    given = reply([follow(kind, **leaning)], first.context, knowledge)
                    assert given.text
