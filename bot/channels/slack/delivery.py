"""Slack's Web API, called until it takes what is said: rate limits are waited out, failures tried again, both with a bound."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.places import Place

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 180
ATTEMPTS = 8
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60
CALL_SECONDS = 10
PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
"""Errors in an answer with status 200 that pass by themselves."""
TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "metadata_too_large"})
"""Errors that the same message as plain text does not meet."""
Call = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Trouble:
    """Why a call failed, and what to do about it."""

    name: str
    pause: float | None
    """Seconds after which to try again; None where that is no use."""
    unclear: bool = False
    """Whether Slack may have done what it was asked all the same."""


class Delivery:
    """One bot's calls."""

    def __init__(self, token: str, base_url: str) -> None:
        """With the bot's token; nothing is called yet."""
        self.client = AsyncWebClient(token, base_url, timeout=CALL_SECONDS, retry_handlers=[])

    async def post(self, place: Place, message: Mapping[str, Any], request_id: str) -> bool:
        """Whether the message stands at the place, once; what Slack refuses is logged with the request's id."""
        where: dict[str, Any] = {"channel": place.channel, "thread_ts": place.thread, "parse": "none", "link_names": False}
        where |= {"unfurl_links": False, "unfurl_media": False}
        marked = str(message["metadata"]["event_payload"]["id"])
        trouble = await self._until_done(
            lambda: self.client.chat_postMessage(**where, **message), lambda: self._stands(place, marked)
        )
        if trouble and trouble.name in TOO_MUCH:
            logger.error("slack: a message is shown without its form: %s (request %s)", trouble.name, request_id)
            trouble = await self._until_done(lambda: self.client.chat_postMessage(**where, text=message["text"]))
        return _logged("a reply could not be posted", trouble, request_id)

    async def whisper(self, place: Place, text: str, blocks: Sequence[dict[str, Any]], request_id: str) -> bool:
        """Whether the visitor was shown the message in the channel, and nobody else."""
        trouble = await self._until_done(
            lambda: self.client.chat_postEphemeral(
                channel=place.channel, user=place.user, thread_ts=place.thread, text=text, blocks=blocks, parse="none"
            )
        )
        return _logged("an offer could not be shown", trouble, request_id)

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Any], request_id: str) -> bool:
        """Whether the bot's own message was changed."""
        trouble = await self._until_done(
            lambda: self.client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks, parse="none")
        )
        return _logged("buttons could not be closed", trouble, request_id)

    async def withdraw(self, response_url: str, request_id: str) -> bool:
        """Whether the message that only its visitor saw is gone."""
        hook = AsyncWebhookClient(response_url, timeout=CALL_SECONDS, retry_handlers=[])

        async def delete() -> None:
            answer = await hook.send_dict({"delete_original": True})
            if answer.status_code != 200:
                raise SlackApiError("not taken", answer)  # type: ignore[no-untyped-call]

        trouble = await self._until_done(delete)
        return _logged("an offer could not be withdrawn", trouble, request_id)

    async def is_new(self, channel: str) -> bool:
        """Whether nobody wrote in these direct messages yet; False when Slack doesn't tell."""
        try:
            return not (await self.client.conversations_history(channel=channel, limit=1))["messages"]
        except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError, KeyError):
            return False

    async def _stands(self, place: Place, marked: str) -> bool:
        """Whether the message with this mark is there, after a try of which nobody knows how it ended."""
        where: dict[str, Any] = {"channel": place.channel, "limit": 50, "include_all_metadata": True}
        try:
            if place.thread:
                found = await self.client.conversations_replies(ts=place.thread, **where)
            else:
                found = await self.client.conversations_history(**where)
            return any(_mark(message) == marked for message in found["messages"])
        except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError, KeyError):
            return False

    async def _until_done(self, call: Call, stands: Call | None = None) -> Trouble | None:
        """None when Slack did it; else what stood in the way last."""
        until = time.monotonic() + PATIENCE_SECONDS
        trouble = None
        for attempt in range(ATTEMPTS):
            try:
                await call()
                return None
            except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
                trouble = trouble_of(error, attempt)
            if trouble.pause is None or time.monotonic() + trouble.pause > until:
                break
            await asyncio.sleep(trouble.pause)
            if trouble.unclear and stands and await stands():
                return None
        return trouble


def trouble_of(error: Exception, attempt: int) -> Trouble:
    """What an error means; `attempt` is how many failed before."""
    pause = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
    if not isinstance(error, SlackApiError):
        return Trouble(type(error).__name__, pause, unclear=True)
    answer = error.response
    status: Any = getattr(answer, "status_code", None) or getattr(answer, "status", 200)
    if status == 429:
        return Trouble("ratelimited", _retry_after(getattr(answer, "headers", None) or {}))
    data = getattr(answer, "data", None)
    name = str(data.get("error") or f"status {status}") if isinstance(data, Mapping) else f"status {status}"
    if name == "ratelimited":
        return Trouble(name, pause)
    if status >= 500 or status != 200 or name in PASSING or name == "status 200":
        return Trouble(name, pause, unclear=True)
    return Trouble(name, None)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that Slack asks to wait; one where it names none."""
    text = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(text) if text.isdecimal() else 1.0


def _mark(message: Mapping[str, Any]) -> object:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("id")


def _logged(what: str, trouble: Trouble | None, request_id: str) -> bool:
    if trouble:
        logger.error("slack: %s: %s (request %s)", what, trouble.name, request_id)
    return trouble is None
