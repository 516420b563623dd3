"""Clients without buttons: choices as numbers, and numbers as choices."""

from __future__ import annotations

import pytest

from tests.conftest import Puente
from tests.rest_client import Client
from tests.visitor import Visitor

TALK = "I want to talk to someone"


@pytest.fixture
def client(puente: Puente) -> Client:
    return Client(puente.url)


@pytest.mark.parametrize("asked", [{"query": "choices=text"}, {"metadata": {"buttons": "numbered"}}])
def test_choices_are_a_numbered_list_for_who_asks_for_it(client: Client, asked: dict[str, object]) -> None:
    answer = client.post("hello", **asked)  # type: ignore[arg-type]
    assert not any("buttons" in message for message in answer.json)
    with_buttons = Client(client.url).say("hello")
    assert with_buttons.buttons == () or all(title in answer.reply.text for title in with_buttons.buttons)
    offered = client.post("why Mexico?", **asked).reply  # type: ignore[arg-type]
    titles = Client(client.url).say("why Mexico?").buttons
    assert titles
    for number, title in enumerate(titles, 1):
        assert f"\n{number}. {title}" in offered.text


def test_a_number_picks_that_choice(client: Client) -> None:
    offered = client.say("why Mexico?", query="choices=text")
    second = offered.text.partition("\n2. ")[2].splitlines()[0]
    clicked = Client(client.url)
    titles = clicked.say("why Mexico?").buttons
    assert titles[1] == second
    assert client.say("2").answer == clicked.say(second).answer


def test_two_people_are_no_second_choice(puente: Puente, visitor: Visitor) -> None:
    client = Client(puente.url, sender=visitor.sender)
    client.say(TALK)
    asked = client.say("help with our ERP", query="choices=text")
    assert asked.envelope["asks"] == "team_size"
    client.say("2", query="choices=text")
    (lead,) = puente.leads_of(visitor)
    assert (lead.team_size_min, lead.team_size_max) == (2, 2)


def test_a_city_is_picked_by_its_number(puente: Puente, visitor: Visitor) -> None:
    client = Client(puente.url, sender=visitor.sender)
    reply = client.say(TALK)
    answers = {"need": "help with our ERP", "team_size": "5", "timeline": "in March", "budget": "20k a month"}
    while reply.envelope["asks"] != "hub":
        reply = client.say(answers[reply.envelope["asks"]], query="choices=text")
    assert "\n3. Monterrey" in reply.text
    client.say("3")
    (lead,) = puente.leads_of(visitor)
    assert lead.hub == "Monterrey"
