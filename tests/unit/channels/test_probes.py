from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import settings
from bot.channels import probes
from bot.channels.probes import Probes
from bot.leads import schema


def test_an_action_server_that_hangs_is_a_reason_not_to_be_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "ACTION_SERVER_SECONDS", 0.2)
    url = f"sqlite:///{tmp_path}/leads.db"
    schema.upgrade(url)
    with socket.socket() as hanging:
        hanging.bind(("127.0.0.1", 0))
        hanging.listen()
        config = settings.load({"DATABASE_URL": url, "PUENTE_ACTION_PORT": str(hanging.getsockname()[1])})
        problem = asyncio.run(Probes(config)._problem(SimpleNamespace(is_ready=lambda: True)))
    assert problem == "the action server can't be reached"
