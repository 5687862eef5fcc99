"""An answer is changed, taken out or added to by saying so, with the real reader."""

from typing import Any

import pytest

from assistant.adapters.narrative.reader import SpacyReader
from tests.integration.narrative.test_corrections import assessing, started
from tests.unit.services.assessment_talk import go
from tests.unit.services.talk import Talk

ACCOUNT = (
    "saw a girl about 13 get in a red astra YK12 ABC with an older man outside asda on osmaston "
    "road last night about 11"
)
TWO = "on 2/11/26 saw a girl about 13 and a boy about 10 in a red car with two men on London Road"
MIDDLE = ["more", "identity", "review"]


def at(reader: SpacyReader, question: str, account: str = ACCOUNT) -> Talk:
    """A member of the public whose account has been read, at a later question."""
    return started(reader).say(account).to(question)


def answers(talk: Talk) -> dict[str, Any]:
    return {key: answer.value for key, answer in talk.last.case.answers.items()}


def changed(talk: Talk, text: str) -> set[str]:
    """The answers that a text changes."""
    before = answers(talk)
    after = answers(talk.say(text))
    return {key for key in before | after if before.get(key) != after.get(key)}


# -- in the middle ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", MIDDLE)
@pytest.mark.parametrize(
    ("text", "answer", "part", "value"),
    [
        ("she wasn't 13 she was 15", "victims", "age", 15),
        ("my mistake she's 12", "victims", "age", 12),
        ("can you change the age to 16", "victims", "age", 16),
        ("wrong street, it was Normanton Road", "places", "text", "Normanton Road"),
        ("the car was blue sorry", "vehicles", "colour", "blue"),
        ("he is 16", "offenders", "age", 16),
        ("his name is Daz", "offenders", "name", "Daz"),
        ("the man is 40 not 30", "offenders", "age", 40),
    ],
)
def test_a_correction_changes_what_it_names_and_the_question_stays(
    reader: SpacyReader, question: str, text: str, answer: str, part: str, value: Any
) -> None:
    talk = at(reader, question)
    assert changed(talk, text) == {answer}
    assert talk.value(answer)[0][part] == value
    assert "Changed." in talk.texts
    assert talk.asked == question


@pytest.mark.parametrize("question", MIDDLE)
@pytest.mark.parametrize(
    "text", ["the time is wrong", "it weren't last night it was the night before"]
)
def test_what_is_wrong_is_asked_again_and_then_the_question_that_was_asked(
    reader: SpacyReader, question: str, text: str
) -> None:
    talk = at(reader, question)
    assert changed(talk, text) == set()
    assert talk.asked == "incident_time"
    assert talk.say("friday at 9pm").asked == question


@pytest.mark.parametrize("text", ["there was no man", "remove the man"])
def test_somebody_who_was_not_there_is_taken_out(reader: SpacyReader, text: str) -> None:
    talk = at(reader, "identity")
    assert changed(talk, text) == {"offenders"}
    assert "taken this out" in talk.texts
    assert "older man" in talk.texts
    assert talk.asked == "identity"


def test_a_car_is_taken_out(reader: SpacyReader) -> None:
    assert changed(at(reader, "identity"), "remove the car") == {"vehicles"}


def test_whoever_did_not_see_it_is_no_witness(reader: SpacyReader) -> None:
    talk = at(reader, "more")
    talk.say("i didnt see it myself, my sister did")
    assert talk.value("witnessed") == "no"
    assert "my sister did" in talk.value("incident_details")
    assert talk.value("more") is None


def test_more_people_than_were_told_of_are_added_to_those(reader: SpacyReader) -> None:
    talk = at(reader, "more").say("there were three men not two")
    assert [man.get("description") for man in talk.value("offenders")] == ["older man", None, None]


def test_changed_is_not_said_where_nothing_is(reader: SpacyReader) -> None:
    talk = at(reader, "review")
    assert changed(talk, "it was thursday not friday") == set()  # last night was Thursday
    assert "Changed" not in talk.texts


# -- who is meant ----------------------------------------------------------------------------------


def test_a_man_who_was_a_lad_is_not_the_child(reader: SpacyReader) -> None:
    talk = at(reader, "review")
    assert changed(talk, "he wasnt a man he was a lad about 17") == {"offenders"}
    assert talk.value("offenders") == [{"gender": "boy", "age": 17, "age_text": "about 17"}]


def test_he_who_is_nobody_told_of_is_asked_about(reader: SpacyReader) -> None:
    talk = at(
        reader, "review", "saw a girl about 13 get in a red astra on osmaston road last night"
    )
    assert changed(talk, "he is 16") == set()
    assert "who you mean" in talk.texts


@pytest.mark.parametrize("text", ["she is 12", "the girl was 12 not 13"])
def test_of_a_girl_and_a_boy_the_girl_is_changed(reader: SpacyReader, text: str) -> None:
    talk = at(reader, "review", TWO)
    assert changed(talk, text) == {"victims"}
    assert [child["age"] for child in talk.value("victims")] == [12, 10]


