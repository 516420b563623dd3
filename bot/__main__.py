"""The command line: `python -m bot COMMAND`."""

from __future__ import annotations

import argparse
import sys

from bot import settings
from bot.commands import ask, build, keys, leads, parse, run, slack_check


def main(arguments: list[str] | None = None) -> int:
    """The exit code of the command."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Puente: answers about outsourcing to Mexico, and leads.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in (run, build, ask, leads, keys, parse, slack_check):
        command.add_parser(subparsers)
    args = parser.parse_args(arguments)
    if args.command == "parse":
        return parse.run(args)
    try:
        config = settings.load()
    except settings.SettingsError as error:
        print(f"puente: {error}", file=sys.stderr)
        return 1
    if args.command == "build":
        return build.run(config)
    if args.command == "run":
        return run.run(config)
    if args.command == "ask":
        return ask.run(args, config)
    if args.command == "keys":
        return keys.run(args, config)
    if args.command == "slack-check":
        return slack_check.run(args, config)
    return leads.run(args, config)


if __name__ == "__main__":
    sys.exit(main())
