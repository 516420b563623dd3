"""Leads: what a conversation learns about a customer, kept, handed over to sales, and erased.

`bot.leads.schema` (migrations) is not imported here: it loads Alembic, which only a start needs.
"""

from __future__ import annotations

import logging

from bot.leads.attribution import read_attribution
from bot.leads.errors import (
    InvalidAnswer,
    LeadError,
    LeadIncomplete,
    LeadNotFound,
    LeadStoreError,
    RulesError,
    SchemaOutdated,
)
from bot.leads.handover import hand_over
from bot.leads.model import (
    STATUSES,
    Answer,
    Consent,
    ConsentGiven,
    Erased,
    Given,
    HandedOver,
    History,
    Lead,
    Status,
    StatusChange,
)
from bot.leads.qualification import reason_in
from bot.leads.records import erase, get_history, get_lead, list_leads, purge
from bot.leads.service import (
    discard_partial,
    disqualify,
    get_lead_of,
    record_answer,
    record_answers,
    record_consent,
)
from bot.leads.store import Sessions, engine, session_factory
from bot.leads.transcripts import erase_transcripts

# Alembic announces every plugin and connection at INFO, the plugins while bot.leads.schema imports it.
logging.getLogger("alembic").setLevel(logging.WARNING)

__all__ = [
    "STATUSES",
    "Answer",
    "Consent",
    "ConsentGiven",
    "Erased",
    "Given",
    "HandedOver",
    "History",
    "InvalidAnswer",
    "Lead",
    "LeadError",
    "LeadIncomplete",
    "LeadNotFound",
    "LeadStoreError",
    "RulesError",
    "SchemaOutdated",
    "Sessions",
    "Status",
    "StatusChange",
    "discard_partial",
    "disqualify",
    "engine",
    "erase",
    "erase_transcripts",
    "get_history",
    "get_lead",
    "get_lead_of",
    "hand_over",
    "list_leads",
    "purge",
    "read_attribution",
    "reason_in",
    "record_answer",
    "record_answers",
    "record_consent",
    "session_factory",
]
