"""Who may come in: origins, addresses, and how many."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from multidict import CIMultiDict

from bot.channels.addresses import address_of
from bot.channels.origins import Origins
from bot.channels.rate_limits import RateLimit

ACME = Origins(["https://www.acme.example", "http://localhost:3000"])
HOST = "chat.example.com"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://www.acme.example", HOST),
        ("HTTPS://WWW.ACME.EXAMPLE", HOST),
        ("http://localhost:3000", HOST),
        ("https://chat.example.com", HOST),
        ("https://chat.example.com", "CHAT.example.com:443"),
        ("http://127.0.0.1:5005", "127.0.0.1:5005"),
        ("http://[::1]:5005", "[::1]:5005"),
        (None, HOST),
        ("", HOST),
    ],
)
def test_pages_of_named_sites_and_our_own_are_let_in(origin: str | None, host: str) -> None:
    assert ACME.allows(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://www.acme.example", HOST),
        ("https://www.acme.example:8443", HOST),
        ("https://www.acme.example.evil.example", HOST),
        ("https://acme.example", HOST),
        ("https://evil.example", HOST),
        ("null", HOST),
        ("null", "null"),
        ("file://", ""),
        ("https://chat.example.com", None),
        ("https://chat.example.com:5005", HOST),
        ("http://127.0.0.1:5005", "127.0.0.1:5006"),
        ("https://[", "["),
        ("chrome-extension://chat.example.com", HOST),
        ("https://x@chat.example.com.evil.example", HOST),
        ("https://chat.example.com:99999999", HOST),
    ],
)
def test_others_are_not(origin: str, host: str | None) -> None:
    assert not ACME.allows(origin, host)


def test_a_request_without_origin_from_another_site_is_refused() -> None:
    assert not ACME.allows(None, HOST, "cross-site")
    assert ACME.allows(None, HOST, "same-origin")


def request(peer: str, *forwarded: str) -> Any:
    return SimpleNamespace(ip=peer, headers=Headers([("X-Forwarded-For", each) for each in forwarded]))


class Headers(CIMultiDict[str]):
    """As Sanic's."""


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "address"),
    [
        ("203.0.113.7", [], 0, "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], 0, "203.0.113.7"),
        ("127.0.0.1", [], 0, None),
        ("127.0.0.1", ["203.0.113.7"], 0, None),
        ("127.0.0.1", ["203.0.113.7"], 1, "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.7"], 1, "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6", "203.0.113.7"], 1, "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.7, 10.0.0.1"], 2, "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7"], 2, "203.0.113.7"),
        ("127.0.0.1", ["nonsense"], 1, "unknown"),
        ("203.0.113.9", [], 1, "203.0.113.9"),
        ("::1", [], 0, None),
        ("::ffff:203.0.113.7", [], 0, "203.0.113.7"),
        ("::ffff:127.0.0.1", [], 0, None),
        ("2001:db8:1:2:3:4:5:6", [], 0, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], 0, "fe80::/64"),
    ],
)
def test_the_address_is_what_the_outermost_proxy_saw(peer: str, forwarded: list[str], proxies: int, address: str | None) -> None:
    assert address_of(request(peer, *forwarded), proxies) == address


def test_a_limit_counts_each_key_by_itself_and_says_how_long_to_wait() -> None:
    async def run() -> None:
        limit = RateLimit(3)
        assert [await limit.wait("a") for _ in range(3)] == [0, 0, 0]
        assert 1 <= await limit.wait("a") <= 20
        assert await limit.wait("b") == 0
        assert [await limit.wait(None) for _ in range(9)] == [0] * 9

    asyncio.run(run())


def test_a_limit_remembers_only_so_many_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.rate_limits.MOST_KEYS", 10)

    async def run() -> None:
        limit = RateLimit(1)
        for number in range(50):
            await limit.wait(str(number))
        store = limit._throttled._store._backend
        assert len(store.get_client()) <= 10 and len(store.expire_info) <= 10
        assert await limit.wait("49") > 0

    asyncio.run(run())
