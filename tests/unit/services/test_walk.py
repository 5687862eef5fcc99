"""The whole assessment by chat, with no database and no Rasa: what is asked, said and kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.domain.casefile import CaseFile, Earlier, from_data, to_data
from assistant.domain.definition import Audience, Told
from assistant.domain.errors import ConflictError, InvalidAnswerError
from assistant.domain.interview import Answer
from tests.unit.services.talk import ADVISOR, FORMS, REACHED, WORDING, Talk, assessing, started

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


def go(talk: Talk, question: str, fixed: Mapping[str, Any] | None = None) -> Talk:
    """Go on until a question is asked; what `fixed` has no answer to isn't known."""
    fixed = fixed or {}
    for _ in range(250):
        asked = str(talk.asked)
        if asked == question:
            return talk
        if asked in fixed:
            talk.give(asked, fixed[asked])
        elif asked.endswith("_reason"):
            talk.say("I know the family")
        else:
            talk.choose(MUST_ANSWER.get(asked, "dont_know"))
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


def said(talk: Talk) -> str:
    """Everything said in the last turn, without case."""
    return talk.texts.casefold()


# -- the order ---------------------------------------------------------------------------


def test_the_sections_come_in_the_papers_order_and_each_once() -> None:
    talk, sections = assessing(), []
    fixed = {**SETTLED, "threshold_3": "child_protection", "route": ["advice"]}
    while talk.asked != "review":
        section = CRE.question(str(talk.asked)).section
        if not sections or sections[-1] != section:
            sections.append(section)
        asked = str(talk.asked)
        if asked in fixed:
            talk.give(asked, fixed[asked])
        elif asked.endswith("_reason"):
            talk.say("I know the family")
        else:
            talk.choose(MUST_ANSWER.get(asked, "dont_know"))
    assert sections == list(CRE.sections)


def test_harm_and_danger_are_asked_before_any_indicator() -> None:
    order = [q.id for q in CRE.questions]
    assert order.index("immediate_danger") < order.index("harm_already_happened")
    assert order.index("harm_already_happened") < min(map(order.index, GROUPS))


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Derby", "derby"),
        ("derbyshire", "derbyshire"),
        ("She lives in Derbyshire", "derbyshire"),
        ("Derby please", "derby"),
    ],
)
def test_the_area_may_be_typed_and_is_the_cases_area_from_then_on(text: str, area: str) -> None:
    talk = assessing().say(text)
    assert talk.value("area") == area
    assert talk.last.case.area == area
    assert talk.last.case.area_known
    assert talk.asked == "reporter"


def test_no_area_that_is_ours_is_asked_again() -> None:
    talk = assessing().say("Leicester")
    assert talk.asked == "area"
    assert WORDING.said["not_understood"] in talk.texts


# -- proposals ----------------------------------------------------------------------------

SIGNS: dict[str, str | None] = {
    "missing|gone missing three times": "high",
    "grooming|an older man rings her": None,
}
STORY = "Ellie has gone missing three times and an older man rings her at night"


def test_indicators_read_from_the_account_are_proposed_with_their_words_and_not_ticked() -> None:
    talk = go(assessing(signs=SIGNS), "own_words").say(STORY)
    assert talk.asked == "indicators_people"
    assert "“gone missing three times”" in talk.texts
    assert "an older man rings her" not in talk.texts.split("Section 1")[-1]
    assert talk.value("indicators_people") is None


def test_yes_takes_what_was_proposed_and_keeps_its_words_as_evidence() -> None:
    talk = go(assessing(signs=SIGNS), "own_words").say(STORY).say("yes")
    assert talk.value("indicators_people") == ["missing"]
    evidence = talk.last.case.answers["indicators_people"].evidence
    assert [s.text for s in evidence["missing"]] == ["gone missing three times"]
    assert talk.asked == "indicators_abuse"
    assert "“an older man rings her”" in talk.texts


def test_a_proposal_may_be_turned_down_or_added_to() -> None:
    talk = go(assessing(signs=SIGNS), "own_words").say(STORY).tick("abduction")
    assert talk.value("indicators_people") == ["abduction"]
    talk = go(talk.tick("none"), "level_1")
    assert talk.value("indicators_abuse") == ["none"]
    assert "missing_level" not in talk.last.case.answers
    assert "grooming_level" not in talk.last.case.answers


