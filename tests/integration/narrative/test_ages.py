"""Whose age a number is, and which numbers are nobody's age."""

from datetime import datetime

import pytest

from assistant.adapters.narrative.reader import SpacyReader
from assistant.services.routing import age_of_child
from tests.integration.narrative.conftest import Reads

NOW = datetime(2026, 11, 21, 12)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Fifteen. Out every night and won't say where.", (15,)),
        ("Marlon, 16, sleeps till noon.", (16,)),
        ("A lad of about fifteen I think, never seen him before", (15,)),
        ("Three days out of five, a Grey Audi.", ()),
        ("Four big lads were stood there.", ()),
        ("Nine times this month.", ()),
    ],
)
def test_an_age_that_stands_by_itself_is_read_and_a_count_is_not(
    text: str, ages: tuple[int, ...]
) -> None:
    assert SpacyReader().read(text, datetime(2026, 11, 21, 12)).ages == ages


def test_years_that_a_friendship_lasted_are_nobodys_age() -> None:
    reading = SpacyReader().read("mates with the same boy ten years", datetime(2026, 11, 21, 12))
    assert not [p for p in reading.details.get("victims", ()) if "age" in p.value]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("A Year 6 pupil drew a picture and cried", 10),
        ("im a boy 13. they want me to do it", 13),
        ("15 n out till all hours", 15),
        ("on her own at the bar, 14 she tells me", 14),
        ("both 14, sat in the car with him", 14),
        ("12 if that, in a school shirt", 12),
        ("Last year 3 men moved in next door", None),
        ("my daughter 15 minutes late again", None),
    ],
)
def test_an_age_set_down_by_itself_is_the_childs(
    reader: SpacyReader, text: str, age: int | None
) -> None:
    assert age_of_child(reader.read(text, NOW)) == age


def ages_read(reader: SpacyReader, *texts: str) -> list[int | None]:
    return [age_of_child(reader.read(text, NOW)) for text in texts]


def test_an_age_told_as_given_put_or_recorded_is_the_childs(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "Someone new at the nail bar. Gave her age as 16, no bank card.",
        "He was recorded as 15 by the hostel, and they moved him on.",
        "Two lasses I'd put at 14, drunk on the stairs.",
        "Her student card makes her 17. She never stays the night.",
    ) == [16, 15, 14, 17]


def test_an_age_at_which_something_happened_is_the_childs(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "At thirteen he was carrying for an older crew.",
        "Zara came home at 14 with a new phone and would not say why.",
        "At 12 Omar was seen with a knife.",
        "The child arrived in placement at 12 with a new bag.",
    ) == [13, 14, 12, 12]


def test_an_hour_is_nobodys_age(reader: SpacyReader) -> None:
    assert (
        ages_read(
            reader,
            "They pick a girl up every Friday about ten.",
            "A van drove the girl away about eleven.",
            "He rang at 12 and left. It is now nine and a girl is missing.",
            "The girl's train is at 14.10 from platform 2.",
        )
        == [None] * 4
    )


def test_money_and_counts_are_nobodys_age(reader: SpacyReader) -> None:
    assert (
        ages_read(
            reader,
            "The lad owes them eleven hundred pounds.",
            "The girl was with all four parents at the fair.",
            "A family of four and a girl got in.",
            "We found the boy there on 3, 9 and 17 May.",
            "Groups of lads 5, one girl.",
            "A girl asked about vehicles over ten years old.",
        )
        == [None] * 6
    )


def test_money_beside_a_school_year_leaves_the_school_year(reader: SpacyReader) -> None:
    assert ages_read(reader, "A Year 10 girl owes three hundred pound to a man.") == [14]


def test_an_age_goes_before_somebody_elses_school_year(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "A boy in year 11 shared her pictures with his mates. shes 14",
        "Maya is 12 and in Year 7.",
    ) == [14, 12]


def test_an_age_now_goes_before_one_back_then(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "Since she was 12 the gang has used Erin. She is 15.",
        "He was 14 when it began and is 15 now.",
        "when i was 13 he used to drive me about. im 15 now",
        "A boy of 17 works there. He was brought in the back of a van at 15.",
    ) == [15, 15, 15, 17]


