"""One script, three channels: the replies say the same, and the leads are equal field by field."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot import leads
from bot.leads import export
from tests.conftest import Puente
from tests.slack.visitor import Slack, SlackVisitor
from tests.visitor import Reply, Visitor
from tests.website_visitor import WebsiteVisitor

Anybody = Visitor | SlackVisitor | WebsiteVisitor
CHANNELS = ("rest", "website", "slack")
# What belongs to a channel or a moment rather than to the lead.
OWN = {"reference", "conversation_id", "channel", "created_at", "updated_at"}
YES = "Yes, pass it on"

# {tag} makes the address one's own: the same one twice would join its lead.
SCRIPTS = {
    "straight": [
        "I want to talk to someone",
        "help moving our ERP to the cloud",
        "5",
        "2027-03-15",
        "20k a month",
        "Monterrey",
        "Kite & Keel",
        "CTO",
        "Jane Doe",
        "jane.{tag}@acme.com",
        "+1 415 555 0132",
        YES,
    ],
    "dense, then corrected": [
        "Hi, Tom Baker from Kite & Keel. We need 5 React devs in GDL starting 2027-03-15, about 20k a month. tom.{tag}@kite.com",
        "VP of Engineering",
        "skip",
        "wait, make that 12",
        "not Guadalajara, Monterrey",
        YES,
        "actually the budget is 30k a month",
    ],
    "questions in between": [
        "why Mexico?",
        "and Tijuana?",
        "I want to talk to someone",
        "how long is the flight?",
        "two testers for our <shop> & app",
        "why do you need that?",
        "2",
        "what are your hourly rates?",
        "rather not say",
        "skip",
        "2",
        "Blue Otter",
        "skip",
        "Ana",
        "ana.{tag}@blueotter.com",
        "skip",
        YES,
    ],
    "no consent": ["I want to talk to someone", "three testers", "skip", "skip", "skip", "skip", "skip", "skip", "Ana",
                   "ana.{tag}@x.com", "skip", "No, don't"],
    "not a customer": ["I'm a React developer looking for a job"],
    "declined and out of scope": ["what are your hourly rates?", "write me a poem", "hello", "/restart"],
}  # fmt: skip
# The lead's status in the end; no lead where a script is missing here.
ENDS = {
    "straight": "handed_off",
    "dense, then corrected": "handed_off",
    "questions in between": "handed_off",
    "not a customer": "unqualified",
}


@pytest.fixture
def everybody(puente: Puente, slack: Slack) -> Iterator[dict[str, Anybody]]:
    """Somebody new on each channel."""
    with ExitStack() as stack:
        website = stack.enter_context(WebsiteVisitor(puente.url))
        yield {"rest": Visitor(puente.url), "website": website, "slack": SlackVisitor(slack)}


@pytest.mark.parametrize(("name", "script"), SCRIPTS.items(), ids=SCRIPTS)
def test_the_same_words_make_the_same_lead(puente: Puente, everybody: dict[str, Anybody], name: str, script: list[str]) -> None:
    replies: dict[str, list[Reply]] = {}
    for channel in CHANNELS:
        tag = uuid.uuid4().hex[:8]
        replies[channel] = [everybody[channel].say(text.replace("{tag}", tag)) for text in script]
    found = {channel: lead_of(puente, everybody[channel]) for channel in CHANNELS}
    envelopes = {channel: [told(reply) for reply in replies[channel]] for channel in CHANNELS}
    assert envelopes["website"] == envelopes["rest"] and envelopes["slack"] == envelopes["rest"]
    assert found["website"] == found["rest"] and found["slack"] == found["rest"]
    # Had every channel failed alike, they would be equal too.
    assert "error" not in {kind for kind, *_ in envelopes["rest"]}
    assert (found["rest"] or {}).get("status") == ENDS.get(name)


def told(reply: Reply) -> tuple[object, ...]:
    """What the reply did, without the reference, which is each lead's own."""
    lead = (reply.envelope["lead"] or {}).get("status")
    return (*(reply.envelope[key] for key in ("type", "topics", "declined", "sources", "asks")), lead)


def lead_of(puente: Puente, somebody: Anybody) -> dict[str, object] | None:
    """The lead as it is exported, without what is the channel's own; the address without its tag."""
    rows = [lead for lead in leads.list_leads(puente.sessions, 10_000) if lead.conversation_id == somebody.conversation_id]
    assert len(rows) <= 1
    if not rows:
        return None
    fields = {key: value for key, value in export.record(rows[0]).items() if key not in OWN}
    return {**fields, "email": str(fields["email"]).partition(".")[0]}
