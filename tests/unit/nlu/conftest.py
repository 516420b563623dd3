from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from bot.commands.build import encoder_sources
from bot.knowledge import Knowledge
from bot.nlu.encoder import Encoder
from bot.nlu.encoder.build import build_encoder
from bot.nlu.reader.build import build_reader
from bot.nlu.reading import Reading, read
from bot.nlu.spelling import Spelling, load_spelling
from bot.settings import ENCODER_FOLDER, ROOT

Read = Callable[[str], Reading]


@pytest.fixture(scope="session")
def reader_folder(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spaCy pipeline and vocabulary, made as set-up makes them, from examples read in a quicker way."""
    pages = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")))
    examples = [line.strip()[2:] for page in pages for line in page.splitlines() if line.startswith("    - ")]
    return build_reader(knowledge, examples, tmp_path_factory.mktemp("built") / "reader")


@pytest.fixture(scope="session")
def nlp(reader_folder: Path) -> Language:
    return spacy.load(reader_folder)


@pytest.fixture(scope="session")
def spelling(reader_folder: Path) -> Spelling:
    return load_spelling(reader_folder)


@pytest.fixture(scope="session")
def read_message(nlp: Language, spelling: Spelling) -> Read:
    """Reads a message as the pipeline does."""
    return lambda text: read(nlp, spelling, text)


@pytest.fixture(scope="session")
def int8_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """Set-up's own where it is of today's code; quantising another takes ten seconds."""
    digest = hashlib.sha256(b"".join(encoder_sources())).hexdigest()
    stamp = ENCODER_FOLDER / "sources.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return Encoder(ENCODER_FOLDER)
    logging.disable(logging.WARNING)  # quantising gives advice about models of another kind
    try:
        return Encoder(build_encoder(tmp_path_factory.mktemp("int8")))
    finally:
        logging.disable(logging.NOTSET)