def test_yes_where_nothing_was_proposed_ticks_nothing() -> None:
    talk = at("indicators_people").say("yes")
    assert talk.asked == "indicators_people"
    assert talk.value("indicators_people") is None


def test_the_level_that_the_words_speak_for_is_shown_and_not_set() -> None:
    talk = go(assessing(signs=SIGNS), "own_words").say(STORY).say("yes")
    talk = go(talk, "missing_level")
    assert "From your words: High" in talk.texts
    assert talk.value("missing_level") is None


def test_the_account_is_asked_for_and_may_be_skipped() -> None:
    talk = at("own_words").choose("skip")
    assert talk.asked == "indicators_people"
    assert "From your words" not in talk.texts


def test_nothing_of_an_account_is_taken_for_named_lines() -> None:
    story = "Mother: she came home late\nLevel: of worry high\nArea: Normanton"
    talk = at("own_words").say(story)
    assert talk.value("own_words") == story
    assert talk.value("level_3") is None


def test_an_account_at_the_opening_waits_for_the_form_that_is_chosen() -> None:
    talk = Talk(audience=Audience.PRACTITIONER, signs=SIGNS).say(STORY)
    assert talk.last.case.stage == "opening"
    talk = go(talk.choose("assess"), "indicators_people")
    assert talk.value("own_words") == STORY
    assert "“gone missing three times”" in talk.texts


# -- pages ---------------------------------------------------------------------------------


def test_a_page_is_asked_in_one_message_and_what_is_missing_is_asked_again() -> None:
    talk = at("child")
    for name in ("Ethnicity", "Language", "Interpreter"):
        assert f"• {name}: " in talk.texts
    talk.say("Ellie Marsh\nLanguage: Polish")
    assert talk.value("language") == "Polish"
    assert talk.asked == "ethnicity"
    assert "• Interpreter: " in talk.texts
    assert "• Language: " not in talk.texts


def test_one_structured_answer_may_fill_a_page() -> None:
    answer = {"child": FOURTEEN, "ethnicity": "White British", "language": "English",
              "interpreter": "no"}  # fmt: skip
    talk = at("child").give("child", answer)
    assert talk.value("child") == FOURTEEN
    assert talk.value("interpreter") == "no"
    assert talk.asked == "immediate_danger"


def test_a_structured_answer_may_be_the_first_questions_alone() -> None:
    talk = at("child").give("child", FOURTEEN)
    assert talk.value("child") == FOURTEEN
    assert talk.asked == "ethnicity"


def test_what_a_page_takes_is_published_with_it() -> None:
    talk = at("child")
    schema = talk.last.messages[-1]["input"]["schema"]
    assert Draft202012Validator(schema).is_valid({"child": FOURTEEN, "interpreter": "no"})
    assert Draft202012Validator(schema).is_valid(FOURTEEN)
    assert not Draft202012Validator(schema).is_valid({"level_3": "high"})


@pytest.mark.parametrize(
    "answer",
    [
        {"child": {"age": -1}},
        {"child": FOURTEEN, "interpreter": "maybe"},
        {"child": FOURTEEN, "shoe_size": "4"},
        {"ethnicity": ""},
        [],
        "Ellie",
        {},
    ],
)
def test_a_page_with_one_answer_that_does_not_fit_keeps_none_of_them(answer: Any) -> None:
    talk = at("child")
    before = talk.last.case
    with pytest.raises(InvalidAnswerError):
        talk.give("child", answer)
    assert talk.last.case == before


def test_an_answer_to_a_question_that_is_not_asked_is_a_conflict() -> None:
    talk = at("child")
    with pytest.raises(ConflictError):
        talk.give("ethnicity", "White British")
    with pytest.raises(ConflictError):
        talk.give("level_3", "low")


@pytest.mark.parametrize("choice", ["understood", "low", "change:nothing", "send", "missing"])
def test_a_choice_that_is_not_offered_here_is_refused(choice: str) -> None:
    with pytest.raises(InvalidAnswerError):
        at("child").choose(choice)


