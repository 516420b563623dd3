"""The accuracy page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.eval.__main__ import Result

HEAD = """# Accuracy

Written by `make eval`; every figure below was measured in one run, on questions of visitors written apart from the training
examples (`tests/eval/`). `dev` may be looked at while working on Puente, `test` is only measured. Puente is asked over REST,
each question in a conversation of its own. A reply is right when it is of the right kind (answer, declined, out of scope,
small talk), covers every part of the question, and names every hub asked about; see `tests/eval/judging.py`.
"""
KIND_NAMES = {
    "answer": "answers",
    "hub": "hubs",
    "comparison": "comparisons",
    "two_questions": "two questions",
    "follow_up": "follow-ups",
    "declined": "declined subjects",
    "out_of_scope": "out of scope",
    "chat": "small talk",
}


def page(rows: dict[str, tuple[Result, ...]], stock: dict[str, Any] | None) -> str:
    """The page, in Markdown."""
    parts = [
        HEAD,
        summary(rows),
        table("test", {name: halves[1] for name, halves in rows.items()}),
        table("dev", {name: halves[0] for name, halves in rows.items()}),
        NOTES,
    ]
    if stock:
        parts.append(STOCK.format(**stock))
    return "\n".join(parts)


def summary(rows: dict[str, tuple[Result, ...]]) -> str:
    """The aims beside what is reached on `test`."""
    result = rows["Puente"][1]
    subjects, strangers = result.right["declined"], result.right["out_of_scope"][1]
    answerable = add(result, "answer", "hub", "comparison", "two_questions", "follow_up")
    return "\n".join(
        [
            "## Aims and what is reached on `test`",
            "",
            "| aim | reached |",
            "|---|---|",
            f"| answerable questions right: 95 % | {share(*answerable)} |",
            f"| unanswerable ones declined: 95 % | {share(subjects[1] - result.told, subjects[1])} "
            f"(by the right subject: {share(*subjects)}) |",
            f"| out-of-scope messages answered with article facts: at most 2 % | {share(result.leaked, strangers)} |",
            f"| median time of a turn over REST | {result.median_ms:.0f} ms |",
            "",
        ]
    )


def table(half: str, results: dict[str, Result]) -> str:
    """One row per kind, one column per system."""
    names = list(results)
    lines = [f"## `{half}`, right", "", "| | questions | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for kind, label in KIND_NAMES.items():
        count = results["Puente"].right[kind][1]
        lines.append(f"| {label} | {count} | " + " | ".join(share(*results[name].right[kind]) for name in names) + " |")
    lines.append(
        f"| **all** | {results['Puente'].total[1]} | " + " | ".join(f"**{share(*results[name].total)}**" for name in names) + " |"
    )
    lines.append("| out of scope answered with facts | | " + " | ".join(str(results[name].leaked) for name in names) + " |")
    lines.append("| declined subjects answered with facts | | " + " | ".join(str(results[name].told) for name in names) + " |")
    return "\n".join([*lines, ""])


def add(result: Result, *kinds: str) -> tuple[int, int]:
    """Several kinds together."""
    return sum(result.right[kind][0] for kind in kinds), sum(result.right[kind][1] for kind in kinds)


def share(part: int, whole: int) -> str:
    """A percentage."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


NOTES = """## How to read it

The questions are adversarial and synthetic: paraphrases that share few words with the article, typos, near misses, questions
buried in a story. One question in a row of twenty is five points, so single rows move easily. BM25 and nearest passage
see the same knowledge; their thresholds let 5 % of `dev`'s unanswerable messages through, and their silence counts as right for
anything that ought not to be answered, whatever it should have been told instead.
"""
STOCK = """The row of Rasa's default pipeline is from `make eval-stock`: {examples} of the same examples, {epochs} epochs (its
default is 100), {seconds_to_train} s of training, {median_ms:.0f} ms a message, {peak_rss_mb:.0f} MB, in an environment of
its own, on the questions of that day. It gives one label per message and knows no turn before.
"""
