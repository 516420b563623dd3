"""`run`: builds what is missing, starts both servers and stays until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import time

from bot.commands.build import BuildError, ensure_built
from bot.servers import ServerProblem, serving
from bot.settings import ROOT, Settings

LOG = ROOT / "var" / "puente.log"
WELCOME = """
Puente is ready.

  A page with the chat on it:         {url}/
  The script tag for your own site:   {url}/snippet.html
  From a second terminal:             .venv/bin/python -m bot ask "why Mexico?"
  Ask over REST:                      curl -s {url}/webhooks/rest/webhook -d '{{"sender": "me", "message": "why Mexico?"}}'
  See the leads:                      .venv/bin/python -m bot leads list
  Its log:                            var/puente.log

Ctrl-C ends it."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `run` to the command line."""
    subparsers.add_parser("run", help="start Puente and keep it running until Ctrl-C")


def run(config: Settings) -> int:
    """0 after Ctrl-C; 1 after one line about why it can't run."""
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        ensure_built(say)
        say("Starting ...")
        with serving(config, LOG) as processes:
            say(WELCOME.format(url=config.url))
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
        print("puente: a server ended by itself; var/puente.log says why", file=sys.stderr)
        return 1
    except (BuildError, ServerProblem) as problem:
        print(f"puente: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 0


def say(line: str) -> None:
    """One line of progress, at once."""
    print(line, flush=True)
