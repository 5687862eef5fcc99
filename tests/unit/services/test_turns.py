"""Turns: what a message leads to, with no database and no Rasa."""

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.domain.errors import ConflictError, InvalidAnswerError
from tests.unit.services.talk import WORDING, Talk, started

GIRL = {"girl about 14": {"victims": {"gender": "girl", "age": 14, "age_text": "about 14"}}}
ACCOUNT = "Picked up a girl about 14 on Normanton Road with two men"
TOLD: Mapping[str, Mapping[str, Any]] = {
    **GIRL,
    "Normanton Road": {"places": {"text": "Normanton Road"}},
    "two men": {"offenders": {"description": "two men"}},
    "Picked up": {"witnessed": "yes"},
}


def test_opening_says_999_and_that_nobody_watches_before_it_asks() -> None:
    talk = Talk()
    assert "999" in talk.last.messages[0]["text"]
    assert "not watched" in talk.last.messages[0]["text"]
    assert talk.values == ["danger_now", "saw_something", "ask_question", "practitioner"]


def test_only_the_last_message_of_a_reply_carries_an_input() -> None:
    talk = started(TOLD).say(ACCOUNT)
    assert [m["input"] is None for m in talk.last.messages[:-1]] == [True] * (
        len(talk.last.messages) - 1
    )
    assert talk.last.messages[-1]["input"]


def test_danger_now_gives_999_and_what_to_do_before_any_question() -> None:
    talk = Talk().choose("danger_now")
    first = talk.last.messages[0]
    assert first["urgent"]
    assert "999" in first["text"]
    assert "55" in first["text"]
    assert talk.last.case.stage == "danger"


def test_urgent_words_at_the_opening_are_kept_as_the_account() -> None:
    talk = Talk(TOLD).say(ACCOUNT, urgent=True)
    assert talk.last.case.stage == "danger"
    talk.choose("record")
    assert talk.value("incident_details") == ACCOUNT
    assert talk.asked == "incident_time"


def test_urgent_words_in_the_interview_interrupt_once_and_lose_nothing() -> None:
    talk = started(TOLD).say(ACCOUNT)
    asked = talk.asked
    talk.say("they are hitting her right now", urgent=True)
    assert talk.last.case.stage == "danger"
    assert talk.value("incident_details").endswith("they are hitting her right now")
    talk.choose("record")
    assert talk.last.case.form == "operation_liberty"
    assert talk.asked == asked
    talk.say("still hitting her", urgent=True)
    assert talk.last.messages[0]["urgent"]
    assert talk.last.case.stage == "interview"


def test_what_the_account_tells_is_shown_with_its_words_and_not_asked() -> None:
    talk = started(TOLD).say(ACCOUNT)
    assert "“girl about 14”" in talk.texts
    assert talk.asked == "incident_time"
    asked = set()
    while talk.asked != "review":
        asked.add(talk.asked)
        talk.choose("understood" if talk.asked == "privacy_notice" else "dont_know")
    assert not asked & {"places", "victims", "offenders", "witnessed", "vehicles"}


def test_a_driver_with_a_clear_account_needs_nine_messages_at_most() -> None:
    knows = {**TOLD, "with": {"incident_time": {"text": "tonight"}}}
    talk, sent = started(knows).say(ACCOUNT), 2
    answers = {"more": "none", "identity": "anonymous", "privacy_notice": "understood"}
    while talk.asked != "review":
        talk.choose(answers[str(talk.asked)])
        sent += 1
    talk.choose("send")
    assert talk.last.case.stage == "submitted"
    assert sent + 1 <= 9


@pytest.mark.parametrize("text", ["why", "Why do you ask?", "help", "what do you mean?"])
def test_why_and_help_are_answered_and_the_same_question_is_asked_again(text: str) -> None:
    talk = started().say("Something happened outside the shop again today")
    asked = talk.asked
    talk.say(text)
    assert talk.asked == asked
    assert talk.value(str(asked)) is None
    assert len(talk.last.messages) > 1


def test_a_question_in_the_middle_is_answered_and_not_stored() -> None:
    talk = started().say("Something happened outside the shop again today")
    talk.say("who gets to see all this?", "ask_who_sees_this")
    assert "Derbyshire Police" in talk.texts
    assert talk.asked == "places"
    assert talk.value("places") is None


@pytest.mark.parametrize(
    "place",
    ["back of the Pennine", "No Name Street", "stop outside Asda", "Skip Lane", "Send Road"],
)
def test_a_place_that_sounds_like_a_command_is_a_place(place: str) -> None:
    talk = started().say("Something happened outside the shop again today")
    talk.say(place, "go_back", 0.6)
    assert talk.value("places") == [{"text": place}]


def test_a_bare_yes_is_no_place() -> None:
    talk = started().say("Something happened outside the shop again today").say("yes")
    assert talk.asked == "places"
    assert talk.value("places") is None


