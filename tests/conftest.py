"""The real servers, started once for all tests that talk to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from bot import leads, settings
from bot.servers import free_ports, serving
from bot.settings import Settings
from tests.slack.standin import SlackApi, slack_api
from tests.slack.visitor import SECRET, Slack, SlackVisitor
from tests.visitor import Visitor


@dataclass
class Puente:
    """Both servers, running, and their lead database."""

    config: Settings

    @property
    def url(self) -> str:
        """Rasa's server."""
        return self.config.url

    @cached_property
    def sessions(self) -> leads.Sessions:
        """The lead database."""
        return leads.session_factory(self.config.database_url)

    def log(self) -> str:
        """What both servers have logged so far."""
        return (Path(self.config.tracker_database).parent / "servers.log").read_text(encoding="utf-8", errors="replace")

    def leads_of(self, visitor: Visitor | SlackVisitor) -> list[leads.Lead]:
        """What the lead database holds of this visitor."""
        return [lead for lead in leads.list_leads(self.sessions, 10_000) if lead.conversation_id == visitor.conversation_id]

    def history_of(self, lead: leads.Lead) -> leads.History:
        """How this lead came about."""
        return leads.get_history(self.sessions, lead.reference)


@pytest.fixture(scope="session")
def api() -> Iterator[SlackApi]:
    """The stand-in of Slack's Web API."""
    with slack_api() as serving_api:
        yield serving_api


@contextmanager
def running(folder: Path, more: dict[str, object] | None = None) -> Iterator[Puente]:
    """Both servers on free ports, with databases of their own in the folder and `more` settings."""
    config = free_ports(settings.load({}), {**own_databases(folder), **(more or {})})
    with serving(config, folder / "servers.log"):
        yield Puente(config)


@pytest.fixture(scope="session")
def puente(tmp_path_factory: pytest.TempPathFactory, api: SlackApi) -> Iterator[Puente]:
    """The servers of all tests, connected to the stand-in of Slack."""
    with running(tmp_path_factory.mktemp("puente"), slack_settings(api)) as servers:
        yield servers


def own_databases(folder: Path) -> dict[str, object]:
    """Settings for databases in this folder."""
    return {"tracker_database": str(folder / "conversations.db"), "database_url": f"sqlite:///{folder}/leads.db"}


def slack_settings(api: SlackApi) -> dict[str, object]:
    """Settings that connect a server to the stand-in."""
    return {"slack_bot_token": api.token, "slack_signing_secret": SECRET, "slack_api_url": api.url}


@pytest.fixture(scope="session")
def slack(puente: Puente, api: SlackApi) -> Slack:
    """Slack, as the running server knows it."""
    return Slack(puente.url, api)


@pytest.fixture
def visitor(puente: Puente) -> Visitor:
    """Somebody new."""
    return Visitor(puente.url)
