from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.knowledge.answers import answer, listing
from bot.knowledge.question import Question

HUBS = ("Guadalajara", "Mexico City", "Monterrey", "Tijuana")


def texts(question: Question, knowledge: Knowledge) -> str:
    return "\n".join(part.text for part in answer(question, knowledge))


@pytest.mark.parametrize(
    ("trait", "right"),
    [
        ("manufacturing", ["Tijuana"]),
        ("logistics", ["Tijuana"]),
        ("engineering", ["Tijuana"]),
        ("border", ["Tijuana"]),
        ("closest", ["Tijuana"]),
        ("finance", ["Mexico City"]),
        ("customer_service", ["Mexico City"]),
        ("largest", ["Mexico City"]),
        ("capital", ["Mexico City"]),
        ("infrastructure", ["Mexico City"]),
        ("silicon_valley", ["Guadalajara"]),
        ("software", ["Guadalajara", "Monterrey"]),
        ("it_services", ["Guadalajara", "Monterrey"]),
        ("multinationals", ["Monterrey"]),
        ("tech_companies", ["Guadalajara"]),
        ("educated", ["Mexico City", "Monterrey"]),
    ],
)
def test_the_city_for_a_purpose_is_the_articles(trait: str, right: list[str], knowledge: Knowledge) -> None:
    assert knowledge.hubs_with(trait) == right
    (told,) = answer(Question("ask/choose_hub", traits=(trait,)), knowledge)
    assert told.text.startswith(f"For {knowledge.traits[trait].name}: ")
    assert [hub for hub in HUBS if hub in told.text.split(".")[0]] == right
    assert told.sections == tuple(knowledge.hubs[name].section for name in right)


def test_each_trait_belongs_to_a_hub(knowledge: Knowledge) -> None:
    assert [trait for trait in knowledge.traits if not knowledge.hubs_with(trait)] == []


