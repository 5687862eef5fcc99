"""A form definition is checked whole before anybody is asked anything."""

from contextlib import suppress
from pathlib import Path

import pytest

from assistant.domain.definition import Audience, QuestionType
from assistant.domain.definition_reading import build_form
from assistant.domain.errors import DefinitionError, DefinitionProblem
from tests.unit.domain.form_files import HEAD, broken_once, data_of, read, refused

SOUND = (
    HEAD
    + """\
split_by: people
opening:
  - text: Hello.
    when: {audience: public}
sections:
  first: The first section
questions:
  - id: story
    type: text
    section: first
    label: Story
    prompt: What happened?
    help: Anything helps.
    why: So that we know.
    source: A source
    called: [account]
  - id: seen
    type: yes_no
    section: first
    label: Seen?
    prompt: {public: Did you see it?, practitioner: Was it witnessed?}
    help: Yes or no.
    why: It matters.
    source: A source
    asked: {question: story, unanswered: true}
  - id: people
    type: person
    repeat: true
    section: first
    label: People
    prompt: Who?
    help: A name.
    why: It matters.
    source: A source
    relevant:
      all:
        - {audience: public}
        - {question: seen, is: ["yes"]}
  - id: more
    type: choices
    section: first
    label: More
    prompt: What else?
    help: Tick any.
    why: It matters.
    source: A source
    options:
      - {value: who, label: Somebody, opens: people}
      - {value: none, label: Nothing, also: [nothing]}
"""
)


def test_a_sound_definition_is_read_whole(tmp_path: Path) -> None:
    form = read(tmp_path, SOUND)
    assert [q.id for q in form.questions] == ["story", "seen", "people", "more"]
    assert form.question("people").repeat
    assert form.question("seen").prompts[Audience.PRACTITIONER] == "Was it witnessed?"
    assert set(form.question("story").prompts.values()) == {"What happened?"}
    assert form.deliverable
    assert form.opening[0].when is not None
    assert form.question("more").options[1].also == ("nothing",)


@pytest.mark.parametrize(
    ("sound", "broken", "place", "reason"),
    [
        ("id: sample", "id: 5", "id", "missing or is not text"),
        ("id: sample", "id: '  '", "id", "missing or is not text"),
        ("title: Sample", "tittle: Sample", "tittle", "is not known here; allowed: "),
        ("kind: document", "kind: paper", "kind", "must be one of flow, document"),
        ("kind: document", "kind: document\nstatus: old", "status", "current, superseded"),
        ("reference_prefix: SMP", "", "reference_prefix", "a document needs one"),
        ("reference_prefix: SMP", "reference_prefix: 7", "reference_prefix", "not text"),
        ("split_by: people", "split_by: story", "split_by", "a question that repeats"),
        ("split_by: people", "split_by: [people]", "split_by", "not text"),
        ("split_by: people", "template: 3", "template", "not text"),
        ("  - text: Hello.", "  - text: ", "opening[0].text", "missing"),
        ("  - text: Hello.", "  - said: Hello.", "opening[0].said", "not known here"),
        ("when: {audience: public}", "when: {audience: all}", "opening[0].when.audience", "one of"),
        ("when: {audience: public}", "when: public", "opening[0].when", "must be a mapping"),
        ("  first: The first section", "  first: 1", "sections.first", "not text"),
        ("type: yes_no", "type: boolean", "questions[1].type", "must be one of text, choice"),
        ("id: seen", "id: story", "questions", "'story' stands twice"),
        ("label: Seen?", "label: ", "questions[1].label", "missing"),
        ("label: Seen?", "section: other", "questions[1].section", "stands here twice"),
        ("help: Yes or no.", "hint: Yes or no.", "questions[1].hint", "not known here"),
        ("why: So that we know.", "why: 3", "questions[0].why", "not text"),
        ("prompt: What happened?", "prompt: [a]", "questions[0].prompt", "must be a mapping"),
        ("practitioner: Was it witnessed?", "police: No?", "questions[1].prompt.police", "allowed"),
        (", practitioner: Was it witnessed?", "", "questions[1].prompt.practitioner", "missing"),
        ("type: person", "type: text", "questions[2].repeat", "only a type with parts"),
        ("repeat: true", "repeat: 'true'", "questions[2].repeat", "must be true or false"),
        ("called: [account]", "called: account", "questions[0].called", "must be a list"),
        ("called: [account]", "called: [5]", "questions[0].called", "quotation marks"),
        ("called: [account]", "narrative: 1", "questions[0].narrative", "true or false"),
        ("called: [account]", "in_document: 0", "questions[0].in_document", "true or false"),
        ("called: [account]", "declinable: no", "questions[0].declinable", "true or false"),
        ("called: [account]", "reads: [x]", "questions[0].reads", "not text"),
        ("called: [account]", "options: [{value: a, label: A}]", "questions[0].options", "choice"),
        ("unanswered: true", "unanswered: maybe", "questions[1].asked.unanswered", "true or false"),
        ("unanswered: true", "is: [1]", "questions[1].asked.is", "1 is not text: put it in quotat"),
        ("unanswered: true", "is: []", "questions[1].asked.is", "names no value"),
        (", unanswered: true", "", "questions[1].asked", "either 'is' or 'unanswered'"),
        (
            "{question: story, unanswered",
            "{question: tale, unanswered",
            "asked",
            "no question 'tale",
        ),
        ("question: story,", "audience: public,", "questions[1].asked.unanswered", "not known"),
        (
            "question: story,",
            "question: story, audience: public,",
            "questions[1].asked",
            "either an",
        ),
        ('is: ["yes"]', "is: [maybe]", "questions[2].relevant", "'maybe' is no answer of 'seen'"),
        ("      all:\n", "      none:\n", "questions[2].relevant.none", "not known here"),
        ("opens: people", "opens: crowd", "questions[3].options[0].opens", "no question 'crowd'"),
        ("value: none", "value: who", "questions[3].options", "'who' stands twice"),
        ("label: Nothing", "labels: Nothing", "questions[3].options[1].labels", "not known here"),
        ("also: [nothing]", "also: [1]", "questions[3].options[1].also", "quotation marks"),
        ("opens: people", "then: {fomr: x}", "questions[3].options[0].then.fomr", "not known here"),
        ("opens: people", "then: {audience: x}", "questions[3].options[0].then.audience", "one of"),
        ("opens: people", "then: {form: 1}", "questions[3].options[0].then.form", "not text"),
        ("opens: people", "then: {resume: 1}", "questions[3].options[0].then.resume", "true or"),
        ("called: [account]", "reads: storys", "questions[0].reads", "must be one of places, inc"),
        ("called: [account]", "computed: x", "questions[0].computed", "one of decision_differs, r"),
        ("called: [account]", "implies: [x]", "questions[0].implies", "must be a mapping"),
        ("called: [account]", "implies: {seen: [a]}", "questions[0].implies.seen", "not text"),
        (
            "called: [account]",
            "implies: {seen: x}",
            "questions[0].implies.seen",
            "allowed: yes, no",
        ),
        ("called: [account]", "weighs: {as: fact}", "questions[0].weighs.fact", "is needed"),
        (
            "called: [account]",
            "weighs: {as: fact, fact: x}",
            "questions[0].weighs.fact",
            "one of a",
        ),
        ("called: [account]", "weighs: {as: age, row: x}", "questions[0].weighs.row", "belongs to"),
        (
            "called: [account]",
            "taken_from: {question: x}",
            "questions[0].taken_from",
            "repeats, or",
        ),
        ("split_by: people", "includes: [sums]", "includes", "'sums' must be one of indicators, "),
        (
            "section: first\n    label: Seen",
            "section: last\n    label: Seen",
            "questions[1].section",
            "no section 'last'; allowed: first",
        ),
        ("opens: people", "opens: crowd", "question 'more'", "allowed: story, seen, people, more"),
        ('is: ["yes"]', "is: [maybe]", "question 'people'", "allowed: yes, no"),
    ],
)
def test_every_kind_of_broken_entry_names_file_line_place_and_reason(
    tmp_path: Path, sound: str, broken: str, place: str, reason: str
) -> None:
    assert sound in SOUND
    said = refused(tmp_path, SOUND.replace(sound, broken, 1))
    assert said.file.endswith("sample.yml")
    assert place in said.rest
    assert reason in said.rest


