"""What operators do with the leads there are: purge, rescore, and erase the conversations behind them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot import leads
from bot.leads import schema
from bot.leads.qualification import RULES, load_rules, qualify
from bot.leads.rescoring import rescore

Record = Callable[..., leads.Lead]
LATER = timedelta(seconds=1)


def test_who_just_left_is_purged_and_nobody_else(sessions: leads.Sessions, complete: leads.Lead, answer: Record) -> None:
    handed = leads.hand_over(sessions, "c1").lead
    answer("name", "Bo", conversation_id="left")
    assert leads.purge(sessions, datetime.now(timezone.utc) - LATER) == ()
    assert leads.purge(sessions, datetime.now(timezone.utc) + LATER) == ("left",)
    assert leads.list_leads(sessions) == (handed,)


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """Rules by which a team of five isn't enough."""
    file = tmp_path / "stricter.yml"
    file.write_text(RULES.read_text(encoding="utf-8").replace("team_size: 2 ", "team_size: 20 "), encoding="utf-8")
    return file


def test_rescoring_shows_the_changes_before_it_makes_them(sessions: leads.Sessions, complete: leads.Lead, stricter: Path) -> None:
    handed = leads.hand_over(sessions, "c1").lead
    assert rescore(sessions, load_rules(), apply=False) == ()
    (change,) = rescore(sessions, load_rules(stricter), apply=False)
    assert (change.reference, change.before.endswith(", qualified"), change.after.endswith("not qualified")) == (
        handed.reference, True, True,
    )  # fmt: skip
    assert leads.get_lead(sessions, handed.reference) == handed
    assert rescore(sessions, load_rules(stricter), apply=True) == (change,)
    changed = leads.get_lead(sessions, handed.reference)
    assert (changed.qualified, changed.status) == (False, "handed_off")


def test_every_point_carries_its_rule_and_the_visitors_words(sessions: leads.Sessions, complete: leads.Lead) -> None:
    handed = leads.hand_over(sessions, "c1").lead
    verdict = qualify(handed, leads.get_history(sessions, handed.reference).answers, load_rules())
    assert {(point.rule, point.words) for point in verdict.points} == {
        ("need_of_it_work", "we need five java devs"),
        ("team_of_five", "we need five java devs"),
    }
    assert verdict.score == sum(point.points for point in verdict.points) == handed.score


def test_a_conversations_words_are_gone_from_rasas_file(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE events (sender_id TEXT, data TEXT)")
        database.executemany("INSERT INTO events VALUES (?, ?)", [("c1", "secret words"), ("c1", "more"), ("c2", "kept")])
    assert leads.erase_transcripts(str(file), ["c1", "none"]) == 2
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT sender_id FROM events").fetchall() == [("c2",)]
    assert b"secret words" not in file.read_bytes()


def test_a_database_that_takes_no_writes_is_noticed(sqlite_url: str, tmp_path: Path) -> None:
    schema.check_writable(sqlite_url)
    copy = shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path / "read_only.db")
    with Path(copy).open("r+b") as file:
        file.seek(18)
        file.write(bytes([99]))  # a write version no SQLite knows; the file's mode wouldn't stop root
    schema.check(f"sqlite:///{copy}")
    with pytest.raises(leads.LeadStoreError):
        schema.check_writable(f"sqlite:///{copy}")
