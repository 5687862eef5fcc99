"""Scoring of cases: every figure, on cases small enough to count by hand."""

import json
from typing import Any

import pytest

from assistant.domain.assessment import Suggestion, TraceEntry
from assistant.domain.reading import Reading, Sign
from assistant.domain.urgency import Urgency
from assistant.services.evaluating import CaseFormatError, Given, as_text, read_cases, report
from assistant.services.routing import FromWords

KNOWN = ("missing", "grooming", "weapons")
ROW: dict[str, Any] = {
    "id": "A",
    "text": "words",
    "indicators": ["missing"],
    "optional_indicators": ["grooming"],
    "expected_route": "social_care_referral",
    "expected_min_level": "medium",
    "child_age": 14,
    "doubtful": False,
}


def given(
    routes: tuple[str, ...], found: tuple[str, ...], level: Any = "medium", **row: Any
) -> Given:
    case = read_cases(json.dumps(ROW | row), KNOWN)[0]
    reading = Reading(indicators=tuple(Sign(id_, ()) for id_ in found), ages=(14,))
    suggestion = Suggestion(level, False, None, None, routes, (), (), (), ())
    trace = TraceEntry("reading.x", 1, "matched", "", "")
    return Given(case, FromWords(Urgency(False), reading, suggestion, routes, trace), 5.0)


def test_figures_count_what_is_right_wrong_missed_and_too_low() -> None:
    figures = report(
        [
            given(("social_care_referral",), ("missing", "grooming", "weapons")),
            given(("advice",), (), None, id="B"),
            given(("emergency_999",), ("missing",), id="C", expected_route="emergency_999"),
            given(("emergency_999",), ("missing",), id="D", child_age=None),
        ]
    )
    assert figures["route_accuracy"] == 0.5
    assert (figures["emergency_recall"], figures["emergency_precision"]) == (1.0, 0.5)
    assert figures["under_escalations"] == ["B"]
    assert figures["level_floor_met"] == 0.75
    assert (figures["indicator_precision"], figures["indicator_recall"]) == (0.75, 0.75)
    assert figures["age_accuracy"] == 0.75
    assert figures["milliseconds_per_case"] == 5.0


def test_doubtful_cases_are_scored_apart() -> None:
    figures = report([given((), (), None, doubtful=True)])
    assert (figures["cases"], figures["scored"], figures["doubtful"]["scored"]) == (1, 0, 1)
    assert figures["route_accuracy"] is None
    assert figures["doubtful"]["under_escalations"] == ["A"]
    assert "1 cases, 0 scored, 1 doubtful" in as_text(figures)


def test_referral_and_liberty_together_have_a_name_and_none_is_out_of_scope() -> None:
    assert given(("social_care_referral", "liberty_report"), ()).route == "referral_and_liberty"
    assert given((), ()).route == "out_of_scope"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expected_route": "nowhere"}, "expected_route"),
        ({"indicators": ["unheard_of"]}, "indicators"),
        ({"child_age": True}, "child_age"),
        ({"expected_min_level": "severe"}, "expected_min_level"),
        ({"doubtful": None}, "doubtful"),
    ],
)
def test_a_line_that_is_not_of_the_form_is_named(change: dict[str, Any], says: str) -> None:
    lines = f"{json.dumps(ROW)}\n{json.dumps(ROW | {'id': 'B'} | change)}"
    with pytest.raises(CaseFormatError, match=f"line 2: {says}"):
        read_cases(lines, KNOWN)


@pytest.mark.parametrize("line", ["{", "[]", "", json.dumps({"id": "A"})])
def test_what_is_no_case_at_all_is_refused(line: str) -> None:
    with pytest.raises(CaseFormatError, match="line 1"):
        read_cases(line, KNOWN)


def test_an_id_stands_once() -> None:
    with pytest.raises(CaseFormatError, match="line 2: id"):
        read_cases(f"{json.dumps(ROW)}\n{json.dumps(ROW)}", KNOWN)
