"""Posts replies to their call-back address: signed by Standard Webhooks, tried again while it fails, kept in memory only."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

import aiohttp
from standardwebhooks import Webhook

from bot.channels.rest.callback_addresses import Allowed, Resolver

logger = logging.getLogger(__name__)
DELAYS = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds to wait after each failed try; after the last one it is given up."""
TRY_SECONDS = 10
MOST_WAITING = 1000
GONE = 410


@dataclass(frozen=True)
class Delivery:
    """One reply on its way. `id` stays at each try, so that a receiver can drop repeats."""

    request_id: str
    url: str
    secret: str
    allowed: Allowed
    id: str = ""
    body: str = ""

    def to(self, name: str, data: dict[str, Any]) -> Delivery:
        """The same with a reply in it, and the reply's name as its id."""
        event = {"type": "message.answered", "timestamp": datetime.now(timezone.utc).isoformat(), "data": data}
        return replace(self, id=name, body=json.dumps(event))


class Callbacks:
    """Every delivery under way in this process."""

    def __init__(self, delays: Sequence[float] = DELAYS, try_seconds: float = TRY_SECONDS) -> None:
        """Gives up after the last delay."""
        self._delays = delays
        self._try_seconds = try_seconds
        self._running: dict[str, asyncio.Task[bool]] = {}

    @property
    def full(self) -> bool:
        """Whether too many are waiting to take another one."""
        return len(self._running) >= MOST_WAITING

    def send(self, delivery: Delivery) -> asyncio.Task[bool]:
        """Delivers in the background; the same message that is under way already is not sent twice."""
        task = self._running.get(delivery.id)
        if task is None:
            task = asyncio.ensure_future(self._deliver(delivery))
            self._running[delivery.id] = task
            task.add_done_callback(lambda _: self._running.pop(delivery.id, None))
        return task

    async def close(self) -> None:
        """Gives up what is under way, with a line in the log for each."""
        for task in list(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _deliver(self, delivery: Delivery) -> bool:
        """Whether the receiver took it in the end."""
        try:
            for delay in (*self._delays, None):
                outcome = await self._try(delivery)
                if outcome == "delivered":
                    return True
                if delay is None or outcome == str(GONE):
                    break
                logger.info("call-back failed: %s (request %s); again in %s s", outcome, delivery.request_id, delay)
                await asyncio.sleep(delay * random.uniform(0.8, 1.2))
        except asyncio.CancelledError:
            outcome = "the server stops"
        logger.error("call-back given up: %s (request %s)", outcome, delivery.request_id)
        return False

    async def _try(self, delivery: Delivery) -> str:
        """`delivered`, or in a word or two why not. Redirects are not followed: they could lead anywhere."""
        timeout = aiohttp.ClientTimeout(total=self._try_seconds)
        connector = aiohttp.TCPConnector(resolver=Resolver(delivery.allowed), use_dns_cache=False)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
                session.post(
                    delivery.url, data=delivery.body.encode(), headers=signed(delivery), allow_redirects=False
                ) as answer,
            ):
                return "delivered" if 200 <= answer.status < 300 else str(answer.status)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            return type(error).__name__


def signed(delivery: Delivery) -> dict[str, str]:
    """The headers of one try; the time is that of the try."""
    now = datetime.now(timezone.utc)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Puente",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(delivery.secret).sign(delivery.id, now, delivery.body),
    }
