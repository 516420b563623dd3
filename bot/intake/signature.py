"""Who writes, where the message says so as letters do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.intake.patterns import pattern
from bot.values.company_name import in_signature, is_legal
from bot.values.email import parse_email
from bot.values.person import parse_person
from bot.values.slots import parse

# Read off a message before anything else: a number in an address or a date is no head count.
OPENING = re.compile(
    r"^\W*(?:(?:[Hh]i|[Hh]ello|[Hh]ey|HI)\b(?: again| there| all)?\W+)?(?:[Ii]t's |[Tt]his is )?"
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]+){0,3}),?(?: here)?,? (?:from|at|of|with) [A-Z0-9]"
)
TITLED = re.compile(
    r"^\W*(?:(?:[Hh]i|[Hh]ello|[Hh]ey|[Hh]ola|[Bb]onjour|[Dd]ear \w+|[Gg]ood \w+)\b\W+)?"
    r"(?P<name>[A-Z\u00c0-\u00de][\w'-]+(?: [A-Z\u00c0-\u00de][\w'.-]+){1,3})(?: here)?, (?P<rest>\S.+)$"
)
NAMED = re.compile(r"(?P<name>(?:[A-Z\u00c0-\u00de][\w'-]*\.? ){1,3}(?P<last>[A-Z\u00c0-\u00de][\w'-]{2,}))")
MOST_LINES = 6
CELL = re.compile(r"\s*[|\u2022\u00b7]\s*")
# An address, a number or a site, which are read on their own.
CONTACT = re.compile(
    r"@|\d{3}|www\.|://|^\W*(?:tel|phone|mobile|cell|fax|e-?mail|web|m|t|p)\b\.?\s*:|\.(?:com|net|org|io)\b", re.IGNORECASE
)


def signed(statements: Sequence[str], name: str | None, today: date) -> dict[str, Any]:
    """Who wrote it: "Hi, Tom Baker from Kite & Keel here", "Regards, Tom Baker, CTO"; `name` as it is said elsewhere."""
    opening = next((match for part in statements if (match := OPENING.match(part))), None)
    found = closing(statements, today) or beginning(statements, today) or beside_address(statements)
    name = found.get("name") or name or (parse_person(opening["name"]) if opening else None)
    return ({"name": name} | title_after(name, statements, today) | found) if name else found


def title_after(name: str, statements: Sequence[str], today: date) -> dict[str, Any]:
    """What the person is, said after the name: "I'm Nadia Karim, CTO at Pelican Pay"."""
    parts = (part.partition(f"{name}, ")[2] for part in statements)
    return next((found for rest in parts if rest and (found := parse("job_title", rest, today))), {})


def beginning(statements: Sequence[str], today: date) -> dict[str, Any]:
    """Who introduces themselves with name and title before anything else: "Bonjour, Camille Dufresne, CIO"."""
    for match in filter(None, map(TITLED.match, statements[:2])):
        title, name = parse("job_title", match["rest"], today), parse_person(match["name"])
        if title and name and match["rest"].lower().startswith(title["job_title"].lower()):
            return {"name": name} | title
    return {}


def beside_address(statements: Sequence[str]) -> dict[str, Any]:
    """Whose address it is, where the name stands beside it: "Jen Abara, jen.abara@strapwell.com"."""
    address = parse_email(" ".join(statements))
    if address is None:
        return {}
    owner = letters(address.partition("@")[0])
    for part in (part for statement in statements for part in re.split(r"[,;(|]\s*|\s+[-\u2013]\s+", statement)):
        words = NAMED.fullmatch(part.strip(" .:)"))
        if words and letters(words["last"]) in owner and (name := parse_person(words["name"])):
            return {"name": name}
    return {}


def letters(text: str) -> str:
    """The text's letters in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in plain if sign.isalpha())


def closing(statements: Sequence[str], today: date) -> dict[str, Any]:
    """What stands below "Kind regards" or a row of dashes: the name first, then the title and the company."""
    found: dict[str, Any] = {}
    for line in below(statements):
        for cell in CELL.split(line):
            found |= {slot: value for slot, value in of_cell(cell, found, today).items() if slot not in found}
    return found


def below(statements: Sequence[str]) -> list[str]:
    """The lines of the signature, one thing each where it is written in one line."""
    ends = [place for place, part in enumerate(statements) if place and pattern("regards").match(part)]
    if ends:
        return list(statements[ends[-1] + 1 :][:MOST_LINES])
    inline = pattern("regards_inline").match(statements[-1]) if len(statements) > 1 else None
    return re.split(r",\s+(?!(?:S\.A|Inc|Ltd|LLC)\b)", inline["rest"]) if inline else []


def of_cell(cell: str, found: dict[str, Any], today: date) -> dict[str, Any]:
    """What one part of a signature is; a name comes before all else."""
    if CONTACT.search(cell):
        return {}
    if not found:
        return parse("name", cell, today) or {}
    if "job_title" not in found and not is_legal(cell) and (title := parse("job_title", cell, today)):
        employer = cell.partition(f"{title['job_title']}, ")[2]
        return title | company_of(employer)
    if "job_title" not in found and (title := parse("job_title", cell.split(",")[0], today)):
        return title | company_of(cell.partition(", ")[2])
    return company_of(cell)


def company_of(cell: str) -> dict[str, Any]:
    """The company that a line of a signature is, no town and country."""
    words = cell.strip()
    if not words or ("," in words and not is_legal(words)) or parse_place(words):
        return {}
    name = in_signature(words)
    return {"company": name} if name and (len(name.split()) > 1 or is_legal(name)) else {}


def parse_place(words: str) -> bool:
    """Whether the line names a town of ours."""
    return bool(pattern("city").search(words))
