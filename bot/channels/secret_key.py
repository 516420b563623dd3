"""The key that signs session tokens: set by the operator, else made once and kept."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from bot.settings import Settings

KEY_BYTES = 32
WAIT_SECONDS = 2


def secret_key(config: Settings) -> bytes:
    """PUENTE_SECRET, else what the settings' secret file holds; makes that file, readable to its owner only.

    Raises OSError when the file can't be read or made.
    """
    if config.secret:
        return config.secret.encode()
    make(config.secret_file)
    return read(config.secret_file)


def make(file: Path) -> None:
    """The file is there; who comes second finds the first one's key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_hex(KEY_BYTES).encode())


def read(file: Path) -> bytes:
    """The key, also while another process is just writing it."""
    deadline = time.monotonic() + WAIT_SECONDS
    while len(key := file.read_bytes().strip()) < KEY_BYTES:
        if time.monotonic() > deadline:
            raise OSError(f"{file} holds no key: delete it, and a new one is made")
        time.sleep(0.01)
    return key
