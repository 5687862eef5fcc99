"""Who saw it: the writer, or somebody who told them."""

import pytest

from tests.integration.narrative.conftest import Reads


@pytest.mark.parametrize(
    "text",
    [
        "I work behind the bar at the Crown. A man in his 50s brings a girl in every Thursday",
        "I'm on the till at a petrol station. A van with two men and a girl comes in every night",
        "I was on the desk. Two men and a girl came in",
        "A man took two girls up to room 9 at the Railway Lodge. I was on reception.",
        "I'm a bus driver, two lads get on every night with a girl of 12",
        "I turned away a girl of 16 with a man",
        "I refused to serve a man with a girl about 15",
        "we stopped a lad of 15 with three phones in the shop",
        "I had three lads in the cab from Friar Gate",
        "had two lads in the back last night, one had a knife",
        "I had a girl of 14 in the back and a man kept ringing her",
        "two men give boy drugs near mosque yesterday, I see",
        "I see every night man take girl in house",
        "saw it with my own eyes, a man hit the girl",
        "was sat outside the shop when a girl got in a car with two men",
        "a girl knocked on my cab and asked if I wanted business",
    ],
)
def test_the_writer_saw_it(read: Reads, text: str) -> None:
    assert read(text)["witnessed"] == ["yes"]


@pytest.mark.parametrize(
    "text",
    [
        "I work at a hotel. My colleague told me about a girl in room 4",
        "I didn't see it but the lads at work did",
        "My daughter says a man gives girls vapes. I haven't seen it myself.",
        "I had a chat with my daughter and she said a man gave her money",
    ],
)
def test_the_writer_did_not_see_it(read: Reads, text: str) -> None:
    assert read(text)["witnessed"] == ["no"]


@pytest.mark.parametrize(
    "text",
    [
        "I work in a school. One girl has a boyfriend who picks her up in a car",
        "I work at a hotel, the night porter saw a man bring two girls in",
        "I work in a shop. My daughter is 13 and has a boyfriend of 25",
        "I'm a teaching assistant. A girl has told me her boyfriend is 25",
        "I see a girl at my clinic who has a boyfriend of 30",
        "if I see a girl with an older man what do I do",
        "I had a feeling about the man and a girl",
        "oh I see",
    ],
)
def test_who_saw_it_is_left_open(read: Reads, text: str) -> None:
    assert "witnessed" not in read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm Thandeka, you can ring me on 07700 900123", "Thandeka"),
        ("it's Ottoline, my number is 07700 900456", "Ottoline"),
        ("My name's Sefton and my number's 07700 900456", "Sefton"),
        ("I'm Kofi, you can call me on 07700 900456", "Kofi"),
        ("I'm Polish, you can ring me on 07700 900123", None),
        ("I'm Worried about her, ring me 07700 900100", None),
        ("I am Muslim, my number 07700 900111", None),
    ],
)
def test_a_name_before_a_number_of_ones_own(read: Reads, text: str, name: str | None) -> None:
    assert read(text)["reporter"][0].get("name") == name


def test_a_name_and_number_of_somebody_else_are_not_the_writers(read: Reads) -> None:
    assert "reporter" not in read("his name is Kofi and his number is 07700 900432")


def test_a_writer_who_stays_anonymous_has_no_name_read(read: Reads) -> None:
    found = read("I'm Chris but don't put my name on it, a man of 40 is bringing girls in")
    assert found["identity"] == ["anonymous"]
    assert "reporter" not in found


@pytest.mark.parametrize(
    "text",
    [
        "I am a social worker. I picked a girl up from school and she is afraid of a man",
        "As her social worker I picked a girl up from the police station last night",
        "I'm a support worker and I picked a lad up from his placement",
    ],
)
def test_who_fetches_a_child_at_work_has_not_witnessed_it(read: Reads, text: str) -> None:
    assert "witnessed" not in read(text)


def test_a_driver_who_picked_a_girl_up_has(read: Reads) -> None:
    assert read("I picked a girl up in my taxi last night")["witnessed"] == ["yes"]
    seen = read("I'm a youth worker and I saw a man hit a girl. I picked her up after")
    assert seen["witnessed"] == ["yes"]
