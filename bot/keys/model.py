"""What a key is: its fields, its scopes, and how its token is made and kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.keys.errors import InvalidKey

SCOPES = ("chat", "callback")
"""`chat`: send messages; `callback`: name an address that replies are posted to."""

TOKEN_BYTES = 32
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
# Capitals and digits that are not mistaken for each other when read aloud or copied by hand.
_ID_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class ApiKey:
    """A key as it is kept, without its token; instants are in UTC."""

    id: str
    name: str
    scopes: tuple[str, ...]
    callback_url: str | None
    """Where every reply to this key is posted as well."""
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class NewKey:
    """A key with what is shown once and kept by nobody but its owner."""

    key: ApiKey
    token: str
    signing_secret: str


def new_id() -> str:
    """A short name for a key that is no secret, like K-7Q2M9X."""
    return "K-" + "".join(secrets.choice(_ID_LETTERS) for _ in range(6))


def new_token() -> str:
    """256 random bits, marked as a key of ours."""
    return "pk_" + secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal.

    A slow hash with a salt, as passwords need, would add nothing: those protect what people can guess, and nobody
    guesses 256 random bits. It would cost every request tens of milliseconds, and rule out looking the token up.
    """
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def signing_secret(token: str) -> str:
    """The secret that signs this key's call-backs, as Standard Webhooks writes it.

    Made from the token, so that it is kept nowhere: each request brings the token that its call-back is signed with.
    """
    made = hmac.new(token.encode("utf-8", "replace"), b"puente call-back signing", hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(made).decode()


def valid_name(name: str) -> str:
    """The name, trimmed. Raises InvalidKey."""
    name = name.strip()
    if not NAME.fullmatch(name):
        raise InvalidKey("a key's name has 1 to 64 letters, digits, spaces and . _ @ -, and begins with a letter or digit")
    return name


def valid_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    """The scopes, each once, in the order of SCOPES. Raises InvalidKey."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise InvalidKey(f"a key has one or more of these scopes: {', '.join(SCOPES)}")
    return tuple(scope for scope in SCOPES if scope in scopes)