def test_a_level_a_type_and_a_context_may_be_told_in_one_line() -> None:
    talk = at("missing_level", {"indicators_people": ["missing"]})
    talk.say("High, CSE: three Fridays running")
    assert talk.value("missing_level") == "high"
    assert talk.value("missing_types") == ["cse"]
    assert talk.value("missing_context") == "three Fridays running"


def test_while_a_level_is_asked_the_toolkits_examples_are_shown() -> None:
    talk = at("missing_level", {"indicators_people": ["missing"]})
    assert "• Low: Occasional, short episodes" in talk.texts
    assert "• High: Lengthy missing episodes" in talk.texts
    none = at("other_level", {"indicators_health": ["other"]})
    assert ADVISOR.assessments.toolkit.section_1.texts["no_example"] in none.texts


# -- declining, going back, changing --------------------------------------------------------


@pytest.mark.parametrize("given", ["dont_know", "prefer_not_to_say", "skip"])
def test_every_question_may_be_declined_with_a_button(given: str) -> None:
    talk = at("indicators_people").tick("missing")
    seen = []
    while talk.asked != "review":
        asked = str(talk.asked)
        seen.append(asked)
        options = FORMS[talk.last.case.form].question(asked).options
        if asked in MUST_ANSWER:
            talk.choose(MUST_ANSWER[asked])
        elif asked == "route":
            talk.tick("social_care_referral", "liberty_report")
        elif given in talk.values:
            talk.choose(given)
            assert talk.last.case.answers[asked].given == given
        else:
            assert given == "skip"
            assert any(option.value == "none" for option in options), asked
            talk.choose("dont_know")
    assert len(seen) > 40


def test_declining_everything_sets_no_level_and_suggests_none() -> None:
    talk = at("level_3")
    suggestion = ADVISOR.suggestion(talk.last.case)
    assert suggestion is not None
    assert suggestion.level is None
    assert "No level" in talk.texts


def test_back_goes_through_pages_and_across_forms_and_keeps_every_answer() -> None:
    fixed = {**SETTLED, "route": ["social_care_referral"]}
    talk = at("consent", fixed)
    answers = dict(talk.last.case.answers)
    asked = []
    for _ in range(12):
        talk.choose("back")
        asked.append(talk.asked)
    assert "privacy_notice" in asked
    assert "level_3" in asked
    assert set(asked) & {q.id for q in CRE.questions}
    assert talk.last.case.form == "cre_risk_assessment"
    assert {k: a.value for k, a in talk.last.case.answers.items()} == {
        k: a.value for k, a in answers.items()
    }


def test_back_after_an_aside_goes_to_the_question_before() -> None:
    talk = at("earlier").say("why do you ask?").say("help").choose("back")
    assert talk.asked == "reporter_agency"


def test_going_back_to_the_first_question_says_that_there_is_nothing_before() -> None:
    talk = at("reporter").choose("back")
    assert talk.asked == "area"
    talk.choose("back")
    assert WORDING.said["nothing_before"] in talk.texts


def test_an_answer_is_changed_by_a_named_line_at_any_question() -> None:
    talk = at("expand", {**SETTLED, "ethnicity": "White"}).say("Ethnicity: White Irish")
    assert talk.value("ethnicity") == "White Irish"
    assert "Changed. Ethnicity: White Irish" in talk.texts
    assert talk.asked == "expand"


def test_an_answer_is_asked_again_by_its_name_and_then_the_walk_goes_on() -> None:
    talk = at("expand", SETTLED).say("change the ethnicity")
    assert talk.asked == "ethnicity"
    talk.say("White Irish")
    assert talk.value("ethnicity") == "White Irish"
    assert talk.asked == "expand"


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("Barriers: she fears him", "barriers", "she fears him"),
        ("Level: high", "level_3", "high"),
        ("Section 1 level: high", "level_1", "high"),
        ("missing level: high", "missing_level", "high"),
        ("Known: yes", "known_to_social_care", "yes"),
        ("Family aware: not safe", "family_aware", "not_safe"),
    ],
)
def test_at_the_review_a_named_line_changes_what_it_names(
    text: str, question: str, value: str
) -> None:
    talk = at("review", SETTLED).say(text)
    assert talk.value(question) == value


def test_at_the_review_two_named_lines_change_two_answers() -> None:
    talk = at("review", SETTLED).say("Barriers: fear\nRisks: two dogs")
    assert talk.value("barriers") == "fear"
    assert talk.value("risks_to_practitioners") == "two dogs"
    assert talk.asked == "review"


