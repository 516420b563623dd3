"""`make eval`: measures on both halves through the real server, beside the baselines, and writes docs/accuracy.md."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import knowledge
from bot.nlu.encoder import Encoder
from bot.settings import ENCODER_FOLDER, ROOT
from tests.eval import baselines, live
from tests.eval.judging import Outcome, is_right, leaks_facts
from tests.eval.page import page
from tests.eval.questions import FOLDER, KINDS, Item, load


@dataclass(frozen=True)
class Result:
    """One system on one half: how many right of how many by kind, and what it must not do."""

    right: dict[str, tuple[int, int]]
    leaked: int
    """Out-of-scope messages answered with article facts."""
    told: int
    """Declined subjects answered with article facts alone."""
    median_ms: float | None = None

    @property
    def total(self) -> tuple[int, int]:
        """Right and all."""
        return sum(right for right, _ in self.right.values()), sum(count for _, count in self.right.values())


def measure(items: Sequence[Item], outcome: Callable[[Item], Outcome]) -> Result:
    """One system on these questions."""
    right = {kind: [0, 0] for kind in KINDS}
    leaked = told = 0
    for item in items:
        found = outcome(item)
        right[item.kind][0] += is_right(item, found)
        right[item.kind][1] += 1
        leaked += leaks_facts(item, found)
        told += item.kind == "declined" and found.type == "answer" and not found.declined
    return Result({kind: (one, all_) for kind, (one, all_) in right.items()}, leaked, told)


def measure_live(items: Sequence[Item], ask: live.Ask) -> Result:
    """Puente itself, with the time per turn."""
    seconds: list[float] = []

    def outcome(item: Item) -> Outcome:
        found, taken = live.outcome(ask, item)
        seconds.append(taken)
        return found

    result = measure(items, outcome)
    return Result(result.right, result.leaked, result.told, statistics.median(seconds) * 1000)


def stock(item: Item, predictions: dict[str, dict[str, object]]) -> Outcome:
    """Rasa's default pipeline, from the predictions `make eval-stock` kept."""
    group, _, name = str(predictions[item.id]["intent"]).partition("_")
    kind = {"ask": "answer", "decline": "declined", "out": "out_of_scope", "chat": "chat"}.get(
        group, "declined" if group == "nlu" else "other"
    )
    names = frozenset({name})
    return Outcome(kind, names if group in ("ask", "chat") else frozenset(), names if group == "decline" else frozenset(), None)


def main() -> None:
    """Prints and writes the page."""
    dev, test = load("dev"), load("test")
    passages = baselines.passages(knowledge.load())
    systems = {
        "BM25 over the knowledge": baselines.bm25(passages),
        "Nearest passage (same encoder)": baselines.nearest(passages, Encoder(ENCODER_FOLDER)),
    }
    with live.server() as ask:
        rows = {"Puente": (measure_live(dev, ask), measure_live(test, ask))}
    for name, best in systems.items():
        floor = baselines.threshold(best, dev)
        rows[name] = tuple(
            measure(half, lambda item, best=best, floor=floor: baselines.outcome(best, floor, item)) for half in (dev, test)
        )
    kept = FOLDER / "stock.json"
    about = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else None
    if about:
        asked = [[item for item in half if item.id in about["predictions"]] for half in (dev, test)]
        rows["Rasa's default pipeline (DIET)"] = tuple(
            measure(half, lambda item: stock(item, about["predictions"])) for half in asked
        )
    text = page(rows, about)
    (ROOT / "docs" / "accuracy.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
