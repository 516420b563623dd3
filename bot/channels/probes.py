"""`GET /health` and `GET /ready`, for whoever watches over the process."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot import settings
from bot.channels.server_log import keep_to_one_line
from bot.leads import LeadStoreError
from bot.leads import schema as lead_schema
from bot.settings import Settings

ACTION_SERVER_SECONDS = 2


class Probes(InputChannel):
    """No channel for visitors: Rasa lets connectors add routes, and these belong to the same server."""

    def __init__(self, config: Settings | None = None) -> None:
        """Probes the action server and database of these settings."""
        self._settings = config or settings.load()

    @classmethod
    def name(cls) -> str:
        """The name in credentials.yml."""
        return "probes"

    def url_prefix(self) -> str:
        """Routes at the root."""
        return "/"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Probes:
        """As credentials.yml names it; there is nothing to set."""
        return cls()

    def blueprint(self, on_new_message: object) -> Blueprint:
        """The two routes; with them, the server's own log keeps to the house's manner."""
        routes = Blueprint("probes")
        keep_to_one_line()

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "up"})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            problem = await self._problem(getattr(request.app.ctx, "agent", None))
            if problem:
                return json_response({"ready": False, "reason": problem}, status=503)
            return json_response({"ready": True})

        return routes

    async def _problem(self, agent: Any) -> str | None:
        """Why a visitor could not be served now; None when everything is there."""
        if agent is None or not agent.is_ready():
            return "the model is not loaded"
        try:
            lead_schema.check(self._settings.database_url)
            lead_schema.check_writable(self._settings.database_url)
        except LeadStoreError as error:
            return f"the lead database can't be used: {type(error).__name__}"
        try:
            timeout = aiohttp.ClientTimeout(total=ACTION_SERVER_SECONDS)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(f"{self._settings.action_url}/health") as answer,
            ):
                return None if answer.status == 200 else f"the action server answers {answer.status}"
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return "the action server can't be reached"
