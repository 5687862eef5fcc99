"""What a recipient gets fits what was published, and holds only what belongs in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assistant.adapters.definitions import in_force, load_editions
from assistant.domain.definition import PARTS, Audience, Question, QuestionType, allowed_values
from assistant.domain.interview import Answer, Given
from assistant.domain.payload import Heading, build_payload, split
from assistant.domain.schemas import payload_schema

FORM = in_force(load_editions())["operation_liberty"]
VALIDATOR = Draft202012Validator(payload_schema(FORM))
WORDS = dict.fromkeys(
    ("about", "aged", "nickname", "date_of_birth", "role", "registration", "partial"), "{}"
) | {"yes": "Yes", "no": "No"}
NOW = datetime(2026, 11, 20, 23, 14, tzinfo=UTC)


def heading(audience: Audience = Audience.PUBLIC, anonymous: bool = True) -> Heading:
    return Heading("LIB-TEST", ("LIB-OTHER",), "derby", NOW, audience, anonymous)


def made(audience: Audience = Audience.PUBLIC, **values: Any) -> dict[str, Any]:
    answers = {k: v if isinstance(v, Answer) else Answer(v) for k, v in values.items()}
    return build_payload(FORM, answers, heading(audience), WORDS)


TEXT = st.text(min_size=1, max_size=30)
PART_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "age": st.integers(0, 120),
    "date": st.dates().map(str),
    "time": st.times().map(lambda t: f"{t:%H:%M}"),
    "approximate": st.booleans(),
    "partial": st.booleans(),
}


def value_of(question: Question) -> st.SearchStrategy[Any]:
    """Any value that fits the question."""
    if question.type is QuestionType.TEXT:
        return TEXT
    if question.type is QuestionType.CHOICES:
        return st.lists(st.sampled_from(allowed_values(question)), min_size=1, unique=True)
    if not question.composite:
        return st.sampled_from(allowed_values(question))
    parts = {name: PART_VALUES.get(name, TEXT) for name in PARTS[question.type]}
    item = st.fixed_dictionaries({}, optional=parts).filter(bool)
    most = 1 if question.id == FORM.split_by else 3
    return st.lists(item, min_size=1, max_size=most) if question.repeat else item


def answer_of(question: Question) -> st.SearchStrategy[Answer | None]:
    missing = st.sampled_from([None, *(Answer(given=g) for g in Given if g is not Given.ANSWERED)])
    return st.one_of(value_of(question).map(Answer), missing)


ANSWERS = st.fixed_dictionaries({q.id: answer_of(q) for q in FORM.questions}).map(
    lambda answers: {k: v for k, v in answers.items() if v is not None}
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS, st.sampled_from(Audience), st.booleans())
def test_whatever_is_answered_the_payload_fits_its_published_schema(
    answers: dict[str, Answer], audience: Audience, anonymous: bool
) -> None:
    payload = build_payload(FORM, answers, heading(audience, anonymous), WORDS)
    assert list(VALIDATOR.iter_errors(payload)) == []


def test_an_empty_report_fits_too() -> None:
    assert VALIDATOR.is_valid(made())


def test_the_heading_stands_on_it() -> None:
    payload = made(Audience.PRACTITIONER)
    assert payload["reference"] == "LIB-TEST"
    assert payload["linked_references"] == ["LIB-OTHER"]
    assert payload["edition"] == FORM.edition
    assert payload["reported_at"] == "2026-11-20T23:14:00+00:00"
    assert payload["reporter_is"] == "practitioner"
    assert made()["reporter_is"] == "member_of_public"


@pytest.mark.parametrize("given_as", [g for g in Given if g is not Given.ANSWERED])
def test_unknown_is_null_with_its_reason_and_never_no(given_as: Given) -> None:
    payload = made(witnessed=Answer(given=given_as))
    entry = next(q for q in payload["questions"] if q["id"] == "witnessed")
    assert payload["answers"]["witnessed"] is None
    assert entry["given"] == str(given_as)
    assert entry["display"] == ""


def test_a_question_nobody_answered_is_there_without_a_reason() -> None:
    entry = next(q for q in made()["questions"] if q["id"] == "weapons")
    assert entry["given"] is None


def test_what_no_longer_belongs_is_left_out() -> None:
    payload = made(third_party="no", witness={"name": "Sam Placeholder"})
    assert payload["answers"]["witness"] is None
    assert "Sam Placeholder" not in str(payload)


def test_an_anonymous_report_holds_no_name() -> None:
    payload = made(identity="anonymous", reporter={"name": "Alex Example"})
    assert "Alex Example" not in str(payload)


def test_what_is_not_for_the_document_is_left_out() -> None:
    payload = made(more=["none"], privacy_notice="understood", identity="anonymous")
    assert {"more", "privacy_notice", "identity"}.isdisjoint(payload["answers"])
    assert {"more", "privacy_notice", "identity"}.isdisjoint(q["id"] for q in payload["questions"])


def test_each_question_is_in_the_words_its_audience_was_asked() -> None:
    public = next(q for q in made()["questions"] if q["id"] == "witnessed")
    practitioner = next(
        q for q in made(Audience.PRACTITIONER)["questions"] if q["id"] == "witnessed"
    )
    assert public["question"] == "Did you see or hear this yourself?"
    assert practitioner["question"] == "Did you witness the incident yourself?"
    assert public["label"] == practitioner["label"] == "Witnessed Incident?"


def test_a_place_to_be_filled_while_asking_does_not_stand_in_the_payload() -> None:
    for audience in Audience:
        assert not [q for q in made(audience)["questions"] if "{" in q["question"]]


def test_each_victim_gets_a_form_and_everything_else_is_the_same_in_each() -> None:
    answers = {
        "victims": Answer([{"name": "Jade Example"}, {"name": "Maja Example"}]),
        "weapons": Answer("a knife"),
    }
    first, second = split(FORM, answers)
    assert first["victims"].value == [{"name": "Jade Example"}]
    assert second["victims"].value == [{"name": "Maja Example"}]
    assert first["weapons"] is second["weapons"] is answers["weapons"]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"victims": Answer([{"name": "Jade Example"}])},
        {"victims": Answer(given=Given.DONT_KNOW)},
        {"victims": Answer([])},
    ],
)
def test_with_one_victim_or_none_there_is_one_form(answers: dict[str, Answer]) -> None:
    assert len(split(FORM, {**answers, "weapons": Answer("a knife")})) == 1


def test_a_form_that_is_not_split_stays_whole() -> None:
    form = in_force(load_editions())["opening"]
    assert split(form, {"need": Answer("saw_something")}) == [{"need": Answer("saw_something")}]
