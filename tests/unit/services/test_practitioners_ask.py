"""What a practitioner asks about the assessment, and "as suggested" at the decision."""

import pytest

from assistant.domain.definition import Audience
from tests.unit.services.assessment_talk import at, go
from tests.unit.services.talk import Talk


@pytest.mark.parametrize(
    ("question", "text", "wording"),
    [
        (
            "grooming_level",
            "what does medium look like for online activity?",
            "sexualised language",
        ),
        ("grooming_level", "what would high be for missing?", "Lengthy missing episodes overnight"),
        ("grooming_level", "what does low look like?", "without the intention to meet"),
        ("grooming_level", "what does high look like for self harm", "toolkit gives no example"),
        ("own_words", "what counts as medium for missing?", "lengthy missing episodes"),
    ],
)
def test_what_a_level_looks_like_is_answered_in_the_toolkits_words(
    question: str, text: str, wording: str
) -> None:
    talk = at(question).say(text, "ask_help", 0.9)
    assert wording in talk.texts
    assert talk.asked == question


@pytest.mark.parametrize("question", ["own_words", "grooming_level", "level_3"])
@pytest.mark.parametrize("text", ["do I need consent?", "do we need parental consent for this"])
def test_consent_never_holds_up_a_referral(question: str, text: str) -> None:
    talk = at(question).say(text, "ask_need_proof", 0.9)
    assert "Consent never holds up a referral" in talk.texts
    assert "Working Together" in talk.texts


@pytest.mark.parametrize(
    "text", ["is this CIN or s47?", "why did you suggest medium", "why high", "which threshold?"]
)
def test_why_is_answered_with_the_reasons_of_the_suggestion(text: str) -> None:
    talk = at("threshold_3").say(text, "ask_why", 0.9)
    assert "What the rulebook suggests" in talk.texts
    assert talk.value("threshold_3") is None


def test_why_before_there_is_a_suggestion_says_how_it_is_made() -> None:
    assert "There is no suggestion yet" in at("child").say("why did you suggest medium").texts


@pytest.mark.parametrize("text", ["why would he be high on drugs every Friday", "why me, she says"])
def test_an_account_that_begins_with_why_is_kept(text: str) -> None:
    assert at("grooming_context").say(text).value("grooming_context") == text


def test_who_gets_this_is_answered_in_a_practitioners_words() -> None:
    assert "the assessment, a level or a threshold" in at("own_words").say("who gets this").texts


@pytest.mark.parametrize("text", ["I agree", "agree with suggestion", "as suggested"])
def test_as_suggested_takes_the_suggestion_as_the_persons_own_decision(text: str) -> None:
    talk = at("level_3").say(text)
    assert talk.value("level_3") == "medium"
    assert "Medium" in talk.texts
    talk.say(text)
    assert talk.value("threshold_3") == "child_in_need"
    assert talk.value("decision_differs") == "no"


def test_section_1_has_no_suggestion_to_agree_with() -> None:
    talk = at("level_1").say("as suggested")
    assert talk.value("level_1") is None
    assert talk.asked == "level_1"


CASE = "Ella is 14 and has been missing overnight twice."


@pytest.mark.parametrize(
    "wish",
    [
        "Can you do the risk assessment and a referral",
        "Please could you complete a CRE risk assessment?",
        "Need a risk assessment please",
    ],
)
def test_a_pasted_case_that_ends_in_a_wish_begins_the_assessment_with_its_words(wish: str) -> None:
    talk = Talk(audience=Audience.PRACTITIONER).say(f"{CASE} {wish}", "ask_what_to_do", 0.9)
    assert talk.last.case.form == "cre_risk_assessment"
    assert go(talk, "indicators_people").value("own_words") == CASE


def test_a_case_that_ends_in_another_question_begins_nothing() -> None:
    talk = Talk(audience=Audience.PRACTITIONER).say(f"{CASE} Can you help with that?")
    assert talk.asked == "task"
