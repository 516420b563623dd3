"""REST: the same path and shapes as Rasa's own channel, with keys, limits, call-backs, and the envelope last."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot import knowledge, leads, settings
from bot.channels.rest import problems
from bot.channels.rest.callback_addresses import Allowed, NotAllowed
from bot.channels.rest.callbacks import Callbacks, Delivery
from bot.channels.rest.callers import RETRY, Caller, Callers, conversation_of
from bot.channels.rest.limits import Limit
from bot.channels.rest.problems import Problem, request_id
from bot.channels.rest.reply import messages_of
from bot.channels.rest.request import RestRequest, read, read_stream
from bot.channels.turn import Turn
from bot.channels.turns import OnMessage, Turns
from bot.keys import RequestDiffers, message_id_of, signing_secret
from bot.knowledge import Knowledge
from bot.settings import Settings

logger = logging.getLogger(__name__)
WAIT_SECONDS = 50  # Sanic gives up at 60, in words of its own


class RestInput(InputChannel):
    """`POST /webhooks/rest/webhook` with `sender`, `message`, `metadata`; a list of messages back."""

    def __init__(self, known: Knowledge | None = None, config: Settings | None = None) -> None:
        """Cites sources from this knowledge; keys, limits and call-backs as these settings have them."""
        config = config or settings.load()
        self._turns = Turns(known or knowledge.load())
        self._sessions = leads.session_factory(config.database_url)
        self._callers = Callers(self._sessions)
        self._of_key = Limit("key", config.rest_per_minute)
        self._of_sender = Limit("sender", config.rest_sender_per_minute)
        self._allowed = Allowed().plus(config.callback_hosts)
        self._callbacks = Callbacks()
        self._handling: set[asyncio.Task[Any]] = set()  # asyncio itself holds tasks only weakly

    @classmethod
    def name(cls) -> str:
        """The channel's name, in its path and with each lead."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestInput:
        """As credentials.yml names it; there is nothing to set."""
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("rest_webhook")
        problems.answer_problems(routes)
        problems.answer_where_nothing_is(routes, "/webhooks/rest/")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        @routes.listener("before_server_stop")
        async def stop(app: Sanic, loop: object) -> None:
            await self._callbacks.close()

        return routes

    async def _receive(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        """The answer to one request. Raises Problem.

        From the last byte of the body on it goes on by itself: Sanic cancels a handler whose client hangs up.
        """
        raw = await read_stream(request)
        handling = asyncio.ensure_future(self._handle(request, on_new_message, raw))
        self._handling.add(handling)
        handling.add_done_callback(self._handled)
        done, _ = await asyncio.wait({handling}, timeout=WAIT_SECONDS)
        if not done:
            raise Problem("busy", "the reply takes long; ask again with the same Idempotency-Key, if there was one", RETRY)
        response: HTTPResponse = handling.result()
        return response

    def _handled(self, task: asyncio.Task[Any]) -> None:
        self._handling.discard(task)
        failure = None if task.cancelled() else task.exception()
        if failure and not isinstance(failure, Problem):  # the client may be gone, and nobody else looks at it
            logger.error("a request failed: %s", type(failure).__name__)

    async def _handle(self, request: Request, on_new_message: OnMessage, raw: bytes) -> HTTPResponse:
        """The same for a request that is there as a whole."""
        caller = await self._callers.caller(request.ip, request.headers)
        caller.need("chat")
        headers = {"X-Request-Id": request_id(request), **await self._of_key.take(caller.name)}
        asked = read(request.query_string, request.headers, raw)
        headers |= await self._of_sender.take(f"{caller.name}:{asked.sender}")
        delivery = self._delivery(caller, asked, request_id(request))
        message = await self._message(caller, asked)
        answering = self._answer(request, on_new_message, message, asked, delivery)
        if not asked.callback_only:
            return json_response(await answering, headers=headers)
        later = asyncio.ensure_future(answering)
        self._handling.add(later)
        later.add_done_callback(self._handled)
        accepted = {"request_id": request_id(request), "message_id": message.message_id}
        return json_response(accepted, status=202, headers=headers)

    async def _answer(
        self, request: Request, on_new_message: OnMessage, message: UserMessage, asked: RestRequest, delivery: Delivery | None
    ) -> list[dict[str, Any]]:
        """The turn's messages, on their way to the call-back too."""
        turn: Turn = await self._turns.take(request.app.ctx.agent, on_new_message, message)
        named = request_id(request)
        if turn.envelope["type"] == "error":
            logger.error("a turn failed: message %s (request %s)", message.message_id, named)
        shown = messages_of(turn, asked.sender, as_text=asked.numbered)
        if delivery:
            data = {"sender": asked.sender, "request_id": named, "message_id": message.message_id, "messages": shown}
            # A turn that failed may come again under its id, and its reply is then another one.
            self._callbacks.send(delivery.to(message.message_id if turn.stored else f"{message.message_id}-{named}", data))
        return shown

    async def _message(self, caller: Caller, asked: RestRequest) -> UserMessage:
        """The message for Rasa; with an Idempotency-Key it has the same id whenever it comes. Raises Problem."""
        message_id = None
        if asked.idempotency_key is not None:
            try:
                message_id = await asyncio.to_thread(
                    message_id_of, self._sessions, caller.name, asked.idempotency_key, asked.body
                )
            except RequestDiffers as error:
                raise Problem("idempotency_key_reused", str(error)) from error
            except leads.LeadStoreError as error:
                raise Problem("store_unavailable", "requests with an Idempotency-Key can't be told just now", RETRY) from error
        conversation = conversation_of(caller.name, asked.sender)
        return UserMessage(
            asked.text, None, conversation, input_channel=self.name(), message_id=message_id, metadata=asked.metadata
        )

    def _delivery(self, caller: Caller, asked: RestRequest, named: str) -> Delivery | None:
        """Where the reply is posted as well: the request's address, else the key's, else nowhere. Raises Problem."""
        own = caller.key.callback_url if caller.key else None
        url = asked.callback_url or own
        if url is None and asked.callback_only:
            raise Problem("callback_missing", "'callback=only' needs a 'callback_url', in the request or with the key")
        if url is None:
            return None
        if asked.callback_url:
            caller.need("callback")
        allowed = self._allowed.and_host_of(own)
        try:
            allowed.check(url)
        except NotAllowed as error:
            raise Problem("callback_not_allowed", str(error)) from error
        if self._callbacks.full:
            raise Problem("busy", "too many call-backs are waiting", RETRY)
        return Delivery(named, url, signing_secret(caller.token), allowed)
