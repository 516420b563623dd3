"""What Puente knows, as typed values; `loader` makes them from the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Article:
    """The one source of all facts."""

    title: str
    published: date
    url: str | None
    sections: Mapping[str, str]
    """Section key to its heading."""


@dataclass(frozen=True)
class Topic:
    """Something the article answers. Texts are at most 60 words, `short` at most 26."""

    id: str
    title: str
    section: str
    button: str
    answer: str
    short: str
    more: str
    why: str
    suggest: tuple[str, ...]
    aspect: str | None = None
    """Which of a hub's facts speaks of this topic, where one does."""
    hub_subject: str | None = None
    """The subject declined when a follow-up asks this of one hub, where the article has it for the country only."""


@dataclass(frozen=True)
class Hub:
    """A city the article describes."""

    name: str
    section: str
    button: str
    names: tuple[str, ...]
    """How visitors write it, lower case."""
    known_as: str
    traits: tuple[str, ...]
    answer: str
    short: str
    more: str
    why: str
    facts: Mapping[str, str]
    """What the article says of it by aspect: focus, companies, talent, infrastructure, position."""


@dataclass(frozen=True)
class Trait:
    """What a hub can be known for."""

    id: str
    name: str
    words: tuple[str, ...]
    generic: bool = False
    """Said of so much that it doesn't tell one hub from another when an unknown industry is asked about."""


@dataclass(frozen=True)
class Subject:
    """Something about which visitors ask and the article is silent."""

    id: str
    name: str
    nearest: str
    """The topic offered instead."""


@dataclass(frozen=True)
class Place:
    """A place that is no hub. `kind` is region, country or city; `region` is set where the article speaks of one."""

    name: str
    kind: str
    names: tuple[str, ...]
    region: str | None = None


@dataclass(frozen=True)
class Knowledge:
    """Everything, by id."""

    article: Article
    topics: Mapping[str, Topic]
    hubs: Mapping[str, Hub]
    traits: Mapping[str, Trait]
    subjects: Mapping[str, Subject]
    places: Mapping[str, Place]
    phrases: Mapping[str, str]

    def hubs_with(self, trait: str) -> list[str]:
        """Names of the hubs known for this trait."""
        return [hub.name for hub in self.hubs.values() if trait in hub.traits]
