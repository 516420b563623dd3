"""The widget's files, and the pages that show it: `/`, `/snippet.html`, `/embed.html`."""

from __future__ import annotations

import re
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import settings
from bot.channels.files import Files
from bot.channels.origins import Origins
from bot.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
HASHED = re.compile(r"-[\w-]{8,}\.\w+$", re.ASCII)
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"
ASK_EACH_TIME = "no-cache"
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
METHODS = ("GET", "HEAD")


class Pages(InputChannel):
    """No channel for visitors: Rasa lets connectors add routes, and these belong to the same server."""

    def __init__(self, config: Settings | None = None) -> None:
        """Serves the folders of these settings."""
        config = config or settings.load()
        absent = "This checkout has no widget/{}, so there is nothing to show here."
        self._built = Files(config.widget_folder / "dist", absent.format("dist"))
        self._pages = Files(config.widget_folder / "pages", absent.format("pages"))
        self._embedding = Origins(config.origins).frame_ancestors()

    @classmethod
    def name(cls) -> str:
        """The name in credentials.yml."""
        return "pages"

    def url_prefix(self) -> str:
        """Routes at the root."""
        return "/"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Pages:
        """As credentials.yml names it; what can be set is in bot/settings.py."""
        return cls()

    def blueprint(self, on_new_message: object) -> Blueprint:
        """The routes."""
        routes = PageRoutes("pages")
        routes.ctx.front = self._front

        @routes.route("/widget.js", METHODS)
        async def loader(request: Request) -> HTTPResponse:
            return self._built.answer(request, "widget.js", {**ANYWHERE, "Cache-Control": FOR_A_WHILE})

        @routes.route("/widget/<name:path>", METHODS)
        async def built(request: Request, name: str) -> HTTPResponse:
            kept = FOR_EVER if HASHED.search(name) else FOR_A_WHILE
            return self._built.answer(request, name, {**ANYWHERE, "Cache-Control": kept})

        @routes.route("/snippet.html", METHODS)
        async def snippet(request: Request) -> HTTPResponse:
            return self._page(request, "snippet.html")

        @routes.route("/embed.html", METHODS)
        async def embed(request: Request) -> HTTPResponse:
            return self._page(request, "embed.html", self._embedding)

        @routes.route("/pages/<name:path>", METHODS)
        async def part(request: Request, name: str) -> HTTPResponse:
            return self._page(request, name)

        return routes

    async def _front(self, request: Request) -> HTTPResponse | None:
        """The demo page instead of Rasa's own `GET /`, which tells its version."""
        return self._page(request, "index.html") if request.path == "/" and request.method in METHODS else None

    def _page(self, request: Request, name: str, ancestors: str = "'none'") -> HTTPResponse:
        policy = f"{POLICY}; frame-ancestors {ancestors}"
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin", "Cache-Control": ASK_EACH_TIME}
        return self._pages.answer(request, name, headers)


class PageRoutes(Blueprint):
    """Routes that also answer for `/`, which Rasa has taken before any connector may."""

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Adds the routes; a request for `/` never reaches Rasa's."""
        super().register(app, options)
        app.register_middleware(self.ctx.front, "request")
