"""The decision: what takes a reason, what can't be left out, and what reaches whom."""

import re
from dataclasses import replace
from typing import Any

import pytest

from assistant.domain.casefile import Earlier
from assistant.domain.interview import Answer
from tests.unit.services.talk import ADVISOR, REACHED, WORDING, Talk, assessing
from tests.unit.services.walking import CRE, SETTLED, at, decided, go

PROTECTION = "child_protection"


def nowhere(_form: str, _area: str) -> tuple[str, ...]:
    return ()


def answered(talk: Talk, question: str) -> Talk:
    """Give SETTLED's answers until a question is asked."""
    return go(talk, question, SETTLED)


# -- danger as a fact --------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["yes", "Yes, now", "Danger: yes\nHarm: no"])
def test_danger_now_is_recorded_said_first_suggested_and_not_asked_again(said: str) -> None:
    talk = at("immediate_danger").say(said)
    assert talk.last.case.stage == "danger"
    assert talk.last.messages[0]["urgent"]
    assert talk.value("immediate_danger") == "yes"
    talk.choose("record")
    assert talk.asked != "immediate_danger"
    suggestion = ADVISOR.suggestion(talk.last.case)
    assert suggestion is not None
    assert suggestion.routes[0] == "emergency_999"


def test_no_emergency_any_more_takes_the_danger_back() -> None:
    talk = at("immediate_danger").choose("yes").choose("not_danger")
    assert talk.value("immediate_danger") == "no"
    assert talk.last.case.form == "cre_risk_assessment"


def test_danger_told_at_the_review_is_answered_in_full_and_whether_it_is_so_is_asked_again() -> (
    None
):
    talk = at("review", SETTLED).say("he is beating her now", urgent=True)
    assert talk.last.case.stage == "danger"
    assert "press 55" in talk.last.messages[0]["text"]
    assert talk.value("immediate_danger") == "no"
    assert "he is beating her now" in talk.value("own_words")
    assert talk.choose("record").asked == "immediate_danger"
    assert talk.choose("no").asked == "review"


def test_no_emergency_answers_nothing_that_was_not_asked() -> None:
    talk = at("child").say("he has a knife to her now", urgent=True).choose("not_danger")
    assert "immediate_danger" not in talk.last.case.answers


# -- reasons -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        {"threshold_3": "early_help", "route": ["social_care_referral"]},
        {"threshold_3": "child_in_need", "route": ["advice"]},
    ],
)
def test_a_threshold_or_route_that_differs_takes_a_reason_without_a_level(
    answer: dict[str, Any],
) -> None:
    talk = at("level_3", SETTLED).choose("dont_know").give("threshold_3", answer)
    assert talk.value("decision_differs") == "yes"
    assert talk.asked == "decision_reason"


def test_a_level_taken_back_leaves_no_difference_behind() -> None:
    talk = decided("high", "child_in_need", ["social_care_referral"]).say("Seen with him twice")
    talk = go(talk, "review").say("change the level")
    talk.choose("dont_know")
    assert talk.value("decision_differs") == "no"
    assert "decision_reason" not in talk.last.case.answers


def test_a_level_that_the_toolkit_calls_very_unlikely_takes_a_reason() -> None:
    fixed = {**SETTLED, "indicators_people": ["missing", "abduction"], "abduction_level": "low"}
    talk = at("abduction_low_reason", fixed)
    assert not {"dont_know", "skip", "prefer_not_to_say"} & set(talk.values)
    talk.say("She was kept in a car for a minute as a prank between friends")
    talk = go(talk, "review", fixed)
    assert "as a prank between friends" in talk.texts
    assessment = ADVISOR.assessment(talk.last.case)
    assert assessment is not None
    assert assessment.indicators is not None
    row = next(r for r in assessment.indicators if r.id == "abduction")
    assert "as a prank between friends" in row.context


@pytest.mark.parametrize("level", ["high"])
def test_a_level_that_is_not_unlikely_takes_none(level: str) -> None:
    fixed = {**SETTLED, "indicators_people": ["abduction"], "abduction_level": level}
    talk = at("level_1", fixed)
    assert not [id_ for id_ in talk.last.case.answers if id_.startswith("abduction_low")]


@pytest.mark.parametrize("text", ["skip", "don't know", "rather not say", "Reason: don't know"])
def test_a_reason_can_not_be_skipped_by_typing(text: str) -> None:
    talk = decided("high", "child_in_need", ["social_care_referral"]).say(text)
    assert talk.asked == "decision_reason"
    assert "decision_reason" not in talk.last.case.answers
    assert CRE.question("decision_reason").why in talk.texts


