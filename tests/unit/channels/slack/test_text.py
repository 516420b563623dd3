from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.text import LONGEST_PIECE, escaped, mentioned, pieces, plain


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("why Mexico?", "why Mexico?"),
        ("<@U0PUENTE1> why Mexico?", "why Mexico?"),
        ("why Mexico, <@U0PUENTE1>?", "why Mexico, ?"),
        ("<@U0PUENTE1|puente> hi", "hi"),
        ("ask <@U2|bob> or <@U3>", "ask @bob or"),
        ("write to <mailto:ana@acme.com|ana@acme.com>", "write to ana@acme.com"),
        ("<mailto:ana@acme.com|Ana>", "ana@acme.com"),
        ("<mailto:ana@acme.com?subject=hi|ana@acme.com>", "ana@acme.com"),
        ("<mailto:ana@acme.com>", "ana@acme.com"),
        ("call <tel:+14155550132|+1 415 555 0132>", "call +1 415 555 0132"),
        ("<tel:+14155550132>", "+14155550132"),
        ("<http://acme.com|acme.com>", "acme.com"),
        ("<https://acme.com/>", "https://acme.com/"),
        ("<https://acme.com/x|our site>", "our site (https://acme.com/x)"),
        ("<https://evil.example|acme.com>", "acme.com (https://evil.example)"),
        ("see <#C1|general> and <#C2> and <#C3|>", "see #general and and"),
        ("<!here> hi <!channel> <!everyone>", "hi"),
        ("<!subteam^S1|@sales>", "@sales"),
        ("<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014"),
        ("R&amp;D", "R&D"),
        ("&lt;b&gt; &amp;lt;", "<b> &lt;"),
        ("5 &lt; 10 &gt; 3", "5 < 10 > 3"),
        (":wave: hello :+1::skin-tone-3: ok", "hello ok"),
        ("at 10:30:45 or 9:00", "at 10:30:45 or 9:00"),
        ("*about* _20k_ ~30k~ `monthly`", "about 20k 30k monthly"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("first\nsecond", "first\nsecond"),
        ("", ""),
        ("<>", ""),
        ("a < b", "a < b"),
    ],
)
def test_what_slack_sends_becomes_what_was_typed(raw: str, words: str) -> None:
    assert plain(raw, {"U0PUENTE1"}) == words


@given(st.text(max_size=200))
def test_what_somebody_types_comes_back_as_it_was(typed: str) -> None:
    """But for emoji, emphasis and blanks, of which this has none: Slack escapes three characters only."""
    text = " ".join("".join(each for each in typed if each not in ":*_~`").split())
    assert plain(escaped(text)) == text


@given(st.text(alphabet="<>&!@#|:abU1;lgtmp ", max_size=60))
def test_nothing_said_calls_anybody(text: str) -> None:
    assert "<" not in escaped(text) and ">" not in escaped(text)


def test_escaping() -> None:
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_users_mentioned() -> None:
    assert mentioned("<@U1> and <@U2|bob>, not @U3") == ["U1", "U2"]


@given(st.text(alphabet="ab<& \n", max_size=200).map(lambda text: text * 40))
def test_long_texts_are_cut_between_words_and_never_inside_an_escape(text: str) -> None:
    cut = list(pieces(text))
    assert all(0 < len(piece) <= LONGEST_PIECE for piece in cut)
    assert "".join("".join(cut).split()) == "".join(escaped(text).split())
    for piece in cut:
        assert piece.count("&") == piece.count("&amp;") + piece.count("&lt;")


def test_one_endless_word_is_cut_too() -> None:
    assert "".join(pieces("&" * 2000)) == "&amp;" * 2000
    assert list(pieces("")) == []
