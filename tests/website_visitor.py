"""A visitor on the website, with the same words and replies as on every other channel."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any

from tests.visitor import Reply
from tests.website_page import SECONDS, Page, open_page


class WebsiteVisitor:
    """One open page, for as long as the block runs; each visitor is a conversation of its own."""

    def __init__(self, url: str) -> None:
        """A visitor nobody has seen before."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._opening: AbstractAsyncContextManager[Page] = open_page(url)

    def __enter__(self) -> WebsiteVisitor:
        self._thread.start()
        self._page: Page = self._do(self._opening.__aenter__())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._do(self._opening.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)

    @property
    def conversation_id(self) -> str:
        """Under which the lead and the transcript stand; the token names it."""
        return str(self._page.session["token"]).split(".")[0]

    def say(self, text: str) -> Reply:
        """The reply to a message."""
        seen = len(self._page.messages)
        assert self._do(self._page.say(text)) == {"ok": True}
        said = [message for message in self._page.messages[seen:] if message["from"] == "bot"]
        assert said and said[-1]["data"], "the turn has no words or no envelope"
        buttons = tuple(button["title"] for message in said for button in message["buttons"])
        return Reply(tuple(message["text"] for message in said), buttons, said[-1]["data"])

    def _do(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(SECONDS)
