"""Refusals of the REST channel as problem details (RFC 9457): a code that stays, words for whoever wrote the client."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

logger = logging.getLogger(__name__)
CATALOGUE = Path(__file__).with_name("problems.yml")
OTHER_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
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


def refuse_other_methods(routes: Blueprint, path: str, allowed: str) -> None:
    """Any method but `allowed` gets a problem at this path, instead of Sanic's page."""
    others = [method for method in OTHER_METHODS if method != allowed]

    @routes.route(path, methods=others, name=f"other_methods_{len(routes._future_routes)}", ignore_body=True)
    async def refuse(request: Request) -> HTTPResponse:
        return answer(request, Problem("method_not_allowed", f"only {allowed} can be used here", {"Allow": allowed}))


def refuse_other_paths(routes: Blueprint) -> None:
    """Anything else below this blueprint gets a problem, instead of Sanic's page."""

    # By depth, since Sanic's type for any path would also take an empty one, and with it a route's trailing slash.
    @routes.route("/<path:(?P<path>.+)>", methods=OTHER_METHODS, name="other_paths", ignore_body=True)
    @routes.route("/<first:str>/<path:(?P<path>.+)>", methods=OTHER_METHODS, name="deeper_paths", ignore_body=True)
    @routes.route("/<first:str>/<second:str>/<path:path>", methods=OTHER_METHODS, name="deepest_paths", ignore_body=True)
    async def refuse(request: Request, **path: str) -> HTTPResponse:
        return answer(request, Problem("not_found", "this channel has no such path; /docs shows those it has"))
