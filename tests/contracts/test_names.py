"""One name, one thing: domain, rules, data, knowledge, actions and settings agree."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

import actions
from actions.note import MEANT_AS_ANSWERS
from actions.out_of_scope import WORDINGS
from bot import knowledge as knowledge_files
from bot.intake.agenda import CONSENT, agenda, slots
from bot.intake.shown import words
from bot.nlu.reading import KINDS
from bot.settings import ROOT

# Labels under ask/ that are answered from the hubs' files, not from a topic's.
OF_HUBS = {"hub", "compare_hubs"}
FOLLOW_UPS = {"more", "why", "which", "cheaper", "others", "about", "repeat"}
RASAS_OWN = {"action_listen", "action_deactivate_loop", "action_default_fallback"}


def read(path: str | Path) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@cache
def domain() -> dict[str, Any]:
    return read("domain.yml")  # type: ignore[no-any-return]


@cache
def knowledge() -> knowledge_files.Knowledge:
    return knowledge_files.load()


@cache
def blocks() -> list[tuple[Path, str, str | None, list[str]]]:
    """Each block of training examples: its file, intent, name and examples."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["nlu"]:
            lines = block["examples"].splitlines()
            assert all(line.startswith("- ") for line in lines), path
            found.append((path, block["intent"], (block.get("metadata") or {}).get("name"), [line[2:] for line in lines]))
    return found


def names_under(group: str) -> set[str]:
    """The names of a group's labels in the training data."""
    return {str(name) for _, intent, name, _ in blocks() if intent == group}


@cache
def rules() -> list[dict[str, Any]]:
    return [rule for path in sorted((ROOT / "data" / "rules").glob("*.yml")) for rule in read(path)["rules"]]


def steps(kind: str) -> set[str]:
    return {step[kind] for rule in rules() for step in rule["steps"] if kind in step}


@cache
def our_actions() -> dict[str, type[Action]]:
    """As the SDK finds them: every class in the package, by name."""
    found = {}
    for info in pkgutil.walk_packages(actions.__path__, "actions."):
        for _, item in inspect.getmembers(importlib.import_module(info.name), inspect.isclass):
            if issubclass(item, Action) and item is not Action and not inspect.isabstract(item) and item.__module__ == info.name:
                found[item().name()] = item
    return found


def python_files() -> Iterator[Path]:
    for folder in ("bot", "actions"):
        yield from (ROOT / folder).rglob("*.py")


@cache
def uttered() -> tuple[set[str], set[str]]:
    """Responses named in Python: whole names, and the beginnings of names that are made up ("utter_chat_{kind}")."""
    whole, beginnings = set(), set()
    for path in python_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                if str(node.values[0].value).startswith("utter_"):
                    beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and id(node) not in inside | docs:
                whole |= set(re.findall(r"^utter_\w+$", node.value)) if isinstance(node.value, str) else set()
    return whole - {"utter_action"}, beginnings  # Rasa's own key for the response an event came from


def test_every_action_of_the_domain_is_a_class_and_every_class_is_in_the_domain() -> None:
    assert set(domain()["actions"]) == set(our_actions())


def test_every_action_in_the_rules_exists() -> None:
    assert steps("action") <= set(our_actions()) | RASAS_OWN


def test_every_action_has_a_use() -> None:
    assert set(domain()["actions"]) <= steps("action")


def test_every_intent_in_the_rules_is_in_the_domain_and_has_one_rule_at_least() -> None:
    assert steps("intent") == set(domain()["intents"])


def test_every_intent_has_examples_and_every_example_an_intent() -> None:
    trained = {intent for _, intent, _, _ in blocks()}
    assert trained | {"nlu_fallback"} == set(domain()["intents"])


def test_every_response_named_in_python_exists() -> None:
    whole, beginnings = uttered()
    assert whole <= set(domain()["responses"])
    for beginning in beginnings:
        assert any(name.startswith(beginning) for name in domain()["responses"]), beginning


def test_every_response_in_the_rules_exists() -> None:
    assert {action for action in steps("action") if action.startswith("utter_")} <= set(domain()["responses"])


def test_every_response_has_a_use() -> None:
    whole, beginnings = uttered()
    unused = {
        name
        for name in domain()["responses"]
        if name not in whole | steps("action") and not any(name.startswith(beginning) for beginning in beginnings - {"utter_"})
    }
    assert {name for name in unused if not re.match(r"utter_(note|form)_", name)} == set()


@pytest.mark.parametrize("kind", ["ask", "why", "example"])
def test_every_question_has_its_words(kind: str) -> None:
    worded = {name.removeprefix(f"utter_{kind}_") for name in domain()["responses"] if name.startswith(f"utter_{kind}_")}
    assert worded == set(slots()) | ({CONSENT} if kind != "example" else set())


def test_every_answer_that_is_needed_has_a_word_on_why() -> None:
    worded = {name.removeprefix("utter_needed_") for name in domain()["responses"] if name.startswith("utter_needed_")}
    assert worded == {item.slot for item in agenda() if item.declined != "skip"} | {"phone"}  # where there is no e-mail


