"""What must hold of every suggestion, whatever is given."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.domain.assessment import Suggestion, recompute, suggest
from assistant.domain.assessment_conditions import ROUTES
from assistant.domain.assessment_facts import (
    CHILD_FACTS,
    SITUATION_FACTS,
    Assessment,
    GivenFactor,
    GivenIndicator,
)
from assistant.domain.toolkit import LEVELS, THRESHOLDS

RULEBOOK = load_assessment_rulebook()
TODAY = date(2026, 11, 21)
IDS = [indicator.id for indicator in RULEBOOK.toolkit.indicators]
FACTORS = [factor.id for factor in RULEBOOK.toolkit.factors]
FACTS = [*CHILD_FACTS, *SITUATION_FACTS]

known = st.sampled_from([True, False, None])
levels = st.sampled_from([None, *LEVELS])
rows = st.builds(
    GivenIndicator,
    id=st.sampled_from(IDS),
    level=levels,
    context=st.sampled_from(["", "told"]),
    present=st.sampled_from([True, True, True, False, None]),
)
indicators = st.lists(rows, max_size=6, unique_by=lambda row: row.id).map(tuple)
assessments = st.builds(
    Assessment,
    age=st.none() | st.integers(0, 25),
    facts=st.dictionaries(st.sampled_from(FACTS), known),
    indicators=indicators,
    factors=st.lists(
        st.builds(GivenFactor, id=st.sampled_from(FACTORS), current=known, historic=known),
        max_size=3, unique_by=lambda factor: factor.id,
    ).map(tuple),
)  # fmt: skip
some = settings(suppress_health_check=[HealthCheck.too_slow])


def of(assessment: Assessment) -> Suggestion:
    return suggest(RULEBOOK, assessment, TODAY)


def rank(order: tuple[Any, ...], word: Any) -> int:
    """None is below everything."""
    return -1 if word is None else order.index(word)


def assert_no_lower(before: Suggestion, after: Suggestion) -> None:
    """Neither level, threshold nor the most urgent route has gone down."""
    assert rank(LEVELS, after.level) >= rank(LEVELS, before.level)
    assert rank(THRESHOLDS, after.threshold) >= rank(THRESHOLDS, before.threshold)
    # The routes stand from the most urgent.
    assert ROUTES.index(after.routes[0]) <= ROUTES.index(before.routes[0])


@some
@given(assessments, rows)
def test_adding_an_indicator_never_lowers_anything(
    assessment: Assessment, row: GivenIndicator
) -> None:
    others = tuple(r for r in assessment.indicators or () if r.id != row.id)
    before = of(replace(assessment, indicators=others))
    added = (*others, replace(row, present=True))
    assert_no_lower(before, of(replace(assessment, indicators=added)))


@some
@given(assessments, st.sampled_from(IDS), st.sampled_from([("low", "medium"), ("medium", "high")]))
def test_raising_an_indicator_never_lowers_anything(
    assessment: Assessment, id_: str, step: tuple[Any, Any]
) -> None:
    others = tuple(r for r in assessment.indicators or () if r.id != id_)
    before, after = (
        of(replace(assessment, indicators=(*others, GivenIndicator(id_, level)))) for level in step
    )
    assert_no_lower(before, after)


@some
@given(assessments, st.integers(0, 12))
def test_a_child_under_13_is_never_low(assessment: Assessment, age: int) -> None:
    result = of(replace(assessment, age=age))
    assert result.level != "low"
    if result.level:
        assert result.floor == "medium"


@some
@given(assessments)
def test_a_child_with_send_is_never_low(assessment: Assessment) -> None:
    result = of(replace(assessment, facts={**assessment.facts, "send": True}))
    assert result.level != "low"
    if result.level:
        assert result.floor == "medium"


@some
@given(assessments)
def test_low_is_never_suggested_while_anything_that_could_raise_it_is_unknown(
    assessment: Assessment,
) -> None:
    result = of(assessment)
    if result.level == "low":
        assert assessment.age is not None
        assert assessment.facts.get("send") is False
        assert all(row.level for row in assessment.indicators or () if row.present)


@some
@given(assessments, st.sampled_from(FACTS))
def test_a_fact_that_is_not_known_never_counts_as_no(assessment: Assessment, fact: str) -> None:
    no, unknown = (
        of(replace(assessment, facts={**assessment.facts, fact: value})) for value in (False, None)
    )
    assert_no_lower(no, unknown)
    # Early help gives way where the level is held up instead.
    assert {d.id for d in no.duties} - {"early_help"} <= {d.id for d in unknown.duties}


@some
@given(assessments, st.integers(0, 17))
def test_an_age_that_is_not_known_never_lowers_anything(assessment: Assessment, age: int) -> None:
    assert_no_lower(of(replace(assessment, age=age)), of(replace(assessment, age=None)))


@some
@given(assessments, st.sampled_from(IDS))
def test_a_level_that_is_not_known_never_counts_as_low(assessment: Assessment, id_: str) -> None:
    others = tuple(r for r in assessment.indicators or () if r.id != id_)
    low, unknown = (
        of(replace(assessment, indicators=(*others, GivenIndicator(id_, level))))
        for level in ("low", None)
    )
    assert_no_lower(low, unknown)


@some
@given(assessments, st.sampled_from(IDS))
def test_an_indicator_that_is_not_known_never_counts_as_absent(
    assessment: Assessment, id_: str
) -> None:
    others = tuple(r for r in assessment.indicators or () if r.id != id_)
    absent = of(replace(assessment, indicators=others))
    unknown = of(replace(assessment, indicators=(*others, GivenIndicator(id_, present=None))))
    assert_no_lower(absent, unknown)


@some
@given(assessments)
def test_there_is_a_level_if_and_only_if_an_indicator_is_present(assessment: Assessment) -> None:
    present = any(row.present for row in assessment.indicators or ())
    assert (of(assessment).level is not None) == present


@some
@given(assessments)
def test_the_trace_is_enough_to_come_to_the_same_outcome(assessment: Assessment) -> None:
    result = of(assessment)
    again = recompute(RULEBOOK, result.trace)
    for part in ("level", "held", "floor", "threshold", "routes", "duties"):
        assert getattr(again, part) == getattr(result, part)


@some
@given(assessments)
def test_every_entry_in_force_stands_in_the_trace_once(assessment: Assessment) -> None:
    trace = of(assessment).trace
    in_force = [e for entries in RULEBOOK.in_force(TODAY).values() for e in entries]
    assert [(t.entry, t.version) for t in trace] == [(e.id, e.version) for e in in_force]
    assert all(t.because and t.source for t in trace)


@some
@given(assessments)
def test_there_is_always_a_way_to_go(assessment: Assessment) -> None:
    assert of(assessment).routes
