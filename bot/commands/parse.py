"""`parse`: what a slot takes from a text."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime, timezone

from bot.values.slots import SLOTS, parse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `parse` to the command line."""
    parser = subparsers.add_parser("parse", help="print the value a slot takes from a text, as JSON")
    parser.add_argument("slot", metavar="SLOT", nargs="?", choices=SLOTS, help=", ".join(SLOTS))
    parser.add_argument("text", metavar="TEXT", nargs="?")
    parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day that dates are counted from")
    parser.add_argument("--jsonl", action="store_true", help='read {"slot", "text"} lines from standard input')


def run(args: argparse.Namespace) -> int:
    """0 after the values; 1 when something asked for was no slot or text."""
    today = args.today or datetime.now(timezone.utc).date()
    if args.jsonl:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        return parse_lines(sys.stdin, today)
    if args.slot is None or args.text is None:
        print("puente: parse needs SLOT and TEXT, or --jsonl", file=sys.stderr)
        return 1
    print(as_json(parse(args.slot, args.text, today)))
    return 0


def as_json(value: object) -> str:
    """The value on one line; half characters, which no terminal takes, as question marks."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def parse_lines(lines: Iterable[str], today: date) -> int:
    """One line of output for each of input but blank ones; a line that can't be read gives an object with `error`."""
    failed = False
    for line in lines:
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            slot, text = item["slot"], item["text"]
            if slot not in SLOTS or not isinstance(text, str):
                raise ValueError(f"no slot {slot!r} or no text")
            day = date.fromisoformat(item["today"]) if "today" in item else today
            print(as_json(parse(slot, text, day)))
        except (ValueError, KeyError, TypeError) as error:
            failed = True
            print(json.dumps({"error": str(error)}))
    return 1 if failed else 0
