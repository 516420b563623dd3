from __future__ import annotations

import logging

import pytest
from sanic import Blueprint
from sanic.exceptions import PayloadTooLarge, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.rest import problems
from bot.channels.rest.problems import Problem, catalogue
from tests.unit.channels.asgi import ask


def routes(error: Exception) -> Blueprint:
    made = Blueprint("test")
    problems.answer_problems(made)

    @made.get("/thing")
    async def thing(request: Request) -> HTTPResponse:
        raise error

    return made


@pytest.mark.parametrize("code", catalogue())
def test_every_problem_has_its_status_title_and_place_in_the_docs(code: str) -> None:
    answer = ask(routes(Problem(code, "because", {"Retry-After": "5"})), "GET", "/thing")
    assert answer.status == catalogue()[code]["status"] == answer.json["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json["code"], answer.json["type"], answer.json["detail"]) == (code, f"/docs#{code}", "because")
    assert answer.json["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["retry-after"] == "5"


def test_what_nobody_foresaw_is_a_problem_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = ask(routes(ZeroDivisionError("jane@acme.com")), "GET", "/thing")
    assert (answer.status, answer.json["code"]) == (500, "internal_error")
    assert "jane" not in str(answer.json) and "jane" not in caplog.text
    assert f"request failed: ZeroDivisionError (request {answer.json['request_id']})" in caplog.text


@pytest.mark.parametrize(
    ("error", "code"), [(PayloadTooLarge("too big"), "body_too_large"), (ServiceUnavailable("Response Timeout"), "busy")]
)
def test_what_the_server_itself_refuses_is_a_problem_too(error: Exception, code: str) -> None:
    answer = ask(routes(error), "GET", "/thing")
    assert (answer.json["code"], answer.json["detail"]) == (code, str(error))


def test_each_request_has_an_id_of_its_own() -> None:
    made = {ask(routes(Problem("not_found", "x")), "GET", "/thing").json["request_id"] for _ in range(3)}
    assert len(made) == 3
