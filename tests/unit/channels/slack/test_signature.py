from __future__ import annotations

import hashlib
import hmac

import pytest
from slack_sdk.signature import Clock

from bot.channels.slack.signature import genuine

SECRET, BODY, NOW = "8f742231b10e8888abcd99a0b1c285a5", b'{"type": "x"}', 1_790_000_000


class Fixed(Clock):
    """The same second always."""

    def now(self) -> float:
        return NOW


def headers(stamp: object = NOW, secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": str(stamp), "x-slack-signature": f"v0={digest}"}


def checked(given: dict[str, str], body: bytes = BODY) -> bool:
    return genuine(SECRET, body, given, Fixed())


@pytest.mark.parametrize("stamp", [NOW, NOW - 300, NOW + 300])
def test_a_signed_request_is_genuine(stamp: int) -> None:
    assert checked(headers(stamp))


@pytest.mark.parametrize("stamp", [NOW - 301, NOW - 360, NOW + 301, 0, "now", "", "9" * 400, "1e9", "²"])
def test_an_old_one_or_one_without_a_time_is_not(stamp: object) -> None:
    assert not checked(headers(stamp))


def test_a_forged_one_is_not() -> None:
    assert not checked(headers(secret="0" * 32))
    assert not checked(headers(), BODY + b" ")
    assert not checked({})
    assert not checked({**headers(), "x-slack-signature": "v0=é"})
    assert not checked({**headers(), "x-slack-signature": ""})
    assert not checked(headers(body=b"\xff"), b"\xff")


def test_without_a_secret_nothing_is() -> None:
    assert not genuine("", BODY, headers(secret=""), Fixed())
    assert not genuine("  ", BODY, headers(secret="  "), Fixed())
