"""The website: Socket.IO for the widget in `widget/`, which loses nothing; what both say to each other is in docs/website.md."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from socketio.exceptions import ConnectionRefusedError
from sqlalchemy.exc import SQLAlchemyError

from bot import knowledge, leads, settings
from bot.channels.admission import Admission, Visit
from bot.channels.erasure import erase_conversation
from bot.channels.messages import BadMessage, clean_text
from bot.channels.origins import Origins
from bot.channels.page_context import page_context
from bot.channels.rate_limits import RateLimit
from bot.channels.replay import after, answers, asked, joined, messages_of, was_stored
from bot.channels.secret_key import secret_key
from bot.channels.session_tokens import SessionTokens, new_conversation
from bot.channels.sockets import SocketRoutes, Sockets
from bot.channels.turn import Turn
from bot.channels.turns import OnMessage, Turns, transcripts
from bot.channels.visits import Visits
from bot.knowledge import Knowledge
from bot.settings import Settings

logger = logging.getLogger(__name__)
MESSAGE_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
MESSAGES_PER_MINUTE = 30
MESSAGES_PER_MINUTE_AND_ADDRESS = 120
ERASURES_PER_MINUTE_AND_ADDRESS = 10
DONE: dict[str, Any] = {"ok": True}
Answer = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """A visitor's message as the page sent it."""

    id: str
    text: str
    context: dict[str, str]


class Refused(Exception):
    """A message that isn't taken, with the code that the widget understands."""


