"""CI's floors: two points under what docs/accuracy.md says was reached."""

from __future__ import annotations

import pytest

from tests.eval import live
from tests.eval.__main__ import Result, measure_live
from tests.eval.questions import load

FLOORS = {"dev": 0.951, "test": 0.889}
MOST_LEAKED = 0.02


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    """Both halves through one real server."""
    with live.server() as ask:
        return {half: measure_live(load(half), ask) for half in FLOORS}


@pytest.mark.parametrize("half", FLOORS)
def test_share_right_stays_above_its_floor(results: dict[str, Result], half: str) -> None:
    right, count = results[half].total
    assert right / count >= FLOORS[half], f"{half}: {right} of {count} right"


@pytest.mark.parametrize("half", FLOORS)
def test_out_of_scope_messages_get_no_article_facts(results: dict[str, Result], half: str) -> None:
    assert results[half].leaked <= MOST_LEAKED * results[half].right["out_of_scope"][1]
