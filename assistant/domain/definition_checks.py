"""What has to fit together within a form: ids that one entry uses of another, and answers."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from assistant.domain.definition import (
    Clause,
    Condition,
    FormDefinition,
    Question,
    QuestionType,
    allowed_values,
)
from assistant.domain.errors import DefinitionProblem

Path = tuple[str | int, ...]

SENT = "sent:"
"""How `computed` begins where the answer is the day on which a form goes."""
MOST_NAMED = 12
"""Of more names than that only the nearest are told."""


def check_form(form: FormDefinition) -> None:
    """Every id that one entry uses of another exists, and ids are unique."""
    unique((q.id for q in form.questions), ("questions",))
    known = {q.id: q for q in form.questions}
    for i, question in enumerate(form.questions):
        _check_question(question, known, ("questions", i))
    if form.split_by:
        repeating = [q.id for q in form.questions if q.repeat]
        if form.split_by not in repeating:
            reason = f"must name a question that repeats, not {among(form.split_by, repeating)}"
            raise DefinitionProblem(("split_by",), reason)
    if form.kind == "document" and not form.reference_prefix:
        raise DefinitionProblem(("reference_prefix",), "a document needs one")


def _check_question(question: Question, known: Mapping[str, Question], at: Path) -> None:
    for key in ("relevant", "asked"):
        condition: Condition | None = getattr(question, key)
        for clause in condition.clauses if condition else ():
            _check_clause(clause, known, (*at, key))
    for other, value in question.implies.items():
        _check_clause(Clause(question=other, values=(value,)), known, (*at, "implies", other))
    for j, option in enumerate(question.options):
        if option.opens and option.opens not in known:
            reason = f"there is no question {among(option.opens, known)}"
            raise DefinitionProblem((*at, "options", j, "opens"), reason)
        rows = {o.value for o in question.options}
        if option.denies and option.denies not in rows:
            reason = f"there is no choice {among(option.denies, rows)}"
            raise DefinitionProblem((*at, "options", j, "denies"), reason)
    if question.taken_from:
        _check_taken(question, question.taken_from.values, (*at, "taken_from"))


def _check_clause(clause: Clause, known: Mapping[str, Question], at: Path) -> None:
    if clause.question is None:
        return
    target = known.get(clause.question)
    if target is None:
        raise DefinitionProblem(at, f"there is no question {among(clause.question, known)}")
    allowed = allowed_values(target)
    for value in clause.values:
        if allowed and value not in allowed:
            raise DefinitionProblem(at, f"'{value}' is no answer of '{target.id}'{_of(allowed)}")


def _check_taken(question: Question, values: Mapping[str, str], at: Path) -> None:
    """An answer that is taken from another question's is one item of a list."""
    if not (question.repeat or question.type is QuestionType.CHOICES):
        raise DefinitionProblem(
            at, "only a question that repeats, or one with choices, can have it"
        )
    allowed = allowed_values(question)
    for value in values.values():
        if value not in allowed:
            reason = f"'{value}' is no answer of '{question.id}'{_of(allowed)}"
            raise DefinitionProblem((*at, "values"), reason)


def unique(values: Iterable[str], at: Path) -> None:
    """Raises DefinitionProblem for a value that stands twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise DefinitionProblem(at, f"'{value}' stands twice")
        seen.add(value)


def among(name: str, allowed: Collection[str]) -> str:
    """A name that is not known, with what is allowed instead."""
    return f"'{name}'{_of(allowed, name)}"


def _of(allowed: Collection[str], name: str = "") -> str:
    if len(allowed) > MOST_NAMED:
        near = get_close_matches(name, allowed)
        return f"; the nearest: {', '.join(near)}" if near else ""
    return f"; allowed: {', '.join(allowed)}" if allowed else ""
