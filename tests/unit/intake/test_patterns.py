"""The pattern files: every expression that is asked for is there, once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.intake import patterns

USED = re.compile(r"pattern\(\"(\w+)\"\)")
ROOT = Path(patterns.__file__).parents[2]


def test_each_pattern_is_there_once_and_used() -> None:
    folder = Path(patterns.__file__).parent
    names = [name for file in patterns.SOURCES for name in yaml.safe_load((folder / file).read_text(encoding="utf-8"))]
    assert len(names) == len(set(names))
    used = {name for path in (*folder.glob("*.py"), *(ROOT / "actions").glob("*.py")) for name in USED.findall(path.read_text())}
    assert used <= set(names)


@pytest.mark.parametrize("file", patterns.SOURCES)
def test_each_pattern_compiles(file: str) -> None:
    for name, text in yaml.safe_load((Path(patterns.__file__).with_name(file)).read_text(encoding="utf-8")).items():
        if isinstance(text, str):
            assert patterns.pattern(name).flags & re.IGNORECASE


@pytest.mark.parametrize(
    ("name", "words"),
    [("rude", "you are the dumbest bot ever"), ("what_next", "when will they call?"), ("what_next", "what happens now?"),
     ("questions_left", "how many more?"), ("reopens", "can we go back to the budget?"),
     ("stops_surely", "let's do this another time"),
     ("after_all", "sorry, misclick. I meant yes")],
)  # fmt: skip
def test_words_decide_whatever_understanding_guesses(name: str, words: str) -> None:
    assert patterns.pattern(name).search(words)


@pytest.mark.parametrize(("name", "words"), [("what_next", "what next city is worth a visit?"), ("rude", "I'd hesitate"),
                                             ("questions_left", "how long is the flight?"),
                                             ("stops_surely", "we start another time zone later")])  # fmt: skip
def test_words_like_them_do_not(name: str, words: str) -> None:
    assert not patterns.pattern(name).search(words)
