"""Slack through the real server and a local stand-in of its Web API: as people use it, and as it fails."""

from __future__ import annotations

import json
import re
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Puente
from tests.slack.shapes import BOT, event, shape
from tests.slack.standin import Trouble
from tests.slack.visitor import FORM, JSON, WEBHOOK, Slack, SlackVisitor, buttons_of, sources_of
from tests.visitor import Reply

ANA = {"real_name": "Ana Lopez", "email": "ana@acme.com"}
ANSWERS = {
    "need": "help moving our ERP to the cloud",
    "team_size": "5",
    "timeline": "2027-03-15",
    "budget": "20k a month",
    "company": "Kite & Keel",
    "job_title": "CTO",
}


@pytest.fixture
def ana(slack: Slack) -> SlackVisitor:
    """Somebody new, in direct messages."""
    return SlackVisitor(slack, profile=ANA)


@pytest.fixture
def thread(slack: Slack) -> SlackVisitor:
    """Somebody new, in a channel of their own."""
    return SlackVisitor(slack, channel=f"C{uuid.uuid4().hex[:9].upper()}", profile=ANA)


def on(visitor: SlackVisitor, until: str) -> Reply:
    """Answers whatever is asked until `until` is; the city by a button."""
    reply = visitor.say("I want to talk to someone")
    while (slot := reply.envelope["asks"]) != until:
        reply = visitor.click("Monterrey") if slot == "hub" else visitor.say(ANSWERS[slot])
    return reply


def texts_of(visitor: SlackVisitor) -> str:
    """Everything that the bot's messages hold, as Slack got it."""
    return json.dumps(visitor.messages(), ensure_ascii=False)


def new_id() -> str:
    """An event's id."""
    return f"Ev{uuid.uuid4().hex[:8]}"


def only(visitor: SlackVisitor, question: str = "how long is the flight?") -> None:
    """Checks that nothing was said since: the next turn's reply is the next message."""
    before = len(visitor.messages())
    assert visitor.say(question).envelope["topics"] == ["flights"]
    assert len(visitor.messages()) == before + 1


# Use


def test_a_direct_message_is_answered_with_its_source_below(ana: SlackVisitor) -> None:
    reply = ana.say("why Mexico?")
    (message,) = ana.messages()
    assert (reply.type, reply.envelope["topics"]) == ("answer", ["why_mexico"])
    assert sources_of(message) == ["Source: Benefits of Outsourcing to Mexico"]
    assert "Source:" not in reply.text and reply.buttons
    assert "thread_ts" not in message
    assert message["metadata"]["event_type"] == "puente_turn"


def test_direct_messages_are_one_conversation(ana: SlackVisitor) -> None:
    ana.say("tell me about Tijuana")
    assert ana.say("tell me more").sections == ["Tijuana"]


def test_a_thread_in_direct_messages_belongs_to_them_and_is_answered_there(ana: SlackVisitor) -> None:
    ana.say("tell me about Tijuana")
    message = ana.next_message(lambda: ana.slack.send(ana.message("tell me more", thread_ts=ana.messages()[0]["ts"])))
    assert sources_of(message) == ["Source: Tijuana"]
    assert message["thread_ts"] == ana.messages()[0]["ts"]


def test_a_mention_begins_a_thread_that_goes_on_without_mentions(thread: SlackVisitor) -> None:
    assert thread.say("tell me about Tijuana").sections == ["Tijuana"]
    assert thread.say("tell me more").sections == ["Tijuana"]
    assert all(message["thread_ts"] == thread.thread for message in thread.messages())


def test_a_mention_that_comes_as_two_events_is_one_turn(slack: Slack, thread: SlackVisitor) -> None:
    mention = thread.message("tell me about Tijuana", client_msg_id=None)
    twin = event("message_channel", new_id(), **{**mention["event"], "type": "message", "channel_type": "channel"})
    for order in ((mention, twin), (twin, mention)):
        for one in order:
            assert slack.send(one).status == 200
    thread.slack.api.wait(thread.turns)
    only(thread)
    assert len(thread.messages()) == 2


