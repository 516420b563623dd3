"""Puts the answers of one turn together: the words, the buttons, and what was answered, declined and cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.knowledge.answers import Answer, answer
from bot.knowledge.follow_up import resolve
from bot.knowledge.model import Knowledge
from bot.knowledge.question import Context, Question

MOST_BUTTONS = 3
MOST_WORDS = 90
INVITE_EVERY = 3
"""Answers between two invitations to talk to the team."""


@dataclass(frozen=True)
class Reply:
    """One turn's reply. `type` is answer or declined, or unclear when nothing could be made of the message."""

    type: str
    text: str
    buttons: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Headings of the article's sections the answers come from."""
    context: Context = field(default_factory=Context)
    invites: bool = False
    """Whether the reply invites the visitor to talk to the team."""


def reply(questions: Sequence[Question], context: Context, knowledge: Knowledge, *, may_invite: bool = True) -> Reply:
    """The reply to these questions after that context, the same for the same input.

    `may_invite` is False while the visitor is already leaving their details.
    """
    resolved = resolve_all(questions, context, knowledge)
    if not resolved:
        return Reply("unclear", knowledge.phrases["declined_unsure"], overview(knowledge), context=context)
    answers = [part for question in resolved for part in answer(question, knowledge)]
    if exhausted(resolved, context) and answers[0].topics:
        answers = [replace(answers[0], text=knowledge.phrases["nothing_more"]), *answers[1:]]
    return compose(answers, remember(resolved, answers, context), knowledge, may_invite)


def resolve_all(questions: Sequence[Question], context: Context, knowledge: Knowledge) -> list[Question]:
    """Each question in full; one may lean on the one before it in the same message ("... and which is cheaper?")."""
    resolved: list[Question] = []
    for question in questions:
        before = replace(context, questions=tuple(resolved)) if resolved else context
        found = resolve(question, before, knowledge)
        if found and replace(found, mode="answer") not in resolved:
            resolved.append(found)
    return resolved


def exhausted(resolved: Sequence[Question], context: Context) -> bool:
    """Whether more was asked for again after all that there is."""
    return resolved[0].mode == "more" and context.repeated > 0


def remember(resolved: Sequence[Question], answers: Sequence[Answer], context: Context) -> Context:
    """The context for the next turn."""
    told = dict.fromkeys((*context.told, *(topic for part in answers for topic in part.topics)))
    given = context.answers + any(part.topics for part in answers)
    plain = tuple(replace(question, mode="answer") for question in resolved)
    return Context(plain, tuple(told), given, context.repeated + 1 if resolved[0].mode == "more" else 0)


def compose(answers: Sequence[Answer], context: Context, knowledge: Knowledge, may_invite: bool) -> Reply:
    """Words and buttons of one turn."""
    topics = unique(topic for part in answers for topic in part.topics)
    declined = unique(subject for part in answers for subject in part.declined)
    sections = unique(knowledge.article.sections[key] for part in answers for key in part.sections)
    cited = [knowledge.phrases["source"].format(sections="; ".join(sections))] if sections else []
    words = fitting(answers, MOST_WORDS - count_words(cited))
    invitation = knowledge.phrases["invite"]
    invites = may_invite and bool(topics) and context.answers % INVITE_EVERY == 0
    invites = invites and count_words([*words, invitation, *cited]) <= MOST_WORDS
    paragraphs = [*words, *([invitation] if invites else []), *cited]
    buttons = suggestions(answers, context, knowledge)
    if invites or not topics:
        buttons = (*buttons[: MOST_BUTTONS - 1], knowledge.phrases["talk_button"])
    return Reply("answer" if topics else "declined", "\n".join(paragraphs), buttons, topics, declined, sections, context, invites)


def fitting(answers: Sequence[Answer], room: int) -> list[str]:
    """The answers' words in the fullest form that has room: a single one whole, several short, long ones in their gist."""
    whole = [part.text for part in answers]
    short = [part.short for part in answers]
    gist = [part.gist or part.short for part in answers]
    forms = [whole, short, gist] if len(answers) == 1 else [short, gist]
    return next((form for form in forms if count_words(form) <= room), gist)


def count_words(texts: Sequence[str]) -> int:
    """Words, as readers count them."""
    return sum(len(text.split()) for text in texts)


def suggestions(answers: Sequence[Answer], context: Context, knowledge: Knowledge) -> tuple[str, ...]:
    """Up to three next questions, those not answered yet; a declined subject offers its nearest topic in any case."""
    fresh = [topic for part in answers for topic in part.suggest if part.declined or topic not in context.told]
    return unique(knowledge.topics[topic].button for topic in fresh)[:MOST_BUTTONS]


def overview(knowledge: Knowledge) -> tuple[str, ...]:
    """Buttons that show what can be asked."""
    return tuple(knowledge.topics[topic].button for topic in ("why_mexico", "hubs", "cost"))


def unique(items: object) -> tuple[str, ...]:
    """Items once each, in order."""
    return tuple(dict.fromkeys(items))  # type: ignore[call-overload]
