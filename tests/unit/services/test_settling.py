"""What is kept of somebody's particulars, what is asked again, and what is said about it."""

from typing import Any

import pytest

from assistant.domain.definition import Audience
from assistant.domain.errors import InvalidAnswerError
from assistant.domain.schemas import LONGEST_PART, MOST_ITEMS
from tests.unit.services.talk import WORDING, Talk, assessing
from tests.unit.services.walking import at, go, revived

WHOLE = "Ellie Marsh, girl, born 4 May 2011, 12 Park Road"
READ: dict[str, dict[str, Any]] = {
    "a girl of 14": {"victims": {"age": 14, "gender": "girl"}},
    "the child is 14": {"victims": {"age": 14}},
    "the child is 15": {"victims": {"age": 15}},
}
STORY = "I saw a girl of 14 get into a car with two older men behind the station"


def child(text: str = WHOLE, **options: Any) -> Talk:
    return go(assessing(knows=READ, **options), "child").say(text)


def begun(**options: Any) -> Talk:
    """A practitioner whose account, typed at the opening, tells of a child."""
    talk = Talk(READ, audience=Audience.PRACTITIONER, **options).say(STORY)
    return talk.choose("assess")


def test_a_child_read_in_the_opening_account_is_asked_for_what_is_missing() -> None:
    talk = go(begun(), "child")
    assert talk.value("child") == {"age": 14, "gender": "girl"}
    assert "still missing, if you know it: their name, address." in talk.texts
    talk.say("Ellie Marsh, 12 Park Road")
    assert talk.value("child") == {
        "age": 14,
        "gender": "girl",
        "name": "Ellie Marsh",
        "address": "12 Park Road",
    }
    assert talk.asked == "ethnicity"


@pytest.mark.parametrize("given", ["dont_know", "skip", "prefer_not_to_say"])
def test_whoever_knows_no_more_is_not_asked_again_and_loses_nothing(given: str) -> None:
    talk = go(begun(), "child").choose(given)
    assert talk.value("child") == {"age": 14, "gender": "girl"}
    assert talk.asked == "ethnicity"


def test_a_structured_answer_is_laid_over_what_was_read() -> None:
    talk = go(begun(), "child").give("child", {"name": "Ellie Marsh"})
    assert talk.value("child") == {"age": 14, "gender": "girl", "name": "Ellie Marsh"}
    assert talk.asked == "ethnicity"


def test_what_is_still_to_be_asked_is_kept_in_the_case_file() -> None:
    talk = revived(go(begun(), "child"))
    assert talk.say("Ellie Marsh, 12 Park Road").asked == "ethnicity"


def test_the_child_of_the_opening_account_is_the_victim_of_the_report_and_asked_once() -> None:
    fixed = {"route": ["liberty_report"]}
    talk = go(begun(), "child").say("Ellie Marsh, 12 Park Road")
    assert talk.value("victims") == [talk.value("child")]
    asked = []
    while talk.asked != "review":
        asked.append(str(talk.asked))
        if talk.asked in fixed:
            talk.give(str(talk.asked), fixed[str(talk.asked)])
        elif talk.asked == "privacy_notice":
            talk.choose("understood")
        else:
            talk.choose("dont_know")
    assert "victims" not in asked
    assert "incident_details" in asked or "offenders" in asked


@pytest.mark.parametrize(
    "text",
    [
        "Ellie Marsh, girl, born 4 May 2031, 12 Park Road",
        "Ellie Marsh, girl, -3, 12 Park Road",
        "Ellie Marsh, girl, aged 140, 12 Park Road",
        "Name: Ellie Marsh\nGender: girl\nDOB: 22/11/2026\nAddress: 12 Park Road",
    ],
)
def test_an_age_that_nobody_has_is_refused_and_everything_else_kept(text: str) -> None:
    talk = child(text)
    assert talk.asked == "child"
    assert "0 to 120" in talk.texts
    assert "not in the future" in talk.texts
    kept = {"name": "Ellie Marsh", "gender": "girl", "address": "12 Park Road"}
    assert talk.value("child") == kept
    talk.say("4/5/2012")
    assert talk.value("child") == {**kept, "date_of_birth": "4/5/2012"}
    assert talk.asked == "ethnicity"


def test_nothing_but_an_impossible_age_is_asked_again() -> None:
    talk = child("-3")
    assert talk.asked == "child"
    assert talk.value("child") is None


def test_a_structured_birth_in_the_future_is_refused_too() -> None:
    talk = go(assessing(), "child").give("child", {"name": "Ellie", "date_of_birth": "2031-05-04"})
    assert "not in the future" in talk.texts
    assert talk.value("child") == {"name": "Ellie"}


def test_an_old_birth_year_in_two_figures_is_no_birth_in_the_future() -> None:
    talk = child("Jo, born 1/2/65")
    assert talk.value("child") == {"name": "Jo", "date_of_birth": "1/2/65"}


def test_an_age_that_agrees_leaves_the_date_of_birth() -> None:
    talk = child().say("actually the child is 15")
    assert talk.value("child")["date_of_birth"] == "4 May 2011"
    assert "age" not in talk.value("child")
    assert talk.asked == "ethnicity"


