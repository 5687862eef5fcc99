"""How people say that something is to be changed, and what only looks like it."""

import pytest

from assistant.adapters.definitions import load_wording
from assistant.domain.amendments import Amendment, Kind, amendments_in, bare_of, core_of
from assistant.domain.errors import DefinitionProblem
from assistant.domain.wording import build_wording

WORDS = load_wording().amendments


def first(text: str) -> Amendment | None:
    return next(amendments_in(text, WORDS), None)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("she wasn't 13 she was 15", "13", "she was 15"),
        ("she wasnt 13, she was 15", "13", "she was 15"),
        ("it weren't last night it was the night before", "last night", "it was the night before"),
        ("it was thursday not friday", "friday", "it was thursday"),
        ("not london road, lombard street", "london road", "lombard street"),
        ("he wasnt a man he was a lad about 17", "a man", "he was a lad about 17"),
        ("the child is Ellie Price, not Leo", "Leo", "the child is Ellie Price"),
        ("she’s not 13", "13", ""),
    ],
)
def test_what_is_denied_and_what_is_so_instead_are_told_apart(
    text: str, old: str, new: str
) -> None:
    found = first(text)
    assert found
    assert (found.kind, found.old, found.new) == (Kind.INSTEAD, old, new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can you change the age to 16", Amendment(Kind.CHANGE, what="the age", new="16")),
        ("change the time please", Amendment(Kind.CHANGE, what="the time")),
        ("replace Leo with Ellie", Amendment(Kind.CHANGE, old="Leo", new="Ellie")),
        ("the age should be 15", Amendment(Kind.SHOULD, what="the age", new="15")),
        ("remove the man", Amendment(Kind.REMOVE, what="the man")),
        (
            "remove 'Park Club' from the details",
            Amendment(Kind.REMOVE, what="the details", old="'Park Club'"),
        ),
        (
            "remove getting into cars, that was her uncle",
            Amendment(Kind.REMOVE, what="getting into cars", beside="that was her uncle"),
        ),
        ("take out grooming, that's not right", Amendment(Kind.REMOVE, what="grooming")),
        ("there was no man", Amendment(Kind.ABSENT, what="man")),
        ("the time is wrong", Amendment(Kind.WRONG, what="the time")),
        (
            "wrong street, it was Mill Lane",
            Amendment(Kind.WRONG, what="street", beside="it was Mill Lane"),
        ),
        ("add another girl about 11", Amendment(Kind.ADD, new="another girl about 11")),
        ("there was also a boy about 10", Amendment(Kind.ALSO, new="a boy about 10")),
        ("then to Pear Tree Road", Amendment(Kind.ALSO, new="Pear Tree Road")),
        ("the car was blue, sorry", Amendment(Kind.IS, what="the car", new="blue")),
    ],
)
def test_a_change_is_known_by_how_it_is_said(text: str, expected: Amendment) -> None:
    assert first(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Not far from the park",
        "not without her nan",
        "back of the Pennine",
        "No Name Street",
        "remove the phone; mum; today",
        "not seen at school since the man moved in next door and began to wait for her at the gate",
    ],
)
def test_what_has_no_such_shape_is_none(text: str) -> None:
    assert first(text) is None


def test_what_goes_before_and_after_a_correction_is_left_out() -> None:
    assert bare_of("my mistake, she's 12", WORDS) == "she's 12"
    assert bare_of("the car was blue sorry", WORDS) == "the car was blue"


def test_what_is_said_of_somebody_is_told_from_who_it_is() -> None:
    assert core_of("the school is Hill School", WORDS) == "Hill School"
    assert core_of("Lombard Street", WORDS) == "Lombard Street"


def test_a_list_that_is_missing_is_named() -> None:
    with pytest.raises(DefinitionProblem):
        build_wording({})
