"""Corrections by chat, with the real reader: they change what they name, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.adapters.narrative.indicators import IndicatorReader, StoryReader
from assistant.adapters.narrative.reader import SpacyReader
from assistant.domain.definition import Audience
from tests.unit.services.assessment_talk import go
from tests.unit.services.talk import Talk

ACCOUNT = (
    "Picked up a girl about 13 from Normanton Road at half ten last night in my silver Skoda. "
    "A man in his thirties in a red car followed us to the Sapphire Hotel."
)


def started(reader: SpacyReader) -> Talk:
    """A driver who has pressed "I saw something", with the real reader."""
    talk = Talk()
    accounts = replace(talk.taker.accounts, reader=reader, stories=reader)
    talk.taker = replace(talk.taker, accounts=accounts)
    return talk.choose("saw_something")


@pytest.fixture
def talk(reader: SpacyReader) -> Talk:
    """A driver whose account has been read."""
    return started(reader).say(ACCOUNT)


def first(talk: Talk, question: str) -> dict[str, Any]:
    value = talk.value(question)
    assert value
    return dict(value[0])


@pytest.mark.parametrize("text", ["actually she's 14", "sorry, she is 14", "no she's 14"])
def test_an_age_is_corrected(talk: Talk, text: str) -> None:
    asked = talk.asked
    talk.say(text, "change_answer")
    assert first(talk, "victims")["age"] == 14
    assert talk.asked == asked
    assert talk.value("places")


def test_a_name_is_taken_back(talk: Talk) -> None:
    talk.to("identity").choose("named").say("Pat Sowerby, 07700 900123")
    assert talk.value("reporter")
    talk.say("I'd rather not give my name after all", "ask_anonymous")
    assert talk.value("identity") == "anonymous"
    assert talk.value("reporter") is None


def test_a_car_is_corrected(talk: Talk) -> None:
    talk.say("no, the blue car", "change_answer")
    assert "blue" in str(talk.value("vehicles"))


def test_two_facts_in_one_message_are_both_taken(talk: Talk) -> None:
    talk.say("actually she's 15 and it was about nine last night", "change_answer")
    assert first(talk, "victims")["age"] == 15
    assert "nine" in str(talk.value("incident_time"))


def test_an_answer_to_a_later_question_is_taken_with_its_own(reader: SpacyReader) -> None:
    talk = started(reader).say("Something was not right about two lads and an older man")
    assert talk.asked == "places"
    talk.say("outside the bus station, about ten last night", "give_detail")
    assert talk.value("places")
    assert talk.value("incident_time")


def assessing(reader: SpacyReader, question: str) -> Talk:
    """A practitioner at a question of the assessment, with the real reader."""
    talk = Talk(audience=Audience.PRACTITIONER)
    stories = StoryReader(reader, IndicatorReader())
    accounts = replace(talk.taker.accounts, reader=reader, stories=stories)
    talk.taker = replace(talk.taker, accounts=accounts)
    return go(talk.choose("assess"), question)


@pytest.mark.parametrize("question", ["grooming_context", "barriers", "level_3", "family_aware"])
@pytest.mark.parametrize("text", ["she is 12", "actually she's 12", "she's 12"])
def test_an_age_told_at_another_question_of_an_assessment_goes_to_the_child(
    reader: SpacyReader, question: str, text: str
) -> None:
    talk = assessing(reader, question).say(text, "change_answer")
    assert talk.value("child")["age"] == 12
    assert talk.value(question) is None
    assert talk.asked == question


def test_an_age_and_a_name_in_one_correction_are_both_taken(reader: SpacyReader) -> None:
    talk = assessing(reader, "barriers").say("actually she's 14 and she is called Aisha Khan")
    assert talk.value("child")["age"] == 14
    assert talk.value("child")["name"] == "Aisha Khan"
    assert talk.value("barriers") is None


def test_what_a_correction_says_besides_is_kept_and_shown(reader: SpacyReader) -> None:
    said = "actually she's 14, and lives with a cousin we have not met"
    talk = assessing(reader, "level_3").say(said)
    assert talk.value("child")["age"] == 14
    assert "a cousin we have not met" in talk.value("own_words")
    assert "a cousin we have not met" in talk.texts


def test_a_detail_that_no_question_reads_is_kept_as_words(reader: SpacyReader) -> None:
    talk = assessing(reader, "level_3").say("sorry, it was a blue Corsa")
    assert "blue Corsa" in talk.value("own_words")
    assert "blue Corsa" in talk.texts


@pytest.mark.parametrize(
    "text",
    [
        "Not seen at school since a man about 30 moved in next door",
        "Sorry about the wait: a blue Corsa picks her up on Fridays",
        "Not to be left alone with the man of about 40",
    ],
)
def test_an_answer_with_details_that_begins_like_a_correction_stays_an_answer(
    reader: SpacyReader, text: str
) -> None:
    talk = assessing(reader, "grooming_context").say(text)
    assert talk.value("grooming_context") == text
    assert "age" not in talk.value("child")


def test_an_account_typed_at_another_question_fills_what_it_tells(reader: SpacyReader) -> None:
    said = (
        "A man called Daz, about 30, waits for her outside the Spar on Green Lane, and she has "
        "gone missing twice this month"
    )
    talk = assessing(reader, "family_aware").say(said)
    assert said in talk.value("own_words")
    assert first(talk, "offenders")["name"] == "Daz"
    assert "Green Lane" in first(talk, "places")["text"]
    assert "Regularly missing from home" in talk.texts
    assert talk.asked == "family_aware"


def test_an_account_typed_before_the_indicators_proposes_them(reader: SpacyReader) -> None:
    talk = assessing(reader, "known_to_social_care")
    talk.say("She has gone missing overnight three times this month and won't say where she was")
    assert "missing" in talk.last.case.proposed
    assert talk.value("known_to_social_care") is None


def test_what_was_told_before_is_not_changed_by_an_account(reader: SpacyReader) -> None:
    talk = go(assessing(reader, "barriers").say("she is 13"), "level_3")
    talk.say("A girl of 15 waits for her by the shop every day with two older boys")
    assert talk.value("child")["age"] == 13


def test_more_than_the_time_is_not_lost(reader: SpacyReader) -> None:
    talk = started(reader).say("Something was not right about two lads and an older man")
    talk.to("incident_time").say("about nine last night, and the older one had a red coat")
    assert "nine" in str(talk.value("incident_time"))
    assert "red coat" in str(talk.last.case.answers)


def test_a_correction_leaves_the_question_that_was_gone_back_to(reader: SpacyReader) -> None:
    talk = assessing(reader, "barriers").say("back")
    asked = talk.asked
    assert talk.say("actually she's 14").asked == asked
    assert talk.value("child")["age"] == 14