def test_the_line_named_is_the_line_of_the_mistake(tmp_path: Path) -> None:
    said = refused(
        tmp_path, SOUND.replace("label: Nothing, also: [nothing]", "label: Nothing, open: x")
    )
    assert "value: none" in SOUND.splitlines()[said.line - 1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "must be a mapping"),
        (["id"], "must be a mapping"),
        ({}, "must be a list"),
        ({"questions": {}}, "must be a list"),
        ({"sections": [], "questions": []}, "must be a mapping"),
        ({"questions": ["story"]}, "must be a mapping"),
    ],
)
def test_a_file_of_another_shape_is_refused(data: object, reason: str) -> None:
    with pytest.raises(DefinitionProblem, match=reason):
        build_form(data)


def test_a_condition_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace("asked: {question: story, unanswered: true}", "asked: {any: []}")
    with pytest.raises(DefinitionError, match="has no conditions in it"):
        read(tmp_path, text)


def test_a_choice_without_options_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace("type: yes_no", "type: choice")
    with pytest.raises(DefinitionError, match="choice and choices have options"):
        read(tmp_path, text)


def test_a_superseded_edition_and_a_step_of_the_conversation_are_never_delivered(
    tmp_path: Path,
) -> None:
    assert not read(tmp_path, SOUND + "status: superseded\n").deliverable
    flow = SOUND.replace("kind: document", "kind: flow")
    assert read(tmp_path, flow).is_flow
    assert not read(tmp_path, flow).deliverable


def test_an_unknown_question_is_a_key_error(tmp_path: Path) -> None:
    form = read(tmp_path, SOUND)
    assert form.has("seen")
    assert not form.has("unseen")
    with pytest.raises(KeyError):
        form.question("unseen")


def test_only_types_with_parts_are_composite(tmp_path: Path) -> None:
    form = read(tmp_path, SOUND)
    assert form.question("people").composite
    assert not form.question("story").composite
    assert form.question("story").type is QuestionType.TEXT


def test_the_account_is_the_first_narrative_text(tmp_path: Path) -> None:
    assert read(tmp_path, SOUND).account is None
    form = read(tmp_path, SOUND.replace("called: [account]", "narrative: true"))
    assert form.account is form.question("story")


def test_whatever_is_wrong_with_a_form_never_breaks_its_reading(tmp_path: Path) -> None:
    tried = 0
    for data in broken_once(data_of(tmp_path, SOUND)):
        tried += 1
        with suppress(DefinitionProblem):
            build_form(data)
    assert tried > 900