def test_a_mention_is_answered_once_where_events_do_not_name_the_bot(slack: Slack, thread: SlackVisitor) -> None:
    mention = thread.message("tell me about Tijuana")
    twin = event("message_channel", new_id(), **{**mention["event"], "type": "message", "channel_type": "channel"})
    for one in (twin, mention, twin):
        del one["authorizations"]
        slack.send(one)
        one["authorizations"] = []
    slack.api.wait(thread.turns)
    only(thread)
    assert len(thread.messages()) == 2


def test_each_thread_is_its_own_conversation(slack: Slack, thread: SlackVisitor) -> None:
    other = SlackVisitor(slack, channel=thread.channel, user=thread.user)
    thread.say("tell me about Tijuana")
    assert other.say("tell me more").sections == []
    assert other.thread != thread.thread
    assert thread.say("tell me more").sections == ["Tijuana"]


def test_in_a_thread_only_those_who_called_the_bot_are_answered_unasked(slack: Slack, thread: SlackVisitor) -> None:
    thread.say("tell me about Tijuana")
    bob = SlackVisitor(slack, channel=thread.channel)
    bob.thread = thread.thread
    assert slack.send(bob.message("why Mexico?")).status == 200
    only(thread)
    reply = bob.say_raw(f"<@{BOT}> do they speak English?")
    assert reply.envelope["topics"] == ["english"]
    assert bob.say("why Mexico?").envelope["topics"] == ["why_mexico"]


def test_in_a_thread_what_is_said_to_somebody_else_is_not_answered(slack: Slack, thread: SlackVisitor) -> None:
    thread.say("tell me about Tijuana")
    assert slack.send(thread.message("", text="<@U0BOB0001> why Mexico?")).status == 200
    only(thread)


def test_a_channel_without_a_mention_is_none_of_the_bots_business(slack: Slack, thread: SlackVisitor) -> None:
    thread.say("why Mexico?")
    slack.send(event("message_channel", new_id(), channel=thread.channel, text="why Mexico?", ts="1790000000.990001"))
    slack.send(
        event(
            "message_thread",
            new_id(),
            channel=thread.channel,
            text="why Mexico?",
            thread_ts="1790000000.990002",
        )
    )
    only(thread)
    assert len(slack.api.messages(thread.channel)) == 2


def test_a_group_message_is_answered_where_it_mentions_the_bot(slack: Slack) -> None:
    group = SlackVisitor(slack, channel="G" + uuid.uuid4().hex[:8].upper())
    first = group.message("why Mexico?")
    named = event("message_channel", first["event_id"], **{**first["event"], "type": "message", "channel_type": "mpim"})
    assert group.reply_to(lambda: slack.send(named)).type == "answer"


# The App Home


def opened(visitor: SlackVisitor) -> dict[str, object]:
    return event("app_home_opened", new_id(), user=visitor.user, channel=visitor.channel)


def test_the_app_home_greets_once_and_its_button_talks_to_the_team(slack: Slack, ana: SlackVisitor) -> None:
    greeting = ana.next_message(lambda: slack.send(opened(ana)))
    assert "I'm Puente, a bot" in greeting["text"]
    assert slack.send(opened(ana)).status == 200
    reply = ana.click("Talk to the team")
    assert reply.envelope["asks"] == "need"
    assert len(ana.messages()) == 2


def test_the_app_home_does_not_greet_who_has_written_already(slack: Slack, ana: SlackVisitor) -> None:
    ana.say("why Mexico?")
    assert slack.send(opened(ana)).status == 200
    only(ana)


# Buttons


def test_a_click_answers_and_closes_its_buttons(ana: SlackVisitor) -> None:
    on(ana, "hub")
    asked = ana.messages()[-1]
    assert len(buttons_of(asked)) == 5
    reply = ana.click("Monterrey")
    ana.slack.api.wait(lambda: not buttons_of(asked))
    assert reply.envelope["asks"] == "company"
    assert "✓ Monterrey" in sources_of(asked)


def test_a_number_picks_a_button(ana: SlackVisitor) -> None:
    on(ana, "hub")
    ana.say("3")
    assert ana.say("what do you have on me?").text.count("Monterrey") == 1


