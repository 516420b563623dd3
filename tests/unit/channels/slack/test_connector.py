from __future__ import annotations

import pytest
import yaml

from bot import settings
from bot.channels.slack.connector import not_set_up
from bot.channels.slack.incoming import Message, Opened, read
from bot.channels.slack.words import words
from bot.settings import ROOT
from tests.slack.shapes import event, shape
from tests.slack.standin import SCOPES

TOKEN, SECRET = "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"
MANIFEST = yaml.safe_load((ROOT / "deploy" / "slack-manifest.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("given", [{}, {TOKEN: "xoxb-1"}, {SECRET: "x"}, {TOKEN: " ", SECRET: "x"}, {TOKEN: "x", SECRET: "\n"}])
def test_what_is_missing_is_named(given: dict[str, str]) -> None:
    problem = not_set_up(settings.load(given))
    assert problem
    assert [name in problem for name in (TOKEN, SECRET)] == [not given.get(name, "").strip() for name in (TOKEN, SECRET)]


def test_token_and_secret_are_enough() -> None:
    assert not_set_up(settings.load({TOKEN: "xoxb-1", SECRET: "x"})) is None


def test_secrets_are_not_shown() -> None:
    assert "xoxb-1" not in repr(settings.load({TOKEN: "xoxb-1", SECRET: "hush"}))
    assert "hush" not in repr(settings.load({TOKEN: "xoxb-1", SECRET: "hush"}))


def test_the_manifest_asks_for_the_events_that_are_read_and_no_other() -> None:
    told = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert told == {"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im", "message.mpim"}
    assert isinstance(read(shape("app_home_opened")), Opened)
    for kind in ("channel", "group", "im", "mpim"):
        assert isinstance(read(event("message_channel", channel_type=kind)), Message)


def test_the_manifest_asks_for_the_scopes_that_the_calls_need() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(SCOPES.split(","))


def test_every_word_is_there() -> None:
    assert words().use.format(value="Ana") == "Use Ana"
    assert "4,000" in words().too_long.format(longest="4,000")
    assert "a@b.c" in words().use_own_email.format(value="a@b.c")
    assert "x" in words().chosen.format(title="x")
