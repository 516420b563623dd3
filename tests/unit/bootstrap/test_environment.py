from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from bootstrap import __main__ as command
from bootstrap import environment, interpreter
from bootstrap.problems import SetupProblem


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, with a step that only takes notes."""
    for name, path in {
        "LOCK": "requirements.txt",
        "DEV_LOCK": "requirements-dev.txt",
        "UV_LOCK": "bootstrap/uv.txt",
        "STANDINS": "standins",
        "VENV": ".venv",
        "TOOLS": ".tools",
        "LOG": ".tools/setup.log",
        "STAMP": ".venv/puente-lock",
    }.items():
        monkeypatch.setattr(environment, name, tmp_path / path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    for path, text in {
        "requirements.txt": "rasa==3.6.21",
        "requirements-dev.txt": "pytest",
        "bootstrap/uv.txt": "uv==0.13.9",
        "standins/tensorflow/pyproject.toml": "[project]",
        "standins/tensorflow/src/tensorflow/__init__.py": "",
        "standins/README.md": "what they are",
        ".venv/pyvenv.cfg": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    taken: list[list[str]] = []
    monkeypatch.setattr(environment, "step", lambda say, what, arguments: taken.append(arguments))
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**12))
    monkeypatch.setattr(interpreter, "runs", lambda path: True)
    return taken


@pytest.mark.parametrize(
    "changed",
    [
        "requirements.txt",
        "bootstrap/uv.txt",
        "standins/tensorflow/pyproject.toml",
        "standins/tensorflow/src/tensorflow/__init__.py",
    ],
)
@pytest.mark.parametrize("dev", [False, True])
def test_the_stamp_changes_with_a_lock_or_a_stand_in(project: Path, changed: str, dev: bool) -> None:
    before = environment.stamp(dev)
    assert environment.stamp(dev) == before
    (project / changed).write_text("changed")
    assert environment.stamp(dev) != before


def test_the_stamp_changes_with_a_new_stand_in(project: Path) -> None:
    before = environment.stamp(False)
    (project / "standins" / "skops.py").write_text("")
    (project / "standins" / "jax").mkdir()
    (project / "standins" / "jax" / "pyproject.toml").write_text("[project]")
    assert environment.stamp(False) != before


def test_only_the_developers_stamp_changes_with_the_developers_lock(project: Path) -> None:
    run, dev = environment.stamp(False), environment.stamp(True)
    assert run != dev
    (project / "requirements-dev.txt").write_text("changed")
    assert environment.stamp(False) == run
    assert environment.stamp(True) != dev


def test_words_about_the_stand_ins_change_nothing(project: Path) -> None:
    before = environment.stamp(True)
    (project / "standins" / "README.md").write_text("changed")
    assert environment.stamp(True) == before


def test_nothing_is_current_before_set_up(project: Path) -> None:
    assert not environment.is_current(False)


def test_set_up_installs_once(project: Path, steps: list[list[str]]) -> None:
    environment.ensure(dev=False, say=print)
    assert len(steps) > 1
    taken = len(steps)
    environment.ensure(dev=False, say=print)
    assert len(steps) == taken


def test_the_packages_are_the_locks_exactly_and_the_stand_ins(project: Path, steps: list[list[str]]) -> None:
    environment.ensure(dev=False, say=print)
    sync, install = steps[-2:]
    assert sync[1:3] == ["pip", "sync"]
    assert {"--require-hashes", "--compile-bytecode", str(project / "requirements.txt")} <= set(sync)
    assert str(project / "requirements-dev.txt") not in sync
    assert str(project / "standins" / "tensorflow") in install
    assert "--no-deps" in install


def test_a_developers_set_up_serves_both(project: Path, steps: list[list[str]]) -> None:
    environment.ensure(dev=True, say=print)
    assert str(project / "requirements-dev.txt") in steps[-2]
    assert environment.is_current(True)
    assert environment.is_current(False)


def test_a_run_only_set_up_does_not_serve_a_developer(project: Path, steps: list[list[str]]) -> None:
    environment.ensure(dev=False, say=print)
    assert environment.is_current(False)
    assert not environment.is_current(True)


def test_too_little_disk_stops_before_anything(project: Path, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**9))
    with pytest.raises(SetupProblem, match="3 GB"):
        environment.ensure(dev=False, say=print)
    assert steps == []


def test_the_venv_is_made_with_the_python_found(project: Path, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "runs", lambda path: False)
    monkeypatch.setattr(interpreter, "find", lambda: Path("/opt/python3.10"))
    environment.ensure_venv(Path("uv"), print)
    assert steps == [["uv", "venv", "--quiet", "--clear", str(project / ".venv"), "--python", "/opt/python3.10"]]


def test_with_no_python_at_all_one_line_says_what_to_do(
    project: Path, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(say: object, what: str, arguments: list[str]) -> None:
        steps.append(arguments)
        raise SetupProblem("no network")

    monkeypatch.setattr(interpreter, "runs", lambda path: False)
    monkeypatch.setattr(interpreter, "find", lambda: None)
    monkeypatch.setattr(environment, "step", fail)
    with pytest.raises(SetupProblem, match=r"pyenv install 3\.10") as caught:
        environment.ensure_venv(Path("uv"), print)
    assert "\n" not in str(caught.value)
    assert steps[0][-2:] == ["3.10", "--managed-python"]


def test_a_step_says_what_it_does_and_logs_what_came_out(project: Path) -> None:
    said: list[str] = []
    (project / ".tools").mkdir()
    environment.step(said.append, "Greeting", ["sh", "-c", "echo hello; echo there >&2"])
    assert said[0] == "Greeting ..."
    assert said[1].startswith("  done in ")
    assert (project / ".tools" / "setup.log").read_text() == "$ Greeting\nhello\nthere\n\n"


@pytest.mark.parametrize(
    ("script", "advice"), [("echo 'No space left on device'; exit 2", "disk is full"), ("echo odd; exit 3", "setup.log says why")]
)
def test_a_step_that_fails_is_explained(project: Path, script: str, advice: str) -> None:
    (project / ".tools").mkdir()
    with pytest.raises(SetupProblem, match=advice):
        environment.step(lambda line: None, "Greeting", ["sh", "-c", script])


def test_a_program_that_is_not_there_is_explained(project: Path) -> None:
    with pytest.raises(SetupProblem, match="Greeting: "):
        environment.step(lambda line: None, "Greeting", [str(project / "nowhere")])


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(SetupProblem("Do this."), 1, "puente: Do this."), (KeyboardInterrupt(), 130, "puente: stopped")],
)
def test_the_command_ends_in_one_line(
    error: BaseException, status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**options: object) -> None:
        raise error

    monkeypatch.setattr(command, "ensure", fail)
    assert command.main() == status
    assert capsys.readouterr().err.startswith(said)


def test_the_command_asks_for_the_developers_extras_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(command, "ensure", lambda dev, say: asked.append(dev))
    for arguments in (["bootstrap"], ["bootstrap", "--dev"]):
        monkeypatch.setattr(command.sys, "argv", arguments)
        assert command.main() == 0
    assert asked == [False, True]


def test_uv_is_installed_at_its_pinned_version_with_hashes(project: Path, steps: list[list[str]]) -> None:
    uv = environment.ensure_uv(print)
    assert uv.is_relative_to(project / ".tools")
    assert {"--require-hashes", "-r", str(project / "bootstrap" / "uv.txt")} <= set(steps[0])


def test_uv_is_installed_anew_when_its_version_changes(project: Path, steps: list[list[str]]) -> None:
    first = environment.ensure_uv(print)
    (project / "bootstrap" / "uv.txt").write_text("uv==0.14")
    assert environment.ensure_uv(print) != first


def test_steps_never_wait_for_an_answer(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip and uv ask nothing with their output taken away; the environment tells uv not to draw."""
    (project / ".tools").mkdir()
    given: dict[str, object] = {}

    def run(arguments: list[str], **options: object) -> object:
        given.update(options)
        return SimpleNamespace(returncode=0, stdout="")

    monkeypatch.setattr(subprocess, "run", run)
    environment.step(lambda line: None, "Greeting", ["true"])
    assert given["env"]["UV_NO_PROGRESS"] == "1"  # type: ignore[index]
    assert given["stderr"] == subprocess.STDOUT
