"""A form may draw on lists; what comes out is plain questions, and mistakes name their line."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.definition import FormDefinition
from assistant.domain.definition_lists import Lists, expand
from assistant.domain.definition_reading import build_form
from assistant.domain.errors import DefinitionProblem
from tests.unit.domain.form_files import HEAD, broken_once, data_of, read, refused

LISTS = Lists(
    lists={
        "signs": [
            {"id": "missing", "label": "Goes missing", "examples": "• High: overnight"},
            {"id": "cars", "label": "Gets into cars", "examples": "No example"},
            {"id": "weapons", "label": "Carries weapons", "examples": "No example"},
        ],
        "areas": [{"id": "derby", "label": "Derby"}],
    },
    labels={"paper.barriers": "Are there any barriers?"},
)

SOUND = (
    HEAD
    + """\
sections:
  first: The first section
questions:
  - id: group
    type: choices
    section: first
    label: Signs
    prompt: Which?
    help: Tick.
    why: It matters.
    source: A source
    options_from: {list: signs, only: [cars, missing]}
    options:
      - {value: unsure, label: Not known}
      - {value: none, label: None of these, also: [nothing]}
  - id: last_sign
    type: choices
    section: first
    label: Last sign
    prompt: Weapons?
    help: Tick.
    why: It matters.
    source: A source
    options_from: {list: signs, only: [weapons]}
  - for_each: signs
    questions:
      - id: "{id}_level"
        type: text
        section: first
        label: "{label} – level"
        prompt: "{label}: {examples} {social_care}"
        help: Choose.
        why: It matters.
        source: A source
        relevant: {question: "{group}", is: ["{id}"]}
        called: ["level of {id}"]
      - id: "{id}_context"
        type: text
        section: first
        label: "{label} – context"
        prompt: Give context.
        help: Say.
        why: It matters.
        source: A source
  - id: barriers
    type: text
    section: first
    label_from: paper.barriers
    prompt: Barriers?
    help: Say.
    why: It matters.
    source: A source
