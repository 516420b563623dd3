"""Session tokens of website visitors: who holds one may go on with its conversation, and nobody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time

CONVERSATION_BYTES = 24
VALID_SECONDS = 30 * 86400
CLOCK_SECONDS = 300
TOKEN = re.compile(r"(?P<conversation>web-[\w-]{32})\.(?P<issued>\d{1,12})\.(?P<signature>[\w-]{43})", re.ASCII)


def new_conversation() -> str:
    """An id nobody can guess: 192 random bits."""
    return f"web-{secrets.token_urlsafe(CONVERSATION_BYTES)}"


class SessionTokens:
    """Tokens `conversation.issued.signature`, signed with HMAC-SHA256; valid for 30 days."""

    def __init__(self, key: bytes) -> None:
        """Signed with this key; another key makes all earlier tokens worthless."""
        self._key = key

    def issue(self, conversation: str, now: float | None = None) -> str:
        """A token for this conversation; `now` in seconds since 1970."""
        issued = int(time.time() if now is None else now)
        return f"{conversation}.{issued}.{self._signature(conversation, issued)}"

    def conversation_of(self, token: object, now: float | None = None) -> str | None:
        """The conversation the token is for; None for one that is forged, expired or no token at all."""
        found = TOKEN.fullmatch(token) if isinstance(token, str) else None
        if not found:
            return None
        conversation, issued = found["conversation"], int(found["issued"])
        if not hmac.compare_digest(self._signature(conversation, issued), found["signature"]):
            return None
        age = (time.time() if now is None else now) - issued
        return conversation if -CLOCK_SECONDS <= age < VALID_SECONDS else None

    def _signature(self, conversation: str, issued: int) -> str:
        digest = hmac.new(self._key, f"session|{conversation}|{issued}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