class WebsiteInput(InputChannel):
    """Conversations over Socket.IO at /socket.io, each opened by a session token of ours."""

    def __init__(self, config: Settings | None = None, known: Knowledge | None = None) -> None:
        """With these settings, citing sources from this knowledge. Raises OSError without a key for tokens."""
        config = config or settings.load()
        self._sessions = leads.session_factory(config.database_url)
        self._origins = Origins(config.origins)
        self._admission = Admission(config, self._origins, SessionTokens(secret_key(config)))
        self._turns = Turns(known or knowledge.load())
        self._visits = Visits()
        self._messages = RateLimit(MESSAGES_PER_MINUTE)
        self._from_address = RateLimit(MESSAGES_PER_MINUTE_AND_ADDRESS)
        self._erasures = RateLimit(ERASURES_PER_MINUTE_AND_ADDRESS)

    @classmethod
    def name(cls) -> str:
        """The channel's name with each lead."""
        return "website"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebsiteInput:
        """As credentials.yml names it; what can be set is in bot/settings.py."""
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The Socket.IO server with its events."""
        self._sockets = Sockets(self._admission.may_open)
        self._routes = SocketRoutes(self._sockets, self._origins)
        self._on_new_message = on_new_message
        self._sockets.on("connect", self._connect)
        self._sockets.on("disconnect", self._disconnect)
        self._sockets.answer("message", self._message)
        self._sockets.answer("erase", self._erase)
        return self._routes

    @property
    def _agent(self) -> Any:
        return self._routes.ctx.app.ctx.agent

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        try:
            visit = await self._admission.admit(sid, environ, auth, self._sockets.environ.values())
            if visit.resumed and await self._is_gone(visit):
                await self._admission.begin(visit)
        except ConnectionRefusedError:
            self._sockets.close(sid)
            raise
        self._visits.begin(visit)
        # Only after this returns is the client told that it is connected, and takes events.
        self._sockets.later(self._greet(visit))

    async def _disconnect(self, sid: str, *_: object) -> None:
        self._visits.end(sid)

    async def _is_gone(self, visit: Visit) -> bool:
        """Whether the conversation was erased: in this process, or it once held what the page shows and is now empty."""
        if transcripts(self._agent).was_erased(visit.conversation):
            return True
        return was_stored(visit.last) and not await self._stored(visit.conversation)

    async def _stored(self, conversation: str) -> list[Turn]:
        return await self._turns.stored(self._agent, conversation)

    async def _greet(self, visit: Visit) -> None:
        """Tells the page its session and what it missed.

        Nothing waits between reading and joining, so no message falls between the two.
        """
        if not self._sockets.present(visit.sid):
            self._visits.end(visit.sid)
            return
        try:
            told = messages_of(await self._stored(visit.conversation)) if visit.resumed else []
        except SQLAlchemyError as error:
            logger.error("conversation not read: %s", type(error).__name__)
            await self._sockets.disconnect(visit.sid)  # the client tries again
            return
        running = self._visits.running(visit.conversation)
        await self._join(visit, after(joined(told, running), visit.last), bool(running))

    async def _join(self, visit: Visit, messages: list[Answer], typing: bool = False) -> None:
        if not self._visits.connected(visit):
            return
        await self._sockets.enter_room(visit.sid, visit.conversation)
        session = {"token": visit.token, "resumed": visit.resumed, "typing": typing, "messages": messages}
        await self._sockets.tell("session", session, visit.sid)

    async def _message(self, sid: str, data: object) -> Answer:
        visit = self._visits.of(sid)
        try:
            given = read(data)
        except Refused as problem:
            return {"ok": False, "code": str(problem)}
        wait = await self._messages.wait(visit.conversation) or await self._from_address.wait(visit.address)
        if wait:
            return {"ok": False, "code": "rate", "retry_after": wait}
        async with self._visits.turn(visit) as conversation:
            turn = await self._taken(visit, conversation, given)
        return DONE if turn.stored else {"ok": False, "code": "failed"}

    async def _taken(self, visit: Visit, conversation: str, given: Given) -> Turn:
        """The message's turn, told to all who are there; one that was taken before is told to its sender again."""
        taken = UserMessage(given.text, None, conversation, None, self.name(), given.id, metadata=given.context)
        again = await self._holds(conversation, given.id)
        to = visit.sid if again else conversation
        if not again:
            running = asked(given.id, given.text, time.time())
            self._visits.answering(conversation, running)
            await self._sockets.tell("message", running, conversation)
            await self._sockets.tell("typing", {"on": True}, conversation)
        turn = await self._turns.take(self._agent, self._on_new_message, taken)
        said = answers(turn)
        for message in [asked(turn.message_id, turn.text, turn.at), *said] if again else said:
            await self._sockets.tell("message", message, to)
        await self._sockets.tell("typing", {"on": False}, to)
        await self._sockets.tell("turn_end", {"turn": turn.message_id, "data": turn.envelope}, to)
        if turn.erased:
            await self._start_over(conversation, said)
        return turn

    async def _holds(self, conversation: str, message_id: str) -> bool:
        try:
            return await transcripts(self._agent).holds(conversation, message_id)
        except SQLAlchemyError:
            return False  # Turns meets the same error and answers it

    async def _erase(self, sid: str, _: object) -> Answer:
        visit = self._visits.of(sid)
        wait = await self._erasures.wait(visit.address)
        if wait:
            return {"ok": False, "code": "rate", "retry_after": wait}
        async with self._visits.turn(visit) as conversation:
            if not await erase_conversation(self._agent, self._sessions, conversation):
                return {"ok": False}
            await self._start_over(conversation, [])
        return DONE

    async def _start_over(self, conversation: str, said: list[Answer]) -> None:
        """Moves everybody of an erased conversation into a new one, which begins with what was said of the erasure."""
        await self._sockets.tell("erased", {}, conversation)
        fresh = new_conversation()
        for visit in self._visits.within(conversation):
            await self._sockets.leave_room(visit.sid, conversation)
            self._admission.move(visit, fresh)
            await self._join(visit, said)


def read(data: object) -> Given:
    """The page's message, cleaned. Raises Refused with `bad`, `too_long` or `empty`."""
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or not MESSAGE_ID.fullmatch(data["id"]):
        raise Refused("bad")
    try:
        text = clean_text(data.get("text"))
    except BadMessage as problem:
        raise Refused("too_long" if problem.status == 413 else "bad") from problem
    if not text:
        raise Refused("empty")
    return Given(data["id"], text, page_context(data.get("metadata")))
