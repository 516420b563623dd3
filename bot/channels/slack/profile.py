"""What a visitor's Slack profile could answer: offered as a button, taken only by a click on it."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.messages import BadMessage, clean_text

logger = logging.getLogger(__name__)
LOOK_UP_SECONDS = 2
"""A question doesn't wait longer for its offer."""
FIELDS = {"name": "real_name", "email": "email"}
"""Slots with the field of the profile that answers them."""


async def known(client: AsyncWebClient, slot: object, user: str) -> str | None:
    """The profile's answer to the slot's question; None for other questions, for an empty field, or when Slack is slow."""
    field = FIELDS.get(str(slot))
    if field is None:
        return None
    try:
        found = await asyncio.wait_for(client.users_info(user=user), LOOK_UP_SECONDS)
        return clean_text((found["user"].get("profile") or {}).get(field) or "").replace("\n", " ") or None
    except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError, KeyError, AttributeError, BadMessage) as error:
        logger.info("slack: no offer from the profile: %s", type(error).__name__)
        return None
