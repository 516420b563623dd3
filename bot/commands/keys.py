"""`keys create|list|revoke`: who may speak over REST."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bot import keys, leads
from bot.channels.rest.callback_addresses import BadAddress, NotAllowed, check_transport
from bot.leads import schema
from bot.settings import Settings

CREATED = """\
Key {id} "{name}" ({scopes}). This is shown once; only a digest of it is kept.

  token           {token}
  signing secret  {secret}

Send it with each request:   Authorization: Bearer {token}
The signing secret checks call-backs (docs/rest.md). From now on every REST request needs a key."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `keys` and its subcommands to the command line."""
    parser = subparsers.add_parser("keys", help="create, list or revoke API keys of the REST channel")
    commands = parser.add_subparsers(dest="keys_command", required=True, metavar="COMMAND")

    creating = commands.add_parser("create", help="a new key; its token is shown once")
    creating.add_argument("name", metavar="NAME", help="whose key it is")
    creating.add_argument("--scope", action="append", choices=keys.SCOPES, help="what it may do, once or more (default: chat)")
    creating.add_argument("--callback", metavar="URL", help="post every reply to this address as well")

    commands.add_parser("list", help="every key, without its token")

    revoking = commands.add_parser("revoke", help="refuse a key from now on")
    revoking.add_argument("name_or_id", metavar="NAME-or-ID")


def run(args: argparse.Namespace, config: Settings) -> int:
    """The exit code: 0, or 1 after one line on standard error about what is wrong."""
    commands: dict[str, Callable[[argparse.Namespace, leads.Sessions], None]] = {
        "create": _create,
        "list": _list,
        "revoke": _revoke,
    }
    try:
        schema.upgrade(config.database_url)  # a key may be wanted before the first start
        commands[args.keys_command](args, leads.session_factory(config.database_url))
    except (keys.KeysError, leads.LeadError, BadAddress, NotAllowed) as error:
        print(f"puente: {error}", file=sys.stderr)
        return 1
    return 0


def _create(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    if args.callback is not None:
        check_transport(args.callback)
    made = keys.create_key(sessions, args.name, args.scope or ["chat"], args.callback)
    scopes = ", ".join(made.key.scopes)
    print(CREATED.format(id=made.key.id, name=made.key.name, scopes=scopes, token=made.token, secret=made.signing_secret))


def _list(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    found = keys.list_keys(sessions)
    if not found:
        print("No keys: REST is open to this machine, and to nobody else.")
        return
    rows = [("ID", "NAME", "SCOPES", "CALL-BACK", "CREATED (UTC)", "REVOKED (UTC)")]
    for key in found:
        revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "-"
        created = f"{key.created_at:%Y-%m-%d %H:%M}"
        rows.append((key.id, key.name, " ".join(key.scopes), key.callback_url or "-", created, revoked))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _revoke(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    key = keys.revoke_key(sessions, args.name_or_id)
    print(f'Key {key.id} "{key.name}" is revoked.')
