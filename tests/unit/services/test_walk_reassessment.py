"""A later assessment of the same child starts from the last one."""

import re

import pytest

from tests.unit.services.talk import WORDING
from tests.unit.services.walking import (
    FOURTEEN,
    LAST_TIME,
    SETTLED,
    at,
    go,
    recalled,
    step,
)


def test_a_reassessment_starts_from_the_last_answers_and_asks_what_has_changed() -> None:
    talk = recalled()
    assert talk.asked == "what_changed"
    assert "CRA-2026-ABCDEF" in talk.texts
    assert talk.value("child") == FOURTEEN
    assert talk.value("barriers") == "fear of him"


def test_what_is_not_ticked_is_not_asked_again_and_the_decision_always_is() -> None:
    talk = recalled().tick("none")
    asked = set()
    while talk.asked != "review":
        asked.add(str(talk.asked))
        step(talk)
    assert {"immediate_danger", "own_words", "level_3", "privacy_notice"} <= asked
    assert not asked & set(LAST_TIME)
    assert talk.value("missing_context") == "three Fridays"


def test_what_is_ticked_is_asked_again_with_what_was_said_last_time() -> None:
    talk = recalled().tick("indicators", "analysis")
    talk = go(talk, "indicators_people", {"immediate_danger": "no"})
    assert "Last time: Regularly missing" in talk.texts
    talk.tick("missing")
    talk = go(talk, "missing_level")
    assert "Last time: Medium" in talk.texts
    assert talk.value("child") == FOURTEEN
    talk = go(talk, "actions")
    assert "Last time: fear of him" in talk.texts


def test_the_changes_are_listed_indicator_by_indicator_before_the_decision() -> None:
    talk = recalled().tick("indicators")
    fixed = {"indicators_people": ["missing", "abduction"], "missing_level": "high",
             "abduction_level": "low", "immediate_danger": "no"}  # fmt: skip
    talk = go(talk, "level_3", fixed)
    assert WORDING.said["changes"] in talk.texts
    assert re.search(r"missing from home.*: Medium \(CSE\) → High", talk.texts)
    assert "Not present → Low" in talk.texts


def test_no_change_is_said_as_no_change() -> None:
    talk = go(recalled().tick("none"), "level_3", {"immediate_danger": "no"})
    assert WORDING.said["changes_none"] in talk.texts


def test_a_first_assessment_lists_no_changes() -> None:
    talk = at("level_3", SETTLED)
    assert WORDING.said["changes_none"] not in talk.texts
    assert WORDING.said["changes"] not in talk.texts


@pytest.mark.parametrize("text", ["CRA-2026-ABCDEF 0000-0000-0000-0000", "I think so", "CRA-2026"])
def test_what_opens_no_earlier_assessment_is_said_and_asked_again(text: str) -> None:
    talk = at("earlier").say(text)
    assert WORDING.said["not_recalled"] in talk.texts
    assert talk.asked == "earlier"
    assert talk.last.case.earlier is None


@pytest.mark.parametrize("text", ["no", "No.", "nope"])
def test_no_begins_a_new_assessment(text: str) -> None:
    talk = at("earlier").say(text)
    assert talk.asked == "child"
    assert "what_changed" not in talk.last.case.answers
