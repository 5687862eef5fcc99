"""Harm that is denied, and that the person's own words state, is asked about once more."""

from typing import Any

import pytest

from tests.unit.services.talk import HARM, WORDING, Talk
from tests.unit.services.walking import at

HURT = {f"{HARM}|he broke her arm": None}
STORY = "Last month he broke her arm and nobody asked how"
QUERY = WORDING.said["read_otherwise"].format(label="Harm has already happened")


def telling(harm: Any = "no", story: str = STORY) -> Talk:
    return at("own_words", {HARM: harm}, signs=HURT).say(story)


def test_words_of_harm_against_a_no_are_shown_and_asked_about() -> None:
    talk = telling()
    assert talk.asked == HARM
    assert QUERY in talk.texts
    assert "From your words: Yes (“he broke her arm”)" in talk.texts.split(QUERY)[1]
    assert talk.value(HARM) == "no"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_practitioner_decides_and_is_asked_no_third_time(answer: str) -> None:
    talk = telling().choose(answer)
    assert talk.value(HARM) == answer
    assert talk.asked == "indicators_people"
    talk.choose("back", "back").say(STORY)
    assert talk.asked == "indicators_people"
    assert QUERY not in talk.texts


def test_going_on_without_an_answer_leaves_the_no_as_it_was() -> None:
    talk = telling().choose("skip")
    assert talk.value(HARM) == "no"
    assert talk.asked == "indicators_people"


@pytest.mark.parametrize(
    ("harm", "story"), [("yes", STORY), ("no", "She has a new telephone and will not say why")]
)
def test_words_that_contradict_nothing_bring_no_second_question(harm: str, story: str) -> None:
    talk = telling(harm, story)
    assert talk.asked == "indicators_people"
    assert QUERY not in talk.texts
