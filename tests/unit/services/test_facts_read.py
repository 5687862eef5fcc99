"""Facts about the child in somebody's own words: proposed, and asked about where left out."""

from dataclasses import replace

import pytest

from assistant.adapters.narrative.indicators import IndicatorReader, StoryReader
from assistant.domain.definition import Audience
from assistant.services.accounts import Accounts
from tests.unit.services.assessment_talk import go
from tests.unit.services.talk import FORMS, Talk, ToldReader

TOLD = "Ella is 14 with an EHCP and lives in a foster placement in Derby."


def practitioner() -> Talk:
    """A practitioner whose words are read for the toolkit's rows and for facts."""
    talk = Talk(audience=Audience.PRACTITIONER)
    reader = StoryReader(ToldReader(), IndicatorReader())
    accounts = Accounts(FORMS, reader, reader, lambda *_: False)
    talk.taker = replace(talk.taker, accounts=accounts)
    return talk


def told_first() -> Talk:
    return go(practitioner().say(TOLD).choose("assess"), "child_facts")


def test_facts_that_were_told_are_shown_with_their_words_where_they_are_asked() -> None:
    assert "From your words: In care (looked after) (“foster placement”)" in told_first().texts
    assert told_first().say("yes").value("child_facts") == ["send", "in_care"]


def test_what_the_words_deny_is_proposed_as_denied() -> None:
    talk = practitioner().say("Ella is 14, no SEND, known to us for a year now").choose("assess")
    assert go(talk, "child_facts").say("yes").value("child_facts") == ["no_send"]


def test_a_denial_that_the_words_contradict_is_asked_about_once() -> None:
    talk = told_first().say("none")
    assert talk.asked == "child_facts"
    assert "Some of your own words" in talk.texts
    assert talk.say("no").value("child_facts") == ["none"]
    assert talk.asked != "child_facts"


def test_a_fact_left_out_is_asked_about_and_added_to_the_ticks() -> None:
    talk = told_first().say("in care").say("SEND")
    assert talk.value("child_facts") == ["in_care", "send"]


def test_a_fact_that_takes_a_denial_back_stands_without_it() -> None:
    assert told_first().say("no SEND").say("yes").value("child_facts") == ["send", "in_care"]


def test_facts_told_after_their_question_are_asked_about() -> None:
    talk = go(practitioner().choose("assess"), "child_facts").say("none")
    talk = go(talk, "own_words").say("She is autistic and comes home late with new phones.")
    assert talk.asked == "child_facts"
    assert talk.say("yes").value("child_facts") == ["none", "send"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("has an EHCP", ["send"]),
        ("LAC", ["in_care"]),
        ("he is autistic", ["send"]),
        ("she is looked after by the council", ["in_care"]),
        ("in a foster placement", ["in_care"]),
        ("No SEND", ["no_send"]),
        ("her brother is autistic", []),
        ("he looked after his sister", []),
        ("not LAC", []),
        ("she did not send any pictures", []),
        ("he was in care until last year", []),
    ],
)
def test_only_what_is_said_of_the_child_now_is_read_as_a_fact(text: str, facts: list[str]) -> None:
    assert [sign.id for sign in IndicatorReader().read(text).facts] == facts