def test_unticking_an_indicator_takes_its_level_out() -> None:
    talk = at("review", SETTLED).choose("change:indicators_people").tick("none")
    assert "missing_level" not in talk.last.case.answers
    assert talk.asked == "review"


def test_ticking_another_indicator_asks_about_that_one_alone() -> None:
    talk = at("review", SETTLED).choose("change:indicators_people").tick("missing", "abduction")
    assert talk.asked == "abduction_level"
    assert talk.value("missing_level") == "medium"


def test_a_question_in_the_middle_of_a_page_is_answered_and_the_page_asked_again() -> None:
    talk = at("child").say("why do you ask?")
    assert CRE.question("child").why in talk.texts
    assert talk.asked == "child"
    assert "• Ethnicity: " in talk.texts


# -- the suggestion and the decision --------------------------------------------------------


def test_the_suggestion_is_shown_once_and_right_before_the_decision() -> None:
    talk = assessing()
    shown = []
    while talk.asked != "review":
        asked = str(talk.asked)
        if WORDING.said["suggestion"] in talk.texts:
            shown.append(asked)
        if asked in SETTLED:
            talk.give(asked, SETTLED[asked])
        elif asked.endswith("_reason"):
            talk.say("I know the family")
        else:
            talk.choose(MUST_ANSWER.get(asked, "dont_know"))
    assert shown == ["level_3"]


def test_the_suggestion_says_why_with_the_entry_and_its_version() -> None:
    talk = at("level_3", SETTLED)
    assert "Level: Medium." in talk.texts
    reasons = re.findall(r"\[(\w+), version (\d+)\]", talk.texts)
    suggestion = ADVISOR.suggestion(talk.last.case)
    assert suggestion is not None
    assert {entry for entry, _ in reasons} == {
        "row_medium",
        "medium_child_in_need",
        "referral_by_threshold",
    }
    assert talk.last.messages[-1]["question"]["id"] == "level_3"


def test_the_suggestion_says_what_is_not_known_and_what_would_change_it() -> None:
    talk = at("level_3", {**SETTLED, "child_facts": ["in_care"], "harm_already_happened": "no"})
    assert "Not known yet" in talk.texts
    assert "SEND" in talk.texts
    assert WORDING.said["suggestion_changes"] in talk.texts


def test_the_stage_is_decision_while_the_decision_is_asked() -> None:
    talk = at("situation_facts", SETTLED)
    assert talk.taker.stage(talk.last.case) == "interview"
    go(talk, "level_3", SETTLED)
    assert talk.taker.stage(talk.last.case) == "decision"
    talk.give("level_3", "high")
    assert talk.taker.stage(talk.last.case) == "decision"


@pytest.mark.parametrize("question", ["level_1", "level_3"])
@pytest.mark.parametrize(
    ("fixed", "objection"),
    [
        ({"child": {"age": 12}}, "below_floor"),
        ({"child": {"date_of_birth": "22/11/2013"}}, "below_floor"),
        ({"child_facts": ["send", "none"]}, "below_floor"),
        ({"child": {"name": "Ellie"}}, "low_needs_age_and_send"),
        ({"child_facts": ["in_care"]}, "low_needs_age_and_send"),
    ],
)
def test_low_is_refused_under_13_with_send_and_while_either_is_unknown(
    question: str, fixed: dict[str, Any], objection: str
) -> None:
    talk = at(question, {**SETTLED, **fixed}).choose("low")
    assert WORDING.said[objection] in talk.texts
    assert talk.value(question) is None
    assert talk.asked == question
    talk.choose("medium")
    assert talk.value(question) == "medium"


def test_low_may_be_set_once_age_and_send_are_known() -> None:
    talk = at("level_3", {**SETTLED, "missing_level": "low"}).choose("low")
    assert talk.value("level_3") == "low"


def test_low_is_refused_in_a_structured_page_too() -> None:
    talk = at("level_3", {**SETTLED, "child": {"age": 12}})
    talk.give("level_3", {"level_3": "low", "threshold_3": "child_in_need"})
    assert WORDING.said["below_floor"] in talk.texts
    assert talk.value("level_3") is None
    assert talk.value("threshold_3") == "child_in_need"
    assert talk.asked == "level_3"


