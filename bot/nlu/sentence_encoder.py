"""Rasa component: turns a message's segments into sentence vectors."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Encoder
from bot.nlu.encoder.cache import VectorCache
from bot.nlu.reading import Reading, Segment
from bot.nlu.selection import Guess, Question, join
from bot.nlu.spacy_reader import READING, training_segment
from bot.settings import ENCODER_FOLDER

SPANS = "spans"
VECTORS = "vectors"
ORIGIN = "SentenceEncoder"
EMPTY = "."


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Sets `spans` (what was encoded) and `vectors` (a row for each: sentence, then words) on each message."""

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        """Encodes with this encoder; training examples through the cache."""
        self._encoder = encoder
        self._cache = cache

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceEncoder:
        """Loads the encoder that set-up built; raises EncoderMissing otherwise."""
        encoder = Encoder(ENCODER_FOLDER)
        return cls(encoder, VectorCache(encoder, ENCODER_FOLDER / "training_vectors.npz"))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds each example's vector as a sentence feature."""
        messages = [message for message in training_data.training_examples if message.get(READING)]
        texts = [training_segment(message).text or EMPTY for message in messages]
        for message, vector in zip(messages, self._cache.encode(texts) if texts else (), strict=True):
            message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes the whole, each segment, each segment together with the one before it, and what may be parts of lists."""
        for message in messages:
            spans = spans_of(message.get(READING))
            message.set(SPANS, spans)
            texts = [span.text or EMPTY for span in spans]
            once = list(dict.fromkeys(texts))
            rows = dict(zip(once, self._encoder.encode_with_words(once), strict=True))
            message.set(VECTORS, np.vstack([rows[text] for text in texts]))
        return messages


def spans_of(reading: Reading) -> list[Segment]:
    """The whole; then, when there are several, the segments, then each pair of neighbours; then the parts of lists."""
    parts = list(reading.segments)
    if len(parts) < 2:
        return [reading.whole, *reading.listed]
    nothing = Guess("", 0.0)
    pairs = [join(Question(one, nothing), Question(two, nothing)).segment for one, two in pairwise(parts)]
    return [reading.whole, *parts, *pairs, *reading.listed]
