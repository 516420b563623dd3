from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from datetime import date, datetime, timezone

import pytest

from bot.leads import Lead
from bot.leads.export import FIELDS, write_csv, write_jsonl

AT = datetime(2026, 11, 22, 9, 30, 15, 123456, timezone.utc)
EMPTY = dict.fromkeys(field.name for field in fields(Lead))
LEAD = Lead(
    **EMPTY
    | {
        "reference": "L-01234567",
        "channel": "rest",
        "status": "partial",
        "name": "Zoë",
        "budget_min": 5000,
        "start_after": date(2027, 1, 1),
        "consent": True,
        "created_at": AT,
        "updated_at": AT,
    }
)


def csv_row(lead: Lead) -> dict[str, str]:
    stream = io.StringIO()
    write_csv([lead], stream)
    stream.seek(0)
    (row,) = csv.DictReader(stream)
    return row


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert " ".join(FIELDS) == (
        "reference conversation_id channel status qualified score rating name email company job_title need "
        "team_size_min team_size_max budget_min budget_max budget_currency budget_period "
        "start_after start_before hub phone consent created_at updated_at reason "
        "first_utm_source first_utm_medium first_utm_campaign first_utm_term first_utm_content first_click_id first_page "
        "first_referrer last_utm_source last_utm_medium last_utm_campaign last_utm_term last_utm_content last_click_id "
        "last_page last_referrer"
    )


def test_json_lines_hold_typed_values_in_order() -> None:
    stream = io.StringIO()
    write_jsonl([LEAD, LEAD], stream)
    first, second = stream.getvalue().splitlines()
    assert first == second
    assert "Zoë" in first
    read = json.loads(first)
    assert tuple(read) == FIELDS
    assert read["budget_min"] == 5000
    assert read["consent"] is True
    assert read["email"] is None
    assert read["start_after"] == "2027-01-01"
    assert read["created_at"] == "2026-11-22T09:30:15+00:00"


def test_csv_has_a_header_and_empty_cells_for_nothing() -> None:
    row = csv_row(LEAD)
    assert tuple(row) == FIELDS
    assert (row["name"], row["email"], row["budget_min"], row["consent"]) == ("Zoë", "", "5000", "true")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_disarms_formulas(start: str) -> None:
    assert csv_row(replace(LEAD, need=f'{start}HYPERLINK("x")'))["need"] == f'\'{start}HYPERLINK("x")'


def test_csv_leaves_harmless_text_alone() -> None:
    assert csv_row(replace(LEAD, need='a=b, "c"\nd'))["need"] == 'a=b, "c"\nd'


def test_a_file_without_leads_still_has_its_header() -> None:
    stream = io.StringIO()
    write_csv([], stream)
    assert stream.getvalue() == ",".join(FIELDS) + "\r\n"
