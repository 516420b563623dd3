"""Visitors who answer whatever is asked, in their own words, and the lead that each should leave."""

from __future__ import annotations

import pytest

from tests.conftest import Puente
from tests.conversations.adaptive import visitors
from tests.conversations.judging import judge

VISITORS = visitors()


@pytest.mark.parametrize("name", VISITORS)
def test_every_visitor_leaves_the_lead_they_should(name: str, puente: Puente) -> None:
    """The lead is right, nothing told is asked again, every interruption is answered, nothing is claimed falsely."""
    script = VISITORS[name]
    found = judge(puente, script)
    assert not found.problems, "\n".join([*found.problems, "", script["who"], *found.transcript, str(found.lead)])


def test_there_are_at_least_sixty_visitors() -> None:
    """None is lost when a file is moved."""
    assert len(VISITORS) >= 60
