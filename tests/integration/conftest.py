"""A second pair of servers, where REST needs keys: once there is one, the first pair's open door is shut."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import keys, settings
from bot.servers import free_ports, serving
from tests.conftest import Puente
from tests.rest_client import Client

PER_MINUTE, SENDER_PER_MINUTE = 60, 20


@dataclass
class Keyed(Puente):
    """Servers with keys, low limits, and call-backs allowed to this machine."""

    log: Path

    def client(self, *scopes: str, callback: str | None = None) -> Client:
        """Somebody with a key of their own."""
        made = keys.create_key(self.sessions, f"test {uuid.uuid4().hex}", scopes or keys.SCOPES, callback)
        return Client(self.url, made.token, made.signing_secret)


@pytest.fixture(scope="session")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    """Both servers on free ports, with databases of their own and a key."""
    folder = tmp_path_factory.mktemp("keyed")
    own = {"tracker_database": str(folder / "conversations.db"), "database_url": f"sqlite:///{folder}/leads.db"}
    limits = {"rest_per_minute": PER_MINUTE, "rest_sender_per_minute": SENDER_PER_MINUTE, "callback_hosts": ("127.0.0.1",)}
    config = free_ports(settings.load({}), own | limits)
    with serving(config, folder / "servers.log"):
        made = Keyed(config, folder / "servers.log")
        made.client()
        yield made