def test_no_reason_is_asked_where_the_decision_is_the_suggestion() -> None:
    suggestion = ADVISOR.suggestion(at("level_3", SETTLED).last.case)
    assert suggestion is not None
    assert suggestion.level
    assert suggestion.threshold
    talk = decided(suggestion.level, suggestion.threshold, ["social_care_referral"])
    assert talk.asked not in ("decision_reason",)
    assert talk.value("decision_differs") == "no"


@pytest.mark.parametrize(
    ("level", "threshold", "route"),
    [
        ("high", "child_in_need", ["social_care_referral"]),
        ("medium", "early_help", ["social_care_referral"]),
        ("medium", "child_in_need", ["advice"]),
        ("low", "child_in_need", ["social_care_referral"]),
    ],
)
def test_a_reason_is_asked_where_any_part_of_the_decision_differs(
    level: str, threshold: str, route: list[str]
) -> None:
    talk = decided(level, threshold, route)
    assert talk.asked == "decision_reason"
    assert not {"dont_know", "skip", "prefer_not_to_say"} & set(talk.values)
    talk.say("She was seen with him twice")
    assert talk.value("decision_reason") == "She was seen with him twice"
    assert talk.asked != "decision_reason"


def test_a_route_besides_those_suggested_needs_no_reason() -> None:
    talk = decided("medium", "child_in_need", ["social_care_referral", "liberty_report"])
    assert talk.value("decision_differs") == "no"


def test_the_reason_goes_when_the_decision_no_longer_differs_and_comes_back_when_it_does() -> None:
    talk = decided("high", "child_in_need", ["social_care_referral"]).say("Seen with him twice")
    talk = go(talk, "review").say("Level: medium")
    assert talk.value("decision_differs") == "no"
    assert "decision_reason" not in talk.last.case.answers
    talk.say("Level: high")
    assert talk.asked == "decision_reason"


def test_a_change_of_what_is_known_may_make_the_decision_differ_later() -> None:
    talk = go(decided("medium", "child_in_need", ["social_care_referral"]), "review")
    talk.say("missing level: high")
    assert talk.value("decision_differs") == "yes"
    assert talk.asked == "decision_reason"


# -- routes and forms ------------------------------------------------------------------------


def test_the_route_adds_its_forms_and_unticking_takes_them_out_again() -> None:
    both = ["social_care_referral", "liberty_report"]
    talk = go(decided("medium", "child_in_need", both), "review")
    assert FORMS["social_care_referral"].title in talk.texts
    assert FORMS["operation_liberty"].title in talk.texts
    talk = go(talk.say("change the route").tick("social_care_referral"), "review")
    assert FORMS["operation_liberty"].title not in talk.texts
    talk.choose("send")
    assert {r.form for r in talk.last.case.receipts} == {
        "cre_risk_assessment",
        "social_care_referral",
    }


def test_a_form_with_nowhere_to_go_is_named_at_once_and_is_not_asked_or_sent() -> None:
    talk = at("level_3", SETTLED, may_send=False)
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    assert "I can't send a referral from here" in talk.texts
    assert "I can't send this report from here" in talk.texts
    talk = go(talk, "review").choose("send")
    assert {r.form for r in talk.last.case.receipts} == {"cre_risk_assessment"}


def test_one_form_may_be_withheld_and_the_other_sent() -> None:
    talk = at("level_3", SETTLED)
    talk.taker = replace(
        talk.taker,
        reaches=lambda form, _area: () if form == "operation_liberty" else REACHED.get(form, ()),
    )
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    assert "I can't send this report from here" in talk.texts
    assert "I can't send a referral" not in talk.texts
    talk = go(talk, "review").choose("send")
    assert {r.form for r in talk.last.case.receipts} == {
        "cre_risk_assessment",
        "social_care_referral",
    }


def test_child_protection_tells_to_ring_and_the_form_confirms_the_call() -> None:
    contacts = {"social_care": "01332 641172", "social_care_out_of_hours": "01332 956606"}
    talk = at("level_3", SETTLED, contacts=contacts)
    talk.give("level_3", {"level_3": "high", "threshold_3": "child_protection",
                          "route": ["social_care_referral"],
                          "decision_reason": "Met him twice"})  # fmt: skip
    assert talk.asked == "rang_social_care"
    assert "01332 641172" in talk.texts
    talk.say("not yet")
    assert talk.value("rang_social_care") == "will_ring"


