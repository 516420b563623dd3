from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import knowledge as knowledge_files
from bot.knowledge import KnowledgeError
from bot.knowledge.checks import REQUIRED_PHRASES
from bot.knowledge.loader import FOLDER
from bot.knowledge.question import Context, Question
from bot.knowledge.reply import reply
from bot.settings import ROOT

TOPIC_KEYS = ("topic", "title", "section", "button", "answer", "short", "more", "why", "suggest")
HUB_KEYS = ("hub", "section", "button", "names", "known_as", "traits", "answer", "short", "more", "why", "facts")


SOME_PLACES = """
regions: {India: [india]}
countries_of_eastern_europe: {Poland: [poland]}
countries: {Brazil: [brazil]}
cities: {Puebla: [puebla], Mérida: [merida]}
"""


@pytest.fixture(autouse=True)
def quick_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml reads the same ten times as fast."""
    if hasattr(yaml, "CSafeLoader"):
        monkeypatch.setattr(yaml, "safe_load", lambda text: yaml.load(text, Loader=yaml.CSafeLoader))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge files, to be broken; with few places, which take longest to read."""
    copy = Path(shutil.copytree(FOLDER, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    (copy / "places.yml").write_text(SOME_PLACES, encoding="utf-8")
    return copy


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def complaint(folder: Path) -> str:
    with pytest.raises(KnowledgeError) as caught:
        knowledge_files.load(folder)
    return str(caught.value)


def test_the_files_that_ship_load(knowledge: knowledge_files.Knowledge) -> None:
    assert set(knowledge.hubs) == {"Guadalajara", "Mexico City", "Monterrey", "Tijuana"}
    assert {"cost", "flights", "talent_pool", "compare_countries", "source", "contact"} <= set(knowledge.topics)
    assert {"rates", "visas", "time_zones", "other"} <= set(knowledge.subjects)


def test_loading_twice_gives_the_same(knowledge: knowledge_files.Knowledge) -> None:
    assert knowledge_files.load() == knowledge


@pytest.mark.parametrize("key", TOPIC_KEYS)
def test_a_topic_without_a_key_is_named(folder: Path, key: str) -> None:
    change(folder / "topics" / "cost.yml", lambda content: content.pop(key))
    said = complaint(folder)
    assert "cost.yml" in said
    assert f"'{key}'" in said


@pytest.mark.parametrize("key", HUB_KEYS)
def test_a_hub_without_a_key_is_named(folder: Path, key: str) -> None:
    change(folder / "hubs" / "tijuana.yml", lambda content: content.pop(key))
    said = complaint(folder)
    assert "tijuana.yml" in said
    assert f"'{key}'" in said


@pytest.mark.parametrize("name", ["article.yml", "traits.yml", "declined.yml", "places.yml", "phrases.yml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in complaint(folder)


@pytest.mark.parametrize("text", ["", "- a\n- list\n", "just words\n"])
@pytest.mark.parametrize("name", ["article.yml", "traits.yml", "phrases.yml", "topics/cost.yml", "hubs/tijuana.yml"])
def test_a_file_that_holds_no_mapping_is_named(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    said = complaint(folder)
    assert Path(name).name in said
    assert "mapping" in said


@pytest.mark.parametrize("name", ["article.yml", "topics/cost.yml"])
def test_a_file_that_is_no_yaml_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text('title: "never closed\nsection: [', encoding="utf-8")
    assert Path(name).name in complaint(folder)


def test_a_topic_in_a_section_the_article_lacks_is_named(folder: Path) -> None:
    change(folder / "topics" / "cost.yml", lambda content: content.update(section="appendix"))
    said = complaint(folder)
    assert "cost" in said
    assert "'appendix'" in said


def test_a_suggestion_of_no_topic_is_named(folder: Path) -> None:
    change(folder / "topics" / "cost.yml", lambda content: content.update(suggest=["hubs", "beaches"]))
    said = complaint(folder)
    assert "cost" in said
    assert "'beaches'" in said


def test_a_hub_in_a_section_the_article_lacks_is_named(folder: Path) -> None:
    change(folder / "hubs" / "tijuana.yml", lambda content: content.update(section="appendix"))
    said = complaint(folder)
    assert "Tijuana" in said
    assert "'appendix'" in said


def test_a_hub_with_an_unknown_trait_is_named(folder: Path) -> None:
    change(folder / "hubs" / "tijuana.yml", lambda content: content.update(traits=["border", "surfing"]))
    said = complaint(folder)
    assert "Tijuana" in said
    assert "'surfing'" in said


def test_a_declined_subject_next_to_no_topic_is_named(folder: Path) -> None:
    change(folder / "declined.yml", lambda content: content["visas"].update(nearest="embassies"))
    said = complaint(folder)
    assert "declined.yml" in said
    assert "visas" in said
    assert "'embassies'" in said


@pytest.mark.parametrize(
    ("name", "key", "edit"),
    [
        ("article.yml", "title", lambda content: content.pop("title")),
        ("article.yml", "sections", lambda content: content.pop("sections")),
        ("traits.yml", "finance", lambda content: content["finance"].pop("name")),
        ("traits.yml", "finance", lambda content: content["finance"].pop("words")),
        ("traits.yml", "finance", lambda content: content.update(finance=None)),
        ("declined.yml", "visas", lambda content: content["visas"].pop("nearest")),
        ("declined.yml", "visas", lambda content: content.update(visas="visas")),
        ("places.yml", "cities", lambda content: content.pop("cities")),
        ("places.yml", "Puebla", lambda content: content["cities"].update(Puebla=None)),
        ("tijuana.yml", "names", lambda content: content.update(names=None)),
        ("cost.yml", "suggest", lambda content: content.update(suggest=None)),
    ],
)
def test_an_entry_of_the_wrong_shape_is_named(
    folder: Path, name: str, key: str, edit: Callable[[dict[str, Any]], object]
) -> None:
    change(next(folder.rglob(name)), edit)
    said = complaint(folder)
    assert name in said
    assert key in said


def test_a_missing_phrase_is_named(folder: Path) -> None:
    change(folder / "phrases.yml", lambda content: content.pop("declined_one"))
    said = complaint(folder)
    assert "phrases.yml" in said
    assert "declined_one" in said


def phrases_said() -> set[str]:
    """The keys by which the code asks for phrases."""
    said = set()
    for folder in ("bot/knowledge", "actions"):
        for path in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "phrases":
                    condition = node.slice.test if isinstance(node.slice, ast.IfExp) else None
                    skipped = set(ast.walk(condition)) if condition else set()
                    keys = [part for part in ast.walk(node.slice) if part not in skipped]
                    said |= {part.value for part in keys if isinstance(part, ast.Constant)}
    return said


def test_every_phrase_the_code_says_is_required() -> None:
    assert phrases_said() == set(REQUIRED_PHRASES)


def test_two_files_of_one_topic_are_named(folder: Path) -> None:
    shutil.copy(folder / "topics" / "cost.yml", folder / "topics" / "cost_again.yml")
    assert "cost" in complaint(folder)


def test_two_files_of_one_hub_are_named(folder: Path) -> None:
    shutil.copy(folder / "hubs" / "tijuana.yml", folder / "hubs" / "tijuana_again.yml")
    said = complaint(folder)
    assert "tijuana_again.yml" in said
    assert "Tijuana" in said


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    path = folder / "places.yml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert "places.yml" in complaint(folder)


def test_a_new_fact_is_an_edit_of_data_only(folder: Path) -> None:
    change(folder / "hubs" / "tijuana.yml", lambda content: content["facts"].update(talent="Its people build drones."))
    known = knowledge_files.load(folder)
    said = reply([Question("ask/talent_pool", hubs=("Tijuana",))], Context(), known)
    assert "Tijuana: Its people build drones." in said.text


def test_a_new_topic_is_an_edit_of_data_only(folder: Path) -> None:
    topic = {
        "topic": "robots",
        "title": "robots",
        "section": "talent",
        "button": "Any robots?",
        "answer": "Robots abound.",
        "short": "Many robots.",
        "more": "And more robots.",
        "why": "Because of robots.",
        "suggest": ["cost"],
    }
    (folder / "topics" / "robots.yml").write_text(yaml.safe_dump(topic), encoding="utf-8")
    known = knowledge_files.load(folder)
    said = reply([Question("ask/robots")], Context(), known)
    assert said.text.startswith("Robots abound.")
    assert said.sections == ("Expanding and Nurturing Talent Pool",)
    assert said.buttons == (known.topics["cost"].button,)


def test_a_new_hub_is_an_edit_of_data_only(folder: Path) -> None:
    change(
        folder / "hubs" / "tijuana.yml",
        lambda content: content.update(
            hub="Atlantis",
            names=["atlantis"],
            section="hubs",
            traits=["manufacturing"],
            short="Atlantis lies under water.",
            answer="Atlantis lies deep under water.",
        ),
    )
    shutil.move(folder / "hubs" / "tijuana.yml", folder / "hubs" / "atlantis.yml")
    shutil.copy(FOLDER / "hubs" / "tijuana.yml", folder / "hubs" / "tijuana.yml")
    known = knowledge_files.load(folder)
    assert known.hubs_with("manufacturing") == ["Atlantis", "Tijuana"]
    assert "deep under water" in reply([Question("ask/hub", hubs=("Atlantis",))], Context(), known).text
    chosen = reply([Question("ask/choose_hub", traits=("manufacturing",))], Context(), known).text
    assert "Atlantis" in chosen
    assert "Tijuana" in chosen
