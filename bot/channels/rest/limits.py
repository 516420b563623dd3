"""How many requests a minute: for each key, and for each sender of a key. Kept in memory, anew at each start."""

from __future__ import annotations

import math

from throttled.asyncio import RateLimitState

from bot.channels.rate_limits import RateLimit
from bot.channels.rest.problems import Problem

SECONDS = 60


class Limit:
    """So many requests a minute for each name; a minute's worth may come at once."""

    def __init__(self, kind: str, per_minute: int) -> None:
        """`kind` is what the headers call it."""
        self._kind = kind
        self._quota = per_minute
        self._limit = RateLimit(per_minute)

    async def take(self, name: str) -> dict[str, str]:
        """Counts one request; headers that say what is left. Raises Problem with Retry-After when it is one too many."""
        result = await self._limit.take(name)
        headers = self._headers(result.state)
        if result.limited:
            wait = max(1, math.ceil(result.state.retry_after))
            detail = f"more than {self._quota} requests a minute of one {self._kind}; again in {wait} s"
            raise Problem("too_many_requests", detail, {**headers, "Retry-After": str(wait)})
        return headers

    def _headers(self, state: RateLimitState) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them."""
        return {
            "RateLimit-Policy": f'"{self._kind}";q={self._quota};w={SECONDS}',
            "RateLimit": f'"{self._kind}";r={state.remaining};t={math.ceil(state.reset_after)}',
        }
