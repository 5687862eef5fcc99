"""The forms themselves: complete, and in the words of the paper they stand for."""

import hashlib
import re
from pathlib import Path

import pytest

from assistant.adapters.definitions import FORMS, in_force, load_editions
from assistant.adapters.rulebook_files import load_toolkit
from assistant.domain.assessment_facts import FACT_WORDS
from assistant.domain.assessment_schemas import INCLUDED
from assistant.domain.definition import Audience, Decides, FormDefinition, Question, Told
from assistant.domain.errors import DefinitionError
from assistant.domain.interview import names_of, spoken
from assistant.domain.toolkit import Indicator
from assistant.services.replies import short_name

SOURCES = FORMS.parents[1] / "shared" / "sources"
PAPER = {"2019": "003_0677ff5f00004af4.txt", "2018": "000_212ac0e41c68fcd0.txt"}
NOT_ON_PAPER = {
    "2019": {
        "area",
        "more",
        "names_and_nicknames",
        "phones_and_usernames",
        "recording",
        "police_incident_number",
        "identity",
        "reporter",
        "advice_step",
        "privacy_notice",
    },
    "2018": {"referral_unit"},
}
"""Questions whose labels are ours: they stand for no box, or for two boxes at once."""
REVIEWED = {
    "2019": "2f5900c5f20159d9423753d02d90df9dc02ae2963e51f7d100e10b1aab7baa91",
    "2018": "ea8a894fadb8b0347dfc1b77f4b837a44fb0b26c74433b505d9956fa3193c88d",
}
"""Checksums of the labels as they were last compared with the paper, for where it isn't at hand.

A changed label changes it: compare the label with the source document, then note the new one.
"""

EDITIONS = load_editions()
DOCUMENTS = [f for f in EDITIONS if not f.is_flow]
LIBERTY = {f.edition: f for f in EDITIONS if f.id == "operation_liberty"}
QUESTIONS = [
    pytest.param(q, id=f"{f.id}-{f.edition}-{q.id}") for f in EDITIONS for q in f.questions
]


def squeezed(text: str) -> str:
    """Text as it is compared: without spaces and case, with plain quotation marks."""
    return re.sub(r"\s+", "", text).translate(str.maketrans("’‘“”", "''\"\"")).casefold()


def paper_labels(edition: str) -> list[str]:
    own = NOT_ON_PAPER[edition]
    return [q.label for q in LIBERTY[edition].questions if q.id not in own]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_says_what_why_and_whence_to_each_audience(question: Question) -> None:
    assert all(question.prompts[audience].strip() for audience in Audience)
    assert question.help
    assert question.why
    assert question.source
    assert question.help not in question.prompts.values()


@pytest.mark.parametrize("form", DOCUMENTS, ids=lambda f: f"{f.id}-{f.edition}")
def test_every_section_is_used_and_every_document_can_be_declined_to_answer(
    form: FormDefinition,
) -> None:
    assert {q.section for q in form.questions} == set(form.sections)
    # Only a decision that differs from the suggestion must have its reason.
    insisting = [q for q in form.questions if q.in_document and not q.declinable]
    assert [q for q in insisting if q.decides is not Decides.REASON] == []


@pytest.mark.parametrize("form", in_force(EDITIONS).values(), ids=lambda f: f.id)
def test_the_template_that_a_form_names_is_there(form: FormDefinition) -> None:
    assert form.template is None or (FORMS / f"{form.template}.typ").is_file()


@pytest.mark.parametrize("edition", sorted(PAPER))
def test_the_labels_are_those_last_compared_with_the_paper(edition: str) -> None:
    joined = "\n".join(paper_labels(edition))
    assert hashlib.sha256(joined.encode()).hexdigest() == REVIEWED[edition]


@pytest.mark.parametrize("edition", sorted(PAPER))
def test_the_labels_stand_word_for_word_on_the_paper(edition: str) -> None:
    paper = squeezed(_paper(edition))
    assert [label for label in paper_labels(edition) if squeezed(label) not in paper] == []


