"""An e-mail address out of a sentence."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

# What parts an address from the words around it; and what may stand before its @ but ends its domain.
BETWEEN = r"\s<>()\[\],;:=\"\u201c\u201d\u201e\u00ab\u00bb\u2018\u201a\u2013\u2014\u2026"
ENDS_DOMAIN = r"/?&#!|*'`\u2019"
CANDIDATE = re.compile(rf"([^{BETWEEN}]+)@([^{BETWEEN}{ENDS_DOMAIN}]+)")
MARKS = ".!?'`*/|"


def parse_email(text: str) -> str | None:
    """The first valid address in the text, lower case; None when there is none.

    The library checks syntax (RFC 5321/5322, internationalised domains); nothing is looked up on the network.
    Ours is finding the address in the sentence and dropping the sentence's punctuation.
    """
    for found in CANDIDATE.finditer(text[:2000]):
        try:
            return validate_email(without_marks(found[0]), check_deliverability=False).normalized.lower()
        except EmailNotValidError:
            continue
    return None


def without_marks(found: str) -> str:
    """The candidate without the punctuation around it."""
    # Phones type o\u2019brien@ for o'brien@.
    found = found.replace("\u2019", "'").strip(MARKS)
    # _jane@acme.com_ is emphasis, while _jane@acme.com is an address.
    return found.strip("_") if found.endswith("_") else found


def looks_like_email(text: str) -> bool:
    """Whether the text tries to be an address, so that a bad one can be told from something else."""
    return "@" in text
