"""Leads: what a conversation learns about a customer, kept, handed over to sales, and erased.

`bot.leads.schema` (migrations) is not imported here: it loads Alembic, which only a start needs.
"""

from __future__ import annotations

import logging

from bot.leads.errors import (
    InvalidAnswer,
    LeadError,
    LeadIncomplete,
    LeadNotFound,
    LeadStoreError,
    SchemaOutdated,
)
from bot.leads.model import STATUSES, Answer, Consent, ConsentGiven, Erased, History, Lead, Status
from bot.leads.records import erase, get_history, get_lead, list_leads
from bot.leads.service import discard_partial, hand_over, record_answer, record_consent
from bot.leads.store import Sessions, engine, session_factory

# Alembic announces every plugin and connection at INFO, the plugins while bot.leads.schema imports it.
logging.getLogger("alembic").setLevel(logging.WARNING)

__all__ = [
    "STATUSES",
    "Answer",
    "Consent",
    "ConsentGiven",
    "Erased",
    "History",
    "InvalidAnswer",
    "Lead",
    "LeadError",
    "LeadIncomplete",
    "LeadNotFound",
    "LeadStoreError",
    "SchemaOutdated",
    "Sessions",
    "Status",
    "discard_partial",
    "engine",
    "erase",
    "get_history",
    "get_lead",
    "hand_over",
    "list_leads",
    "record_answer",
    "record_consent",
    "session_factory",
]
