"""Slack's shapes, one JSON file each in payloads/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("payloads")
TEAM, BOT = "T0PUENTE1", "U0PUENTE1"


def shape(name: str) -> Any:
    """A fresh copy."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def event(name: str, event_id: str | None = None, **fields: object) -> dict[str, Any]:
    """An event of that shape; these fields of its inner event are other than in the file, None takes one out."""
    found: dict[str, Any] = shape(name)
    inner = {**found["event"], **fields}
    found["event"] = {key: value for key, value in inner.items() if value is not None}
    found["event_id"] = event_id or found["event_id"]
    return found
