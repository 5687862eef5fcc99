"""Whose age, name and looks are whose."""

from datetime import datetime
from typing import Any

import pytest

from assistant.adapters.narrative.reader import SpacyReader
from assistant.services.routing import age_of_child
from tests.integration.narrative.conftest import Reads

NOW = datetime(2026, 11, 21, 12)


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("a girl about 14 got in", [(14, "girl")]),
        ("two girls about 14", [(14, "girl"), (14, "girl")]),
        ("2 lasses both 15", [(15, "girl"), (15, "girl")]),
        ("a lad, 15ish, sat in the back", [(15, "boy")]),
        ("theres a kid in there hes only 8", [(8, "boy")]),
        ("wee girl maybe 10 or 11", [(10, "girl")]),
        ("a bairn of six on his own", [(6, "boy")]),
        ("my daughter is fourteen", [(14, "girl")]),
        ("our 13 year old has been groomed. she wont talk", [(13, "girl")]),
        ("she's 14 going on 15", [(14, "girl")]),
        ("girl 14/15 years old", [(14, "girl")]),
        ("a year 9 pupil told me about it", [(13, None)]),
        ("Kieran, 15, went missing", [(15, None)]),
        ("Kieran, 15, went missing. He came back at four", [(15, "boy")]),
        ("a schoolboy aged 12", [(12, "boy")]),
        ("she said she was 18 but she looks about 14", [(14, "girl")]),
        ("a girl got in. she looked about 14", [(14, "girl")]),
        ("girl nearly 15", [(14, "girl")]),
        ("im 15 and hes outside", [(15, None)]),
        ("my daughter is 9 and saw a girl about 15 with a man", [(15, "girl")]),
        ("a man of 40 with a lad of 13", [(13, "boy")]),
        ("im 45 and i saw a boy of 12", [(12, "boy")]),
        ("a youngster, cant be more than 13", [(13, None)]),
        ("a teenager in room 14", [(None, None)]),
        ("he paid 14 quid for the girl", [(None, "girl")]),
        ("a girl waited 14 mins", [(None, "girl")]),
        ("girl at number 14", [(None, "girl")]),
        ("a girl in her early teens", [(None, "girl")]),
        ("a lad with two older men", [(None, "boy")]),
    ],
)
def test_a_childs_age_and_gender_are_read(
    read: Reads, text: str, victims: list[tuple[int | None, str | None]]
) -> None:
    found = read(text).get("victims", [])
    assert [(v.get("age"), v.get("gender")) for v in found] == victims


@pytest.mark.parametrize(
    ("text", "offenders"),
    [
        ("two older men with a girl", [{"description": "older men", "gender": "man"}] * 2),
        ("a man in his 30s", [{"age_text": "in his 30s", "gender": "man"}]),
        ("a bloke about 40", [{"age": 40, "age_text": "about 40", "gender": "man"}]),
        ("a lad about 25 with her", [{"age": 25, "age_text": "about 25", "gender": "man"}]),
        ("a geezer called Tony", [{"name": "Tony", "gender": "man"}]),
        ("a fella, they call him Ghost", [{"nickname": "Ghost", "gender": "man"}]),
        ("a man, goes by Ghost", [{"nickname": "Ghost", "gender": "man"}]),
        (
            "lads of 18 and 19 buying a kid food",
            [
                {"age": 18, "age_text": "18", "gender": "man"},
                {"age": 19, "age_text": "19", "gender": "man"},
            ],
        ),
        (
            "she is 13. her boyfriend is 24",
            [{"age": 24, "age_text": "24", "gender": "man", "relationship": "boyfriend"}],
        ),
        (
            "the driver was a big bloke, bald, called Tony",
            [{"name": "Tony", "description": "big bloke, bald", "gender": "man"}],
        ),
        (
            "a girl with a man. he was bald, grey hoodie, Liverpool accent",
            [{"description": "bald, grey hoodie, Liverpool accent", "gender": "man"}],
        ),
        (
            "a girl with an older man who said he was her uncle",
            [{"relationship": "uncle", "description": "older man", "gender": "man"}],
        ),
        (
            "two men and a girl, one was bald and the other had a beard",
            [{"description": "bald", "gender": "man"}, {"description": "beard", "gender": "man"}],
        ),
        ("three men all 30+", [{"age_text": "30+", "gender": "man"}] * 3),
        (
            "a girl told me her uncle hit her",
            [{"gender": "man", "relationship": "uncle"}],
        ),
    ],
)
def test_a_person_of_concern_is_read(
    read: Reads, text: str, offenders: list[dict[str, Any]]
) -> None:
    assert read(text)["offenders"] == offenders


