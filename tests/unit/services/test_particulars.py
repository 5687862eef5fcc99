"""Who somebody is: what the reader passes over still reaches the form."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.definition import PARTS
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Found, Span
from assistant.services.hearing import found_answer
from assistant.services.particulars import whole_answer
from tests.unit.services.talk import FORMS, WORDING

CRE = FORMS["cre_risk_assessment"]
CHILD, OFFENDERS, REPORTER = (CRE.question(i) for i in ("child", "offenders", "reporter"))
FAMILY = FORMS["social_care_referral"].question("family")


def span(text: str, words: str) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words), words),)


def child(text: str, **read: tuple[Any, str]) -> dict[str, Any]:
    """The child in a text of which each part was read from some words of it."""
    if not read:
        answer = Answer({"description": text})
    else:
        answer = Answer(
            {part: value for part, (value, _) in read.items()},
            evidence={part: span(text, words) for part, (_, words) in read.items()},
        )
    return dict(whole_answer(CHILD, text, answer, WORDING).value)


def several(text: str, *items: dict[str, tuple[Any, str]]) -> list[dict[str, Any]]:
    found = tuple(
        Found(
            {part: value for part, (value, _) in item.items()},
            {part: span(text, words) for part, (_, words) in item.items()},
        )
        for item in items
    )
    return list(whole_answer(OFFENDERS, text, found_answer(OFFENDERS, found), WORDING).value)


def test_a_name_that_was_not_read_is_the_name() -> None:
    assert child("Ellie Marsh, girl, 15", gender=("girl", "girl"), age=(15, "15")) == {
        "name": "Ellie Marsh",
        "gender": "girl",
        "age": 15,
    }


def test_where_nothing_was_read_each_piece_is_what_it_looks_like() -> None:
    assert child("Ellie Marsh, born 4 May 2011, 07700 900123, 12 Park Road, plays the drums") == {
        "name": "Ellie Marsh",
        "date_of_birth": "4 May 2011",
        "phone": "07700 900123",
        "address": "12 Park Road",
        "description": "plays the drums",
    }


@pytest.mark.parametrize(
    "text",
    ["4/5/2011", "DOB 4/5/2011", "d.o.b. 4 May 2011", "born on 4 May 2011", "DOB: 4th May 2011"],
)
def test_a_date_of_birth_is_known_however_it_is_introduced(text: str) -> None:
    found = child(f"Ellie Marsh, {text}")
    assert set(found) == {"name", "date_of_birth"}
    assert found["date_of_birth"] in text


def test_the_day_of_a_date_of_birth_is_no_age() -> None:
    text = "Ellie, 4 May 2011"
    expected = {"name": "Ellie", "date_of_birth": "4 May 2011"}
    assert child(text, age=(4, "4"), name=("Ellie", "Ellie")) == expected


@pytest.mark.parametrize(
    "text",
    ["12 Park Road", "12a Park Road", "lives at 12 Park Road", "Flat 2, 12 Park Road, DE1 2AB"],
)
def test_an_address_is_kept_whole(text: str) -> None:
    found = child(f"Ellie, {text}", name=("Ellie", "Ellie"))
    assert "12" in found["address"]
    assert "Park Road" in found["address"]
    kept = " ".join(map(str, found.values()))
    assert all(word in kept for word in ("Park", "Road"))


def test_a_town_after_the_street_belongs_to_the_address() -> None:
    text = "Lily Sample, 13, 4 Mill Lane, Chesterfield"
    assert child(text)["address"] == "4 Mill Lane, Chesterfield"


def test_a_house_number_is_no_age() -> None:
    found = child("Ellie, 14 High Street", name=("Ellie", "Ellie"), age=(14, "14"))
    assert "age" not in found
    assert found["address"] == "14 High Street"


def test_what_looks_like_nothing_is_kept_as_it_was_said() -> None:
    found = child("Ellie, likes horses; afraid of her uncle", name=("Ellie", "Ellie"))
    assert found == {"name": "Ellie", "description": "likes horses; afraid of her uncle"}


def test_words_that_say_nothing_are_left_out() -> None:
    text = "she is a girl, called Ellie"
    found = child(text, gender=("girl", "girl"), name=("Ellie", "Ellie"))
    assert found == {"gender": "girl", "name": "Ellie"}


def test_of_several_people_what_is_left_over_is_one_more() -> None:
    text = "Ghost, Tall Dave, drives a van"
    people = several(text, {"name": ("Ghost", "Ghost")}, {"nickname": ("Tall Dave", "Tall Dave")})
    assert people == [{"name": "Ghost"}, {"nickname": "Tall Dave"}, {"description": "drives a van"}]


def test_a_phone_and_an_email_of_the_practitioner_are_parts_and_the_rest_is_other() -> None:
    text = "Sam Field, 01332 555 0100, ext 4"
    value = whole_answer(REPORTER, text, Answer({"other": text}), WORDING).value
    assert value == {"name": "Sam Field", "phone": "01332 555 0100", "other": "ext 4"}


@pytest.mark.parametrize("given_as", [g for g in Given if g is not Given.ANSWERED])
def test_no_answer_stays_no_answer(given_as: Given) -> None:
    answer = Answer(given=given_as)
    assert whole_answer(CHILD, "don't know", answer, WORDING) is answer


def test_other_questions_are_left_alone() -> None:
    answer = Answer("English")
    assert whole_answer(CRE.question("language"), "English, mostly", answer, WORDING) is answer


PIECES = st.lists(
    st.sampled_from(
        [
            "Ellie Marsh",
            "girl",
            "about 15",
            "born 4 May 2011",
            "07700 900123",
            "12 Park Road",
            "DE1 2AB",
            "mother of two",
            "red hair",
            "O'Neill-Smith",
            "ellie",
            "known as Ghost",
            "Żaneta Wójcik",
            "14",
            "works nights",
        ]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(PIECES, st.data(), st.sampled_from([", ", "; ", "\n"]), st.booleans())
def test_whatever_was_read_every_telling_word_is_kept(
    said: list[str], data: st.DataObject, between: str, repeats: bool
) -> None:
    text = between.join(said)
    read = data.draw(st.lists(st.sampled_from(said), unique=True, max_size=2))
    parts = dict(zip(("gender", "relationship"), read, strict=False))
    question = FAMILY if repeats else CHILD
    if parts:
        found = (Found(dict(parts), {p: span(text, words) for p, words in parts.items()}),)
        answer = found_answer(question, found)
    else:
        answer = Answer([{"description": text}] if repeats else {"description": text})
    whole = whole_answer(question, text, answer, WORDING)
    items = whole.value if repeats else [whole.value]
    assert all(set(item) <= set(PARTS[question.type]) for item in items)
    kept = " ".join(str(value) for item in items for value in item.values())
    kept += " ".join(s.text for spans in whole.evidence.values() for s in spans)
    for word in re.findall(r"[\w'’-]+", text):
        if word.lower() not in WORDING.fillers:
            assert word in kept, (word, items)