def test_every_question_of_the_form_takes_dont_know_and_prefer_not_to_say() -> None:
    for given in ("dont_know", "prefer_not_to_say"):
        talk = started(area_known=False)
        while talk.asked != "review":
            if talk.asked == "privacy_notice":
                talk.choose("understood")
                continue
            assert given in talk.values
            talk.choose(given)
        assert all(
            not a.has_value for q, a in talk.last.case.answers.items() if q != "privacy_notice"
        )


@pytest.mark.parametrize("text", ["don't know", "dunno", "I can’t remember", "no idea", "not sure"])
def test_typing_that_one_does_not_know_is_no_answer_and_no_no(text: str) -> None:
    talk = started().to("witnessed").say(text)
    answer = talk.last.case.answers["witnessed"]
    assert not answer.has_value
    assert answer.given == "dont_know"


def test_back_asks_the_question_before_and_keeps_its_answer_until_changed() -> None:
    talk = started().say("Something happened outside the shop again today").say("Abbey Street")
    talk.choose("back")
    assert talk.asked == "places"
    talk.choose("skip")
    assert talk.value("places") == [{"text": "Abbey Street"}]
    assert talk.asked == "incident_time"


def test_a_correction_changes_what_it_names_and_leaves_the_rest() -> None:
    knows = {**TOLD, "she's 15": {"victims": {"age": 15}}}
    talk = started(knows).say(ACCOUNT).say("actually she's 15")
    assert talk.value("victims") == [{"gender": "girl", "age": 15}]
    assert talk.asked == "incident_time"


def test_change_the_time_asks_it_again_and_says_what_it_is() -> None:
    talk = started(TOLD).say(ACCOUNT).say("about eleven")
    talk.say("change the time")
    assert "about eleven" in talk.texts
    assert talk.asked == "incident_time"
    talk.say("half past ten")
    assert talk.value("incident_time")["text"] == "half past ten"
    assert "Changed" in talk.texts


def test_changing_an_answer_drops_its_dependents_and_nothing_else() -> None:
    talk = started().to("witnessed").choose("no")
    talk.choose("yes").say("Sam at the rank").choose("yes")
    assert talk.value("witness_will_engage") == "yes"
    talk.choose("change:third_party", "no")
    assert "witness" not in talk.last.case.answers
    assert "witness_will_engage" not in talk.last.case.answers
    assert talk.value("witnessed") == "no"


def test_taking_a_name_back_removes_it() -> None:
    talk = started({"rather not": {"identity": "anonymous"}}).to("identity").choose("named")
    talk.say("Alex, 01332 496000")
    talk.to("review").say("I'd rather not give my name after all")
    assert talk.value("identity") == "anonymous"
    assert "reporter" not in talk.last.case.answers


def test_who_gives_a_name_in_the_account_is_not_asked_whether_to_be_anonymous() -> None:
    knows = {**TOLD, "I'm Kofi": {"reporter": {"name": "Kofi"}}}
    talk = started(knows).say(f"{ACCOUNT}. I'm Kofi")
    assert "Kofi" in talk.texts
    assert talk.value("identity") == "named"


def test_ticks_open_one_question_each() -> None:
    talk = started(TOLD).say(ACCOUNT).to("more").tick("weapon", "recording")
    assert talk.asked == "weapons"
    talk.say("a knife in his belt")
    assert talk.asked == "recording"
    talk.say("my dashcam, kept 7 days")
    assert talk.asked == "identity"


def test_words_at_the_list_of_further_things_are_added_and_not_refused() -> None:
    talk = started(TOLD).say(ACCOUNT).to("more").say("one of them was called Ghost")
    assert "one of them was called Ghost" in talk.value("incident_details")
    assert talk.asked == "identity"


def test_what_is_not_understood_is_said_and_the_second_time_a_person_is_offered() -> None:
    talk = started().to("witnessed").say("purple")
    assert WORDING.said["not_understood"] in talk.texts
    talk.say("purple again")
    assert "101" in talk.texts
    assert talk.asked == "witnessed"


def test_an_answer_to_another_question_is_refused() -> None:
    with pytest.raises(ConflictError):
        started().give("places", [{"text": "Abbey Street"}])


@pytest.mark.parametrize("answer", [[], [{}], "Abbey Street", [{"street": "Abbey Street"}]])
def test_a_structured_answer_that_does_not_fit_is_refused_without_repeating_it(
    answer: object,
) -> None:
    talk = started().to("places")
    with pytest.raises(InvalidAnswerError) as refused:
        talk.give("places", answer)
    assert "Abbey" not in str(refused.value)


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(InvalidAnswerError):
        Talk().choose("send")