@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("girl got in, she looked about 14, blonde, crying", "description", "blonde, crying"),
        ("a girl with a man, she was shaking", "description", "shaking"),
        ("a girl, her hair was wet, in a pink coat", "description", "pink coat"),
        ("a girl with a man in a grey hoodie", "description", None),
        ("girl with no bag and no coat", "description", None),
        ("3 or 4 girls in a room", "description", "3 or 4 girls"),
        ("a girl, her name was Ellie", "name", "Ellie"),
        ("a lass name of Kez", "name", "Kez"),
        ("a young lad got in and someone shouted 'Jamie'", "name", "Jamie"),
        ("my neighbours kid jamie is 11", "name", "Jamie"),
        ("my son Tyler, 14, is missing", "name", "Tyler"),
        ("im 15 and on my own", "description", "the person writing"),
        ("a girl, dob 14/05/2012", "date_of_birth", "14/05/2012"),
    ],
)
def test_a_childs_name_and_looks_are_read(
    read: Reads, text: str, part: str, value: str | None
) -> None:
    victims = read(text)["victims"]
    assert len(victims) == 1
    assert victims[0].get(part) == value


@pytest.mark.parametrize(
    "text",
    [
        "if i saw a girl in a cab with older men what would i do",
        "no girl, no man, nothing",
        "is a 16 year old allowed in a hotel",
        "my mum and dad are lovely",
        "i called the police",
        "im a taxi driver and im 45",
        "my boss is 50",
        "the social worker, about 40, rang me",
        "who do i ring about kids at risk",
        "the name of a hotel",
        "do you take reports about children",
        "my mate was driving",
    ],
)
def test_nobody_is_made_up(read: Reads, text: str) -> None:
    assert not {"victims", "offenders"} & read(text).keys()


def test_a_girl_of_22_is_not_a_child(read: Reads) -> None:
    assert "victims" not in read("a girl of 22 was in the car")


@pytest.mark.parametrize(
    ("text", "expecting", "value"),
    [
        ("Dave", "offenders", {"name": "Dave"}),
        (
            "about 40, bald, grey hoodie",
            "offenders",
            {"age": 40, "age_text": "about 40", "description": "bald, grey hoodie"},
        ),
        (
            "her uncle dave",
            "offenders",
            {"name": "Dave", "gender": "man", "relationship": "uncle"},
        ),
        ("about 14", "victims", {"age": 14, "age_text": "about 14"}),
        ("Ellie Smith", "victims", {"name": "Ellie Smith"}),
        ("year 9", "victims", {"age": 13, "age_text": "year 9"}),
        ("the receptionist", "others_present", {"description": "receptionist"}),
        (
            "my mate Dave",
            "others_present",
            {"name": "Dave", "description": "my mate"},
        ),
    ],
)
def test_a_bare_answer_is_about_the_person_asked_for(
    read: Reads, text: str, expecting: str, value: dict[str, Any]
) -> None:
    assert read(text, expecting)[expecting] == [value]


@pytest.mark.parametrize("text", ["no", "dont know", "dunno", "none", "prefer not to say"])
@pytest.mark.parametrize("expecting", ["victims", "offenders", "others_present", "places"])
def test_no_answer_is_nobody(read: Reads, text: str, expecting: str) -> None:
    assert expecting not in read(text, expecting)


def test_a_witness_is_among_others_present(read: Reads) -> None:
    found = read("a man with a girl. the receptionist saw them too")
    assert found["others_present"] == [{"description": "receptionist"}]


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
