"""Every setting, read once from the environment (and `.env`, which never overrides it)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
ENCODER_FOLDER = ROOT / "build" / "encoder"
READER_FOLDER = ROOT / "build" / "reader"
MODELS_FOLDER = ROOT / "models"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?")
SHORTEST_SECRET = 32
MOST_PROXIES = 9


class SettingsError(Exception):
    """A variable holds something that can't be used; says which and what it may hold."""


@dataclass(frozen=True)
class Settings:
    """What an operator may set. Ports are TCP ports on this machine."""

    port: int
    action_port: int
    host: str
    database_url: str
    tracker_database: str
    log_level: str
    origins: tuple[str, ...] = ()
    """Origins of other sites whose pages may hold the widget, as browsers write them."""
    secret: str = field(default="", repr=False)
    """Signs website visitors' session tokens; empty: a key of our own in `secret_file`."""
    proxies: int = 0
    """How many proxies stand in front of Puente, each adding to X-Forwarded-For."""
    widget_folder: Path = ROOT / "widget"
    """Where the widget's build (`dist`) and its pages (`pages`) are."""

    @property
    def url(self) -> str:
        """Where this machine reaches Rasa's server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def action_url(self) -> str:
        """Where Rasa reaches the action server."""
        return f"http://127.0.0.1:{self.action_port}"

    @property
    def secret_file(self) -> Path:
        """Where the key is kept when none is set: beside the conversations."""
        return Path(self.tracker_database).parent / "secret.key"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force. Raises SettingsError naming the variable that can't be used."""
    if environ is None:
        environ = {**{key: value or "" for key, value in dotenv_values(ROOT / ".env").items()}, **os.environ}
    folder = ROOT / "var"
    return Settings(
        port=port(environ, "PUENTE_PORT", 5005),
        action_port=port(environ, "PUENTE_ACTION_PORT", 5055),
        host=environ.get("PUENTE_HOST") or "127.0.0.1",
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{folder / 'leads.db'}",
        tracker_database=environ.get("PUENTE_TRACKER_DATABASE") or str(folder / "conversations.db"),
        log_level=log_level(environ),
        origins=origins(environ),
        secret=secret(environ),
        proxies=proxies(environ),
    )


def log_level(environ: Mapping[str, str]) -> str:
    """A level of Python's logging."""
    level = (environ.get("PUENTE_LOG_LEVEL") or "WARNING").upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"PUENTE_LOG_LEVEL is {level!r}; it must be one of {', '.join(LOG_LEVELS)}")
    return level


def port(environ: Mapping[str, str], name: str, default: int) -> int:
    """A TCP port."""
    text = environ.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"{name} is {text!r}; it must be a port number from 1 to 65535")
    return int(text)


def origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Exact origins; a pattern would one day match more than was meant."""
    found = [part.strip().rstrip("/").lower() for part in environ.get("PUENTE_ORIGINS", "").split(",") if part.strip()]
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise SettingsError(f"PUENTE_ORIGINS holds {origin!r}; each must be like https://www.example.com, without path or *")
    return tuple(re.sub(r"^(http://.*):80$|^(https://.*):443$", r"\1\2", origin) for origin in found)


def secret(environ: Mapping[str, str]) -> str:
    """A long random text, or nothing."""
    text = environ.get("PUENTE_SECRET") or ""
    if text and len(text) < SHORTEST_SECRET:
        raise SettingsError(f"PUENTE_SECRET has {len(text)} characters; it must have {SHORTEST_SECRET} or more, at random")
    return text


def proxies(environ: Mapping[str, str]) -> int:
    """A small number."""
    text = environ.get("PUENTE_PROXIES") or "0"
    if not re.fullmatch("[0-9]", text):
        raise SettingsError(f"PUENTE_PROXIES is {text!r}; it must be how many proxies stand in front, 0 to {MOST_PROXIES}")
    return int(text)