def test_the_referral_asks_nothing_that_the_assessment_holds() -> None:
    fixed = {
        **SETTLED,
        "reporter": {"name": "Sam Field"},
        "reporter_post": "teacher",
        "reporter_agency": "A School",
        "known_to_social_care": "no",
        "exploitation_type": "sexual_exploitation",
        "places": [{"text": "Market Place"}],
        "offenders": [{"name": "Ghost"}],
    }
    talk = at("level_3", fixed)
    before = {k for k, a in talk.last.case.answers.items() if a.has_value}
    talk.give("level_3", {"level_3": "medium", "threshold_3": "child_in_need",
                          "route": ["social_care_referral", "liberty_report"]})  # fmt: skip
    asked: list[str] = []
    while talk.asked != "review":
        asked.append(str(talk.asked))
        assert talk.asked not in before
        talk.choose(MUST_ANSWER.get(asked[-1], "dont_know"))
    assert len(asked) == len(set(asked))
    assert not {"victims", "exploitation_types", "reporter", "known_to_social_care"} & set(asked)


def test_the_report_gets_victim_and_kind_of_exploitation_from_the_assessment() -> None:
    talk = at("level_3", {**SETTLED, "exploitation_type": "internet_based"})
    assert talk.value("victims") == [FOURTEEN]
    assert talk.value("exploitation_types") == ["online"]


def test_a_change_of_the_child_reaches_the_report() -> None:
    talk = at("review", SETTLED).say("change the child")
    talk.give("child", {"name": "Ellie Marsh", "age": 15})
    assert talk.value("victims") == [{"name": "Ellie Marsh", "age": 15}]


# -- duties and changes ----------------------------------------------------------------------


def test_a_duty_is_told_when_it_becomes_due_and_once() -> None:
    fixed = {
        **SETTLED,
        "child_facts": ["missing_now", "none"],
        "situation_facts": ["sexual_activity", "position_of_trust", "none"],
    }
    talk = at("child_facts", fixed)
    said_by_question = {}
    while talk.asked != "review":
        asked = str(talk.asked)
        if asked in fixed:
            talk.give(asked, fixed[asked])
        elif asked.endswith("_reason"):
            talk.say("I know the family")
        else:
            talk.choose(MUST_ANSWER.get(asked, "dont_know"))
        said_by_question[asked] = talk.texts
    suggestion = ADVISOR.suggestion(talk.last.case)
    assert suggestion is not None
    assert len(suggestion.duties) >= 3
    for duty in suggestion.duties:
        heading = WORDING.said["duty"].format(name=duty.name, what=duty.what, by=duty.by)
        told = [asked for asked, texts in said_by_question.items() if heading in texts]
        assert len(told) == 1, (duty.id, told)
    assert WORDING.said["duties"] in said_by_question["child_facts"]
    assert WORDING.said["duties"] in said_by_question["situation_facts"]


def test_no_duty_is_told_where_nothing_is_known() -> None:
    talk = assessing()
    while talk.asked != "level_1":
        assert WORDING.said["duties"] not in talk.texts
        talk.choose("dont_know")


def test_what_moves_the_suggestion_after_it_was_shown_is_told_with_before_and_now() -> None:
    talk = go(decided("medium", "child_in_need", ["social_care_referral"]), "review")
    talk.say("missing level: high")
    assert "That changes the suggestion." in talk.texts
    before = re.search(r"Before: Level: (\w+)", talk.texts)
    now = re.search(r"Now: Level: (\w+)", talk.texts)
    assert before
    assert now
    assert (before[1], now[1]) == ("Medium", "High")


def test_what_moves_nothing_is_not_told_as_a_move() -> None:
    talk = at("review", SETTLED).say("Barriers: fear")
    assert "That changes the suggestion" not in talk.texts


