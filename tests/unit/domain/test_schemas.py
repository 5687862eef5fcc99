"""What is published of an answer and of a payload is valid, and says no to what does not fit."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.adapters.definitions import in_force, load_editions
from assistant.domain.assessment_schemas import INCLUDED
from assistant.domain.definition import FormDefinition, Question
from assistant.domain.schemas import (
    LONGEST_PART,
    LONGEST_TEXT,
    MOST_ITEMS,
    answer_schema,
    input_kind,
    page_schema,
    payload_schema,
)

EDITIONS = load_editions()
FORM = next(f for f in EDITIONS if f.id == "operation_liberty" and f.deliverable)


def fits(question: str, value: Any) -> bool:
    return Draft202012Validator(answer_schema(FORM.question(question))).is_valid(value)


@pytest.mark.parametrize("form", EDITIONS, ids=lambda f: f"{f.id}-{f.edition}")
def test_every_schema_is_a_valid_schema(form: FormDefinition) -> None:
    Draft202012Validator.check_schema(payload_schema(form))
    for question in form.questions:
        Draft202012Validator.check_schema(answer_schema(question))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("incident_details", "x" * LONGEST_TEXT),
        ("incident_details", "لڑکی 😟 #$*\\<"),
        ("witnessed", "no"),
        ("identity", "anonymous"),
        ("more", ["vehicle", "weapon"]),
        ("incident_time", {"text": "last night about eleven"}),
        ("incident_time", {"date": "2026-11-20", "time": "23:00", "approximate": True}),
        ("victims", [{"age_text": "14 or so"}]),
        ("victims", [{"name": "Jade"}] * MOST_ITEMS),
        ("vehicles", [{"registration": "FN6", "partial": True}]),
        ("places", [{"text": "near the bus station"}]),
        ("reporter", {"phone": "07700 900123"}),
    ],
)
def test_answers_as_people_give_them_fit(question: str, value: Any) -> None:
    assert fits(question, value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("incident_details", ""),
        ("incident_details", "x" * (LONGEST_TEXT + 1)),
        ("incident_details", 5),
        ("witnessed", "maybe"),
        ("witnessed", True),
        ("identity", "somebody"),
        ("more", []),
        ("more", ["vehicle", "vehicle"]),
        ("more", ["everything"]),
        ("incident_time", {}),
        ("incident_time", {"date": "20/11/2026"}),
        ("incident_time", {"date": "\u0662026-11-20"}),
        ("incident_time", {"time": "eleven"}),
        ("victims", []),
        ("victims", {"name": "Jade"}),
        ("victims", [{}]),
        ("victims", [{"age": -1}]),
        ("victims", [{"age": "14"}]),
        ("victims", [{"shoe_size": "4"}]),
        ("victims", [{"name": "x" * (LONGEST_PART + 1)}]),
        ("victims", [{"name": "Jade"}] * (MOST_ITEMS + 1)),
        ("vehicles", [{"partial": "yes"}]),
    ],
)
def test_answers_that_cannot_be_are_refused(question: str, value: Any) -> None:
    assert not fits(question, value)


def test_only_what_is_offered_may_be_chosen() -> None:
    schema = answer_schema(FORM.question("more"), offered=("weapon", "none"))
    assert Draft202012Validator(schema).is_valid(["weapon"])
    assert not Draft202012Validator(schema).is_valid(["vehicle"])


@pytest.mark.parametrize("question", FORM.questions, ids=lambda q: q.id)
def test_the_kind_of_input_is_one_that_the_contract_names(question: Question) -> None:
    kinds = {"text", "choice", "choices", "date_time", "person", "place", "vehicle", "contact"}
    assert input_kind(question) in kinds


def test_the_payload_schema_names_the_edition_and_every_question_of_the_document() -> None:
    schema = payload_schema(FORM)
    assert schema["properties"]["edition"] == {"const": FORM.edition}
    answers = schema["properties"]["answers"]
    assert answers["required"] == [q.id for q in FORM.questions if q.in_document]
    assert "privacy_notice" not in answers["properties"]
    assert answers["additionalProperties"] is False


def test_a_payload_holds_one_victim_at_most() -> None:
    victims = payload_schema(FORM)["properties"]["answers"]["properties"]["victims"]
    assert Draft202012Validator(victims).is_valid([{"name": "Jade"}])
    assert Draft202012Validator(victims).is_valid(None)
    assert not Draft202012Validator(victims).is_valid([{"name": "Jade"}, {"name": "Maja"}])


# -- pages, and the tables of an assessment ---------------------------------------------

IN_FORCE = in_force(EDITIONS)
CRE, REFERRAL = IN_FORCE["cre_risk_assessment"], IN_FORCE["social_care_referral"]
CHILD_PAGE = [q for q in CRE.questions if q.page == "child"]


def fits_page(value: Any, page: list[Question] = CHILD_PAGE) -> bool:
    return Draft202012Validator(page_schema(page, {})).is_valid(value)


@pytest.mark.parametrize(
    "value",
    [
        {"name": "Ellie Marsh"},
        {"child": {"name": "Ellie Marsh"}},
        {"child": {"age": 14}, "ethnicity": "White British", "interpreter": "no"},
        {"interpreter": "yes"},
    ],
)
def test_a_page_takes_its_first_answer_or_several_by_their_ids(value: Any) -> None:
    assert fits_page(value)


@pytest.mark.parametrize(
    "value",
    [
        {},
        "Ellie",
        {"interpreter": "maybe"},
        {"child": {}},
        {"child": {"name": "Ellie"}, "shoe_size": 4},
        {"ethnicity": ""},
        {"child": {"name": "Ellie"}, "level_3": "low"},
    ],
)
def test_what_does_not_fit_a_page_is_refused(value: Any) -> None:
    assert not fits_page(value)


def test_the_schema_of_a_page_of_one_is_that_of_its_question() -> None:
    question = CRE.question("own_words")
    assert page_schema([question], {}) == answer_schema(question)


def test_a_page_holds_only_what_is_offered() -> None:
    page = [CRE.question("missing_level"), CRE.question("missing_types")]
    schema = page_schema(page, {"missing_types": ("cse",)})
    assert Draft202012Validator(schema).is_valid({"missing_types": ["cse"]})
    assert not Draft202012Validator(schema).is_valid({"missing_types": ["cce"]})


@pytest.mark.parametrize("name", INCLUDED)
def test_every_table_of_a_payload_has_a_valid_schema(name: str) -> None:
    Draft202012Validator.check_schema(INCLUDED[name])


def test_a_payload_requires_the_tables_that_its_form_includes() -> None:
    schema = payload_schema(CRE)
    assert set(CRE.includes) <= set(schema["required"])
    assert not {"suggestion", "indicators", "cin_codes"} & set(
        payload_schema(FORM)["properties"]
    ), "a report to the police never carries the assessment"


def test_the_referral_carries_the_whole_assessment_or_none() -> None:
    schema = payload_schema(REFERRAL, CRE)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["assessment"]["anyOf"][0]["properties"]["form"] == {"const": CRE.id}
    assert schema["properties"]["assessment"]["anyOf"][1] == {"type": "null"}
    assert "assessment" in schema["required"]


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ("actions", [{"action": "x", "responsible": "y"}]),
        ("actions", [{"action": "x", "responsible": "y", "timescale": "z", "more": ""}]),
        ("indicators", [{"id": "missing", "present": "yes"}]),
        ("cin_codes", {"source": 2, "factors": []}),
        ("changes", {}),
        ("suggestion", {"level": "very high"}),
    ],
)
def test_a_table_that_is_not_whole_is_refused(table: str, value: Any) -> None:
    assert not Draft202012Validator(INCLUDED[table]).is_valid(value)
