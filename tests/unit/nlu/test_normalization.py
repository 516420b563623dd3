from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.normalization import normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("why Mexico?", "why Mexico?"),
        ("", ""),
        ("   \n \n ", ""),
        ("  why   Mexico ? ", "why Mexico ?"),
        ("why\u00a0Mexico\u2003?", "why Mexico ?"),
        ("one\n\n\ntwo", "one\ntwo"),
        ("Querétaro, Mérida y León", "Queretaro, Merida y Leon"),
        ("¿Hablan español?", "Hablan espanol?"),
        ("Que\u0301", "Que"),
        ("It\u2019s \u201cgood\u201d \u2013 really", 'It\'s "good" - really'),
        ("so coool", "so cool"),
        ("soooooo good", "soo good"),
        ("HEYYYY", "HEYY"),
        ("really?!?!", "really?!?!"),
        ("really???!!!", "really?!"),
        ("wait.......", "wait."),
        ("good 👍🏽 place 😀", "good place"),
        ("🇲🇽🔥", ""),
        ("why\x00 Mexico\x07", "why Mexico"),
        ("why\u200b Mexico\ufeff", "why Mexico"),
        ("ﬁnance", "finance"),
        ("one\u2028two", "one two"),
        ("\uff27\uff24\uff2c", "GDL"),
        ("100000 at 5k", "100000 at 5k"),
        ("1111 and 2222", "1111 and 2222"),
        ("C++ and C#", "C++ and C#"),
        ("we dont know whats there", "we don't know what's there"),
        ("Arent they? Theyre good, ive heard", "Aren't they? They're good, i've heard"),
        ("its the ants who want rent", "its the ants who want rent"),
        ("hola \ud800", "hola"),
        ("日本語", "日本語"),
    ],
)
def test_the_accidents_of_typing_go(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize("text", ["how\tmuch", "how\rmuch", "how\x0bmuch", "how😀much", "how🇲🇽much", "how\u0085much"])
def test_what_parts_words_goes_on_parting_them(text: str) -> None:
    assert normalise(text).split() == ["how", "much"]


@given(st.text(max_size=200))
def test_no_text_raises_and_twice_is_once(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain) == plain


@given(st.text(alphabet="aA!?.,- \n\t\u0301\u200b\u2019\u201c\u2014\u00bf😀🏽\ud800e\u0308ﬁ\u1100\u1161", max_size=40))
def test_nothing_odd_raises_and_twice_is_once(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain) == plain
    assert plain == plain.strip()
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "So") for character in plain if character != "\n")
