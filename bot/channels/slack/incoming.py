"""What Slack sends: messages, clicks, an opened App Home. Everything else is nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from bot.channels.slack.offer import Offer
from bot.channels.slack.places import Place
from bot.channels.slack.text import mentioned, plain

WRITTEN = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes of a message that somebody wrote; joins, edits, deletions and bots' messages have others."""


@dataclass(frozen=True)
class Message:
    """Somebody wrote."""

    place: Place
    text: str
    id: str
    """The same for the message in its event `message` and in `app_mention`."""
    keys: tuple[str, ...]
    """What tells that this came before, in whichever event."""
    called: bool
    """Whether it is said to the bot: directly or by a mention."""
    aside: bool
    """Whether it is meant for others unless it calls the bot: outside threads, or beginning with somebody's name."""
    files: bool


@dataclass(frozen=True)
class Opened:
    """Somebody opened the App Home."""

    place: Place
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Click:
    """Somebody clicked one of our buttons."""

    place: Place
    value: str
    title: str
    offer: str | None
    """The id of the message whose answer had the button; None when the block doesn't say."""
    message: Mapping[str, Any]
    """The message with the button, as Slack shows it; without blocks where only its visitor saw it."""
    response_url: str
    id: str
    keys: tuple[str, ...]


Incoming = Message | Opened | Click


class Malformed(Exception):
    """The body is none that Slack sends."""


def read_body(body: bytes) -> dict[str, Any]:
    """The payload: JSON, or a form whose field `payload` is JSON; an empty one for other forms. Raises Malformed."""
    try:
        text = body.decode()
        if not text.lstrip().startswith("{"):
            fields = parse_qs(text, strict_parsing=True)
            text = fields["payload"][0] if "payload" in fields else "{}"
        payload = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(payload, dict):
        raise Malformed
    return payload


def read(payload: Mapping[str, Any]) -> Incoming | None:
    """What happened; None for whatever is not for us, in whatever shape."""
    try:
        if payload.get("type") == "event_callback":
            return _event(payload, payload["event"])
        if payload.get("type") == "block_actions":
            return _click(payload, payload["actions"][0])
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return None
    return None


def _event(payload: Mapping[str, Any], event: Mapping[str, Any]) -> Message | Opened | None:
    """An event; what the bot itself or another bot does is none."""
    own = own_users(payload)
    if event.get("bot_id") or event.get("hidden") or event.get("user") in (None, "USLACKBOT", *own):
        return None
    if event["type"] == "app_home_opened":
        place = Place(str(payload["team_id"]), str(event["channel"]), str(event["user"]), None, direct=True)
        return Opened(place, (str(payload["event_id"]), f"home:{place.conversation}"))
    if event["type"] not in ("message", "app_mention") or event.get("subtype") not in WRITTEN:
        return None
    return _message(payload, event, own)


def _message(payload: Mapping[str, Any], event: Mapping[str, Any], own: frozenset[str]) -> Message:
    direct = event.get("channel_type") == "im" or str(event["channel"]).startswith("D")
    channel, ts, text = str(event["channel"]), str(event["ts"]), str(event.get("text") or "")
    thread = event.get("thread_ts") or (None if direct else ts)
    place = Place(str(payload["team_id"]), channel, str(event["user"]), thread, direct)
    users = mentioned(text)
    if event["type"] == "app_mention" and not own:
        own = frozenset(users[:1])
    message_id, client_id = f"slack:{channel}:{ts}", event.get("client_msg_id")
    called = direct or event["type"] == "app_mention" or bool(own & set(users))
    # Without authorizations the `message` of a mention does not look like one: it must not keep its `app_mention` out.
    marks = (message_id, f"client:{client_id}") if client_id else (message_id,)
    return Message(
        place=place,
        text=plain(text, own),
        id=message_id,
        keys=(str(payload["event_id"]), *(f"{mark}:{called}" for mark in marks)),
        called=called,
        aside=thread == ts or text.lstrip().startswith("<@"),
        files=bool(event.get("files")),
    )


def _click(payload: Mapping[str, Any], action: Mapping[str, Any]) -> Click | None:
    """A click on one of our buttons, told by the block it stands in."""
    if action["type"] != "button" or not isinstance(action["value"], str):
        return None
    message, container = payload.get("message") or {}, payload.get("container") or {}
    channel = str((payload.get("channel") or {}).get("id") or container["channel_id"])
    ts = str(message.get("ts") or container["message_ts"])
    user, direct = payload["user"], channel.startswith("D")
    offer = Offer.read(str(action.get("block_id") or "")) or Offer(
        str((payload.get("team") or {}).get("id") or user["team_id"]),
        message.get("thread_ts") or container.get("thread_ts") or (None if direct else ts),
        None,
    )
    return Click(
        place=Place(offer.team, channel, str(user["id"]), offer.thread, direct),
        value=action["value"],
        title=str((action.get("text") or {}).get("text") or action["value"]),
        offer=offer.turn,
        message={"ts": ts, "text": message.get("text") or "", "blocks": message.get("blocks") or []},
        response_url=str(payload.get("response_url") or ""),
        id=f"slack:{channel}:{ts}:click",
        keys=(f"{channel}:{ts}:{action['value']}",),
    )


def own_users(payload: Mapping[str, Any]) -> frozenset[str]:
    """The bot's own user id, as the event tells it."""
    named = payload.get("authorizations") or []
    users = [item["user_id"] for item in named if item.get("is_bot", True)] or payload.get("authed_users") or []
    return frozenset(str(user) for user in users)
