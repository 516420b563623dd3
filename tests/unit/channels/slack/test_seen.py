from __future__ import annotations

import pytest

from bot.channels.slack import seen as seen_module
from bot.channels.slack.seen import Seen


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_new_once() -> None:
    seen = Seen()
    assert seen.first(("a", "b"), 60)
    assert not seen.first(("b", "c"), 60)
    assert not seen.first(("c",), 60)
    assert seen.first(("d",), 60)


def test_after_its_time_it_is_new_again() -> None:
    clock = Clock()
    seen = Seen(clock)
    seen.first(("a",), 5)
    clock.now = 4.9
    assert not seen.first(("a",), 5)
    clock.now = 10
    assert seen.first(("a",), 5)


def test_what_failed_may_come_again() -> None:
    seen = Seen()
    seen.first(("a", "b"), 60)
    seen.forget(("a", "b"))
    assert seen.first(("a",), 60)


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_module, "REMEMBERED", 2)
    seen = Seen()
    for key in "abc":
        seen.first((key,), 60)
    assert seen.first(("a",), 60)
    assert not seen.first(("c",), 60)
