from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.leads.errors import InvalidAnswer
from bot.leads.model import fields_of, new_reference, read_reference


def test_a_slot_with_several_fields_sets_all_of_them() -> None:
    assert fields_of("budget", {"budget_min": 5000, "budget_currency": "USD"}) == {
        "budget_min": 5000,
        "budget_max": None,
        "budget_currency": "USD",
        "budget_period": None,
    }


def test_a_timeline_may_be_dates_or_iso_days() -> None:
    spans = {"start_after": date(2026, 1, 1), "start_before": "2026-03-31"}
    assert fields_of("timeline", spans) == {
        "start_after": date(2026, 1, 1),
        "start_before": date(2026, 3, 31),
    }


def test_a_slot_with_one_field_takes_the_bare_value_or_an_object() -> None:
    assert fields_of("name", " Ana ") == fields_of("name", {"name": "Ana"}) == {"name": "Ana"}


def test_none_and_blank_clear_a_slot() -> None:
    assert fields_of("team_size", None) == {"team_size_min": None, "team_size_max": None}
    assert fields_of("need", "  ") == {"need": None}


def test_what_no_database_holds_is_taken_out_of_text() -> None:
    assert fields_of("need", "a\0b\ud800") == {"need": "ab?"}


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("shoe_size", 42),
        ("consent", True),
        ("name", 7),
        ("budget", 5000),
        ("budget", {"amount": 5000}),
        ("team_size", {"team_size_min": True}),
        ("team_size", {"team_size_min": -1}),
        ("team_size", {"team_size_min": 2**63}),
        ("timeline", {"start_after": "soon"}),
        ("timeline", {"start_after": datetime(2026, 1, 1)}),
    ],
)
def test_what_does_not_fit_the_slot_is_refused(slot: str, value: object) -> None:
    with pytest.raises(InvalidAnswer, match=slot):
        fields_of(slot, value)


def test_a_refused_value_is_not_repeated_in_the_message() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        fields_of("timeline", {"start_after": "ana@example.com"})
    assert "ana" not in str(refused.value)


def test_references_are_short_random_and_without_lookalikes() -> None:
    references = {new_reference() for _ in range(500)}
    assert len(references) == 500
    assert all(len(reference) == 10 and reference.startswith("L-") for reference in references)
    assert not set("ILOU") & set("".join(reference[2:] for reference in references))


@pytest.mark.parametrize("typed", ["L-01234567", " l-o1234567 ", "L-0I234567", "ol234567"])
def test_a_reference_is_understood_as_people_type_it(typed: str) -> None:
    assert read_reference(typed) == "L-01234567"
