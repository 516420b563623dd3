"""Visitors who answer whatever is asked, in their own words, and the lead that each should leave."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Puente
from tests.conversations.adaptive import visitors
from tests.conversations.judging import judge

VISITORS = visitors()
NOT_YET: dict[str, str] = yaml.safe_load(Path(__file__).with_name("not_yet.yml").read_text(encoding="utf-8"))


def marked(name: str) -> object:
    """The visitor, expected to be served wrong where not_yet.yml says so."""
    misses = [pytest.mark.xfail(reason=NOT_YET[name], strict=True)] if name in NOT_YET else []
    return pytest.param(name, marks=misses)


@pytest.mark.parametrize("name", [marked(name) for name in VISITORS])
def test_every_visitor_leaves_the_lead_they_should(name: str, puente: Puente) -> None:
    """The lead is right, nothing told is asked again, every interruption is answered, nothing is claimed falsely."""
    script = VISITORS[name]
    found = judge(puente, script)
    assert not found.problems, "\n".join([*found.problems, "", script["who"], *found.transcript, str(found.lead)])


def test_there_are_at_least_sixty_visitors() -> None:
    """None is lost when a file is moved."""
    assert len(VISITORS) >= 60
    assert set(NOT_YET) <= set(VISITORS)
