"""What the knowledge files must hold: the shape of each entry, and that they agree with each other."""

from __future__ import annotations

from typing import Any

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.model import Knowledge

# Every phrase the code says; a test compares it with the code.
REQUIRED_PHRASES = (
    "source",
    "declined_one",
    "declined_again",
    "declined_short",
    "declined_place",
    "declined_place_short",
    "declined_unsure",
    "country_caveat",
    "hub_unspecified",
    "hub_gist",
    "trait_found",
    "trait_and",
    "trait_elsewhere",
    "compare_intro",
    "compare_end",
    "invite",
    "talk_button",
    "nothing_more",
    "repeat_intro",
)


class Entry:
    """A mapping out of a file, whose values are checked as they are taken; raises KnowledgeError naming file and key."""

    def __init__(self, where: str, content: object) -> None:
        """`where` is the file, and the keys that lead to this entry."""
        require(isinstance(content, dict), f"{where}: expected a mapping")
        self._where = where
        self._content: dict[Any, Any] = content  # type: ignore[assignment]

    def take(self, key: str) -> Any:
        """Whatever stands under the key, which must be there."""
        require(key in self._content, f"{self._where}: '{key}' is missing")
        return self._content[key]

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.take(key)
        require(isinstance(value, str) and bool(value.strip()), f"{self._where}: '{key}' must be a text")
        return str(value)

    def text_or_none(self, key: str) -> str | None:
        """A text, or None where there is none."""
        return None if self._content.get(key) is None else self.text(key)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words; what YAML reads as a number or a yes is a word too."""
        value = self.take(key)
        fits = isinstance(value, list) and all(isinstance(item, str | int | float) for item in value)
        require(fits, f"{self._where}: '{key}' must be a list of words")
        return tuple(map(str, value))

    def flag(self, key: str) -> bool:
        """Yes or no; no where nothing is said."""
        value = self._content.get(key, False)
        require(isinstance(value, bool), f"{self._where}: '{key}' must be true or false")
        return bool(value)

    def texts(self, key: str) -> dict[str, str]:
        """A mapping of texts."""
        entry = self.entry(key)
        return {name: entry.text(name) for name in entry.names()}

    def entry(self, key: str) -> Entry:
        """A mapping."""
        return Entry(f"{self._where}: '{key}'", self.take(key))

    def names(self) -> tuple[str, ...]:
        """Its keys, all of them texts."""
        for key in self._content:
            require(isinstance(key, str), f"{self._where}: '{key}' must be a text, put it in quotes")
        return tuple(self._content)


def check(knowledge: Knowledge) -> None:
    """Raises KnowledgeError when one file points at something another doesn't have, or a phrase is missing."""
    for phrase in REQUIRED_PHRASES:
        require(phrase in knowledge.phrases, f"phrases.yml: '{phrase}' is missing")
    sections, topics = knowledge.article.sections, knowledge.topics
    for topic in topics.values():
        require(topic.section in sections, f"topic {topic.id}: no section '{topic.section}' in article.yml")
        for other in topic.suggest:
            require(other in topics, f"topic {topic.id}: suggests unknown topic '{other}'")
        require(
            topic.hub_subject in (None, *knowledge.subjects),
            f"topic {topic.id}: no subject '{topic.hub_subject}' in declined.yml",
        )
    for subject in knowledge.subjects.values():
        require(subject.nearest in topics, f"declined.yml {subject.id}: no topic '{subject.nearest}'")
    check_hubs(knowledge)


def check_hubs(knowledge: Knowledge) -> None:
    """Raises KnowledgeError when a hub points at what isn't there, or is among the places that are no hubs."""
    for hub in knowledge.hubs.values():
        require(hub.section in knowledge.article.sections, f"hub {hub.name}: no section '{hub.section}' in article.yml")
        for trait in hub.traits:
            require(trait in knowledge.traits, f"hub {hub.name}: no trait '{trait}' in traits.yml")
    for name in {name for hub in knowledge.hubs.values() for name in hub.names}:
        owners = [place.name for place in knowledge.places.values() if name in place.names]
        require(not owners, f"places.yml {owners}: '{name}' is a hub's name too; take it out here")


def require(condition: bool, message: str) -> None:
    """Raises KnowledgeError with the message unless the condition holds."""
    if not condition:
        raise KnowledgeError(message)
