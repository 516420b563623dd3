"""What is kept of a page's word about itself."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.page_context import page_context
from bot.leads import read_attribution


def test_only_where_the_visitor_came_from_is_kept() -> None:
    told = {
        "page": {"url": "https://jane:pw@acme.example/price?email=j@x.example&utm_source=ads&gclid=1#me", "title": "Jane's page"},
        "referrer": "https://search.example/find?q=jane",
        "landing_page": "https://acme.example/?token=secret",
        "utm": {"utm_medium": "cpc", "password": "x"},
        "fbclid": "f",
        "locale": "en",
        "cookie": "secret",
    }
    kept = page_context(told)
    assert kept == {
        "page": "https://acme.example/price?utm_source=ads&gclid=1",
        "referrer": "https://search.example",
        "landing_page": "https://acme.example/",
        "utm_source": "ads",
        "utm_medium": "cpc",
        "gclid": "1",
        "fbclid": "f",
    }
    assert read_attribution(kept) == kept


@pytest.mark.parametrize(
    "metadata", [None, 7, "x", [], {}, {"page": "x"}, {"page": {"url": ["x"]}}, {"utm": 7}, {"page": {"url": "https://["}}]
)
def test_anything_else_is_nothing(metadata: Any) -> None:
    assert page_context(metadata) == {}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/hosts", "data:text/html,x", "//acme.example", "about:blank", "https://"]
)
def test_an_address_that_is_none_of_the_web_is_left_out(address: str) -> None:
    assert page_context({"page": {"url": address}}) == {}


def test_everything_is_bounded() -> None:
    kept = page_context({"page": {"url": "https://acme.example/" + "é" * 5000}, "gclid": "x" * 5000})
    assert kept and all(len(value) <= 300 for value in kept.values())