def test_a_stale_button_is_answered_kindly_and_closed(ana: SlackVisitor) -> None:
    on(ana, "hub")
    asked = ana.messages()[-1]
    assert ana.say("Tijuana").envelope["asks"] == "company"
    told = ana.next_message(lambda: ana.slack.interact(ana.clicked("Monterrey", asked)))
    ana.slack.api.wait(lambda: not buttons_of(asked))
    assert told["metadata"]["event_type"] == "puente_notice"
    assert "closed it" in told["text"] and "Which company" in told["text"]
    assert "This choice is closed." in sources_of(asked)
    assert "Tijuana" in ana.say("what do you have on me?").text


def test_what_a_stale_click_shows_again_can_be_clicked(ana: SlackVisitor) -> None:
    ana.say("why Mexico?")
    old = ana.messages()[-1]
    on(ana, "hub")
    ana.next_message(lambda: ana.slack.interact(ana.clicked(buttons_of(old)[0][1]["text"]["text"], old)))
    assert ana.click("Guadalajara").envelope["asks"] == "company"


def test_two_clicks_at_once_are_one_answer(ana: SlackVisitor) -> None:
    on(ana, "hub")
    clicks = [ana.clicked("Monterrey"), ana.clicked("Monterrey")]
    before = len(ana.messages())
    with ThreadPoolExecutor(2) as pool:
        assert [answer.status for answer in pool.map(ana.slack.interact, clicks)] == [200, 200]
    ana.slack.api.wait(lambda: ana.messages()[before:])
    only(ana)
    assert len(ana.messages()) == before + 2


def test_a_button_of_an_erased_chat_is_answered(ana: SlackVisitor) -> None:
    ana.say("why Mexico?")
    old = ana.messages()[-1]
    ana.say("delete my data")
    told = ana.next_message(lambda: ana.slack.interact(ana.clicked(buttons_of(old)[0][1]["text"]["text"], old)))
    assert "an earlier chat" in told["text"]


def test_nobody_clicks_for_another(slack: Slack, thread: SlackVisitor) -> None:
    on(thread, "hub")
    click = thread.clicked("Monterrey")
    bob = SlackVisitor(slack, channel=thread.channel)
    click["user"]["id"] = bob.user
    assert slack.interact(click).status == 200
    told = slack.api.wait(lambda: [each for each in slack.api.whispered if each["user"] == bob.user])[0]
    assert "Mention me" in told["text"]
    assert thread.click("Guadalajara").envelope["asks"] == "company"


def test_who_asks_about_privacy_hears_of_slack_too(ana: SlackVisitor) -> None:
    reply = ana.say("is this chat private?")
    assert reply.envelope["topics"] == ["privacy"] and "Slack itself" in reply.text


# What Slack makes of words, both ways


def test_addresses_and_numbers_are_read_as_they_were_typed(puente: Puente, slack: Slack, ana: SlackVisitor) -> None:
    on(ana, "name")
    ana.say("Jane Doe")
    assert ana.say_raw("<mailto:jane@kite.com|jane@kite.com>").envelope["asks"] == "phone"
    ana.say_raw("<tel:+523312345678|+52 33 1234 5678>")
    (lead,) = puente.leads_of(ana)
    assert (lead.name, lead.email, lead.phone, lead.company) == ("Jane Doe", "jane@kite.com", "+523312345678", "Kite & Keel")


def test_nobody_can_make_the_bot_call_the_channel(slack: Slack, ana: SlackVisitor) -> None:
    on(ana, "name")
    ana.say("Jane Doe")
    ana.say("our company is <!channel> & <@U0BOB0001> Ltd")
    ana.say("our company is Kite & <b>Keel</b>")
    ana.say("what do you have on me?")
    assert "&amp;" in ana.shown()
    assert "<" not in ana.shown() and not re.search(r"&(?!amp;|lt;|gt;)", ana.shown())
    assert all(block["text"]["verbatim"] for each in ana.messages() for block in each["blocks"] if block["type"] == "section")


def test_marks_of_slacks_own_are_no_words(ana: SlackVisitor) -> None:
    reply = ana.say_raw(":wave: *why* <https://en.wikipedia.org/wiki/Mexico|Mexico>? <!here> <@U0BOB0001>")
    assert reply.envelope["topics"] == ["why_mexico"]


# The same event, late, out of order, forged

