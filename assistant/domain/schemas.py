"""JSON Schemas (2020-12): of one answer, and of a whole form's payload."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.assessment_schemas import INCLUDED
from assistant.domain.definition import (
    PARTS,
    YES_NO_VALUES,
    FormDefinition,
    Question,
    QuestionType,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_TEXT = 8000
"""Characters in one text answer; a longer one is refused with this number."""
LONGEST_PART = 1000
"""Characters in one part of a person, place, vehicle or contact."""
MOST_ITEMS = 20
"""People, places or vehicles in one answer."""

_PART_SCHEMAS: Mapping[str, dict[str, Any]] = {
    "age": {"type": "integer", "minimum": 0, "maximum": 120},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "time": {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"},
    "approximate": {"type": "boolean"},
    "partial": {"type": "boolean"},
}


def input_kind(question: Question) -> str:
    """The kind of input the HTTP contract names: yes or no is a choice like any other."""
    return "choice" if question.type is QuestionType.YES_NO else str(question.type)


def answer_schema(question: Question, offered: tuple[str, ...] | None = None) -> dict[str, Any]:
    """What an answer to a question must look like; `offered` narrows the options."""
    values = list(offered if offered is not None else (o.value for o in question.options))
    match question.type:
        case QuestionType.TEXT:
            return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
        case QuestionType.YES_NO:
            return {"type": "string", "enum": list(YES_NO_VALUES)}
        case QuestionType.CHOICE:
            return {"type": "string", "enum": values}
        case QuestionType.CHOICES:
            return {
                "type": "array",
                "items": {"type": "string", "enum": values},
                "minItems": 1,
                "uniqueItems": True,
            }
        case _:
            return _composite_schema(question)


def page_schema(
    page: Sequence[Question],
    offered: Mapping[str, tuple[str, ...]],
    said: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """What an answer to a page may be: the first question's, or several by their ids.

    `said` holds, by question, what a page of its own shows beside it: annotations only.
    """
    said = said or {}
    each = {q.id: {**answer_schema(q, offered.get(q.id)), **said.get(q.id, {})} for q in page}
    if len(page) == 1:
        return each[page[0].id]
    several = {
        "type": "object",
        "properties": each,
        "additionalProperties": False,
        "minProperties": 1,
    }
    first = page[0]
    return {"anyOf": [answer_schema(first, offered.get(first.id)), several]}


def _composite_schema(question: Question) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_PART}
    item = {
        "type": "object",
        "properties": {part: _PART_SCHEMAS.get(part, text) for part in PARTS[question.type]},
        "additionalProperties": False,
        "minProperties": 1,
    }
    if not question.repeat:
        return item
    return {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_ITEMS}


def payload_schema(form: FormDefinition, annex: FormDefinition | None = None) -> dict[str, Any]:
    """The published schema of what a recipient gets for this form; `annex` is the form whose
    payload goes with it."""
    questions = [q for q in form.questions if q.in_document]
    text = {"type": "string"}
    linked = {"type": "array", "items": text}
    properties: dict[str, Any] = {
        "form": {"const": form.id},
        "edition": {"const": form.edition},
        "title": text,
        "reference": text,
        "linked_references": linked,
        "area": text,
        "reported_at": {"type": "string", "format": "date-time"},
        "reporter_is": {"enum": ["member_of_public", "practitioner"]},
        "anonymous": {"type": "boolean"},
        "answers": {
            "type": "object",
            "properties": {
                q.id: {"anyOf": [_payload_answer(form, q), {"type": "null"}]} for q in questions
            },
            "required": [q.id for q in questions],
            "additionalProperties": False,
        },
        "questions": {"type": "array", "items": _QUESTION_SCHEMA},
        **{name: INCLUDED[name] for name in form.includes},
    }
    if annex:
        properties["assessment"] = {"anyOf": [payload_schema(annex), {"type": "null"}]}
    return {
        "$schema": DIALECT,
        "title": form.title,
        "description": f"Edition {form.edition}. {form.source}",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _payload_answer(form: FormDefinition, question: Question) -> dict[str, Any]:
    """As the answer itself; one form is sent for each victim, so it holds one at most."""
    schema = answer_schema(question)
    if question.id == form.split_by:
        schema = {**schema, "maxItems": 1}
    return {"title": question.label, "description": question.help, **schema}


_QUESTION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "section": {"type": "string"},
        "label": {"type": "string"},
        "question": {"type": "string"},
        "given": {"enum": ["answered", "dont_know", "prefer_not_to_say", "skip", "nobody", None]},
        "display": {"type": ["string", "array"], "items": {"type": "string"}},
    },
    "required": ["id", "section", "label", "question", "given", "display"],
    "additionalProperties": False,
}
