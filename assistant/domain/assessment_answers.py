"""What a form's answers say to the rulebook, and back: the tables of the toolkit.

A row of Section 1 or 2 that was gone through and left blank is not present, as on the paper. A fact
left blank isn't known, unless a choice that denies it was ticked, or "none of the others".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from assistant.domain.assessment_facts import (
    OLDEST,
    Assessment,
    GivenFactor,
    GivenIndicator,
)
from assistant.domain.dates import age_on
from assistant.domain.definition import (
    NONE,
    OTHERS_UNKNOWN,
    Decides,
    FormDefinition,
    Question,
    Told,
)
from assistant.domain.interview import Answer, Answers
from assistant.domain.toolkit import ExploitationKind, RiskLevel, Toolkit

_TAILS = frozenset({NONE, OTHERS_UNKNOWN})


def assessment_from(form: FormDefinition, answers: Answers, today: date) -> Assessment:
    """The assessment that a form's answers make."""
    indicators = indicator_rows(form, answers)
    return Assessment(
        age=_age(form, answers, today),
        facts=_facts(form, answers),
        indicators=tuple(indicators) if indicators is not None else None,
        factors=tuple(factor_rows(form, answers)),
    )


def indicator_rows(form: FormDefinition, answers: Answers) -> list[GivenIndicator] | None:
    """Every row of Section 1 that is present or not known; None before any was gone through.

    A group that nobody has answered yet, or answered with "don't know", leaves its rows unknown.
    """
    groups = _telling(form, Told.INDICATORS)
    if not any(group.id in answers for group in groups):
        return None
    rows = []
    for group in groups:
        for id_, present in _ticks(group, answers).items():
            if present:
                rows.append(_row(form, answers, id_))
            elif present is None:
                rows.append(GivenIndicator(id_, present=None))
    return rows


def factor_rows(form: FormDefinition, answers: Answers) -> Iterator[GivenFactor]:
    """Every row of Section 2 that something is said about."""
    current, historic = (
        {id_: so for q in _telling(form, told) for id_, so in _ticks(q, answers).items()}
        for told in (Told.CURRENT, Told.HISTORIC)
    )
    for id_ in current:
        yield GivenFactor(id_, current[id_], historic.get(id_))


def tables(form: FormDefinition, answers: Answers, toolkit: Toolkit) -> dict[str, Any]:
    """The rows of Sections 1 and 2 and the actions, for a payload: every row, ticked or not."""
    present = {row.id: row for row in indicator_rows(form, answers) or ()}
    asked = indicator_rows(form, answers) is not None
    factors = {row.id: row for row in factor_rows(form, answers)}
    typed = {
        question.weighs.row
        for question in _telling(form, Told.TYPES)
        if question.weighs and question.id in answers and answers[question.id].has_value
    }
    return {
        "indicators": [
            _indicator_entry(i.id, i.printed, present.get(i.id), asked, i.id in typed)
            for i in toolkit.indicators
        ],
        "vulnerability_factors": [
            {
                "id": f.id,
                "wording": f.wording,
                "current": factors[f.id].current if f.id in factors else None,
                "historic": factors[f.id].historic if f.id in factors else None,
            }
            for f in toolkit.factors
        ],
        "actions": action_rows(_text(answers, "actions")),
    }


def action_rows(text: str) -> list[dict[str, str]]:
    """One action a line: what; who; by when. What isn't separated is all "what"."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = [part.strip() for part in line.replace("|", ";").split(";", 2)]
        action, responsible, timescale = (*parts, "", "")[:3]
        rows.append({"action": action, "responsible": responsible, "timescale": timescale})
    return rows


def answers_from(form: FormDefinition, payload: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers of a form out of what was sent: the way back of `tables` and the payload.

    The account and the decision belong to their day, and are asked anew.
    """
    decided = {q.section for q in form.questions if q.decides is Decides.LEVEL}
    answers = {
        q.id: Answer(payload["answers"][q.id])
        for q in form.questions
        if payload["answers"].get(q.id) is not None
        and not (q.computed or q.decides or q.narrative or q.section in decided)
    }
    rows = {row["id"]: row for row in payload["indicators"]}
    answers |= _groups(_telling(form, Told.INDICATORS), {i: r["present"] for i, r in rows.items()})
    answers |= _details(form, rows)
    for told, key in ((Told.CURRENT, "current"), (Told.HISTORIC, "historic")):
        so = {row["id"]: row[key] for row in payload["vulnerability_factors"]}
        answers |= _groups(_telling(form, told), so)
    return answers


def indicator_changes(
    form: FormDefinition,
    before: Answers,
    now: Answers,
    toolkit: Toolkit,
    words: Mapping[str, str],
) -> list[dict[str, str]]:
    """Each indicator that is another than last time, in words: what it was and what it is."""
    was, is_ = (
        {row["id"]: row for row in tables(form, answers, toolkit)["indicators"]}
        for answers in (before, now)
    )
    rows = []
    for id_, row in is_.items():
        then, today = _state(was[id_], words), _state(row, words)
        if then != today:
            rows.append({"id": id_, "wording": row["wording"], "then": then, "now": today})
    return rows


