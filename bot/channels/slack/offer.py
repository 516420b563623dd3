"""What a block of buttons says about itself, so that a click tells its conversation and whether it is still open."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "choice"
SEPARATOR = "|"


@dataclass(frozen=True)
class Offer:
    """Kept in the block's id, which Slack hands back as it was; at most 255 characters."""

    team: str
    thread: str | None
    turn: str | None
    """The id of the visitor's message that the buttons answered."""

    def block_id(self, number: int) -> str:
        """The id of this offer's block of that number in its message."""
        return SEPARATOR.join((f"{MARK}{number}", self.team, self.thread or "", self.turn or ""))[:255]

    @classmethod
    def read(cls, block_id: str) -> Offer | None:
        """The offer that the id tells; None when the block is none of ours."""
        parts = block_id.split(SEPARATOR, 3)
        if len(parts) != 4 or not parts[0].startswith(MARK):
            return None
        return cls(parts[1], parts[2] or None, parts[3] or None)
