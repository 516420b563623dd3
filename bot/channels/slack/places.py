"""Where on Slack a conversation is held."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One visitor's direct messages, or one thread of a channel."""

    team: str
    channel: str
    user: str
    """Who spoke; in a channel others may speak too."""
    thread: str | None
    """The thread that replies go to, by its first message; None where they go straight into the direct messages."""
    direct: bool

    @property
    def conversation(self) -> str:
        """The conversation's id; a thread in direct messages belongs to them."""
        return f"slack:{self.team}:{self.channel}:{self.user if self.direct else self.thread}"
