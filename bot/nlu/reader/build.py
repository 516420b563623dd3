"""Assembles the spaCy pipeline at set-up and writes it to disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import srsly
from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from bot.knowledge.model import Knowledge
from bot.nlu.reader.patterns import patterns
from bot.nlu.reader.vocabulary import count_words
from bot.nlu.spelling import VOCABULARY_FILE, english_words

CONFIG = Path(__file__).resolve().parent / "config.cfg"


def build_reader(knowledge: Knowledge, examples: Iterable[str], folder: Path) -> Path:
    """`folder` holds the assembled pipeline, to be read with `spacy.load`, and the vocabulary; gives its path."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        pattern_file = Path(scratch) / "patterns.jsonl"
        srsly.write_jsonl(pattern_file, patterns(knowledge))
        config = load_config(CONFIG, overrides={"paths.patterns": str(pattern_file)})
        nlp: Language = load_model_from_config(config, auto_fill=True)
        nlp.initialize()
    # The path of the scratch file is of no use to whoever loads the pipeline, and would differ at every build.
    nlp.config["paths"]["patterns"] = None
    nlp.to_disk(folder)
    counted = count_words(examples, knowledge, english_words())
    (folder / VOCABULARY_FILE).write_text("".join(f"{word} {count}\n" for word, count in counted.items()), encoding="utf-8")
    return folder
