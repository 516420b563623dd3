from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SENTENCE = "This component needs TensorFlow, which Puente replaces by a stand-in;"
CONFIG = """
recipe: default.v1
assistant_id: stand-in-test
language: en
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: {classifier}
"""
EXAMPLES = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - good morning
- intent: leave
  examples: |
    - bye
    - see you later
"""


def train_nlu(project: Path, classifier: str) -> subprocess.CompletedProcess[str]:
    """`rasa train nlu` in a new project with that classifier; output and errors in one text."""
    (project / "data").mkdir()
    (project / "config.yml").write_text(CONFIG.format(classifier=classifier))
    (project / "domain.yml").write_text('version: "3.1"\nintents: [greet, leave]\n')
    (project / "data" / "nlu.yml").write_text(EXAMPLES)
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "HOME": str(project)}
    return subprocess.run(
        [sys.executable, "-m", "rasa", "train", "nlu"],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
    )


def test_diet_fails_in_training_with_the_sentence(tmp_path: Path) -> None:
    done = train_nlu(tmp_path, "DIETClassifier")
    assert done.returncode != 0
    assert SENTENCE in done.stdout
    assert "Traceback" not in done.stdout
    assert not list(tmp_path.glob("models/*.tar.gz"))


def test_classifier_without_tensorflow_trains(tmp_path: Path) -> None:
    done = train_nlu(tmp_path, "KeywordIntentClassifier")
    assert done.returncode == 0, done.stdout
    assert list(tmp_path.glob("models/*.tar.gz"))
