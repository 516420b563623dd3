"""Messages that lean on the turn before."""

from __future__ import annotations

from tests.conftest import Puente
from tests.visitor import Visitor


def test_hubs_one_after_the_other_then_cost_then_the_rest(visitor: Visitor) -> None:
    tijuana, guadalajara, cheaper, others, best = visitor.chain(
        "tell me about TJ", "and GDL?", "which is cheaper?", "what about the others?", "which one is best for manufacturing?"
    )
    assert tijuana.sections == ["Tijuana"]
    assert guadalajara.sections == ["Guadalajara (Mexican Silicon Valley)"]
    assert (cheaper.type, cheaper.envelope["declined"]) == ("declined", ["city_costs"])
    assert "compare_hubs" in others.envelope["topics"]
    assert all(hub in others.answer for hub in ("Mexico City", "Monterrey"))
    assert "Guadalajara" not in others.answer
    assert "manufacturing: Tijuana" in best.answer


def test_more_and_why_stay_with_the_topic_and_end_honestly(visitor: Visitor) -> None:
    first, more, why, more_again, still_more = visitor.chain(
        "how long is the flight", "tell me more", "why?", "tell me more", "tell me more"
    )
    assert all(reply.envelope["topics"] == ["flights"] for reply in (first, more, why, more_again))
    assert len({first.answer, more.answer, why.answer}) == 3
    assert "all the article says" in still_more.answer


def test_countries_one_after_the_other(visitor: Visitor) -> None:
    _cost, india, poland, brazil = visitor.chain(
        "is Mexico cheaper?", "and compared to India?", "what about Poland?", "and Brazil?"
    )
    assert india.envelope["topics"] == ["compare_countries"]
    assert "Eastern Europe as a whole, not of Poland" in poland.answer
    assert (brazil.type, brazil.envelope["declined"]) == ("declined", ["other_countries"])
    assert "Brazil" in brazil.answer


def test_a_hub_after_a_declined_country_is_answered(visitor: Visitor) -> None:
    _country, tijuana = visitor.chain("tell me about Brazil", "and Tijuana?")
    assert tijuana.sections == ["Tijuana"]


def test_a_question_is_asked_again_of_another_city(visitor: Visitor) -> None:
    focus, monterrey, capital = visitor.chain("what is Guadalajara known for", "and Monterrey?", "same for CDMX?")
    assert focus.sections == ["Guadalajara (Mexican Silicon Valley)"]
    assert monterrey.sections == ["Monterrey"]
    assert capital.sections == ["Mexico City"]


def test_a_figure_of_the_country_is_never_given_as_a_citys(visitor: Visitor) -> None:
    _figure, why, monterrey, more = visitor.chain(
        "how many engineers graduate each year?", "why?", "and in Monterrey?", "tell me more"
    )
    assert why.envelope["topics"] == ["graduates"]
    for reply in (monterrey, more):
        assert "130,000" not in reply.answer or "Mexico as a whole, not of Monterrey" in reply.answer


def test_say_that_again_gives_the_gist(visitor: Visitor) -> None:
    first, again, more = visitor.chain("does the government support IT", "say that again", "tell me more")
    assert again.envelope["topics"] == more.envelope["topics"] == first.envelope["topics"] == ["government"]
    assert again.answer.startswith("In short:")


def test_a_comparison_then_which_then_why(visitor: Visitor) -> None:
    both, which, why = visitor.chain("Guadalajara or Monterrey?", "which one is better?", "why?")
    assert "compare_hubs" in both.envelope["topics"]
    for reply in (which, why):
        assert reply.type == "answer"
        assert "Tijuana" not in reply.sections


def test_small_talk_and_misses_do_not_lose_the_thread(visitor: Visitor) -> None:
    *_, more = visitor.chain("tell me about Tijuana", "thanks", "asdfgh qwerty zxcvb", "tell me more")
    assert more.sections == ["Tijuana"]


def test_a_follow_up_to_nothing_is_no_guess(puente: Puente) -> None:
    for message in ("tell me more", "why?", "what about the others?"):
        reply = Visitor(puente.url).say(message)
        assert reply.type in ("answer", "out_of_scope", "declined")
        if message != "what about the others?":
            assert (reply.envelope["topics"], reply.sections) == ([], [])
