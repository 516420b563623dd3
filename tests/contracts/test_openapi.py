"""The OpenAPI document says what the code does. That it is valid OpenAPI, and true of a running server: `make schemathesis`."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.channels import messages
from bot.channels.envelope import empty
from bot.channels.rest import callback_addresses, problems
from bot.channels.rest import request as rest_request
from bot.channels.rest.reference import STYLE, document, guarded
from bot.channels.rest.reference_page import page
from bot.intake.agenda import agenda
from bot.leads.model import new_reference
from tests.pages import ROOT

OPERATION = document()["paths"]["/webhooks/rest/webhook"]["post"]
SCHEMAS = document()["components"]["schemas"]


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Every object in the document."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(part)


def schema(name: str) -> Draft7Validator:
    return Draft7Validator({**SCHEMAS[name], "components": document()["components"]})


def test_it_is_openapi_3_1() -> None:
    assert document()["openapi"].startswith("3.1.")
    assert all({"title", "version"} <= set(each["info"]) for each in [document()])


def test_every_reference_leads_somewhere() -> None:
    for part in parts(document()):
        if "$ref" in part:
            found: Any = document()
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]


def test_every_schema_is_one() -> None:
    for name in SCHEMAS:
        Draft7Validator.check_schema(SCHEMAS[name])


def test_every_example_is_valid() -> None:
    for example in OPERATION["requestBody"]["content"]["application/json"]["examples"].values():
        schema("Message").validate(example["value"])


def test_every_problem_code_is_there_and_its_status_too() -> None:
    assert SCHEMAS["Problem"]["properties"]["code"]["enum"] == list(problems.catalogue())
    statuses = {str(kind["status"]) for code, kind in problems.catalogue().items() if code not in ("not_found",)}
    assert statuses | {"200", "202"} == set(OPERATION["responses"])


def test_a_problem_has_exactly_the_fields_described() -> None:
    body = {"type": "/docs#busy", "title": "t", "status": 503, "detail": "d", "code": "busy", "request_id": "0" * 32}
    schema("Problem").validate(body)
    assert set(SCHEMAS["Problem"]["required"]) == set(body)


def test_the_limits_are_those_of_the_code() -> None:
    fields = SCHEMAS["Message"]["properties"]
    assert fields["sender"]["pattern"] == messages.SENDER
    assert fields["sender"]["maxLength"] == messages.LONGEST_SENDER
    assert fields["message"]["maxLength"] == messages.LONGEST_MESSAGE
    assert fields["callback_url"]["pattern"] == callback_addresses.SHAPE.pattern
    assert fields["callback_url"]["maxLength"] == callback_addresses.LONGEST_URL
    key = document()["components"]["parameters"]["idempotency_key"]["schema"]["pattern"]
    assert key == f"^{rest_request.IDEMPOTENCY_KEY.pattern}$"
    size = OPERATION["requestBody"]["description"]
    assert f"{rest_request.LARGEST_BODY // 1024} KiB" in size and f"{rest_request.DEEPEST_BODY} levels" in size


def test_the_options_are_those_of_the_code() -> None:
    parameters = document()["components"]["parameters"].values()
    described = {each["name"]: tuple(each["schema"]["enum"]) for each in parameters if each["in"] == "query"}
    assert described == rest_request.OPTIONS


def test_the_envelope_has_exactly_the_fields_described() -> None:
    envelope = SCHEMAS["Envelope"]
    assert set(envelope["required"]) == set(envelope["properties"]) == set(empty("error"))
    assert envelope["properties"]["asks"]["enum"] == [*(item.slot for item in agenda()), "consent", None]
    schema("Envelope").validate(empty("error", lead={"reference": new_reference(), "status": "nurture"}))


@pytest.mark.parametrize("reply", [[], [{"recipient_id": "me"}], [{"recipient_id": "me", "text": ""}], {}])
def test_what_would_be_silence_is_no_reply(reply: object) -> None:
    assert not schema("Reply").is_valid(reply)


def shown() -> str:
    return page(document(), problems.catalogue(), STYLE.read_text(encoding="utf-8"))


class Tags(HTMLParser):
    """The page's tags and ids, and whether they are closed in order."""

    def __init__(self) -> None:
        """Reads the page."""
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(shown())
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes it."""
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Must be the last one opened."""
        assert self._open.pop() == tag


def test_the_page_loads_and_runs_nothing() -> None:
    tags = Tags()
    assert not {"script", "link", "img", "iframe", "form", "base", "object"} & set(tags.tags)
    assert all(link.startswith("#") and link[1:] in tags.ids for link in tags.links)
    (style,) = re.findall(r"<style>(.*?)</style>", shown(), re.DOTALL)
    policy = guarded(STYLE.read_text(encoding="utf-8"))["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy


def test_the_page_shows_every_problem_field_and_option_under_an_anchor() -> None:
    ids = Tags().ids
    assert len(ids) == len(set(ids))
    assert set(problems.catalogue()) | set(SCHEMAS) <= set(ids)
    for name in ("sender", "callback_url", "Idempotency-Key", "choices", "webhook-signature"):
        assert f"<code>{name}</code>" in shown()


def test_docs_rest_tells_every_problem_with_its_status() -> None:
    text = (ROOT / "docs" / "rest.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", text, re.MULTILINE))
    assert rows == {code: str(kind["status"]) for code, kind in problems.catalogue().items()}
