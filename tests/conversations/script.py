"""Whole conversations as data: `scripts/*.yml`, one file for each kind. How to write one: docs/development.md."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from bot.leads import Lead
from tests.visitor import Reply, Visitor

SCRIPTS = Path(__file__).with_name("scripts")
DEFAULTS = {"status": "handed_off", "qualified": True, "consent": True}
# What a script says nothing about: what the program itself makes up.
UNCOMPARED = {
    *["reference", "conversation_id", "channel", "score", "rating"],
    "created_at",
    "updated_at",
    "first_touch",
    "last_touch",
}
PLACE = re.compile(r"<([^<>]+)>")
CLAIM = re.compile(r"is saved|L-[0-9A-Z]{8}|our team will get back")
NOTICE = "passed on only if you agree"


@dataclass(frozen=True)
class Script:
    """One conversation: what the visitor says, and the lead that must come of it."""

    name: str
    opens: tuple[Any, ...]
    """Said one after the other; a pair names the slot that must be asked afterwards, a triple also the envelope's type."""
    answers: dict[str, Any] = field(default_factory=dict)
    """What is said whenever a slot is asked: exactly these questions must come, each as often as there is something to say."""
    then: tuple[Any, ...] = ()
    answers_then: dict[str, Any] = field(default_factory=dict)
    stops_at: str | None = None
    """The visitor leaves at this question without a word."""
    lead: dict[str, Any] | None = None
    """The lead's fields; those not named must be empty. "~x" means that x is in it. None: no lead at all."""

    @property
    def wanted(self) -> dict[str, Any] | None:
        """Every field of the lead that can be known beforehand."""
        if self.lead is None:
            return None
        compared = {item.name: None for item in fields(Lead) if item.name not in UNCOMPARED}
        return {**compared, **DEFAULTS, **{key: filled(value) for key, value in self.lead.items()}}


class Unexpected(AssertionError):
    """What went otherwise, with the conversation so far."""


def load() -> Iterator[tuple[str, Script]]:
    """Every script with the name of its file."""
    for path in sorted(SCRIPTS.glob("*.yml")):
        for source in yaml.safe_load(path.read_text(encoding="utf-8")):
            if source.pop("leads", None) == 0:
                source["lead"] = None
            yield path.stem, Script(**source)


class Play:
    """A script being played to a server."""

    def __init__(self, script: Script, visitor: Visitor) -> None:
        """By this visitor."""
        self.script = script
        self.visitor = visitor
        self.told: list[str] = []
        self.asks: str | None = None
        self.asked_before = False

    def run(self) -> None:
        """The whole conversation. Raises Unexpected where the bot does something else."""
        for turn in self.script.opens:
            self.turn(turn)
        later = bool(self.script.then or self.script.answers_then or self.script.stops_at)
        self.answer(self.script.answers, goes_on=later)
        if self.script.stops_at:
            self.require(self.asks == self.script.stops_at, f"wanted {self.script.stops_at} to be asked")
            return
        for turn in self.script.then:
            self.turn(turn)
        self.answer(self.script.answers_then, goes_on=False)

    def turn(self, turn: Any) -> None:
        """One message, and what must come of it."""
        text, *wanted = [turn] if isinstance(turn, str) else turn
        reply = self.say(text)
        if wanted:
            self.require(self.asks == wanted[0] and wanted[1:] in ([], [reply.type]), f"wanted {wanted}")

    def answer(self, answers: dict[str, Any], *, goes_on: bool) -> None:
        """Answers until nothing is asked."""
        left = {slot: [said] if isinstance(said, str) else list(said) for slot, said in answers.items()}
        while self.asks is not None:
            if not left.get(self.asks):
                if goes_on:
                    break
                raise self.unexpected(f"{self.asks} is asked, and there is no answer left")
            self.say(left[self.asks].pop(0))
        if unsaid := {slot: said for slot, said in left.items() if said}:
            raise self.unexpected(f"never asked: {unsaid}")

    def say(self, text: str) -> Reply:
        """One message; what must hold in every turn does."""
        reply = self.visitor.say(filled(text))
        self.asks = reply.envelope["asks"]
        said = " / ".join(reply.texts).replace("\n", " | ")
        self.told.append(f"> {text}\n  [{reply.type}, asks {self.asks}] {said}")
        self.require(reply.type != "error", "an error")
        self.require(bool(reply.envelope["lead"]) or not CLAIM.search(reply.text), "claims something that is not so")
        self.require(not self.asks or self.asked_before or NOTICE in reply.text, "asks without saying what for")
        self.asked_before = self.asked_before or self.asks is not None
        return reply

    def check(self, leads: list[Lead]) -> None:
        """The leads that came of it, field by field. Raises Unexpected."""
        wanted = self.script.wanted
        if len(leads) != (0 if wanted is None else 1):
            raise self.unexpected(f"{len(leads)} leads: {leads}")
        if wanted is not None:
            found = {key: getattr(leads[0], key) for key in wanted}
            wrong = {key: (found[key], value) for key, value in wanted.items() if not fits(found[key], value)}
            if wrong:
                raise self.unexpected("; ".join(f"{key} is {is_!r}, wanted {want!r}" for key, (is_, want) in wrong.items()))

    def require(self, holds: bool, what: str) -> None:
        """Raises Unexpected unless it holds."""
        if not holds:
            raise self.unexpected(what)

    def unexpected(self, what: str) -> Unexpected:
        """The failure with the conversation so far."""
        return Unexpected("\n".join([f"{self.script.name}: {what}", *self.told]))


def fits(found: object, wanted: object) -> bool:
    """Whether a field is as wanted."""
    if isinstance(wanted, str) and wanted.startswith("~"):
        return wanted[1:] in str(found)
    return (found.isoformat() if isinstance(found, date) else found) == wanted


def filled(value: Any) -> Any:
    """A text with its places filled: `<+90>` is the day in 90 days, `<month 3>` the name of the month in three months."""
    return PLACE.sub(lambda match: place(match[1]) or match[0], value) if isinstance(value, str) else value


def place(name: str) -> str | None:
    """What stands for one place; None for one that is none."""
    kinds: dict[str, Callable[..., str]] = {
        r"\+(\d+)": lambda days: (today() + timedelta(int(days))).isoformat(),
        r"\+(\d+) dotted": lambda days: f"{today() + timedelta(int(days)):%d.%m.%Y}",
        r"\+(\d+)m": lambda months: in_months(int(months), today().day).isoformat(),
        r"month (\d+)": lambda months: f"{in_months(int(months), 1):%B}",
        r"first (\d+)": lambda months: in_months(int(months), 1).isoformat(),
        r"last (\d+)": lambda months: in_months(int(months), 31).isoformat(),
        r"monday (\d+)": lambda weeks: (monday() + timedelta(weeks=int(weeks))).isoformat(),
        r"sunday (\d+)": lambda weeks: (monday() + timedelta(weeks=int(weeks), days=6)).isoformat(),
        r"x(\d+)": lambda count: "x" * int(count),
        r"words (\d+)": lambda count: "we need developers for our shop. " * (int(count) // 6),
    }
    for form, make in kinds.items():
        if match := re.fullmatch(form, name):
            return make(*match.groups())
    return None


def today() -> date:
    """The server's day."""
    return datetime.now(timezone.utc).date()


def monday() -> date:
    """This week's."""
    return today() - timedelta(today().weekday())


def in_months(months: int, day: int) -> date:
    """That day of the month in so many months, or its last."""
    year, month = divmod(today().year * 12 + today().month - 1 + months, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
