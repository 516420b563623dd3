from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import leads, settings
from bot.commands import leads as command

Record = Callable[..., leads.Lead]


def run(url: str, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return command.run(parser.parse_args(["leads", *words]), settings.load({"DATABASE_URL": url}))


def test_an_empty_list_says_so(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database_url, "list") == 0
    assert capsys.readouterr().out == "No leads yet.\n"


def test_the_list_is_an_aligned_table_newest_first(
    database_url: str, complete: leads.Lead, answer: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = answer("need", "word " * 40, conversation_id="c2")
    assert run(database_url, "list") == 0
    header, first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{newest.reference}  partial")
    assert second.startswith(f"{complete.reference}  partial")
    assert "…" in first
    assert header.index("CREATED") == first.index("20", 12) == second.index("20", 12)
    assert second[header.index("EMAIL") :].startswith("ana@example.com  ")


def test_the_list_can_be_limited(database_url: str, answer: Record, capsys: pytest.CaptureFixture[str]) -> None:
    for conversation in ("c1", "c2"):
        answer("name", "Bo", conversation_id=conversation)
    run(database_url, "list", "--limit", "1")
    assert len(capsys.readouterr().out.splitlines()) == 2
    run(database_url, "list", "--status", "accepted")
    assert capsys.readouterr().out == "No leads with status accepted.\n"


def test_a_visitors_control_characters_do_not_reach_the_terminal(
    database_url: str, answer: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = answer("name", "\x1b[31mAna\r\nRuiz", raw="\x1b[2J")
    run(database_url, "list")
    run(database_url, "show", lead.reference)
    shown = capsys.readouterr().out
    assert "[31mAna Ruiz" in shown
    assert "\x1b" not in shown
    assert "\r" not in shown


def test_show_gives_all_fields_and_the_history(
    database_url: str, complete: leads.Lead, answer: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    answer("budget", {"budget_max": 900, "budget_currency": "USD"}, raw="900 bucks")
    assert run(database_url, "show", complete.reference.lower()) == 0
    shown = capsys.readouterr().out
    for part in (
        complete.reference,
        "job_title",
        "ana@example.com",
        'need: - -> five Java developers  "we need five java devs"',
        'budget: - -> budget_max 900, budget_currency USD  "900 bucks"',
        "contact given on website",
        "May our sales team contact you?",
    ):
        assert part in shown


def test_export_writes_what_the_format_says(database_url: str, complete: leads.Lead, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database_url, "export", "--format", "jsonl") == 0
    assert json.loads(capsys.readouterr().out)["reference"] == complete.reference
    assert run(database_url, "export", "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("reference,conversation_id,")


def test_erase_wipes_the_lead(
    database_url: str, sessions: leads.Sessions, complete: leads.Lead, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database_url, "erase", complete.reference) == 0
    assert capsys.readouterr().out == f"{complete.reference} erased, and its conversations.\n"
    assert leads.get_lead(sessions, complete.reference).status == "erased"


@pytest.mark.parametrize("words", [("show", "L-XXXXXXXX"), ("erase", "L-XXXXXXXX")])
def test_an_unknown_reference_is_one_line_and_exit_code_1(
    database_url: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database_url, *words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "no lead L-XXXXXXXX\n"


def test_a_missing_database_is_one_line_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"sqlite:///{tmp_path}/none.db", "list") == 1
    said = capsys.readouterr().err
    assert said.startswith("there is no leads database at ")
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.db").touch()
    assert run(f"sqlite:///{tmp_path}/empty.db", "list") == 1
    said = capsys.readouterr().err
    assert "without tables" in said
    assert said.count("\n") == 1


def test_a_server_that_is_down_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("postgresql://nobody:secret@127.0.0.1:1/none", "list") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "secret" not in said
