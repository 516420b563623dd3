"""slack-check against the stand-in of Slack and a small server in Puente's place."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot import settings
from bot.channels.slack.signature import genuine
from bot.commands import slack_check
from bot.settings import Settings
from tests.slack.standin import SlackApi, Trouble, slack_api
from tests.slack.visitor import SECRET


@pytest.fixture
def api() -> Iterator[SlackApi]:
    with slack_api() as serving:
        yield serving


@contextmanager
def answering(status: int = 200, body: object = "challenge", secret: str = SECRET) -> Iterator[int]:
    """A server that answers each POST so: its port. It checks signatures and gives back challenges as Puente does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            signed = genuine(secret, content, dict(self.headers.items()))
            told = {"challenge": json.loads(content)["challenge"]} if body == "challenge" else body
            self.send_response(status if signed else 401)
            self.end_headers()
            refused = {"detail": "the signature is missing, wrong or older than five minutes"}
            self.wfile.write(json.dumps(told if signed else refused).encode())

        def log_message(self, *given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def config(api: SlackApi, **other: object) -> Settings:
    found = settings.load({"SLACK_BOT_TOKEN": api.token, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": api.url})
    return replace(found, **other)  # type: ignore[arg-type]


def report(given: Settings, capsys: pytest.CaptureFixture[str], url: str | None = None) -> tuple[int, str, list[str]]:
    """Exit code, everything printed, and what is to fix."""
    code = slack_check.run(argparse.Namespace(url=url), given)
    printed = capsys.readouterr().out
    assert given.slack_bot_token not in printed or not given.slack_bot_token
    return code, printed, [line for line in printed.splitlines() if line.startswith("FIX")]


def test_when_all_is_well(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as port:
        code, printed, wrong = report(config(api, port=port), capsys)
    assert (code, wrong) == (0, [])
    assert "'puente' in the workspace 'Acme'" in printed and "Nothing to fix" in printed and "--url" in printed


def test_nothing_set(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, wrong = report(settings.load({}), capsys)
    assert code == 1
    assert ["SLACK_BOT_TOKEN is not set" in wrong[0], "SLACK_SIGNING_SECRET is not set" in wrong[1], len(wrong)] == [
        True,
        True,
        2,
    ]


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("xoxp-1", "user token"),
        ("xapp-1", "app-level"),
        ("xoxe.xoxb-1", "rotation"),
        ("hello", "xoxb-"),
        ("xoxb-other", "doesn't know"),
    ],
)
def test_a_wrong_token(api: SlackApi, capsys: pytest.CaptureFixture[str], token: str, told: str) -> None:
    with answering() as port:
        _, _, (line,) = report(config(api, port=port, slack_bot_token=token), capsys)
    assert told in line


@pytest.mark.parametrize(("error", "told"), [("account_inactive", "uninstalled"), ("token_revoked", "revoked"), ("odd", "(odd)")])
def test_a_token_that_slack_refuses(api: SlackApi, capsys: pytest.CaptureFixture[str], error: str, told: str) -> None:
    api.fail("auth.test", Trouble(error=error))
    with answering() as port:
        _, _, (line,) = report(config(api, port=port), capsys)
    assert told in line


def test_slack_out_of_reach(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as port:
        _, _, (line,) = report(config(api, port=port, slack_api_url="http://127.0.0.1:9/api/"), capsys)
    assert "Slack can't be reached" in line


def test_missing_and_needless_scopes(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.scopes = api.scopes.replace(",users:read.email", "").replace("chat:write", "admin")
    with answering() as port:
        _, printed, (line,) = report(config(api, port=port), capsys)
    assert "scopes missing: chat:write, users:read.email." in line
    assert "no use for: admin" in printed


@pytest.mark.parametrize("secret", ["8f742231", "xoxb-1", SECRET.upper(), SECRET + "0"])
def test_a_malformed_secret(api: SlackApi, capsys: pytest.CaptureFixture[str], secret: str) -> None:
    with answering(secret=secret) as port:
        _, _, (line,) = report(config(api, port=port, slack_signing_secret=secret), capsys)
    assert "SLACK_SIGNING_SECRET is not 32" in line


def test_puente_not_running(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, (line,) = report(config(api, port=9), capsys)
    assert "doesn't answer on this machine" in line and "make run" in line


def test_puente_with_another_secret(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(secret="0" * 32) as port:
        _, _, (line,) = report(config(api, port=port), capsys)
    assert "another SLACK_SIGNING_SECRET" in line


def test_puente_started_without_the_settings(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(503, {"detail": "SLACK_BOT_TOKEN not set; see docs/slack.md"}) as port:
        _, _, (line,) = report(config(api, port=port), capsys)
    assert "SLACK_BOT_TOKEN not set" in line and "Restart" in line


@pytest.mark.parametrize(("status", "body"), [(404, "no such page"), (200, {"challenge": "another"}), (200, []), (500, {})])
def test_somebody_else_at_the_address(api: SlackApi, capsys: pytest.CaptureFixture[str], status: int, body: object) -> None:
    with answering(status, body) as port:
        _, _, (line,) = report(config(api, port=port), capsys)
    assert f"is not Puente: status {status}" in line


def test_a_public_address(api: SlackApi, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as port:
        here = config(api, port=port)
        _, _, (line,) = report(here, capsys, f"http://127.0.0.1:{port}")
        assert "https:// only" in line
        _, printed, _ = report(here, capsys, f"http://127.0.0.1:{port}/webhooks/slack/webhook")
        assert "answers Slack's question under its public address" in printed
        _, _, (line,) = report(here, capsys, "https://chat.example.com/slack")
        assert "must end in /webhooks/slack/webhook" in line
        _, _, (line,) = report(here, capsys, "127.0.0.1:9")
        assert "doesn't answer under its public address (https://127.0.0.1:9)" in line


def test_a_manifest_for_another_address(
    api: SlackApi, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = slack_check.manifest()
    told["settings"]["event_subscriptions"]["request_url"] = "https://a.example.com/webhooks/slack/webhook"
    monkeypatch.setattr(slack_check, "manifest", lambda: told)
    with answering() as port:
        _, _, (line,) = report(config(api, port=port), capsys)
        assert "names two addresses" in line
        told["settings"]["interactivity"]["request_url"] = told["settings"]["event_subscriptions"]["request_url"]
        _, _, wrong = report(config(api, port=port), capsys, "https://127.0.0.1:9")
        assert "says https://a.example.com" in wrong[0]
