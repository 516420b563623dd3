"""Who may come in: a page's origin, how many from one address, and which conversation a token opens."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from socketio.exceptions import ConnectionRefusedError

from bot.channels.addresses import address_of
from bot.channels.origins import Origins
from bot.channels.rate_limits import RateLimit
from bot.channels.session_tokens import SessionTokens, new_conversation
from bot.settings import Settings

logger = logging.getLogger(__name__)
CONNECTIONS_PER_MINUTE = 120
OPEN_CONNECTIONS = 100
MOST_SOCKETS = 2000
NEW_CONVERSATIONS_PER_MINUTE = 30
TRY_AGAIN_SECONDS = 30
ADDRESS = "puente.address"
HEADERS = ("HTTP_ORIGIN", "HTTP_HOST", "HTTP_SEC_FETCH_SITE")
Environ = dict[str, Any]


@dataclass(eq=False)
class Visit:
    """One connection, and the conversation it is in at the moment."""

    sid: str
    address: str | None
    conversation: str
    token: str
    resumed: bool
    last: str | None
    """The newest message the page holds, as it says."""


class Admission:
    """Lets connections in or refuses them with the code that the widget understands."""

    def __init__(self, config: Settings, origins: Origins, tokens: SessionTokens) -> None:
        """By these settings."""
        self._proxies = config.proxies
        self._origins = origins
        self._tokens = tokens
        self._connections = RateLimit(CONNECTIONS_PER_MINUTE)
        self._conversations = RateLimit(NEW_CONVERSATIONS_PER_MINUTE)
        self._warned = False

    def address(self, environ: Environ) -> str | None:
        """Where a socket comes from; None for this machine, which has no limits."""
        if ADDRESS not in environ:
            environ[ADDRESS] = address_of(environ["sanic.request"], self._proxies)
            self._warn(environ)
        address: str | None = environ[ADDRESS]
        return address

    def open_from(self, address: str | None, sockets: Iterable[Environ]) -> int:
        """How many of these sockets come from the address."""
        return sum(self.address(environ) == address for environ in sockets) if address else 0

    def may_open(self, environ: Environ, sockets: Collection[Environ]) -> bool:
        """Whether one more socket fits beside these, before anything is known but its address."""
        return len(sockets) < MOST_SOCKETS and self.open_from(self.address(environ), sockets) < 2 * OPEN_CONNECTIONS

    async def admit(self, sid: str, environ: Environ, auth: object, sockets: Iterable[Environ]) -> Visit:
        """The visit that begins beside these sockets. Raises ConnectionRefusedError with `origin` or `busy`."""
        if not self._origins.allows(*(environ.get(name) for name in HEADERS)):
            logger.info("refused: PUENTE_ORIGINS does not name %.100r", environ.get(HEADERS[0]))
            raise refused("origin")
        address = self.address(environ)
        wait = await self._connections.wait(address)
        if wait or self.open_from(address, sockets) > OPEN_CONNECTIONS:
            raise refused("busy", wait or TRY_AGAIN_SECONDS)
        given = auth if isinstance(auth, dict) else {}
        token, last = given.get("token"), given.get("last")
        last = last if isinstance(last, str) else None
        conversation = self._tokens.conversation_of(token)
        visit = Visit(sid, address, conversation or "", str(token), conversation is not None, last)
        if not visit.resumed:
            await self.begin(visit)
        return visit

    async def begin(self, visit: Visit) -> None:
        """Puts the visit into a new conversation. Raises like `admit` when there were too many."""
        wait = await self._conversations.wait(visit.address)
        if wait:
            raise refused("busy", wait)
        self.move(visit, new_conversation())

    def move(self, visit: Visit, conversation: str) -> None:
        """Puts the visit into this new conversation."""
        visit.conversation, visit.token = conversation, self._tokens.issue(conversation)
        visit.resumed, visit.last = False, None

    def _warn(self, environ: Environ) -> None:
        if environ[ADDRESS] is None and not self._proxies and "HTTP_X_FORWARDED_FOR" in environ and not self._warned:
            self._warned = True
            logger.warning("a proxy on this machine passes visitors on: set PUENTE_PROXIES, else no limit per address holds")


def refused(code: str, retry_after: int | None = None) -> ConnectionRefusedError:
    """What the client gets as `connect_error` with `data.code`."""
    data = {"code": code} if retry_after is None else {"code": code, "retry_after": retry_after}
    return ConnectionRefusedError(code, data)