@pytest.mark.parametrize("text", ["skip", "I don't know"])
def test_the_privacy_notice_can_not_be_skipped_by_typing(text: str) -> None:
    talk = at("privacy_notice", SETTLED).say(text)
    assert talk.asked == "privacy_notice"
    assert CRE.question("privacy_notice").why in talk.texts


# -- the suggestion ----------------------------------------------------------------------------


def test_a_level_asked_for_early_shows_the_suggestion_and_the_decision_shows_it_again() -> None:
    talk = at("indicators_people", SETTLED).say("change the level")
    assert talk.asked == "level_3"
    assert WORDING.said["suggestion"] in talk.texts
    talk = answered(talk.choose("high"), "threshold_3")
    assert WORDING.said["suggestion"] in talk.texts
    assert "Level: Medium." in talk.texts


def test_a_decision_made_early_altogether_is_shown_the_suggestion_before_it_is_sent() -> None:
    talk = at("indicators_people", SETTLED)
    talk.say("Current level: high\nMy threshold: s47\nRoute: advice")
    talk = answered(talk, "decision_reason")
    assert WORDING.said["suggestion"] in talk.texts


@pytest.mark.parametrize(
    ("said", "level", "threshold"),
    [
        ("low, early help", "low", "early_help"),
        ("high, section 47", "high", PROTECTION),
        ("high, s47", "high", PROTECTION),
        ("Medium, section 17", "medium", "child_in_need"),
        ("High and child protection", "high", PROTECTION),
    ],
)
def test_a_decision_may_be_said_in_the_words_of_the_trade(
    said: str, level: str, threshold: str
) -> None:
    talk = at("level_3", {**SETTLED, "missing_level": "low"}).say(said)
    assert (talk.value("level_3"), talk.value("threshold_3")) == (level, threshold)


@pytest.mark.parametrize(
    ("said", "threshold"),
    [("s47", PROTECTION), ("it's a section 47", PROTECTION), ("Early help", "early_help")],
)
def test_a_threshold_alone_may_be_said_in_the_words_of_the_trade(said: str, threshold: str) -> None:
    talk = at("level_3", SETTLED).choose("medium").say(said)
    assert talk.value("threshold_3") == threshold


def test_the_suggestion_is_in_words_with_what_decided_it_and_a_count_of_the_rest() -> None:
    fixed = {
        **SETTLED,
        "indicators_people": ["missing", "abduction", "unsafe_places"],
        "indicators_abuse": ["others_unknown"],
        "missing_level": "low",
        "abduction_level": "high",
        "unsafe_places_level": "medium",
    }
    text = at("level_3", fixed).texts
    reasons = text.split(WORDING.said["suggestion_reasons"])[1]
    assert "row_high" in reasons
    assert "row_low" not in reasons
    assert "row_medium" not in reasons
    assert "outweighed by these: 2." in reasons
    assert not re.search(r"indicators\.\w", text)
    assert "child_protection" not in text.replace("high_child_protection", "")


def test_what_is_not_known_is_named_in_the_toolkits_words() -> None:
    fixed = {**SETTLED, "indicators_abuse": ["others_unknown"], "child_facts": ["in_care"]}
    text = at("level_3", fixed).texts
    assert "“Evidence of grooming”" in text
    assert "(SEND)" in text
    assert not re.search(r"indicators\.\w", text)
    assert "vulnerability_factors." not in text


def test_sexual_activity_under_13_is_one_duty() -> None:
    fixed = {
        **SETTLED,
        "child": {"name": "Ellie", "age": 12},
        "indicators_abuse": ["meeting_for_sexual_activity"],
        "situation_facts": ["sexual_activity", "none"],
    }
    suggestion = ADVISOR.suggestion(at("level_3", fixed).last.case)
    assert suggestion is not None
    ids = [duty.id for duty in suggestion.duties]
    assert "under_13_sexual_activity" in ids
    assert "perhaps_under_13_sexual_activity" not in ids


# -- the call ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fixed",
    [{"missing_level": "high"}, {"harm_already_happened": "yes"}],
    ids=["suggested", "harm"],
)
def test_the_call_to_social_care_is_asked_for_whatever_the_decision_says(
    fixed: dict[str, Any],
) -> None:
    talk = decided("medium", "early_help", ["advice"], **fixed).say("She is with her aunt now")
    assert talk.asked == "rang_social_care"


def test_no_call_is_asked_for_where_nothing_speaks_for_it() -> None:
    talk = decided("medium", "child_in_need", ["social_care_referral"])
    assert talk.asked == "privacy_notice"


# -- where it goes -----------------------------------------------------------------------------


