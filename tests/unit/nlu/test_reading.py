from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.knowledge import Knowledge
from bot.nlu.reading import Reading, Segment

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "hubs"),
    [
        ("Guadalajara", ["Guadalajara"]),
        ("GUADALAJARA!!", ["Guadalajara"]),
        ("guadalahara", ["Guadalajara"]),
        ("guadalajra", ["Guadalajara"]),
        ("Gudalajara", ["Guadalajara"]),
        ("tell me about GDL", ["Guadalajara"]),
        ("Monterey", ["Monterrey"]),
        ("monterry", ["Monterrey"]),
        ("MTY", ["Monterrey"]),
        ("Tiajuana", ["Tijuana"]),
        ("tijuanna", ["Tijuana"]),
        ("tell me about TJ", ["Tijuana"]),
        ("tj's tech scene", ["Tijuana"]),
        ("CDMX", ["Mexico City"]),
        ("cdmx?", ["Mexico City"]),
        ("mexico city", ["Mexico City"]),
        ("Ciudad de México", ["Mexico City"]),
        ("the DF", ["Mexico City"]),
        ("D.F.", ["Mexico City"]),
        ("what about the capital", ["Mexico City"]),
        ("Guadalahara vs Monterey", ["Guadalajara", "Monterrey"]),
        ("TJ or GDL or MTY or CDMX", ["Tijuana", "Guadalajara", "Monterrey", "Mexico City"]),
        ("Monterrey, monterrey and MTY", ["Monterrey"]),
        ("Guadalajara's engineers", ["Guadalajara"]),
        ("Mexico", []),
        ("why mexico?", []),
        ("what is the population", []),
        ("we are based in Montana", []),
    ],
)
def test_hubs_are_read_however_they_are_written(text: str, hubs: list[str], read_message: Read) -> None:
    assert list(read_message(text).whole.hubs) == hubs


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("what about India?", "regions", ["India"]),
        ("our team in bangalore", "regions", ["India"]),
        ("eastern europe", "regions", ["Eastern Europe"]),
        ("Poland", "countries", ["Poland"]),
        ("is ukraine cheaper", "countries", ["Ukraine"]),
        ("Brazil or Columbia", "countries", ["Brazil", "Colombia"]),
        ("costa rica", "countries", ["Costa Rica"]),
        ("Querétaro", "cities", ["Querétaro"]),
        ("queretaro?", "cities", ["Querétaro"]),
        ("San Luis Potosí", "cities", ["San Luis Potosí"]),
        ("Mérida", "cities", ["Mérida"]),
        ("city for manufacturing", "traits", ["manufacturing"]),
        ("call centers", "traits", ["customer_service"]),
        ("we do supply chain and factories", "traits", ["logistics", "manufacturing"]),
        ("the biggest city", "traits", ["largest"]),
        ("on the border", "traits", ["border"]),
        ("silicon valley", "traits", ["silicon_valley"]),
    ],
)
def test_places_and_traits_are_read(text: str, kind: str, names: list[str], read_message: Read) -> None:
    assert list(getattr(read_message(text).whole, kind)) == names


@pytest.mark.parametrize(
    "text", ["lean teams", "we use leon.js", "a matter of merit", "so cancel it", "Japanese food", "spare parts", "Limassol"]
)
def test_words_that_only_look_like_cities_are_none(text: str, read_message: Read) -> None:
    assert [name for name in read_message(text).whole.cities if name not in ("León",)] == []


@pytest.mark.parametrize(
    "hub",
    ["Guadalajara", "Mexico City", "Monterrey", "Tijuana"],
)
def test_every_spelling_of_a_hub_is_read(hub: str, knowledge: Knowledge, read_message: Read) -> None:
    missed = [name for name in knowledge.hubs[hub].names if hub not in read_message(f"what about {name} then").whole.hubs]
    assert missed == []


def test_every_spelling_of_a_place_is_read(knowledge: Knowledge, read_message: Read) -> None:
    missed = []
    for place in knowledge.places.values():
        for name in place.names:
            whole = read_message(f"what about {name} then").whole
            missed += [name] if place.name not in (*whole.regions, *whole.countries, *whole.cities) else []
    assert missed == []


CORRECTED = {"maquila"}
PARTED = {"multi-nationals"}


def test_every_word_for_a_trait_is_read(knowledge: Knowledge, read_message: Read) -> None:
    missed = {
        word
        for trait in knowledge.traits.values()
        for word in trait.words
        if trait.id not in read_message(f"we need {word} there").whole.traits
    }
    assert missed == set()


@pytest.mark.parametrize("word", sorted(CORRECTED | PARTED))
def test_a_rare_word_for_a_trait_is_read(word: str, read_message: Read) -> None:
    whole = read_message(f"we need {word} there").whole
    assert (len(whole.traits), whole.countries) == (1, ())


