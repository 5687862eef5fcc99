"""What practitioners type: lists in their own names, everything in one line, a wish for a form."""

import pytest

from assistant.domain.definition import Audience
from tests.unit.services.assessment_talk import at
from tests.unit.services.talk import Talk, assessing

# -- lists of indicators -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "text", "ticked"),
    [
        ("indicators_crime", "drugs and alcohol", ["drugs_alcohol"]),
        ("indicators_crime", "drugs and alcohol - given vodka", ["drugs_alcohol"]),
        ("indicators_people", "cars, missing", ["cars_with_adults", "missing"]),
        ("indicators_people", "goes to unsafe places", ["unsafe_places"]),
        ("indicators_health", "injuries and self harm", ["unexplained_injuries", "self_harm"]),
    ],
)
def test_an_indicator_answers_to_the_name_that_practitioners_give_it(
    group: str, text: str, ticked: list[str]
) -> None:
    assert at(group).say(text).value(group) == ticked


@pytest.mark.parametrize(
    "text",
    [
        "grooming. dont know about the rest",
        "Grooming. Don't know about the rest.",
        "grooming, the rest not known",
    ],
)
def test_not_knowing_about_the_rest_is_never_taken_for_no(text: str) -> None:
    talk = at("indicators_abuse").say(text)
    assert talk.value("indicators_abuse") == ["grooming", "others_unknown"]


def test_an_indicator_of_another_group_waits_for_its_list() -> None:
    talk = at("indicators_people").say("unexplained injuries")
    assert talk.asked == "indicators_people"
    assert "unexplained_injuries" in talk.last.case.proposed


def test_indicators_of_two_groups_in_one_list_are_both_taken() -> None:
    talk = at("indicators_people").say("missing, unexplained injuries")
    assert talk.value("indicators_people") == ["missing"]
    assert "unexplained_injuries" in talk.last.case.proposed


def test_an_indicator_of_a_group_already_answered_is_added_there() -> None:
    talk = at("indicators_abuse").say("grooming").say("online activity, weapons")
    assert talk.value("indicators_abuse") == ["grooming", "online_activity"]
    assert talk.value("indicators_crime") == ["weapons"]


@pytest.mark.parametrize("text", ["send - he has a plan", "SEND: he has a plan", "send"])
def test_an_option_with_the_name_of_its_question_is_chosen(text: str) -> None:
    assert at("child_facts").say(text).value("child_facts") == ["send"]


@pytest.mark.parametrize(
    ("text", "types", "context"),
    [
        ("high because he is 24 - met him online, cse", ["cse"], "he is 24 - met him online"),
        ("medium, seen twice by her carer, both", ["cce", "cse"], "seen twice by her carer"),
        ("high because he picks her up - CSE", ["cse"], "he picks her up"),
        ("high, he waits for her", None, None),
    ],
)
def test_a_type_said_last_is_taken_and_leaves_the_context(
    text: str, types: list[str] | None, context: str | None
) -> None:
    talk = at("grooming_level").say(text)
    assert talk.value("grooming_types") == types
    assert context is None or talk.value("grooming_context") == context


# -- everything in one line ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "post", "agency"),
    [
        ("Ann Lee, social worker, Derby City Council", "social worker", "Derby City Council"),
        ("Ann Lee, I'm head of year at Park Academy", "head of year", "Park Academy"),
        ("Ann Lee, school nurse with Park NHS Trust", "school nurse", "Park NHS Trust"),
        ("Ann Lee, 01632 960001", None, None),
    ],
)
def test_post_and_agency_beside_the_name_are_not_asked_again(
    text: str, post: str | None, agency: str | None
) -> None:
    talk = at("reporter").say(text)
    assert talk.value("reporter")["name"] == "Ann Lee"
    assert "other" not in talk.value("reporter")
    assert (talk.value("reporter_post"), talk.value("reporter_agency")) == (post, agency)


def test_ethnicity_language_and_interpreter_beside_the_child_go_where_they_belong() -> None:
    talk = at("child").say("Ella Ward, 15, girl, White British, speaks English, no interpreter")
    assert talk.value("child") == {"name": "Ella Ward", "age": 15, "gender": "girl"}
    assert talk.value("ethnicity") == "White British"
    assert talk.value("language") == "speaks English"
    assert talk.value("interpreter") == "no"


def test_looks_and_an_address_stay_with_the_child() -> None:
    talk = at("child").say("Ella Ward, 15, girl, black hair, 4 School Lane Derby")
    assert talk.value("child")["address"] == "4 School Lane Derby"
    assert talk.value("child")["description"] == "black hair"
    assert talk.asked == "ethnicity"


def test_words_about_an_interpreter_that_are_no_plain_answer_are_asked_about() -> None:
    talk = at("ethnicity").say("White British, she might need an interpreter later on")
    assert talk.value("interpreter") is None


# -- a wish at the opening -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "hi i need to do a cre risk assessment for one of my young people",
        "Hello, I'd like to do a risk assessment for a girl in my class please",
        "can I start a risk assessment",
    ],
)
def test_a_wish_for_the_assessment_begins_it_and_is_nobodys_account(text: str) -> None:
    talk = Talk(audience=Audience.PRACTITIONER).say(text)
    assert talk.asked == "reporter"
    assert talk.value("own_words") is None
    assert talk.value("child") is None
    assert "ring 999" in talk.texts


def test_a_wish_that_tells_of_a_child_is_kept() -> None:
    text = "I need to do a risk assessment for a girl of 14 who gets into cars with two older men"
    talk = Talk(audience=Audience.PRACTITIONER).say(text)
    assert text in str(talk.last.case)


# -- nothing lost, nothing misplaced -------------------------------------------------------------


def test_words_of_danger_in_an_account_told_again_are_not_replaced_by_the_next_answer() -> None:
    talk = Talk(audience=Audience.PRACTITIONER).choose("saw_something")
    talk.say("A girl got into a grey car outside the shop")
    talk.say("he is hitting her now", urgent=True).choose("not_danger")
    talk.choose("change:incident_details").say("He waits there with a knife", urgent=True)
    assert talk.asked not in ("incident_details", "danger_next")
    assert "grey car" in talk.value("incident_details")
    assert "with a knife" in talk.value("incident_details")


@pytest.mark.parametrize("text", ["I have spoken to my manager", "spoke to my manager"])
def test_whose_advice_was_sought_goes_into_no_account(text: str) -> None:
    talk = Talk(audience=Audience.PRACTITIONER).choose("saw_something")
    talk.say("A girl got into a grey car outside the shop").choose("change:advice_step")
    assert talk.asked == "advice_step"
    talk.say(text)
    assert talk.value("advice_step") == ["senior_practitioner_or_manager"]
    assert "manager" not in talk.value("incident_details")


# -- an answer before its question ---------------------------------------------------------------

WHO = "Maya Cole, teacher, Hill School, 01332 555 0100"


def test_who_a_practitioner_is_may_be_said_where_the_area_is_asked() -> None:
    knows = {"01332": {"reporter": {"phone": "01332 555 0100"}}}
    talk = assessing(knows=knows).say(WHO)
    assert talk.value("reporter") == {"name": "Maya Cole", "phone": "01332 555 0100"}
    assert talk.value("reporter_post") == "teacher"
    assert talk.value("reporter_agency") == "Hill School"
    assert talk.asked == "area"
    assert talk.say("Derby").asked == "earlier"


def test_somebody_with_no_number_is_not_taken_for_the_practitioner() -> None:
    talk = assessing().say("Maya Cole is a girl in year nine")
    assert talk.value("reporter") is None
    assert talk.asked == "area"
