"""`python -m tests.conversations.heldout [NAME ...]`: the visitors nobody looked at while mending, one line each."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.servers import ServerProblem
from tests.conftest import Puente, running
from tests.conversations.adaptive import Script, visitors
from tests.conversations.judging import judge

FOLDER = Path(__file__).parent / "visitors_heldout"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every visitor played is right, 1 when not, 2 when the servers don't start."""
    parser = argparse.ArgumentParser(prog="python -m tests.conversations.heldout")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these visitors")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="other visitors than the held-out ones")
    options = parser.parse_args(arguments)
    scripts = visitors(options.folder)
    if unknown := set(options.names) - set(scripts):
        parser.error(f"no such visitor: {', '.join(sorted(unknown))}")
    chosen = {name: scripts[name] for name in options.names or scripts}
    with tempfile.TemporaryDirectory() as scratch:
        try:
            with running(Path(scratch)) as puente:
                right = sum(shown(name, reasons) for name, reasons in judged(puente, chosen))
        except ServerProblem as problem:
            parser.exit(2, f"{problem}\n{(Path(scratch) / 'servers.log').read_text(encoding='utf-8')}\n`make build` first?\n")
    print(f"{right} of {len(chosen)} right")
    return 0 if right == len(chosen) else 1


def judged(puente: Puente, scripts: Mapping[str, Script]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each visitor's name, and what is wrong; a conversation that breaks off is wrong, and the next one follows."""
    for name, script in scripts.items():
        try:
            yield name, judge(puente, script).problems
        except (AssertionError, OSError) as error:
            yield name, [f"the conversation broke off: {error!r}"]


def shown(name: str, reasons: Sequence[str]) -> bool:
    """Prints the visitor's line; whether they are right."""
    line = f"wrong  {name}: {'; '.join(reasons)}" if reasons else f"right  {name}"
    print(" ".join(line.splitlines()), flush=True)
    return not reasons


if __name__ == "__main__":
    sys.exit(main())