def test_a_low_level_is_withdrawn_and_asked_again_when_the_child_turns_out_to_be_12() -> None:
    low = {**SETTLED, "missing_level": "low", "level_1": "low"}
    talk = at("level_3", low).give("level_3", {"level_3": "low", "threshold_3": "early_help",
                                               "route": ["advice"]})  # fmt: skip
    talk = go(talk, "review")
    assert talk.value("level_3") == "low"
    assert talk.value("level_1") == "low"
    talk.say("change the child").give("child", {"name": "Ellie", "age": 12})
    assert WORDING.said["below_floor"] in talk.texts
    assert talk.value("level_1") is None
    assert talk.value("level_3") is None
    assert talk.asked == "level_1"


# -- danger ----------------------------------------------------------------------------------


def test_danger_in_the_middle_comes_first_and_the_walk_goes_on_where_it_was() -> None:
    talk = at("immediate_concerns", {k: v for k, v in SETTLED.items() if k != "immediate_danger"})
    talk.say("he has a knife to her now", urgent=True)
    assert talk.last.case.stage == "danger"
    assert talk.last.messages[0]["urgent"]
    assert "999" in talk.last.messages[0]["text"]
    assert talk.value("immediate_concerns") == "he has a knife to her now"
    talk.choose("record")
    assert talk.last.case.form == "cre_risk_assessment"
    assert talk.asked == "action_already_taken"


def test_danger_a_second_time_is_a_notice_and_does_not_interrupt() -> None:
    talk = at("immediate_concerns", {k: v for k, v in SETTLED.items() if k != "immediate_danger"})
    talk.say("he has a knife to her now", urgent=True).choose("not_danger")
    talk.say("he is hitting her", urgent=True)
    assert talk.last.case.stage == "interview"
    assert talk.last.messages[0]["urgent"]
    assert "999" in talk.last.messages[0]["text"]


def test_once_nobody_is_said_to_be_in_danger_urgent_words_are_answered_with_a_notice() -> None:
    talk = at("own_words", SETTLED).say("Last year he held a knife to her", urgent=True)
    assert talk.last.case.stage == "interview"
    assert talk.last.messages[0]["urgent"]
    assert "999" in talk.last.messages[0]["text"]
    assert talk.value("own_words") == "Last year he held a knife to her"


def test_the_button_danger_now_leads_to_999_before_anything_else() -> None:
    talk = at("immediate_danger").choose("yes")
    assert talk.last.case.stage == "danger"
    assert talk.last.messages[0]["urgent"]
    assert "999" in talk.last.messages[0]["text"]


# -- coming back ------------------------------------------------------------------------------


def test_a_walk_survives_being_written_down_after_every_message() -> None:
    talk = assessing(signs=SIGNS)
    fixed = {**SETTLED, "own_words": STORY, "route": ["social_care_referral", "liberty_report"]}
    while talk.asked != "review":
        asked = str(talk.asked)
        if asked in fixed:
            talk.give(asked, fixed[asked])
        elif asked.endswith("_reason"):
            talk.say("I know the family")
        else:
            talk.choose(MUST_ANSWER.get(asked, "dont_know"))
        revived(talk)
    talk.choose("send")
    assert revived(talk).last.case.stage == "submitted"
    assert len(talk.last.case.receipts) == 3


@pytest.mark.parametrize("text", ["stop", "save"])
def test_stopping_in_the_middle_of_a_page_keeps_everything(text: str) -> None:
    talk = at("ethnicity", SETTLED).say(text)
    assert talk.value("child") == FOURTEEN
    revived(talk).say("White British")
    assert talk.value("ethnicity") == "White British"
    assert talk.last.case.stage == "interview"


def test_a_case_file_of_before_the_assessment_is_read() -> None:
    data = to_data(started().last.case)
    for later in ("words", "told", "proposed", "levels_read", "earlier", "begun", "area_known"):
        del data[later]
    case = from_data(data)
    assert case.earlier is None
    assert case.told == ()
    assert case.form == "operation_liberty"


def test_starting_again_keeps_who_you_are_and_nothing_of_the_child() -> None:
    who = {"reporter": {"name": "Sam Field"}, "reporter_post": "teacher",
           "reporter_agency": "A School", "area": "derby"}  # fmt: skip
    talk = at("expand", {**SETTLED, **who}).say("start again").choose("yes")
    assert talk.value("child") is None
    talk.choose("assess")
    assert talk.value("reporter") == {"name": "Sam Field"}
    assert talk.asked == "earlier"
    assert talk.last.case.area_known


