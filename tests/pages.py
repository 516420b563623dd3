"""The documentation as tests see it: its fenced blocks, and the edits they tell the reader to make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [README, *DOCS]
FENCE = re.compile(r"^```([a-z]*)(?: (file|append)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block; `edit` is "file" or "append" where it tells what to do with the file at `path`."""

    language: str
    edit: str
    path: str
    text: str


def blocks(page: Path) -> list[Block]:
    """A page's fenced blocks in order."""
    return [Block(*(part or "" for part in match.groups())) for match in FENCE.finditer(page.read_text(encoding="utf-8"))]


def carry_out(page: Path, root: Path) -> list[Path]:
    """Makes the page's edits under `root`, as a reader would; gives the files written."""
    written = []
    for block in blocks(page):
        if not block.edit:
            continue
        target = root / block.path
        if block.edit == "file":
            assert not target.exists(), f"{page.name}: {block.path} is there already"
            target.write_text(block.text, encoding="utf-8")
        else:
            before = target.read_text(encoding="utf-8")
            assert before.endswith("\n"), f"{block.path} must end with a line break to be appended to"
            target.write_text(before + block.text, encoding="utf-8")
        written.append(target)
    return written
