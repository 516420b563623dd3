"""Slack's Events API and interactivity: signed requests in, acknowledged at once; the turn follows by itself."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot import knowledge, settings
from bot.channels.slack.background import Background
from bot.channels.slack.delivery import Delivery
from bot.channels.slack.dialogue import NAME, Dialogue, Rasa
from bot.channels.slack.incoming import Malformed, read, read_body
from bot.channels.slack.replies import Replies
from bot.channels.slack.signature import genuine
from bot.channels.turns import OnMessage
from bot.settings import Settings

logger = logging.getLogger(__name__)
LARGEST_BODY = 1024 * 1024


class SlackInput(InputChannel):
    """`POST /webhooks/slack/webhook` for events and clicks; 503 while Slack is not set up."""

    def __init__(self, config: Settings | None = None) -> None:
        """The app whose token and signing secret these settings hold."""
        config, known = config or settings.load(), knowledge.load()
        self._problem = not_set_up(config)
        self._secret = config.slack_signing_secret
        self._background = Background()
        self._dialogue = Dialogue(known, Replies(known, Delivery(config.slack_bot_token, config.slack_api_url)))

    @classmethod
    def name(cls) -> str:
        """The channel's name, in its path and with each lead."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackInput:
        """As credentials.yml names it; token and secret are settings."""
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("slack_webhook")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            if self._problem:
                return json_response({"status": "not set up", "reason": self._problem}, status=503)
            return json_response({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            return self._receive(request, on_new_message)

        @routes.listener("before_server_stop")
        async def finish(app: object, loop: object) -> None:
            await self._background.finish()

        return routes

    def _receive(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        """Acknowledges; whatever there is to do is done afterwards."""
        request_id = uuid.uuid4().hex
        if self._problem:
            return refusal(503, self._problem, request_id)
        if len(request.body) > LARGEST_BODY:
            return refusal(413, f"the body is larger than {LARGEST_BODY} bytes", request_id)
        if not genuine(self._secret, request.body, request.headers):
            return refusal(401, "the signature is missing, wrong or older than five minutes", request_id)
        try:
            payload = read_body(request.body)
        except Malformed:
            return refusal(400, "the body is neither JSON nor a form with a payload", request_id)
        if payload.get("type") == "url_verification":
            return json_response({"challenge": payload.get("challenge")})
        incoming = read(payload)
        if incoming is None:
            return acknowledged(request_id)
        agent = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            return refusal(503, "the model is not loaded", request_id)  # Slack will send it again
        self._background.start(self._dialogue.take(Rasa(agent, on_new_message), incoming, request_id), request_id)
        return acknowledged(request_id)


def not_set_up(config: Settings) -> str | None:
    """Why Slack can't be served with these settings; None when it can."""
    missing = [
        name
        for name, value in (
            ("SLACK_BOT_TOKEN", config.slack_bot_token),
            ("SLACK_SIGNING_SECRET", config.slack_signing_secret),
        )
        if not value
    ]
    return f"{' and '.join(missing)} not set; see docs/slack.md" if missing else None


def acknowledged(request_id: str) -> HTTPResponse:
    """What Slack wants to hear within three seconds; a body would be shown to who clicked."""
    return empty(200, {"X-Request-Id": request_id})


def refusal(status: int, detail: str, request_id: str) -> HTTPResponse:
    """A problem-details answer (RFC 9457)."""
    logger.info("slack: refused with %s: %s (request %s)", status, detail, request_id)
    body = {"type": "about:blank", "title": "Not taken", "status": status, "detail": detail, "request_id": request_id}
    return json_response(body, status=status, headers={"X-Request-Id": request_id}, content_type="application/problem+json")
