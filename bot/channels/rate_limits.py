"""How much of something one visitor or address may have in a while."""

from __future__ import annotations

import math

from throttled.asyncio import MemoryStore, Throttled, rate_limiter

MOST_KEYS = 20_000


class RateLimit:
    """So many at once, then evenly as many per minute; forgotten with the process."""

    def __init__(self, per_minute: int) -> None:
        """A limit for every key by itself. Memory is bounded: the key idle for longest is forgotten first."""
        quota = rate_limiter.per_min(per_minute, burst=per_minute)
        self._throttled = Throttled(using="gcra", quota=quota, store=MemoryStore(options={"MAX_SIZE": MOST_KEYS}))

    async def wait(self, key: str | None) -> int:
        """0 when there was one left, which is now used; else the whole seconds until there will be. None has no limit."""
        if key is None:
            return 0
        result = await self._throttled.limit(key)
        return math.ceil(result.state.retry_after) or 1 if result.limited else 0