RETRIES = ["http_timeout", "http_error", "connection_failed", "ssl_error", "too_many_redirects", "unknown_error"]


def test_the_same_event_three_times_at_once_is_one_turn(slack: Slack, ana: SlackVisitor) -> None:
    message = ana.message("tell me about Tijuana")
    with ThreadPoolExecutor(3) as pool:
        assert [answer.status for answer in pool.map(slack.send, [message] * 3)] == [200] * 3
    slack.api.wait(ana.messages)
    only(ana)


@pytest.mark.parametrize("reason", RETRIES)
def test_a_retry_for_whatever_reason_is_no_new_turn(slack: Slack, ana: SlackVisitor, reason: str) -> None:
    message = ana.message("tell me about Tijuana")
    ana.reply_to(lambda: slack.send(message))
    for number in ("1", "2", "3"):
        headers = {"X-Slack-Retry-Num": number, "X-Slack-Retry-Reason": reason}
        assert slack.send(message, headers=headers).status == 200
    only(ana)


def test_a_retry_of_what_never_arrived_is_answered(slack: Slack, ana: SlackVisitor) -> None:
    headers = {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout"}
    assert ana.reply_to(lambda: slack.send(ana.message("why Mexico?"), headers=headers)).type == "answer"


def test_the_same_message_under_another_event_id_is_no_new_turn(slack: Slack, ana: SlackVisitor) -> None:
    message = ana.message("tell me about Tijuana")
    ana.reply_to(lambda: slack.send(message))
    assert slack.send({**message, "event_id": new_id()}).status == 200
    sent_twice = {**message["event"], "ts": "1790000000.777777"}  # the client's own retry: a new ts, the same client_msg_id
    assert slack.send({**message, "event": sent_twice, "event_id": new_id()}).status == 200
    only(ana)


def test_messages_out_of_order_are_answered_once_each(slack: Slack, ana: SlackVisitor) -> None:
    first, second = ana.message("tell me about Tijuana"), ana.message("how long is the flight?")
    for message in (second, first, second, first):
        slack.send(message)
    slack.api.wait(lambda: len(ana.turns()) == 2)
    assert [sources_of(message) for message in ana.messages()][1] == ["Source: Tijuana"]
    only(ana)


def test_a_late_event_is_answered(slack: Slack, ana: SlackVisitor) -> None:
    message = ana.message("why Mexico?")
    message["event_time"] = int(time.time()) - 3 * 3600
    assert ana.reply_to(lambda: slack.send(message)).type == "answer"


def test_a_forged_or_old_request_is_refused_and_does_nothing(slack: Slack, ana: SlackVisitor) -> None:
    body = json.dumps(ana.message("tell me about Tijuana")).encode()
    forged = [
        slack.post(body, JSON, secret="0" * 32),
        slack.post(body, JSON, age=360),
        slack.post(body, JSON, age=-360),
        slack.post(body, JSON, headers={"X-Slack-Signature": ""}),
        slack.post(body, JSON, headers={"X-Slack-Signature": "v0=\u00e9"}),
        slack.post(body, JSON, headers={"X-Slack-Request-Timestamp": "now"}),
        slack.post(b"\xff" + body, JSON),
        slack.post(body, JSON, headers={"X-Slack-Request-Timestamp": str(int(time.time()) + 1)}),
    ]
    assert [answer.status for answer in forged] == [401] * len(forged)
    assert all(json.loads(answer.body)["request_id"] for answer in forged)  # type: ignore[attr-defined]
    assert ana.say("how long is the flight?").envelope["topics"] == ["flights"]
    assert len(ana.messages()) == 1


def test_a_request_four_minutes_old_is_taken(slack: Slack, ana: SlackVisitor) -> None:
    assert ana.reply_to(lambda: slack.send(ana.message("why Mexico?"), age=240)).type == "answer"


# What is none of ours


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "application/json;charset=UTF-8", "text/plain"])
def test_a_charset_in_the_content_type_changes_nothing(slack: Slack, ana: SlackVisitor, content_type: str) -> None:
    body = json.dumps(ana.message("why Mexico?")).encode()
    assert ana.reply_to(lambda: slack.post(body, content_type)).type == "answer"


