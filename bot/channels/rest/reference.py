"""`GET /openapi.json` and `GET /docs`: what the REST channel takes and gives, for programs and for people."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.rest import problems
from bot.channels.rest.reference_page import page

DOCUMENT = Path(__file__).with_name("openapi.yml")
STYLE = Path(__file__).with_name("reference.css")


class Reference(InputChannel):
    """No channel for visitors: like the probes, routes of the same server."""

    @classmethod
    def name(cls) -> str:
        """The name in credentials.yml."""
        return "reference"

    def url_prefix(self) -> str:
        """Routes at the root."""
        return "/"

    def blueprint(self, on_new_message: object) -> Blueprint:
        """The two routes."""
        routes = Blueprint("reference")
        problems.answer_problems(routes)
        described = json.dumps(document(), ensure_ascii=False).encode()
        style = STYLE.read_text(encoding="utf-8")
        shown = page(document(), problems.catalogue(), style).encode()

        @routes.get("/openapi.json")
        async def description(request: Request) -> HTTPResponse:
            return raw(described, content_type="application/json")

        @routes.get("/docs")
        async def docs(request: Request) -> HTTPResponse:
            return raw(shown, content_type="text/html; charset=utf-8", headers=guarded(style))

        return routes


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    read: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return read


def guarded(style: str) -> dict[str, str]:
    """Headers under which the page loads nothing, runs nothing and stands in nobody's frame."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
