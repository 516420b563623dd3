"""REST: the same path and shapes as Rasa's own channel, with the envelope last and without its traps."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot import knowledge
from bot.channels.envelope import empty, envelope
from bot.channels.messages import BadMessage, clean_metadata, clean_sender, clean_text
from bot.knowledge import Knowledge

logger = logging.getLogger(__name__)
LARGEST_BODY = 64 * 1024
TURN_SECONDS = 30
APOLOGY = "utter_error"
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class RestInput(InputChannel):
    """`POST /webhooks/rest/webhook` with `sender`, `message`, `metadata`; a list of messages back."""

    def __init__(self, known: Knowledge | None = None) -> None:
        """Cites sources from this knowledge."""
        self._knowledge = known or knowledge.load()

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

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            request_id = uuid.uuid4().hex
            try:
                message = self._read(request)
            except BadMessage as problem:
                return refusal(problem, request_id)
            # Shielded: when the client hangs up, Sanic cancels this handler, and the turn would be lost half-way.
            turn = asyncio.ensure_future(self._turn(message, request, on_new_message, request_id))
            return json_response(await asyncio.shield(turn), headers={"X-Request-Id": request_id})

        return routes

    def _read(self, request: Request) -> UserMessage:
        """The request as a message for Rasa; raises BadMessage."""
        if len(request.body) > LARGEST_BODY:
            raise BadMessage(f"the body is larger than {LARGEST_BODY} bytes", 413)
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise BadMessage("the body is not JSON") from error
        if not isinstance(body, dict):
            raise BadMessage("the body must be a JSON object with 'sender' and 'message'")
        sender, text = clean_sender(body.get("sender")), clean_text(body.get("message"))
        metadata = clean_metadata(body.get("metadata"))
        return UserMessage(text, Collector(), sender, input_channel=self.name(), metadata=metadata)

    async def _turn(
        self, message: UserMessage, request: Request, on_new_message: OnMessage, request_id: str
    ) -> list[dict[str, Any]]:
        """The turn's messages and, last, its envelope; an apology when the turn failed or said nothing."""
        agent = request.app.ctx.agent
        try:
            await asyncio.wait_for(on_new_message(message), TURN_SECONDS)
            tracker = await agent.tracker_store.retrieve(message.sender_id)
            closing = envelope(tracker, self._knowledge) if tracker else empty("chat")  # erased, at the visitor's word
        except Exception as error:  # the edge: whatever it is, the visitor gets a sentence and the log a request id
            logger.error("turn failed: %s (request %s)", type(error).__name__, request_id)
            closing = empty("error")
        said = message.output_channel.messages
        if not said:
            text = agent.domain.responses[APOLOGY][0]["text"]
            said = [{"recipient_id": message.sender_id, "text": text}]
            closing = empty("error", closing["asks"], closing["lead"])
        return [*said, {"recipient_id": message.sender_id, "custom": closing}]


class Collector(CollectingOutputChannel):
    """Gathers a turn's messages; one text stays one message."""

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Adds a text."""
        await self._persist_message(self._message(recipient_id, text=text))


def refusal(problem: BadMessage, request_id: str) -> HTTPResponse:
    """A problem-details answer (RFC 9457)."""
    logger.info("refused with %s (request %s)", problem.status, request_id)
    body = {
        "type": "about:blank",
        "title": "Bad message",
        "status": problem.status,
        "detail": problem.detail,
        "request_id": request_id,
    }
    return json_response(body, status=problem.status, content_type="application/problem+json")
