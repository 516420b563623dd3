"""Splits a message into the questions and statements it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

# A joining word, then the beginning of a question of its own: "how far is it and do they speak English".
JOINTS = r"(?:,|;|-|\+|&|\band\b|\balso\b|\bplus\b|\bor\b|\bbut\b|\bthen\b)"
STARTS = (
    r"(?:(?:in|at|from|for|with|to|by|on|of|about) )?(?:what|whats|what's|how|hows|how's|why|which|who|where|when|is|are|do|"
    r"does|did|can|could|will|would|should|any|"
    r"whether|if there|tell me|is there|are there|i also|i'd also|i want to know|i need to know|what about|how about)"
)
WEAK_JOINT = re.compile(rf"\s*{JOINTS}(?:\s*(?:{JOINTS}|so|please|pls))*\s+(?={STARTS}\b)", re.IGNORECASE)
# After these a clause belongs to what came before: "tell me what and how", "not sure if and when".
OPEN_ENDED = re.compile(
    r"(?:^|\s)(?:what|how|why|which|who|where|when|if|whether|and|or|both|either|know|"
    r"(?:tell|let|show|give|help) (?:us|me))$",
    re.IGNORECASE,
)
FEWEST_WORDS = 2
MOST_SEGMENTS = 12


def segments(doc: Doc) -> list[Span]:
    """The message's sentences, cut again where a second question starts; at most 12, never empty for a non-empty doc."""
    found = [part for sentence in doc.sents for part in clauses(sentence) if has_words(part)]
    return found[:MOST_SEGMENTS] or ([doc[:]] if len(doc) else [])


def clauses(sentence: Span) -> Iterator[Span]:
    """One sentence's clauses that are questions of their own."""
    start = sentence.start_char
    for joint in WEAK_JOINT.finditer(sentence.text):
        begin, end = sentence.start_char + joint.start(), sentence.start_char + joint.end()
        before, after = sentence.doc.text[start:begin], sentence.doc.text[end : sentence.end_char]
        if stands_alone(before) and len(after.split()) >= FEWEST_WORDS:
            yield from span(sentence.doc, start, begin)
            start = end
    yield from span(sentence.doc, start, sentence.end_char)


def stands_alone(text: str) -> bool:
    """Whether a clause is more than an opening that leans on the next."""
    return len(text.split()) >= FEWEST_WORDS and not OPEN_ENDED.search(text.rstrip())


def span(doc: Doc, start: int, end: int) -> Iterator[Span]:
    """The tokens between two characters, if any."""
    found = doc.char_span(start, end, alignment_mode="expand")
    if found is not None and found.text.strip():
        yield found


def has_words(part: Span) -> bool:
    """Whether anything in it is more than punctuation."""
    return any(not token.is_punct and not token.is_space for token in part)
