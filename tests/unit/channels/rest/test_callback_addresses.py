from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import Any

import pytest

from bot.channels.rest.callback_addresses import Allowed, BadAddress, NotAllowed, Resolver, check_transport

LISTED_ADDRESS, NOT_LISTED, IN_LISTED_NETWORK = "10.1.2.3", "10.1.2.4", "192.168.7.9"
LISTED = Allowed().plus(["hooks.example.com", LISTED_ADDRESS, "192.168.7.0/24", "::1"])


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com/x?y=1",
        "https://HOOKS.example.com:8443/",
        "https://hooks.example.com./x",
        f"https://{LISTED_ADDRESS}/",
        f"https://{IN_LISTED_NETWORK}/",
        "http://[::1]:9000/x",
    ],
)
def test_what_is_listed_may_be_called(url: str) -> None:
    LISTED.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "https://evil.hooks.example.com/",
        "https://hooks.example.com.evil.net/",
        f"https://{NOT_LISTED}/",
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::ffff:10.1.2.3]/",
        "http://hooks.example.com/",
        f"http://{LISTED_ADDRESS}/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com:0/",
    ],
)
def test_what_is_not_listed_or_not_safe_may_not(url: str) -> None:
    with pytest.raises(NotAllowed):
        LISTED.check(url)


@pytest.mark.parametrize("url", ["", "x", "ftp://hooks.example.com/", "https://a b/", "https://user@hooks.example.com/", "//x/"])
def test_what_is_no_url_is_told_apart(url: str) -> None:
    with pytest.raises(BadAddress):
        LISTED.check(url)


def test_with_nothing_listed_nothing_may_be_called() -> None:
    with pytest.raises(NotAllowed):
        Allowed().check("https://example.com/")


def test_a_keys_own_address_lists_its_host() -> None:
    own = Allowed().and_host_of("https://crm.example.com/hook")
    own.check("https://crm.example.com/other")
    with pytest.raises(NotAllowed):
        own.check("https://example.com/")
    assert Allowed().and_host_of(None) == Allowed()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://localhost/", "http://[::1]/"])
def test_http_is_for_this_machine(url: str) -> None:
    check_transport(url)


PRIVATE = ["10.0.0.1", "192.168.1.1", "172.16.0.1", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1"]
PRIVATE += ["fe80::1", "fd00::1", "::ffff:10.0.0.1", "::"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_listed_name_may_not_stand_for_a_private_address(address: str) -> None:
    assert not Allowed().plus(["hooks.example.com"]).may_connect(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "10.1.2.3", "::ffff:10.1.2.3", "192.168.7.200"])
def test_a_public_address_or_a_listed_one_may_be_connected_to(address: str) -> None:
    assert LISTED.may_connect(ipaddress.ip_address(address))


def test_localhost_lists_its_addresses() -> None:
    listed = Allowed().plus(["localhost"])
    listed.check("http://localhost:9000/x")
    assert listed.may_connect(ipaddress.ip_address("127.0.0.1"))


def resolved(allowed: Allowed, monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    async def look_up(self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, Any]]:
        return [{"hostname": host, "host": each, "port": port, "family": 0, "proto": 0, "flags": 0} for each in addresses]

    async def run() -> list[str]:
        monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", look_up)
        return [each["host"] for each in await Resolver(allowed).resolve("hooks.example.com", 443, socket.AF_UNSPEC)]

    return asyncio.run(run())


def test_a_name_that_turns_private_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolved(LISTED, monkeypatch, "10.0.0.1", "93.184.216.34") == ["93.184.216.34"]
    with pytest.raises(OSError, match="may not be called back"):
        resolved(LISTED, monkeypatch, "10.0.0.1", "fe80::1%eth0")
