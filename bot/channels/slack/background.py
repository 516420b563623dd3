"""Turns that go on after Slack has been told that its event arrived."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

logger = logging.getLogger(__name__)
SHUTDOWN_SECONDS = 8
"""Below the time that bot/servers.py leaves a server for its end."""


class Background:
    """Tasks that are kept until they are done, and waited for at the end."""

    def __init__(self) -> None:
        """None yet."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], request_id: str) -> None:
        """Begins at once; a failure is logged with the request's id."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(done, request_id))

    async def finish(self, seconds: float = SHUTDOWN_SECONDS) -> None:
        """Returns when all are done or the time is up; what is left is logged."""
        while self._tasks and seconds > 0:
            began = asyncio.get_running_loop().time()
            await asyncio.wait(set(self._tasks), timeout=seconds)
            seconds -= asyncio.get_running_loop().time() - began
        if self._tasks:
            logger.error("slack: %s replies were not finished before the end", len(self._tasks))

    def _ended(self, task: asyncio.Task[Any], request_id: str) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error:
            logger.error("slack: a request failed: %s (request %s)", type(error).__name__, request_id)
            logger.debug("details", exc_info=error)
