"""Rasa component: reads a message with the spaCy pipeline into segments and entities."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from bot.nlu.normalization import normalise
from bot.nlu.reading import KINDS, Reading, Segment, read
from bot.nlu.reading_cache import ReadingCache
from bot.nlu.spelling import VOCABULARY_FILE, Spelling, load_spelling
from bot.settings import READER_FOLDER

READING = "reading"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER], is_trainable=False)
class SpacyReader(GraphComponent):
    """Sets `reading` on each message, and `entities` for whoever looks at the parse: hub, region, country, city, trait."""

    def __init__(self, nlp: Language, spelling: Spelling) -> None:
        """Reads with this pipeline, as `bot.nlu.reader` assembles it."""
        self._nlp = nlp
        self._spelling = spelling

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SpacyReader:
        """Loads the assembled pipeline; raises OSError with spaCy's words when set-up hasn't made it."""
        return cls(spacy.load(READER_FOLDER), load_spelling(READER_FOLDER))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes when the pipeline or the code that reads with it does, so that Rasa trains again."""
        return digest([*what_reads(), READER_FOLDER / VOCABULARY_FILE])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples are single questions: only the whole is read."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        texts = [self._spelling.correct(normalise(message.get(TEXT))) for message in messages]
        cache = ReadingCache(self._nlp, READER_FOLDER / "training_readings.json", digest(what_reads()))
        for message, found in zip(messages, cache.read(texts), strict=True):
            # As one string: Rasa hashes every message several times, and a nested value ten times as slowly.
            message.set(READING, json.dumps(found))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads messages as they come in."""
        for message in messages:
            reading = read(self._nlp, self._spelling, message.get(TEXT) or "")
            message.set(READING, reading)
            message.set(ENTITIES, entities(reading), add_to_output=True)
        return messages


def entities(reading: Reading) -> list[dict[str, Any]]:
    """What the whole message names, in Rasa's form (without places in the text: names are canonical)."""
    values = {
        "hub": reading.whole.hubs,
        "region": reading.whole.regions,
        "country": reading.whole.countries,
        "city": reading.whole.cities,
        "trait": reading.whole.traits,
    }
    return [{"entity": kind, "value": value, "extractor": "SpacyReader"} for kind in KINDS for value in values[kind]]


def training_segment(message: Message) -> Segment:
    """The reading of a training example."""
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(message.get(READING)).items()
    }
    return Segment(**values)


def what_reads() -> list[Path]:
    """The files which decide how a rightly spelt text is read."""
    return [*READER_FOLDER.rglob("patterns.jsonl"), *Path(__file__).parent.glob("*.py")]


def digest(paths: list[Path]) -> str:
    """One digest over files' contents, for fingerprints."""
    joined = hashlib.sha256()
    for path in sorted(paths):
        joined.update(path.read_bytes())
    return joined.hexdigest()
