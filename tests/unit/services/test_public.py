"""The public: danger, children who write themselves, areas, and the way to social care."""

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.domain.reading import WRITER
from assistant.services.accounts import CHILD
from tests.unit.services.talk import WORDING, Talk, started

ACCOUNT = "A man in a black Audi at the school gate gave a girl a phone"
TOLD: Mapping[str, Mapping[str, Any]] = {
    "black Audi": {"vehicles": {"colour": "black", "make": "Audi"}},
    "a knife": {"weapons": "a knife"},
    "right now": {"incident_time": {"text": "right now"}},
}


# -- danger ------------------------------------------------------------------------------------


def test_danger_at_the_review_gets_the_full_answer_and_changes_no_answer() -> None:
    talk = started(TOLD).say(ACCOUNT).to("incident_time").say("last Tuesday").to("review")
    talk.say("he is back right now and he has a knife", urgent=True)
    assert talk.last.case.stage == "danger"
    assert "press 55" in talk.last.messages[0]["text"]
    assert talk.value("incident_time")["text"] == "last Tuesday"
    assert "he has a knife" in talk.value("incident_details")
    assert WORDING.said["urgent_kept"] in talk.texts
    talk.choose("record")
    assert talk.asked == "review"


def test_danger_at_the_review_a_second_time_gets_the_full_answer_again() -> None:
    talk = started(TOLD).say(ACCOUNT).to("review").say("he hits her", urgent=True).choose("record")
    talk.say("he hits her again", urgent=True)
    assert talk.last.case.stage == "danger"


def test_words_of_danger_in_the_middle_correct_nothing_unseen() -> None:
    talk = started(TOLD).say(ACCOUNT).to("incident_time").say("last Tuesday").to("identity")
    talk.say("actually he is here right now", urgent=True)
    assert talk.value("incident_time")["text"] == "last Tuesday"
    assert "actually he is here right now" in talk.value("incident_details")


def test_a_child_in_danger_is_not_told_what_a_driver_is_told() -> None:
    talk = Talk({"hurt me": {"victims": {"description": WRITER}}}).say(
        "he is coming up the stairs to hurt me", urgent=True
    )
    assert talk.last.case.stage == "danger"
    assert "999" in talk.last.messages[0]["text"]
    assert talk.last.messages[0]["urgent"]
    assert "not your fault" in talk.texts
    assert "Driving" not in talk.texts
    assert "film" not in talk.texts


def test_a_child_who_was_answered_as_one_stays_one_when_danger_is_pressed() -> None:
    talk = Talk().say("my boyfriend makes me do things", "disclose_being_the_child")
    assert CHILD in talk.last.case.told
    talk.choose("danger_now")
    assert "Driving" not in talk.texts
    assert "not your fault" in talk.texts


def test_a_driver_in_danger_is_told_to_park_first() -> None:
    assert "Park first" in Talk().choose("danger_now").texts


def test_after_a_false_alarm_the_words_still_lead_to_social_care() -> None:
    told = {"boy next door": {"victims": {"gender": "boy", "age": 7}}}
    talk = Talk(told, for_social_care=True)
    talk.say("the boy next door is screaming, he is 7 and never fed", urgent=True)
    talk.choose("not_danger")
    assert talk.asked == "way_choice"
    talk.choose("referral")
    assert talk.last.case.form == "social_care_referral"
    assert "never fed" in talk.value("incident_details")


def test_after_a_false_alarm_about_nothing_for_social_care_the_opening_comes_back() -> None:
    talk = Talk(TOLD).say("two men are fighting with a knife outside", urgent=True)
    assert talk.choose("not_danger").asked == "need"


DRIVER = "there is a girl in my cab with two older men and she is crying, what do i do"
CAB = {"girl in my cab": {"victims": {"gender": "girl"}}}


@pytest.mark.parametrize("said", ["ok rang them", "I've called 999", "the police are on their way"])
def test_who_says_that_help_was_rung_goes_on_to_the_report(said: str) -> None:
    talk = Talk(CAB).say(DRIVER, urgent=True).say(said, "disclose_being_the_child")
    assert talk.last.case.form == "operation_liberty"
    assert "not your fault" not in talk.texts


def test_danger_in_the_words_that_help_was_rung_is_a_line_and_not_the_whole_again() -> None:
    talk = Talk(CAB).say(DRIVER, urgent=True).say("i called 999 theyre on the way", urgent=True)
    assert talk.last.case.form == "operation_liberty"
    assert talk.last.messages[0]["text"] == WORDING.said["urgent_again"]
    assert talk.last.messages[0]["urgent"]


@pytest.mark.parametrize(
    "said",
    [
        "i have not called 999 yet",
        "nobody called the police",
        "if i called them he'd kill me",
        "shall i say i rang them?",
    ],
)
def test_who_has_not_rung_yet_stays_where_999_is(said: str) -> None:
    assert Talk(CAB).say(DRIVER, urgent=True).say(said).last.case.stage == "danger"


def test_nobody_who_does_not_speak_of_themselves_is_taken_for_a_child() -> None:
    talk = Talk().say("they got away", "disclose_being_the_child")
    assert CHILD not in talk.last.case.told


