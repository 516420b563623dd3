"""Puente for the browser tests, on given ports with databases of its own; obeys one word a line on standard input.

`start` starts both servers and answers `ready`; `kill` ends them as a power cut would and answers `killed`; the end of
the input stops everything. Arguments: a folder, the server's port, the action server's port, origins of other sites.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot import settings
from bot.servers import serving


def main() -> None:
    """Serves until the input ends."""
    folder, port, action_port, origins = sys.argv[1:]
    config = replace(
        settings.load({}),
        port=int(port),
        action_port=int(action_port),
        tracker_database=f"{folder}/conversations.db",
        database_url=f"sqlite:///{folder}/leads.db",
        origins=tuple(origins.split(",")),
        proxies=1,
    )
    with ExitStack() as stack:
        for line in sys.stdin:
            if line.strip() == "start":
                processes = stack.enter_context(serving(config, Path(folder) / "servers.log"))
                print("ready", flush=True)
            else:
                kill(processes)
                stack.close()
                print("killed", flush=True)


def kill(processes: list) -> None:
    """Nothing is said to anybody, nothing is saved any more."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


main()