def test_a_hub_stands_under_its_own_name_in_the_text(read_message: Read) -> None:
    assert read_message("Is GDL or tiajuana better?").whole.text == "Is Guadalajara or Tijuana better?"


def test_each_segment_has_its_own_names(read_message: Read) -> None:
    reading = read_message("Is GDL good for software? How far is TJ?")
    first, second = reading.segments
    assert (first.hubs, first.traits) == (("Guadalajara",), ("software",))
    assert (second.hubs, second.traits) == (("Tijuana",), ())
    assert reading.whole.hubs == ("Guadalajara", "Tijuana")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why Mexico", True),
        ("is it far", True),
        ("it is far?", True),
        ("tell me about flights", True),
        ("and how far is it", True),
        ("I'm wondering about cost", True),
        ("hi, do they speak English", True),
        ("compare Mexico with India", True),
        ("We are a bank", False),
        ("thanks", False),
        ("my name is Jane", False),
        ("ok", False),
        ("", False),
    ],
)
def test_a_question_is_told_by_its_form(text: str, expected: bool, read_message: Read) -> None:
    assert read_message(text).whole.is_question is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and Tijuana?", True),
        ("what about GDL", True),
        ("how about India?", True),
        ("same for CDMX?", True),
        ("and for finance?", True),
        ("Tijuana", False),
        ("and what does it cost?", False),
        ("and you?", False),
        ("what about flights to Tijuana from Boston today", False),
    ],
)
def test_a_bare_name_after_and_leans_on_the_question_before(text: str, expected: bool, read_message: Read) -> None:
    assert read_message(text).whole.is_elliptic is expected


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("any city but Tijuana", [], ["Tijuana"]),
        ("not TJ please", [], ["Tijuana"]),
        ("which hub other than Guadalajara or Monterrey does software?", [], ["Guadalajara", "Monterrey"]),
        ("Monterrey, but not in Tijuana", ["Monterrey"], ["Tijuana"]),
        ("except for Tijuana, what about Monterrey and CDMX?", ["Monterrey", "Mexico City"], ["Tijuana"]),
        ("why not Tijuana?", ["Tijuana"], []),
        ("why Guadalajara and not Monterrey?", ["Guadalajara", "Monterrey"], []),
        ("not sure about Tijuana", ["Tijuana"], []),
        ("cheap but Tijuana is far", ["Tijuana"], []),
    ],
)
def test_hubs_that_are_not_wanted_are_told_apart(text: str, wanted: list[str], unwanted: list[str], read_message: Read) -> None:
    whole = read_message(text).whole
    assert (list(whole.hubs), list(whole.without)) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("any city but Tijuana?", True),
        ("not Tijuana", True),
        ("not Tijuana, Monterrey", False),
        ("other than Tijuana, for logistics?", False),
        ("what is the flight time to any of the cities other than Tijuana", False),
        ("Tijuana", False),
    ],
)
def test_an_exclusion_says_no_more_than_what_is_not_wanted(text: str, expected: bool, read_message: Read) -> None:
    assert read_message(text).whole.is_exclusion is expected


def test_flags_tell_what_is_named() -> None:
    assert Segment("").flags == [0, 0, 0, 0, 0, 0]
    assert Segment("", hubs=("Tijuana",)).flags == [1, 0, 0, 0, 0, 0]
    assert Segment("", hubs=("Tijuana", "Monterrey"), regions=("India",)).flags == [1, 1, 1, 0, 0, 0]
    assert Segment("", countries=("Brazil",), cities=("Puebla",), traits=("border",)).flags == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("text", ["", " ", "\n", "😀", "\x00"])
def test_a_message_without_a_character_has_no_segment(text: str, read_message: Read) -> None:
    reading = read_message(text)
    assert (reading.whole.text, reading.segments) == ("", ())


@given(st.text(max_size=120))
def test_no_text_raises(read_message: Read, text: str) -> None:
    read_message(text)


def test_reading_is_the_same_each_time(read_message: Read) -> None:
    text = "We do finance in Monterey, how far is TJ and is India cheaper?"
    assert read_message(text) == read_message(text)


def test_the_pipeline_is_the_same_at_each_load(nlp: Language, reader_folder: Path) -> None:
    again = spacy.load(reader_folder)
    assert nlp.pipe_names == again.pipe_names == ["sentencizer", "lemmatizer", "entity_ruler"]
    text = "Is GDL better than Tiajuana, or Queretaro?"
    assert [(found.text, found.label_, found.ent_id_) for found in nlp(text).ents] == [
        (found.text, found.label_, found.ent_id_) for found in again(text).ents
    ]


def test_lemmas_come_from_a_lookup(nlp: Language) -> None:
    assert [token.lemma_ for token in nlp("cities were visited")] == ["city", "be", "visit"]
