"""`ask`: one question on the terminal, to the running server or to one started for it."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from bot.commands.build import BuildError, ensure_built
from bot.servers import ServerProblem, free_ports, not_ready, serving
from bot.settings import ROOT, Settings

TIMEOUT_SECONDS = 60


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `ask` to the command line."""
    parser = subparsers.add_parser("ask", help="ask one question and print the answer")
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--json", action="store_true", help="print the reply as the REST channel sends it")


def run(args: argparse.Namespace, config: Settings) -> int:
    """0 after the answer; 1 after one line about why there is none."""
    try:
        with reachable(config) as url:
            reply = post(url, f"terminal-{uuid.uuid4().hex}", args.text, config.api_key)
    except HTTPError as refused:
        print(f"puente: {why(refused)}", file=sys.stderr)
        return 1
    except (BuildError, ServerProblem, OSError) as problem:
        print(f"puente: {problem}", file=sys.stderr)
        return 1
    print(json.dumps(reply, ensure_ascii=False, indent=2) if args.json else as_text(reply))
    return 0


@contextmanager
def reachable(config: Settings) -> Iterator[str]:
    """The address of a ready server: the running one, or one started on free ports with a database of its own."""
    if not not_ready(config.url):
        yield config.url
        return
    note("Puente isn't running; starting it for this question ...")
    ensure_built(note)
    with tempfile.TemporaryDirectory() as scratch:
        own = free_ports(
            config, {"tracker_database": str(Path(scratch) / "conversations.db"), "database_url": f"sqlite:///{scratch}/leads.db"}
        )
        with serving(own, ROOT / "var" / "ask.log"):
            yield own.url


def post(url: str, sender: str, text: str, api_key: str = "") -> list[dict[str, Any]]:
    """The reply to one message over REST. Raises OSError when the server can't be reached or refuses."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {api_key}"} if api_key else {})
    request = urllib.request.Request(
        f"{url}/webhooks/rest/webhook", json.dumps({"sender": sender, "message": text}).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        reply: list[dict[str, Any]] = json.load(answer)
    return reply


def why(refused: HTTPError) -> str:
    """The server's own words on why it refuses, and what to do about a missing key."""
    try:
        problem = json.load(refused)
    except (ValueError, OSError):
        return str(refused)
    hint = "; set PUENTE_API_KEY to one of `python -m bot keys create NAME`" if refused.code == 401 else ""
    return f"{problem['detail']}{hint}"


def as_text(reply: list[dict[str, Any]]) -> str:
    """The words of a reply, with its buttons as a list."""
    lines = []
    for message in reply:
        lines += [message["text"]] if "text" in message else []
        lines += [f"  - {button['title']}" for button in message.get("buttons", ())]
    return "\n".join(lines)


def note(line: str) -> None:
    """Progress goes to standard error: the answer alone is the output."""
    print(line, file=sys.stderr, flush=True)