def test_what_goes_to_nobody_is_saved_and_never_called_sent() -> None:
    contacts = {"social_care": "01332 555 0101", "early_help": "01332 555 0102"}
    talk = at("level_3", {**SETTLED, "missing_level": "high"}, contacts=contacts)
    talk.give("level_3", {"level_3": "high", "threshold_3": PROTECTION, "route": ["advice"],
                          "decision_reason": "I ring first"})  # fmt: skip
    talk = go(talk, "review")
    assert "it is kept here, and nobody is told of it" in talk.texts
    send = talk.last.messages[-1]["choices"][0]
    assert send == {"label": WORDING.choices["save_only"], "value": "send"}
    talk.choose("send")
    assert "Saved. Nobody has been told." in talk.texts
    assert "It is sent" not in talk.texts
    assert "01332 555 0101" in talk.texts
    assert "Ring children's social care now" in talk.texts
    for text in ("send", "anything else"):
        assert "sent" not in talk.say(text).texts
        assert "nobody has been told" in talk.texts.lower()


def test_the_review_says_whom_each_form_reaches() -> None:
    both = ["social_care_referral", "liberty_report"]
    talk = go(decided("medium", "child_in_need", both), "review")
    goes = talk.texts.split(WORDING.said["goes"])[1].split("\n\n")[0]
    assert "Operation Liberty: to Police Referral Unit" in goes
    assert "Referral to Children's Social Care: to Children's social care" in goes
    assert "Toolkit: with the Referral to Children's Social Care, to Children's social" in goes


def test_the_review_says_which_chosen_form_reaches_nobody() -> None:
    talk = at("level_3", SETTLED)
    talk.taker = replace(
        talk.taker, reaches=lambda form, _area: () if "social" in form else REACHED.get(form, ())
    )
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    talk = go(talk, "review")
    assert "Referral to Children's Social Care: it can't be sent from here" in talk.texts
    assert "I can't send a referral from here" in talk.texts
    assert "Toolkit: it is kept here" in talk.texts
    talk.choose("send")
    assert "It is sent" in talk.texts
    assert "(kept here, not sent)" in talk.texts


def test_another_area_whose_form_goes_nowhere_is_said_at_once() -> None:
    talk = go(decided("medium", "child_in_need", ["social_care_referral"]), "review")
    talk.taker = replace(
        talk.taker, reaches=lambda form, area: () if area != "derby" else REACHED.get(form, ())
    )
    talk.say("Area: Derbyshire")
    assert talk.last.messages[0]["text"].startswith("I'm sorry. I can't send a referral from here")
    assert "it can't be sent from here" in talk.texts


def test_nothing_that_can_not_go_is_offered_to_be_sent() -> None:
    talk = Talk().choose("saw_something").to("review")
    talk.taker = replace(talk.taker, reaches=nowhere)
    talk.say("what happens next")
    assert "send" not in talk.values
    talk.say("send it")
    assert talk.asked == "review"
    assert "I can't send this report from here" in talk.texts
    assert talk.last.case.receipts == ()


# -- the account, and the earlier assessment ------------------------------------------------------


def test_a_changed_account_takes_the_place_of_the_one_before() -> None:
    talk = at("expand", {**SETTLED, "own_words": "She was late home"}).say("change my words")
    talk.give("own_words", "She was late home twice")
    assert talk.value("own_words") == "She was late home twice"
    assert talk.asked == "expand"
    talk.say("change my words").say("She was late home three times")
    assert talk.value("own_words") == "She was late home three times"


def test_a_changed_account_is_read_anew_for_what_it_proposes() -> None:
    signs = {"missing|ran away": None, "abduction|was taken": None}
    talk = at("own_words", signs=signs).say("She ran away")
    talk.say("change my words").say("She was taken")
    assert set(talk.last.case.proposed) == {"abduction"}


def test_the_code_of_an_earlier_assessment_is_shown_and_kept_nowhere() -> None:
    earlier = Earlier(
        "CRA-2026-ABCDEF", "2026-11-01T10:00:00+00:00", {"child": Answer({"age": 14})}
    )
    code = "1A2B-3C4D-5E6F-7G8H"
    talk = at("earlier", recall=lambda text: earlier if code in text else None)
    talk.say(f"CRA-2026-ABCDEF {code}")
    assert talk.value("earlier") == "CRA-2026-ABCDEF"
    assert code not in str(talk.last)
    talk = go(talk, "review")
    assert code not in str(talk.last)


def test_every_question_of_the_childs_page_is_clear_by_itself() -> None:
    talk = at("ethnicity", {"child": {"name": "Ellie Marsh", "age": 14}})
    assert talk.last.messages[-1]["text"].startswith("What is the child's ethnicity")


def test_a_walk_with_no_area_known_still_asks_it_first() -> None:
    assert assessing().asked == "area"