def test_what_is_told_besides_in_danger_is_kept() -> None:
    talk = Talk(CAB).say(DRIVER, urgent=True).say("she had a school bag")
    assert talk.last.case.stage == "danger"
    assert "she had a school bag" in talk.choose("record").value("incident_details")


def test_danger_in_the_middle_of_a_referral_leads_back_to_it_with_what_was_told() -> None:
    told = {"her brother": {"others_present": {"description": "brother"}}}
    talk = Talk(CAB | told, for_social_care=True).say(DRIVER).choose("referral")
    talk.to("child_now").say("he is banging on the door", urgent=True)
    talk.say("her brother and a girl in my cab saw him do it as well", "give_detail")
    assert talk.last.case.stage == "danger"
    talk.choose("record")
    assert talk.last.case.form == "social_care_referral"
    assert "saw him do it as well" in talk.value("incident_details")


def test_i_want_to_ask_a_question_is_not_somebody_s_account() -> None:
    talk = started().say("no wait I want to ask a question")
    assert talk.asked == "incident_details"
    assert talk.value("incident_details") is None


def test_nobody_has_to_give_a_name_is_never_answered_with_yes() -> None:
    talk = started().say("do i have to give my name")
    assert talk.texts.startswith("You don't have to give your name.")


def test_a_child_who_is_named_later_is_still_one_child() -> None:
    told = {
        "daughter": {"victims": {"gender": "girl", "age": 13}},
        "Lily Sample": {"victims": {"name": "Lily Sample", "age": 13}},
    }
    talk = Talk(told, for_social_care=True).say("a man sends my daughter money, she has a phone")
    talk.choose("both").say("Lily Sample, 13, 4 Mill Lane")
    assert [child["name"] for child in talk.value("victims")] == ["Lily Sample"]
    assert talk.value("child") is None


# -- areas -------------------------------------------------------------------------------------


def placed(where: str, **options: bool) -> Talk:
    """A report with one place, by somebody whose area nobody has said."""
    return started({where: {"places": {"text": where}}}, area_known=False, **options)


@pytest.mark.parametrize(
    ("where", "area"),
    [("Chesterfield bus station", "derbyshire"), ("Spondon", "derby"), ("Matlock", "derbyshire")],
)
def test_the_area_is_read_from_the_place_and_shown_at_the_review(where: str, area: str) -> None:
    talk = placed(where).say(f"A man gave a girl a phone at {where}")
    assert talk.last.case.area == area
    assert talk.to("review").value("area") == area
    assert "• Area: " in talk.texts


def test_a_place_that_tells_no_area_leads_to_the_question() -> None:
    talk = placed("the old mill").say("A man gave a girl a phone at the old mill")
    assert talk.asked == "area"
    assert {"derby", "derbyshire"} <= set(talk.values)
    talk.choose("derbyshire")
    assert talk.last.case.area == "derbyshire"


def test_a_town_answers_the_question_for_the_area() -> None:
    talk = placed("the old mill").say("A man gave a girl a phone at the old mill").say("Matlock")
    assert talk.value("area") == "derbyshire"


def test_a_place_that_is_changed_changes_the_area_that_was_read_from_it() -> None:
    talk = placed("Spondon").say("A man gave a girl a phone at Spondon").to("review")
    talk.say("change the place").give("places", [{"text": "Buxton"}])
    assert talk.last.case.area == "derbyshire"


def test_an_area_that_was_chosen_is_not_changed_by_a_place() -> None:
    talk = placed("the old mill").say("A man gave a girl a phone at the old mill")
    talk.choose("derby").to("review").say("change the place").give("places", [{"text": "Buxton"}])
    assert talk.last.case.area == "derby"


def test_an_area_that_came_with_the_conversation_is_not_asked() -> None:
    talk = started().say("A man gave a girl a phone at the old mill")
    assert talk.asked == "places"
    assert talk.choose("dont_know").asked != "area"


def test_starting_again_asks_the_public_for_the_area_and_who_they_are_anew() -> None:
    talk = placed("Matlock").say("A man gave a girl a phone at Matlock").to("identity")
    talk.choose("named").give("reporter", {"name": "Pat Sample"}).to("review").choose("send")
    talk.say("start again").choose("yes").choose("saw_something")
    assert talk.value("reporter") is None
    talk.say("Another girl got into a car with somebody older").choose("dont_know")
    assert talk.asked == "area"


# -- numbers -----------------------------------------------------------------------------------


def test_no_line_ends_on_a_colon_when_what_it_announces_is_withheld() -> None:
    said = Talk()
    text = (
        "Ring them:\nSocial care: {social_care}\nAt night: {social_care_out_of_hours}\nThank you."
    )
    shown = said.taker.speaker.say(said.last.case, text)["text"]
    assert shown == "Ring them.\nThank you."


def test_who_stays_anonymous_is_told_where_their_own_words_still_name_them() -> None:
    told = {"Robin 07700 900222": {"reporter": {"name": "Robin"}}}
    talk = Talk(told).say("I am Robin 07700 900222 and a man took a girl off the bus").to("review")
    talk.choose("change:identity", "anonymous")
    assert "It still stands in your own words (“Robin 07700 900222”)" in talk.texts
    assert talk.value("reporter") is None
