"""`leads list|show|export|erase|purge|rescore`: the sales team's leads on the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot import leads
from bot.leads import export, schema
from bot.leads.qualification import RULES, load_rules, qualify
from bot.leads.rescoring import rescore
from bot.settings import Settings

_NEED_WIDTH = 40


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `leads` and its subcommands to the command line."""
    parser = subparsers.add_parser("leads", help="list, show, export or erase leads")
    commands = parser.add_subparsers(dest="leads_command", required=True, metavar="COMMAND")

    listing = commands.add_parser("list", help="the newest leads as a table")
    listing.add_argument("--limit", type=int, default=50, metavar="N", help="at most N leads (default 50)")
    listing.add_argument("--status", choices=leads.STATUSES, help="only leads of this status")

    showing = commands.add_parser("show", help="all fields of a lead and how they came about")
    showing.add_argument("reference", metavar="REFERENCE")

    exporting = commands.add_parser("export", help="all leads on standard output")
    exporting.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")

    erasing = commands.add_parser("erase", help="wipe a lead's personal data, its history and its conversations")
    erasing.add_argument("reference", metavar="REFERENCE")

    purging = commands.add_parser("purge", help="delete what visitors left without consenting to it, and their conversations")
    purging.add_argument("--older-than", type=int, default=48, metavar="HOURS", help="untouched for this long (default 48)")

    rescoring = commands.add_parser("rescore", help="show what the rules as they are now would change")
    rescoring.add_argument("--rules", type=Path, default=RULES, metavar="FILE", help="other rules than the ones in use")
    rescoring.add_argument("--apply", action="store_true", help="change it, too")


def run(args: argparse.Namespace, config: Settings) -> int:
    """The exit code: 0, or 1 after one line on standard error about what is wrong."""
    args.tracker_database = config.tracker_database
    commands: dict[str, Callable[[argparse.Namespace, leads.Sessions], None]] = {
        "list": _list,
        "show": _show,
        "export": _export,
        "erase": _erase,
        "purge": _purge,
        "rescore": _rescore,
    }
    try:
        schema.check(config.database_url)
        commands[args.leads_command](args, leads.session_factory(config.database_url))
    except leads.LeadError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _list(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    found = leads.list_leads(sessions, args.limit, args.status)
    if not found:
        print("No leads yet." if args.status is None else f"No leads with status {args.status}.")
        return
    rows = [("REFERENCE", "STATUS", "NAME", "EMAIL", "NEED", "CREATED (UTC)")]
    for lead in found:
        need = _shown(lead.need)
        if len(need) > _NEED_WIDTH:
            need = need[: _NEED_WIDTH - 1].rstrip() + "…"
        created = f"{lead.created_at:%Y-%m-%d %H:%M}"
        rows.append((lead.reference, lead.status, _shown(lead.name), _shown(lead.email), need, created))
    print(_aligned(rows))


def _show(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    lead = leads.get_lead(sessions, args.reference)
    history = leads.get_history(sessions, args.reference)
    print(_aligned([(name, _shown(value)) for name, value in export.record(lead).items()]))
    print("\nAnswers" if history.answers else "\nNo answers on record.")
    for answer in history.answers:
        change = f"{_shown(answer.old_value)} -> {_shown(answer.new_value)}"
        print(f'{answer.at:%Y-%m-%d %H:%M:%S}  {answer.slot}: {change}  "{_shown(answer.raw)}"')
    print("\nConsents" if history.consents else "\nNo consents on record.")
    for consent in history.consents:
        word = "given" if consent.given else "refused"
        text = f'version {_shown(consent.version)}: "{_shown(consent.text)}"'
        print(f"{consent.at:%Y-%m-%d %H:%M:%S}  {consent.purpose} {word} on {consent.channel}, {text}")
    print("\nStatus")
    for step in history.statuses:
        print(f"{step.at:%Y-%m-%d %H:%M:%S}  {step.new_status}" + (f" ({_shown(step.reason)})" if step.reason else ""))
    print("\nScore")
    for point in qualify(lead, history.answers, load_rules()).points:
        print(f'{point.points:3} {point.rule}: "{_shown(point.words)}"')


def _export(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    write = export.write_csv if args.format == "csv" else export.write_jsonl
    write(leads.list_leads(sessions), sys.stdout)


def _erase(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    for erased in leads.erase(sessions, reference=args.reference):
        leads.erase_transcripts(args.tracker_database, erased.conversation_ids)
        print(f"{erased.reference} erased, and its conversations.")


def _purge(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    before = datetime.now(timezone.utc) - timedelta(hours=args.older_than)
    conversations = leads.purge(sessions, before)
    leads.erase_transcripts(args.tracker_database, conversations)
    print(f"{len(conversations)} conversations without consent deleted.")


def _rescore(args: argparse.Namespace, sessions: leads.Sessions) -> None:
    changes = rescore(sessions, load_rules(args.rules), apply=args.apply)
    for change in changes:
        print(f"{change.reference}: {change.before} -> {change.after}")
        for point in change.points:
            print(f'  {point.points:3} {point.rule}: "{_shown(point.words)}"')
    print(f"{len(changes)} leads {'changed' if args.apply else 'would change'}.")


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _shown(value: object) -> str:
    """One line without control characters: a visitor's words must not steer the reader's terminal."""
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_shown(part)}" for name, part in value.items() if part is not None)
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