def test_the_address_is_verified(slack: Slack) -> None:
    answer = slack.send(shape("url_verification"))
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": shape("url_verification")["challenge"]})  # type: ignore[attr-defined]
    assert slack.send(shape("url_verification"), secret="0" * 32).status == 401


OTHERS = [
    "message_changed", "message_deleted", "channel_join", "own_message", "other_bot", "reaction_added", "app_rate_limited",
]  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_events_that_are_no_messages_are_acknowledged_and_no_turn(slack: Slack, ana: SlackVisitor, name: str) -> None:
    payload = shape(name)
    if "event" in payload:
        payload["event"] |= {"channel": ana.channel} | ({"user": ana.user} if payload["event"].get("user") == "U0ANA0001" else {})
        payload["event_id"] = new_id()
    answer = slack.send(payload)
    assert (answer.status, answer.body) == (200, b"")  # type: ignore[attr-defined]
    only(ana)


@pytest.mark.parametrize("name", ["view_submission", "select_action", "shortcut"])
def test_other_interactions_are_acknowledged_and_no_turn(slack: Slack, name: str) -> None:
    before = len(slack.api.called("chat.postMessage"))
    answer = slack.interact(shape(name))
    assert (answer.status, answer.body) == (200, b"")  # type: ignore[attr-defined]
    assert len(slack.api.called("chat.postMessage")) == before


ODD: list[dict[str, object]] = [
    {},
    {"type": None},
    {"type": 7},
    {"type": "event_callback"},
    {"type": "event_callback", "event": None},
    {"type": "event_callback", "event": []},
    {"type": "event_callback", "event": {"type": "message", "user": "U1"}},
    {"type": "event_callback", "event": {"type": "message", "user": "U1", "channel": "D1", "ts": "1", "text": 7}},
    {"type": "block_actions"},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{"type": "button"}]},
]


@pytest.mark.parametrize("payload", ODD, ids=[json.dumps(payload)[:40] for payload in ODD])
def test_odd_shapes_are_acknowledged(slack: Slack, payload: dict[str, object]) -> None:
    assert (slack.send(payload).status, slack.interact(payload).status) == (200, 200)


def test_forms_and_bodies_that_are_no_events(slack: Slack) -> None:
    assert slack.post(b"command=%2Fpuente&text=hi", FORM).status == 200
    assert slack.post(b"ssl_check=1", FORM).status == 200
    assert [slack.post(body, JSON).status for body in (b"", b"[]", b"{", b"payload=%7B", b'{"a":' * 9000)] == [400] * 5
    assert slack.post(b"{" + b" " * 1_100_000 + b"}", JSON).status == 413


def test_a_file_without_words_is_answered(slack: Slack, ana: SlackVisitor) -> None:
    sent = event("file_share", new_id(), user=ana.user, channel=ana.channel)
    assert "tell me in words" in ana.next_message(lambda: slack.send(sent))["text"]


def test_too_long_a_message_is_answered(slack: Slack, ana: SlackVisitor) -> None:
    told = ana.next_message(lambda: slack.send(ana.message("why Mexico? " * 500)))
    assert "4,000" in told["text"]
    only(ana)


def test_events_of_many_are_acknowledged_in_time_and_all_answered(slack: Slack) -> None:
    people = [SlackVisitor(slack) for _ in range(30)]

    def seconds(visitor: SlackVisitor) -> float:
        message, began = visitor.message("tell me about Tijuana"), time.monotonic()
        assert slack.send(message).status == 200
        return time.monotonic() - began

    with ThreadPoolExecutor(len(people)) as pool:
        assert max(pool.map(seconds, people)) < 3
    for visitor in people:
        slack.api.wait(visitor.messages)
        assert sources_of(visitor.messages()[0]) == ["Source: Tijuana"]


# Slack's failures

FAILURES = {
    "500 twice": [Trouble(500), Trouble(500)],
    "503": [Trouble(503)],
    "429": [Trouble(429, retry_after=1)],
    "429 without a time": [Trouble(429)],
    "ratelimited in the answer": [Trouble(error="ratelimited")],
    "internal_error": [Trouble(error="internal_error")],
    "socket closed at once": [Trouble(cut="before")],
    "socket closed in mid-reply": [Trouble(cut="after")],
    "all of it": [Trouble(500), Trouble(429, retry_after=1), Trouble(cut="after")],
}


