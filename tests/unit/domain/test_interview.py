"""Which question comes next, and what an answer changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.definitions import in_force, load_editions
from assistant.domain.definition import (
    Audience,
    Clause,
    Condition,
    FormDefinition,
    Question,
    Told,
)
from assistant.domain.definition_reading import build_form
from assistant.domain.interview import (
    Answer,
    Answers,
    Given,
    find_question,
    holds,
    in_form,
    is_asked,
    next_question,
    options,
    page_of,
    plan,
    progress,
    record,
)

FORM = in_force(load_editions())["operation_liberty"]
PUBLIC, PRACTITIONER = Audience.PUBLIC, Audience.PRACTITIONER
DONT_KNOW = Answer(given=Given.DONT_KNOW)
SKIPPED = Answer(given=Given.SKIPPED)


def answered(**values: Any) -> dict[str, Answer]:
    return {k: v if isinstance(v, Answer) else Answer(v) for k, v in values.items()}


def order(audience: Audience, given: Answers, fixed: Answers | None = None) -> list[str]:
    """The questions asked, where everything is skipped but what `fixed` answers."""
    answers, asked = dict(given), []
    while (question := next_question(FORM, audience, answers)) is not None:
        asked.append(question.id)
        answers[question.id] = (fixed or {}).get(question.id, SKIPPED)
    return asked


def test_the_public_are_asked_little_and_the_account_comes_first() -> None:
    fixed = answered(more=["none"], identity="anonymous")
    assert order(PUBLIC, {}, fixed) == [
        "incident_details",
        "places",
        "area",
        "incident_time",
        "victims",
        "offenders",
        "witnessed",
        "more",
        "identity",
        "privacy_notice",
    ]


def test_a_practitioner_is_asked_every_box_of_the_form() -> None:
    assert order(PRACTITIONER, {}, answered(third_party="yes", more=["none"])) == [
        "incident_details",
        "places",
        "area",
        "incident_time",
        "vehicles",
        "victims",
        "offenders",
        "others_present",
        "witnessed",
        "third_party",
        "witness",
        "witness_will_engage",
        "more",
        "exploitation_types",
        "informed",
        "known_to_social_care",
        "reporter",
        "reporter_post",
        "reporter_agency",
        "advice_step",
        "privacy_notice",
    ]


def test_what_was_said_already_is_not_asked() -> None:
    given = answered(
        incident_details="x", places=[{"text": "A"}], area="derby", incident_time={"text": "now"}
    )
    assert next_question(FORM, PUBLIC, given) is FORM.question("victims")


def test_a_question_answered_with_dont_know_is_not_asked_again() -> None:
    assert "places" not in order(PUBLIC, answered(places=DONT_KNOW))


def test_who_is_known_of_child_or_offender_spares_the_public_the_other_question() -> None:
    assert "offenders" not in order(PUBLIC, answered(victims=[{"age": 14}]))
    assert "victims" not in order(PUBLIC, answered(offenders=[{"name": "A"}]))
    assert "offenders" in order(PUBLIC, answered(victims=DONT_KNOW))


def test_an_anonymous_person_is_never_asked_for_a_name() -> None:
    assert "reporter" not in order(PUBLIC, answered(identity="anonymous"))
    assert "reporter" not in order(PUBLIC, answered(identity=DONT_KNOW))
    assert "reporter" in order(PUBLIC, answered(identity="named"))


def test_the_third_party_question_leads_to_witness_and_then_to_willing_to_engage() -> None:
    told = order(PUBLIC, {}, answered(witnessed="no", third_party="yes"))
    start = told.index("witnessed")
    assert told[start : start + 4] == [
        "witnessed",
        "third_party",
        "witness",
        "witness_will_engage",
    ]


@pytest.mark.parametrize("third_party", [Answer("no"), DONT_KNOW, SKIPPED])
def test_unknown_is_not_yes_so_no_witness_is_asked_for(third_party: Answer) -> None:
    told = order(PUBLIC, {}, answered(witnessed="no", third_party=third_party))
    assert "witness" not in told
    assert "witness_will_engage" not in told


@pytest.mark.parametrize("witnessed", [Answer("yes"), DONT_KNOW, SKIPPED])
def test_only_no_to_witnessed_asks_the_public_about_a_third_party(witnessed: Answer) -> None:
    assert "third_party" not in order(PUBLIC, {}, {"witnessed": witnessed})


def test_each_tick_leads_to_its_question_and_to_no_other() -> None:
    base = order(PUBLIC, {}, answered(more=["none"]))
    for option in FORM.question("more").options:
        told = order(PUBLIC, {}, answered(more=[option.value]))
        extra = {q for q in told if q not in base}
        assert extra == ({option.opens} - set(base) if option.opens else set())


def test_an_option_is_hidden_once_its_question_is_answered_but_not_when_it_was_ticked() -> None:
    more = FORM.question("more")
    given = answered(vehicles=[{"registration": "AB12 CDE"}], weapons=DONT_KNOW)
    shown = {o.value for o in options(more, given)}
    assert {"vehicle", "weapon"}.isdisjoint(shown)
    assert {"contact", "none"} <= shown
    ticked = {**given, "more": Answer(["vehicle"])}
    assert "vehicle" in {o.value for o in options(more, ticked)}


def test_a_question_whose_every_opening_is_answered_is_not_asked() -> None:
    opened = {o.opens: SKIPPED for o in FORM.question("more").options if o.opens}
    assert not is_asked(FORM.question("more"), PUBLIC, opened)
    assert is_asked(FORM.question("more"), PUBLIC, {})


def test_a_change_drops_the_dependents_that_no_longer_belong_and_nothing_else() -> None:
    before = answered(
        incident_details="x",
        witnessed="no",
        third_party="yes",
        witness={"name": "Sam Placeholder"},
        witness_will_engage="yes",
        vehicles=[{"colour": "red"}],
        more=["vehicle"],
    )
    after = record(FORM, PUBLIC, before, "third_party", Answer("no"))
    assert set(before) - set(after) == {"witness", "witness_will_engage"}
    assert all(after[k] == before[k] for k in after if k != "third_party")


def test_taking_a_name_back_takes_it_out_of_the_report() -> None:
    before = answered(identity="named", reporter={"name": "Alex Example"}, weapons="a knife")
    after = record(FORM, PUBLIC, before, "identity", Answer("anonymous"))
    assert set(after) == {"identity", "weapons"}


def test_a_change_that_leaves_the_condition_true_drops_nothing() -> None:
    before = answered(third_party="yes", witness={"name": "Sam Placeholder"})
    assert record(FORM, PUBLIC, before, "third_party", Answer("yes")) == before


def test_what_was_told_stays_when_the_question_is_only_no_longer_asked() -> None:
    before = answered(more=["weapon"], weapons="a knife")
    assert "weapons" in record(FORM, PUBLIC, before, "more", Answer(["none"]))


def test_dependents_of_dependents_go_too() -> None:
    form = _chain()
    before = answered(a="yes", b="yes", c="yes", d="yes")
    assert set(record(form, PUBLIC, before, "a", Answer("no"))) == {"a", "d"}


def test_recording_leaves_the_answers_it_was_given_as_they_were() -> None:
    before = answered(third_party="yes", witness={"name": "A"})
    record(FORM, PUBLIC, before, "third_party", Answer("no"))
    assert "witness" in before


def test_progress_counts_what_is_answered_and_what_is_still_to_come() -> None:
    start = progress([FORM], PUBLIC, {})
    assert start.answered == 0
    one = progress([FORM], PUBLIC, answered(incident_details="x"))
    assert (one.answered, one.remaining) == (1, start.remaining - 1)


def test_the_form_holds_only_answers_that_belong_in_the_forms_order() -> None:
    given = answered(witness={"name": "A"}, witnessed="yes", incident_details="x")
    assert [q.id for q, _ in in_form(FORM, PUBLIC, given)] == ["incident_details", "witnessed"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (Condition((Clause(audience=PUBLIC),)), True),
        (Condition((Clause(audience=PRACTITIONER),)), False),
        (Condition((Clause(question="a", values=("yes",)),)), True),
        (Condition((Clause(question="a", values=("no",)),)), False),
        (Condition((Clause(question="unknown", values=("yes",)),)), False),
        (Condition((Clause(question="unknown", unanswered=True),)), True),
        (Condition((Clause(question="gone", unanswered=True),)), True),
        (Condition((Clause(question="a", unanswered=True),)), False),
        (Condition((Clause(question="list", values=("two",)),)), True),
        (Condition((Clause(audience=PUBLIC), Clause(question="gone", values=("x",)))), False),
        (Condition((Clause(audience=PRACTITIONER), Clause(audience=PUBLIC)), any_of=True), True),
    ],
)
def test_conditions(condition: Condition | None, expected: bool) -> None:
    given = answered(a="yes", unknown=DONT_KNOW, list=["one", "two"])
    assert holds(condition, PUBLIC, given) is expected


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("change the time", "incident_time"),
        ("Change the time, please.", "incident_time"),
        ("the number plate is wrong", "vehicles"),
        ("name of the child", "victims"),
        ("I want to change my number", "reporter"),
        ("form of exploitation", "exploitation_types"),
        ("Who is the witness?", "witness"),
        ("Witnessed Incident?", "witnessed"),
        ("Alleged offender(s) (if known)", "offenders"),
    ],
)
def test_a_question_is_found_by_its_longest_name(words: str, question: str) -> None:
    found = find_question(FORM.questions, words)
    assert found is not None
    assert found.id == question


@pytest.mark.parametrize("words", ["", "hello", "sometimes", "the cargo", "?!"])
def test_words_that_name_no_question_find_none(words: str) -> None:
    assert find_question(FORM.questions, words) is None


@given(st.data())
def test_the_interview_always_ends_and_never_asks_the_same_twice(data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from(Audience))
    answers: dict[str, Answer] = {}
    asked: list[str] = []
    while (question := next_question(FORM, audience, answers)) is not None:
        asked.append(question.id)
        answer = data.draw(st.sampled_from(_possible(question)))
        answers = record(FORM, audience, answers, question.id, answer)
    assert len(asked) == len(set(asked))
    assert progress([FORM], audience, answers).remaining == 0


def _possible(question: Question) -> list[Answer]:
    values: list[Any] = [o.value for o in question.options] or ["yes", "no"]
    if question.type == "choices":
        values = [[v] for v in values]
    return [DONT_KNOW, *(Answer(v) for v in values)]


def _chain() -> FormDefinition:
    """c depends on b, b on a; d on nothing."""

    def question(name: str, on: str | None) -> dict[str, Any]:
        texts = dict.fromkeys(("label", "prompt", "help", "why", "source"), name)
        relevant = {"relevant": {"question": on, "is": "yes"}} if on else {}
        return {"id": name, "type": "yes_no", "section": "s", **texts, **relevant}

    pairs = [("a", None), ("b", "a"), ("c", "b"), ("d", None)]
    head = dict.fromkeys(("id", "edition", "title", "source"), "chain")
    questions = [question(*pair) for pair in pairs]
    return build_form({**head, "kind": "flow", "sections": {"s": "S"}, "questions": questions})


# -- pages, several forms and names -----------------------------------------------------

FORMS = in_force(load_editions())
CRE = FORMS["cre_risk_assessment"]
GROUPS = [q for q in CRE.questions if q.weighs and q.weighs.told is Told.INDICATORS]
EVERY_INDICATOR = {
    q.id: Answer([o.value for o in q.options if o.value not in ("none", "others_unknown")])
    for q in GROUPS
}
EVERYTHING = EVERY_INDICATOR | answered(
    decision_differs="yes", threshold_3="child_protection", recalled="yes"
)


def of_page(question: str, given_answers: Answers, audience: Audience = PRACTITIONER) -> list[str]:
    return [q.id for q in page_of(CRE, audience, given_answers, CRE.question(question))]


def test_a_page_asks_what_belongs_to_it_and_has_no_answer_yet() -> None:
    assert of_page("child", {}) == ["child", "ethnicity", "language", "interpreter"]
    assert of_page("child", answered(language="Polish")) == ["child", "ethnicity", "interpreter"]
    assert of_page("interpreter", answered(child={"age": 14})) == [
        "interpreter",
        "ethnicity",
        "language",
    ]


def test_only_practitioners_are_asked_several_questions_at_once() -> None:
    assert of_page("child", {}, PUBLIC) == ["child"]


def test_a_question_without_a_page_is_asked_by_itself() -> None:
    assert of_page("own_words", {}) == ["own_words"]


def test_a_question_that_does_not_belong_is_on_no_page() -> None:
    assert "decision_reason" not in of_page("level_3", {})
    assert "decision_reason" in of_page("level_3", answered(decision_differs="yes"))


def test_the_three_questions_of_an_indicator_share_a_page_of_their_own() -> None:
    answers = answered(indicators_people=["missing", "abduction"])
    assert of_page("missing_level", answers) == [
        "missing_level",
        "missing_types",
        "missing_context",
    ]


def test_only_the_indicators_that_are_present_are_asked_about() -> None:
    answers = {q.id: Answer(["none"]) for q in GROUPS} | answered(indicators_people=["abduction"])
    rows = {q.weighs.row for q in CRE.questions if q.weighs and q.weighs.row}
    asked = {
        q.weighs.row
        for q in CRE.questions
        if q.weighs and q.weighs.row and is_asked(q, PRACTITIONER, answers)
    }
    assert len(rows) == 29
    assert asked == {"abduction"}


def test_a_computed_question_is_never_asked() -> None:
    computed = [q for q in CRE.questions if q.computed]
    assert len(computed) == 6
    assert not [q.id for q in computed if is_asked(q, PRACTITIONER, EVERYTHING)]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (None, []),
        (["advice"], []),
        (["social_care_referral"], ["social_care_referral"]),
        (["liberty_report"], ["operation_liberty"]),
        (["social_care_referral", "liberty_report"], ["social_care_referral", "operation_liberty"]),
        (["liberty_report", "social_care_referral"], ["social_care_referral", "operation_liberty"]),
    ],
)
def test_the_route_adds_the_forms_to_fill_in_always_in_the_same_order(
    route: list[str] | None, expected: list[str]
) -> None:
    answers = answered(route=route) if route else {"route": DONT_KNOW}
    assert plan(FORMS, [CRE.id], answers) == [CRE.id, *expected]
    assert plan(FORMS, [CRE.id, "operation_liberty"], {}) == [CRE.id, "operation_liberty"]


def test_progress_over_several_forms_counts_a_shared_question_once() -> None:
    forms = [CRE, FORMS["social_care_referral"], FORMS["operation_liberty"]]
    alone = [progress([form], PRACTITIONER, {}).remaining for form in forms]
    together = progress(forms, PRACTITIONER, {})
    shared = {"child", "reporter", "reporter_post", "reporter_agency", "privacy_notice"}
    assert together.remaining <= sum(alone) - len(shared)
    known = answered(reporter={"name": "Sam"})
    assert progress(forms, PRACTITIONER, known).remaining == together.remaining - 1


def test_unticking_an_indicator_drops_what_was_said_of_it_and_of_no_other() -> None:
    answers = answered(
        indicators_people=["missing", "abduction"],
        missing_level="high",
        missing_types=["cse"],
        missing_context="Three Fridays",
        abduction_level="low",
    )
    after = record(CRE, PRACTITIONER, answers, "indicators_people", Answer(["abduction"]))
    assert set(after) == {"indicators_people", "abduction_level"}


@pytest.mark.parametrize("form", [f for f in FORMS.values() if not f.is_flow], ids=lambda f: f.id)
@pytest.mark.parametrize("audience", Audience)
def test_every_name_of_a_question_leads_to_that_question(
    form: FormDefinition, audience: Audience
) -> None:
    belonging = [
        q for q in form.questions if not q.computed and holds(q.relevant, audience, EVERYTHING)
    ]
    names = {(q.id, name) for q in belonging for name in q.called}
    lost = {
        (id_, name)
        for id_, name in names
        if (found := find_question(belonging, name)) is None or found.id != id_
    }
    assert lost == set()


@pytest.mark.parametrize(
    "words", ["change the level of missing", "change the missing level", "fix missing level please"]
)
def test_an_indicators_level_is_not_taken_for_the_overall_one(words: str) -> None:
    belonging = [q for q in CRE.questions if not q.computed]
    found = find_question(belonging, words)
    assert found is not None
    assert found.id == "missing_level"
