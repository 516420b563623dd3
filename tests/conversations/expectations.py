"""What a visitor's lead should hold (visitors/README.md), compared with what it holds."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from tests.conversations.adaptive import Record

PERSONAL = ("name", "email", "phone", "company", "job_title", "need")


def differences(expected: object, lead: Record | None, today: date) -> list[str]:
    """Where the lead is not as expected; only the fields named are looked at."""
    if expected == "no lead":
        return [f"a lead: {lead['status']}"] if lead and lead["status"] not in ("partial", "unqualified") else []
    if expected == "nothing":
        return [f"{name} is kept: {lead[name]!r}" for name in PERSONAL if lead[name]] if lead else []
    assert isinstance(expected, Mapping)
    if lead is None:
        return ["no lead"]
    wanted = {"status": "handed_off", "consent": True, **expected}
    return [f"{name} is {lead[name]!r}, not {value!r}" for name, value in wanted.items() if not fits(lead[name], value, today)]


def fits(actual: object, wanted: object, today: date) -> bool:
    """Texts in any case; `has` is a pattern, `any` a list of values; the rest of the objects are days."""
    if isinstance(wanted, Mapping):
        if "any" in wanted:
            return any(fits(actual, value, today) for value in wanted["any"])
        if "has" in wanted:
            return isinstance(actual, str) and re.search(str(wanted["has"]), actual, re.IGNORECASE) is not None
        if "within_days" in wanted:
            last = (today + timedelta(days=int(wanted["within_days"]))).isoformat()
            return isinstance(actual, str) and today.isoformat() <= actual <= last
        first = day(wanted, today)
        # A day of this month that is over: the rest of the month, or next year's, can be meant.
        later = first + relativedelta(years=1) if first < today else first
        return actual in {each.isoformat() for each in (first, max(first, today), later)}
    if isinstance(wanted, str) and isinstance(actual, str):
        return actual.casefold() == wanted.casefold()
    return actual == wanted


def day(wanted: Mapping[str, Any], today: date) -> date:
    """`days` or `weeks` from today; or `month`, its next coming, with `day`, which may be `last`."""
    if "month" not in wanted:
        return today + timedelta(days=wanted.get("days", 0), weeks=wanted.get("weeks", 0))
    year = today.year + (wanted["month"] < today.month) + wanted.get("years", 0)
    last = calendar.monthrange(year, wanted["month"])[1]
    return date(year, wanted["month"], last if wanted["day"] == "last" else wanted["day"])
