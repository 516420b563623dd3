"""The "add" pages of the documentation, carried out on a copy: editing data files is all it takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from bot import knowledge
from bot.knowledge import Knowledge
from bot.knowledge.question import Context, Question
from bot.knowledge.reply import Reply, reply
from tests.pages import ROOT, blocks, carry_out

PAGES = ("add-a-fact.md", "add-a-topic.md", "add-a-hub.md", "add-a-declined-subject.md")
# What is new is asked for in words that stand in no example.
MESSAGES = {
    "topic": "Will somebody senior be a mentor to our new hires?",
    "hub": "what is Pachucca known for",
    "hub in capitals": "PACHUCA???",
    "follow-up": "and Pachuca?",
    "two hubs": "Guadalajara or Pachuca?",
    "declined": "Which industry awards did those teams win?",
    "as before": "How long is the flight?",
}
# Runs in the copy, so that every path is the copy's: what `rasa train` and a turn do, without the rest of Rasa. Beside the
# new examples (the files in the arguments) every fourth old one has to do: all of them take a minute to read and fit.
UNDERSTAND = """
import json, sys
import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from bot.commands.build import build_reader_files
from bot.nlu import classification
from bot.nlu.answer_selection import QUESTIONS, AnswerSelection
from bot.nlu.question_classifier import QuestionClassifier, dense_vector, label
from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.spacy_reader import SpacyReader, training_segment
import yaml

build_reader_files()
reader, encoder = (component.create({}, None, None, None) for component in (SpacyReader, SentenceEncoder))
data = load_data("data/nlu")
new = {message.get(TEXT) for file in sys.argv[1:] for message in load_data(file).training_examples}
data.training_examples = [message for number, message in enumerate(data.training_examples)
                          if number % 4 == 0 or message.get(TEXT) in new]
examples = encoder.process_training_data(reader.process_training_data(data)).training_examples
sentences, words = np.hsplit(np.vstack([dense_vector(message) for message in examples]), 2)
flags = np.array([training_segment(message).flags for message in examples], np.float32)
classifier = QuestionClassifier(None, None, classification.fit(sentences, words, flags, [label(message) for message in examples]))
thresholds = next(part for part in yaml.safe_load(open("config.yml"))["pipeline"] if part["name"].endswith("AnswerSelection"))
selection = AnswerSelection.create(thresholds, None, None, None)
found = {}
for key, text in json.load(sys.stdin).items():
    message = [Message({TEXT: text})]
    for component in (reader, encoder, classifier, selection):
        message = component.process(message)
    found[key] = message[0].get(QUESTIONS)
json.dump(found, sys.stdout)
"""


@dataclass(frozen=True)
class Copy:
    """What Puente knows after the edits, and what it takes the messages for."""

    knowledge: Knowledge
    found: dict[str, list[dict[str, Any]]]
    """By the message's key: the questions it holds."""

    def question(self, key: str) -> Question:
        """The one question a message holds."""
        assert len(self.found[key]) == 1, self.found[key]
        return Question.from_dict(self.found[key][0])

    def reply(self, *keys: str) -> Reply:
        """The reply to the last of these messages, said one after the other."""
        given = Reply("", "")
        for key in keys:
            given = reply([self.question(key)], given.context, self.knowledge)
        return given


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Copy:
    """A copy of the project with all four pages carried out."""
    folder = tmp_path_factory.mktemp("puente")
    for name in ("bot", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "config.yml", folder)
    shutil.copytree(ROOT / "build" / "encoder", folder / "build" / "encoder")
    written = [path for page in PAGES for path in carry_out(ROOT / "docs" / page, folder)]
    examples = [str(path.relative_to(folder)) for path in written if path.is_relative_to(folder / "data" / "nlu")]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UNDERSTAND, *examples],
        cwd=folder,
        input=json.dumps(MESSAGES),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Copy(knowledge.load(folder / "bot" / "knowledge"), json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("page", PAGES)
def test_pages_edit_data_files_only(page):
    edited = [block.path for block in blocks(ROOT / "docs" / page) if block.edit]
    assert edited
    assert all(path.endswith(".yml") and path.startswith(("bot/knowledge/", "data/nlu/")) for path in edited)


def test_a_new_topic_is_recognised_and_answered_in_its_words(copy):
    assert copy.question("topic").label == "ask/mentoring"
    given = copy.reply("topic")
    assert given.text.startswith(copy.knowledge.topics["mentoring"].answer)
    assert (given.type, given.topics, given.sections) == ("answer", ("mentoring",), ("Mentoring",))


@pytest.mark.parametrize("key", ["hub", "hub in capitals"])
def test_a_new_hub_is_recognised_misspelt_and_answered_in_its_words(copy, key):
    assert copy.question(key).hubs == ("Pachuca",)
    given = copy.reply(key)
    assert given.text.startswith(copy.knowledge.hubs["Pachuca"].answer)
    assert given.sections == ("Pachuca",)


def test_a_new_hub_takes_part_in_follow_ups_comparisons_and_traits(copy):
    assert copy.reply("as before", "follow-up").topics == ("flights", "hub")
    assert copy.question("two hubs").hubs == ("Guadalajara", "Pachuca")
    assert copy.knowledge.hubs["Pachuca"].short in copy.reply("two hubs").text
    logistics = reply([Question("ask/choose_hub", traits=("logistics",))], Context(), copy.knowledge)
    assert logistics.text.startswith("For logistics: Pachuca and Tijuana.")


def test_a_new_fact_about_a_city_is_told_when_a_topic_is_asked_of_it(copy):
    asked = reply([Question("ask/companies")], Context(), copy.knowledge)
    given = reply([Question("follow_up/about", hubs=("Tijuana",))], asked.context, copy.knowledge)
    assert given.text.startswith("Tijuana: Electronics makers have plants there.")


def test_a_new_declined_subject_is_recognised_and_named(copy):
    assert copy.question("declined").label == "decline/awards"
    given = copy.reply("declined")
    assert (given.type, given.declined) == ("declined", ("awards",))
    assert "awards and rankings" in given.text


def test_what_was_known_before_still_is(copy):
    assert copy.question("as before").label == "ask/flights"


def test_answers_are_as_short_as_the_pages_say(copy):
    for new in (copy.knowledge.topics["mentoring"], copy.knowledge.hubs["Pachuca"]):
        assert len(new.short.split()) <= 26
        assert all(len(text.split()) <= 60 for text in (new.answer, new.more, new.why))
