"""Whether a request comes from Slack."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.signature import Clock, SignatureVerifier

CLOCK = Clock()


def genuine(secret: str, body: bytes, headers: Mapping[str, str], clock: Clock = CLOCK) -> bool:
    """Whether the body is signed with this secret, at most five minutes ago; never raises."""
    try:
        return bool(SignatureVerifier(secret, clock).is_valid_request(body, dict(headers)))
    except (ValueError, TypeError, OverflowError):  # no number for a time, no text for a body, no ASCII for a signature
        return False
