"""Who somebody is, in the notations that people use, with the reader that the product uses."""

from typing import Any

import pytest

from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.adapters.narrative.reader import SpacyReader
from assistant.domain.interview import Answer
from assistant.services.hearing import answer_in, expected_detail
from assistant.services.particulars import whole_answer
from tests.integration.narrative.conftest import NIGHT

FORMS = in_force(load_editions())
WORDING = load_wording()
CRE, REFERRAL, LIBERTY = (
    FORMS[f] for f in ("cre_risk_assessment", "social_care_referral", "operation_liberty")
)
QUESTIONS = {
    "child": CRE.question("child"),
    "reporter": CRE.question("reporter"),
    "offenders": CRE.question("offenders"),
    "family": REFERRAL.question("family"),
    "victims": LIBERTY.question("victims"),
    "informed": LIBERTY.question("informed"),
}


def answered(reader: SpacyReader, question: str, text: str) -> Answer:
    asked = QUESTIONS[question]
    reading = reader.read(text, NIGHT, expected_detail(asked))
    chosen = answer_in(text, asked, (), WORDING, reading)
    assert chosen is not None
    assert chosen.answer is not None
    return whole_answer(asked, text, chosen.answer, WORDING, reading)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ellie Marsh, 14, girl, 12 Park Road Derby DE1 2AB",
            {"name": "Ellie Marsh", "age": 14, "gender": "girl",
             "address": "12 Park Road Derby DE1 2AB"},
        ),
        ("Amina, female, 19", {"name": "Amina", "gender": "female", "age": 19}),
        ("Ellie Marsh, year 5", {"name": "Ellie Marsh", "age": 9, "age_text": "year 5"}),
        ("ellie marsh 14 girl", {"name": "Ellie Marsh", "age": 14, "gender": "girl"}),
        ("Ellie marsh, 14", {"name": "Ellie Marsh", "age": 14}),
        ("Tom Smith 03/02/2012", {"name": "Tom Smith", "date_of_birth": "03/02/2012"}),
        ("Tom Smith (03/02/2012)", {"name": "Tom Smith", "date_of_birth": "03/02/2012"}),
        ("Tom Smith, 2011/09/04.", {"name": "Tom Smith", "date_of_birth": "2011/09/04"}),
        (
            "Tom Smith (DOB 4-Sep-2011), boy, 4 High Street",
            {"name": "Tom Smith", "date_of_birth": "4-Sep-2011", "gender": "boy",
             "address": "4 High Street"},
        ),
        (
            "Ellie, born Thursday 4 Sept 2014.",
            {"name": "Ellie", "date_of_birth": "Thursday 4 Sept 2014"},
        ),
        (
            "Name: Ellie Marsh\nAge: 14\nGender: girl\nAddress: 12 Park Road, Derby",
            {"name": "Ellie Marsh", "age": 14, "gender": "girl", "address": "12 Park Road, Derby"},
        ),
        (
            "Ellie Marsh. She is 14. She lives at 12 Park Road, Derby DE1 2AB",
            {"name": "Ellie Marsh", "age": 14, "address": "12 Park Road, Derby DE1 2AB"},
        ),
        ("Derby", {"address": "Derby"}),
        ("mum", {"description": "mum"}),
    ],
)  # fmt: skip
def test_a_child_is_read_part_by_part(
    reader: SpacyReader, text: str, expected: dict[str, Any]
) -> None:
    assert answered(reader, "child", text).value == expected


@pytest.mark.parametrize(
    "name",
    [
        "Mohammed al-Hassan",
        "Maria de Souza",
        "Siobhan O'Neill",
        "Łukasz Nowak",
        "Óscar García",
        "Şule Yılmaz",  # noqa: RUF001
        "Éloïse d'Arcy",
        "Jan van der Berg",
        "L. Marsh",
        "Chelsea Brown",
        "ĐOÀN Minh",
    ],
)
def test_a_name_is_a_name_in_any_alphabet(reader: SpacyReader, name: str) -> None:
    assert answered(reader, "child", name).value == {"name": name}
    assert answered(reader, "child", f"{name}, 13").value == {"name": name, "age": 13}
    assert answered(reader, "offenders", f"{name}, 44").value == [{"name": name, "age": 44}]