def test_a_birthday_still_to_come_is_not_yet_reached(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "My son will be sixteen in August. A man waits for him.",
        "he's thirteen next week and a man keeps texting him",
        "A lad carried a blade before he turned seventeen.",
        "She had just turned 14 when a man picked her up.",
    ) == [15, 12, 16, 14]


def test_a_mind_likened_to_a_younger_childs_is_not_the_age(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "A girl of 14 whose understanding is that of a five-year-old.",
        "Sana has the reading age of a seven-year-old.",
        "My son's 16, about eight in his head.",
    ) == [14, None, 16]


def test_ages_as_records_set_them_down_are_read(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "Female 16 yrs, bite marks.",
        "M, 14, seen at the flat.",
        "f 14: met a man online",
        "16 y/o, broken wrist",
        "A crew of 12-15 yr olds in the arcade",
        "A girl of fifteen: the usual story",
    ) == [16, 14, 14, 16, 12, 15]


def test_school_years_in_words_and_of_the_youngest_are_read(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "One of my year nines told me about a man",
        "Reception child arrives hungry every day",
        "Some lads in year 9 want pictures. im yr 8",
        "How do I talk to a lad in Year 6 about it",
    ) == [13, 4, 12, 10]


def test_a_babys_age_is_in_years(reader: SpacyReader) -> None:
    assert ages_read(
        reader,
        "Alfie is four weeks old and has a bruise.",
        "A baby 14 months old and left alone",
        "Toddler, 2, on the windowsill",
    ) == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("She went missing a lot when she was 13. She's 15 now", [(15, "girl")]),
        ("Since she was 12 they have used her. She is 15.", [(15, "girl")]),
        ("they have used her since she was 12", [(12, "girl")]),
        ("He's 17 but his girlfriend is 13 and pregnant.", [(13, "girl"), (17, "boy")]),
        ("she's 14 and her boyfriend is 17", [(14, "girl")]),
        ("She is in year 8", [(12, "girl")]),
        (
            "The driver was about 40, his kids were 5 and 7, and the girl looked about 15.",
            [(15, "girl")],
        ),
        ("her kids are 5 and 7 and left alone every night", [(5, None), (7, None)]),
        ("girl came in with him looks about 15", [(15, "girl")]),
        ("I spoke to her, about 14, a man was with her", [(14, "girl")]),
    ],
)
def test_an_age_is_that_of_whom_the_words_are_about_now(
    read: Reads, text: str, victims: list[tuple[int | None, str | None]]
) -> None:
    found = read(text).get("victims", [])
    assert [(v.get("age"), v.get("gender")) for v in found] == victims


@pytest.mark.parametrize(
    "text",
    [
        "My daughter is 30 now, she was abused when she was 12.",
        "when i was 13 he used to drive me about. im 32 now",
    ],
)
def test_somebody_grown_up_now_is_no_child(reader: SpacyReader, text: str) -> None:
    reading = reader.read(text, NOW)
    assert "victims" not in reading.details
    assert reading.ages == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two girls cant of been more than 15 in the club", "cant of been more than 15"),
        ("a girl who doesnt look over 15", "doesnt look over 15"),
        ("a girl not a day over 15", "not a day over 15"),
        ("a girl over 15", "over 15"),
        ("a lad, hes got to be under 16", "under 16"),
    ],
)
def test_the_words_of_an_age_keep_their_not(read: Reads, text: str, words: str) -> None:
    assert read(text)["victims"][0]["age_text"] == words


@pytest.mark.parametrize(
    "text",
    [
        "he drives a 20 year old blue Corsa and picks up a girl",
        "a man messages my daughter, his insta is dan the man 88",
    ],
)
def test_the_years_of_a_car_and_the_figures_of_a_name_are_nobodys_age(
    read: Reads, text: str
) -> None:
    found = read(text)
    assert not [p for p in found.get("offenders", []) if "age" in p]


def test_the_driver_of_a_car_keeps_the_age(read: Reads) -> None:
    assert read("a 20 year old BMW driver with a girl")["offenders"][0]["age"] == 20
