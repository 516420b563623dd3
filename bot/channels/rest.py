"""REST: the same path and shapes as Rasa's own channel, with the envelope last and without its traps."""

from __future__ import annotations

import json
import logging
import uuid
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot import knowledge
from bot.channels.messages import BadMessage, clean_metadata, clean_sender, clean_text
from bot.channels.turn import Turn
from bot.channels.turns import OnMessage, Turns
from bot.knowledge import Knowledge

logger = logging.getLogger(__name__)
LARGEST_BODY = 64 * 1024


class RestInput(InputChannel):
    """`POST /webhooks/rest/webhook` with `sender`, `message`, `metadata`; a list of messages back."""

    def __init__(self, known: Knowledge | None = None) -> None:
        """Cites sources from this knowledge."""
        self._turns = Turns(known or knowledge.load())

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
            turn = await self._turns.take(request.app.ctx.agent, on_new_message, message)
            return json_response(messages_of(turn, message.sender_id), headers={"X-Request-Id": request_id})

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
        return UserMessage(text, None, sender, input_channel=self.name(), metadata=metadata)


def messages_of(turn: Turn, sender: str) -> list[dict[str, Any]]:
    """The turn as Rasa's REST channel shows messages and, last, its envelope."""
    shown: list[dict[str, Any]] = []
    for said in turn.said:
        buttons = {"buttons": list(said.buttons)} if said.buttons else {}
        shown.append({"recipient_id": sender, "text": said.text, **buttons})
    return [*shown, {"recipient_id": sender, "custom": turn.envelope}]


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