@pytest.mark.parametrize(
    "text",
    ["Unknown, about 14", "Derby", "White British", "mum", "red hair", "Asian", "two girls",
     "Polish speaking", "Ashbourne Road School", "not known to me, 14"],
)  # fmt: skip
def test_what_is_no_name_does_not_become_one(reader: SpacyReader, text: str) -> None:
    assert "name" not in answered(reader, "child", text).value


@pytest.mark.parametrize("name", ["Ellie Marsh", "Jack Cole", "Amina", "mohammed ali"])
def test_no_gender_is_guessed_from_a_name(reader: SpacyReader, name: str) -> None:
    assert "gender" not in answered(reader, "child", f"{name}, 14").value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "mum Jane Cole, stepdad Paul, brother Jake 9",
            [
                {"relationship": "mum", "name": "Jane Cole"},
                {"relationship": "stepdad", "name": "Paul"},
                {"relationship": "brother", "name": "Jake", "age": 9},
            ],
        ),
        (
            "Jane Cole (mum), Paul Cole (stepdad), Jake (9, brother)",
            [
                {"relationship": "mum", "name": "Jane Cole"},
                {"relationship": "stepdad", "name": "Paul Cole"},
                {"relationship": "brother", "name": "Jake", "age": 9},
            ],
        ),
        (
            "Mother: Jane Cole, 07700 900123\nFather: not known\nBrother: Jake, 9",
            [
                {"relationship": "Mother", "name": "Jane Cole", "phone": "07700 900123"},
                {"relationship": "Father", "description": "Father: not known"},
                {"relationship": "Brother", "name": "Jake", "age": 9},
            ],
        ),
        (
            "brother jake 9 and sister amy 7",
            [
                {"relationship": "brother", "name": "Jake", "age": 9},
                {"relationship": "sister", "name": "Amy", "age": 7},
            ],
        ),
        ("lives with nan", [{"relationship": "nan"}]),
    ],
)
def test_a_household_is_split_where_somebody_else_begins(
    reader: SpacyReader, text: str, expected: list[dict[str, Any]]
) -> None:
    assert answered(reader, "family", text).value == expected


@pytest.mark.parametrize("question", ["informed", "offenders", "family"])
@pytest.mark.parametrize("text", ["nobody", "No one yet", "none", "Nobody."])
def test_nobody_is_an_answer_and_no_person(reader: SpacyReader, question: str, text: str) -> None:
    answer = answered(reader, question, text)
    assert answer.given == "nobody"
    assert not answer.has_value


def test_what_she_calls_him_is_a_nickname(reader: SpacyReader) -> None:
    assert answered(reader, "offenders", "an older man she calls Ghost").value == [
        {"description": "older man", "gender": "man", "nickname": "Ghost"}
    ]


def test_short_words_about_one_person_make_no_second(reader: SpacyReader) -> None:
    assert answered(reader, "victims", "Ellie, 14, girl, blonde hair, 5ft 2").value == [
        {"name": "Ellie", "age": 14, "gender": "girl", "description": "blonde hair; 5ft 2"}
    ]


@pytest.mark.parametrize("text", ["two other girls", "Two men", "3 brothers"])
def test_how_many_they_are_is_no_age(reader: SpacyReader, text: str) -> None:
    assert all("age" not in person for person in answered(reader, "offenders", text).value)


def test_a_foreign_number_keeps_its_plus(reader: SpacyReader) -> None:
    value = answered(reader, "reporter", "Sam Field +44 7700 900123").value
    assert value == {"name": "Sam Field", "phone": "+44 7700 900123"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it is my own daughter, she is 12, a man has been meeting her", None),
        ("my own son, Owen, 12", "Owen"),
    ],
)
def test_ones_own_child_is_not_called_own(reader: SpacyReader, text: str, name: str | None) -> None:
    assert answered(reader, "victims", text).value[0].get("name") == name
