"""Between Slack's mrkdwn and plain words, both ways."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

LONGEST_PIECE = 2900
"""Slack takes 3,000 characters in a section."""
TOKEN = re.compile(r"<(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
MENTION = re.compile(r"<@(?P<user>[A-Z0-9]+)(?:\|[^<>]*)?>")
SHORTCODE = re.compile(r"(?<![\w:]):(?:[+-]1|[a-z][a-z0-9_+'-]*):(?:(?<=:):skin-tone-\d:)?(?![\w:])|:skin-tone-\d:")
EMPHASIS = re.compile(r"(?<![\w*_~`])(?P<mark>[*_~]|`{1,3})(?P<inside>\S(?:[^\n]*?\S)?)(?P=mark)(?![\w*_~`])")
BLANKS = re.compile(r"[ \t]{2,}")


def plain(text: str, own: Collection[str] = ()) -> str:
    """What the visitor typed: links, addresses and references as words, mentions of `own` users (the bot) left out."""
    words = TOKEN.sub(lambda token: _words(token["target"], token["label"], own), text)
    words = EMPHASIS.sub(lambda found: found["inside"], SHORTCODE.sub(" ", words))
    return BLANKS.sub(" ", _unescaped(words)).strip()


def escaped(text: str) -> str:
    """The text so that Slack shows it as it is: nobody is called, nothing becomes a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(text: str) -> Iterator[str]:
    """The text escaped, in pieces that fit into a section each, cut between words where there are any."""
    rest = escaped(text)
    while len(rest) > LONGEST_PIECE:
        cut = max(rest.rfind("\n", 1, LONGEST_PIECE), rest.rfind(" ", 1, LONGEST_PIECE))
        if cut <= 0:
            cut = LONGEST_PIECE - len(re.search(r"(?:&\w{0,3})?$", rest[:LONGEST_PIECE])[0])  # type: ignore[index]
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def mentioned(text: str) -> list[str]:
    """The users whom the text mentions, in order."""
    return [found["user"] for found in MENTION.finditer(text)]


def _unescaped(text: str) -> str:
    """The three characters that Slack escapes; `&amp;` last, so that nothing is undone twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _words(target: str, label: str | None, own: Collection[str]) -> str:
    """What stands for one <...>."""
    if target.startswith("@"):
        return "" if target[1:] in own or not label else f"@{label}"
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith("!"):  # <!here>, <!channel>, <!subteam^S1|@team>, <!date^...|fallback>
        return label or ""
    kind, _, address = target.partition(":")
    if kind == "mailto":
        return address.partition("?")[0]
    if kind == "tel":
        return label or address
    if not label or _bare(label) == _bare(target):
        return label or target
    return f"{label} ({target})"


def _bare(address: str) -> str:
    return re.sub(r"^https?://|/$", "", address, flags=re.IGNORECASE).casefold()
