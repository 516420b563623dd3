"""Abstention: below calibrated thresholds Puente says that it isn't sure instead of answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.selection import Guess, Question, Thresholds

UNSURE = "nlu_fallback"
OPENING_MOVES = ("talk_to_team", "state_need")


def abstain(questions: Sequence[Question], thresholds: Thresholds) -> list[Question]:
    """The questions that are sure enough; when none is, the surest one marked as not understood."""
    sure = [question for question in questions if is_sure(question.guess, thresholds)]
    if sure:
        return sure
    best = max(questions, key=lambda question: question.guess.confidence)
    # What is hardly like any subject of ours is nearly always from elsewhere (docs/understanding.md).
    label = "out_of_scope" if all(question.guess.group == "decline" for question in questions) else UNSURE
    return [replace(best, guess=Guess(label, best.guess.confidence))]


def is_sure(guess: Guess, thresholds: Thresholds) -> bool:
    """Whether a guess may be acted on. What costs nothing when wrong (small talk, out of scope) always may."""
    if guess.group == "ask":
        return guess.confidence >= thresholds.answer
    if guess.group == "decline":
        return guess.confidence >= thresholds.decline
    if guess.group in OPENING_MOVES:
        return guess.confidence >= thresholds.move
    return True
