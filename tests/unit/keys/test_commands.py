from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from bot import keys, leads, settings
from bot.commands import keys as command


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/var/leads.db"


def run(url: str, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return command.run(parser.parse_args(["keys", *words]), settings.load({"DATABASE_URL": url}))


def test_a_key_can_be_made_before_the_first_start_and_is_shown_once(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(url, "create", "shop") == 0
    said = capsys.readouterr().out
    (token,) = set(re.findall(r"pk_[\w-]+", said))
    assert keys.signing_secret(token) in said
    found = keys.load_keyring(leads.session_factory(url)).find(token)
    assert found and (found.name, found.scopes) == ("shop", ("chat",))
    run(url, "list")
    listed = capsys.readouterr().out
    assert found.id in listed and "shop" in listed
    assert token not in listed and "whsec_" not in listed


def test_scopes_and_a_call_back_can_be_given(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(url, "create", "shop", "--scope", "chat", "--scope", "callback", "--callback", "https://a.example/hook") == 0
    run(url, "list")
    assert re.search(r"shop\s+chat callback\s+https://a\.example/hook", capsys.readouterr().out)


@pytest.mark.parametrize("callback", ["ftp://a.example", "http://a.example/hook", "https://user@a.example/", "nonsense"])
def test_a_call_back_that_could_not_be_called_is_one_line(url: str, callback: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(url, "create", "shop", "--callback", callback) == 1
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.strip().splitlines()) == 1
    assert keys.list_keys(leads.session_factory(url)) == ()


def test_no_keys_is_said_with_what_it_means(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(url, "list") == 0
    assert capsys.readouterr().out.startswith("No keys: REST is open to this machine")


def test_a_key_is_revoked_by_name(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(url, "create", "shop")
    assert run(url, "revoke", "shop") == 0
    assert re.search(r'K-\w{6} "shop" is revoked', capsys.readouterr().out)
    assert run(url, "revoke", "shop") == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_name_in_use_is_one_line(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(url, "create", "shop")
    capsys.readouterr()
    assert run(url, "create", "shop") == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("puente: there is a key called shop already")


def test_a_database_that_is_none_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nonsense://", "list") == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
