"""What is published of an answer and of a payload is valid, and says no to what does not fit."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.adapters.definitions import load_editions
from assistant.domain.definition import FormDefinition, Question
from assistant.domain.schemas import (
    LONGEST_PART,
    LONGEST_TEXT,
    MOST_ITEMS,
    answer_schema,
    input_kind,
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
