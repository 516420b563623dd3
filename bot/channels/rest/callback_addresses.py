"""Where call-backs may go: addresses an operator listed, over TLS, and never into the own network unless that is listed too."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver

LONGEST_URL = 2000
SHAPE = re.compile(r"^https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[!-~]*)?$")
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadAddress(Exception):
    """The address is no URL that a call-back could go to; says why."""


class NotAllowed(Exception):
    """The address is a URL, but nobody allowed call-backs to it; says what would."""


@dataclass(frozen=True)
class Allowed:
    """Host names, and networks of addresses, that call-backs may go to."""

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def and_host_of(self, url: str | None) -> Allowed:
        """The same and the host of a key's own address, which an operator typed in."""
        return self if url is None else self.plus([str(urlsplit(url).hostname)])

    def plus(self, entries: Iterable[str]) -> Allowed:
        """The same and these entries: names, addresses or networks; `localhost` also stands for its addresses."""
        names, networks = set(self.names), list(self.networks)
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                names.add(entry.lower().rstrip("."))
                networks += LOOPBACK if entry == "localhost" else ()
        return Allowed(frozenset(names), tuple(networks))

    def check(self, url: str) -> None:
        """Raises BadAddress or NotAllowed. What its name stands for is looked at when it is called: see Resolver."""
        host = str(parts_of(url).hostname)
        literal = address_of(host)
        if not (self.holds(literal) if literal else host.rstrip(".") in self.names):
            raise NotAllowed("the host of 'callback_url' is not among those that may be called back")
        check_transport(url)

    def holds(self, address: Address) -> bool:
        """Whether one of the networks does."""
        return any(address in network for network in self.networks if network.version == address.version)

    def may_connect(self, address: Address) -> bool:
        """Whether a listed name may stand for this address: a public one, or one that is listed itself."""
        plain = getattr(address, "ipv4_mapped", None) or address
        return self.holds(plain) or (plain.is_global and not plain.is_multicast)


def parts_of(url: str) -> SplitResult:
    """The parts of a URL of the shape that call-backs can go to. Raises BadAddress."""
    if len(url) > LONGEST_URL or not SHAPE.fullmatch(url):
        raise BadAddress(f"a call-back needs a URL like https://host/path, of at most {LONGEST_URL} visible ASCII characters")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise BadAddress("the host of the call-back's URL is none") from error


def check_transport(url: str) -> None:
    """Raises BadAddress, or NotAllowed for plain http to anywhere but this machine, and for a port that is none."""
    parts = parts_of(url)
    host = parts.hostname or ""
    literal = address_of(host)
    if parts.scheme == "http" and host != "localhost" and not (literal and literal.is_loopback):
        raise NotAllowed("call-backs go over https; http only to this machine")
    try:
        usable = parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise NotAllowed("the port of the call-back's URL is none")


def address_of(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


class Resolver(AbstractResolver):
    """Looks names up and hides what nobody allowed, at the moment of connecting: no name can change its mind in between."""

    def __init__(self, allowed: Allowed) -> None:
        """Hides all that `allowed` wouldn't connect to."""
        self._allowed = allowed
        self._inner = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[Any]:
        """The addresses that may be connected to. Raises OSError when there are none."""
        found: Sequence[Any] = await self._inner.resolve(host, port, family)
        fit = [each for each in found if self._allowed.may_connect(ipaddress.ip_address(each["host"].partition("%")[0]))]
        if not fit:
            raise OSError("the name stands for an address that may not be called back")
        return fit

    async def close(self) -> None:
        """Nothing is kept open."""
        await self._inner.close()
