"""While danger is answered: what is said to whom, what is kept, and the ways out."""

from typing import Any

import pytest

from assistant.domain.definition import Audience
from assistant.domain.reading import WRITER
from assistant.services.accounts import CHILD
from tests.unit.services.talk import FORMS, URGENCY, WORDING, Talk, started

SCENE = "two girls about 14 being taken into room 12 at the premier inn by a man"
ACCOUNT = "I saw a girl of 13 with a man in a red car on London Road yesterday"
CONTACTS = {"samaritans": "116 123", "childline": "0800 1111", "social_care": "01332 641172"}
PARK, CHILDS = "Park first", "not your fault"
CHILD_WRITES = {"im 13": {"victims": {"age": 13, "description": WRITER}}}


def typed(text: str, **options: Any) -> Talk:
    """A first message, checked as it is when it comes in."""
    return Talk(contacts=CONTACTS, **options).say(text, urgent=URGENCY.check(text).urgent)


def in_danger(**options: Any) -> Talk:
    return typed(SCENE, **options)


PLAIN = ["she is in danger now", "she's in danger", "danger", "no not safe", "shes with him now",
         "at his flat, i dont think shes safe", "my sister is in danger", "emergency"]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("asked", ["identity", "privacy_notice", "review", None])
def test_plain_words_of_danger_bring_999_at_every_stage(text: str, asked: str | None) -> None:
    talk = started().say(ACCOUNT).to(asked or "review")
    if asked is None:
        talk.choose("send")
    talk.say(text, urgent=URGENCY.check(text).urgent)
    assert talk.last.case.stage == "danger"
    assert "999" in talk.last.messages[0]["text"]


def test_words_of_danger_are_nobodys_name() -> None:
    talk = started().say(ACCOUNT).to("identity").choose("named")
    assert talk.asked == "reporter"
    talk.say("she is in danger now", urgent=True).choose("record")
    assert talk.asked == "reporter"
    assert "she is in danger now" in talk.value("incident_details")


# -- is the child safe tonight? ----------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["no", "nope", "not safe", "no, at his flat", "no i don't think so"]
)
def test_a_child_who_is_not_safe_tonight_brings_999_and_social_care(said: str) -> None:
    talk = Talk(for_social_care=True, contacts=dict(CONTACTS))
    talk.say("the boy next door is never fed and his mum drinks all day").choose("referral")
    talk.to("child_now").say(said, urgent=URGENCY.check(said).urgent)
    assert "999" in talk.last.messages[0]["text"]
    assert CONTACTS["social_care"] in str(talk.texts)
    assert talk.value("child_now") == said
    assert talk.choose("record").last.case.form == "social_care_referral"


def test_a_child_who_is_safe_tonight_brings_nothing() -> None:
    talk = Talk(for_social_care=True)
    talk.say("the boy next door is never fed and his mum drinks all day").choose("referral")
    talk.to("child_now").say("at home with his nan, yes")
    assert talk.last.case.form == "social_care_referral"


# -- who is told what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "help hes outside my door",
        "my stepdad is hitting me",
        "i sent him a pic and now hes threatening to come here",
        "he wont let me leave",
    ],
)
def test_whoever_is_harmed_themselves_is_answered_as_a_child(text: str) -> None:
    talk = typed(text)
    assert CHILDS in talk.texts
    assert PARK not in talk.texts
    assert talk.texts.count("999 from a mobile") == 1


@pytest.mark.parametrize(
    "text",
    [
        "my husband is hitting me",
        "two men in my cab are hitting me",
        "my daughter says hes outside my door",
        "a girl is shouting let me out in room 12",
        "a man is hitting a girl",
    ],
)
def test_an_adult_is_not_answered_as_a_child(text: str) -> None:
    talk = typed(text)
    assert talk.last.case.stage == "danger"
    assert CHILDS not in talk.texts
    assert PARK in talk.texts


def test_a_practitioner_is_never_answered_as_a_child() -> None:
    talk = typed("my stepdad is hitting me", audience=Audience.PRACTITIONER)
    assert CHILDS not in talk.texts
    assert "safeguarding lead" in talk.texts


def test_an_age_told_in_danger_stays_there_and_brings_a_childs_answer_once() -> None:
    talk = typed("hes outside", knows=CHILD_WRITES).say("im 13")
    assert talk.last.case.stage == "danger"
    assert CHILDS in talk.texts
    assert WORDING.said["danger_words_kept"] in talk.texts
    assert CHILD in talk.last.case.told
    assert CHILDS not in talk.say("im 13").texts
    assert "im 13" in talk.choose("record", "dont_know").value("incident_details")


