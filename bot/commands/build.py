"""`build`: makes what a fresh checkout lacks: the sentence encoder, the spaCy pipeline and the trained model."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot import knowledge
from bot.servers import ServerProblem, prepare_databases
from bot.settings import ENCODER_FOLDER, MODELS_FOLDER, READER_FOLDER, ROOT, Settings

LOG = ROOT / "build" / "train.log"
MODELS_KEPT = 3
STAMP = "sources.sha256"
Say = Callable[[str], None]


class BuildError(Exception):
    """A build step failed; one line that says which and where to look."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `build` to the command line."""
    subparsers.add_parser("build", help="build the encoder and the spaCy pipeline, train, migrate; only what has changed")


def run(config: Settings, say: Say = print) -> int:
    """0 when everything is built; 1 after one line about what failed."""
    try:
        ensure_built(say)
        prepare_databases(config)
    except (BuildError, ServerProblem) as error:
        print(f"puente: {error}", file=sys.stderr)
        return 1
    return 0


def ensure_built(say: Say) -> None:
    """Builds what is missing or older than its sources. Raises BuildError."""
    once(ENCODER_FOLDER, encoder_sources(), "Building the sentence encoder", build_encoder_files, say)
    try:
        once(READER_FOLDER, reader_sources(), "Building the spaCy pipeline", build_reader_files, say)
    except knowledge.KnowledgeError as error:
        raise BuildError(f"bot/knowledge, {error}") from error
    once(MODELS_FOLDER, training_sources(), "Training", train, say)


def once(folder: Path, sources: Iterable[bytes], what: str, make: Callable[[], None], say: Say) -> None:
    """Makes `folder` unless its stamp says that it was made from these sources."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source)
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say(f"{what} ...")
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    make()
    stamp.write_text(digest.hexdigest())
    say(f"  done in {time.monotonic() - started:.0f} s")


def contents(paths: Iterable[Path]) -> Iterator[bytes]:
    """The files' bytes, in a fixed order."""
    return (path.read_bytes() for path in sorted(paths))


def encoder_sources() -> Iterator[bytes]:
    """What decides the encoder's files; the weights are checked by their own digest."""
    yield from contents((ROOT / "bot" / "nlu" / "encoder").glob("*.py"))


def reader_sources() -> Iterator[bytes]:
    """What decides the spaCy pipeline: its config, the names in the knowledge (not its answers), the examples' words."""
    known = knowledge.load()
    names = [(hub.name, hub.names) for hub in known.hubs.values()]
    names += [(f"{place.kind} {place.name}", place.names) for place in known.places.values()]
    names += [(trait.id, trait.words) for trait in known.traits.values()]
    yield repr(names).encode()
    yield from contents((ROOT / "bot" / "nlu" / "reader").glob("*.*"))
    yield from contents((ROOT / "data" / "nlu").rglob("*.yml"))


def training_sources() -> Iterator[bytes]:
    """What decides the model; answers in bot/knowledge don't."""
    yield from contents(ROOT / name for name in ("config.yml", "domain.yml", "requirements.txt"))
    yield from contents((ROOT / "data").rglob("*.yml"))
    yield from contents((ROOT / "bot" / "nlu").glob("*.py"))
    yield from contents(folder / STAMP for folder in (READER_FOLDER, ENCODER_FOLDER))


def build_encoder_files() -> None:
    """The ONNX model and its tokenizer."""
    # Quantising logs advice about models of another kind.
    import logging

    from bot.nlu.encoder.build import build_encoder

    logging.disable(logging.WARNING)
    build_encoder(ENCODER_FOLDER)
    logging.disable(logging.NOTSET)
    (ENCODER_FOLDER / "training_vectors.npz").unlink(missing_ok=True)


def build_reader_files() -> None:
    """The assembled spaCy pipeline."""
    from bot.nlu.reader.build import build_reader
    from bot.nlu.reader.vocabulary import training_examples

    build_reader(knowledge.load(), training_examples(ROOT / "data" / "nlu"), READER_FOLDER)


def merge_examples() -> Path:
    """All of data/nlu in one file: Rasa hashes everything read so far again for each further file, 15 s for ours."""
    bodies = [path.read_text(encoding="utf-8").partition("nlu:\n")[2] for path in sorted((ROOT / "data" / "nlu").rglob("*.yml"))]
    merged = ROOT / "build" / "nlu.yml"
    merged.write_text('version: "3.1"\n\nnlu:\n' + "\n".join(bodies), encoding="utf-8")
    return merged


def train() -> None:
    """Runs `rasa train`, which reuses what has not changed, and keeps the newest models."""
    LOG.parent.mkdir(exist_ok=True)
    data = ["--data", str(merge_examples()), str(ROOT / "data" / "rules")]
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation", "--out", str(MODELS_FOLDER), *data]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    LOG.write_text(done.stdout, encoding="utf-8")
    if done.returncode != 0:
        raise BuildError(f"training failed; {LOG.relative_to(ROOT)} says why")
    for old in sorted(MODELS_FOLDER.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-MODELS_KEPT]:
        old.unlink()
