"""One set of answers: the child, the victim and the kind of exploitation never drift apart."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.domain.casefile import Earlier
from assistant.domain.definition import Audience
from assistant.domain.interview import Answer
from tests.unit.services.talk import Talk, assessing
from tests.unit.services.walking import (
    FOURTEEN,
    SETTLED,
    at,
    decided,
    go,
    recalled,
)

REPORT = ["liberty_report"]
OTHER = {"name": "Jade Example", "age": 13}


def reporting(**fixed: Any) -> Talk:
    """A practitioner who checks an assessment and a report of the same child."""
    talk = go(decided("medium", "child_in_need", REPORT, **fixed), "review")
    assert talk.value("victims") == [FOURTEEN]
    return talk


def with_another_victim() -> Talk:
    return reporting().choose("change:victims").give("victims", [FOURTEEN, OTHER])


def test_a_second_victim_stays_when_the_child_changes() -> None:
    talk = with_another_victim().say("change the child")
    talk.give("child", {"name": "Ellie Marsh", "age": 15})
    assert talk.value("victims") == [{"name": "Ellie Marsh", "age": 15}, OTHER]


def test_the_childs_place_among_the_victims_stays_too() -> None:
    talk = reporting().choose("change:victims").give("victims", [OTHER, FOURTEEN])
    assert talk.value("child") == FOURTEEN
    talk.say("change the child").give("child", {"name": "Ellie Marsh", "age": 15})
    assert talk.value("victims") == [OTHER, {"name": "Ellie Marsh", "age": 15}]


@pytest.mark.parametrize("changed", [{"name": "Ellie Marsh", "age": 12}, {"name": "Elli Marsh"}])
def test_what_the_report_says_of_the_victim_reaches_the_assessment(changed: dict[str, Any]) -> None:
    talk = reporting().choose("change:victims").give("victims", [changed])
    assert talk.value("child") == changed
    assert talk.value("victims") == [changed]


def test_an_age_changed_in_the_report_moves_what_the_rulebook_allows() -> None:
    talk = reporting(missing_level="low", level_1="low")
    talk.choose("change:victims").give("victims", [{"name": "Ellie Marsh", "age": 12}])
    assert talk.value("level_1") is None
    assert talk.asked == "level_1"


def test_a_report_about_somebody_else_leaves_the_child_of_the_assessment_alone() -> None:
    talk = with_another_victim().choose("change:victims").give("victims", [OTHER])
    assert talk.value("child") == FOURTEEN
    talk.say("change the child").give("child", {"name": "Ellie Marsh", "age": 15})
    assert talk.value("victims") == [OTHER]


def test_a_report_with_no_victim_stays_so_when_the_child_changes() -> None:
    talk = reporting().choose("change:victims", "dont_know")
    talk.say("change the child").give("child", {"name": "Ellie Marsh", "age": 15})
    assert talk.value("victims") is None
    assert talk.value("child") == {"name": "Ellie Marsh", "age": 15}


def test_a_child_who_turns_out_not_to_be_known_is_no_victim_either() -> None:
    talk = with_another_victim().say("change the child").choose("dont_know")
    assert talk.value("victims") == [OTHER]
    talk.say("change the child").give("child", FOURTEEN)
    assert talk.value("victims") == [FOURTEEN, OTHER]


def test_a_child_read_in_the_account_is_the_victim_of_the_report() -> None:
    talk = go(assessing(knows={"Jade": {"victims": {"name": "Jade"}}}), "child").say("skip")
    talk = go(talk, "own_words").say("Jade was seen with two men")
    assert talk.value("child") == {"name": "Jade"}
    assert talk.value("victims") == [{"name": "Jade"}]


def test_the_child_of_an_earlier_assessment_is_the_victim_of_the_report() -> None:
    assert recalled().value("victims") == [FOURTEEN]


def test_the_words_the_victim_was_read_from_go_with_the_child() -> None:
    knows = {"she is called Elli": {"victims": {"name": "Elli"}}}
    talk = go(assessing(knows=knows), "review", {**SETTLED, "route": REPORT})
    talk.choose("change:victims").say("she is called Elli")
    assert talk.value("child")["name"] == "Elli"
    spans = talk.last.case.answers["child"].evidence["name"]
    assert [s.text for s in spans] == ["Elli"]


def test_a_correction_of_the_child_is_said_once() -> None:
    knows = {"she is 15": {"victims": {"age": 15}}}
    talk = go(assessing(knows=knows), "review", {**SETTLED, "route": REPORT})
    talk.say("actually she is 15")
    assert talk.value("child")["age"] == 15
    assert talk.value("victims") == [talk.value("child")]
    assert talk.texts.count("Changed.") == 1


def test_a_victim_named_before_the_assessment_is_its_child() -> None:
    talk = Talk(audience=Audience.PRACTITIONER).choose("saw_something")
    while talk.asked != "victims":
        talk.choose("dont_know")
    talk.give("victims", [OTHER])
    assert talk.value("child") is None
    draft = talk.taker._draft(replace(talk.last.case, form="opening"))
    draft.enter("cre_risk_assessment")
    assert draft.case.answers["child"].value == OTHER


def test_the_victim_of_the_publics_report_is_no_child_of_an_assessment() -> None:
    talk = Talk().choose("saw_something")
    while talk.asked != "victims":
        talk.choose("dont_know")
    talk.give("victims", [OTHER])
    draft = talk.taker._draft(replace(talk.last.case, form="opening"))
    draft.enter("social_care_referral")
    assert "child" not in draft.case.answers


# -- the kind of exploitation -------------------------------------------------------------------


def test_a_kind_that_the_report_has_no_box_for_takes_the_old_one_out() -> None:
    talk = at("level_3", {**SETTLED, "exploitation_type": "sexual_exploitation"})
    assert talk.value("exploitation_types") == ["sexual"]
    talk.say("exploitation type: mental health or disability")
    assert talk.value("exploitation_type") == "mental_health_or_disability"
    assert "exploitation_types" not in talk.last.case.answers


def test_kinds_ticked_in_the_report_stay_when_the_primary_one_changes() -> None:
    talk = reporting(exploitation_type="sexual_exploitation")
    talk.choose("change:exploitation_types").tick("sexual", "online")
    assert talk.value("exploitation_type") == "sexual_exploitation"
    talk.say("primary risk: criminal exploitation")
    assert talk.value("exploitation_types") == ["criminal", "online"]


def test_a_kind_ticked_already_is_not_ticked_twice() -> None:
    talk = reporting(exploitation_type="sexual_exploitation")
    talk.choose("change:exploitation_types").tick("sexual", "criminal")
    talk.say("primary risk: criminal exploitation")
    assert talk.value("exploitation_types") == ["criminal"]


# -- what has changed since last time --------------------------------------------------------------


def test_a_part_ticked_by_mistake_gets_its_earlier_answers_back() -> None:
    talk = go(recalled().tick("indicators", "analysis"), "own_words", {"immediate_danger": "no"})
    assert "indicators_people" not in talk.last.case.answers
    talk.say("change what changed").tick("analysis")
    assert talk.value("indicators_people") == ["missing"]
    assert talk.value("missing_level") == "medium"
    assert "barriers" not in talk.last.case.answers


def test_answers_given_since_to_what_is_no_longer_ticked_give_way_to_the_earlier_ones() -> None:
    talk = go(
        recalled().tick("indicators"),
        "actions",
        {"immediate_danger": "no", "indicators_people": ["abduction"], "abduction_level": "high"},
    )
    talk.say("change what changed").tick("none")
    assert talk.value("indicators_people") == ["missing"]
    assert talk.value("missing_context") == "three Fridays"
    assert "abduction_level" not in talk.last.case.answers


def test_what_is_still_ticked_keeps_todays_answers() -> None:
    talk = go(recalled().tick("indicators"), "own_words", {"immediate_danger": "no"})
    talk = go(talk, "actions", {"indicators_people": ["abduction"]})
    talk.say("change what changed").tick("indicators", "child")
    assert talk.value("indicators_people") == ["abduction"]
    assert talk.value("child") is None


def test_who_then_does_not_know_what_changed_starts_from_everything_that_was_said() -> None:
    talk = go(recalled().tick("indicators"), "own_words", {"immediate_danger": "no"})
    talk.say("change what changed").choose("dont_know")
    assert talk.value("missing_level") == "medium"


def test_another_earlier_assessment_takes_the_place_of_the_one_begun_with() -> None:
    other = Earlier("CRA-2026-GHJKMN", "2026-09-01T10:00:00+01:00", {"child": Answer(OTHER)})
    talk = recalled()
    talk.taker = replace(talk.taker, recall=lambda _text: other)
    talk.say("change the earlier assessment").say("CRA-2026-GHJKMN 7KQM-2XPD-R9HW-4CTB")
    assert talk.value("child") == OTHER
    assert talk.value("victims") == [OTHER]
    assert "barriers" not in talk.last.case.answers
    assert talk.last.case.earlier == other


def test_who_then_says_that_there_is_no_earlier_assessment_begins_a_new_one() -> None:
    talk = recalled().say("change the earlier assessment").say("no")
    assert talk.last.case.earlier is None
    assert talk.value("recalled") == "no"
    assert talk.value("child") is None
    assert "what_changed" not in talk.last.case.answers
    assert talk.asked == "child"
