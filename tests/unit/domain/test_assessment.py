"""Suggestions case by case; the general rules stand in test_assessment_properties."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.rulebook_vignettes import given
from assistant.domain.assessment import Objection, Suggestion, differs, level_objection, suggest
from assistant.domain.assessment_conditions import build_condition
from assistant.domain.assessment_entries import AssessmentRulebook, build_entries
from assistant.domain.assessment_facts import Assessment, GivenIndicator, gather
from assistant.domain.errors import DefinitionError, DefinitionProblem, InvalidAnswerError
from assistant.services.assessing import AssessmentService

RULEBOOK = load_assessment_rulebook()
TODAY = date(2026, 11, 21)


def of(**known: Any) -> Suggestion:
    return suggest(RULEBOOK, given(known), TODAY)


def teenager(**known: Any) -> Suggestion:
    """Of fifteen and without SEND, so that no floor is near."""
    return of(age=15, send=False, **known)


def outcome(result: Suggestion, entry: str) -> str:
    return next(t.outcome for t in result.trace if t.entry == entry)


def test_a_trace_names_entry_version_inputs_and_source() -> None:
    entry = next(t for t in of(age=12, indicators={"missing": "low"}).trace if "13" in t.entry)
    assert (entry.entry, entry.version, entry.outcome) == ("under_13_not_low", 1, "matched")
    assert "age: 12" in entry.because
    assert "indicators present: 1" in entry.because
    assert "Appendix 2, Section 1" in entry.source


def test_a_trace_never_holds_what_somebody_wrote() -> None:
    row = GivenIndicator("grooming", "high", context="quizzaciously told")
    result = suggest(RULEBOOK, Assessment(indicators=(row,)), TODAY)
    assert "quizzaciously" not in str(result.as_dict())


def test_rows_without_a_level_are_named() -> None:
    result = teenager(indicators={"grooming": None, "missing": "low"})
    (note,) = [note for note in result.notes if note.entry == "row_level_not_known"]
    assert note.about == ("grooming",)
    assert "indicators.grooming.level" in result.unknown


def test_section_1_has_child_protection_where_section_3_has_complex_abuse() -> None:
    result = teenager(organised_or_multiple=True, indicators={"grooming": "low"})
    assert result.threshold == "complex_abuse"
    assert result.section_1_threshold == "child_protection"


def test_danger_is_asked_first_among_what_is_unknown_of_routes() -> None:
    unknown = teenager(indicators={"grooming": "low"}).unknown
    assert unknown.index("immediate_danger") < unknown.index("person_or_place_of_concern")


@pytest.mark.parametrize(
    ("known", "level", "objection"),
    [
        ({"age": 15, "send": False}, "low", None),
        ({"age": 15, "send": False}, "high", None),
        ({"age": 12, "send": False}, "low", Objection.FLOOR),
        ({"age": 15, "send": True}, "low", Objection.FLOOR),
        ({"age": 12, "send": False}, "medium", None),
        ({"send": False}, "low", Objection.NOT_KNOWN),
        ({"age": 15}, "low", Objection.NOT_KNOWN),
        ({"age": 15}, "medium", None),
    ],
)
def test_only_the_toolkits_floor_stands_in_the_way_of_a_level(
    known: dict[str, Any], level: Any, objection: Objection | None
) -> None:
    result = of(**known, indicators={"missing": "medium"})
    assert level_objection(result, level) == objection


@pytest.mark.parametrize(
    ("level", "threshold", "routes", "other"),
    [
        ("medium", "child_in_need", ["social_care_referral"], False),
        ("medium", "child_in_need", ["social_care_referral", "liberty_report"], False),
        ("medium", None, None, False),
        ("low", None, None, True),
        ("high", "child_in_need", ["social_care_referral"], True),
        ("medium", "child_protection", ["social_care_referral"], True),
        ("medium", "child_in_need", ["advice"], True),
    ],
)
def test_a_decision_that_is_another_than_the_suggestion_needs_a_reason(
    level: Any, threshold: Any, routes: Any, other: bool
) -> None:
    result = of(age=15, send=False, indicators={"missing": "medium"})
    assert differs(result, level, threshold, routes) == other


WRONG: Any = "severe"
"""What no type allows, and what data may hold all the same."""


@pytest.mark.parametrize(
    ("assessment", "named"),
    [
        (Assessment(indicators=(GivenIndicator("groming"),)), "indicators.0.id"),
        (Assessment(indicators=(GivenIndicator("missing"),) * 2), "indicators.1.id"),
        (Assessment(age=26), "child.age"),
        (Assessment(facts={"sned": True}), "facts"),
        (Assessment(facts={"send": WRONG}), "send: must be true, false or null"),
        (Assessment(indicators=(GivenIndicator("missing", WRONG),)), "indicators.0.level"),
    ],
)
def test_what_is_not_allowed_is_named(assessment: Assessment, named: str) -> None:
    with pytest.raises(InvalidAnswerError, match=named):
        suggest(RULEBOOK, assessment, TODAY)


def test_a_day_without_policy_is_an_error_and_not_the_nearest_days_policy() -> None:
    with pytest.raises(DefinitionError, match="nothing is in force"):
        suggest(RULEBOOK, Assessment(), date(2018, 1, 1))


def test_a_new_version_takes_over_on_its_day() -> None:
    low = next(entry for entry in RULEBOOK.entries if entry.id == "row_low")
    start = TODAY + timedelta(days=10)
    others = [entry for entry in RULEBOOK.entries if entry.id != "row_low"]
    ended = replace(low, effective_to=start - timedelta(days=1))
    raised = replace(low.outcome, at_least="medium")
    later = replace(low, version=2, effective_from=start, outcome=raised)
    book = AssessmentRulebook(RULEBOOK.toolkit, [ended, later, *others])
    case = given({"age": 15, "send": False, "indicators": {"missing": "low"}})
    before, after = suggest(book, case, start - timedelta(days=1)), suggest(book, case, start)
    assert (before.level, after.level) == ("low", "medium")
    assert ("row_low", 2) in [(t.entry, t.version) for t in after.trace]


def test_a_passed_review_date_never_switches_an_entry_off() -> None:
    result = suggest(
        RULEBOOK, given({"age": 12, "indicators": {"missing": "low"}}), date(2031, 1, 1)
    )
    assert result.floor == "medium"


@pytest.mark.parametrize(
    ("conditions", "known", "holds"),
    [
        ({"send": True}, {}, None),
        ({"send": True, "in_care": True}, {"in_care": False}, False),
        ({"send": True, "in_care": True}, {"in_care": True}, None),
        ({"any": [{"send": True}, {"in_care": True}]}, {"in_care": True}, True),
        ({"any": [{"send": True}, {"in_care": True}]}, {"in_care": False}, None),
        ({"none": [{"send": True}, {"in_care": True}]}, {"in_care": True}, False),
        ({"none": [{"send": True}, {"in_care": True}]}, {"in_care": False}, None),
        ({"none": [{"send": True}]}, {"send": False}, True),
        ({"all": [{"any": [{"send": True}]}, {"age": {"from": 17}}]}, {"age": 16}, False),
        ({"unknown": "age"}, {}, True),
        ({"unknown": "age"}, {"age": 3}, False),
        ({"indicator": "any"}, {}, None),
        ({"indicator": "any"}, {"indicators": {}}, False),
        ({"indicator": "fgm"}, {"indicators": {"fgm": "not_known"}}, None),
        ({"row_at": "high"}, {"indicators": {"fgm": None}}, None),
        ({"row_at": "high"}, {"indicators": {"fgm": "low"}}, False),
        ({"factor": "new_arrival"}, {"factors": {"new_arrival": "historic"}}, True),
        ({"factor": "new_arrival"}, {"factors": {"new_arrival": "none"}}, False),
        ({"factor": "new_arrival"}, {}, None),
    ],
)
def test_a_condition_is_true_false_or_not_known(
    conditions: dict[str, Any], known: dict[str, Any], holds: bool | None
) -> None:
    condition = build_condition(conditions, (), RULEBOOK.toolkit)
    assert condition.holds(gather(given(known), RULEBOOK.toolkit)) is holds


@pytest.mark.parametrize(
    ("conditions", "place"),
    [
        ({}, ()),
        ({"sned": True}, ("sned",)),
        ({"send": "yes"}, ("send",)),
        ({"age": {"under": 13}}, ("age",)),
        ({"indicator": "groming"}, ("indicator",)),
        ({"any": []}, ("any",)),
        ({"any": [{"level": "lowish"}]}, ("any", 0, "level")),
        ({"factor": "nobody"}, ("factor",)),
        ({"row_without_level": False}, ("row_without_level",)),
    ],
)
def test_a_broken_condition_is_refused_at_its_place(
    conditions: dict[str, Any], place: tuple[Any, ...]
) -> None:
    with pytest.raises(DefinitionProblem) as caught:
        build_condition(conditions, (), RULEBOOK.toolkit)
    assert caught.value.path == place


def entry_data(**other: Any) -> dict[str, Any]:
    return {
        "id": "sample", "version": 1, "effective_from": TODAY, "effective_to": None,
        "when": {"send": True}, "outcome": {"route": "advice"}, "because": "Because.",
        "basis": "toolkit", "source": "A source", "review_by": TODAY, **other,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "place"),
    [
        ([entry_data(basis="common sense")], ("entries", 0, "basis")),
        ([entry_data(source="")], ("entries", 0, "source")),
        ([entry_data(review_by="soon")], ("entries", 0, "review_by")),
        ([entry_data(outcome={"route": "nowhere"})], ("entries", 0, "outcome", "route")),
        ([entry_data(outcome={"level": "low"})], ("entries", 0, "outcome", "level")),
        ([entry_data(becuase="x")], ("entries", 0, "becuase")),
        ([entry_data(effective_to=date(2020, 1, 1))], ("entries", 0, "effective_to")),
        ([entry_data(), entry_data(version=2)], ("entries", 1, "id")),
        ([], ("entries",)),
    ],
)
def test_a_broken_entry_is_refused_at_its_place(
    entries: list[dict[str, Any]], place: tuple[Any, ...]
) -> None:
    with pytest.raises(DefinitionProblem) as caught:
        build_entries({"entries": entries}, "routes", RULEBOOK.toolkit)
    assert caught.value.path == place


def test_a_duty_covers_only_a_duty_that_there_is() -> None:
    entry = {
        "id": "one", "version": 1, "effective_from": TODAY, "effective_to": None,
        "when": {"crime": True}, "because": "b", "basis": "design decision", "source": "s",
        "review_by": TODAY,
        "outcome": {"name": "n", "what": "w", "by": "now", "contacts": [], "covers": ["two"]},
    }  # fmt: skip
    with pytest.raises(DefinitionProblem, match="two"):
        build_entries({"entries": [entry]}, "duties", RULEBOOK.toolkit)


def test_what_would_change_the_suggestion_names_each_answer_that_would() -> None:
    service = AssessmentService(RULEBOOK, lambda: TODAY)
    case = given({"age": 15, "indicators": {"missing": "low"}})
    changes = {(c.about, c.becomes): c.suggestion for c in service.what_would_change(case)}
    assert changes["send", "no"].level == "low"
    assert changes["immediate_danger", "yes"].routes[0] == "emergency_999"
    assert changes["harm_already_happened", "yes"].threshold == "child_protection"
    assert ("known_to_social_care", "yes") not in changes


def test_a_level_that_is_not_known_shows_what_each_level_would_come_to() -> None:
    service = AssessmentService(RULEBOOK, lambda: TODAY)
    case = given({"age": 15, "send": False, "indicators": {"grooming": None}})
    changes = {(c.about, c.becomes): c.suggestion for c in service.what_would_change(case)}
    assert changes["indicators.grooming.level", "high"].threshold == "child_protection"
    assert changes["indicators.grooming.level", "low"].level == "low"
