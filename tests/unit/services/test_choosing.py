"""Typed choices: a wrong choice is worse than asking, and no word typed beside one is lost."""

from typing import Any

import pytest

from tests.unit.services.assessment_talk import at, go
from tests.unit.services.talk import started


@pytest.mark.parametrize(
    ("text", "level", "context"),
    [
        ("It is medium because she was seen twice", "medium", "she was seen twice"),
        ("high, he waits for her outside school", "high", "he waits for her outside school"),
        ("low because her mood is low", "low", "her mood is low"),
        ("High: collected four times", "high", "collected four times"),
    ],
)
def test_a_reason_beside_a_level_is_its_context_and_is_shown(
    text: str, level: str, context: str
) -> None:
    talk = at("grooming_level").say(text)
    assert talk.value("grooming_level") == level
    assert context in talk.value("grooming_context")
    assert talk.asked == "grooming_types"


def test_words_kept_beside_a_choice_are_shown() -> None:
    talk = at("grooming_level").say("It is medium because she was seen twice")
    assert "she was seen twice" in talk.texts


@pytest.mark.parametrize("text", ["I think it's high", "high risk please", "I'd say high", "HIGH!"])
def test_words_that_go_with_any_choice_choose_it_and_leave_nothing_over(text: str) -> None:
    talk = at("grooming_level").say(text)
    assert talk.value("grooming_level") == "high"
    assert talk.value("grooming_context") is None


@pytest.mark.parametrize(
    "text",
    [
        "medium build man with a beard",
        "high street on a Friday night",
        "low mood since the summer",
        "definitely not high",
        "medium or high",
        "medium, maybe high",
        "medium, high?",
        "maybe high I suppose",
    ],
)
def test_a_level_that_is_only_mentioned_is_not_chosen(text: str) -> None:
    talk = at("grooming_level").say(text)
    assert talk.value("grooming_level") is None
    assert talk.asked == "grooming_level"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("child_facts", "his mum has a disability"),
        ("indicators_people", "none, only grooming"),
        ("family_aware", "I would not say not safe to everybody"),
        ("level_3", "low and high"),
        ("known_to_social_care", "no doubt"),
        ("known_to_social_care", "no record of it here"),
        ("known_to_social_care", "no one has checked"),
        ("known_to_social_care", "sure start worker knows them"),
        ("harm_already_happened", "yes, no, hard to tell"),
    ],
)
def test_where_it_is_not_clear_the_choice_is_asked_again(question: str, text: str) -> None:
    talk = at(question).say(text)
    assert talk.value(question) is None
    assert talk.asked == question


@pytest.mark.parametrize(
    ("question", "text", "value", "beside"),
    [
        ("harm_already_happened", "yes, she was assaulted in May", "yes", "assaulted in May"),
        ("harm_already_happened", "Yes she was held overnight", "yes", "held overnight"),
        ("known_to_social_care", "no, but her brother is", "no", "her brother is"),
        ("known_to_social_care", "yes - Ann Bell works with her", "yes", "Ann Bell"),
        ("immediate_danger", "no, she is at school today", "no", "at school today"),
        ("interpreter", "No, he speaks English", "no", "he speaks English"),
        ("child_facts", "in care and SEND, because of autism", ["in_care", "send"], "autism"),
    ],
)
def test_words_beside_an_answer_given_before_the_account_go_with_the_account(
    question: str, text: str, value: Any, beside: str
) -> None:
    talk = at(question).say(text)
    assert talk.value(question) == value
    assert beside in talk.texts
    assert beside in go(talk, "own_words").choose("skip").value("own_words")


def test_an_account_told_later_joins_the_words_kept_for_it() -> None:
    talk = at("harm_already_happened").say("yes, she was assaulted in May")
    go(talk, "own_words").say("She comes home with new phones")
    assert talk.value("own_words") == "she was assaulted in May\nShe comes home with new phones"


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("family_aware", "not safe because the uncle is the suspect", "not_safe"),
        ("threshold_3", "child protection, the uncle is the suspect", "child_protection"),
        ("level_3", "high because the uncle is the suspect", "high"),
        ("exploitation_type", "child sexual exploitation, the uncle is the suspect", None),
    ],
)
def test_words_beside_a_later_choice_stand_in_the_account(
    question: str, text: str, value: str | None
) -> None:
    talk = at(question).say(text)
    assert talk.value(question) == (value or "sexual_exploitation")
    assert "the uncle is the suspect" in talk.value("own_words")
    assert "the uncle is the suspect" in talk.texts


@pytest.mark.parametrize("text", ["both", "both of them", "CCE and CSE", "both please"])
def test_both_is_both_types_of_a_row(text: str) -> None:
    assert at("grooming_types").say(text).value("grooming_types") == ["cce", "cse"]


def test_both_may_stand_in_the_line_that_answers_a_whole_row() -> None:
    talk = at("grooming_level").say("Medium, both: seen twice by her tutor")
    assert talk.value("grooming_types") == ["cce", "cse"]
    assert talk.value("grooming_context") == "seen twice by her tutor"


def test_both_is_both_ways_and_not_the_third_choice_of_neither() -> None:
    talk = at("route").say("both")
    assert talk.value("route") == ["social_care_referral", "liberty_report"]


@pytest.mark.parametrize(
    "text",
    [
        "SEND, none of the others",
        "she has SEND, none of the others",
        "only SEND, the rest no",
        "he has special needs and nothing else",
    ],
)
def test_a_fact_and_no_to_the_rest_are_both_kept(text: str) -> None:
    assert at("child_facts").say(text).value("child_facts") == ["send", "none"]


def test_no_to_the_rest_of_the_indicators_adds_no_none() -> None:
    talk = at("indicators_people").say("missing, nothing else")
    assert talk.value("indicators_people") == ["missing"]


def test_the_rest_may_be_said_to_be_unknown() -> None:
    talk = at("indicators_people").say("missing, don't know about the rest")
    assert talk.value("indicators_people") == ["missing", "others_unknown"]


def test_a_member_of_the_public_says_more_than_yes() -> None:
    talk = started().to("witnessed").say("yes, I was driving past")
    assert talk.value("witnessed") == "yes"
    assert "I was driving past" in talk.value("incident_details")


def test_why_somebody_stays_anonymous_stays_out_of_the_report() -> None:
    talk = started().to("identity").say("stay anonymous because I live next door")
    assert talk.value("identity") == "anonymous"
    assert "next door" not in str(talk.value("incident_details"))
    assert "next door" in talk.texts