def test_starting_again_after_sending_tells_duties_and_suggestion_anew() -> None:
    talk = go(decided("medium", "child_in_need", ["advice"]), "review").choose("send")
    talk.say("start again").choose("yes").choose("assess")
    talk = go(talk, "level_3", SETTLED)
    assert WORDING.said["suggestion"] in talk.texts
    assert len(talk.last.case.receipts) == 1


# -- reassessment ------------------------------------------------------------------------------

LAST_TIME = {k: Answer(v) for k, v in SETTLED.items() if k != "immediate_danger"} | {
    "ethnicity": Answer("White British"),
    "missing_types": Answer(["cse"]),
    "missing_context": Answer("three Fridays"),
    "barriers": Answer("fear of him"),
}
EARLIER = Earlier("CRA-2026-ABCDEF", "2026-08-01T10:00:00+01:00", LAST_TIME)


def recalled() -> Talk:
    return at("earlier", recall=lambda _text: EARLIER).say("CRA-2026-ABCDEF 7KQM-2XPD-R9HW-4CTB")


def test_a_reassessment_starts_from_the_last_answers_and_asks_what_has_changed() -> None:
    talk = recalled()
    assert talk.asked == "what_changed"
    assert "CRA-2026-ABCDEF" in talk.texts
    assert talk.value("child") == FOURTEEN
    assert talk.value("barriers") == "fear of him"


def test_what_is_not_ticked_is_not_asked_again_and_the_decision_always_is() -> None:
    talk = recalled().tick("none")
    asked = set()
    while talk.asked != "review":
        asked.add(str(talk.asked))
        if talk.asked == "decision_reason":
            talk.say("I know the family")
        else:
            talk.choose(MUST_ANSWER.get(str(talk.asked), "dont_know"))
    assert {"immediate_danger", "own_words", "level_3", "privacy_notice"} <= asked
    assert not asked & set(LAST_TIME)
    assert talk.value("missing_context") == "three Fridays"


def test_what_is_ticked_is_asked_again_with_what_was_said_last_time() -> None:
    talk = recalled().tick("indicators", "analysis")
    talk = go(talk, "indicators_people", {"immediate_danger": "no"})
    assert "Last time: Regularly missing" in talk.texts
    talk.tick("missing")
    talk = go(talk, "missing_level")
    assert "Last time: Medium" in talk.texts
    assert talk.value("child") == FOURTEEN
    talk = go(talk, "actions")
    assert "Last time: fear of him" in talk.texts


def test_the_changes_are_listed_indicator_by_indicator_before_the_decision() -> None:
    talk = recalled().tick("indicators")
    fixed = {"indicators_people": ["missing", "abduction"], "missing_level": "high",
             "abduction_level": "low", "immediate_danger": "no"}  # fmt: skip
    talk = go(talk, "level_3", fixed)
    assert WORDING.said["changes"] in talk.texts
    assert re.search(r"missing from home.*: Medium \(CSE\) → High", talk.texts)
    assert "Not present → Low" in talk.texts


def test_no_change_is_said_as_no_change() -> None:
    talk = go(recalled().tick("none"), "level_3", {"immediate_danger": "no"})
    assert WORDING.said["changes_none"] in talk.texts


def test_a_first_assessment_lists_no_changes() -> None:
    talk = at("level_3", SETTLED)
    assert WORDING.said["changes_none"] not in talk.texts
    assert WORDING.said["changes"] not in talk.texts


@pytest.mark.parametrize("text", ["CRA-2026-ABCDEF 0000-0000-0000-0000", "I think so", "CRA-2026"])
def test_what_opens_no_earlier_assessment_is_said_and_asked_again(text: str) -> None:
    talk = at("earlier").say(text)
    assert WORDING.said["not_recalled"] in talk.texts
    assert talk.asked == "earlier"
    assert talk.last.case.earlier is None


@pytest.mark.parametrize("text", ["no", "No.", "nope"])
def test_no_begins_a_new_assessment(text: str) -> None:
    talk = at("earlier").say(text)
    assert talk.asked == "child"
    assert "what_changed" not in talk.last.case.answers


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


# -- a client that knows nothing of the form ------------------------------------------------------


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
