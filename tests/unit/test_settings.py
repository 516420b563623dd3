from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.settings import SettingsError

PORTS = ("PUENTE_PORT", "PUENTE_ACTION_PORT")


def test_with_nothing_set_everything_has_a_value() -> None:
    found = settings.load({})
    assert (found.port, found.action_port, found.host, found.log_level) == (5005, 5055, "127.0.0.1", "WARNING")
    assert found.database_url.startswith("sqlite:///")
    assert found.tracker_database.endswith("conversations.db")
    assert (found.url, found.action_url) == ("http://127.0.0.1:5005", "http://127.0.0.1:5055")


def test_what_is_set_counts() -> None:
    found = settings.load(
        {
            "PUENTE_PORT": "8005",
            "PUENTE_ACTION_PORT": "8055",
            "PUENTE_HOST": "0.0.0.0",
            "PUENTE_LOG_LEVEL": "INFO",
            "DATABASE_URL": "postgresql://db/leads",
            "PUENTE_TRACKER_DATABASE": "here.db",
        }
    )
    assert found == settings.Settings(8005, 8055, "0.0.0.0", "postgresql://db/leads", "here.db", "INFO")


def test_empty_counts_as_not_set() -> None:
    names = (*PORTS, "PUENTE_HOST", "PUENTE_LOG_LEVEL", "DATABASE_URL", "PUENTE_TRACKER_DATABASE")
    assert settings.load(dict.fromkeys(names, "")) == settings.load({})


@pytest.mark.parametrize("name", PORTS)
@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "80 80", "5005.0", "0x10", "²", " "])
def test_a_port_that_is_none_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load({name: value})
    assert name in str(caught.value)
    assert repr(value) in str(caught.value)
    assert "65535" in str(caught.value)


@pytest.mark.parametrize("name", PORTS)
@pytest.mark.parametrize("value", [1, 80, 65535])
def test_every_port_can_be_used(name: str, value: int) -> None:
    assert value in (settings.load({name: str(value)}).port, settings.load({name: str(value)}).action_port)


def test_the_environment_goes_before_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PUENTE_PORT=7001\nPUENTE_ACTION_PORT=7002\n# PUENTE_HOST=0.0.0.0\nPUENTE_LOG_LEVEL\n")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    for name in ("PUENTE_ACTION_PORT", "PUENTE_HOST", "PUENTE_LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PUENTE_PORT", "7003")
    found = settings.load()
    assert (found.port, found.action_port, found.host, found.log_level) == (7003, 7002, "127.0.0.1", "WARNING")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        settings.load({}).port = 1  # type: ignore[misc]


def test_origins_are_exact_and_as_browsers_write_them() -> None:
    text = " https://www.Example.com/, http://localhost:3000 ,https://a.example:443,http://b.example:80,http://[::1]:8000,"
    expected = ("https://www.example.com", "http://localhost:3000", "https://a.example", "http://b.example", "http://[::1]:8000")
    assert settings.load({"PUENTE_ORIGINS": text}).origins == expected


@pytest.mark.parametrize(
    "value",
    [
        "*",
        "https://*.example.com",
        "www.example.com",
        "https://a.example/path",
        "ftp://a.example",
        "https://a.example; x",
        "null",
    ],
)
def test_an_origin_that_is_none_is_refused_by_name(value: str) -> None:
    with pytest.raises(SettingsError, match="PUENTE_ORIGINS"):
        settings.load({"PUENTE_ORIGINS": f"https://fine.example,{value}"})


def test_a_short_secret_is_refused_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="PUENTE_SECRET") as caught:
        settings.load({"PUENTE_SECRET": "hush-hush"})
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("value", ["-1", "10", "one", "1.0", "\u0661"])
def test_a_number_of_proxies_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="PUENTE_PROXIES"):
        settings.load({"PUENTE_PROXIES": value})
