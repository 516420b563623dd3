"""Erases one conversation and its lead at the visitor's word, outside of a turn."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.turns import transcripts
from bot.leads import LeadNotFound, LeadStoreError, Sessions, discard_partial, erase

logger = logging.getLogger(__name__)


async def erase_conversation(agent: Any, sessions: Sessions, conversation: str) -> bool:
    """Whether the lead, its history and every message are gone; when not, the same call may be made again."""
    try:
        await asyncio.get_running_loop().run_in_executor(None, erase_lead, sessions, conversation)
        await transcripts(agent).delete(conversation)
    except (LeadStoreError, SQLAlchemyError) as error:
        logger.error("conversation not erased: %s", type(error).__name__)
        return False
    return True


def erase_lead(sessions: Sessions, conversation: str) -> None:
    """The conversation's lead is gone, but for the proof of consent. Raises LeadStoreError."""
    try:
        discard_partial(sessions, conversation)
        erase(sessions, conversation_id=conversation)
    except LeadNotFound:
        pass  # nothing was stored, or it was partial and is gone
