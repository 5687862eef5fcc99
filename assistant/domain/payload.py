"""What a recipient gets: the answers of one form, with the questions in plain words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.domain.definition import Audience, FormDefinition, Question
from assistant.domain.display import Words, display
from assistant.domain.interview import Answer, Answers, holds


@dataclass(frozen=True)
class Heading:
    """What stands on a submission besides its answers."""

    reference: str
    linked_references: tuple[str, ...]
    area: str
    reported_at: datetime
    audience: Audience
    anonymous: bool


def build_payload(
    form: FormDefinition, answers: Answers, heading: Heading, words: Words
) -> dict[str, Any]:
    """The payload of one submission; fits `schemas.payload_schema` of the form.

    A question nobody answered is null in `answers`; why is in its entry under `questions`.
    """
    fields = [q for q in form.questions if q.in_document]
    kept = {
        q.id: answers[q.id]
        for q in fields
        if q.id in answers and holds(q.relevant, heading.audience, answers)
    }
    return {
        "form": form.id,
        "edition": form.edition,
        "title": form.title,
        "reference": heading.reference,
        "linked_references": list(heading.linked_references),
        "area": heading.area,
        "reported_at": heading.reported_at.isoformat(),
        "reporter_is": _REPORTER[heading.audience],
        "anonymous": heading.anonymous,
        "answers": {q.id: _value(kept.get(q.id)) for q in fields},
        "questions": [_question(form, q, kept.get(q.id), heading.audience, words) for q in fields],
    }


_REPORTER: Mapping[Audience, str] = {
    Audience.PUBLIC: "member_of_public",
    Audience.PRACTITIONER: "practitioner",
}


def split(form: FormDefinition, answers: Answers) -> list[dict[str, Answer]]:
    """One set of answers for each form to be sent: the paper asks for one form per victim.

    Everything but the victim is the same in each. With no victim, or one, it is a single form.
    """
    several = answers.get(form.split_by) if form.split_by else None
    if form.split_by is None or several is None or not (several.has_value and several.value):
        return [dict(answers)]
    return [
        {**answers, form.split_by: Answer([item], evidence=several.evidence)}
        for item in several.value
    ]


_CONTACT_LINE = re.compile(r"\n.*\{[a-z_]+\}.*")
"""A line of a prompt with a contact in it, which is for the person who was asked."""


def _value(answer: Answer | None) -> Any:
    return answer.value if answer and answer.has_value else None


def _question(
    form: FormDefinition,
    question: Question,
    answer: Answer | None,
    audience: Audience,
    words: Words,
) -> dict[str, Any]:
    value = _value(answer)
    return {
        "id": question.id,
        "section": form.sections[question.section],
        "label": question.label,
        "question": _CONTACT_LINE.sub("", question.prompts[audience]),
        "given": str(answer.given) if answer else None,
        "display": "" if value is None else display(question, value, words),
    }
