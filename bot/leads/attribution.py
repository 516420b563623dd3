"""Where a visitor came from: campaign and page, out of what a channel tells about the page. Untrusted, so allow-listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id")
CLICK_IDS = ("gclid", "gbraid", "wbraid", "fbclid", "msclkid", "li_fat_id", "ttclid")
PAGES = ("page", "referrer", "landing_page")
ALLOWED = (*CAMPAIGN, *CLICK_IDS, *PAGES)
EXPORTED = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "click_id", "page", "referrer")
LONGEST = 300

Attribution = dict[str, str]


def read_attribution(metadata: Mapping[str, Any]) -> Attribution:
    """The allowed keys of a message's metadata with their values as bounded plain text; never raises.

    Accepts them flat, under `utm` (with or without the prefix) and `page` ({"url", "referrer"}), and reads the
    campaign off the page's address.
    """
    found = {key: metadata.get(key) for key in ALLOWED}
    utm, page = metadata.get("utm"), metadata.get("page")
    if isinstance(utm, Mapping):
        found |= {key: utm.get(key, utm.get(key.removeprefix("utm_"), found[key])) for key in (*CAMPAIGN, *CLICK_IDS)}
    if isinstance(page, Mapping):
        found |= {"page": page.get("url"), "referrer": page.get("referrer") or found["referrer"]}
    plain = {key: _plain(value) for key, value in found.items()}
    for key, value in _query(plain["page"] or plain["landing_page"]).items():
        plain[key] = plain.get(key) or _plain(value)
    return {key: value for key, value in plain.items() if value}


def exported(touch: Mapping[str, str] | None, prefix: str) -> dict[str, str | None]:
    """One touch as flat columns, `prefix` being first or last."""
    touch = touch or {}
    click = next((f"{key}={touch[key]}" for key in CLICK_IDS if key in touch), None)
    values = {**touch, "click_id": click, "page": touch.get("page") or touch.get("landing_page")}
    return {f"{prefix}_{key}": values.get(key) for key in EXPORTED}


def _query(address: str | None) -> dict[str, str]:
    try:
        pairs = parse_qsl(urlsplit(address or "").query)
    except ValueError:
        return {}
    return {key: value for key, value in pairs if key in (*CAMPAIGN, *CLICK_IDS)}


def _plain(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = "".join(character for character in value if character.isprintable()).strip()
    return text.encode("utf-8", "ignore").decode()[:LONGEST] or None
