"""Several people spoken of together, told apart; children in general that somebody acts on."""

import pytest

from tests.integration.narrative.conftest import Reads


def _ages(read: Reads, text: str, detail: str) -> list[int | str | None]:
    return [who.get("age", who.get("age_text")) for who in read(text).get(detail, [])]


@pytest.mark.parametrize(
    ("text", "victims", "offenders"),
    [
        ("three lads got in. One was maybe 13 and the older two, late twenties", [13], 2),
        ("Four lads. One was about 12, the other three were in their twenties", [12], 3),
        ("I had two lads in. One was 14 and the other about 25 with a beard", [14], 1),
        ("3 lads. one 14, two about 20", [14], 2),
        ("a man took two girls, one 12 and one 14, up to a room", [12, 14], 1),
        ("three girls aged 13, 14 and 15 with a man", [13, 14, 15], 1),
        ("two kids, the older one maybe 15 and the younger about 11", [15, 11], 0),
        ("two men and a boy. one of the men, about 30, hit him", [None], 2),
        ("three lasses got out, one about 13 the others older", [13, None, None], 0),
        ("two teenagers, a boy and a girl, about 14", [None, 14], 0),
        ("two men with a girl of 13, one of them is called Rafi, he's 30", [13], 2),
        ("two lads about 14", [14, 14], 0),
    ],
)
def test_members_of_a_group_are_told_apart(
    read: Reads, text: str, victims: list[int | None], offenders: int
) -> None:
    found = read(text)
    assert len(found.get("offenders", [])) == offenders
    assert _ages(read, text, "victims") == victims


def test_one_of_two_men_has_the_age(read: Reads) -> None:
    text = "two men with a girl of 13, one of them is called Rafi, he's 30"
    assert [(m.get("name"), m.get("age")) for m in read(text)["offenders"]] == [
        ("Rafi", 30),
        (None, None),
    ]


def test_what_one_of_two_listed_girls_wore_is_given_to_neither(read: Reads) -> None:
    girls = read("a man with two girls, 14 and 16, one of them in her school skirt")["victims"]
    assert [girl.get("description") for girl in girls] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "a bloke about 40 keeps calling young lads over to his car",
        "man in a van offering kids sweets",
        "older man giving schoolgirls vodka outside the spar",
        "there's a man messaging girls from my school on snapchat",
        "two men are selling vapes to kids outside school",
        "some bloke is buying drinks for young girls at the bus station",
        "a man called Lee uses kids to carry drugs",
        "a man of 30 hanging around with teenage girls every night",
        "men pay girls to go to parties",
        "a woman about 50 is getting teenage lads to shoplift for her",
        "My daughter says a man called Tony gives girls from her year vapes and cider",
    ],
)
def test_children_in_general_whom_somebody_approaches(read: Reads, text: str) -> None:
    found = read(text)
    assert len(found["victims"]) == 1
    assert "description" in found["victims"][0]
    assert len(found["offenders"]) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "kids were playing football in the park and a man was watching",
        "Kids in the park said a man was shouting",
        "the PE teacher took the kids swimming",
        "girls come in here all the time",
    ],
)
def test_children_who_were_merely_there(read: Reads, text: str) -> None:
    assert "victims" not in read(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a woman of about 30 was handing a carrier bag to a boy who looked 12", 1),
        ("a woman was passing envelopes to a lad of about 13", 1),
        ("a woman in her 40s giving cash to two girls of 14", 1),
        ("a woman gave the girl her coat", 0),
        ("a lady handed a leaflet to a boy", 0),
        ("a woman was sat near a girl", 0),
    ],
)
def test_a_woman_who_passes_goods(read: Reads, text: str, count: int) -> None:
    assert len(read(text).get("offenders", [])) == count


@pytest.mark.parametrize(
    ("text", "victims", "offenders"),
    [
        ("boy 12 year sell drug for man", [12], [None]),
        ("she have 14 years, man is 40 years", [14], [40]),
        ("girl is only 13 years and she go with men", [13], [None]),
        ("I live here 12 years, man bring girl 14 year", [14], [None]),
        ("He has 20 years experience", [], []),
        ("he got 5 years in prison", [], []),
        ("lad, 15 or so, in a grey hoodie, with a man", [15], [None]),
        ("A girl of 13 I reckon, with a man", [13], [None]),
        ("a girl with a man. He says he is 17 but his voice is a grown man's", [None], [None]),
    ],
)
def test_ages_in_other_words(
    read: Reads, text: str, victims: list[int | None], offenders: list[int | None]
) -> None:
    assert _ages(read, text, "victims") == victims
    found = _ages(read, text, "offenders")
    assert found == offenders


def test_that_there_are_others_adds_no_child_to_the_one_that_is_told_of(read: Reads) -> None:
    found = read("dropped a girl about 13 at a house, he does it every week with different girls")
    assert len(found["victims"]) == 1
    assert found["victims"][0]["age"] == 13


def test_children_who_are_all_that_is_told_of_are_kept(read: Reads) -> None:
    assert "victims" in read("a man brings different girls here every week")