def test_yes_at_the_review_sends_nothing_and_send_does() -> None:
    talk = started().to("review").say("yes")
    assert talk.last.case.stage == "review"
    talk.say("send it")
    assert talk.last.case.stage == "submitted"
    assert "AAAA-BBBB-CCCC-DDDD" in talk.texts


def test_after_sending_nothing_changes_and_questions_are_answered() -> None:
    talk = started().to("review").choose("send").say("who sees this?")
    assert "Derbyshire Police" in talk.texts
    talk.say("send")
    assert WORDING.said["already_sent"] in talk.texts
    assert talk.last.case.stage == "submitted"


def test_start_again_is_asked_twice_before_anything_is_thrown_away() -> None:
    talk = started(TOLD).say(ACCOUNT).say("start again")
    assert talk.asked == "start_again_sure"
    talk.choose("no")
    assert talk.value("incident_details") == ACCOUNT
    talk.say("start again").choose("yes")
    assert talk.value("incident_details") is None
    assert talk.last.case.stage == "opening"


def test_start_again_after_sending_keeps_the_receipt_and_begins_anew() -> None:
    talk = started(TOLD).say(ACCOUNT).to("review").choose("send").say("start again")
    assert talk.asked == "start_again_sure"
    talk.choose("no")
    assert WORDING.said["after_sent"] in talk.texts
    assert talk.last.case.stage == "submitted"
    talk.say("start again").choose("yes")
    assert talk.last.case.stage == "opening"
    assert len(talk.last.case.receipts) == 1
    talk.choose("saw_something").say("Another thing that happened near the school today")
    assert talk.last.case.stage == "interview"
    talk.to("review").choose("send")
    assert len(talk.last.case.receipts) == 2


def test_danger_after_sending_is_heard_and_can_be_reported_anew() -> None:
    talk = started(TOLD).say(ACCOUNT).to("review").choose("send")
    talk.say("she is being dragged away now", urgent=True)
    assert talk.last.case.stage == "danger"
    assert talk.last.messages[0]["urgent"]


def test_what_cannot_be_declined_is_not_declined_by_a_button() -> None:
    with pytest.raises(InvalidAnswerError):
        started().to("privacy_notice").choose("skip")


def test_stopping_keeps_everything_and_any_word_goes_on() -> None:
    talk = started(TOLD).say(ACCOUNT).say("stop")
    assert talk.last.case.stage == "ended"
    talk.say("last night")
    assert talk.last.case.stage == "interview"
    assert talk.value("incident_details") == ACCOUNT


def test_a_form_with_nowhere_to_go_is_withheld_and_the_phone_is_given() -> None:
    talk = started(may_send=False)
    assert "101" in talk.texts
    assert talk.last.case.stage == "opening"


def test_a_line_with_a_withheld_contact_is_left_out() -> None:
    served = Talk(contacts={"social_care": "01332 641172"}).say("who do I ring?")
    withheld = Talk(contacts={"social_care": None}).say("who do I ring?")
    assert "01332 641172" in served.texts
    assert "Children's social care:" not in withheld.texts
    assert "{" not in withheld.texts


def test_a_practitioner_is_asked_for_names_and_is_not_offered_anonymity() -> None:
    talk = Talk().choose("practitioner", "saw_something")
    asked = []
    while talk.asked != "review":
        asked.append(talk.asked)
        talk.choose("understood" if talk.asked == "privacy_notice" else "dont_know")
    assert "identity" not in asked
    assert {"reporter", "reporter_post", "reporter_agency", "advice_step"} <= set(asked)
    assert "NOT A REFERRAL FORM" in talk.texts


def test_an_account_typed_at_the_opening_starts_the_report() -> None:
    talk = Talk(TOLD).say(ACCOUNT)
    assert talk.last.case.form == "operation_liberty"
    assert talk.value("incident_details") == ACCOUNT


def test_a_question_about_fares_gets_a_pointer_and_no_report() -> None:
    talk = Talk().say("fare wont pay what can i do about it", "ask_about_fares")
    assert talk.last.case.stage == "opening"
    assert "licensing" in talk.texts


def test_one_victim_each_is_shown_as_linked_reports() -> None:
    knows = {"one girl": {"victims": {"age": 14}}, "another girl": {"victims": {"age": 15}}}
    talk = started(knows).say("I saw one girl and another girl get in").to("review")
    assert "2 linked reports" in talk.texts


@pytest.mark.parametrize("typed", ["delete", "save", "stop", "how long does it take"])
def test_somebody_who_asks_is_told_when_what_they_never_sent_is_deleted(typed: str) -> None:
    said = started(TOLD).say(ACCOUNT).say(typed).last.messages[0]["text"]
    assert "30 days after your last message" in said


def test_somebody_who_asks_for_deletion_is_told_that_what_was_sent_stays() -> None:
    said = started(TOLD).say("delete").last.messages[0]["text"]
    assert "sent or saved can't be called back, and its chat stays with it" in said
