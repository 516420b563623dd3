"""`slack-check`: what is set up for Slack, and in plain words what is not."""

from __future__ import annotations

import argparse
import json
import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier

from bot.settings import ROOT, Settings

MANIFEST = ROOT / "deploy" / "slack-manifest.yml"
PATH = "/webhooks/slack/webhook"
PLACEHOLDER = "YOUR-HOST"
TIMEOUT_SECONDS = 10
SECRET = re.compile(r"[0-9a-f]{32}")
WRONG_TOKENS = {
    "xoxp-": "is a user token; the bot's own begins with xoxb-",
    "xapp-": "is an app-level token; the bot's own begins with xoxb-",
    "xoxe": "is a rotating token; switch token rotation off and take the one that begins with xoxb-",
}
REFUSALS = {
    "invalid_auth": 'Slack doesn\'t know the token: copy it again from "OAuth & Permissions"',
    "not_authed": 'Slack doesn\'t know the token: copy it again from "OAuth & Permissions"',
    "token_revoked": 'the token was revoked: install the app again under "Install App"',
    "token_expired": 'the token has expired: install the app again under "Install App"',
    "account_inactive": "the app was uninstalled, or its workspace is gone: install it again",
}


@dataclass(frozen=True)
class Finding:
    """One line of the report; `good` is None for what is neither right nor wrong."""

    good: bool | None
    text: str


class Unanswered(Exception):
    """Nothing answers at the address; says why."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `slack-check` to the command line."""
    parser = subparsers.add_parser("slack-check", help="say what is misconfigured for Slack")
    parser.add_argument(
        "--url", metavar="PUBLIC_URL", help="address under which Slack reaches Puente, such as https://chat.example.com"
    )


def run(args: argparse.Namespace, config: Settings) -> int:
    """0 when Slack can be served, 1 when something stands in the way."""
    findings = list(check(config, args.url))
    for finding in findings:
        print(f"{ {True: 'ok  ', False: 'FIX ', None: '-   '}[finding.good] } {finding.text}")
    wrong = sum(finding.good is False for finding in findings)
    print(f"\n{wrong} to fix; docs/slack.md says how." if wrong else "\nNothing to fix.")
    return 1 if wrong else 0


def check(config: Settings, url: str | None) -> Iterator[Finding]:
    """Everything that can be told from here."""
    yield from check_token(config)
    yield from check_secret(config.slack_signing_secret)
    yield from check_manifest(url)
    if config.slack_signing_secret:
        yield from check_address(config.url, config, "on this machine", "start it with `make run`")
        if url:
            yield from check_public(url, config)
        else:
            yield Finding(None, "the public address was not tried: name it with --url https://...")


def check_token(config: Settings) -> Iterator[Finding]:
    """The token, whose bot it is, and what it may do."""
    token = config.slack_bot_token
    if not token:
        yield Finding(False, 'SLACK_BOT_TOKEN is not set: it is the "Bot User OAuth Token" under "OAuth & Permissions"')
        return
    wrong = next((text for start, text in WRONG_TOKENS.items() if token.startswith(start)), None)
    if wrong or not token.startswith("xoxb-"):
        yield Finding(False, f"SLACK_BOT_TOKEN {wrong or 'is no bot token; that begins with xoxb-'}")
        return
    try:
        answer = WebClient(token, config.slack_api_url, timeout=TIMEOUT_SECONDS).auth_test()
    except SlackApiError as error:
        name = error.response.get("error") if isinstance(error.response.data, dict) else f"status {error.response.status_code}"
        yield Finding(False, f"SLACK_BOT_TOKEN: {REFUSALS.get(str(name), f'Slack refuses it ({name})')}")
        return
    except (SlackClientError, OSError) as error:
        yield Finding(False, f"Slack can't be reached from this machine: {reason(error)}")
        return
    yield Finding(True, f"the token is that of the bot {answer.get('user')!r} in the workspace {answer.get('team')!r}")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield from check_scopes(str(headers.get("x-oauth-scopes") or ""))


