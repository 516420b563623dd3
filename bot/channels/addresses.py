"""From which address somebody comes; only limits count by it, nothing keeps it."""

from __future__ import annotations

import ipaddress

from sanic.request import Request

IPV6_NETWORK = 64


def address_of(request: Request, proxies: int) -> str:
    """The client's address, as seen by the outermost of this many proxies; without proxies, of whoever connected.

    What a client itself writes into X-Forwarded-For stands further left and doesn't count. IPv6 addresses count by
    their /64, which one customer has to themselves.
    """
    if proxies:
        headers = request.headers.getall("x-forwarded-for", [])
        seen = [part.strip() for header in headers for part in header.split(",") if part.strip()]
        return network(seen[-proxies]) if len(seen) >= proxies else "unknown"
    return network(request.ip or "unknown")


def network(text: str) -> str:
    """An IPv4 address as it is, an IPv6 address's /64; `unknown` for what is neither."""
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)
