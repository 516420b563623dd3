"""Who may speak over REST: anybody on this machine until there is a key, then whoever brings one."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.rest.problems import Problem
from bot.keys import ApiKey, Keyring, load_keyring
from bot.leads import LeadStoreError, Sessions

OPEN = "open"
GRACE_SECONDS = 300
"""How long the keys as last read count while the database can't be read; nobody can revoke one meanwhile."""
# Proxies and browsers add these; a program of this machine has no reason to.
FROM_ELSEWHERE = ("forwarded", "x-forwarded-for", "x-real-ip", "via", "origin")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="puente"'}
RETRY = {"Retry-After": "5"}


@dataclass(frozen=True)
class Caller:
    """Who sent a request; without a key it is somebody on this machine."""

    key: ApiKey | None = None
    token: str = ""

    @property
    def name(self) -> str:
        """What their conversations and limits are kept under."""
        return self.key.id if self.key else OPEN

    def need(self, scope: str) -> None:
        """Raises Problem when the key has no such scope; without keys there is only chatting."""
        if self.key is None and scope != "chat":
            raise Problem("key_required", f"this needs an API key with the scope '{scope}'", CHALLENGE)
        if self.key is not None and scope not in self.key.scopes:
            raise Problem("scope_missing", f"the key {self.key.id} has no scope '{scope}'")


def conversation_of(caller: str, sender: str) -> str:
    """The conversation's id: no key reaches another's, nor one of the website or of Slack."""
    return f"rest:{caller}:{sender}"


class Callers:
    """Tells callers by their keys, read from the database for each request so that a revoked one is refused at once."""

    def __init__(self, sessions: Sessions, clock: Callable[[], float] = time.monotonic) -> None:
        """The keys of this database."""
        self._sessions = sessions
        self._clock = clock
        self._last: tuple[float, Keyring] | None = None

    async def caller(self, peer: str, headers: Mapping[str, str]) -> Caller:
        """Who speaks. Raises Problem for whoever may not."""
        keyring = await self._keyring()
        if not keyring.any:
            if is_local(peer, headers):
                return Caller()
            raise Problem(
                "key_required",
                "no API key exists yet, and until then only programs on the same machine may speak, without proxy or"
                " browser between; create one there with `python -m bot keys create NAME`",
                CHALLENGE,
            )
        token = bearer(headers.get("authorization", ""))
        key = keyring.find(token)
        if key is None:
            raise Problem("key_invalid", "the key is not known, or was revoked", CHALLENGE)
        return Caller(key, token)

    async def _keyring(self) -> Keyring:
        try:
            keyring = await asyncio.to_thread(load_keyring, self._sessions)
        except LeadStoreError:
            if self._last and self._clock() - self._last[0] < GRACE_SECONDS:
                return self._last[1]
            raise Problem("store_unavailable", "the keys can't be read just now", RETRY) from None
        self._last = (self._clock(), keyring)
        return keyring


def bearer(header: str) -> str:
    """The token of an Authorization header. Raises Problem when there is none."""
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("key_required", "send your key as `Authorization: Bearer pk_...`", CHALLENGE)
    return token.strip()


def is_local(peer: str, headers: Mapping[str, str]) -> bool:
    """Whether the request comes from this machine itself, and not through a proxy or a web page on it."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return plain.is_loopback and not any(name in headers for name in FROM_ELSEWHERE)
