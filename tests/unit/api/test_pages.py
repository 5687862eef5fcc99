"""The parts of the pages that need no browser: texts, headings, boxes."""

import re
from pathlib import Path

import pytest

from api.pages import boxes, fields, words
from api.pages.asking import _first_sentence
from api.pages.forms import posted
from api.pages.rendering import blocks
from assistant.adapters.definitions import in_force, load_editions
from assistant.domain.definition import PARTS, Audience, QuestionType
from assistant.domain.languages import ENGLISH

PAGES = Path(words.__file__).parent
FORMS = in_force(load_editions())
TEXTS = words.words_in(ENGLISH)
LIBERTY = FORMS["operation_liberty"]

QUOTED = re.compile(r'"([a-z_]+\.[a-z_0-9]+)"')


def _source() -> str:
    files = [*PAGES.glob("*.py"), *(PAGES / "templates").glob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_text_that_a_page_uses_stands_in_the_catalogue() -> None:
    for key in QUOTED.findall(_source()):
        if key.partition(".")[0] in TEXTS and not key.endswith(".html"):
            assert words.has(key), key


def test_no_text_of_the_catalogue_is_left_over() -> None:
    source = _source()
    made = ("parts.", "sent.status_", "error.", "trouble.", "question.rest_")
    for section, texts in TEXTS.items():
        for name in texts:
            key = f"{section}.{name}"
            assert key in source or key.startswith(made) or section == "about", key


@pytest.mark.parametrize("kind", PARTS)
def test_every_part_of_every_answer_has_a_label(kind: QuestionType) -> None:
    for part in PARTS[kind]:
        assert part == "age_text" or words.has(f"parts.{kind}_{part}"), part


def _read(kind: QuestionType, **filled: str) -> tuple[dict[str, object], list[str]]:
    reader = boxes.Reader(posted((f"a.{k.replace('__', '.')}", v) for k, v in filled.items()), "a")
    return reader.read(kind, None), [p.text for p in reader.problems]


def test_a_date_and_a_time_in_parts_become_one_answer() -> None:
    given = {"date__day": "6", "date__month": "11", "date__year": "2026", "time__hour": "9"}
    assert _read(QuestionType.DATE_TIME, **given, approximate="yes") == (
        {"date": "2026-11-06", "time": "09:00", "approximate": True},
        [],
    )


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "2026", "error.date_real"),
        ("x", "2", "2026", "error.date_real"),
        ("1", "2", "0", "error.date_real"),
        ("1", "", "2026", "error.date_missing"),
        ("", "", "2026", "error.date_missing"),
    ],
)
def test_a_date_that_is_none_is_an_error(day: str, month: str, year: str, said: str) -> None:
    given = {"date__day": day, "date__month": month, "date__year": year}
    assert _read(QuestionType.DATE_TIME, **given) == ({}, [words.say(said)])


def test_an_age_may_be_a_number_or_words() -> None:
    assert _read(QuestionType.PERSON, age="14") == ({"age": 14}, [])
    assert _read(QuestionType.PERSON, age="about 14") == ({"age_text": "about 14"}, [])
    assert _read(QuestionType.PERSON, age="140") == ({}, [words.say("error.age")])


def test_a_tick_beside_blank_boxes_says_nothing() -> None:
    assert _read(QuestionType.VEHICLE, partial="yes") == ({}, [])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (QuestionType.PERSON, {"name": "Ellie", "age": 14, "date_of_birth": "2011-05-04"}),
        (QuestionType.PERSON, {"age_text": "about 14", "role": "the driver"}),
        (QuestionType.DATE_TIME, {"text": "late", "date": "2026-11-06", "time": "22:30"}),
        (QuestionType.VEHICLE, {"registration": "AB12", "partial": True, "colour": "silver"}),
        (QuestionType.PLACE, {"text": "the baths", "role": "dropped off"}),
    ],
)
def test_what_is_filled_in_again_unchanged_stays_as_it_was(
    kind: QuestionType, value: dict[str, object]
) -> None:
    filled = boxes.as_boxes(kind, "a", value)
    assert boxes.Reader(posted(filled.items()), "a").read(kind, value) == value


def test_a_date_of_birth_in_words_is_not_lost_by_blank_boxes() -> None:
    value = {"name": "Ellie", "date_of_birth": "spring 2011"}
    filled = boxes.as_boxes(QuestionType.PERSON, "a", value)
    assert boxes.Reader(posted(filled.items()), "a").read(QuestionType.PERSON, value) == value


def test_blank_people_between_others_are_left_out() -> None:
    question = LIBERTY.question("offenders")
    form = posted([("a.offenders.0.name", ""), ("a.offenders.1.name", "Ghost")])
    assert fields.read_answer(question, (), form, None) == ([{"name": "Ghost"}], [])


def test_boxes_with_absurd_numbers_make_no_endless_page() -> None:
    question = LIBERTY.question("offenders")
    form = posted([("a.offenders.999999.name", "Ghost")])
    made = fields.field(question, (), form, Audience.PUBLIC, ())
    assert len(made.items) <= 21


def test_a_choice_that_is_not_offered_is_not_taken() -> None:
    question = LIBERTY.question("identity")
    form = posted([("a.identity", "somebody")])
    assert fields.read_answer(question, question.options, form, None) == (None, [])


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Where was this? A road is fine.", "Where was this?"),
        ('When was this? "Last night" is fine.', "When was this?"),
        (
            "Section 1. Which of these are present? Tick all.",
            "Section 1. Which of these are present?",
        ),
    ],
)
def test_a_heading_ends_where_the_question_ends(text: str, opening: str) -> None:
    assert _first_sentence(text)[0] == opening


def test_a_message_becomes_paragraphs_lists_and_numbers() -> None:
    text = "First.\n• one\n  By when: now\n• two\n\nSocial care: 01332 555 0100"
    assert [(b.kind, b.lines) for b in blocks(text)] == [
        ("text", ("First.",)),
        ("list", ("one\nBy when: now", "two")),
        ("number", ("Social care: 01332 555 0100",)),
    ]
