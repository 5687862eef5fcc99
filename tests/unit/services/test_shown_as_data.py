"""What a message says in words and, for a client that draws it in its own way, as data too."""

import re

from jsonschema import Draft202012Validator

from tests.unit.services.talk import ADVISOR, WORDING, assessing, started
from tests.unit.services.walking import SETTLED, SIGNS, STORY, at, go, recalled


def test_the_message_that_presents_the_suggestion_carries_it_and_no_other_does() -> None:
    talk = at("level_3", {**SETTLED, "child_facts": ["in_care"]})
    (said,) = [m for m in talk.last.messages if "suggestion" in m]
    now = ADVISOR.suggestion(talk.last.case)
    assert now is not None
    assert said["text"].startswith(WORDING.said["suggestion"])
    assert said["suggestion"]["level"] == now.level
    assert said["suggestion"]["routes"] == now.routes
    assert said["question"] is None
    talk.choose("medium")
    assert not [m for m in talk.last.messages if "suggestion" in m]


def test_its_data_and_its_words_give_the_same_reasons_and_changes() -> None:
    talk = at("level_3", {**SETTLED, "child_facts": ["in_care"]})
    (said,) = [m for m in talk.last.messages if "suggestion" in m]
    shown = said["suggestion"]
    duties = {duty["id"] for duty in shown["duties"]}
    assert shown["trace"]
    assert shown["changes"]
    for reason in shown["trace"]:
        assert f"• {reason['because']} [{reason['entry']}, " in said["text"]
        assert reason["entry"] not in duties
    assert said["text"].count(", version ") == len(shown["trace"])
    for change in shown["changes"]:
        assert f"\n• {change}" in said["text"]


def test_what_is_not_known_and_what_was_concluded_are_named_in_words() -> None:
    unsure = {"indicators_people": ["missing"], "missing_level": None, "child": {"name": "Ellie"}}
    talk = go(assessing(), "level_3", {k: v for k, v in {**SETTLED, **unsure}.items() if v})
    (said,) = [m for m in talk.last.messages if "suggestion" in m]
    missing = "the level of “Regularly missing from home, care or education”"
    assert missing in said["suggestion"]["unknown"]
    assert "age" in said["suggestion"]["unknown"]
    for name in said["suggestion"]["unknown"]:
        assert name in said["text"]
        assert not re.search(r"\w[._]\w", name)
    concluded = re.findall(r"suggested threshold: ([^.\n]*)", said["text"])
    assert not [words for words in concluded if "_" in words]


def test_the_public_gets_none_of_it() -> None:
    talk = started()
    for _ in range(5):
        assert not [m for m in talk.last.messages if "suggestion" in m]
        assert set(talk.last.messages[-1]["input"]["schema"]) & {"x-heard", "title"} == set()
        talk.say("A girl of about 14 got into a grey car")


def test_each_question_of_a_page_says_what_it_asks() -> None:
    talk = go(assessing(), "missing_level", {**SETTLED, "missing_level": "medium"})
    schema = talk.last.messages[-1]["input"]["schema"]
    questions = schema["anyOf"][1]["properties"]
    assert list(questions) == ["missing_level", "missing_types", "missing_context"]
    for asked in questions.values():
        assert asked["title"]
        assert all(line in talk.texts for line in asked["description"].split("\n"))
    Draft202012Validator.check_schema(schema)
    talk.give("missing_level", "high")


def test_what_was_heard_and_what_was_said_last_time_stand_at_their_question() -> None:
    talk = go(assessing(signs=SIGNS), "own_words").say(STORY).say("yes")
    talk = go(talk, "missing_level")
    page = talk.last.messages[-1]["input"]["schema"]["anyOf"][1]["properties"]
    assert page["missing_level"]["x-heard"] == {"high": "gone missing three times"}
    assert "x-heard" not in page["missing_types"]
    again = recalled().tick("indicators", "analysis")
    again = go(again, "indicators_people", {"immediate_danger": "no"}).tick("missing")
    page = go(again, "missing_level").last.messages[-1]["input"]["schema"]["anyOf"][1]["properties"]
    assert page["missing_level"]["x-last-time"] == "Last time: Medium"


def test_the_words_for_a_row_to_tick_stand_at_the_row_once_and_go_with_the_answer() -> None:
    talk = go(assessing(signs=SIGNS), "own_words").say(STORY)
    heard = talk.last.messages[-1]["input"]["schema"]["x-heard"]
    assert heard == {"missing": "gone missing three times"}
