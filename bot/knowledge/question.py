"""What a visitor asked, and what went before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

NAMES = ("hubs", "regions", "countries", "cities", "traits", "without")


@dataclass(frozen=True)
class Question:
    """One question. `label` is `ask/<topic>`, `decline/<subject>` or `follow_up/<kind>`; names are canonical."""

    label: str
    hubs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Hubs that are not wanted."""
    mode: str = "answer"
    """answer, more, why or repeat: which of a topic's texts is wanted."""

    @property
    def group(self) -> str:
        """ask, decline or follow_up."""
        return self.label.split("/")[0]

    @property
    def name(self) -> str:
        """The topic, subject or kind of follow-up."""
        return self.label.split("/")[-1]

    @property
    def places(self) -> tuple[str, ...]:
        """Countries and cities it names which are no hubs and no regions the article speaks of."""
        return (*self.countries, *self.cities)

    def named(self) -> bool:
        """Whether it names any place or trait."""
        return any(getattr(self, key) for key in NAMES)

    def under(self, label: str) -> Question:
        """The same question taken for something else."""
        return replace(self, label=label)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Question:
        """From plain values, other keys ignored."""
        names = {key: tuple(values.get(key) or ()) for key in NAMES}
        return cls(values["label"], mode=values.get("mode", "answer"), **names)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as kept in the conversation's `context` slot."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Context:
    """What the conversation holds for the next turn."""

    questions: tuple[Question, ...] = ()
    """What was asked last and answered or declined."""
    told: tuple[str, ...] = ()
    """Topics answered so far, so that buttons don't offer them again."""
    answers: int = 0
    """Answers given so far; every few of them carry an invitation."""
    repeated: int = 0
    """How often more was asked for on the same thing."""

    @property
    def last(self) -> Question | None:
        """The question before, where there was one."""
        return self.questions[-1] if self.questions else None

    @property
    def hubs(self) -> tuple[str, ...]:
        """The hubs of the turn before."""
        return tuple(dict.fromkeys(hub for question in self.questions for hub in question.hubs))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> Context:
        """From the slot's value; None is a fresh conversation."""
        values = values or {}
        return cls(
            tuple(Question.from_dict(item) for item in values.get("questions", ())),
            tuple(values.get("told", ())),
            int(values.get("answers", 0)),
            int(values.get("repeated", 0)),
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the slot."""
        return {
            "questions": [question.as_dict() for question in self.questions],
            "told": list(self.told),
            "answers": self.answers,
            "repeated": self.repeated,
        }
