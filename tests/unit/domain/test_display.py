"""Answers as people read them."""

from typing import Any

import pytest

from assistant.adapters.definitions import in_force, load_editions
from assistant.domain.definition import QuestionType
from assistant.domain.display import display, display_line, display_parts, readable

FORM = in_force(load_editions())["operation_liberty"]
WORDS = {
    "yes": "Yes",
    "no": "No",
    "about": "about {}",
    "aged": "aged {}",
    "nickname": "known as {}",
    "date_of_birth": "born {}",
    "role": "({})",
    "registration": "registration {}",
    "partial": "part of registration {}",
}


@pytest.mark.parametrize(
    ("question", "value", "shown"),
    [
        ("incident_details", "  as typed\n", "  as typed\n"),
        ("witnessed", "yes", "Yes"),
        ("witnessed", "no", "No"),
        ("identity", "anonymous", "Stay anonymous"),
        ("exploitation_types", ["debt", "unsure"], ["Debt", "Not sure which"]),
        ("places", [{"text": "A", "postcode": "DE23 6RB"}, {"text": "B"}], ["A, DE23 6RB", "B"]),
        ("reporter", {"name": "Alex Example", "phone": "07700 900123"},
         "Alex Example, 07700 900123"),
        ("incident_time", {"text": "last night"}, "last night"),
        ("incident_time", {"date": "2026-11-20"}, "Friday 20 November 2026"),
        ("incident_time", {"date": "2026-11-20", "time": "23:00"},
         "Friday 20 November 2026, 23:00"),
        ("incident_time", {"time": "23:00", "approximate": True}, "about 23:00"),
        ("incident_time", {"text": "11ish", "time": "23:00"}, "11ish (23:00)"),
        ("incident_time", {"date": "2026-02-31"}, "2026-02-31"),
        ("victims", [{"name": "Jade Example", "age": 14}], ["Jade Example, aged 14"]),
        ("victims", [{"age": 14, "age_text": "about 14"}], ["about 14"]),
        ("offenders", [{"nickname": "Ghost", "role": "driver"}], ["known as Ghost (driver)"]),
        ("victims", [{"date_of_birth": "4 May 2012"}], ["born 4 May 2012"]),
        ("vehicles", [{"registration": "AB12 CDE", "colour": "red", "text": "red AB12 CDE"}],
         ["registration AB12 CDE, red"]),
        ("vehicles", [{"registration": "FN6", "partial": True}], ["part of registration FN6"]),
        ("vehicles", [{"text": "a small van"}], ["a small van"]),
        ("vehicles", [{"colour": "silver", "make": "Volkswagen", "model": "Golf",
                       "text": "silver VW Golf"}], ["silver, Volkswagen, Golf"]),
        ("vehicles", [{"colour": "silver", "make": "Audi", "registration": "FH19 KLM",
                       "text": "Silver Audi reg fh19klm"}],
         ["registration FH19 KLM, silver, Audi"]),
        ("vehicles", [{"kind": "car", "text": "car"}], ["car"]),
        ("vehicles", [{"colour": "red", "text": "red, with a dented bonnet"}],
         ["red, red, with a dented bonnet"]),
        ("vehicles", [{"registration": "AB12 CDE", "text": "tinted windows and a sticker"}],
         ["registration AB12 CDE, tinted windows and a sticker"]),
        ("victims", [{"date_of_birth": "2014-09-04"}], ["born 4 September 2014"]),
        ("victims", [{"date_of_birth": "04/09/2014"}], ["born 4 September 2014"]),
        ("victims", [{"date_of_birth": "some time in 2014"}], ["born some time in 2014"]),
        ("vehicles", [{"colour": "black", "make": "Audi", "text": "a black Audi"}],
         ["black, Audi"]),
        ("vehicles", [{"colour": "black", "text": "black, one door dented"}],
         ["black, black, one door dented"]),
        ("victims", [{"date_of_birth": "2014-02-31"}], ["born 2014-02-31"]),
    ],
)  # fmt: skip
def test_a_value_is_shown_in_plain_words(question: str, value: Any, shown: Any) -> None:
    assert display(FORM.question(question), value, WORDS) == shown


def test_several_things_stand_on_one_line_where_a_line_is_wanted() -> None:
    places = [{"text": "A"}, {"text": "B"}]
    assert display_line(FORM.question("places"), places, WORDS) == "A; B"
    assert display_line(FORM.question("witnessed"), "yes", WORDS) == "Yes"


def test_an_option_that_is_no_longer_offered_is_shown_in_words_and_not_by_its_id() -> None:
    assert display(FORM.question("identity"), "long_gone", WORDS) == "Long gone"


def test_a_document_has_its_dates_in_words_and_what_was_typed_as_it_was() -> None:
    payload = {
        "answers": {"victims": [{"date_of_birth": "04.09.14"}], "story": "It was on 2026-11-20."},
        "suggestion": {"duties": [{"source": "Guidance; checked 2026-11-21"}]},
        "cin_codes": {"source": None},
    }
    assert readable(payload) == {
        "answers": {
            "victims": [{"date_of_birth": "4 September 2014"}],
            "story": "It was on 2026-11-20.",
        },
        "suggestion": {"duties": [{"source": "Guidance; checked 21 November 2026"}]},
        "cin_codes": {"source": None},
    }


def test_every_part_a_person_may_have_is_shown() -> None:
    person = {"name": "A1", "description": "B2", "phone": "C3", "address": "D4", "gender": "E5"}
    shown = display_parts(QuestionType.PERSON, person, WORDS)
    assert all(value in shown for value in person.values())
