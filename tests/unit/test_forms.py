"""The forms themselves: complete, and in the words of the paper they stand for."""

import hashlib
import re
from pathlib import Path

import pytest

from assistant.adapters.definitions import FORMS, in_force, load_editions
from assistant.domain.definition import Audience, Decides, FormDefinition, Question

SOURCES = FORMS.parents[1] / "shared" / "sources"
PAPER = {"2019": "003_0677ff5f00004af4.txt", "2018": "000_212ac0e41c68fcd0.txt"}
NOT_ON_PAPER = {
    "2019": {
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


def _paper(edition: str) -> str:
    path: Path = SOURCES / PAPER[edition]
    if not path.is_file():
        pytest.skip("the source documents are not at hand")
    return path.read_text(encoding="utf-8")
