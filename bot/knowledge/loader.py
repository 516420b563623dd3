"""Reads the knowledge files and checks that they agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.model import Article, Hub, Knowledge, Place, Subject, Topic, Trait

FOLDER = Path(__file__).resolve().parent


def load(folder: Path = FOLDER) -> Knowledge:
    """The knowledge in `folder`. Raises KnowledgeError naming the file and key at fault."""
    knowledge = Knowledge(
        article=load_article(folder / "article.yml"),
        topics={item.id: item for item in map(load_topic, files(folder / "topics"))},
        hubs={item.name: item for item in map(load_hub, files(folder / "hubs"))},
        traits={key: load_trait(key, value) for key, value in read(folder / "traits.yml").items()},
        subjects={key: Subject(key, value["name"], value["nearest"]) for key, value in read(folder / "declined.yml").items()},
        places={place.name: place for place in load_places(folder / "places.yml")},
        phrases=read(folder / "phrases.yml"),
    )
    check(knowledge)
    return knowledge


def files(folder: Path) -> list[Path]:
    """The YAML files of a folder, in a fixed order."""
    return sorted(folder.glob("*.yml"))


def read(path: Path) -> dict[str, Any]:
    """One YAML file as a mapping."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path.name}: expected a mapping at the top")
    return content


def load_article(path: Path) -> Article:
    """The article's particulars."""
    content = read(path)
    return Article(content["title"], content["published"], content["url"], content["sections"])


def load_topic(path: Path) -> Topic:
    """One topic file."""
    content = read(path)
    need(path, content, "topic", "title", "section", "button", "answer", "short", "more", "why", "suggest")
    return Topic(
        content["topic"],
        content["title"],
        content["section"],
        content["button"],
        content["answer"],
        content["short"],
        content["more"],
        content["why"],
        tuple(content["suggest"]),
        content.get("aspect"),
        content.get("hub_subject"),
    )


def load_hub(path: Path) -> Hub:
    """One hub file."""
    content = read(path)
    need(path, content, "hub", "section", "button", "names", "known_as", "traits", "answer", "short", "more", "why", "facts")
    return Hub(
        content["hub"],
        content["section"],
        content["button"],
        words(content["names"]),
        content["known_as"],
        tuple(content["traits"]),
        content["answer"],
        content["short"],
        content["more"],
        content["why"],
        content["facts"],
    )


def load_trait(key: str, value: dict[str, Any]) -> Trait:
    """One entry of traits.yml."""
    return Trait(key, value["name"], words(value["words"]), bool(value.get("generic")))


def load_places(path: Path) -> Iterator[Place]:
    """Every place that is no hub."""
    content = read(path)
    for name, names in content["regions"].items():
        yield Place(name, "region", words(names), name)
    for name, names in content["countries_of_eastern_europe"].items():
        yield Place(name, "country", words(names), "Eastern Europe")
    for kind, key in (("country", "countries"), ("city", "cities")):
        for name, names in content[key].items():
            yield Place(name, kind, words(names))


def words(values: Iterable[object]) -> tuple[str, ...]:
    """Words as visitors write them, lower case; YAML may read some of them as something else."""
    return tuple(str(value).lower() for value in values)


def need(path: Path, content: dict[str, Any], *keys: str) -> None:
    """Raises when a key is missing."""
    for key in keys:
        if key not in content:
            raise KnowledgeError(f"{path.name}: '{key}' is missing")


def check(knowledge: Knowledge) -> None:
    """Raises when one file points at something another doesn't have."""
    sections, topics = knowledge.article.sections, knowledge.topics
    for topic in topics.values():
        require(topic.section in sections, f"topic {topic.id}: no section '{topic.section}' in article.yml")
        for other in topic.suggest:
            require(other in topics, f"topic {topic.id}: suggests unknown topic '{other}'")
        require(
            topic.hub_subject in (None, *knowledge.subjects),
            f"topic {topic.id}: no subject '{topic.hub_subject}' in declined.yml",
        )
    for hub in knowledge.hubs.values():
        require(hub.section in sections, f"hub {hub.name}: no section '{hub.section}' in article.yml")
        for trait in hub.traits:
            require(trait in knowledge.traits, f"hub {hub.name}: no trait '{trait}' in traits.yml")
    for name in {name for hub in knowledge.hubs.values() for name in hub.names}:
        owners = [place.name for place in knowledge.places.values() if name in place.names]
        require(not owners, f"places.yml {owners}: '{name}' is a hub's name too; take it out here")
    for subject in knowledge.subjects.values():
        require(subject.nearest in topics, f"declined.yml {subject.id}: no topic '{subject.nearest}'")


def require(condition: bool, message: str) -> None:
    """Raises KnowledgeError with the message unless the condition holds."""
    if not condition:
        raise KnowledgeError(message)