@pytest.mark.parametrize("edition", sorted(PAPER))
def test_what_a_source_quotes_from_the_form_stands_on_the_paper(edition: str) -> None:
    paper = squeezed(_paper(edition))
    for question in LIBERTY[edition].questions:
        if not question.source.startswith("Operation Liberty form"):
            continue
        own = question.source.partition("; CRE Strategy")[0]
        for quoted in re.findall(r'"([^"]+)"', own):
            for words in quoted.split("…"):
                assert squeezed(words) in paper, f"{question.id}: {words}"


def test_the_edition_of_2018_can_be_read_but_never_delivered() -> None:
    form = LIBERTY["2018"]
    assert form.status == "superseded"
    assert not form.deliverable
    assert in_force(EDITIONS)["operation_liberty"] is LIBERTY["2019"]


def test_the_edition_of_2018_is_about_sexual_exploitation_only_and_has_two_units() -> None:
    form = LIBERTY["2018"]
    assert not form.has("exploitation_types")
    assert [o.value for o in form.question("referral_unit").options] == ["city", "county"]
    notices = " ".join(n.text for n in form.before_sending)
    assert "City referrals send to City Referral Unit" in notices
    assert "County referrals send to County Referral Unit" in notices


def test_the_edition_of_2018_keeps_the_order_of_its_paper() -> None:
    paper = squeezed(_paper("2018")).partition(
        "details of professional submitting".replace(" ", "")
    )
    labels = [squeezed(label) for label in paper_labels("2018")[1:]]
    positions = [paper[2].find(label) for label in labels]
    assert positions == sorted(positions)


# -- the assessment and the forms it leads to ---------------------------------------------

IN_FORCE = in_force(EDITIONS)
CRE = IN_FORCE["cre_risk_assessment"]
TOOLKIT = load_toolkit()
TAILS = {"none", "others_unknown"}
LONGEST_PROMPT = 1500
"""Characters of the longest single question; the longest holds Appendix 3's three examples."""


def told(kind: Told) -> list[Question]:
    return [q for q in CRE.questions if q.weighs and q.weighs.told is kind]


def test_every_indicator_is_offered_once_and_has_its_three_columns() -> None:
    offered = [o.value for q in told(Told.INDICATORS) for o in q.options if o.value not in TAILS]
    rows = [i.id for i in TOOLKIT.indicators]
    assert len(offered) == 29
    assert sorted(offered) == sorted(rows)
    for kind in (Told.LEVEL, Told.TYPES, Told.CONTEXT):
        assert [q.weighs.row for q in told(kind) if q.weighs] == rows


def test_the_choices_are_the_toolkits_own_words() -> None:
    wording = {i.id: i.wording for i in TOOLKIT.indicators} | {
        f.id: f.wording for f in TOOLKIT.factors
    }
    kinds = (Told.INDICATORS, Told.CURRENT, Told.HISTORIC)
    for question in (q for kind in kinds for q in told(kind)):
        for option in question.options:
            if option.value not in TAILS:
                assert option.label.casefold() == wording[option.value].casefold()


def test_every_vulnerability_factor_is_asked_now_and_in_the_past() -> None:
    for kind in (Told.CURRENT, Told.HISTORIC):
        (question,) = told(kind)
        offered = [o.value for o in question.options if o.value not in TAILS]
        assert offered == [f.id for f in TOOLKIT.factors]


@pytest.mark.parametrize("indicator", TOOLKIT.indicators, ids=lambda i: i.id)
def test_while_a_level_is_asked_all_that_the_toolkit_says_of_it_is_shown(
    indicator: Indicator,
) -> None:
    prompt = CRE.question(f"{indicator.id}_level").prompts[Audience.PRACTITIONER]
    assert indicator.wording.rstrip(":.").casefold() in prompt.casefold()
    for text in (*indicator.considerations, *(e.text for e in indicator.examples.values())):
        assert text in prompt
    if not indicator.examples:
        assert TOOLKIT.section_1.texts["no_example"] in prompt


def test_every_field_of_the_paper_has_a_question_with_its_label() -> None:
    labels = [q.label for q in CRE.questions]
    own = {
        "concerns",  # the heading of the three fields below it
        # One question stands for the practitioner's name and contact details, and the day is that
        # of sending.
        "practitioner",
        "practitioner_date",
    }
    paper = (*TOOLKIT.section_1.summary, *TOOLKIT.section_3.fields)
    missing = [f.id for f in paper if f.id not in own and f.label not in labels]
    assert missing == []
    assert TOOLKIT.section_1.texts["expand"] in labels
    assert TOOLKIT.section_2.other.label in labels


