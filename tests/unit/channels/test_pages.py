"""The widget's files and pages, served by a small Sanic server beside Rasa's own `GET /`."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rasa.server import add_root_route
from sanic import Sanic

from bot import settings
from bot.channels.pages import Pages

HASHED = "panel-DhkHnTDw.js"
FILES = {
    "dist/widget.js": "load()",
    f"dist/{HASHED}": "panel()" * 100,
    "dist/.secret.js": "hidden",
    "dist/notes.txt": "no type",
    "pages/index.html": "<title>Demo</title>",
    "pages/snippet.html": "<title>Snippet</title>",
    "pages/embed.html": "<title>Embed</title>",
    "pages/css/page.css": "body {}",
    "secret.js": "outside",
}


class Answer:
    """One HTTP answer."""

    def __init__(self, port: int, path: str, method: str = "GET", **headers: str) -> None:
        """Asks the server on this machine; `headers` with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        self.status, self.body = answer.status, answer.read()
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()


def served(folder: Path) -> Iterator[int]:
    """The port of a server for this widget folder."""
    config = replace(settings.load({}), origins=("https://www.acme.example",), widget_folder=folder)
    Sanic.test_mode = True  # else only the first server of a process starts
    app = Sanic(f"pages_{os.urandom(4).hex()}", configure_logging=False)
    add_root_route(app)
    app.blueprint(Pages(config).blueprint(None), url_prefix="/")
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), []

    async def start() -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        ports.append(listening.getsockname()[1])
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(20)
    yield ports[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("widget")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "dist" / "linked.js").symlink_to(folder / "secret.js")
    yield from served(folder)


@pytest.fixture(scope="module")
def bare_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    yield from served(tmp_path_factory.mktemp("nothing"))


def test_the_demo_page_stands_before_rasas_own(port: int) -> None:
    answer = Answer(port, "/")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.body == b"<title>Demo</title>"
    assert Answer(port, "/?utm_source=x").body == answer.body


@pytest.mark.parametrize("path", ["/", "/snippet.html", "/embed.html", "/pages/css/page.css"])
def test_pages_come_under_a_strict_policy(port: int, path: str) -> None:
    headers = Answer(port, path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert (policy["connect-src"], policy["img-src"]) == ("'self' ws: wss:", "'self' data:")
    framed = "'self' https://www.acme.example" if path == "/embed.html" else "'none'"
    assert policy["frame-ancestors"] == framed
    assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/widget.js", "max-age=300"), (f"/widget/{HASHED}", "immutable"), ("/widget/widget.js", "max-age=300")],
)
def test_the_build_is_readable_from_any_site_and_cached_by_name(port: int, path: str, kept: str) -> None:
    headers = Answer(port, path, Origin="https://anywhere.example").headers
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert (headers["access-control-allow-origin"], headers["x-content-type-options"]) == ("*", "nosniff")
    assert kept in headers["cache-control"]


def test_what_the_client_holds_is_not_sent_again(port: int) -> None:
    tag = Answer(port, "/").headers["etag"]
    for header in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        answer = Answer(port, "/", If_None_Match=header)
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
    assert Answer(port, "/", If_None_Match='"other"').status == 200


def test_text_is_compressed_for_who_takes_it(port: int) -> None:
    answer = Answer(port, f"/widget/{HASHED}", Accept_Encoding="br, gzip")
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(answer.body) == FILES[f"dist/{HASHED}"].encode()
    for header in ("br", "gzip;q=0", "gzip; q=0.0", "xgzip"):
        assert "content-encoding" not in Answer(port, f"/widget/{HASHED}", Accept_Encoding=header).headers


def test_head_tells_the_length_alone(port: int) -> None:
    answer = Answer(port, "/widget.js", "HEAD")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", str(len(FILES["dist/widget.js"])))


OUTSIDE = [
    "/widget/../secret.js", "/widget/%2e%2e/secret.js", "/widget/..%2fsecret.js", "/widget/%2e%2e%2fsecret.js",
    "/widget//etc/hosts",
    "/widget/%252e%252e/secret.js", "/widget/..\\secret.js", "/pages/../secret.js", "/widget/linked.js", "/widget/.secret.js",
    "/widget/notes.txt", "/widget/", "/widget/none.js", "/pages/none.css", "/widget/a%00.js", "/widget/" + "a" * 5000 + ".js",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE, ids=[path[:40] for path in OUTSIDE])
def test_nothing_else_is_served(port: int, path: str) -> None:
    answer = Answer(port, path)
    assert answer.status == 404, answer.body
    assert b"outside" not in answer.body and answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/", "/widget.js", "/embed.html", f"/widget/{HASHED}", "/pages/page.css"])
def test_a_checkout_without_the_widget_says_so(bare_port: int, path: str) -> None:
    answer = Answer(bare_port, path)
    assert (answer.status, b"This checkout has no widget/" in answer.body) == (404, True)
    assert b"Rasa" not in answer.body


def test_only_reading_is_possible(port: int) -> None:
    assert Answer(port, "/widget.js", "POST", Content_Length="0").status == 405
    assert Answer(port, "/", "POST", Content_Length="0").status == 405