def test_an_age_that_contradicts_the_date_of_birth_is_said_and_asked() -> None:
    talk = child().say("actually the child is 14")
    assert talk.asked == "child"
    assert "(4 May 2011) don't agree: by the date it is 15." in talk.texts
    assert talk.value("child")["date_of_birth"] == "4 May 2011"


@pytest.mark.parametrize(
    ("reply", "part", "value"),
    [("14", "age", 14), ("4/5/2012", "date_of_birth", "4/5/2012"), ("she is 14", "age", 14)],
)
def test_who_is_asked_which_is_right_decides(reply: str, part: str, value: Any) -> None:
    talk = child().say("actually the child is 14").say(reply)
    assert talk.value("child")[part] == value
    assert len({"age", "date_of_birth"} & set(talk.value("child"))) == 1
    assert talk.value("child")["name"] == "Ellie Marsh"
    assert talk.asked == "ethnicity"


@pytest.mark.parametrize("given", ["dont_know", "skip"])
def test_who_does_not_know_which_is_right_keeps_the_date(given: str) -> None:
    talk = child().say("actually the child is 14").choose(given)
    assert talk.value("child")["date_of_birth"] == "4 May 2011"
    assert talk.asked == "ethnicity"


def test_an_age_and_a_date_in_one_answer_that_differ_are_asked_about() -> None:
    talk = child("Ellie Marsh, girl, 15, born 4 May 2014, 12 Park Road")
    assert talk.asked == "child"
    assert "don't agree" in talk.texts


def test_about_an_age_may_be_a_year_off() -> None:
    assert "don't agree" not in child("Ellie, about 16, born 4 May 2011").texts


def test_a_part_of_another_page_changes_only_that_part_and_is_said() -> None:
    talk = child().say("Date of birth: 4 May 2012")
    assert talk.value("child")["name"] == "Ellie Marsh"
    assert talk.value("child")["date_of_birth"] == "4 May 2012"
    assert "Changed. Child" in talk.texts


@pytest.mark.parametrize("words", [LONGEST_PART // 5 + 1, 2 * LONGEST_PART // 5])
def test_a_part_that_is_too_long_is_refused_with_the_limit_and_kept_as_own_words(
    words: int,
) -> None:
    long = "like " * words
    talk = child(f"Ellie Marsh, {long}")
    assert talk.asked == "child"
    assert str(LONGEST_PART) in talk.texts
    assert talk.value("child") is None
    talk = go(talk.say("Ellie Marsh, 14"), "own_words").choose("skip")
    assert long.strip() in talk.value("own_words")
    talk = go(child(f"Ellie Marsh, {long}").say("Ellie Marsh"), "own_words").say(STORY)
    assert long.strip() in talk.value("own_words")
    assert STORY in talk.value("own_words")


def test_more_people_than_a_list_holds_are_refused_with_the_limit() -> None:
    everybody = "; ".join(f"brother Sam{'abcdefghijklmnopqrstuvwxyz'[i]} Cole" for i in range(21))
    talk = at("offenders")
    talk.say(everybody)
    assert str(MOST_ITEMS) in talk.texts
    assert talk.value("offenders") is None


def test_nobody_is_no_person() -> None:
    talk = at("offenders").say("nobody known")
    assert talk.last.case.answers["offenders"].given == "nobody"
    assert talk.value("offenders") is None


def test_a_refused_page_names_its_field() -> None:
    with pytest.raises(InvalidAnswerError, match=r"'answer\.child\.age' must be 0 or more"):
        go(assessing(), "child").give("child", {"child": {"age": -1}, "language": "Polish"})
    with pytest.raises(InvalidAnswerError, match=r"'answer\.interpreter' must be one of"):
        go(assessing(), "child").give("child", {"interpreter": "maybe"})
    with pytest.raises(InvalidAnswerError, match=r"'answer\.age' must be"):
        go(assessing(), "child").give("child", {"age": -1})


def test_a_named_line_that_is_not_clear_is_named() -> None:
    talk = go(assessing(), "child").say("Ellie Marsh\nInterpreter: purple\nLanguage: Polish")
    assert "could not match it to these: Interpreter." in talk.texts
    assert WORDING.said["not_understood"] not in talk.texts
    assert talk.value("language") == "Polish"


def test_the_public_is_asked_for_a_childs_name_only_where_social_care_needs_it() -> None:
    report = Talk(READ).say(STORY).to("review")
    assert report.value("victims") == [{"age": 14, "gender": "girl"}]
    talk = Talk(READ, for_social_care=True).say(STORY)
    asked = []
    for _ in range(40):
        if talk.asked == "review":
            break
        asked.append(str(talk.asked))
        choice = {"way": "both", "privacy_notice": "understood"}.get(str(talk.asked), "dont_know")
        if talk.asked == "victims":
            assert "still missing, if you know it: their name, address." in talk.texts
        talk.choose(choice if choice in talk.values else talk.values[0])
    assert asked.count("victims") == 1
    assert talk.value("victims") == [{"age": 14, "gender": "girl"}]