def check_scopes(header: str) -> Iterator[Finding]:
    """What the bot may do beside what the manifest asks for."""
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    wanted = set(manifest()["oauth_config"]["scopes"]["bot"])
    if wanted - granted:
        missing = ", ".join(sorted(wanted - granted))
        yield Finding(False, f'scopes missing: {missing}. Add them under "OAuth & Permissions", then install the app again')
    else:
        yield Finding(True, "the token has every scope of deploy/slack-manifest.yml")
    if granted - wanted:
        yield Finding(None, f"scopes that Puente has no use for: {', '.join(sorted(granted - wanted))}")


def check_secret(secret: str) -> Iterator[Finding]:
    """The signing secret's form; whether it is the right one only a request of Slack's tells."""
    if not secret:
        yield Finding(False, 'SLACK_SIGNING_SECRET is not set: it is under "Basic Information", "App Credentials"')
    elif not SECRET.fullmatch(secret):
        yield Finding(False, 'SLACK_SIGNING_SECRET is not 32 digits and letters a-f: take the "Signing Secret", no other')
    else:
        yield Finding(True, "the signing secret has the right form")


def check_manifest(url: str | None) -> Iterator[Finding]:
    """The manifest's own addresses; what the app in Slack has besides scopes a bot's token can't see."""
    told = manifest()["settings"]
    addresses = {told["event_subscriptions"]["request_url"], told["interactivity"]["request_url"]}
    host = urlsplit(url if "://" in url else f"https://{url}").netloc if url else PLACEHOLDER
    if len(addresses) > 1:
        yield Finding(False, "deploy/slack-manifest.yml names two addresses; events and interactivity need the same")
    elif url and not addresses & {f"https://{host}{PATH}", f"https://{PLACEHOLDER}{PATH}"}:
        yield Finding(False, f"deploy/slack-manifest.yml says {addresses.pop()}, not https://{host}{PATH}")
    yield Finding(None, "events and interactivity can't be seen from here: if messages don't arrive, compare with the manifest")


def check_public(url: str, config: Settings) -> Iterator[Finding]:
    """The address that Slack is told."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.path.rstrip("/") not in ("", PATH):
        yield Finding(False, f"--url has the path {parts.path}: the address in the app's settings must end in {PATH}")
        return
    if parts.scheme != "https":
        yield Finding(False, f"{parts.scheme}:// will not do: Slack sends events to https:// only")
    yield from check_address(
        f"{parts.scheme}://{parts.netloc}", config, "under its public address", "see that the proxy passes it on"
    )


def check_address(base: str, config: Settings, where: str, remedy: str) -> Iterator[Finding]:
    """Asks as Slack does when an address is entered: a signed request whose challenge must come back."""
    challenge = secrets.token_hex(16)
    try:
        status, body = ask(f"{base}{PATH}", challenge, config.slack_signing_secret)
    except Unanswered as error:
        yield Finding(False, f"Puente doesn't answer {where} ({base}): {error}; {remedy}")
        return
    if status == 200 and body.get("challenge") == challenge:
        yield Finding(True, f"Puente answers Slack's question {where} ({base})")
    elif status == 401 and "signature" in str(body.get("detail")):
        yield Finding(False, f"Puente {where} ({base}) runs with another SLACK_SIGNING_SECRET: restart it with this one")
    elif status == 503 and body.get("detail"):
        yield Finding(False, f"Puente {where} ({base}) says: {body['detail']}. Restart it after setting them")
    else:
        yield Finding(False, f"what answers {where} ({base}{PATH}) is not Puente: status {status}; {remedy}")


def ask(address: str, challenge: str, secret: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer, an empty object where it is none. Raises Unanswered."""
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=TIMEOUT_SECONDS) as answer:
            status, content = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, content = error.code, error.read()
    except (OSError, ValueError) as error:
        raise Unanswered(reason(error)) from error
    try:
        found = json.loads(content)
    except ValueError:
        return status, {}
    return status, found if isinstance(found, dict) else {}


def reason(error: Exception) -> str:
    """What went wrong on the network, without the name of a class."""
    inner = getattr(error, "reason", None) or error
    return str(getattr(inner, "strerror", None) or inner)


def manifest() -> dict[str, Any]:
    """deploy/slack-manifest.yml."""
    found: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return found
