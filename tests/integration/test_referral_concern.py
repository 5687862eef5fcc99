"""What a front door must not miss stands first in a practitioner's referral, in PDF and Word."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from assistant.adapters.docx import fill_docx
from assistant.adapters.pdf import TypstFiller
from tests.receivers import assessment_samples as samples

FACTS = "In care (looked after); Missing now"
WORDS = "He was held in a flat overnight and came back with a broken wrist."


def referral() -> dict[str, Any]:
    """A child in care who is missing now and has been harmed."""
    assessment = samples.assessment()
    said = {"child_facts": FACTS, "harm_already_happened": "Yes", "own_words": WORDS}
    for question in assessment["questions"]:
        if question["id"] in said:
            question |= {"display": said[question["id"]], "given": "answered"}
    assessment["answers"] |= {
        "child_facts": ["in_care", "missing_now"],
        "harm_already_happened": "yes",
        "own_words": WORDS,
    }
    return samples.referral(assessment=assessment)


def first_pages(payload: dict[str, Any]) -> str:
    pages = PdfReader(io.BytesIO(TypstFiller().fill(payload, payload["form"]))).pages
    return " ".join("\n".join(page.extract_text() for page in pages[:2]).split())


def before_the_reasons(payload: dict[str, Any]) -> str:
    document = Document(io.BytesIO(fill_docx(payload)))
    text = " ".join(t.text or "" for t in document.element.body.iter(qn("w:t")))
    return text.partition("Reasons for the referral")[0]


@pytest.mark.parametrize("of", [first_pages, before_the_reasons])
def test_in_care_missing_harm_words_and_indicators_stand_first(of: Any) -> None:
    text = of(referral())
    for told in (FACTS, WORDS, "Indicators of exploitation that are present"):
        assert told in text
    for row in samples.indicator_rows():
        assert (row["wording"].rstrip(".:") + ": " in text) == (row["present"] is True), row["id"]
    assert text.index("The concern") < text.index("Family and household")


@pytest.mark.parametrize("of", [first_pages, before_the_reasons])
def test_a_referral_in_which_no_indicator_is_present_says_so(of: Any) -> None:
    rows = samples.indicator_rows({}, ())
    text = of(samples.referral(assessment=samples.assessment(indicators=rows)))
    assert "None was found present" in text


def test_the_publics_referral_has_no_such_summary() -> None:
    assert "Indicators of exploitation" not in first_pages(samples.public_referral())
