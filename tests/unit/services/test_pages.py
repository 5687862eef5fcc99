"""One message that answers several questions of a page."""

from collections.abc import Sequence

import pytest

from assistant.domain.definition import Audience, Question
from assistant.domain.interview import holds
from assistant.services.pages import pieces
from tests.unit.services.talk import FORMS, WORDING

CRE = FORMS["cre_risk_assessment"]
QUESTIONS = [
    q
    for q in CRE.questions
    if not q.computed and (q.weighs is None or q.weighs.row in (None, "missing"))
]


def page(name: str) -> list[Question]:
    return [q for q in QUESTIONS if q.page == name]


def told(
    text: str, name: str = "missing", others: Sequence[Question] = QUESTIONS
) -> list[tuple[str, str]]:
    return [(p.question.id, p.text) for p in pieces(text, page(name), others)]


def test_each_line_that_begins_with_a_name_answers_that_question() -> None:
    assert told("Level: high\nType: CSE\nContext: three Fridays") == [
        ("missing_level", "high"),
        ("missing_types", "CSE"),
        ("missing_context", "three Fridays"),
    ]


@pytest.mark.parametrize(
    "line",
    ["barriers: fear", "BARRIERS : fear", "- Barriers: fear", "• Barriers: fear",
     "* Barriers: fear", "  Barriers:fear", "Barriers to engagement: fear",
     "Are there any barriers to engagement with professionals?: fear"],
)  # fmt: skip
def test_a_name_is_known_however_it_is_written(line: str) -> None:
    assert told(line, "plan") == [("barriers", "fear")]


def test_a_line_may_name_a_question_of_another_page() -> None:
    assert told("Level: high\nBarriers: fear") == [("missing_level", "high"), ("barriers", "fear")]


def test_the_page_that_is_asked_has_the_first_claim_to_a_name() -> None:
    assert told("Level: high") == [("missing_level", "high")]
    assert told("Level: high", "section_1_decision") == [("level_1", "high")]
    assert told("Level: high", "decision") == [("level_3", "high")]
    assert told("Level: high", "none") == [("level_3", "high")]


def test_lines_below_a_name_belong_to_it_until_the_next_name() -> None:
    text = "Actions: A; B; C\nD; E; F\n\nBarriers: none\nRisks: dogs\nand a fence"
    assert told(text, "plan") == [
        ("actions", "A; B; C\nD; E; F"),
        ("barriers", "none"),
        ("risks_to_practitioners", "dogs\nand a fence"),
    ]


def test_what_stands_before_the_first_name_answers_the_question_asked() -> None:
    assert told("Collected; aunt; Friday\nBarriers: none", "plan") == [
        ("actions", "Collected; aunt; Friday"),
        ("barriers", "none"),
    ]


def test_a_value_may_hold_colons() -> None:
    assert told("Barriers: he said: never at 10:30", "plan") == [
        ("barriers", "he said: never at 10:30")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "10:30 she left",
        "He told her: don't tell anybody",
        "http://example.org: a page",
        "We asked about what the barriers to all of this in the end are now: she cried",
        "just words",
    ],
)
def test_words_before_a_colon_that_name_nothing_are_words(text: str) -> None:
    assert told(text, "plan") == []


