"""The real servers, started once for all tests that talk to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot import leads, settings
from bot.channels.callers import OPEN, conversation_of
from bot.servers import free_ports, serving
from bot.settings import Settings
from tests.visitor import Visitor


@dataclass
class Puente:
    """Both servers, running, and their lead database."""

    config: Settings

    @property
    def url(self) -> str:
        """Rasa's server."""
        return self.config.url

    @property
    def sessions(self) -> leads.Sessions:
        """The lead database."""
        return leads.session_factory(self.config.database_url)

    def leads_of(self, visitor: Visitor) -> list[leads.Lead]:
        """What the lead database holds of this visitor."""
        return [
            lead
            for lead in leads.list_leads(self.sessions, 10_000)
            if lead.conversation_id == conversation_of(OPEN, visitor.sender)
        ]

    def history_of(self, lead: leads.Lead) -> leads.History:
        """How this lead came about."""
        return leads.get_history(self.sessions, lead.reference)


@pytest.fixture(scope="session")
def puente(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puente]:
    """Both servers on free ports, with databases of their own."""
    folder = tmp_path_factory.mktemp("puente")
    config = free_ports(
        settings.load({}), {"tracker_database": str(folder / "conversations.db"), "database_url": f"sqlite:///{folder}/leads.db"}
    )
    with serving(config, folder / "servers.log"):
        yield Puente(config)


@pytest.fixture
def visitor(puente: Puente) -> Visitor:
    """Somebody new."""
    return Visitor(puente.url)
