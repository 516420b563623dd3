"""The examples of docs/rest.md, carried out one after the other against a live server, as a reader would paste them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import settings
from bot.servers import free_ports, rasa_environment, serving
from bot.settings import ROOT, Settings
from tests.pages import Block, blocks

PAGE = ROOT / "docs" / "rest.md"
EXAMPLES = [block for block in blocks(PAGE) if block.language in ("bash", "python")]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("docs")
    own = {"tracker_database": str(folder / "conversations.db"), "database_url": f"sqlite:///{folder}/leads.db"}
    made = free_ports(settings.load({}), {**own, "callback_hosts": ("127.0.0.1",)})
    with serving(made, folder / "servers.log"):
        yield made


class Reader:
    """Somebody at a terminal; what `keys create` shows is kept in variables, as the page says."""

    def __init__(self, config: Settings) -> None:
        """With the reader's own environment."""
        self._config = config
        self._receiver_port = free_ports(config).port
        self.environment = {**os.environ, **rasa_environment(config)}
        self.environment.pop("PUENTE_API_KEY", None)

    def start(self, block: Block) -> subprocess.Popen[str]:
        """Begins what the block says, with this server's port for the page's."""
        text = block.text.replace(":5005/", f":{self._config.port}/").replace("8000", str(self._receiver_port))
        text = text.replace(".venv/bin/python", sys.executable)
        command = ["bash", "-euc", text] if block.language == "bash" else [sys.executable, "-u", "-c", text]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, block: Block) -> str:
        """What it prints; AssertionError when it fails."""
        return finish(self.start(block), block)

    def keep(self, shown: str) -> None:
        """Sets the variables that the page speaks of."""
        self.environment["PUENTE_API_KEY"] = re.findall(r"pk_[\w-]+", shown)[0]
        self.environment["SIGNING_SECRET"] = re.findall(r"whsec_\S+", shown)[0]


def finish(process: subprocess.Popen[str], block: Block) -> str:
    said, problem = process.communicate(timeout=60)
    assert process.returncode == 0, f"{block.text}\n{problem}"
    return said


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_example_works_when_pasted_in_the_order_of_the_page(config: Settings) -> None:
    reader = Reader(config)
    waiting: list[tuple[subprocess.Popen[str], Block]] = []
    for block in EXAMPLES:
        if "http.server" in block.text:
            waiting.append((reader.start(block), block))
            time.sleep(2)
            continue
        shown = reader.run(block)
        assert shown.strip(), block.text
        if "keys create" in block.text:
            reader.keep(shown)
        if block.text.startswith("curl"):
            answer = json.loads(shown)
            assert "code" not in answer, (block.text, answer)
    for process, block in waiting:
        assert finish(process, block).startswith("me "), "the call-back came, and its signature was right"
    assert waiting


def test_the_python_example_works_with_a_key_too(config: Settings, tmp_path: Path) -> None:
    reader = Reader(config)
    create = next(block for block in EXAMPLES if "keys create" in block.text)
    reader.keep(reader.run(Block("bash", "", "", create.text.replace("shop", "second"))))
    first = next(block for block in EXAMPLES if block.language == "python")
    assert "Tijuana" in reader.run(first)
    del reader.environment["PUENTE_API_KEY"]
    process = reader.start(first)
    _, problem = process.communicate(timeout=60)
    assert process.returncode != 0 and "401" in problem


def test_ask_sends_the_key_that_is_set_and_says_what_to_do_without(config: Settings) -> None:
    reader = Reader(config)
    create = next(block for block in EXAMPLES if "keys create" in block.text)
    reader.keep(reader.run(Block("bash", "", "", create.text.replace("shop", "ask"))))
    ask = Block("bash", "", "", '.venv/bin/python -m bot ask "why Mexico?"')
    assert "700,000" in reader.run(ask)
    del reader.environment["PUENTE_API_KEY"]
    process = reader.start(ask)
    said, problem = process.communicate(timeout=60)
    assert (process.returncode, said, len(problem.strip().splitlines())) == (1, "", 1)
    assert "PUENTE_API_KEY" in problem