"""
)


def form_of(folder: Path, text: str = SOUND) -> FormDefinition:
    return read(folder, text, LISTS)


def test_the_items_named_become_choices_in_the_order_named_before_the_forms_own(
    tmp_path: Path,
) -> None:
    options = form_of(tmp_path).question("group").options
    assert [(o.value, o.label) for o in options] == [
        ("cars", "Gets into cars"),
        ("missing", "Goes missing"),
        ("unsure", "Not known"),
        ("none", "None of these"),
    ]
    assert options[3].also == ("nothing",)


def test_a_list_with_nothing_picked_out_is_offered_whole(tmp_path: Path) -> None:
    whole = SOUND.replace("{list: signs, only: [cars, missing]}", "{list: areas}", 1)
    whole = whole.replace("only: [weapons]", "only: [weapons, cars, missing]")
    options = form_of(tmp_path, whole).question("group").options
    assert [o.value for o in options] == ["derby", "unsure", "none"]


def test_a_label_comes_from_the_papers_own_words(tmp_path: Path) -> None:
    assert form_of(tmp_path).question("barriers").label == "Are there any barriers?"


def test_repeated_questions_stand_once_for_every_item_in_the_lists_order(tmp_path: Path) -> None:
    ids = [q.id for q in form_of(tmp_path).questions]
    assert ids == [
        "group",
        "last_sign",
        "missing_level",
        "missing_context",
        "cars_level",
        "cars_context",
        "weapons_level",
        "weapons_context",
        "barriers",
    ]


def test_a_repeated_question_is_worded_for_its_item_and_hangs_on_the_list_that_offers_it(
    tmp_path: Path,
) -> None:
    form = form_of(tmp_path)
    level = form.question("missing_level")
    assert level.label == "Goes missing – level"
    assert level.called == ("level of missing",)
    relevant = [form.question(f"{id_}_level").relevant for id_ in ("missing", "cars", "weapons")]
    clauses = [c for condition in relevant if condition for c in condition.clauses]
    assert [(c.question, c.values) for c in clauses] == [
        ("group", ("missing",)),
        ("group", ("cars",)),
        ("last_sign", ("weapons",)),
    ]


def test_a_place_that_is_not_the_items_own_is_left_for_later(tmp_path: Path) -> None:
    prompts = form_of(tmp_path).question("missing_level").prompts
    assert set(prompts.values()) == {"Goes missing: • High: overnight {social_care}"}


@pytest.mark.parametrize(
    ("sound", "broken", "at", "reason"),
    [
        ("list: signs, only: [cars", "list: sings, only: [cars", "options_from: {", "no list 's"),
        ("only: [cars, missing]", "only: [cars, gone]", "options_from: {", "'gone' is not in"),
        ("only: [cars, missing]", "onyl: [cars]", "options_from: {", "needs 'list', and may"),
        ("{list: signs, only: [cars, missing]}", "signs", "options_from: signs", "needs 'list'"),
        ("{list: signs, only: [cars, missing]}", "{only: [cars]}", "options_from: {", "needs"),
        ("label_from: paper.barriers", "label_from: paper.b", "label_from: paper.b", "no label"),
        ("for_each: signs", "for_each: marks", "for_each: marks", "there is no list 'marks'"),
        ("only: [weapons]", "only: [cars]", "for_each: signs", "no question offers 'weapons'"),
        ("    questions:\n", "    queries:\n", "    queries:", "allowed: for_each, questions"),
        ("for_each: signs", "for_each: signs\n    when: x", "    when: x", "'when' is not known"),
        ("for_each: signs", "for_each: [signs]", "for_each: [", "allowed: areas, signs"),
        ("for_each: signs", "for_each: areas", 'question: "{group}"', "no question '{group}'"),
        ("list: signs, only: [cars, missing]", "list: [signs]", "list: [signs]", "areas, signs"),
        ("only: [cars, missing]", "only: cars", "only: cars", "a list of some of cars, missing"),
        ("only: [cars, missing]", "only: []", "only: []", "must be a list of some of cars"),
        ("only: [cars, missing]", "only: null", "only: null", "must be a list of some of cars"),
        ("only: [cars, missing]", "only: [[cars]]", "only: [[", "allowed: cars, missing, weapons"),
        ("only: [cars, missing]", "only: [5]", "only: [5]", "5 is not in 'signs'; allowed: cars"),
        ("label_from: paper.barriers", "label_from: [paper]", "label_from: [p", "paper.barriers"),
        ("label_from: paper.barriers", "label_from: paper.barriers\n    label: Barriers",
         "    label: Barriers", "question 'barriers': a question has either"),
        ("{value: none, label: None of these, also: [nothing]}", "{value: none, lable: None}",
         "lable: None", "questions[0].options[1].lable: question 'group': 'lable' is not known"),
        (", label: Not known}", "}", "value: unsure", "options[0].label"),
        ("{value: none,", "{value: cars,", "    options:", "questions[0].options: question 'gr"),
        ("    prompt: Which?", "    promt: Which?", "promt", "question 'group': 'promt' is not"),
        ("prompt: Give context.", "promt: Give.", "promt: Give", "question '{id}_context'"),
        ("prompt: Give context.", "promt: Give context.", "promt: Give", "'promt' is not known"),
        ("help: Choose.", "help: 5", "help: 5", "'help' is missing or is not text"),
        ("type: text\n        section: first\n        label: \"{label} – c", "type: txt\n        "
         "section: first\n        label: \"{label} – c", "type: txt", "must be one of text"),
        ("    prompt: Barriers?", "    prompt: 7", "prompt: 7", "must be a mapping"),
        ("id: barriers", "id: cars_level", "questions:", "'cars_level' stands twice"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_in_the_file_as_it_was_written(
    tmp_path: Path, sound: str, broken: str, at: str, reason: str
) -> None:
    assert sound in SOUND
    text = SOUND.replace(sound, broken, 1)
    said = refused(tmp_path, text, LISTS)
    assert reason in said.rest
    assert at in text.splitlines()[said.line - 1]


def test_a_form_that_draws_on_nothing_stays_as_it_is() -> None:
    data = {"id": "sample", "questions": [{"id": "one"}, "odd"]}
    expanded = expand(data, Lists())
    assert expanded.data == data
    assert expanded.place(("questions", 1, "label")) == ("questions", 1, "label")


def test_whatever_is_wrong_with_a_form_and_its_lists_never_breaks_its_reading(
    tmp_path: Path,
) -> None:
    for data in broken_once(data_of(tmp_path, SOUND)):
        with suppress(DefinitionProblem):
            build_form(data, LISTS)


@pytest.mark.parametrize("data", [None, [], {"questions": "none"}, {}])
def test_what_is_no_form_at_all_is_left_to_be_refused_when_it_is_built(data: Any) -> None:
    assert expand(data, LISTS).data == data
    with pytest.raises(DefinitionProblem):
        build_form(data, LISTS)
