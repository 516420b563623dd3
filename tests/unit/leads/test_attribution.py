"""Where visitors came from: untrusted, allow-listed, bounded; the first touch stays, the last follows."""

from __future__ import annotations

from typing import Any

import pytest

from bot import leads
from bot.leads.export import record


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({"utm_source": "ads", "utm_campaign": "q4", "password": "x"}, {"utm_source": "ads", "utm_campaign": "q4"}),
        ({"utm": {"source": "ads", "utm_medium": "cpc"}}, {"utm_source": "ads", "utm_medium": "cpc"}),
        ({"page": {"url": "https://a.com/x?utm_source=news&gclid=1", "referrer": "https://b.com"}},
         {"page": "https://a.com/x?utm_source=news&gclid=1", "referrer": "https://b.com", "utm_source": "news", "gclid": "1"}),
        ({"utm_source": "x" * 1000}, {"utm_source": "x" * 300}),
        ({"utm_source": ["no text"], "page": 5, "utm": "none"}, {}),
        ({"utm_source": "a\x00\nb"}, {"utm_source": "ab"}),
        ({}, {}),
    ],
)  # fmt: skip
def test_only_what_is_allowed_is_read(metadata: dict[str, Any], found: dict[str, str]) -> None:
    assert leads.read_attribution(metadata) == found


def test_the_first_touch_stays_and_the_last_follows(sessions: leads.Sessions) -> None:
    for number, source in enumerate(("ads", "news", None)):
        lead = leads.record_answers(
            sessions,
            conversation_id="c1",
            channel="website",
            given=[leads.Given("name", "Ana", "Ana", f"m{number}")],
            attribution={"utm_source": source} if source else {},
        )
    exported = record(lead)
    assert (exported["first_utm_source"], exported["last_utm_source"]) == ("ads", "news")
