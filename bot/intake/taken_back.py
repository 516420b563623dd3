"""Answers the visitor wants to have left out: "please remove my phone number", "forget the budget"."""

from __future__ import annotations

from bot.intake.clauses import Spoken
from bot.intake.patterns import pattern, slot_names

MOST_WORDS = 14
NEVER_ALONE = frozenset({"need"})
"""Its names ("my request") stand for everything that was told."""


def taken_back(said: Spoken) -> tuple[str, ...]:
    """The slots that the message wants removed; none where it means all that was told, or only asks."""
    words = said.told
    verb = pattern("remove").search(words)
    if said.questions or not verb or pattern("remove_all").search(words) or len(words.split()) > MOST_WORDS:
        return ()
    rest = words[verb.end() :]
    rest = pattern("name_of_company").sub("company", rest)
    return tuple(slot for slot, name in slot_names().items() if slot not in NEVER_ALONE and name.search(rest))
