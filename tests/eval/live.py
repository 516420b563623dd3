"""Asks the real server every question, each in a conversation of its own."""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import settings
from bot.commands.ask import post
from bot.servers import free_ports, serving
from tests.eval.judging import Outcome
from tests.eval.questions import Item

Ask = Callable[[str, str], list[dict[str, Any]]]


@contextmanager
def server() -> Iterator[Ask]:
    """A server of its own, on free ports with databases of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        config = free_ports(
            settings.load(), {"tracker_database": f"{scratch}/conversations.db", "database_url": f"sqlite:///{scratch}/leads.db"}
        )
        with serving(config, Path(scratch) / "log"):
            yield lambda sender, text: post(config.url, sender, text)


def outcome(ask: Ask, item: Item) -> tuple[Outcome, float]:
    """What the server did with the last turn, and the seconds it took."""
    sender = uuid.uuid4().hex
    for text in item.before:
        ask(sender, text)
    started = time.perf_counter()
    reply = ask(sender, item.text)
    seconds = time.perf_counter() - started
    closing = reply[-1]["custom"]
    words = "\n".join(message["text"] for message in reply if "text" in message)
    return Outcome(closing["type"], frozenset(closing["topics"]), frozenset(closing["declined"]), words), seconds