def test_whoever_cannot_talk_is_told_again_how_to_ring_without_speaking() -> None:
    talk = in_danger().say("i cant talk", urgent=URGENCY.check("i cant talk").urgent)
    assert talk.last.case.stage == "danger"
    assert "press 55" in talk.texts


@pytest.mark.parametrize(
    "text", ["she has taken an overdose", "my friend is not breathing", "she is unconscious",
             "he is bleeding"]
)  # fmt: skip
def test_an_ambulance_is_asked_for_where_one_is_needed(text: str) -> None:
    assert "ask for an ambulance" in typed(text).last.messages[0]["text"]
    assert "ask for the police. " not in typed(text).texts


@pytest.mark.parametrize("text", ["i dont want to be alive anymore", "she is going to jump"])
def test_whoever_speaks_of_suicide_hears_of_999_and_of_somebody_who_listens(text: str) -> None:
    talk = typed(text)
    assert "A&E" in talk.last.messages[0]["text"]
    assert "116 123" in talk.texts
    assert "0800 1111" in talk.texts
    assert PARK not in talk.texts


def test_an_ambulance_is_said_in_full_even_after_danger_was_told_of() -> None:
    talk = in_danger().choose("record")
    talk.say("she is not breathing", urgent=True)
    assert "ask for an ambulance" in talk.texts


def test_every_need_that_words_have_is_one_that_danger_has_a_notice_for() -> None:
    named = {entry.needs for entry in URGENCY.entries if entry.needs}
    named |= {need for form in FORMS.values() for q in form.questions for need in q.alarms}
    answered = {need for notice in FORMS["danger"].opening for need in notice.needs}
    assert named == answered


# -- the ways out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["yes im safe now", "already rung", "write it down", "they left", "ive called them"]
)
def test_words_that_mean_write_it_down_begin_the_report(said: str) -> None:
    talk = in_danger().say(said, urgent=URGENCY.check(said).urgent)
    assert talk.last.case.form == "operation_liberty"
    assert talk.value("incident_details") == SCENE


@pytest.mark.parametrize(
    "said", ["not an emergency", "it's not an emergency now", "its over now", "no danger now"]
)
def test_words_that_mean_no_emergency_lead_back(said: str) -> None:
    talk = in_danger().say(said, urgent=URGENCY.check(said).urgent)
    assert talk.last.case.form == "opening"
    assert talk.value("incident_details") == SCENE


def test_whoever_is_not_sure_is_told_that_999_may_be_rung() -> None:
    talk = in_danger().say("not sure", "say_dont_know")
    assert talk.last.case.stage == "danger"
    assert WORDING.said["danger_unsure"] in talk.texts


@pytest.mark.parametrize("said", ["no", "nope", "ok thanks"])
def test_a_word_that_may_mean_anything_is_no_way_out_of_danger(said: str) -> None:
    talk = in_danger().say(said)
    assert talk.last.case.stage == "danger"
    assert WORDING.said["urgent_again"] in talk.texts


# -- what is told besides ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        (
            "white Toyota Prius plate starting FE68, private hire badge",
            "ask_about_licence_paperwork",
        ),
        ("i saw it from my window", "ask_anonymous"),
        ("my wife saw it too", "report_lost_property"),
        ("red car", "report_lost_property"),
        ("he is tall, has a beard", ""),
    ],
)
def test_a_statement_in_danger_is_kept_whatever_the_intent(said: str, intent: str) -> None:
    talk = in_danger().say(said, intent)
    assert talk.last.case.stage == "danger"
    assert talk.last.messages[0]["text"] == WORDING.said["danger_words_kept"]
    assert said in talk.choose("record").value("incident_details")


def test_a_few_words_of_danger_wait_for_the_account_which_is_asked_for_all_the_same() -> None:
    talk = typed("my stepdad is hitting me").say("im 13").choose("record")
    assert talk.asked == "incident_details"
    talk.say("he came home drunk at six and started on us")
    said = talk.value("incident_details")
    assert said.startswith("my stepdad is hitting me\nim 13\nhe came home")


def test_a_few_words_of_danger_are_the_account_where_no_other_is_given() -> None:
    talk = typed("my stepdad is hitting me").choose("record", "dont_know")
    assert talk.value("incident_details") == "my stepdad is hitting me"


def test_a_question_in_danger_is_answered_and_not_kept() -> None:
    talk = in_danger().say("who will read this?", "ask_who_sees_this")
    assert talk.last.case.stage == "danger"
    assert "read it" in talk.texts
    assert talk.choose("record").value("incident_details") == SCENE


def test_a_question_in_danger_that_also_tells_is_kept_too() -> None:
    talk = in_danger(knows={"a Prius": {"vehicles": {"model": "Prius"}}})
    talk.say("shall i follow a Prius?", "ask_what_to_do")
    assert "a Prius" in talk.choose("record").value("incident_details")