def test_every_answer_is_a_slot_and_has_a_label() -> None:
    assert set(slots()) | {CONSENT} <= set(domain()["slots"])
    assert list(words()["labels"]) == list(slots())


def test_every_kind_of_visitor_who_is_no_lead_has_a_kind_word() -> None:
    worded = {name.removeprefix("utter_not_a_lead_") for name in domain()["responses"] if name.startswith("utter_not_a_lead_")}
    assert worded == names_under("not_a_lead")


def test_every_slot_an_action_sets_or_reads_is_a_slot() -> None:
    found = set()
    for path in (ROOT / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = getattr(getattr(node, "func", None), "attr", None) or getattr(getattr(node, "func", None), "id", None)
            if isinstance(node, ast.Call) and named in ("SlotSet", "get_slot") and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    assert found <= set(domain()["slots"])
    assert {"context", "turn", "lead", "misses", "introduced", "invited"} <= found


def test_every_kind_of_small_talk_has_its_response_and_every_response_its_kind() -> None:
    answered = {name.removeprefix("utter_chat_") for name in domain()["responses"] if name.startswith("utter_chat_")}
    assert answered == names_under("chat")


def test_every_move_taken_note_of_has_its_response() -> None:
    taken = {
        step["intent"]
        for rule in rules()
        for step in rule["steps"]
        if "intent" in step and {"action": "action_note"} in rule["steps"]
    }
    whole, _ = uttered()
    for where, moves in (("note", taken), ("form", taken - MEANT_AS_ANSWERS)):
        worded = {name.removeprefix(f"utter_{where}_") for name in domain()["responses"] if name.startswith(f"utter_{where}_")}
        assert worded - {name.removeprefix(f"utter_{where}_") for name in whole} == moves


def test_every_wording_of_out_of_scope_exists() -> None:
    found = {name for name in domain()["responses"] if name.startswith("utter_out_of_scope_")}
    assert found == {f"utter_out_of_scope_{number}" for number in range(1, WORDINGS + 1)}


def test_no_response_has_two_wordings_to_choose_from() -> None:
    """Rasa would choose one by chance; the same message in the same state gets the same answer."""
    assert [name for name, variants in domain()["responses"].items() if len(variants) != 1] == []


def test_every_placeholder_in_a_response_is_given() -> None:
    found = {name for variants in domain()["responses"].values() for name in re.findall(r"\{(\w+)\}", variants[0]["text"])}
    assert found == {"name", "contact", "reference", "facts", "changes", "summary", "left"}


def test_every_topic_has_examples_and_every_ask_label_a_topic() -> None:
    assert names_under("ask") == set(knowledge().topics) | OF_HUBS


def test_every_declined_subject_has_examples_and_every_decline_label_a_subject() -> None:
    assert names_under("decline") == set(knowledge().subjects)


def test_every_follow_up_is_known() -> None:
    assert names_under("follow_up") == FOLLOW_UPS


def test_a_files_name_is_its_label() -> None:
    for path, intent, name, _ in blocks():
        where = path.relative_to(ROOT / "data" / "nlu").with_suffix("").as_posix()
        assert where == (f"{intent}/{name}" if name else intent)


def test_every_label_has_enough_examples() -> None:
    counts: Counter[str] = Counter()
    for _, intent, name, examples in blocks():
        counts[f"{intent}/{name}" if name else intent] += len(examples)
    assert {label: count for label, count in counts.items() if count < 15} == {}


def test_a_topics_file_is_named_after_it() -> None:
    assert {path.stem for path in (ROOT / "bot" / "knowledge" / "topics").glob("*.yml")} == set(knowledge().topics)


def test_hubs_and_their_traits_have_aspects_topics_ask_for() -> None:
    aspects = {aspect for hub in knowledge().hubs.values() for aspect in hub.facts}
    assert {topic.aspect for topic in knowledge().topics.values() if topic.aspect} <= aspects


def test_entities_are_the_kinds_that_are_read() -> None:
    assert set(domain()["entities"]) == set(KINDS)


def test_what_the_hubs_buttons_say_names_them() -> None:
    for hub in knowledge().hubs.values():
        assert hub.name in hub.button


def constants() -> set[str]:
    """Every string in Python, docstrings and all."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in python_files())
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_phrase_used_exists() -> None:
    used = {name for path in python_files() for name in re.findall(r"phrases\[\"(\w+)\"", path.read_text(encoding="utf-8"))}
    assert used <= set(knowledge().phrases)


def test_every_phrase_is_used() -> None:
    assert set(knowledge().phrases) - constants() == set()


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    read_there = set(
        re.findall(r"\"((?:PUENTE_|DATABASE_|SLACK_)\w+)\"", (ROOT / "bot" / "settings.py").read_text(encoding="utf-8"))
    )
    shown = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read_there == shown


def test_the_example_changes_nothing() -> None:
    """Copied as it is, it is the defaults."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
