"""The whole assessment by chat, with no database and no Rasa: the order, pages and proposals."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.domain.definition import Audience
from assistant.domain.errors import ConflictError, InvalidAnswerError
from tests.unit.services.talk import ADVISOR, WORDING, Talk, assessing
from tests.unit.services.walking import (
    CRE,
    FOURTEEN,
    GROUPS,
    SETTLED,
    SIGNS,
    STORY,
    at,
    go,
    step,
)

# -- the order ---------------------------------------------------------------------------------


def test_the_sections_come_in_the_papers_order_and_each_once() -> None:
    talk = assessing()
    sections: list[str] = []
    fixed = {**SETTLED, "threshold_3": "child_protection", "route": ["advice"]}
    while talk.asked != "review":
        section = CRE.question(str(talk.asked)).section
        if not sections or sections[-1] != section:
            sections.append(section)
        step(talk, fixed)
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


# -- proposals ---------------------------------------------------------------------------------


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


# -- pages -------------------------------------------------------------------------------------


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
