"""What can go wrong with a lead.

LeadError
├── InvalidAnswer       the caller's slot or value does not fit the table: a mistake in code
├── RulesError          qualification.yml can't be used
├── LeadIncomplete      a hand-over was asked for while answers are missing
├── LeadNotFound        no lead under this reference or in this conversation
└── LeadStoreError      the database did not do what was asked; nothing of the step was stored
    └── SchemaOutdated  the database is missing, empty, or of another version
"""

from __future__ import annotations


class LeadError(Exception):
    """Any failure of this package; the message names no person and can be logged."""


class InvalidAnswer(LeadError):
    def __init__(self, slot: str, problem: str) -> None:
        super().__init__(f"slot {slot}: {problem}")
        self.slot = slot


class RulesError(LeadError):
    pass


class LeadIncomplete(LeadError):
    """`missing` holds the slots still to be asked, in the order in which to ask them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"the lead lacks {', '.join(missing)}")
        self.missing = missing


class LeadNotFound(LeadError):
    pass


class LeadStoreError(LeadError):
    pass


class SchemaOutdated(LeadStoreError):
    pass
