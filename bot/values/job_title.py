"""A job title out of a sentence about the speaker."""

from __future__ import annotations

import re

from bot.values.vocabulary import expression, is_talk, vocabulary, without_questions

LONGEST = 80
LONGEST_TEXT = 500
MOST_WORDS = 8
HELD_STOP = "\u2064"
PARTS = re.compile(r"\s*[|\u2022\n]\s*|,\s+|\s+[-\u2013\u2014]\s+|\s*[()]\s*|\.\s+|\bas\s+(?:the |an? )?|\band\s+(?=I\b|i'm\b)")
INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,4}(?!\w)")
STRIP = " \t\n.,;:!?\"'()\u201c\u201d"


def parse_job_title(text: str, *, asked: bool = True) -> str | None:
    """The title in the visitor's spelling, acronyms in capitals; at most 80 characters.

    `asked`: the text answers the question for it, so that a bare title counts, or one in a signature. Otherwise
    only one the speaker claims ("I'm the CTO", "Tom, CTO at Acme"), never that of people wanted.
    """
    told = without_questions(text[:LONGEST_TEXT]).replace("\u2019", "'")
    lines = [" ".join(line.split()) for line in told.splitlines()]
    text = " ".join(line for line in lines if line)
    if asked:
        return None if is_talk(text) else of_answer(lines, text)
    if expression("job_title", "wanted").search(text) and not expression("job_title", "speaker").search(text):
        return None
    return claimed(text)


def claimed(text: str) -> str | None:
    """The title the speaker claims."""
    for match in expression("job_title", "speaker").finditer(text):
        if found := title_at_start(without_leading(text[match.end() :])):
            return found
    return None


def of_answer(lines: list[str], text: str) -> str | None:
    """The title with which an answer begins, else one that is claimed, else the first part of it that is one."""
    if expression("job_title", "others").search(text):
        return claimed(text)
    today = expression("job_title", "now").search(text)
    if today and (found := title_at_start(without_leading(text[today.end() :]))):
        return found
    if (calling := without_leading(text)).islower() and expression("job_title", "occupation").fullmatch(calling):
        return calling.split(" lol")[0].strip(STRIP)
    if found := next((found for line in lines if (found := title_at_start(without_leading(line)))), None) or claimed(text):
        return found
    later = (line[part.end() :] for line in lines for part in PARTS.finditer(line))
    return next((found for rest in later if (found := title_at_start(without_leading(rest)))), None)


def without_leading(text: str) -> str:
    """The text without the words before a title."""
    return expression("job_title", "leading").sub("", text)


def title_at_start(text: str) -> str | None:
    """The title with which the text begins."""
    text = INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    text = expression("job_title", "abbreviation").sub(lambda match: match[0][:-1] + HELD_STOP, text)
    cut = expression("job_title", "ends").search(text)
    title = text[: cut.start()] if cut else text
    if cut and cut[0].startswith(",") and expression("job_title", "leveled").search(title):
        branch = re.match(rf",\s*(?:{expression('job_title', 'department').pattern})", text[cut.start() :], re.IGNORECASE)
        title += branch[0] if branch else ""
    company = expression("job_title", "of_company").search(title)
    department = rf"\s+of\s+(?:the\s+)?(?:{expression('job_title', 'department').pattern})"
    if company and not re.match(department, title[company.end() :], re.IGNORECASE):
        title = title[: company.end()]
    title = title.replace(HELD_STOP, ".").strip(STRIP)
    if not title or len(title) > LONGEST or len(title.split()) > MOST_WORDS:
        return None
    core = expression("job_title", "core").pattern
    if expression("job_title", "sentence").search(title) or not re.search(rf"\b{core}\b", title, re.IGNORECASE):
        return None
    return " ".join(spelled(word) for word in title.split())


def spelled(word: str) -> str:
    """Acronyms in capitals, other words as they are."""
    return word.upper() if word.lower() in vocabulary("job_title")["acronyms"] else word
