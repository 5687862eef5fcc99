"""Whose age, name and looks are whose."""

from datetime import datetime
from typing import Any

import pytest

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
        ("a girl, D.O.B: 12.05.2009", "date_of_birth", "12.05.2009"),
        ("a girl, DOB 12.05.09", "date_of_birth", "12.05.09"),
        ("a girl, seen on 12.05.09", "date_of_birth", None),
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
    ("text", "offenders"),
    [
        (
            "A lad named Rhys known as Spud is selling to kids",
            [{"name": "Rhys", "nickname": "Spud", "gender": "man"}],
        ),
        ("They call him Ghost.", [{"nickname": "Ghost", "gender": "man"}]),
        ("They call him Tommo and he is 14.", []),
        ("my lad, known as Spud, was there", []),
        ("my youngest has started calling himself Ghost", []),
        (
            "her step dad Gary has been bringing mates round",
            [{"name": "Gary", "gender": "man", "relationship": "step dad"}],
        ),
        ("her step dad Gary has been on holiday", []),
        (
            "A woman in her 40s with bleached hair called Trish brings them in.",
            [
                {
                    "name": "Trish",
                    "age_text": "in her 40s",
                    "description": "bleached hair",
                    "gender": "woman",
                }
            ],
        ),
        ("A woman called Trish told me about it", []),
        (
            "a lad called Dez is getting kids from Sinfin to run drugs",
            [{"name": "Dez", "gender": "man"}],
        ),
        ("a lad called Dez is getting home from school", []),
    ],
)
def test_who_is_called_something_and_does_something_is_read(
    read: Reads, text: str, offenders: list[dict[str, Any]]
) -> None:
    assert read(text).get("offenders", []) == offenders


def test_a_child_an_adult_and_a_witness_are_named_one_by_one(read: Reads) -> None:
    found = read("The victim is Leah, the man is Craig Dobson, the witness is my sister Anna")
    assert found["victims"] == [{"name": "Leah"}]
    assert found["offenders"] == [{"name": "Craig Dobson", "gender": "man"}]
    assert [other["name"] for other in found["others_present"]] == ["Anna"]


@pytest.mark.parametrize(
    "text",
    [
        "is there victim support for this",
        "a victim of crime rang me",
        "is he the victim here",
        "the man is Polish",
    ],
)
def test_a_victim_or_a_man_in_general_has_no_name(read: Reads, text: str) -> None:
    found = read(text)
    assert "victims" not in found
    assert not [p for p in found.get("offenders", []) if "name" in p]


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("kids are used. one is her brother Mason whos 14", [("Mason", 14)]),
        ("a girl with a bruise, her brother Mason is 9", [(None, None)]),
    ],
)
def test_somebodys_brother_is_the_child_where_no_other_child_is_told_of(
    read: Reads, text: str, victims: list[tuple[str | None, int | None]]
) -> None:
    assert [(v.get("name"), v.get("age")) for v in read(text)["victims"]] == victims


def test_bags_worn_are_no_men(read: Reads) -> None:
    assert "offenders" not in read("kids on bikes with man bags")
    assert len(read("kids on bikes with a man with bags")["offenders"]) == 1


@pytest.mark.parametrize(
    ("text", "school", "place"),
    [
        ("Her name's Ellie-Mae and she goes to Murray Park.", "Murray Park", None),
        ("a girl at Murray Park School told me a man hit her", "Murray Park School", None),
        ("my daughter is in year 8 at Noel-Baker", "Noel-Baker", None),
        (
            "a girl was picked up outside Murray Park School",
            None,
            "outside Murray Park School",
        ),
        ("she goes to Markeaton Park with two men", None, "Markeaton Park"),
        ("he went to West Park with a girl of 13", None, "West Park"),
    ],
)
def test_a_childs_school_is_no_place_of_the_incident(
    read: Reads, text: str, school: str | None, place: str | None
) -> None:
    found = read(text)
    assert found.get("school", [None])[0] == school
    assert found.get("places", [{}])[0].get("text") == place


def test_where_a_teacher_works_is_not_read_as_the_childs_school(read: Reads) -> None:
    found = read("I teach at Murray Park School. One of my year 9 pupils told me")
    assert not {"school", "places"} & found.keys()


def test_whoever_goes_to_a_school_is_a_child(read: Reads) -> None:
    found = read("Her name's Ellie-Mae and she goes to Murray Park.")
    assert found["victims"] == [{"name": "Ellie-Mae", "gender": "girl"}]
    assert "victims" not in read("Her name's Ellie-Mae and she goes to Asda.")


@pytest.mark.parametrize(
    ("text", "detail", "people"),
    [
        (
            "she sends money to a man called Gerald on the phone. says hes her boyfriend",
            "offenders",
            [{"name": "Gerald", "relationship": "boyfriend", "gender": "man"}],
        ),
        (
            "A girl is six. The man on the tannoy has said her name four times",
            "victims",
            [{"age": 6, "age_text": "six", "gender": "girl"}],
        ),
        (
            "a boy in tears, he can't be older than my lad and he's in year 10",
            "victims",
            [{"description": "in tears", "gender": "boy"}],
        ),
        ("Quinn's dad rang about the man whom she calls her partner. Quinn is 15", "victims",
         [{"name": "Quinn", "age": 15, "age_text": "15", "gender": "girl"}]),
    ],
)  # fmt: skip
def test_words_beside_a_person_are_not_taken_for_more(
    read: Reads, text: str, detail: str, people: list[dict[str, Any]]
) -> None:
    assert read(text)[detail] == people
