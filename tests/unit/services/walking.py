"""The assessment walked through by a practitioner: what several files of tests begin from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator

from assistant.domain.casefile import Earlier, from_data, to_data
from assistant.domain.definition import Told
from assistant.domain.interview import Answer
from tests.unit.services.talk import FORMS, Talk, assessing

CRE = FORMS["cre_risk_assessment"]
GROUPS = [q.id for q in CRE.questions if q.weighs and q.weighs.told is Told.INDICATORS]
MUST_ANSWER: Mapping[str, str] = {"privacy_notice": "understood"}
ROUTES = (
    ["social_care_referral"],
    ["liberty_report"],
    ["social_care_referral", "liberty_report"],
    ["advice"],
)
FOURTEEN = {"name": "Ellie Marsh", "age": 14}
SETTLED: Mapping[str, Any] = {
    "child": FOURTEEN,
    "immediate_danger": "no",
    "harm_already_happened": "no",
    "child_facts": ["none"],
    "situation_facts": ["none"],
    "indicators_people": ["missing"],
    "indicators_abuse": ["none"],
    "indicators_crime": ["none"],
    "indicators_health": ["none"],
    "missing_level": "medium",
}
"""A child of 14 with one indicator at medium, and nothing else that weighs."""

SIGNS: dict[str, str | None] = {
    "missing|gone missing three times": "high",
    "grooming|an older man rings her": None,
}
STORY = "Ellie has gone missing three times and an older man rings her at night"


def step(talk: Talk, fixed: Mapping[str, Any] | None = None) -> None:
    """Answer what is asked; what `fixed` has no answer to isn't known."""
    asked = str(talk.asked)
    if fixed and asked in fixed:
        talk.give(asked, fixed[asked])
    elif asked.endswith("_reason"):
        talk.say("I know the family")
    else:
        talk.choose(MUST_ANSWER.get(asked, "dont_know"))


def go(talk: Talk, question: str, fixed: Mapping[str, Any] | None = None) -> Talk:
    """Go on until a question is asked; what `fixed` has no answer to isn't known."""
    fixed = fixed or {}
    for _ in range(250):
        asked = str(talk.asked)
        if asked == question:
            return talk
        step(talk, fixed)
    raise AssertionError(f"never asked: {question}")


def at(question: str, fixed: Mapping[str, Any] | None = None, **options: Any) -> Talk:
    """A practitioner who has come to a question."""
    return go(assessing(**options), question, fixed)


def decided(level: str, threshold: str, route: Sequence[str], **fixed: Any) -> Talk:
    """A settled assessment with a decision."""
    answer = {"level_3": level, "threshold_3": threshold, "route": list(route)}
    return at("level_3", {**SETTLED, **fixed}).give("level_3", answer)


def revived(talk: Talk) -> Talk:
    """The same conversation after everything was written down and read again."""
    case = from_data(to_data(talk.last.case))
    assert case == talk.last.case
    talk.last = replace(talk.last, case=case)
    return talk


LAST_TIME = {k: Answer(v) for k, v in SETTLED.items() if k != "immediate_danger"} | {
    "ethnicity": Answer("White British"),
    "missing_types": Answer(["cse"]),
    "missing_context": Answer("three Fridays"),
    "barriers": Answer("fear of him"),
}
EARLIER = Earlier("CRA-2026-ABCDEF", "2026-08-01T10:00:00+01:00", LAST_TIME)


def recalled() -> Talk:
    """A reassessment that has just been started from the last one."""
    return at("earlier", recall=lambda _text: EARLIER).say("CRA-2026-ABCDEF 7KQM-2XPD-R9HW-4CTB")


def fitting(schema: Mapping[str, Any], turn: int = 0) -> Any:
    """A value that fits a schema; the next choice at every further asking."""
    if "enum" in schema:
        return schema["enum"][turn % len(schema["enum"])]
    if "anyOf" in schema:
        return fitting(schema["anyOf"][-1], turn)
    match schema["type"]:
        case "string":
            return "Ellie" if "pattern" not in schema else "2026-11-20"
        case "integer":
            return 15
        case "boolean":
            return False
        case "array":
            return [fitting(schema["items"], turn)]
        case _:
            several = "interpreter" in schema["properties"] or len(schema["properties"]) < 9
            known = schema["properties"]
            names = list(known) if several and "name" not in known and "text" not in known else None
            return {name: fitting(known[name], turn) for name in names or list(known)[:1]}


def driven(talk: Talk, fixed: Mapping[str, Any], *, whole_pages: bool) -> tuple[Talk, int]:
    """Answer whatever is asked by its published schema until it is sent; how many messages."""
    asked_before: dict[str, int] = {}
    for sent in range(1, 400):
        last = talk.last.messages[-1]
        question = last["question"]["id"]
        if question == "review":
            return talk.choose("send"), sent
        turn = asked_before.get(question, 0)
        asked_before[question] = turn + 1
        assert turn < 4, f"asked again and again: {question}"
        schema = last["input"]["schema"]
        if not whole_pages and "anyOf" in schema:
            schema = schema["anyOf"][0]
        answer = fitting(schema, turn)
        if question in fixed and turn == 0:
            answer = fixed[question]
        elif isinstance(answer, dict):
            answer |= {k: v for k, v in fixed.items() if k in answer}
        assert Draft202012Validator(last["input"]["schema"]).is_valid(answer)
        talk.give(question, answer)
        assert sum(m["input"] is not None for m in talk.last.messages) <= 1
    raise AssertionError(f"never sent; asked: {talk.asked}")
