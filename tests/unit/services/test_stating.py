"""What is told or changed at another question goes where it belongs; an answer stays an answer."""

import pytest

from tests.unit.services.assessment_talk import at
from tests.unit.services.talk import WORDING


@pytest.mark.parametrize(
    "text", ["missing is present after all", "Actually, missing is present", "missing also applies"]
)
def test_a_row_is_ticked_by_saying_that_it_is_present(text: str) -> None:
    talk = at("expand").say(text)
    assert talk.value("indicators_people") == ["missing"]
    assert talk.value("expand") is None
    assert talk.asked == "missing_level"


def test_a_row_is_ticked_beside_the_rows_that_are_there() -> None:
    talk = at("expand").say("online activity is present")
    assert talk.value("indicators_abuse") == ["grooming", "online_activity"]


@pytest.mark.parametrize("text", ["evidence of grooming is not present", "remove grooming"])
def test_a_row_is_taken_out_by_saying_that_it_is_not_present(text: str) -> None:
    talk = at("barriers").say(text)
    assert talk.value("indicators_abuse") == ["none"]
    assert "grooming_level" not in talk.last.case.answers
    assert talk.asked == "barriers"


@pytest.mark.parametrize("text", ["he has SEND", "she has special needs", "actually he has send"])
def test_a_fact_about_the_child_told_later_is_ticked(text: str) -> None:
    talk = at("barriers").say(text)
    assert talk.value("child_facts") == ["send"]
    assert talk.value("barriers") is None


def test_a_fact_told_before_its_question_is_proposed_there() -> None:
    talk = at("language").say("he has SEND")
    assert talk.value("language") is None
    assert talk.value("child_facts") is None
    assert "send" in talk.last.case.proposed


def test_a_fact_told_later_keeps_the_no_to_the_rest() -> None:
    talk = at("child_facts").say("in care, none of the others").choose("skip")
    assert talk.say("he has SEND").value("child_facts") == ["in_care", "send", "none"]


@pytest.mark.parametrize("text", ["change the indicators", "Can I change the indicators please?"])
def test_the_indicators_are_changed_by_name(text: str) -> None:
    talk = at("barriers").say(text)
    assert talk.asked == "indicators_people"
    assert talk.value("barriers") is None


def test_what_only_another_form_asks_is_not_stored_as_an_answer() -> None:
    talk = at("barriers").say("change the time")
    assert talk.value("barriers") is None
    assert WORDING.said["no_such_question"] in talk.texts


def test_a_practitioner_who_takes_a_name_back_is_told_why_it_is_needed() -> None:
    talk = at("barriers").say("I'd rather not give my name after all")
    assert talk.value("barriers") is None
    assert "Practitioners give their names" in talk.texts


def test_words_that_fit_no_choice_are_kept_and_shown_and_the_choice_is_asked_again() -> None:
    talk = at("level_3").say("her uncle buys her new phones")
    assert "her uncle buys her new phones" in talk.value("own_words")
    assert "her uncle buys her new phones" in talk.texts
    assert WORDING.said["not_understood"] in talk.texts
    assert talk.asked == "level_3"


@pytest.mark.parametrize("text", ["what happens with this one", "I still don't get this"])
def test_what_tells_nothing_is_not_kept(text: str) -> None:
    talk = at("level_3").say(text)
    assert talk.value("own_words") is None


def test_the_second_time_a_person_is_offered_and_the_form_without_the_chat() -> None:
    talk = at("level_3").say("purple").say("purple again")
    assert "101" in talk.texts
    assert "without the chat" in talk.texts
    assert "low" in talk.values


def test_a_row_is_ticked_from_the_review() -> None:
    talk = at("review").say("missing is present after all")
    assert talk.value("indicators_people") == ["missing"]
    assert talk.asked == "missing_level"


def test_words_at_the_review_that_name_nothing_are_kept() -> None:
    talk = at("review").say("her uncle buys her phones")
    assert "her uncle buys her phones" in talk.value("own_words")