def test_a_name_with_nothing_behind_it_answers_nothing() -> None:
    assert told("Barriers:\nRisks: dogs", "plan") == [("risks_to_practitioners", "dogs")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("High, CSE: he waits outside", ("High", "CSE", "he waits outside")),
        ("High CSE, he waits outside", ("High", "CSE", "he waits outside")),
        ("medium, CSE and CCE: phones", ("medium", "CSE, CCE", "phones")),
        ("Low - neither - once, with a reason", ("Low", "neither", "once, with a reason")),
        ("H/CCE/three times", ("H", "CCE", "three times")),
        ("CSE, high: he waits", ("high", "CSE", "he waits")),
        ("High\nCSE\nhe waits", ("High", "CSE", "he waits")),
    ],
)
def test_choices_may_stand_first_and_words_after_them(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert told(text) == list(
        zip(("missing_level", "missing_types", "missing_context"), expected, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("high because he waits outside", "he waits outside"),
        ("High: as she said so herself", "as she said so herself"),
        ("High: both of them wait outside", "both of them wait outside"),
        ("High: And she came back late", "And she came back late"),
        ("High: +44 7700 900123 rings her", "+44 7700 900123 rings her"),
        ("High: H&M bags nobody bought", "H&M bags nobody bought"),
        ("High: L. Marsh fetches her", "L. Marsh fetches her"),
        ("High. No contact since May", "No contact since May"),
        ("High, none of her friends know", "none of her friends know"),
        ("high – low mood, and out at night", "low mood, and out at night"),
    ],
)
def test_words_right_after_the_level_are_the_context(text: str, words: str) -> None:
    assert told(text) == [
        ("missing_level", text.split()[0].strip(".:,")),
        ("missing_context", words),
    ]


@pytest.mark.parametrize(
    "text",
    ["High", "Medium build man picked her up", "lowers her eyes, CSE", "Highly unlikely: no", "",
     "She is at high risk", "CSE: he waits"],
)  # fmt: skip
def test_what_does_not_begin_with_a_level_is_not_cut_up(text: str) -> None:
    assert told(text) == []


def test_one_answer_alone_is_left_to_the_question_itself() -> None:
    assert told("high") == []
    assert told("high", "section_1_decision") == []


def test_level_and_threshold_are_told_apart_by_their_choices() -> None:
    assert told("High, child protection concerns (Section 47)", "section_1_decision") == [
        ("level_1", "High"),
        ("threshold_1", "child protection concerns (Section 47)"),
    ]


def test_a_page_of_words_is_never_cut_by_choices() -> None:
    assert told("Low mood, high fever", "plan") == []


def test_no_word_of_a_message_of_named_lines_is_lost() -> None:
    text = "first of all\nLevel: high, I think\nmore\nContext: one: two\n- three\nBarriers: none"
    kept = " ".join(said for _, said in told(text))
    for word in ("first", "all", "high", "think", "more", "one", "two", "three", "none"):
        assert word in kept


def test_only_questions_that_may_be_named_are_found() -> None:
    public = [q for q in QUESTIONS if holds(q.relevant, Audience.PUBLIC, {})]
    assert told("Reason: I know more", "decision", public) == [("decision_reason", "I know more")]
    assert told("Reason: I know more", "plan", public) == []


PARTS = WORDING.people.parts


def parts_told(text: str, name: str) -> list[tuple[str, str]]:
    return [(p.question.id, p.text) for p in pieces(text, page(name), QUESTIONS, PARTS)]


@pytest.mark.parametrize(
    "text", ["H&M bags nobody bought", "L. Marsh fetches her", "M. Cole, CSE", "--: x", "-: high"]
)
def test_what_only_begins_like_a_choice_or_a_name_is_words(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["Level - high", "Level – high", "level = high", "1) Level: high"])
def test_a_dash_may_stand_behind_a_name_of_the_page(text: str) -> None:
    assert told(text) == [("missing_level", "high")]


def test_numbered_lines_answer_the_page_in_its_order() -> None:
    assert told("1. high\n2. CSE\n3. three Fridays") == [
        ("missing_level", "high"),
        ("missing_types", "CSE"),
        ("missing_context", "three Fridays"),
    ]


@pytest.mark.parametrize(
    "text", ["2. CSE\n3. three Fridays", "1. a\n2. b\n3. c\n4. d", "1. a\n3. b"]
)
def test_numbers_that_do_not_count_the_page_are_words(text: str) -> None:
    assert told(text) == []


def test_numbered_actions_stay_together() -> None:
    assert told("1. Collected; aunt; Friday\n2. Key adult; tutor; Monday", "plan") == []


@pytest.mark.parametrize("part", ["Name", "Full name", "Age", "DOB", "Address", "Gender"])
def test_at_the_childs_page_a_part_of_a_person_is_the_childs(part: str) -> None:
    assert parts_told(f"{part}: x\nLanguage: Polish", "child") == [
        ("child", f"{part}: x"),
        ("language", "Polish"),
    ]


def test_parts_of_the_child_may_come_before_and_after_another_line() -> None:
    text = "Name: Ellie Marsh\nLanguage: Polish\nAge: 14"
    assert parts_told(text, "child") == [
        ("child", "Name: Ellie Marsh\nAge: 14"),
        ("language", "Polish"),
    ]


def test_at_the_practitioners_page_the_name_is_theirs() -> None:
    assert parts_told("Name: Sam Field\nJob: nurse", "who") == [
        ("reporter", "Name: Sam Field"),
        ("reporter_post", "nurse"),
    ]


def test_a_part_below_another_persons_name_stays_with_that_person() -> None:
    persons = next(q for q in QUESTIONS if q.id == "offenders")
    text = f"{persons.called[0]}: Ghost\nAge: about 30\nAddress: 12 Park Road"
    found = parts_told(text, str(persons.page))
    assert found == [("offenders", "Ghost\nAge: about 30\nAddress: 12 Park Road")]
