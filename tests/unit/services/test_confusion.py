"""Answers that look like commands or questions, and what looks like answers and is none."""

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.casefile import CaseFile
from tests.unit.services import assessment_talk
from tests.unit.services.talk import Talk, started

SET = yaml.safe_load(Path(__file__).with_name("confusion.yml").read_text(encoding="utf-8"))
ANSWERS = [(question, text) for question, texts in SET["answers"].items() for text in texts]
NONE = [(q, text, intent) for q, texts in SET["none"].items() for text, intent in texts.items()]
ASSESSMENT = SET["assessment"]
CONTEXT = [(q, text) for q, texts in ASSESSMENT["answers"].items() for text in texts]
CHOSEN = [(q, t, value) for q, said in ASSESSMENT["chosen"].items() for t, value in said.items()]
NOTHING = [(q, t, intent) for q, said in ASSESSMENT["none"].items() for t, intent in said.items()]
MISLED = ["", "go_back", "stop_conversation", "skip_question", "ask_help", "ask_who_sees_this"]
"""What a model may take an answer for, at its surest; none without Rasa."""
TICKED = {
    "vehicles": "vehicle",
    "names_and_nicknames": "names",
    "weapons": "weapon",
    "recording": "recording",
    "informed": "informed",
}
"""Which tick leads to a question that is not asked of everybody."""


def at(question: str) -> Talk:
    """A conversation in which this question is being asked."""
    return copy(_arrived(question))


def assessed(question: str) -> Talk:
    """An assessment in which this question is being asked."""
    return copy(_assessed(question))


@cache
def _assessed(question: str) -> Talk:
    return assessment_talk.at(question)


@cache
def _arrived(question: str) -> Talk:
    talk = started()
    if question == "incident_details":
        return talk
    talk.say("Something happened again by the shop, and I was there")
    if question in TICKED:
        talk.to("more").tick(TICKED[question])
    return talk.to(question)


def kept(case: CaseFile, question: str) -> Any:
    """The value kept under a question, None without one."""
    answer = case.answers.get(question)
    return answer.value if answer else None


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    assert len(set(ANSWERS)) + len(set(NONE)) >= 150
    assert len(set(CONTEXT)) + len(CHOSEN) + len(NOTHING) >= 100


@pytest.mark.parametrize(("question", "text"), ANSWERS)
def test_an_answer_is_kept_whatever_a_model_takes_it_for(question: str, text: str) -> None:
    for intent in MISLED:
        talk = at(question).say(text, intent, 0.97)
        value = kept(talk.last.case, question)
        assert value, intent
        # A name or an age may be filled in apart from the rest of the words.
        assert any(word in str(value) for word in text.split()), intent
        assert talk.asked != question, intent


@pytest.mark.parametrize(("question", "text", "intent"), NONE)
def test_what_is_no_answer_is_not_kept_as_one(question: str, text: str, intent: str) -> None:
    talk = at(question).say(text, intent, 0.9)
    assert kept(talk.last.case, question) is None


@pytest.mark.parametrize(("question", "text"), CONTEXT)
def test_an_answer_of_an_assessment_is_kept_whatever_a_model_takes_it_for(
    question: str, text: str
) -> None:
    for intent in MISLED:
        talk = assessed(question).say(text, intent, 0.97)
        value = kept(talk.last.case, question)
        assert value, intent
        said = " ".join(str(a.value) for a in talk.last.case.answers.values())
        assert all(word.strip(",;:") in said for word in text.split() if word.isalpha()), intent
        assert talk.asked != question, intent


@pytest.mark.parametrize(("question", "text", "value"), CHOSEN)
def test_a_choice_is_made_whatever_stands_beside_it(question: str, text: str, value: str) -> None:
    talk = assessed(question).say(text)
    assert kept(talk.last.case, question) == value


@pytest.mark.parametrize(("question", "text", "intent"), NOTHING)
def test_what_is_no_answer_of_an_assessment_is_not_kept_as_one(
    question: str, text: str, intent: str
) -> None:
    talk = assessed(question).say(text, intent, 0.9)
    assert kept(talk.last.case, question) is None
