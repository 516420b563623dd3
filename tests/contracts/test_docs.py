"""What the documentation says exists: links, commands, variables, files."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import xml.etree.ElementTree as ElementTree
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

import bot.__main__
from bot import knowledge, settings
from bot.knowledge.question import Context, Question
from bot.knowledge.reply import reply
from tests.pages import DOCS, FENCE, PAGES, README, ROOT, blocks, carry_out

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"\b(?:PUENTE_[A-Z_]+|DATABASE_URL|SLACK_[A-Z_]+|RASA_[A-Z_]+)\b")
ROUTES = {
    "/webhooks/rest/webhook": ("bot/channels/rest/connector.py", '@routes.post("/webhook", stream=True)'),
    "/openapi.json": ("bot/channels/rest/reference.py", '@routes.get("/openapi.json")'),
    "/health": ("bot/channels/probes.py", '@routes.get("/health")'),
    "/ready": ("bot/channels/probes.py", '@routes.get("/ready")'),
}
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def shell_lines(page: Path) -> list[str]:
    """The commands in a page's bash blocks."""
    lines = [line.strip() for block in blocks(page) if block.language == "bash" for line in block.text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


ALL_COMMANDS = [pytest.param(line, id=f"{page.name}-{number}") for page in PAGES for number, line in enumerate(shell_lines(page))]


def anchors(path: Path) -> set[str]:
    """What a link may point at inside a page, as GitHub makes it from headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def variables_of(path: str) -> set[str]:
    """The variables a file of ours speaks of."""
    return set(VARIABLE.findall((ROOT / path).read_text(encoding="utf-8")))


def test_every_page_is_linked_from_the_readme():
    linked = {target.split("#")[0] for target in LINK.findall(README.read_text(encoding="utf-8"))}
    assert {f"docs/{page.name}" for page in DOCS} <= linked


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md", ROOT / "standins" / "README.md"], ids=lambda page: page.name)
def test_every_relative_link_resolves(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if urlsplit(target).scheme:
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(found), f"{page.name} links to {target}"


@each_page
def test_every_fence_is_read(page):
    assert len(re.findall(r"^```", page.read_text(encoding="utf-8"), re.MULTILINE)) == 2 * len(blocks(page))


@each_page
def test_every_make_target_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^|PYTHON=\S+ )make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


@each_page
def test_every_command_of_ours_named_in_prose_exists(page, capsys):
    for words in re.findall(
        r"python -m bot ([a-z][a-z-]*)(?: (list|show|export|erase|replay|create|revoke)\b)?", page.read_text(encoding="utf-8")
    ):
        with pytest.raises(SystemExit) as ended:
            bot.__main__.main([word for word in words if word] + ["--help"])
        assert ended.value.code == 0, words
    capsys.readouterr()


@pytest.mark.parametrize("line", ALL_COMMANDS)
def test_every_command_of_a_bash_block_is_one_a_reader_can_run(line, monkeypatch):
    words = shlex.split(line.split(" > ")[0])
    while "=" in words[0]:
        name = words.pop(0).split("=")[0]
        assert name in known_variables(), name
    runners = {
        "make": check_make,
        "curl": check_curl,
        "cp": check_copy,
        ".venv/bin/python": check_python,
        ".venv/bin/rasa": check_rasa,
        ".venv/bin/alembic": check_alembic,
    }
    assert words[0] in runners, f"not on the list of commands: {words[0]}"
    runners[words[0]](words[1:], monkeypatch)


def check_make(words, monkeypatch):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{word}:", makefile, re.MULTILINE) for word in words)


def check_curl(words, monkeypatch):
    address = next(word for word in words if word.startswith("http"))
    assert urlsplit(address).netloc == f"127.0.0.1:{settings.load({}).port}"
    file, route = ROUTES[urlsplit(address).path]
    assert route in (ROOT / file).read_text(encoding="utf-8")
    if "-d" in words:
        assert set(yaml.safe_load(words[words.index("-d") + 1])) <= {"sender", "message", "metadata", "callback_url"}


def check_copy(words, monkeypatch):
    assert (ROOT / words[0]).exists()


def check_python(words, monkeypatch):
    if words[0] == "-c":
        compile(words[1], "docs", "exec")
        return
    assert words[0] == "-m"
    if words[1] == "bot":
        for command in ("run", "build", "ask", "leads", "keys", "slack_check"):
            monkeypatch.setattr(getattr(bot.__main__, command), "run", lambda *given: 0)
        assert bot.__main__.main(words[2:]) == 0
    else:
        assert words[1] == "pytest"
        assert all((ROOT / word).exists() for word in words[2:])


def check_rasa(words, monkeypatch):
    from rasa.__main__ import create_argument_parser

    assert entry_points(group="console_scripts").select(name="rasa")
    create_argument_parser().parse_args(words)


def check_alembic(words, monkeypatch):
    assert entry_points(group="console_scripts").select(name="alembic")
    from alembic.config import CommandLine

    CommandLine().parser.parse_args(words)


@cache
def known_variables() -> frozenset[str]:
    """Variables that mean something here: the settings, what the servers are started with, and what tests may be given."""
    files = ("bot/settings.py", "bot/servers.py", "tests/unit/leads/conftest.py")
    return frozenset().union(*map(variables_of, files))


@each_page
def test_every_variable_named_exists(page):
    assert set(VARIABLE.findall(page.read_text(encoding="utf-8"))) <= known_variables()


def test_every_setting_is_documented_with_its_default():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", page, re.MULTILINE))
    assert set(rows) == variables_of("bot/settings.py")
    defaults = settings.load({})
    assert rows["PUENTE_PORT"] == f"`{defaults.port}`"
    assert rows["PUENTE_ACTION_PORT"] == f"`{defaults.action_port}`"
    assert rows["PUENTE_HOST"] == f"`{defaults.host}`"
    assert rows["PUENTE_LOG_LEVEL"] == f"`{defaults.log_level}`"
    assert rows["PUENTE_TRACKER_DATABASE"].strip("`") == os.path.relpath(defaults.tracker_database, ROOT)
    assert rows["SLACK_API_URL"] == f"`{defaults.slack_api_url}`"
    assert rows["PUENTE_REST_PER_MINUTE"] == f"`{defaults.rest_per_minute}`"
    assert rows["PUENTE_REST_SENDER_PER_MINUTE"] == f"`{defaults.rest_sender_per_minute}`"
    assert rows["DATABASE_URL"].split("`")[3] == os.path.relpath(defaults.database_url.removeprefix("sqlite:///"), ROOT)


def test_the_example_settings_name_every_variable_and_set_none():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") or not line for line in lines)
    assert {line[2:].split("=")[0] for line in lines if re.match(r"# [A-Z_]+=", line)} == variables_of("bot/settings.py")


@each_page
def test_every_file_a_page_tells_to_write_is_valid(page, tmp_path):
    edited = [block for block in blocks(page) if block.edit]
    for block in edited:
        (tmp_path / block.path).parent.mkdir(parents=True, exist_ok=True)
        if block.edit == "append":
            shutil.copy(ROOT / block.path, tmp_path / block.path)
        else:
            assert (ROOT / block.path).parent.is_dir(), block.path
            assert not (ROOT / block.path).exists(), f"{block.path} is there already: the page needs another example"
    for path in carry_out(page, tmp_path):
        assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict), path


@pytest.mark.parametrize(
    "page",
    [ROOT / "docs" / f"add-a-{what}.md" for what in ("fact", "topic", "hub", "declined-subject")],
    ids=lambda page: page.name,
)
def test_pages_that_add_something_hold_an_example(page):
    assert any(block.edit for block in blocks(page))


def test_the_envelope_page_names_every_field_and_type():
    page = (ROOT / "docs" / "rest.md").read_text(encoding="utf-8")
    from bot.channels.envelope import empty

    assert all(f"| `{field}` |" in page for field in empty("error"))
    assert all(f"| `{kind}` |" in page for kind in ("answer", "declined", "out_of_scope", "chat", "ask", "handoff", "error"))


def test_every_status_is_documented():
    from bot.leads import STATUSES

    page = (ROOT / "docs" / "leads.md").read_text(encoding="utf-8")
    assert all(f"`{status}`" in page for status in STATUSES)


def test_the_picture_shows_what_puente_says():
    known, context, said = knowledge.load(), Context(), []
    asked = (
        Question("ask/hub", hubs=("Tijuana",)),
        Question("follow_up/about", hubs=("Monterrey",)),
        Question("follow_up/cheaper"),
    )
    for question in asked:
        given = reply([question], context, known)
        context = given.context
        said.append(given.text.replace("\n", " "))
    tree = ElementTree.parse(ROOT / "docs" / "picture.svg")
    groups = tree.getroot().iter("{http://www.w3.org/2000/svg}g")
    bubbles = [
        " ".join("".join(line.itertext()) for line in group.findall("{http://www.w3.org/2000/svg}text"))
        for group in groups
        if group.get("class") == "bot"
    ]
    introduction = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]["utter_introduction"][0]["text"]
    assert bubbles == [introduction, *said]


def test_the_licence_is_apache_2():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text and "END OF TERMS AND CONDITIONS" in text


def test_the_changelog_begins_with_what_is_unreleased():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
