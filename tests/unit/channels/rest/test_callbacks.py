"""Call-backs to a receiver on this machine, checked with the official library of Standard Webhooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from standardwebhooks import WebhookVerificationError

from bot.channels.rest.callback_addresses import Allowed
from bot.channels.rest.callbacks import Callbacks, Delivery
from bot.keys import signing_secret
from tests.receiver import Receiver, receiver

SECRET = signing_secret("pk_test")
HERE = Allowed().plus(["127.0.0.1"])


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def delivery(there: Receiver, name: str = "m1") -> Delivery:
    return Delivery("r1", f"{there.url}/hook", SECRET, HERE).to(name, {"messages": [{"text": "¡Hola!"}]})


def deliver(sent: Delivery, delays: tuple[float, ...] = (0.01,) * 5, try_seconds: float = 5) -> bool:
    async def run() -> bool:
        return await Callbacks(delays, try_seconds).send(sent)

    return asyncio.run(run())


def test_a_reply_is_signed_so_that_the_official_library_takes_it(there: Receiver) -> None:
    assert deliver(delivery(there))
    (posted,) = there.posted
    event = posted.verified(SECRET)
    assert (event["type"], event["data"]) == ("message.answered", {"messages": [{"text": "¡Hola!"}]})
    assert (posted.headers["webhook-id"], posted.headers["content-type"]) == ("m1", "application/json")


def test_another_secret_or_a_changed_body_is_noticed(there: Receiver) -> None:
    deliver(delivery(there))
    (posted,) = there.posted
    with pytest.raises(WebhookVerificationError):
        posted.verified(signing_secret("pk_other"))
    with pytest.raises(WebhookVerificationError):
        replace(posted, body=posted.body + b" ").verified(SECRET)


@pytest.mark.parametrize("statuses", [[500], [503, 429, 400]])
def test_what_fails_is_sent_again_under_the_same_id(there: Receiver, statuses: list[int]) -> None:
    there.statuses = list(statuses)
    assert deliver(delivery(there))
    assert len(there.posted) == len(statuses) + 1
    assert {posted.headers["webhook-id"] for posted in there.posted} == {"m1"}
    assert len({posted.body for posted in there.posted}) == 1
    for posted in there.posted:
        posted.verified(SECRET)


def test_gone_is_not_tried_again(there: Receiver) -> None:
    there.statuses = [410]
    assert not deliver(delivery(there))
    assert len(there.posted) == 1


def test_a_redirect_is_not_followed(there: Receiver) -> None:
    there.statuses = [302, 307]
    assert deliver(delivery(there))
    assert len(there.posted) == 3
    assert all(posted.body for posted in there.posted)


def test_it_is_given_up_after_the_last_try_and_that_is_logged(there: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    there.statuses = [500] * 10
    with caplog.at_level(logging.ERROR):
        assert not deliver(delivery(there), (0.01, 0.01))
    assert len(there.posted) == 3
    assert caplog.messages == ["call-back given up: 500 (request r1)"]


def test_a_slow_receiver_is_a_failed_try(there: Receiver) -> None:
    there.seconds = 1
    assert not deliver(delivery(there), (0.01,), 0.2)
    assert len(there.posted) == 2


def test_a_receiver_that_is_not_there_is_a_failed_try(there: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = replace(delivery(there), url="http://127.0.0.1:1/hook")
    assert not deliver(nowhere, (0.01,))
    assert "ClientConnectorError" in caplog.text


def test_a_name_that_stands_for_a_private_address_is_not_called(there: Receiver) -> None:
    port = there.url.rpartition(":")[2]
    hidden = replace(delivery(there), url=f"http://localhost:{port}/hook", allowed=Allowed(frozenset({"localhost"})))
    assert not deliver(hidden, (0.01,))
    assert there.posted == []


def test_the_same_reply_under_way_is_not_sent_twice(there: Receiver) -> None:
    async def run() -> None:
        callbacks = Callbacks()
        await asyncio.gather(
            callbacks.send(delivery(there)), callbacks.send(delivery(there)), callbacks.send(delivery(there, "m2"))
        )

    there.seconds = 0.1
    asyncio.run(run())
    assert sorted(posted.headers["webhook-id"] for posted in there.posted) == ["m1", "m2"]


def test_what_is_under_way_when_the_server_stops_is_logged(there: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        callbacks = Callbacks((60.0,))
        task = callbacks.send(delivery(there))
        await asyncio.to_thread(there.wait)
        await asyncio.sleep(0.2)
        await callbacks.close()
        assert await task is False

    there.statuses = [500]
    asyncio.run(run())
    assert caplog.messages[-1] == "call-back given up: the server stops (request r1)"