@pytest.mark.parametrize(("which", "ages"), [("the boy", [13, 12]), ("the first one", [12, 10])])
def test_where_two_may_be_meant_it_is_asked_and_then_done(
    reader: SpacyReader, which: str, ages: list[int]
) -> None:
    talk = at(reader, "review", TWO)
    assert changed(talk, "change the age to 12") == set()
    assert talk.asked == "victims"
    assert "girl, about 13; boy, about 10" in talk.texts
    assert changed(talk, which) == {"victims"}
    assert [child["age"] for child in talk.value("victims")] == ages
    assert talk.asked == "review"


@pytest.mark.parametrize("which", ["Beth", "Beth Cole, 13", "the second one"])
def test_two_sisters_keep_their_names(reader: SpacyReader, which: str) -> None:
    sisters = [{"name": "Ann Cole", "age": 12}, {"name": "Beth Cole", "age": 14}]
    talk = at(reader, "review").choose("change:victims").give("victims", sisters)
    assert changed(talk, "change her age to 13") == set()
    talk.say(which)
    assert [child["name"] for child in talk.value("victims")] == ["Ann Cole", "Beth Cole"]
    assert [child["age"] for child in talk.value("victims")] == [12, 13]


def test_fewer_people_than_were_told_of_are_asked_about(reader: SpacyReader) -> None:
    talk = at(reader, "review", TWO)
    assert changed(talk, "there was one man not two") == set()
    assert "man; man" in talk.texts


# -- added to --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("add another girl about 11", "victims"),
        ("there was also a boy about 10", "victims"),
        ("then to Pear Tree Road", "places"),
        ("add a blue van", "vehicles"),
    ],
)
def test_what_is_added_replaces_nothing(reader: SpacyReader, text: str, answer: str) -> None:
    talk = at(reader, "review")
    before = talk.value(answer)
    assert changed(talk, text) == {answer}
    assert talk.value(answer)[:-1] == before


@pytest.mark.parametrize(
    "text", ["she was missing last night too", "she had another missing episode on 15 Nov"]
)
def test_a_new_fact_changes_no_date_and_is_added(reader: SpacyReader, text: str) -> None:
    talk = at(reader, "review", TWO)
    assert changed(talk, text) == {"incident_details"}
    assert talk.value("incident_details").endswith(text)


def test_what_somebody_looks_like_is_added_to_what_is_known(reader: SpacyReader) -> None:
    talk = at(reader, "review").say("the man had a beard")
    assert talk.value("offenders")[0]["description"] == "older man; beard"


# -- times -----------------------------------------------------------------------------------------

TUESDAY = "last tuesday at 11pm saw a girl about 13 get in a red car with a man on London Road"


def test_another_hour_keeps_the_day(reader: SpacyReader) -> None:
    talk = at(reader, "review", TUESDAY).say("change the time").say("10pm")
    assert talk.value("incident_time")["date"] == "2026-11-17"
    assert talk.value("incident_time")["time"] == "22:00"


def test_a_bit_earlier_sets_no_date(reader: SpacyReader) -> None:
    talk = at(reader, "review", TUESDAY)
    assert changed(talk, "i think it was a bit earlier") == set()
    assert talk.asked == "incident_time"


def test_a_date_is_no_police_incident_number(reader: SpacyReader) -> None:
    talk = at(reader, "review", TWO)
    assert changed(talk, "date of incident is 12/11/26 not 2/11") == {"incident_time"}
    assert talk.value("incident_time")["date"] == "2026-11-12"


# -- an assessment ---------------------------------------------------------------------------------


def rows(reader: SpacyReader, question: str) -> Talk:
    return go(assessing(reader, "indicators_people").tick("cars_with_adults", "missing"), question)


@pytest.mark.parametrize("question", ["barriers", "level_3", "family_aware", "review"])
@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("change the level of cars to high", "cars_with_adults_level"),
        ("change missing level to high", "missing_level"),
        ("change the level of missing to high", "missing_level"),
    ],
)
def test_the_level_of_a_row_is_changed_and_no_other(
    reader: SpacyReader, question: str, text: str, row: str
) -> None:
    talk = rows(reader, question)
    decided = talk.value("level_3")
    talk.say(text)
    assert talk.value(row) == "high"
    assert talk.value("level_3") == decided
    assert talk.asked == question


def test_the_level_alone_is_that_of_the_row_asked_or_it_is_asked_which(reader: SpacyReader) -> None:
    talk = rows(reader, "grooming_context").say("change the level to high")
    assert talk.value("grooming_level") == "high"
    talk = go(talk, "barriers").say("change the level to low")
    assert "more than one level" in talk.texts
    assert talk.value("level_3") is None
    assert talk.asked == "barriers"


