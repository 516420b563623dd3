"""Leads as JSON lines or CSV, for spreadsheets and CRMs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import TextIO

from bot.leads.attribution import EXPORTED, exported
from bot.leads.model import Lead

_TOUCHES = {"first_touch": "first", "last_touch": "last"}
_OWN = tuple(field.name for field in fields(Lead) if field.name not in _TOUCHES)
FIELDS: tuple[str, ...] = (*_OWN, *(f"{prefix}_{key}" for prefix in _TOUCHES.values() for key in EXPORTED))

# A spreadsheet runs a cell that starts so (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def record(lead: Lead) -> dict[str, str | int | bool | None]:
    """The lead as JSON values, keyed by FIELDS in their order; days and instants (UTC) are ISO 8601."""
    plain = {name: _plain(getattr(lead, name)) for name in _OWN}
    for touch, prefix in _TOUCHES.items():
        plain |= exported(getattr(lead, touch), prefix)
    return plain


def write_jsonl(leads: Iterable[Lead], stream: TextIO) -> None:
    """One JSON object per lead and line."""
    for lead in leads:
        stream.write(json.dumps(record(lead), ensure_ascii=False) + "\n")


def write_csv(leads: Iterable[Lead], stream: TextIO) -> None:
    """A header and one row per lead; nothing stands as an empty cell, formulas are disarmed by an apostrophe.

    A phone number in E.164 starts with + and therefore gets the apostrophe too.
    """
    writer = csv.writer(stream)
    writer.writerow(FIELDS)
    for lead in leads:
        writer.writerow(_cell(value) for value in record(lead).values())


def _plain(value: object) -> str | int | bool | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"a lead holds no {type(value).__name__}")


def _cell(value: str | int | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text
