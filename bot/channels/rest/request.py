"""A request of the REST channel, read and checked: body, options, Idempotency-Key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from sanic.request import Request

from bot.channels.messages import BadMessage, clean_metadata, clean_sender, clean_text
from bot.channels.rest.callback_addresses import BadAddress, parts_of
from bot.channels.rest.problems import Problem

LARGEST_BODY = 64 * 1024
DEEPEST_BODY = 16
IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,255}")
# Each option of the query with the values it may have; what else stands there is none of ours.
OPTIONS = {"choices": ("text",), "callback": ("only",), "stream": ("false",)}
NUMBERED = "numbered"


@dataclass(frozen=True)
class RestRequest:
    """What the client asks for; `body` is what counts as the same request when it comes again."""

    sender: str
    text: str
    metadata: dict[str, object]
    callback_url: str | None
    callback_only: bool
    numbered: bool
    idempotency_key: str | None
    body: bytes


def read(query: str, headers: Mapping[str, str], raw: bytes) -> RestRequest:
    """The request. Raises Problem for what can't be taken."""
    options = read_options(query)
    body = read_body(raw)
    with refused_as("sender_invalid"):
        sender = clean_sender(body.get("sender"))
    with refused_as("message_invalid"):
        text = clean_text(body.get("message"))
    with refused_as("metadata_invalid"):
        metadata = clean_metadata(body.get("metadata"))
    return RestRequest(
        sender=sender,
        text=text,
        metadata=metadata,
        callback_url=read_callback(body.get("callback_url")),
        callback_only="callback" in options,
        numbered="choices" in options or metadata.get("buttons") == NUMBERED,
        idempotency_key=read_idempotency_key(headers.get("idempotency-key")),
        body=json.dumps(body, sort_keys=True).encode(),
    )


async def read_stream(request: Request) -> bytes:
    """The body, read no further than it may be long. Raises Problem for a longer one."""
    read_so_far = bytearray()
    async for chunk in request.stream:
        read_so_far += chunk
        if len(read_so_far) > LARGEST_BODY:
            raise Problem("body_too_large", f"the body is larger than {LARGEST_BODY} bytes")
    return bytes(read_so_far)


def read_body(raw: bytes) -> dict[str, Any]:
    """The JSON object in it. Raises Problem when there is none."""
    try:
        body = json.loads(raw, parse_constant=refuse_constant)
    except RecursionError as error:
        raise Problem("body_invalid", "the body is not JSON that anybody would send") from error
    except ValueError as error:
        raise Problem("body_invalid", "the body is not JSON") from error
    if not isinstance(body, dict):
        raise Problem("body_invalid", "the body must be a JSON object with 'sender' and 'message'")
    if depth(body) > DEEPEST_BODY:
        raise Problem("body_too_deep", f"the body is nested more than {DEEPEST_BODY} levels deep")
    return body


def refuse_constant(name: str) -> object:
    """Python reads NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def depth(value: object) -> int:
    """How many objects and lists lie in each other."""
    levels, layer = 0, [value]
    while layer := [each for each in layer if isinstance(each, dict | list)]:
        levels += 1
        layer = [part for each in layer for part in (each.values() if isinstance(each, dict) else each)]
    return levels


def read_options(query: str) -> dict[str, str]:
    """The options of ours in the query. Raises Problem for a value they can't have."""
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "stream" and value != "false":
            raise Problem("stream_unsupported", "a turn's messages come together, in one list; leave 'stream' out")
        if name in OPTIONS and value not in OPTIONS[name]:
            raise Problem("option_invalid", f"'{name}' can only be '{OPTIONS[name][0]}'")
        given[name] = value
    return {name: value for name, value in given.items() if name in OPTIONS}


def read_callback(value: object) -> str | None:
    """A URL or nothing. Raises Problem when it is neither."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Problem("callback_invalid", "'callback_url' must be a string")
    try:
        parts_of(value)
    except BadAddress as error:
        raise Problem("callback_invalid", str(error)) from error
    return value


def read_idempotency_key(value: str | None) -> str | None:
    """The header's value, quotes and all. Raises Problem when it is unfit."""
    if value is not None and not IDEMPOTENCY_KEY.fullmatch(value):
        raise Problem("idempotency_key_invalid", "an Idempotency-Key has 1 to 255 visible ASCII characters")
    return value


@contextmanager
def refused_as(code: str) -> Iterator[None]:
    """A field's own words under the code that clients know it by."""
    try:
        yield
    except BadMessage as bad:
        raise Problem("message_too_long" if bad.status == 413 else code, bad.detail) from bad
