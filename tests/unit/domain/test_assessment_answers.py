"""What the answers of the assessment are to the rulebook, and back again from what was sent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.adapters.rulebook_files import load_toolkit
from assistant.domain.assessment_answers import (
    action_rows,
    answers_from,
    assessment_from,
    indicator_changes,
    tables,
)
from assistant.domain.assessment_facts import FACT_WORDS
from assistant.domain.definition import Audience, Question, Told, allowed_values
from assistant.domain.interview import Answer, Given
from assistant.domain.payload import Heading, build_payload

FORM = in_force(load_editions())["cre_risk_assessment"]
TOOLKIT = load_toolkit()
WORDS = load_wording().words
TODAY = date(2026, 11, 21)
DONT_KNOW = Answer(given=Given.DONT_KNOW)
GROUPS = [q for q in FORM.questions if q.weighs and q.weighs.told is Told.INDICATORS]
NOTHING_TICKED = {q.id: ["none"] for q in GROUPS}
HEADING = Heading(
    "CRA-TEST", (), "derby", datetime(2026, 11, 21, tzinfo=UTC), Audience.PRACTITIONER, False
)


def answered(**values: Any) -> dict[str, Answer]:
    return {k: v if isinstance(v, Answer) else Answer(v) for k, v in values.items()}


def facts(**values: Any) -> dict[str, bool | None]:
    return dict(assessment_from(FORM, answered(**values), TODAY).facts)


def rows(**values: Any) -> dict[str, Any] | None:
    given_rows = assessment_from(FORM, answered(**values), TODAY).indicators
    return None if given_rows is None else {row.id: row for row in given_rows}


def age(child: Any) -> int | None:
    return assessment_from(FORM, answered(child=child), TODAY).age


def test_before_any_indicator_was_gone_through_none_is_known() -> None:
    assert rows() is None
    assert rows(child={"age": 14}, harm_already_happened="yes") is None


def test_a_row_left_blank_in_a_list_that_was_gone_through_is_not_present() -> None:
    found = rows(**{**NOTHING_TICKED, "indicators_people": ["missing"]})
    assert found is not None
    assert set(found) == {"missing"}
    assert found["missing"].present is True


def test_going_through_every_list_with_none_of_these_leaves_no_row() -> None:
    assert rows(**NOTHING_TICKED) == {}


def test_what_is_said_not_to_be_known_about_the_others_is_unknown_and_not_absent() -> None:
    ticked = ["missing", "others_unknown"]
    found = rows(**{**NOTHING_TICKED, "indicators_people": ticked})
    assert found is not None
    group = FORM.question("indicators_people")
    rest = [o.value for o in group.options if o.value not in ("none", "others_unknown")]
    assert {id_: row.present for id_, row in found.items()} == {
        id_: True if id_ == "missing" else None for id_ in rest
    }


@pytest.mark.parametrize("given_as", [g for g in Given if g is not Given.ANSWERED])
def test_a_list_that_was_declined_leaves_its_rows_unknown(given_as: Given) -> None:
    found = rows(**{**NOTHING_TICKED, "indicators_crime": Answer(given=given_as)})
    assert found is not None
    assert found
    assert all(row.present is None for row in found.values())


def test_a_list_not_reached_yet_leaves_its_rows_unknown() -> None:
    found = rows(indicators_people=["none"])
    assert found is not None
    assert len(found) == 29 - 7
    assert {row.present for row in found.values()} == {None}


def test_a_present_row_carries_its_level_types_and_context_as_far_as_given() -> None:
    found = rows(
        indicators_people=["missing", "abduction"],
        missing_level="high",
        missing_types=["cse", "cce"],
        missing_context="Three Fridays",
        abduction_level=DONT_KNOW,
        abduction_types=["none"],
    )
    assert found is not None
    missing, abduction = found["missing"], found["abduction"]
    assert (missing.level, missing.kinds, missing.context) == (
        "high",
        ("cse", "cce"),
        "Three Fridays",
    )
    assert (abduction.level, abduction.kinds, abduction.context) == (None, (), "")


def test_details_of_a_row_that_is_no_longer_ticked_weigh_nothing() -> None:
    found = rows(**{**NOTHING_TICKED, "missing_level": "high"})
    assert found == {}


def test_a_fact_left_blank_is_unknown_until_the_others_are_denied() -> None:
    assert facts(child_facts=["send"])["send"] is True
    assert facts(child_facts=["send"])["in_care"] is None
    assert facts(child_facts=["send", "none"])["in_care"] is False
    assert facts(child_facts=["none"])["send"] is False
    assert facts(child_facts=DONT_KNOW)["send"] is None
    assert facts()["send"] is None


@pytest.mark.parametrize(
    "fact", ["immediate_danger", "harm_already_happened", "known_to_social_care"]
)
def test_a_single_fact_is_yes_no_or_unknown(fact: str) -> None:
    assert facts(**{fact: "yes"})[fact] is True
    assert facts(**{fact: "no"})[fact] is False
    assert facts(**{fact: DONT_KNOW})[fact] is None
    assert facts()[fact] is None


def test_every_fact_that_the_form_tells_is_one_the_rulebook_knows_and_none_is_left_out() -> None:
    assert set(facts()) == set(FACT_WORDS) - {"age"}


def test_not_known_of_a_factor_is_neither_yes_nor_no() -> None:
    given_factors = assessment_from(
        FORM,
        answered(
            factors_current=["looked_after", "others_unknown"], factors_historic=["family_conflict"]
        ),
        TODAY,
    ).factors
    found = {f.id: (f.current, f.historic) for f in given_factors}
    assert found["looked_after"] == (True, False)
    assert found["family_conflict"] == (None, True)
    assert found["homelessness"] == (None, False)


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        ({"age": 14}, 14),
        ({"age": 0}, 0),
        ({"age": 25}, 25),
        ({"age": 26}, None),
        ({"age": 120}, None),
        ({"date_of_birth": "4 May 2011"}, 15),
        ({"date_of_birth": "22/11/2013"}, 12),
        ({"date_of_birth": "21/11/2013"}, 13),
        ({"date_of_birth": "4 May 2011", "age": 12}, 15),
        ({"date_of_birth": "in spring", "age": 12}, 12),
        ({"date_of_birth": "4 May 1980"}, None),
        ({"name": "Ellie"}, None),
        ({"age_text": "about 14"}, None),
        (DONT_KNOW, None),
    ],
)
def test_the_age_is_by_the_date_of_birth_or_as_given_and_never_guessed(
    child: Any, expected: int | None
) -> None:
    assert age(child) == expected


def test_the_tables_hold_every_row_of_the_paper_ticked_or_not() -> None:
    made = tables(FORM, answered(**NOTHING_TICKED), TOOLKIT)
    assert [r["id"] for r in made["indicators"]] == [i.id for i in TOOLKIT.indicators]
    assert [r["wording"] for r in made["indicators"]] == [i.printed for i in TOOLKIT.indicators]
    assert {r["present"] for r in made["indicators"]} == {False}
    assert [r["id"] for r in made["vulnerability_factors"]] == [f.id for f in TOOLKIT.factors]
    untouched = tables(FORM, {}, TOOLKIT)
    assert {r["present"] for r in untouched["indicators"]} == {None}
    assert {(r["current"], r["historic"]) for r in untouched["vulnerability_factors"]} == {
        (None, None)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n  \n", []),
        ("Ring home", [("Ring home", "", "")]),
        ("Route home; form tutor; Monday", [("Route home", "form tutor", "Monday")]),
        ("Route home | form tutor | Monday", [("Route home", "form tutor", "Monday")]),
        ("A; B; C; and D", [("A", "B", "C; and D")]),
        ("A; B\nC", [("A", "B", ""), ("C", "", "")]),
    ],
)
def test_each_line_of_the_actions_is_a_row_and_nothing_of_it_is_lost(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    found = [(r["action"], r["responsible"], r["timescale"]) for r in action_rows(text)]
    assert found == expected


def test_the_changes_since_last_time_are_listed_row_by_row_in_words() -> None:
    before = answered(
        **{**NOTHING_TICKED, "indicators_people": ["missing", "abduction"]},
        missing_level="low",
        missing_types=["cse"],
        abduction_level="low",
    )
    now = answered(
        **{
            **NOTHING_TICKED,
            "indicators_people": ["missing", "unsafe_places"],
            "indicators_crime": ["others_unknown"],
        },
        missing_level="high",
        missing_types=["cse", "cce"],
        unsafe_places_level="medium",
    )
    rows_ = indicator_changes(FORM, before, now, TOOLKIT, WORDS)
    found = {r["id"]: (r["then"], r["now"]) for r in rows_}
    assert found["missing"] == ("Low (CSE)", "High (CSE/CCE)")
    assert found["abduction"] == ("Low", "Not present")
    assert found["unsafe_places"] == ("Not present", "Medium")
    assert found["weapons"] == ("Not present", "Not known")
    assert "grooming" not in found
    assert indicator_changes(FORM, before, before, TOOLKIT, WORDS) == []


# -- there and back again ---------------------------------------------------------------


def ticks(question: Question) -> st.SearchStrategy[Any]:
    values = [v for v in allowed_values(question) if v not in ("none", "others_unknown")]
    some = st.lists(st.sampled_from(values), unique=True, max_size=3)
    tail = st.sampled_from([[], ["others_unknown"]])
    ticked = st.builds(lambda a, b: [*a, *b] or ["none"], some, tail)
    return st.one_of(ticked.map(Answer), st.just(DONT_KNOW), st.none())


LISTS = {
    q.id: ticks(q)
    for q in FORM.questions
    if q.weighs and q.weighs.told in (Told.INDICATORS, Told.CURRENT, Told.HISTORIC)
}


@st.composite
def assessments(draw: st.DrawFn) -> dict[str, Answer]:
    """Answers to Sections 1 and 2, with any details for the rows that are present."""
    answers = {k: a for k, a in draw(st.fixed_dictionaries(LISTS)).items() if a is not None}
    values: dict[Told, st.SearchStrategy[Any]] = {
        Told.LEVEL: st.sampled_from(["low", "medium", "high"]),
        Told.TYPES: st.sampled_from([["cce"], ["cse"], ["cse", "cce"], ["none"]]),
        Told.CONTEXT: st.text(min_size=1, max_size=9).filter(str.strip),
    }
    for question in FORM.questions:
        weighs = question.weighs
        row = weighs.row if weighs else None
        ticked = any(row in (a.value or ()) for a in answers.values() if isinstance(a.value, list))
        if weighs and weighs.told in values and ticked and draw(st.booleans()):
            answers[question.id] = Answer(draw(values[weighs.told]))
    return answers


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(assessments())
def test_what_was_sent_leads_back_to_the_same_assessment(answers: dict[str, Answer]) -> None:
    sent = build_payload(FORM, answers, HEADING, WORDS) | tables(FORM, answers, TOOLKIT)
    again = answers_from(FORM, sent)
    assert tables(FORM, again, TOOLKIT) == tables(FORM, answers, TOOLKIT)
    before, after = (assessment_from(FORM, a, TODAY) for a in (answers, again))
    assert after.factors == before.factors
    assert indicator_changes(FORM, answers, again, TOOLKIT, WORDS) == []


def test_words_people_and_places_come_back_and_the_decision_does_not() -> None:
    answers = answered(
        child={"name": "Ellie Marsh", "date_of_birth": "4 May 2011"},
        offenders=[{"name": "Ghost"}],
        barriers="none",
        child_facts=["send"],
        level_1="high",
        level_3="high",
        threshold_3="child_protection",
        route=["social_care_referral"],
        decision_differs="no",
        privacy_notice="understood",
        immediate_danger="no",
    )
    sent = build_payload(FORM, answers, HEADING, WORDS) | tables(FORM, answers, TOOLKIT)
    again = {k: a.value for k, a in answers_from(FORM, sent).items()}
    assert again == {
        "child": {"name": "Ellie Marsh", "date_of_birth": "4 May 2011"},
        "offenders": [{"name": "Ghost"}],
        "barriers": "none",
        "child_facts": ["send"],
    }


def test_neither_criminal_nor_sexual_comes_back_as_neither() -> None:
    answers = answered(indicators_people=["missing"], missing_types=["none"])
    sent = build_payload(FORM, answers, HEADING, WORDS) | tables(FORM, answers, TOOLKIT)
    assert answers_from(FORM, sent)["missing_types"].value == ["none"]


@pytest.mark.parametrize("types", [{}, {"missing_types": DONT_KNOW}])
def test_a_type_that_is_not_known_comes_back_as_not_known(types: dict[str, Answer]) -> None:
    answers = answered(indicators_people=["missing"], missing_level="low", **types)
    sent = build_payload(FORM, answers, HEADING, WORDS) | tables(FORM, answers, TOOLKIT)
    assert {r["id"]: r["types"] for r in sent["indicators"]}["missing"] is None
    again = answers_from(FORM, sent)
    assert "missing_types" not in again
    assert again["missing_level"].value == "low"
