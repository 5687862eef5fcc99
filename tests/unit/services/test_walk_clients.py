"""The walk for the public, and for a client that knows nothing of the form."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assistant.domain.casefile import CaseFile
from assistant.domain.definition import Audience
from assistant.domain.errors import InvalidAnswerError
from assistant.domain.interview import Answer
from tests.unit.services.talk import ADVISOR, Talk, assessing, started
from tests.unit.services.walking import (
    CRE,
    FOURTEEN,
    MUST_ANSWER,
    ROUTES,
    SETTLED,
    SIGNS,
    STORY,
    driven,
    fitting,
)

# -- the public --------------------------------------------------------------------------------

JUDGING = re.compile(
    r"suggest|threshold|\blevel\b|rulebook|screening|section 47|section 17|trace|assessment",
    re.IGNORECASE,
)


def test_the_public_are_never_shown_a_suggestion_a_level_or_a_threshold() -> None:
    talk = started(signs=SIGNS)
    everything = [talk.texts]
    for text in (STORY, "why", "which form do I need", "help", "what happens next"):
        everything.append(talk.say(text).texts)
    while talk.asked != "review":
        everything.append(talk.choose(MUST_ANSWER.get(str(talk.asked), "dont_know")).texts)
    everything.append(talk.texts)
    everything.append(talk.choose("send").texts)
    assert [t for t in everything if JUDGING.search(t)] == []
    assert ADVISOR.suggestion(talk.last.case) is None
    assert talk.last.case.proposed == {}


def test_the_public_have_no_suggestion_even_with_an_assessments_answers() -> None:
    case = CaseFile(
        "derby",
        form="cre_risk_assessment",
        begun=("cre_risk_assessment",),
        answers={k: Answer(v) for k, v in SETTLED.items()},
    )
    assert ADVISOR.suggestion(case) is None
    assert ADVISOR.what_would_change(case) == ()
    assert ADVISOR.form(case) is None
    practitioner = replace(case, audience=Audience.PRACTITIONER)
    assert ADVISOR.suggestion(practitioner) is not None


def test_the_public_cannot_begin_an_assessment() -> None:
    with pytest.raises(InvalidAnswerError):
        Talk().choose("assess")


# -- a client that knows nothing of the form ---------------------------------------------------


@pytest.mark.parametrize("route", ROUTES, ids="+".join)
@pytest.mark.parametrize("whole_pages", [True, False], ids=["pages", "one-by-one"])
def test_a_client_that_only_knows_the_schemas_always_gets_to_the_end(
    route: list[str], whole_pages: bool
) -> None:
    talk, _ = driven(assessing(), {"route": route, "earlier": "no"}, whole_pages=whole_pages)
    assert talk.last.case.stage == "submitted"
    adds = {o.value: o.adds for o in CRE.question("route").options}
    expected = {"cre_risk_assessment", *filter(None, map(adds.get, route))}
    assert {r.form for r in talk.last.case.receipts} == expected


def test_a_client_of_the_public_that_only_knows_the_schemas_gets_to_the_end() -> None:
    talk, messages = driven(started(), {}, whole_pages=True)
    assert talk.last.case.stage == "submitted"
    assert messages <= 20


SIX: Mapping[str, Any] = {
    "indicators_people": ["missing", "cars_with_adults"],
    "indicators_abuse": ["online_activity", "grooming"],
    "indicators_crime": ["unaccounted_money_goods"],
    "indicators_health": ["change_of_appearance"],
    "earlier": "no",
    "route": ["social_care_referral", "liberty_report"],
}
MOST_ONE_BY_ONE = 110
"""Messages of a practitioner who gives one answer in each; the paper takes about a hundred."""


def test_six_indicators_take_few_messages_page_by_page_and_no_more_than_the_paper_one_by_one() -> (
    None
):
    _, pages = driven(assessing(), SIX, whole_pages=True)
    _, single = driven(assessing(), SIX, whole_pages=False)
    assert pages <= 45
    assert single <= MOST_ONE_BY_ONE


def test_nothing_is_asked_twice_of_a_practitioner_who_answers_everything() -> None:
    talk, asked = assessing(), []
    fixed = {**SIX, "child": FOURTEEN, "child_facts": ["none"]}
    while talk.asked != "review":
        asked.append(str(talk.asked))
        schema = talk.last.messages[-1]["input"]["schema"]
        schema = schema["anyOf"][0] if "anyOf" in schema else schema
        talk.give(asked[-1], fixed.get(asked[-1], fitting(schema)))
    assert len(asked) == len(set(asked))


def test_every_turn_of_the_walk_says_how_far_it_is_and_gets_there() -> None:
    talk = assessing()
    remaining = []
    while talk.asked != "review":
        remaining.append(talk.last.messages[-1]["progress"]["remaining"])
        talk.choose(MUST_ANSWER.get(str(talk.asked), "dont_know"))
    assert remaining == sorted(remaining, reverse=True)
    assert talk.last.messages[-1]["progress"]["remaining"] == 0


@pytest.mark.parametrize("said", ["yes", "Yes, now", "Danger: yes\nHarm: no"])
def test_saying_that_a_child_is_in_danger_now_brings_999_first(said: str) -> None:
    talk = assessing().choose("derby")
    while talk.asked != "immediate_danger":
        talk.choose("skip")
    talk.say(said)
    assert talk.last.case.form == "danger"
    assert talk.last.messages[0]["urgent"]
