"""What actions work with, made once for the process when first asked for."""

from __future__ import annotations

from functools import cache

from bot import knowledge, settings
from bot.knowledge import Knowledge
from bot.leads import session_factory
from bot.leads.store import Sessions


@cache
def knowledge_base() -> Knowledge:
    """The knowledge files, read once."""
    return knowledge.load()


@cache
def lead_sessions() -> Sessions:
    """Sessions on the lead database."""
    return session_factory(settings.load().database_url)
