from __future__ import annotations

import asyncio
import re

import pytest

from bot.channels.rest.limits import Limit
from bot.channels.rest.problems import Problem


def test_a_minutes_worth_may_come_at_once_and_then_one_has_to_wait() -> None:
    async def play() -> None:
        limit = Limit("sender", 5)
        left = [await limit.take("me") for _ in range(5)]
        assert [headers["RateLimit"].split(";")[1] for headers in left] == ["r=4", "r=3", "r=2", "r=1", "r=0"]
        assert left[0]["RateLimit-Policy"] == '"sender";q=5;w=60'
        with pytest.raises(Problem, match="5 requests a minute of one sender") as caught:
            await limit.take("me")
        assert caught.value.code == "too_many_requests"
        assert 1 <= int(caught.value.headers["Retry-After"]) <= 12
        await limit.take("you")

    asyncio.run(play())


def test_after_the_seconds_that_were_named_it_works_again() -> None:
    async def play() -> None:
        limit = Limit("key", 60)
        for _ in range(60):
            await limit.take("me")
        with pytest.raises(Problem) as caught:
            await limit.take("me")
        wait = int(re.fullmatch(r"\d+", caught.value.headers["Retry-After"]).group())  # type: ignore[union-attr]
        assert wait == 1
        await asyncio.sleep(wait)
        await limit.take("me")

    asyncio.run(play())


def test_being_refused_costs_nothing() -> None:
    async def play() -> None:
        limit = Limit("key", 60)
        for _ in range(60):
            await limit.take("me")
        waits = []
        for _ in range(20):
            with pytest.raises(Problem) as caught:
                await limit.take("me")
            waits.append(int(caught.value.headers["Retry-After"]))
        assert set(waits) == {1}

    asyncio.run(play())