@pytest.mark.parametrize("troubles", list(FAILURES.values()), ids=list(FAILURES))
def test_a_reply_gets_through_once(slack: Slack, ana: SlackVisitor, troubles: list[Trouble]) -> None:
    slack.api.fail("chat.postMessage", *troubles)
    began = time.monotonic()
    assert slack.send(ana.message("tell me about Tijuana")).status == 200
    assert time.monotonic() - began < 3
    slack.api.wait(ana.messages)
    assert not slack.api.troubles["chat.postMessage"]
    time.sleep(1)
    assert ana.say("tell me more").sections == ["Tijuana"]
    assert len(ana.messages()) == 2


def test_slack_hanging_up_before_the_answer_loses_nothing(slack: Slack, ana: SlackVisitor) -> None:
    body = json.dumps(ana.message("tell me about Tijuana")).encode()
    head = "".join(f"{name}: {value}\r\n" for name, value in {**slack.signed(body), "Content-Length": len(body)}.items())
    with socket.create_connection(("127.0.0.1", int(slack.url.rpartition(":")[2]))) as client:
        client.sendall(f"POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode() + body)
    slack.api.wait(ana.messages)
    assert ana.say("tell me more").sections == ["Tijuana"]


def test_a_rate_limit_is_waited_out(slack: Slack, ana: SlackVisitor) -> None:
    slack.api.fail("chat.postMessage", Trouble(429, retry_after=2))
    began = time.monotonic()
    assert ana.say("why Mexico?").type == "answer"
    assert time.monotonic() - began >= 2


def test_replies_keep_their_order_while_slack_is_slow(slack: Slack, ana: SlackVisitor) -> None:
    slack.api.fail("chat.postMessage", Trouble(429, retry_after=1))
    for text in ("tell me about Tijuana", "how long is the flight?", "do they speak English?"):
        assert slack.send(ana.message(text)).status == 200
    slack.api.wait(lambda: len(ana.messages()) == 3)
    assert [json.loads(each["metadata"]["event_payload"]["topics"])[0] for each in ana.messages()] == [
        "hub",
        "flights",
        "english",
    ]


def test_one_conversations_trouble_does_not_hold_up_another(slack: Slack, ana: SlackVisitor) -> None:
    slack.api.fail("chat.postMessage", Trouble(429, retry_after=3))
    slack.send(ana.message("why Mexico?"))
    slack.api.wait(lambda: not slack.api.troubles["chat.postMessage"])
    assert SlackVisitor(slack).say("why Mexico?").type == "answer"
    assert ana.messages() == []
    slack.api.wait(ana.messages)


def test_a_reply_that_slack_refuses_is_logged_and_its_turn_stays(puente: Puente, slack: Slack, ana: SlackVisitor) -> None:
    slack.api.fail("chat.postMessage", Trouble(error="channel_not_found"))
    answer = slack.send(ana.message("tell me about Tijuana"))
    request_id = answer.headers["X-Request-Id"]
    assert ana.say("tell me more").sections == ["Tijuana"]
    line = next(line for line in puente.log().splitlines() if request_id in line)
    assert "channel_not_found" in line and ana.user not in line and "Tijuana" not in line


def test_blocks_that_slack_refuses_become_plain_text(slack: Slack, ana: SlackVisitor) -> None:
    slack.api.fail("chat.postMessage", Trouble(error="msg_blocks_too_long"))
    message = ana.next_message(lambda: slack.send(ana.message("why Mexico?")))
    assert "blocks" not in message
    assert "Six reasons" in message["text"] and "1. Is Mexico cheaper?" in message["text"]
    assert ana.say("1").envelope["topics"] == ["cost"]


def test_buttons_that_could_not_be_closed_are_closed_later(slack: Slack, ana: SlackVisitor) -> None:
    on(ana, "hub")
    asked = ana.messages()[-1]
    slack.api.fail("chat.update", Trouble(500), Trouble(429, retry_after=1))
    assert ana.click("Monterrey").envelope["asks"] == "company"
    slack.api.wait(lambda: not buttons_of(asked))


def test_only_what_granular_tokens_may_is_called(slack: Slack, ana: SlackVisitor) -> None:
    ana.say("why Mexico?")
    ours = (
        "chat.postMessage",
        "chat.update",
        "chat.postEphemeral",
        "users.info",
        "conversations.history",
        "conversations.replies",
    )
    for method, arguments in slack.api.calls:
        assert method in ours
        assert not {"as_user", "username", "icon_url", "type", "token"} & set(arguments)


# A lead


def test_a_whole_lead_with_the_profile_offered_and_confirmed(puente: Puente, ana: SlackVisitor) -> None:
    asked = on(ana, "name")
    assert asked.buttons == ("Use Ana Lopez",)
    (lead,) = puente.leads_of(ana)
    assert (lead.name, lead.email, lead.status) == (None, None, "partial")
    ana.slack.api.people[ana.user] = {"real_name": "Ana Lopez", "email": f"{ana.user.lower()}@acme.com"}
    asked = ana.click("Use Ana Lopez")
    (offer,) = asked.buttons
    assert offer == f"Use {ana.user.lower()}@acme.com"
    assert puente.leads_of(ana)[0].email is None
    assert ana.click(offer).envelope["asks"] == "phone"
    summary = ana.say("skip")
    assert summary.buttons == ("Yes, pass it on", "Change something", "No, don't")
    done = ana.click("Yes, pass it on")
    (lead,) = puente.leads_of(ana)
    assert (done.type, lead.status, lead.consent, lead.channel) == ("handoff", "handed_off", True, "slack")
    assert done.envelope["lead"] == {"reference": lead.reference, "status": "handed_off"}
    assert (lead.name, lead.email) == ("Ana Lopez", f"{ana.user.lower()}@acme.com")
    assert (lead.company, lead.hub, lead.team_size_min, lead.budget_max, lead.job_title) == (
        "Kite & Keel", "Monterrey", 5, 20000, "CTO",
    )  # fmt: skip
    assert lead.conversation_id == ana.conversation_id


def test_what_the_profile_offers_need_not_be_taken(puente: Puente, ana: SlackVisitor) -> None:
    on(ana, "name")
    ana.say("Jane Doe")
    ana.say("jane@kite.com")
    (lead,) = puente.leads_of(ana)
    assert (lead.name, lead.email) == ("Jane Doe", "jane@kite.com")


def test_in_a_channel_the_address_is_offered_to_its_owner_only(puente: Puente, slack: Slack, thread: SlackVisitor) -> None:
    on(thread, "name")
    assert thread.click("Use Ana Lopez").envelope["asks"] == "email"
    offer = slack.api.wait(lambda: [each for each in slack.api.whispered if each["user"] == thread.user])[0]
    assert "ana@acme.com" not in texts_of(thread)
    ((block, button),) = buttons_of(offer)
    click = shape("block_actions_ephemeral")
    click["user"]["id"] = thread.user
    click["channel"]["id"] = click["container"]["channel_id"] = thread.channel
    click["container"]["message_ts"] = offer["ts"]
    click["response_url"] = slack.api.url.replace("/api/", f"/response/{thread.user}")
    click["actions"][0] |= {**button, "block_id": block["block_id"]}
    assert thread.reply_to(lambda: slack.interact(click)).envelope["asks"] == "phone"
    assert puente.leads_of(thread)[0].email == "ana@acme.com"
    slack.api.wait(lambda: {"delete_original": True} in slack.api.withdrawn)


@pytest.mark.parametrize("trouble", [Trouble(error="missing_scope"), Trouble(500), Trouble(cut="before")])
def test_without_the_profile_the_question_is_asked_all_the_same(slack: Slack, ana: SlackVisitor, trouble: Trouble) -> None:
    reply = on(ana, "job_title")
    slack.api.fail("users.info", trouble)
    reply = ana.say("CTO")
    assert (reply.envelope["asks"], reply.buttons) == ("name", ())


def test_deleted_data_is_gone_but_for_slacks_own_copy_which_is_said(puente: Puente, ana: SlackVisitor) -> None:
    on(ana, "name")
    told = ana.say("delete my data").text
    assert "erased" in told and "stays in Slack" in told
    assert puente.leads_of(ana) == []
    assert ana.say("tell me more").sections == []