def test_both_threshold_lists_are_the_papers_and_only_section_3_has_complex_abuse() -> None:
    first = {o.value: o.label for o in CRE.question("threshold_1").options}
    third = {o.value: o.label for o in CRE.question("threshold_3").options}
    assert set(third) - set(first) == {"complex_abuse"}
    for option in TOOLKIT.thresholds:
        assert third[option.id].casefold() == option.section_3.casefold()
        if option.section_1:
            assert first[option.id].casefold() == option.section_1.casefold()


@pytest.mark.parametrize("form", DOCUMENTS, ids=lambda f: f"{f.id}-{f.edition}")
def test_a_line_of_a_page_begins_with_a_name_that_no_other_of_its_page_has(
    form: FormDefinition,
) -> None:
    pages: dict[str, list[str]] = {}
    for question in form.questions:
        if question.page:
            pages.setdefault(question.page, []).append(spoken(short_name(question)))
    for page, names in pages.items():
        assert len(names) == len(set(names)), (page, names)
        assert all(names), page


@pytest.mark.parametrize("form", DOCUMENTS, ids=lambda f: f"{f.id}-{f.edition}")
def test_within_a_page_no_two_questions_share_a_name(form: FormDefinition) -> None:
    pages: dict[str, list[str]] = {}
    for question in form.questions:
        if question.page:
            called = {*names_of(question), spoken(short_name(question))}
            pages.setdefault(question.page, []).extend(called)
    for page, names in pages.items():
        assert sorted({n for n in names if names.count(n) > 1}) == [], page


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_short_enough_to_be_read(question: Question) -> None:
    for audience in Audience:
        assert len(question.prompts[audience]) <= LONGEST_PROMPT


@pytest.mark.parametrize("form", EDITIONS, ids=lambda f: f"{f.id}-{f.edition}")
def test_everything_that_a_form_names_of_another_is_there(form: FormDefinition) -> None:
    every = [q for f in IN_FORCE.values() for q in f.questions]
    for question in form.questions:
        if question.taken_from:
            sources = [q for q in every if q.id == question.taken_from.question]
            assert sources, question.id
            given = {o.value for q in sources for o in q.options}
            assert set(question.taken_from.values) <= given
            own = {o.value for o in question.options}
            assert set(question.taken_from.values.values()) <= own
        for option in question.options:
            assert option.adds is None or option.adds in IN_FORCE
    assert set(form.includes) <= set(INCLUDED)


@pytest.mark.parametrize("form", [f for f in EDITIONS if f.is_flow], ids=lambda f: f.id)
def test_no_choice_of_a_way_leads_nowhere(form: FormDefinition) -> None:
    for question in form.questions:
        for option in question.options:
            effect = option.effect
            assert effect, option.value
            assert any(
                (effect.form, effect.audience, effect.say, effect.resume, effect.start_again)
            ), option.value
            assert effect.form is None or effect.form in IN_FORCE


def test_what_is_weighed_is_what_the_rulebook_knows() -> None:
    for question in told(Told.FACTS):
        facts = {o.denies or o.value for o in question.options}
        assert facts - {"none"} <= set(FACT_WORDS)
    assert {q.weighs.fact for q in told(Told.FACT) if q.weighs} <= set(FACT_WORDS)


def test_the_decision_is_asked_in_full_and_only_its_reason_must_be_given() -> None:
    deciding = {q.decides: q for q in CRE.questions if q.decides}
    assert set(deciding) == set(Decides)
    assert [d for d, q in deciding.items() if not q.declinable] == [Decides.REASON]


def _paper(edition: str) -> str:
    path: Path = SOURCES / PAPER[edition]
    if not path.is_file():
        pytest.skip("the source documents are not at hand")
    return path.read_text(encoding="utf-8")


def test_an_option_settles_only_what_can_be_so(tmp_path: Path) -> None:
    for path in FORMS.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            text.replace('settles: {immediate_danger: "no"}', "settles: {immediate_danger: maybe}"),
            encoding="utf-8",
        )
    with pytest.raises(DefinitionError, match="immediate_danger"):
        load_editions(tmp_path)
