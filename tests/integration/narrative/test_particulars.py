"""Who somebody is, typed at the question for it, with the reader that the product uses."""

import re
from typing import Any

import pytest

from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.adapters.narrative.reader import SpacyReader
from assistant.services.hearing import answer_in, expected_detail
from assistant.services.particulars import whole_answer
from tests.integration.narrative.conftest import NIGHT

FORMS = in_force(load_editions())
WORDING = load_wording()
CRE, REFERRAL = FORMS["cre_risk_assessment"], FORMS["social_care_referral"]
QUESTIONS = {
    "child": CRE.question("child"),
    "reporter": CRE.question("reporter"),
    "offenders": CRE.question("offenders"),
    "family": REFERRAL.question("family"),
    "informed": FORMS["operation_liberty"].question("informed"),
}

CHILDREN = [
    "Ellie Marsh, 14, girl, 12 Park Road Derby DE1 2AB",
    "Ellie Marsh, girl, White British, 14",
    "Ellie Marsh, DOB 04/05/2011, female, 12 Park Road, Derby",
    "ellie marsh, 15",
    "Ellie, she's nearly 16 and lives at 4 High Street",
    "Ellie Marsh (known as Els), 13, F",
    "Jayden Osei-Bonsu, male, born 2010",
    "Ellie Marsh, aged 12 and a half",
    "I don't know her name but she is about 14 and has red hair",
    "Ellie Marsh 14 female 07700900123",
    "Mohammed al-Hassan, 15, 22 St Chad's Road",
    "ELLIE MARSH, 14",
    "Ellie Marsh\n4 May 2011\nGirl\n12 Park Road",
    "Ellie Marsh, trans boy, 14, they/them",
    "Żaneta Wójcik, 13, speaks Polish",
    "she is 14 years old, year 9, name Ellie",
]
FAMILIES = [
    "Jo Marsh, her mother, 07700 900123",
    "Jo Marsh (mother), Dave Marsh (father), Kyle Marsh, 9, brother",
    "mother Jo Marsh 07700 900123 and stepfather Pete Cole 07700 900456",
    "Jo Marsh, mother, has parental responsibility; Kyle, 9, brother; Nan lives there too",
    "lives with her aunt Sue Clay",
]
OFFENDERS = [
    "Ghost, about 30, drives a black Audi",
    "a man known as Ghost, about 30, black Audi, and Tall Dave",
    "Ghost, 35 Green Lane, 07700 900123",
    "Two men, one called Ghost, the other Razor",
    "Marcus Bell, DOB 1/2/1990, and his brother Leon",
]
REPORTERS = [
    "Sam Field, 01332 555 0100, sam.field@example.org",
    "Dr Sam Field, sam@example.org, mobile 07700 900123",
    "Sam O'Neill, Ashbourne Road School, 01332 555 0100",
    "sam field, ext 4, 01332 5550100",
]
TEXTS = [
    *(("child", t) for t in CHILDREN),
    *(("family", t) for t in FAMILIES),
    *(("offenders", t) for t in OFFENDERS),
    *(("reporter", t) for t in REPORTERS),
    ("informed", "my manager Kim Doyle 01332 555 0199 and the school nurse"),
]
JOINING = {"don't", "nearly", "one", "the", "has"}


def told(reader: SpacyReader, question: str, text: str) -> tuple[list[dict[str, Any]], str]:
    """The people in an answer, and all its words: of its values and of its evidence."""
    asked = QUESTIONS[question]
    reading = reader.read(text, NIGHT, expected_detail(asked))
    chosen = answer_in(text, asked, (), WORDING, reading)
    assert chosen is not None
    assert chosen.answer is not None
    whole = whole_answer(asked, text, chosen.answer, WORDING, reading)
    people = whole.value if asked.repeat else [whole.value]
    words = [str(value) for person in people for value in person.values()]
    words += [s.text for spans in whole.evidence.values() for s in spans]
    return people, " ".join(words)


def of_one(reader: SpacyReader, question: str, text: str) -> dict[str, Any]:
    people, _ = told(reader, question, text)
    assert len(people) == 1, people
    return people[0]


@pytest.mark.parametrize(("question", "text"), TEXTS)
def test_every_telling_word_that_was_typed_reaches_the_form(
    reader: SpacyReader, question: str, text: str
) -> None:
    _, kept = told(reader, question, text)
    known = {w.lower() for w in re.findall(r"[\w'’@.+/-]+", kept)}
    said = [w for w in re.findall(r"[\w'’@.+/-]+", text) if w.lower() not in WORDING.fillers]
    lost = [w for w in said if w.lower().strip(".'’-") not in known | JOINING]
    assert [w for w in lost if w.lower() not in kept.lower()] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ellie Marsh", "Ellie Marsh"),
        ("Ellie Marsh, girl, 14", "Ellie Marsh"),
        ("ELLIE MARSH, 14", "Ellie Marsh"),
        ("14, girl, Ellie Marsh", "Ellie Marsh"),
        ("Jayden Osei-Bonsu, 15, boy", "Jayden Osei-Bonsu"),
        ("Ellie Marsh (known as Els), 13", "Ellie Marsh"),
    ],
)
def test_the_first_words_about_a_child_are_a_name(
    reader: SpacyReader, text: str, name: str
) -> None:
    assert of_one(reader, "child", text)["name"] == name


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("Ellie Marsh, DOB 04/05/2011", "04/05/2011"),
        ("Ellie Marsh, born 4 May 2011, girl", "4 May 2011"),
        ("Ellie Marsh\n4 May 2011\nGirl", "4 May 2011"),
        ("Ellie Marsh, date of birth 4th May 2011", "4th May 2011"),
    ],
)
def test_a_date_of_birth_is_read_as_it_was_written(
    reader: SpacyReader, text: str, born: str
) -> None:
    found = of_one(reader, "child", text)
    assert found["date_of_birth"] == born
    assert "age" not in found


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ellie Marsh, girl, 12 Park Road", "12 Park Road"),
        ("Ellie Marsh, girl, 12 Park Road Derby DE1 2AB", "12 Park Road Derby DE1 2AB"),
        ("Ellie Marsh, girl, lives at 4 High Street", "4 High Street"),
    ],
)
def test_an_address_is_an_address_and_its_number_no_age(
    reader: SpacyReader, text: str, address: str
) -> None:
    found = of_one(reader, "child", text)
    assert found["address"] == address
    assert "age" not in found


@pytest.mark.parametrize(("question", "text"), [t for t in TEXTS if t[0] == "reporter"])
def test_a_practitioners_phone_is_never_lost(reader: SpacyReader, question: str, text: str) -> None:
    found = of_one(reader, question, text)
    assert re.sub(r"\D", "", found["phone"]) in re.sub(r"\D", "", text)


def test_one_parent_is_one_person_with_all_that_was_said(reader: SpacyReader) -> None:
    found = of_one(reader, "family", "Jo Marsh, her mother, 07700 900123")
    assert found["name"] == "Jo Marsh"
    assert found["phone"] == "07700 900123"
    assert found["relationship"] == "mother"
