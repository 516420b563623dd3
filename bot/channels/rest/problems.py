"""Refusals of the REST channel as problem details (RFC 9457): a code that stays, words for whoever wrote the client."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sanic import Blueprint, Sanic
from sanic.exceptions import MethodNotSupported, NotFound, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

logger = logging.getLogger(__name__)
CATALOGUE = Path(__file__).with_name("problems.yml")
# What Sanic itself refuses, by its status.
SANICS = {400: "request_invalid", 404: "not_found", 405: "method_not_allowed", 408: "request_invalid"}
SANICS |= {413: "body_too_large", 503: "busy"}


class Problem(Exception):
    """The request is refused with this code of problems.yml; `detail` says what is wrong with it."""

    def __init__(self, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """With headers that help the client, such as Retry-After."""
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Status and title of each code."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return read


def request_id(request: Request) -> str:
    """The id that names this request in answers and in the log."""
    if not hasattr(request.ctx, "request_id"):
        request.ctx.request_id = uuid.uuid4().hex
    found: str = request.ctx.request_id
    return found


def answer(request: Request, problem: Problem) -> HTTPResponse:
    """The problem as HTTP."""
    kind = catalogue()[problem.code]
    named = request_id(request)
    logger.info("refused with %s %s (request %s)", kind["status"], problem.code, named)
    body = {
        "type": f"/docs#{problem.code}",
        "title": kind["title"],
        "status": kind["status"],
        "detail": problem.detail,
        "code": problem.code,
        "request_id": named,
    }
    headers = {**problem.headers, "X-Request-Id": named}
    return json_response(body, status=kind["status"], headers=headers, content_type="application/problem+json")


def answer_problems(routes: Blueprint) -> None:
    """Whatever a route of this blueprint raises becomes a problem."""

    @routes.exception(Problem)
    async def known(request: Request, problem: Problem) -> HTTPResponse:
        return answer(request, problem)

    @routes.exception(SanicException)
    async def sanics(request: Request, error: SanicException) -> HTTPResponse:
        code = SANICS.get(error.status_code, "internal_error")
        headers = {"Retry-After": "5"} if code == "busy" else {}
        return answer(request, Problem(code, str(error) or catalogue()[code]["title"], headers))

    @routes.exception(Exception)
    async def unknown(request: Request, error: Exception) -> HTTPResponse:
        # The edge: whatever it is, the client gets an id to ask about, and the log the error's kind beside it.
        logger.error("request failed: %s (request %s)", type(error).__name__, request_id(request))
        logger.debug("details", exc_info=error)
        return answer(request, Problem("internal_error", "the log names this request by its id"))


def answer_where_nothing_is(routes: Blueprint, below: str) -> None:
    """Wrong methods, on any path of the server, and wrong paths below this one become problems, instead of Sanic's page.

    They have no route, so that no blueprint's handler sees them.
    """

    def wrong_method(request: Request, error: MethodNotSupported) -> HTTPResponse:
        allowed = error.headers["Allow"]
        return answer(request, Problem("method_not_allowed", f"only {allowed} can be used here", {"Allow": allowed}))

    def wrong_path(request: Request, error: NotFound) -> HTTPResponse | None:
        if not request.path.startswith(below):
            return None  # Sanic's own answer
        return answer(request, Problem("not_found", "this channel has no such path; /docs shows those it has"))

    @routes.listener("before_server_start")
    async def add(app: Sanic, loop: object) -> None:
        app.error_handler.add(MethodNotSupported, wrong_method)
        app.error_handler.add(NotFound, wrong_path)
