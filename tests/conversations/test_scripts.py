"""Plays every script (scripts/*.yml) through the real servers and compares the lead that came of it with the one wanted."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conftest import Puente
from tests.conversations.script import Play, Script, load
from tests.visitor import Visitor

SCRIPTS = list(load())
FEWEST = 120


@pytest.mark.parametrize("script", [script for _, script in SCRIPTS], ids=[f"{kind}-{script.name}" for kind, script in SCRIPTS])
def test_a_conversation_becomes_its_lead(puente: Puente, visitor: Visitor, script: Script) -> None:
    play = Play(script, visitor)
    play.run()
    play.check(puente.leads_of(visitor))


def test_there_are_enough_conversations_each_with_an_address_of_its_own() -> None:
    assert len(SCRIPTS) >= FEWEST
    names = Counter(script.name for _, script in SCRIPTS)
    addresses = Counter(script.lead["email"] for _, script in SCRIPTS if script.lead and script.lead.get("email"))
    assert [text for text, count in (*names.items(), *addresses.items()) if count > 1] == []
