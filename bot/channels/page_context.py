"""What a page may tell about itself with a message: where the visitor came from, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.leads import read_attribution
from bot.leads.attribution import CAMPAIGN, CLICK_IDS, PAGES

LONGEST = 300


def page_context(metadata: object) -> dict[str, str]:
    """The allowed part of a message's metadata, flat and bounded; anything else is left out. Never raises.

    Addresses keep their path, and of their query the campaign and click ids only; of the referrer only its site is kept.
    """
    found = read_attribution(metadata) if isinstance(metadata, Mapping) else {}
    addresses = {key: bare(value, path=key != "referrer") for key, value in found.items() if key in PAGES}
    return {key: value for key, value in {**found, **addresses}.items() if value}


def bare(address: str, *, path: bool) -> str:
    """A web address without user, fragment and what its query says of a person; empty for anything else."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        if parts.scheme not in ("http", "https") or not host:
            return ""
        query = [(key, value) for key, value in parse_qsl(parts.query) if key in (*CAMPAIGN, *CLICK_IDS)]
    except ValueError:
        return ""
    shown = (parts.path, urlencode(query)) if path else ("", "")
    return urlunsplit((parts.scheme, host, *shown, ""))[:LONGEST]
