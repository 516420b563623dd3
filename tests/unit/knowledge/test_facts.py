from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge import Knowledge
from bot.knowledge.loader import FOLDER
from bot.settings import ROOT

# The article's figures, as our words may give them.
FIGURES = re.compile(r"\b130,000\b|\b700,000\b|\b5-hour\b|\b5 hours\b|\bSeptember 20, 2023\b|\b4-minute read\b")
SPEAKING = sorted([*FOLDER.glob("topics/*.yml"), *FOLDER.glob("hubs/*.yml"), FOLDER / "phrases.yml", FOLDER / "declined.yml"])
SHINGLE = 8
# SHA-256 (its first 12 digits) of every run of eight words in the article's text, which itself is not ours to keep here.
ARTICLE = frozenset((Path(__file__).parent / "article_shingles.txt").read_text(encoding="ascii").split())


def texts(value: object) -> Iterator[str]:
    """Every string in a YAML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def texts_of(path: Path) -> list[str]:
    return list(texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


def shingles(text: str) -> Iterator[tuple[str, str]]:
    """Each run of eight words with its hash; hyphens part words, commas and quotes don't count."""
    plain = text.lower().replace("\u2019", "'").replace("-", " ").replace(",", "")
    words = re.findall(r"[a-z0-9']+", plain)
    for start in range(len(words) - SHINGLE + 1):
        run = " ".join(words[start : start + SHINGLE])
        yield run, hashlib.sha256(run.encode()).hexdigest()[:12]


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.name)
def test_no_figure_but_the_articles(path: Path) -> None:
    for text in texts_of(path):
        assert not re.search(r"\d|%|[$€£]|\bpercent\b", FIGURES.sub("", text)), text


EXAMPLES = ("utter_example_", "utter_what_to_change")


def test_the_domains_responses_hold_no_figure() -> None:
    """But for examples of what a visitor may answer."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    facts = {name: said for name, said in domain["responses"].items() if not name.startswith(EXAMPLES)}
    for text in texts(facts):
        assert not re.search(r"\d|%|[$€£]", text), text


@pytest.mark.parametrize(
    ("topic", "figures"),
    [
        ("talent_pool", ["over 700,000", "more than 130,000"]),
        ("graduates", ["over 700,000", "More than 130,000"]),
        ("why_mexico", ["over 700,000", "more than 130,000"]),
        ("flights", ["5 hours or less"]),
        ("proximity", ["within a 5-hour flight"]),
        ("source", ["September 20, 2023"]),
    ],
)
def test_the_figures_are_where_they_belong(topic: str, figures: list[str], knowledge: Knowledge) -> None:
    for figure in figures:
        assert figure in knowledge.topics[topic].answer


def test_both_large_figures_are_lower_bounds_wherever_they_stand(knowledge: Knowledge) -> None:
    """The article says "over" of both; "Together with 130,000 new engineers" would be another fact."""
    bare = [
        text
        for topic in knowledge.topics.values()
        for text in (topic.answer, topic.short, topic.more, topic.why)
        if re.search(r"(?<!over )(?<!more than )(?<!More than )(?:130|700),000", text)
    ]
    assert [text for text in bare if not text.startswith("Together with 130,000")] == []


def test_training_gives_the_graduates_as_a_lower_bound(knowledge: Knowledge) -> None:
    assert re.search(r"(over|more than) 130,000", knowledge.topics["training"].more)


def test_the_article_is_named_with_title_and_date(knowledge: Knowledge) -> None:
    title = "Mexico's Tech Talent Revolution: Why Companies are Flocking South of the Border"
    assert knowledge.article.title == title
    assert knowledge.article.published == date(2023, 9, 20)
    assert title in knowledge.topics["source"].answer


def test_the_sections_are_the_articles(knowledge: Knowledge) -> None:
    assert list(knowledge.article.sections.values()) == [
        "Introduction",
        "Benefits of Outsourcing to Mexico",
        "Proximity to the United States",
        "Cultural Affinity",
        "Government Support",
        "Strong IT Hubs",
        "Expanding and Nurturing Talent Pool",
        "Key Destinations for Outsourcing to Mexico",
        "Guadalajara (Mexican Silicon Valley)",
        "Mexico City",
        "Monterrey",
        "Tijuana",
        "Conclusion",
    ]


@pytest.mark.parametrize(
    "path",
    SPEAKING,
    ids=lambda path: path.name,
)
def test_facts_carry_over_but_sentences_do_not(path: Path, knowledge: Knowledge) -> None:
    copied = [
        run for text in texts_of(path) for run, digest in shingles(text.replace(knowledge.article.title, "")) if digest in ARTICLE
    ]
    assert copied == []


def test_a_copied_sentence_would_be_noticed() -> None:
    """With a line of the article in other punctuation, so that the hashes are known to be of its text."""
    line = "In today's business landscape - outsourcing has become a prevalent practice"
    assert sum(digest in ARTICLE for _, digest in shingles(line)) == 3
