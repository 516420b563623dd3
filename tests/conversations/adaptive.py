"""Visitors as data (visitors/*.yml, explained in visitors/README.md), who say what fits the slot the bot asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bot.leads.model import SLOT_FIELDS
from tests.visitor import Reply, Visitor

FOLDER = Path(__file__).parent / "visitors"
Record = Mapping[str, Any]
Script = Mapping[str, Any]

REFERENCE = re.compile(r"\bL-[0-9A-Z]{8}\b")
CLAIM = re.compile(r"\b(?:is|are|been|I've) (?:saved|handed over|passed (?:it )?on to)\b")
YES = "yes"
# More questions than the visitor has lines for: what a form of this length may cost beyond them.
EXTRA_TURNS = 6


def visitors(folder: Path = FOLDER) -> dict[str, Script]:
    """Every visitor of the folder by name."""
    found: dict[str, Script] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, script in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            assert name not in found, f"two visitors are called {name}"
            found[name] = script
    return found


@dataclass(frozen=True)
class Line:
    """What the visitor says; `keeps` names the slot whose question must stand again in the same turn."""

    text: str
    type: str | None = None
    has: str | None = None
    keeps: str | None = None


@dataclass
class Play:
    """One visitor's conversation; `rows` gives the exported leads as they are now."""

    visitor: Visitor
    script: Script
    rows: Callable[[], Sequence[Record]]
    problems: list[str] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)
    reply: Reply | None = None

    def __post_init__(self) -> None:
        self.said: list[str] = []
        self.last: dict[str, Line] = {}
        self.queues = {kind: {slot: lines(text) for slot, text in self.script.get(kind, {}).items()} for kind in KINDS}
        self.opening, self.returns = lines(self.script["opening"]), lines(self.script.get("returns", []))
        queued = [line for kind in self.queues.values() for queue in kind.values() for line in queue]
        self.most_turns = len(self.opening) + len(self.returns) + len(queued) + EXTRA_TURNS

    @property
    def asks(self) -> str | None:
        """The slot whose question stands."""
        return self.reply.envelope["asks"] if self.reply else None

    @property
    def lead(self) -> Record | None:
        """The exported lead of this conversation; the one that the envelope names, where it was handed over."""
        named = self.reply and self.reply.envelope["lead"]
        rows = self.rows()
        if named:
            return next((row for row in rows if row["reference"] == named["reference"]), None)
        return next((row for row in rows if row["conversation_id"] == self.visitor.conversation_id), None)

    def run(self) -> Play:
        """Plays to the end; what went wrong is in `problems`."""
        while line := self.next_line():
            if len(self.transcript) >= self.most_turns:
                self.problems.append(f"still not done after {self.most_turns} turns, asking for {self.asks}")
                break
            self.say(line)
        return self

    def next_line(self) -> Line | None:
        """What comes next; None when the visitor is done or leaves."""
        if self.opening:
            return self.opening.pop(0)
        slot = self.asks
        if slot is None:
            assert self.reply
            queue = self.queues["corrections"].get("after", []) if self.reply.envelope["lead"] else self.returns
            return queue.pop(0) if queue else self.insists()
        if slot == self.script.get("leaves"):
            return None
        if interruptions := self.queues["interruptions"].get(slot):
            return replace(interruptions.pop(0), keeps=slot)
        for key in (slot, "summary") if slot == "consent" else (slot,):
            if corrections := self.queues["corrections"].get(key):
                return corrections.pop(0)
        return self.answer(slot)

    def insists(self) -> Line | None:
        """A customer who isn't asked anything says once more that they want to talk."""
        if self.said or self.script["expected"] == "no lead":
            return None
        self.said.append("")
        self.problems.append("the opening doesn't start the questions")
        return Line("please let me talk to your sales team")

    def answer(self, slot: str) -> Line | None:
        """The prepared answer, or what somebody says who has none."""
        self.said.append(slot)
        if queue := self.queues["answers"].get(slot):
            self.last[slot] = queue.pop(0)
            return self.last[slot]
        if self.said.count(slot) > 4:
            self.problems.append(f"goes round in circles: asks for {slot} again and again")
            return None
        if slot in self.script.get("answers", {}):
            self.problems.append(f"asks for {slot} again after it was answered")
            return self.last.pop(slot, Line(YES if slot == "consent" else "skip"))
        if slot == "consent":
            return Line(YES)
        if (value := self.told(slot)) is None:
            return Line("skip")
        self.problems.append(f"asks for {slot}, which was told before")
        return Line("I already told you" if self.said.count(slot) < 2 else str(value))

    def told(self, slot: str) -> object:
        """What the lead should hold here; None when nothing is expected."""
        expected = self.script["expected"]
        wanted = [expected.get(name) for name in SLOT_FIELDS[slot]] if isinstance(expected, Mapping) else []
        return next(("skip" if isinstance(value, Mapping) else value for value in wanted if value is not None), None)

    def say(self, line: Line) -> None:
        """One turn, looked at."""
        asked = self.asks
        reply = self.reply = self.visitor.say(line.text)
        self.transcript.append(f"[{asked}] > {line.text}\n" + "\n".join(f"      {text}" for text in reply.texts))
        self.problems += [f"{problem} (after {line.text!r})" for problem in self.looked_at(line, reply)]

    def looked_at(self, line: Line, reply: Reply) -> Iterator[str]:
        """What is wrong with this turn."""
        asks = reply.envelope["asks"]
        if reply.type == "error":
            yield "an error"
        if len(set(reply.texts)) < len(reply.texts):
            yield "says the same twice in one turn"
        if line.keeps and asks != line.keeps:
            yield f"an interruption at {line.keeps} leads to {asks}"
        elif line.keeps and len(reply.texts) < 2:
            yield "an interruption gets only the question again"
        if line.type and reply.type != line.type:
            yield f"the turn is of type {reply.type}, not {line.type}"
        if line.has and not re.search(line.has, reply.text, re.IGNORECASE):
            yield f"the reply lacks /{line.has}/"
        references = REFERENCE.findall(reply.text)
        held = {row["reference"] for row in self.rows() if row["consent"]} if references else set()
        if any(reference not in held for reference in references) or (CLAIM.search(reply.text) and not references):
            yield "says 'saved' without a lead with consent"


KINDS = ("answers", "interruptions", "corrections")


def lines(said: object) -> list[Line]:
    """One line or a list of them; a line is a text, or an object with `say`, and `type` or `has` of the reply."""
    entries = said if isinstance(said, list) else [said]
    objects = [entry if isinstance(entry, Mapping) else {"say": str(entry)} for entry in entries]
    return [Line(entry["say"], entry.get("type"), entry.get("has")) for entry in objects]
