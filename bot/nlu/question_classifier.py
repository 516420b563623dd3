"""Rasa component: what each segment of a message is, with how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import classification
from bot.nlu.classification import Classifier
from bot.nlu.reading import Segment
from bot.nlu.selection import Guess
from bot.nlu.sentence_encoder import SPANS, VECTORS
from bot.nlu.spacy_reader import digest, training_segment

GUESSES = "guesses"
LEAST_SHARE = 0.02
"""Of the probability, for a span to be about something as well."""
# What asks something is no statement about the visitor.
STATEMENTS = ("give_context", "give_details", "affirm", "deny")


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class QuestionClassifier(GraphComponent):
    """Sets `guesses` on each message, one for each of its spans. Labels are `intent` or `intent/name`."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, classifier: Classifier | None = None) -> None:
        """With a classifier when loaded, without one before training."""
        self._model_storage = model_storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> QuestionClassifier:
        """An untrained one."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionClassifier:
        """The trained one; raises when the model holds none, rather than serve an untrained one."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Classifier.load(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes with the code that fits."""
        return digest([Path(classification.__file__)])

    def train(self, training_data: TrainingData) -> Resource:
        """Fits on every example with an intent."""
        examples = [message for message in training_data.training_examples if message.get(INTENT) and message.get(TEXT)]
        vectors = np.vstack([dense_vector(message) for message in examples])
        flags = np.array([training_segment(message).flags for message in examples], np.float32)
        labels = [label(message) for message in examples]
        sentences, words = np.hsplit(vectors, 2)
        self._classifier = classification.fit(sentences, words, flags, labels)
        with self._model_storage.write_to(self._resource) as folder:
            self._classifier.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Guesses for messages as they come in."""
        if self._classifier is None:
            raise RuntimeError("the question classifier was not trained")
        for message in messages:
            message.set(GUESSES, guess(self._classifier, message.get(SPANS), message.get(VECTORS)))
        return messages


def guess(classifier: Classifier, spans: list[Segment], vectors: classification.Floats) -> list[Guess]:
    """The best label of each span; its confidence is probability times the nearest example's similarity.

    `vectors` are the encoder's, sentence then words.
    """
    flags = np.array([span.flags for span in spans], np.float32)
    sentences, words = np.hsplit(vectors, 2)
    probabilities, nearest = classifier.scores(sentences, words, flags)
    statements = [column for column, name in enumerate(classifier.labels) if name in STATEMENTS]
    for row, span in enumerate(spans):
        if span.is_question:
            probabilities[row, statements] = 0
    best = probabilities.argmax(axis=1)
    return [
        elliptic(span) or Guess(classifier.labels[column], float(shares[column] * near), also(classifier, shares))
        for span, column, shares, near in zip(spans, best, probabilities, nearest, strict=True)
    ]


def also(classifier: Classifier, probabilities: classification.Floats) -> frozenset[str]:
    """The labels a span may be about as well."""
    return frozenset(classifier.labels[column] for column in np.flatnonzero(probabilities >= LEAST_SHARE))


def elliptic(span: Segment) -> Guess | None:
    """Names without a question are one by their form: a hub asks about it, two compare, one after "and" follows up."""
    if span.is_exclusion:
        return Guess("follow_up/others", 1.0)
    if span.is_elliptic:
        return Guess("follow_up/about", 1.0)
    if span.is_bare_name:
        return Guess("ask/compare_hubs" if len(span.hubs) > 1 else "ask/hub", 1.0)
    return None


def label(message: Message) -> str:
    """A training example's label: its intent, with the topic, subject or kind that its file names as metadata."""
    name = ((message.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("name")
    return f"{message.get(INTENT)}/{name}" if name else str(message.get(INTENT))


def dense_vector(message: Message) -> classification.Floats:
    """A training example's sentence vector."""
    _, sentence = message.get_dense_features(TEXT)
    vector: classification.Floats = sentence.features[0]
    return vector
