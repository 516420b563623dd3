"""Reads the knowledge files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import yaml

from bot.knowledge.checks import Entry, check, require
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.model import Article, Hub, Knowledge, Place, Subject, Topic, Trait

FOLDER = Path(__file__).resolve().parent


def load(folder: Path = FOLDER) -> Knowledge:
    """The knowledge in `folder`. Raises KnowledgeError naming the file and key at fault."""
    traits, subjects, phrases = (read(folder / f"{name}.yml") for name in ("traits", "declined", "phrases"))
    knowledge = Knowledge(
        article=load_article(folder / "article.yml"),
        topics=load_topics(folder / "topics"),
        hubs=load_hubs(folder / "hubs"),
        traits={key: load_trait(key, traits.entry(key)) for key in traits.names()},
        subjects={key: load_subject(key, subjects.entry(key)) for key in subjects.names()},
        places={place.name: place for place in load_places(folder / "places.yml")},
        phrases={key: phrases.text(key) for key in phrases.names()},
    )
    check(knowledge)
    return knowledge


def files(folder: Path) -> list[Path]:
    """The YAML files of a folder, in a fixed order."""
    return sorted(folder.glob("*.yml"))


def read(path: Path) -> Entry:
    """One YAML file, a mapping at its top."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path.name}: not UTF-8 ({error.reason} at byte {error.start})") from error
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    return Entry(path.name, content)


def load_article(path: Path) -> Article:
    """The article's particulars."""
    content = read(path)
    published = content.take("published")
    require(type(published) is date, f"{path.name}: 'published' must be a date, as in 2023-09-20")
    return Article(content.text("title"), published, content.text_or_none("url"), content.texts("sections"))


def load_topics(folder: Path) -> dict[str, Topic]:
    """All topics by id, one file each."""
    topics: dict[str, Topic] = {}
    for path in files(folder):
        topic = load_topic(path)
        require(topic.id not in topics, f"{path.name}: topic '{topic.id}' has another file")
        topics[topic.id] = topic
    return topics


def load_topic(path: Path) -> Topic:
    """One topic file."""
    content = read(path)
    return Topic(
        content.text("topic"),
        content.text("title"),
        content.text("section"),
        content.text("button"),
        content.text("answer"),
        content.text("short"),
        content.text("more"),
        content.text("why"),
        content.words("suggest"),
        content.text_or_none("aspect"),
        content.text_or_none("hub_subject"),
    )


def load_hubs(folder: Path) -> dict[str, Hub]:
    """All hubs by name, one file each."""
    hubs: dict[str, Hub] = {}
    for path in files(folder):
        hub = load_hub(path)
        require(hub.name not in hubs, f"{path.name}: hub '{hub.name}' has another file")
        hubs[hub.name] = hub
    return hubs


def load_hub(path: Path) -> Hub:
    """One hub file."""
    content = read(path)
    return Hub(
        content.text("hub"),
        content.text("section"),
        content.text("button"),
        lower(content.words("names")),
        content.text("known_as"),
        content.words("traits"),
        content.text("answer"),
        content.text("short"),
        content.text("more"),
        content.text("why"),
        content.texts("facts"),
    )


def load_trait(key: str, content: Entry) -> Trait:
    """One entry of traits.yml."""
    return Trait(key, content.text("name"), lower(content.words("words")), content.flag("generic"))


def load_subject(key: str, content: Entry) -> Subject:
    """One entry of declined.yml."""
    return Subject(key, content.text("name"), content.text("nearest"))


def load_places(path: Path) -> Iterator[Place]:
    """Every place that is no hub."""
    content = read(path)
    regions, eastern = content.entry("regions"), content.entry("countries_of_eastern_europe")
    for name in regions.names():
        yield Place(name, "region", lower(regions.words(name)), name)
    for name in eastern.names():
        yield Place(name, "country", lower(eastern.words(name)), "Eastern Europe")
    for kind, key in (("country", "countries"), ("city", "cities")):
        places = content.entry(key)
        for name in places.names():
            yield Place(name, kind, lower(places.words(name)))


def lower(values: Iterable[str]) -> tuple[str, ...]:
    """Words as visitors write them, lower case."""
    return tuple(value.lower() for value in values)
