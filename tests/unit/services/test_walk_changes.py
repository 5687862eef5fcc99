"""Going back, changing, stopping and coming back: no answer is lost, and none is stale."""

import pytest

from assistant.domain.casefile import from_data, to_data
from tests.unit.services.talk import ADVISOR, FORMS, WORDING, assessing, started
from tests.unit.services.walking import (
    CRE,
    FOURTEEN,
    MUST_ANSWER,
    SETTLED,
    SIGNS,
    STORY,
    at,
    decided,
    go,
    revived,
    step,
)

# -- declining, going back, changing -----------------------------------------------------------


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


# -- danger ------------------------------------------------------------------------------------


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


# -- coming back -------------------------------------------------------------------------------


def test_a_walk_survives_being_written_down_after_every_message() -> None:
    talk = assessing(signs=SIGNS)
    fixed = {**SETTLED, "own_words": STORY, "route": ["social_care_referral", "liberty_report"]}
    while talk.asked != "review":
        step(talk, fixed)
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
