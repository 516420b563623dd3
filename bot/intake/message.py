"""A visitor's message as listening takes it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.intake.patterns import pattern

TELLING = frozenset({"", "state_need", "give_details", "give_context", "nlu_fallback"})
# Moves that any words could be taken for: believed only when sure.
MOVES = frozenset(
    {
        "stop",
        "skip",
        "why_ask",
        "talk_to_team",
        "pause",
        "resume",
        "start_over",
        "show_data",
        "erase_data",
        "not_a_lead",
        "affirm",
        "deny",
        "chat",
        "follow_up",
    }
)
ASIDES = frozenset({"pause", "why_ask", "stop", "resume", "start_over", "show_data", "erase_data"})
SURE_MOVE = 0.4
DOUBTFUL_MOVE = 0.25
SURE_ASIDE = 0.6
WORDS_OF_A_NAME = 2
FOREIGN = 0.3
SURELY_FOREIGN = 0.5


@dataclass(frozen=True)
class Message:
    """A visitor's message: the words, the intent that understanding gave it, and how sure that is, 0 to 1."""

    text: str
    intent: str = ""
    confidence: float = 1.0
    spelt: str = ""
    """The words with their spelling put right, as understanding read them; empty where it didn't."""

    @property
    def says_so(self) -> bool:
        """Whether the words bear out the intent where a mistake destroys something: a surname like "Quist" is no "quit"."""
        return self.intent != "stop" or bool(pattern("stops").search(self.text))

    @property
    def is_move(self) -> bool:
        """Whether it is a move rather than an answer in free words."""
        return self.intent in MOVES and self.confidence >= SURE_MOVE and self.says_so

    @property
    def may_be_move(self) -> bool:
        """Whether it is too much like a move for a name: a doubtful guess tells nothing about one or two capitalised words."""
        words = [word for word in self.text.split() if any(sign.isalnum() for sign in word)]
        named = bool(words) and len(words) <= WORDS_OF_A_NAME and words[0][0].isupper()
        return self.is_move or (self.intent in MOVES and self.confidence >= DOUBTFUL_MOVE and not named and self.says_so)

    @property
    def is_aside(self) -> bool:
        """Whether it surely answers nothing, whatever values are in it: "one moment"."""
        return self.intent in ASIDES and self.confidence >= SURE_ASIDE and self.says_so

    @property
    def is_sure_move(self) -> bool:
        """Whether it is a move and surely no value that was put right."""
        return self.is_move and self.intent not in ("follow_up", "chat")

    @property
    def is_foreign(self) -> bool:
        """Whether it is surely about something else than our subject."""
        return self.intent in ("out_of_scope", "chat") and self.confidence >= FOREIGN

    @property
    def is_surely_foreign(self) -> bool:
        """Whether not even words of our subject in it make it ours."""
        return self.intent == "out_of_scope" and self.confidence >= SURELY_FOREIGN

    @property
    def is_telling(self) -> bool:
        """Whether it tells something, so that its words may be the answer to "what do you need?" whatever they are."""
        return self.intent in TELLING
