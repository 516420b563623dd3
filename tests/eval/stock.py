"""`python -m tests.eval.stock`: the same questions through Rasa's default pipeline (DIET), into stock.json.

DIET needs the real TensorFlow, which `.venv` does without, so it gets an environment of its own in build/.
This file runs twice: in `.venv` to prepare and train, then with `answer` in that environment to ask.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import yaml

from bootstrap import environment, interpreter
from bootstrap.problems import SetupProblem
from tests.eval import questions

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "nlu"
VENV = ROOT / "build" / "stock-venv"
PROJECT = ROOT / "build" / "stock"
LOG = PROJECT / "train.log"
RESULT = ROOT / "tests" / "eval" / "stock.json"
# The versions of requirements.in, so that the two systems differ in their pipeline only.
PACKAGES = ("rasa==3.6.21", "jsonschema==3.2.0", "setuptools<71", "numpy==1.23.5")
TRAIN = ("-m", "rasa", "train", "nlu", "--nlu", "data", "--fixed-model-name", "stock")
SEED = 42
EPOCHS = 6
NOTE = (
    f"DIETClassifier was given {EPOCHS} epochs; Rasa's default is 100. On the two shared CPU cores it was trained "
    "on, 100 would have taken hours with these examples."
)
Parse = Callable[[str], Awaitable[dict[str, Any]]]
# Rasa 3.6's default_config.yml but for EPOCHS, and without ResponseSelector: it learns from retrieval intents
# only, and these are plain.
PIPELINE: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True, "random_seed": SEED},
    {"name": "EntitySynonymMapper"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
CONFIG = {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": PIPELINE, "policies": []}


def main() -> int:
    """0 once stock.json is written, 1 with one line on standard error when it can't be."""
    if sys.argv[1:] == ["answer"]:
        return answer()
    try:
        prepare_environment()
        examples = write_project()
        seconds = train()
        measured = answers()
    except SetupProblem as problem:
        print(f"puente: {problem}", file=sys.stderr)
        return 1
    about = {"config": CONFIG, "epochs": EPOCHS, "note": NOTE, "examples": examples, "seconds_to_train": round(seconds)}
    result = {**about, **measured}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    say(f"  {len(measured['predictions'])} predictions in {RESULT.relative_to(ROOT)}")
    return 0


def prepare_environment() -> None:
    """`build/stock-venv` holds the real Rasa and TensorFlow. Raises SetupProblem with one line of advice."""
    environment.TOOLS.mkdir(exist_ok=True)
    uv = str(environment.ensure_uv(say))
    if not interpreter.runs(inside()):
        environment.step(
            say, f"Making {VENV.relative_to(ROOT)}", [uv, "venv", "--quiet", "--clear", str(VENV), "--python", sys.executable]
        )
    environment.step(
        say,
        "Installing Rasa with TensorFlow (2.5 GB on disk)",
        [uv, "pip", "install", "--quiet", "--python", str(inside()), *PACKAGES],
    )


def write_project() -> int:
    """The number of examples in the project it writes; a fresh one, as Rasa takes a second training from its cache."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    (PROJECT / "data").mkdir(parents=True)
    blocks = [
        block for path in sorted(EXAMPLES.rglob("*.yml")) for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]
    labelled = [{"intent": label(block), "examples": block["examples"]} for block in blocks]
    intents = sorted({block["intent"] for block in labelled})
    write_yaml(PROJECT / "data" / "nlu.yml", {"version": "3.1", "nlu": labelled})
    write_yaml(PROJECT / "domain.yml", {"version": "3.1", "intents": intents})
    write_yaml(PROJECT / "config.yml", CONFIG)
    return sum(block["examples"].count("\n") for block in labelled)


def label(block: dict[str, Any]) -> str:
    """A block's plain intent: `ask_cost` for intent ask with name cost, the intent alone where no name is."""
    name = (block.get("metadata") or {}).get("name")
    return f"{block['intent']}_{name}" if name else str(block["intent"])


def write_yaml(path: Path, values: dict[str, Any]) -> None:
    """Rasa reads it as UTF-8."""
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")


def train() -> float:
    """Trains the NLU model; seconds it took, start of Rasa included. Raises SetupProblem when it fails."""
    say(f"Training Rasa's default pipeline; {LOG.relative_to(ROOT)} shows how far it is ...")
    started = time.monotonic()
    with LOG.open("w", encoding="utf-8") as log:
        done = run_inside(*TRAIN, cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise SetupProblem(f"Training failed; {LOG} says why.")
    seconds = time.monotonic() - started
    say(f"  done in {seconds:.0f} s")
    return seconds


def answers() -> dict[str, Any]:
    """What `answer` prints in the other environment. Raises SetupProblem when it fails."""
    say("Asking the questions ...")
    with LOG.open("a", encoding="utf-8") as log:
        done = run_inside("-m", "tests.eval.stock", "answer", cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
    if done.returncode != 0:
        raise SetupProblem(f"Asking the questions failed; {LOG} says why.")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def answer() -> int:
    """Prints, as one line of JSON, what the model makes of every question's last turn."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(PROJECT / "models" / "stock.tar.gz"))
    items = [*questions.load("dev"), *questions.load("test")]
    print(json.dumps(asyncio.run(ask(items, agent.parse_message))))
    return 0


async def ask(items: list[questions.Item], parse: Parse) -> dict[str, Any]:
    """The intent of each question's last turn, the median of milliseconds for one, and the memory it took."""
    await parse("hello")  # TensorFlow builds its graph at the first message
    predictions, milliseconds = {}, []
    for item in items:
        started = time.perf_counter()
        intent = (await parse(item.text))["intent"]
        milliseconds.append((time.perf_counter() - started) * 1000)
        predictions[item.id] = {"intent": intent["name"], "confidence": round(float(intent["confidence"]), 4)}
    return {"median_ms": round(statistics.median(milliseconds), 1), "peak_rss_mb": peak_rss_mb(), "predictions": predictions}


def peak_rss_mb() -> int:
    """The most memory this process has held, in MB (10^6 bytes): the model answering, not its training."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak * (1 if platform.system() == "Darwin" else 1024) / 1e6)


def inside() -> Path:
    """The interpreter that has TensorFlow."""
    return VENV / "bin" / "python"


def run_inside(*arguments: str, cwd: Path, **files: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs Python with these arguments in the other environment."""
    env = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONHASHSEED": "0"}
    return subprocess.run([str(inside()), *arguments], cwd=cwd, env=env, check=False, **files)


def say(line: str) -> None:
    """Progress, one line at a time."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
