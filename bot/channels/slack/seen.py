"""What came already, for as long as Slack may send it again."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 20_000


class Seen:
    """Keys of events in the memory of this process; across a restart the stored conversation tells (Turns)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Empty; `clock` gives seconds."""
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()

    def first(self, keys: tuple[str, ...], seconds: float) -> bool:
        """Whether none of the keys was here before in the time it was to be remembered; remembers all for `seconds`."""
        now = self._clock()
        new = all(self._until.get(key, now) <= now for key in keys)
        for key in keys:
            self._until[key] = now + seconds
            self._until.move_to_end(key)
        while len(self._until) > REMEMBERED:
            self._until.popitem(last=False)
        return new

    def forget(self, keys: tuple[str, ...]) -> None:
        """Lets what failed come again."""
        for key in keys:
            self._until.pop(key, None)
