"""The suggestion, the decision, and the forms and duties that follow from it."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.services.talk import ADVISOR, FORMS, REACHED, WORDING, assessing
from tests.unit.services.walking import (
    FOURTEEN,
    MUST_ANSWER,
    SETTLED,
    at,
    decided,
    go,
    step,
)

# -- the suggestion and the decision -----------------------------------------------------------


def test_the_suggestion_is_shown_once_and_right_before_the_decision() -> None:
    talk = assessing()
    shown = []
    while talk.asked != "review":
        asked = str(talk.asked)
        if WORDING.said["suggestion"] in talk.texts:
            shown.append(asked)
        step(talk, SETTLED)
    assert shown == ["level_3"]


def test_the_suggestion_says_why_with_the_entry_and_its_version() -> None:
    talk = at("level_3", SETTLED)
    assert "Level: Medium." in talk.texts
    reasons = re.findall(r"\[(\w+), version (\d+)\]", talk.texts)
    suggestion = ADVISOR.suggestion(talk.last.case)
    assert suggestion is not None
    assert {entry for entry, _ in reasons} == {
        "row_medium",
        "medium_child_in_need",
        "referral_by_threshold",
    }
    assert talk.last.messages[-1]["question"]["id"] == "level_3"


def test_the_suggestion_says_what_is_not_known_and_what_would_change_it() -> None:
    talk = at("level_3", {**SETTLED, "child_facts": ["in_care"], "harm_already_happened": "no"})
    assert "Not known yet" in talk.texts
    assert "SEND" in talk.texts
    assert WORDING.said["suggestion_changes"] in talk.texts


def test_the_stage_is_decision_while_the_decision_is_asked() -> None:
    talk = at("situation_facts", SETTLED)
    assert talk.taker.stage(talk.last.case) == "interview"
    go(talk, "level_3", SETTLED)
    assert talk.taker.stage(talk.last.case) == "decision"
    talk.give("level_3", "high")
    assert talk.taker.stage(talk.last.case) == "decision"


@pytest.mark.parametrize("question", ["level_1", "level_3"])
@pytest.mark.parametrize(
    ("fixed", "objection"),
    [
        ({"child": {"age": 12}}, "below_floor"),
        ({"child": {"date_of_birth": "22/11/2013"}}, "below_floor"),
        ({"child_facts": ["send", "none"]}, "below_floor"),
        ({"child": {"name": "Ellie"}}, "low_needs_age_and_send"),
        ({"child_facts": ["in_care"]}, "low_needs_age_and_send"),
    ],
)
def test_low_is_refused_under_13_with_send_and_while_either_is_unknown(
    question: str, fixed: dict[str, Any], objection: str
) -> None:
    talk = at(question, {**SETTLED, **fixed}).choose("low")
    assert WORDING.said[objection] in talk.texts
    assert talk.value(question) is None
    assert talk.asked == question
    talk.choose("medium")
    assert talk.value(question) == "medium"


def test_low_may_be_set_once_age_and_send_are_known() -> None:
    talk = at("level_3", {**SETTLED, "missing_level": "low"}).choose("low")
    assert talk.value("level_3") == "low"


def test_low_is_refused_in_a_structured_page_too() -> None:
    talk = at("level_3", {**SETTLED, "child": {"age": 12}})
    talk.give("level_3", {"level_3": "low", "threshold_3": "child_in_need"})
    assert WORDING.said["below_floor"] in talk.texts
    assert talk.value("level_3") is None
    assert talk.value("threshold_3") == "child_in_need"
    assert talk.asked == "level_3"


def test_no_reason_is_asked_where_the_decision_is_the_suggestion() -> None:
    suggestion = ADVISOR.suggestion(at("level_3", SETTLED).last.case)
    assert suggestion is not None
    assert suggestion.level
    assert suggestion.threshold
    talk = decided(suggestion.level, suggestion.threshold, ["social_care_referral"])
    assert talk.asked not in ("decision_reason",)
    assert talk.value("decision_differs") == "no"


@pytest.mark.parametrize(
    ("level", "threshold", "route"),
    [
        ("high", "child_in_need", ["social_care_referral"]),
        ("medium", "early_help", ["social_care_referral"]),
        ("medium", "child_in_need", ["advice"]),
        ("low", "child_in_need", ["social_care_referral"]),
    ],
)
def test_a_reason_is_asked_where_any_part_of_the_decision_differs(
    level: str, threshold: str, route: list[str]
) -> None:
    talk = decided(level, threshold, route)
    assert talk.asked == "decision_reason"
    assert not {"dont_know", "skip", "prefer_not_to_say"} & set(talk.values)
    talk.say("She was seen with him twice")
    assert talk.value("decision_reason") == "She was seen with him twice"
    assert talk.asked != "decision_reason"


def test_a_route_besides_those_suggested_needs_no_reason() -> None:
    talk = decided("medium", "child_in_need", ["social_care_referral", "liberty_report"])
    assert talk.value("decision_differs") == "no"


def test_the_reason_goes_when_the_decision_no_longer_differs_and_comes_back_when_it_does() -> None:
    talk = decided("high", "child_in_need", ["social_care_referral"]).say("Seen with him twice")
    talk = go(talk, "review").say("Level: medium")
    assert talk.value("decision_differs") == "no"
    assert "decision_reason" not in talk.last.case.answers
    talk.say("Level: high")
    assert talk.asked == "decision_reason"


def test_a_change_of_what_is_known_may_make_the_decision_differ_later() -> None:
    talk = go(decided("medium", "child_in_need", ["social_care_referral"]), "review")
    talk.say("missing level: high")
    assert talk.value("decision_differs") == "yes"
    assert talk.asked == "decision_reason"


# -- routes and forms --------------------------------------------------------------------------


def test_the_route_adds_its_forms_and_unticking_takes_them_out_again() -> None:
    both = ["social_care_referral", "liberty_report"]
    talk = go(decided("medium", "child_in_need", both), "review")
    assert FORMS["social_care_referral"].title in talk.texts
    assert FORMS["operation_liberty"].title in talk.texts
    talk = go(talk.say("change the route").tick("social_care_referral"), "review")
    assert FORMS["operation_liberty"].title not in talk.texts
    talk.choose("send")
    assert {r.form for r in talk.last.case.receipts} == {
        "cre_risk_assessment",
        "social_care_referral",
    }


def test_a_form_with_nowhere_to_go_is_named_at_once_and_is_not_asked_or_sent() -> None:
    talk = at("level_3", SETTLED, may_send=False)
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    assert "I can't send a referral from here" in talk.texts
    assert "I can't send this report from here" in talk.texts
    talk = go(talk, "review").choose("send")
    assert {r.form for r in talk.last.case.receipts} == {"cre_risk_assessment"}


def test_one_form_may_be_withheld_and_the_other_sent() -> None:
    talk = at("level_3", SETTLED)
    talk.taker = replace(
        talk.taker,
        reaches=lambda form, _area: () if form == "operation_liberty" else REACHED.get(form, ()),
    )
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    assert "I can't send this report from here" in talk.texts
    assert "I can't send a referral" not in talk.texts
    talk = go(talk, "review").choose("send")
    assert {r.form for r in talk.last.case.receipts} == {
        "cre_risk_assessment",
        "social_care_referral",
    }


def test_child_protection_tells_to_ring_and_the_form_confirms_the_call() -> None:
    contacts = {"social_care": "01332 641172", "social_care_out_of_hours": "01332 956606"}
    talk = at("level_3", SETTLED, contacts=contacts)
    talk.give("level_3", {"level_3": "high", "threshold_3": "child_protection",
                          "route": ["social_care_referral"],
                          "decision_reason": "Met him twice"})  # fmt: skip
    assert talk.asked == "rang_social_care"
    assert "01332 641172" in talk.texts
    talk.say("not yet")
    assert talk.value("rang_social_care") == "will_ring"


def test_the_referral_asks_nothing_that_the_assessment_holds() -> None:
    fixed = {
        **SETTLED,
        "reporter": {"name": "Sam Field"},
        "reporter_post": "teacher",
        "reporter_agency": "A School",
        "known_to_social_care": "no",
        "exploitation_type": "sexual_exploitation",
        "places": [{"text": "Market Place"}],
        "offenders": [{"name": "Ghost"}],
    }
    talk = at("level_3", fixed)
    before = {k for k, a in talk.last.case.answers.items() if a.has_value}
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    asked: list[str] = []
    while talk.asked != "review":
        asked.append(str(talk.asked))
        assert talk.asked not in before
        talk.choose(MUST_ANSWER.get(asked[-1], "dont_know"))
    assert len(asked) == len(set(asked))
    assert not {"victims", "exploitation_types", "reporter", "known_to_social_care"} & set(asked)


def test_the_report_gets_victim_and_kind_of_exploitation_from_the_assessment() -> None:
    talk = at("level_3", {**SETTLED, "exploitation_type": "internet_based"})
    assert talk.value("victims") == [FOURTEEN]
    assert talk.value("exploitation_types") == ["online"]


def test_a_change_of_the_child_reaches_the_report() -> None:
    talk = at("review", SETTLED).say("change the child")
    talk.give("child", {"name": "Ellie Marsh", "age": 15})
    assert talk.value("victims") == [{"name": "Ellie Marsh", "age": 15}]


# -- duties and changes ------------------------------------------------------------------------


def test_a_duty_is_told_when_it_becomes_due_and_once() -> None:
    fixed = {
        **SETTLED,
        "child_facts": ["missing_now", "none"],
        "situation_facts": ["sexual_activity", "position_of_trust", "none"],
    }
    talk = at("child_facts", fixed)
    said_by_question = {}
    while talk.asked != "review":
        asked = str(talk.asked)
        step(talk, fixed)
        said_by_question[asked] = talk.texts
    suggestion = ADVISOR.suggestion(talk.last.case)
    assert suggestion is not None
    assert len(suggestion.duties) >= 3
    for duty in suggestion.duties:
        heading = WORDING.said["duty"].format(name=duty.name, what=duty.what, by=duty.by)
        told = [asked for asked, texts in said_by_question.items() if heading in texts]
        assert len(told) == 1, (duty.id, told)
    assert WORDING.said["duties"] in said_by_question["child_facts"]
    assert WORDING.said["duties"] in said_by_question["situation_facts"]


def test_no_duty_is_told_where_nothing_is_known() -> None:
    talk = assessing()
    while talk.asked != "level_1":
        assert WORDING.said["duties"] not in talk.texts
        talk.choose("dont_know")


def test_what_moves_the_suggestion_after_it_was_shown_is_told_with_before_and_now() -> None:
    talk = go(decided("medium", "child_in_need", ["social_care_referral"]), "review")
    talk.say("missing level: high")
    assert "That changes the suggestion." in talk.texts
    before = re.search(r"Before: Level: (\w+)", talk.texts)
    now = re.search(r"Now: Level: (\w+)", talk.texts)
    assert before
    assert now
    assert (before[1], now[1]) == ("Medium", "High")


def test_what_moves_nothing_is_not_told_as_a_move() -> None:
    talk = at("review", SETTLED).say("Barriers: fear")
    assert "That changes the suggestion" not in talk.texts


def test_a_low_level_is_withdrawn_and_asked_again_when_the_child_turns_out_to_be_12() -> None:
    low = {**SETTLED, "missing_level": "low", "level_1": "low"}
    talk = at("level_3", low).give("level_3", {"level_3": "low", "threshold_3": "early_help",
                                               "route": ["advice"]})  # fmt: skip
    talk = go(talk, "review")
    assert talk.value("level_3") == "low"
    assert talk.value("level_1") == "low"
    talk.say("change the child").give("child", {"name": "Ellie", "age": 12})
    assert WORDING.said["below_floor"] in talk.texts
    assert talk.value("level_1") is None
    assert talk.value("level_3") is None
    assert talk.asked == "level_1"
