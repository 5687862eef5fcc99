"""Words that hold no answer: they are never kept as a place, a person or a reason."""

import pytest

from tests.unit.services.assessment_talk import at, go
from tests.unit.services.talk import assessing

NIL = ["no", "nil", "N/A", "none", "None known", "-"]


@pytest.mark.parametrize("text", [*NIL, "first time", "not known to me", "not that I know of"])
def test_no_earlier_assessment_is_said_in_many_words(text: str) -> None:
    talk = at("earlier").say(text)
    assert talk.value("earlier") == "no"
    assert talk.asked == "child"


@pytest.mark.parametrize("text", NIL)
@pytest.mark.parametrize("question", ["places", "offenders"])
def test_nil_is_no_place_and_no_person(question: str, text: str) -> None:
    talk = at(question).say(text)
    assert talk.value(question) is None
    assert talk.asked != question


@pytest.mark.parametrize("text", NIL)
@pytest.mark.parametrize("question", ["indicators_people", "factors_current"])
def test_nil_ticks_none_of_a_list(question: str, text: str) -> None:
    assert at(question).say(text).value(question) == ["none"]


@pytest.mark.parametrize("text", ["not known to me", "not that I know of"])
@pytest.mark.parametrize("question", ["indicators_people", "places", "factors_current"])
def test_not_to_my_knowledge_is_not_known_and_never_no(question: str, text: str) -> None:
    talk = at(question).say(text)
    assert str(talk.last.case.answers[question].given) == "dont_know"


@pytest.mark.parametrize("text", ["as above", "See above.", "ditto"])
@pytest.mark.parametrize("question", ["reporter_post", "reporter_agency", "places", "offenders"])
def test_as_above_is_never_kept_and_is_asked_again(question: str, text: str) -> None:
    talk = at(question).say(text)
    assert question not in talk.last.case.answers
    assert talk.asked == question


@pytest.mark.parametrize("text", ["n/a", "no reason", "none", "-", "skip", "as above", "no"])
def test_a_reason_that_must_be_given_is_not_waved_away(text: str) -> None:
    talk = at("decision_reason").say(text)
    assert talk.value("decision_reason") is None
    assert talk.asked == "decision_reason"


def test_none_takes_nothing_back_that_was_read() -> None:
    knows = {"Kofi in the Audi": {"offenders": {"name": "Kofi"}}}
    talk = go(assessing(knows=knows, area_known=True), "own_words")
    talk = talk.say("Kofi in the Audi waits for her").say("offenders: n/a")
    assert talk.value("offenders") == [{"name": "Kofi"}]
