"""Files of one folder over HTTP: typed, revalidated by ETag, compressed, and nothing outside the folder."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import text as text_response

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
COMPRESSED = (".html", ".js", ".css", ".json", ".svg")
NAME = re.compile(r"(?:[A-Za-z0-9_][\w.-]*/)*[A-Za-z0-9_][\w.-]*", re.ASCII)
KEPT_FILES = 200


@dataclass(frozen=True)
class Content:
    """A file's bytes, plain and compressed, and its ETag."""

    plain: bytes
    packed: bytes | None
    tag: str


class Files:
    """The files of one folder, read when asked for, so that a new build is served at once."""

    def __init__(self, folder: Path, absent: str) -> None:
        """`absent` is what a 404 says to whoever runs the server while the folder isn't there."""
        self._folder = folder
        self._absent = absent

    def answer(self, request: Request, name: str, headers: Mapping[str, str]) -> HTTPResponse:
        """The file with these headers; 304 when the client holds it, 404 when there is none of this name."""
        path = self._folder / name
        kind = TYPES.get(path.suffix)
        content = self._read(path) if kind and NAME.fullmatch(name) else None
        if content is None:
            sentence = "There is no such file." if self._folder.is_dir() else self._absent
            return text_response(sentence, 404, headers={"X-Content-Type-Options": "nosniff"})
        shown = {**headers, "ETag": content.tag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if content.tag in tags(request.headers.get("if-none-match", "")):
            return HTTPResponse(status=304, headers=shown)
        body = content.plain
        if content.packed is not None and accepts_gzip(request.headers.get("accept-encoding", "")):
            body, shown["Content-Encoding"] = content.packed, "gzip"
        if request.method == "HEAD":
            return HTTPResponse(status=200, headers={**shown, "Content-Length": str(len(body))}, content_type=kind)
        return HTTPResponse(body, 200, shown, kind)

    def _read(self, path: Path) -> Content | None:
        try:
            if not path.resolve(strict=True).is_relative_to(self._folder.resolve()):
                return None
            state = path.stat()
            return content_of(path, state.st_mtime_ns, state.st_size)
        except OSError:
            return None


@lru_cache(KEPT_FILES)
def content_of(path: Path, changed: int, size: int) -> Content:
    """The file as it is since it changed last. Raises OSError."""
    plain = path.read_bytes()
    packed = gzip.compress(plain, mtime=0) if path.suffix in COMPRESSED else None
    return Content(plain, packed, f'W/"{hashlib.sha256(plain).hexdigest()[:32]}"')


def tags(header: str) -> set[str]:
    """The ETags of an If-None-Match header, as weak ones."""
    return {f'W/"{tag}"' for tag in re.findall(r'"([^"]*)"', header)}


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip."""
    return any(re.fullmatch(r"\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?", part) for part in header.split(","))
