"""The interview: which question comes next, and what an answer changes.

Everything here is a function of a form definition and the answers so far. It knows nothing of
chat, web pages or databases, so that every way in asks the same questions in the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from assistant.domain.definition import (
    Audience,
    Clause,
    Condition,
    FormDefinition,
    Option,
    Question,
)
from assistant.domain.reading import Span


class Given(StrEnum):
    """How a question was answered. Only ANSWERED has a value; none of the others means "no"."""

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    SKIPPED = "skip"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Answer:
    """One answer. `evidence` maps a part (`name`, `[1].age`, or "") to the words it came from."""

    value: Any = None
    given: Given = Given.ANSWERED
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    read: bool = False
    """It was read in somebody's words, and never asked."""

    @property
    def has_value(self) -> bool:
        """Whether it holds anything; "don't know" doesn't."""
        return self.given is Given.ANSWERED


Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Progress:
    """How far the interview is, in questions."""

    answered: int
    remaining: int


def holds(condition: Condition | None, audience: Audience, answers: Answers) -> bool:
    """Whether a condition holds; no condition always does."""
    if condition is None:
        return True
    results = (_clause_holds(c, audience, answers) for c in condition.clauses)
    return any(results) if condition.any_of else all(results)


def _clause_holds(clause: Clause, audience: Audience, answers: Answers) -> bool:
    if clause.question is None:
        return clause.audience is audience
    answer = answers.get(clause.question)
    if clause.unanswered:
        return answer is None or not answer.has_value
    if answer is None or not answer.has_value:
        return False
    values = answer.value if isinstance(answer.value, list) else [answer.value]
    return any(value in clause.values for value in values)


def options(question: Question, answers: Answers) -> tuple[Option, ...]:
    """The options to offer: one that opens a question already answered is left out."""
    return tuple(
        o
        for o in question.options
        if o.opens is None or o.opens not in answers or _chose(question, o, answers)
    )


def _chose(question: Question, option: Option, answers: Answers) -> bool:
    answer = answers.get(question.id)
    return bool(answer and answer.has_value and option.value in answer.value)


def is_asked(question: Question, audience: Audience, answers: Answers) -> bool:
    """Whether this question is to be put to this person at all, given the answers so far."""
    if question.computed or not holds(question.relevant, audience, answers):
        return False
    if not holds(question.asked, audience, answers):
        return False
    opening = [o for o in question.options if o.opens]
    return not opening or any(o.opens for o in options(question, answers))


def next_question(form: FormDefinition, audience: Audience, answers: Answers) -> Question | None:
    """The first question that is asked and has no answer; None when it is time for the review."""
    for question in form.questions:
        answer = answers.get(question.id)
        open_ = answer is None or missing_parts(question, audience, answer)
        if open_ and is_asked(question, audience, answers):
            return question
    return None


def missing_parts(question: Question, audience: Audience, answer: Answer) -> tuple[str, ...]:
    """What a form needs of a person and what was read doesn't tell; none once it was asked."""
    if not (answer.read and answer.has_value):
        return ()
    items = answer.value if isinstance(answer.value, list) else [answer.value]
    known = {part for part in items[0] if all(part in item for item in items)}
    if known & _AGES:
        known |= _AGES
    return tuple(part for part in question.needs.get(audience, ()) if part not in known)


def page_of(
    form: FormDefinition, audience: Audience, answers: Answers, question: Question
) -> tuple[Question, ...]:
    """The questions asked in one message with this one, which comes first.

    Only practitioners are asked several at once: anybody else gets one short question at a time.
    """
    if question.page is None or audience is not Audience.PRACTITIONER:
        return (question,)
    others = (
        q
        for q in form.questions
        if q.page == question.page
        and q.id != question.id
        and q.id not in answers
        and is_asked(q, audience, answers)
    )
    return (question, *others)


def plan(forms: Mapping[str, FormDefinition], begun: Sequence[str], answers: Answers) -> list[str]:
    """The forms to fill in, in the order of asking: what was begun, and what answers add."""
    order = list(begun)
    for form_id in order:  # grows while it is gone through
        order += [added for added in _added(forms[form_id], answers) if added not in order]
    return order


def _added(form: FormDefinition, answers: Answers) -> Iterator[str]:
    for question in form.questions:
        for option in question.options:
            if option.adds and question.id in answers and _chose(question, option, answers):
                yield option.adds


def progress(forms: Sequence[FormDefinition], audience: Audience, answers: Answers) -> Progress:
    """Questions answered, and questions still to come as far as is known now.

    A question that stands in several of the forms counts once.
    """
    asked = {q.id for form in forms for q in form.questions if is_asked(q, audience, answers)}
    shown = {q.id for form in forms for q in form.questions if not q.computed}
    return Progress(len(shown & set(answers)), len(asked - set(answers)))


def record(
    form: FormDefinition, audience: Audience, answers: Answers, question_id: str, answer: Answer
) -> dict[str, Answer]:
    """The answers with one added or changed.

    Questions whose asking or relevance hung on the changed answer, and that no longer belong,
    lose theirs, so that nothing stale stays in the form. Everything else is kept.
    """
    changed = {**answers, question_id: answer}
    if question_id not in answers:
        return changed
    return _without_stale(form, audience, changed, {question_id})


def _without_stale(
    form: FormDefinition, audience: Audience, answers: dict[str, Answer], touched: set[str]
) -> dict[str, Answer]:
    """Drop the dependents of `touched` that are no longer relevant, and theirs in turn."""
    kept = dict(answers)
    while touched:
        stale = {
            q.id
            for q in form.questions
            if q.id in kept
            and q.relevant
            and q.relevant.questions & touched
            and not holds(q.relevant, audience, kept)
        }
        for question_id in stale:
            del kept[question_id]
        touched = stale
    return kept


def in_form(
    form: FormDefinition, audience: Audience, answers: Answers
) -> Sequence[tuple[Question, Answer]]:
    """The questions that have an answer and belong in the form, in the form's order."""
    return [
        (q, answers[q.id])
        for q in form.questions
        if q.id in answers and holds(q.relevant, audience, answers)
    ]


_AGES = frozenset({"age", "age_text", "date_of_birth"})


def find_question(questions: Sequence[Question], words: str) -> Question | None:
    """The question a person means by `words` ("the time", "her age"): the longest name wins."""
    said = f" {spoken(words)} "
    best: tuple[int, Question] | None = None
    for question in questions:
        for name in names_of(question):
            if f" {name} " in said and (best is None or len(name) > best[0]):
                best = (len(name), question)
    return best[1] if best else None


def names_of(question: Question) -> tuple[str, ...]:
    """What people may call a question, as they say it."""
    return _names((*question.called, question.label))


@cache
def _names(called: tuple[str, ...]) -> tuple[str, ...]:
    """Of a definition only, so what is kept is no more than the forms have."""
    return tuple(map(spoken, called))


def spoken(text: str) -> str:
    """The words alone, so that "change the time, please" names the time."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
