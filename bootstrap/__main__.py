"""`python3 -m bootstrap [--dev]`: makes `.venv` ready, or says in one line why it can't."""

from __future__ import annotations

import sys

from bootstrap.environment import ensure
from bootstrap.problems import SetupProblem


def main() -> int:
    """0 when `.venv` is ready, 1 with one line on standard error when it is not."""
    try:
        ensure(dev="--dev" in sys.argv[1:], say=lambda line: print(line, flush=True))
    except SetupProblem as problem:
        print(f"puente: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("puente: stopped; run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
