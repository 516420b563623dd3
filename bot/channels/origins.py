"""Whose pages may talk to Puente: its own, and those of the sites that the operator names."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


class Origins:
    """Exact origins, such as https://www.example.com, beside the server's own."""

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        """As settings give them."""
        self._allowed = frozenset(allowed)

    def allows(self, origin: str | None, host: str | None, fetch_site: str | None = None) -> bool:
        """Whether a request with these headers (Origin, Host, Sec-Fetch-Site) may be served.

        A browser sends Origin with every WebSocket and every request to another site, so one without is from a page
        of ours or from a program, which could claim any origin: nothing is gained by refusing it.
        """
        if not origin:
            return fetch_site in (None, "", "same-origin", "none")
        return origin.lower() in self._allowed or is_own(origin, host)

    def frame_ancestors(self) -> str:
        """Who may show /embed.html in a frame, as Content-Security-Policy says it."""
        return " ".join(["'self'", *sorted(self._allowed)])


def is_own(origin: str, host: str | None) -> bool:
    """Whether a page of this origin came from the host that it asks now; TLS may end at a proxy, so schemes don't count."""
    try:
        page = urlsplit(origin)
        asked = urlsplit(f"{page.scheme}://{host}")
        default = DEFAULT_PORTS[page.scheme]
        return bool(host) and (page.hostname, page.port or default) == (asked.hostname, asked.port or default)
    except (KeyError, ValueError):
        return False
