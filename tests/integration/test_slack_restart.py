"""Slack across restarts: without its settings, with a reply still under way, and with events that come once more."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.servers import free_ports, serving, stop
from tests.conftest import own_databases, slack_settings
from tests.slack.standin import SlackApi, Trouble, slack_api
from tests.slack.visitor import Slack, SlackVisitor
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def own_api() -> Iterator[SlackApi]:
    """A stand-in that no other test's server calls."""
    with slack_api() as api:
        yield api


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Databases that outlive a server."""
    return tmp_path_factory.mktemp("restarts")


@contextmanager
def started(folder: Path, own: dict[str, object]) -> Iterator[tuple[str, list[Any]]]:
    config = free_ports(settings.load({}), {**own_databases(folder), **own})
    with serving(config, folder / "servers.log") as processes:
        yield config.url, processes


def test_without_its_settings_slack_is_closed_and_everything_else_open(folder: Path) -> None:
    with started(folder, {}) as (url, _):
        for path, method in (("/webhooks/slack/", "GET"), ("/webhooks/slack/webhook", "POST")):
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(urllib.request.Request(f"{url}{path}", b"{}" if method == "POST" else None, method=method))
            assert caught.value.code == 503
            told = json.load(caught.value)
            assert "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET not set" in (told.get("reason") or told["detail"])
        assert Visitor(url).say("why Mexico?").type == "answer"


def test_a_reply_under_way_is_finished_and_its_event_is_no_new_turn_after_the_restart(folder: Path, own_api: SlackApi) -> None:
    with started(folder, slack_settings(own_api)) as (url, processes):
        ana = SlackVisitor(Slack(url, own_api))
        message = ana.message("tell me about Tijuana")
        own_api.fail("chat.postMessage", Trouble(429, retry_after=2))
        assert ana.slack.send(message).status == 200
        own_api.wait(lambda: own_api.called("chat.postMessage"))
        began = time.monotonic()
        stop(processes)
        assert time.monotonic() - began < 10
    assert len(ana.messages()) == 1
    with started(folder, slack_settings(own_api)) as (url, _):
        ana.slack = Slack(url, own_api)
        headers = {"X-Slack-Retry-Num": "3", "X-Slack-Retry-Reason": "connection_failed"}
        assert ana.slack.send(message, headers=headers).status == 200
        assert ana.say("how long is the flight?").envelope["topics"] == ["flights"]
        assert ana.say("tell me about Tijuana").sections == ["Tijuana"]
        assert len(ana.messages()) == 3
        with urllib.request.urlopen(f"{url}/webhooks/slack/") as answer:
            assert json.load(answer) == {"status": "ok"}
