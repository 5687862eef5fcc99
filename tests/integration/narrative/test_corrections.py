"""Corrections by chat, with the real reader: they change what they name, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.adapters.narrative.reader import SpacyReader
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
