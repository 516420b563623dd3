"""An e-mail address out of a sentence."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

CANDIDATE = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")


def parse_email(text: str) -> str | None:
    """The first valid address in the text, lower case; None when there is none.

    The library checks syntax (RFC 5321/5322, internationalised domains); nothing is looked up on the network.
    Ours is finding the address in the sentence and dropping the sentence's punctuation.
    """
    for found in CANDIDATE.findall(text[:2000]):
        try:
            return validate_email(found.strip(".!?'`*"), check_deliverability=False).normalized.lower()
        except EmailNotValidError:
            continue
    return None


def looks_like_email(text: str) -> bool:
    """Whether the text tries to be an address, so that a bad one can be told from something else."""
    return "@" in text