def test_an_open_choice_names_every_hub(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/choose_hub"), knowledge)
    assert all(hub in told.text for hub in HUBS)


@pytest.mark.parametrize("hub", HUBS)
def test_a_hub_is_told_of_under_its_own_section(hub: str, knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/hub", hubs=(hub,)), knowledge)
    assert told.text == knowledge.hubs[hub].answer
    assert told.topics == ("hub",)
    assert told.sections == (knowledge.hubs[hub].section,)


@pytest.mark.parametrize("mode", ["more", "why"])
@pytest.mark.parametrize("hub", HUBS)
def test_a_hub_has_more_and_a_reason(hub: str, mode: str, knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/hub", hubs=(hub,), mode=mode), knowledge)
    assert told.text == getattr(knowledge.hubs[hub], mode)


def test_a_trait_a_hub_lacks_is_put_right(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/hub", hubs=("Monterrey",), traits=("manufacturing",)), knowledge)
    assert told.text.startswith("The article ties manufacturing to Tijuana, not to Monterrey.")
    assert knowledge.hubs["Monterrey"].short in told.text


def test_a_trait_a_hub_has_is_left_to_its_answer(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/hub", hubs=("Tijuana",), traits=("manufacturing",)), knowledge)
    assert told.text == knowledge.hubs["Tijuana"].answer


def test_hubs_are_compared_by_their_own_facts(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey")), knowledge)
    assert knowledge.hubs["Guadalajara"].short in told.text
    assert knowledge.hubs["Monterrey"].short in told.text
    assert "Tijuana" not in told.text
    assert told.sections == ("guadalajara", "monterrey")


def test_a_comparison_for_a_purpose_begins_with_the_fitting_hub(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/compare_hubs", hubs=("Guadalajara", "Tijuana"), traits=("manufacturing",)), knowledge)
    assert told.text.startswith("For manufacturing: Tijuana.")


def test_a_comparison_for_a_purpose_neither_fits_names_no_other_hub(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/compare_hubs", hubs=("Guadalajara", "Monterrey"), traits=("manufacturing",)), knowledge)
    assert "For manufacturing" not in told.text
    assert "Tijuana" not in told.text


def test_a_city_beside_a_hub_is_declined_by_name(knowledge: Knowledge) -> None:
    told, missing = answer(Question("ask/hub", hubs=("Guadalajara",), cities=("Querétaro",)), knowledge)
    assert "Guadalajara" in told.text
    assert "Querétaro" in missing.text
    assert missing.declined == ("other_cities",)
    assert missing.sections == ()


def test_a_country_of_a_region_gets_the_region_with_a_caveat(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/compare_countries", countries=("Poland",), regions=("Eastern Europe",)), knowledge)
    assert "not of Poland in particular" in told.text
    assert told.declined == ()


def test_a_country_the_article_lacks_is_declined_beside_the_comparison(knowledge: Knowledge) -> None:
    told, missing = answer(Question("ask/compare_countries", countries=("Brazil",), regions=("India",)), knowledge)
    assert "India" in told.text
    assert "Brazil" in missing.text
    assert "Brazil" not in told.text


def test_a_topic_asked_of_a_hub_uses_the_hubs_fact(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/quality", hubs=("Monterrey",)), knowledge)
    assert "Monterrey: Its workforce is highly educated." in told.text
    assert told.sections == ("benefits", "monterrey")


def test_a_topic_the_article_leaves_general_is_not_claimed_of_a_hub(knowledge: Knowledge) -> None:
    (told,) = answer(Question("ask/cost", hubs=("Tijuana",)), knowledge)
    assert "said of Mexico as a whole, not of Tijuana in particular" in told.text


@pytest.mark.parametrize("topic", ["source", "contact"])
def test_what_is_of_no_place_stays_so(topic: str, knowledge: Knowledge) -> None:
    (told,) = answer(Question(f"ask/{topic}", hubs=("Tijuana",)), knowledge)
    assert "Tijuana" not in told.text


def test_every_subject_is_declined_by_name_with_something_near(knowledge: Knowledge) -> None:
    for subject in knowledge.subjects.values():
        (told,) = answer(Question(f"decline/{subject.id}"), knowledge)
        assert subject.name in told.text
        assert knowledge.topics[subject.nearest].title in told.text
        assert "expert" in told.text
        assert told.declined == (subject.id,)
        assert told.suggest == (subject.nearest,)
        assert (told.topics, told.sections) == ((), ())
        assert not any(character.isdigit() for character in told.text + told.short)


@pytest.mark.parametrize(
    ("label", "places"),
    [("decline/other_countries", {"countries": ("Brazil", "Chile")}), ("decline/other_cities", {"cities": ("Puebla",)})],
)
def test_places_are_declined_by_their_names(label: str, places: dict[str, tuple[str, ...]], knowledge: Knowledge) -> None:
    (told,) = answer(Question(label, **places), knowledge)
    assert all(name in told.text for names in places.values() for name in names)
    assert told.declined == (label.split("/")[1],)


def test_an_unknown_industry_with_a_known_purpose_gets_both(knowledge: Knowledge) -> None:
    told, missing = answer(Question("decline/specialties", traits=("logistics",)), knowledge)
    assert told.text.startswith("For logistics: Tijuana.")
    assert missing.declined == ("specialties",)


def test_answers_are_the_same_each_time(knowledge: Knowledge) -> None:
    question = Question("ask/choose_hub", traits=("software", "finance"))
    assert answer(question, knowledge) == answer(question, knowledge)


@pytest.mark.parametrize(("names", "expected"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_read_as_words(names: list[str], expected: str, knowledge: Knowledge) -> None:
    assert listing(names, knowledge) == expected


def test_what_stands_alone_and_what_stands_beside_others_differ_in_length(knowledge: Knowledge) -> None:
    """The limits promised in bot.knowledge.model."""
    for item in (*knowledge.topics.values(), *knowledge.hubs.values()):
        assert len(item.short.split()) <= 26, item.button
        for text in (item.answer, item.more, item.why):
            assert len(text.split()) <= 60, item.button
