"""From which address somebody comes; only limits count by it, nothing keeps it."""

from __future__ import annotations

import ipaddress

from sanic.request import Request

IPV6_NETWORK = 64


def address_of(request: Request, proxies: int) -> str | None:
    """The client's address, as seen by the outermost of this many proxies; None for this machine itself.

    What a client writes into X-Forwarded-For itself stands further left and doesn't count. IPv6 addresses count by
    their /64, which one customer has to themselves.
    """
    headers = request.headers.getall("x-forwarded-for", []) if proxies else []
    seen = [part.strip() for header in headers for part in header.split(",") if part.strip()]
    return network(seen[-min(proxies, len(seen))] if seen else request.ip or "")


def network(text: str) -> str | None:
    """An IPv4 address as it is, an IPv6 address's /64, `unknown` for what is neither; None for a loopback address."""
    try:
        address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)