def _state(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if not row["present"]:
        return words["not_known"] if row["present"] is None else words["not_present"]
    level = words[f"level_{row['level']}"] if row["level"] else words["not_known"]
    kinds = "/".join(kind.upper() for kind in row["types"] or ())
    return f"{level} ({kinds})" if kinds else level


def _telling(form: FormDefinition, told: Told) -> list[Question]:
    return [q for q in form.questions if q.weighs and q.weighs.told is told]


def _ticks(question: Question, answers: Answers) -> dict[str, bool | None]:
    """Each choice of a list: so, not so or not known."""
    rows = [o.value for o in question.options if o.value not in _TAILS and not o.denies]
    answer = answers.get(question.id)
    if answer is None or not answer.has_value:
        return dict.fromkeys(rows)
    blank = None if OTHERS_UNKNOWN in answer.value else False
    return {row: True if row in answer.value else blank for row in rows}


def _facts(form: FormDefinition, answers: Answers) -> dict[str, bool | None]:
    facts: dict[str, bool | None] = {}
    for question in _telling(form, Told.FACT):
        answer = answers.get(question.id)
        known = answer is not None and answer.has_value
        if question.weighs and question.weighs.fact:
            facts[question.weighs.fact] = answer.value == "yes" if known and answer else None
    for question in _telling(form, Told.FACTS):
        ticked = _ticks(question, answers)
        answer = answers.get(question.id)
        rest_is_no = answer is not None and answer.has_value and NONE in answer.value
        denied = _denied(question, answer)
        facts |= {
            fact: True if so else False if rest_is_no or fact in denied else None
            for fact, so in ticked.items()
        }
    return facts


def _denied(question: Question, answer: Answer | None) -> set[str]:
    """The facts of a list that are said by name not to be so."""
    if answer is None or not answer.has_value:
        return set()
    return {o.denies for o in question.options if o.denies and o.value in answer.value}


def _row(form: FormDefinition, answers: Answers, id_: str) -> GivenIndicator:
    """A row that is present, with its level, types and context as far as they are given."""
    given = {
        q.weighs.told: answers[q.id].value
        for q in form.questions
        if q.weighs and q.weighs.row == id_ and q.id in answers and answers[q.id].has_value
    }
    kinds = tuple(cast(ExploitationKind, k) for k in given.get(Told.TYPES, ()) if k != NONE)
    level = cast(RiskLevel | None, given.get(Told.LEVEL))
    # The reason for a level that the toolkit calls very unlikely belongs to the row's context.
    context = "\n".join(given[told] for told in (Told.CONTEXT, Told.REASON) if told in given)
    return GivenIndicator(id_, level, kinds, context)


def _indicator_entry(
    id_: str, wording: str, row: GivenIndicator | None, asked: bool, typed: bool
) -> dict[str, Any]:
    """An entry of the payload; `typed` says that its types are known, if only as "neither"."""
    present = row.present if row else False if asked else None
    return {
        "id": id_,
        "wording": wording,
        "present": present,
        "types": list(row.kinds) if row and typed else [] if present is False else None,
        "level": row.level if row else None,
        "context": row.context or None if row else None,
    }


def _age(form: FormDefinition, answers: Answers, today: date) -> int | None:
    """The child's age: by the date of birth, or as given. One past OLDEST counts as not known."""
    for question in _telling(form, Told.AGE):
        answer = answers.get(question.id)
        if answer is None or not answer.has_value:
            continue
        age = age_on(answer.value.get("date_of_birth", ""), today)
        age = answer.value.get("age") if age is None else age
        if isinstance(age, int) and 0 <= age <= OLDEST:
            return age
    return None


def _groups(
    questions: Sequence[Question], so: Mapping[str, bool | None]
) -> Iterator[tuple[str, Answer]]:
    """The ticked lists again, from what each row was."""
    for question in questions:
        rows = [o.value for o in question.options if o.value in so]
        if all(so[row] is None for row in rows):
            continue
        ticked = [row for row in rows if so[row]]
        unknown = [OTHERS_UNKNOWN] if any(so[row] is None for row in rows) else []
        yield question.id, Answer([*ticked, *unknown] or [NONE])


def _details(
    form: FormDefinition, rows: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Answer]]:
    """The level, types and context of every row that is present."""
    for question in form.questions:
        row = rows.get(question.weighs.row or "") if question.weighs else None
        if row is None or question.weighs is None or not row["present"]:
            continue
        value = row.get(str(question.weighs.told))
        if question.weighs.told is Told.TYPES and value == []:
            value = [NONE]
        if value:
            yield question.id, Answer(value)


def _text(answers: Answers, question_id: str) -> str:
    answer = answers.get(question_id)
    return str(answer.value) if answer and answer.has_value else ""