@pytest.mark.parametrize("question", ["ethnicity", "language", "grooming_context"])
@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("the child is Ellie Ward, not Ella", "name", "Ellie Ward"),
        ("the child's name is Ella Wardle not Ward", "name", "Ella Wardle"),
        ("change Ella's age to 12", "age", 12),
        ("change the name to Mia Low", "name", "Mia Low"),
    ],
)
def test_a_correction_is_no_answer_where_words_are_asked_for(
    reader: SpacyReader, question: str, text: str, part: str, value: Any
) -> None:
    talk = assessing(reader, question).say(text)
    assert talk.value("child")[part] == value
    assert talk.value(question) is None
    assert talk.asked == question


def test_the_value_after_to_is_used(reader: SpacyReader) -> None:
    talk = assessing(reader, "grooming_context").say("change the language to English")
    assert talk.value("language") == "English"
    assert talk.asked == "grooming_context"


@pytest.mark.parametrize("question", ["ethnicity", "barriers", "review"])
def test_my_name_and_agency_are_not_the_childs(reader: SpacyReader, question: str) -> None:
    talk = go(assessing(reader, "reporter").say("Sam Reed, 01332 555 100"), question)
    child, places = talk.value("child"), talk.value("places")
    talk.say("change my name to Sam Reid").say("change the agency to Derbyshire Constabulary")
    assert talk.value("reporter")["name"] == "Sam Reid"
    assert talk.value("reporter_agency") == "Derbyshire Constabulary"
    assert (talk.value("child"), talk.value("places")) == (child, places)
    assert talk.asked == question


def test_a_row_is_taken_out_and_the_reason_makes_nobody_a_suspect(reader: SpacyReader) -> None:
    talk = rows(reader, "review").say("remove cars, that was her uncle")
    assert talk.value("indicators_people") == ["missing"]
    assert talk.value("offenders") is None
    assert "that was her uncle" in talk.value("own_words")


def test_a_row_is_added_with_the_words_beside_it(reader: SpacyReader) -> None:
    talk = rows(reader, "review").say("add drugs and alcohol, she smokes weed")
    assert talk.value("indicators_crime") == ["drugs_alcohol"]
    assert "she smokes weed" in talk.value("own_words")
    assert talk.asked == "drugs_alcohol_level"


def test_another_school_takes_the_place_of_the_school(reader: SpacyReader) -> None:
    talk = go(assessing(reader, "places").say("Park School"), "review")
    talk.say("actually the school is Hill School not Park School")
    assert talk.value("places") == [{"text": "Hill School"}]
    assert talk.value("own_words") is None


# -- nothing is written silently -------------------------------------------------------------------


def test_words_are_taken_out_of_an_account(reader: SpacyReader) -> None:
    talk = at(reader, "review", "A girl of 14 met a man at Derby youth service on London Road")
    talk.say("remove 'Derby youth service' from the incident details")
    assert "youth service" not in talk.value("incident_details")
    assert "remove" not in talk.value("incident_details")


@pytest.mark.parametrize(
    "text",
    [
        "remove the bit about the school",
        "change the school to Hill School",
        "the school is wrong",
        "please fix the spelling",
    ],
)
@pytest.mark.parametrize("question", MIDDLE)
def test_a_change_that_matches_nothing_is_asked_about_and_not_sent(
    reader: SpacyReader, question: str, text: str
) -> None:
    talk = at(reader, question)
    assert changed(talk, text) == set()
    assert "changed nothing" in talk.texts
    assert talk.asked == question


def test_a_correction_of_the_man_is_nobody_else_who_was_there(reader: SpacyReader) -> None:
    talk = at(reader, "more").tick("others").to("others_present")
    assert changed(talk, "actually he's about 30") == {"offenders"}
    assert talk.asked == "others_present"


@pytest.mark.parametrize(
    "text",
    ["not with her uncle, with her dad", "he was not on London Road", "the school should be told"],
)
def test_what_only_looks_like_a_change_is_the_answer(reader: SpacyReader, text: str) -> None:
    talk = go(assessing(reader, "places").say("London Road"), "barriers")
    assert changed(talk, text) == {"barriers"}
    assert talk.value("barriers") == text


@pytest.mark.parametrize(
    ("text", "asked"), [("remove the number plate", "vehicles"), ("remove her age", "victims")]
)
def test_a_part_that_is_to_go_takes_nobody_and_nothing_with_it(
    reader: SpacyReader, text: str, asked: str
) -> None:
    talk = at(reader, "review")
    assert changed(talk, text) == set()
    assert talk.asked == asked


def test_my_name_is_not_the_childs(reader: SpacyReader) -> None:
    assert changed(at(reader, "review"), "can you remove my name") == set()


@pytest.mark.parametrize("text", ["a knife not a gun", "he had a knife, not the girl"])
def test_a_weapon_told_of_with_a_not_is_a_weapon(reader: SpacyReader, text: str) -> None:
    talk = at(reader, "more").tick("weapon")
    assert changed(talk, text) == {"weapons"}
