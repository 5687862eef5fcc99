"""The Word document: opened again, it holds all that the paper has, and can be gone on with."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.docx import WordFiller, fill_docx
from assistant.adapters.pdf import DocumentError
from assistant.domain.definition import PARTS, Audience, Question, QuestionType
from assistant.domain.display import in_words, readable
from assistant.domain.interview import Answer, Given
from assistant.domain.payload import Heading, build_payload
from tests.receivers import assessment_samples as samples

REPORT = samples.FORMS["operation_liberty"]
DONT_KNOW = Answer(given=Given.DONT_KNOW)
HEADINGS = [
    "Practitioner completing the assessment",
    "The child",
    "Section 1: CRE Risk Indicators",
    "Summary of CRE Risk Indicators",
    "Section 2: Cultural, Identity or Additional Vulnerability Factors",
    "Section 3: Risk Assessment Analysis and Summary",
    "Decision",
    "What else must be done",
    "What was not known",
    "The child's and the parents' views",
    "In the practitioner's own words",
    "Changes since the earlier assessment",
]


@pytest.fixture(scope="module")
def filler() -> WordFiller:
    return WordFiller()


def opened(payload: dict[str, Any]) -> WordDocument:
    return Document(io.BytesIO(fill_docx(payload)))


def report(audience: Audience = Audience.PUBLIC, **values: Any) -> dict[str, Any]:
    answers = {k: v if isinstance(v, Answer) else Answer(v) for k, v in values.items()}
    heading = Heading("LIB-26-TESTREF", (), "derby", samples.NOW, audience, True)
    return build_payload(REPORT, answers, heading, samples.WORDS)


def headings(document: WordDocument, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == f"Heading {level}"]


def everything(document: WordDocument) -> str:
    """All the text there is, tables included."""
    return "\n".join(t.text or "" for t in document.element.body.iter(qn("w:t")))


def table_of(document: WordDocument, head: str) -> Table:
    return next(t for t in document.tables if t.cell(0, 0).text.startswith(head))


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def answers_of(document: WordDocument) -> dict[str, str]:
    """Every row of two boxes: what was asked, and what was answered."""
    return {
        row.cells[0].text: row.cells[1].text
        for table in document.tables
        if len(table.columns) == 2
        for row in table.rows
    }


# --- The assessment -----------------------------------------------------------------------------


def test_an_assessment_has_every_section_of_the_paper_in_its_order() -> None:
    document = opened(samples.assessment())
    assert headings(document, 2) == HEADINGS
    assert headings(document, 1) == [
        "Children at Risk of Exploitation (CRE) Risk Assessment Toolkit",
        "Annex: how the suggestion came about",
    ]


def test_all_29_rows_of_section_1_stand_as_printed_with_type_level_and_context() -> None:
    payload = samples.assessment()
    rows = grid(table_of(opened(payload), "Indicators"))
    assert rows[0][1:] == ["CCE", "CSE", "Risk L/M/H"]
    assert len(rows) == 30
    for entry, (cell, cce, cse, risk) in zip(payload["indicators"], rows[1:], strict=True):
        assert cell.startswith(entry["wording"])
        assert (entry["context"] or "") in cell
        kinds = entry["types"] or ()
        assert (cce == "Yes", cse == "Yes") == ("cce" in kinds, "cse" in kinds)
        if entry["present"]:
            assert risk.lower() == entry["level"]
        else:
            assert risk == ("Not known" if entry["present"] is None else "Not present")


def test_the_gang_row_has_what_is_to_be_considered() -> None:
    rows = grid(table_of(opened(samples.assessment()), "Indicators"))
    gang = next(cell for cell, *_ in rows if cell.startswith("Gang member"))
    assert "Consideration to be given to:\n• Graffiti style ‘tags’ on possessions" in gang
    assert "• New nicknames" in gang


def test_all_15_factors_are_there_and_not_known_is_never_no() -> None:
    payload = samples.assessment()
    rows = grid(table_of(opened(payload), "Factors"))
    words = {True: "Yes", False: "No", None: "Not known"}
    assert rows[0] == ["Factors", "Historic", "Current"]
    assert rows[1:] == [
        [f["wording"], words[f["historic"]], words[f["current"]]]
        for f in payload["vulnerability_factors"]
    ]
    assert len(rows) == 16


def test_section_3_has_the_actions_in_a_table() -> None:
    document = opened(samples.assessment())
    assert headings(document, 3) == ["Immediate actions to safeguard child:"]
    assert grid(table_of(document, "Action")) == [
        ["Action", "Responsible", "Timescale"],
        ["Change of route home", "Form tutor", "Monday"],
        ["Safety plan with grandmother", "P. Sampleton", "Not given"],
    ]


def test_suggestion_and_decision_stand_side_by_side_with_the_reason() -> None:
    document = opened(samples.assessment())
    threshold = "Child protection concerns (Section 47)"
    routes = "Referral to children's social care\nOperation Liberty report to the police"
    table = next(t for t in document.tables if t.cell(0, 0).text == "What")
    assert grid(table) == [
        ["What", "Suggested by the rulebook", "Decided by the practitioner"],
        ["Level of risk", "High", "Medium"],
        ["Threshold", threshold, threshold],
        ["Route", routes, routes],
    ]
    answers = answers_of(document)
    reason = answers["Reason for deciding differently from the suggestion"]
    assert reason == samples.ANSWERS["decision_reason"]
    assert answers["Telephone call to children's social care"] == "Yes, I have rung"


def test_every_duty_says_what_to_do_and_by_when() -> None:
    payload = samples.assessment()
    duties = payload["suggestion"]["duties"]
    assert duties
    rows = grid(table_of(opened(payload), "What to do"))[1:]
    assert [(cell, by) for cell, by, _ in rows] == [
        (f"{duty['name']}\n{duty['what']}", duty["by"]) for duty in duties
    ]


def test_the_annex_has_every_entry_that_was_weighed_those_that_apply_first() -> None:
    payload = samples.assessment()
    trace = readable(payload["suggestion"]["trace"])
    rows = grid(table_of(opened(payload), "Entry and reason"))[1:]
    assert {(cell, source) for cell, _, source in rows} == {
        (f"{in_words(e['entry'])}, version {e['version']}\n{e['because']}", e["source"])
        for e in trace
    }
    assert len(rows) == len(trace)
    order = ["Applies", "Can't be told yet", "Does not apply"]
    places = [order.index(outcome) for _, outcome, _ in rows]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2}


def test_what_was_not_known_is_said_in_words() -> None:
    document = opened(samples.nothing_answered())
    listed = [p.text for p in document.paragraphs if p.style and p.style.name == "List Bullet"]
    assert {"Age", "The indicators of Section 1", "Harm has already happened"} <= set(listed)
    assert not any("_" in text for text in listed)


def test_changes_since_the_earlier_assessment_are_shown_row_by_row() -> None:
    document = opened(samples.assessment())
    assert "Earlier assessment: CRA-2026-EARLIER, Wednesday 3 June 2026, 10:30" in [
        p.text for p in document.paragraphs
    ]
    assert grid(table_of(document, "Row"))[1] == [
        "Regularly missing from home, care or education", "Low", "Medium",
    ]  # fmt: skip


def test_an_assessment_in_which_nothing_was_answered_says_so_everywhere() -> None:
    document = opened(samples.nothing_answered())
    rows = grid(table_of(document, "Indicators"))[1:]
    assert {risk for *_, risk in rows} == {"Not known"}
    given_all_the_same = {"Reference", "Date completed", "Area", "Linked forms", "Date:"}
    for asked, answer in answers_of(document).items():
        if asked not in given_all_the_same:
            assert set(answer.splitlines()) == {"Not given"}, asked
    assert "This is a screening aid." in everything(document)


def test_an_assessment_without_a_suggestion_shows_the_decision_alone() -> None:
    document = opened(samples.assessment(suggestion=None, changes=None))
    assert "The rulebook was not asked for a suggestion." in everything(document)
    assert headings(document, 1) == [
        "Children at Risk of Exploitation (CRE) Risk Assessment Toolkit"
    ]
    assert answers_of(document)["Route"].startswith("Referral to children's social care")


@pytest.mark.parametrize("make", [samples.assessment, samples.referral, samples.public_referral])
def test_every_question_of_the_definitions_has_a_place_of_its_own(make: Any) -> None:
    assert "Other information" not in headings(opened(make()), 2)


def test_a_definition_with_fewer_questions_still_makes_a_document() -> None:
    for make in (samples.assessment, samples.referral, samples.public_referral, report):
        payload = make()
        payload["answers"], payload["questions"] = {}, []
        assert payload["reference"] in everything(opened(payload))


def test_a_question_added_to_the_definition_alone_is_printed_too() -> None:
    payload = samples.assessment()
    payload["answers"]["tattoos"] = "An anchor"
    payload["questions"].append(
        {"id": "tattoos", "section": "S", "label": "Tattoos seen", "question": "Any?",
         "given": "answered", "display": "An anchor"}
    )  # fmt: skip
    document = opened(payload)
    assert answers_of(document)["Tattoos seen"] == "An anchor"
    assert headings(document, 2)[-1] == "Other information"


# --- The referral -------------------------------------------------------------------------------


def test_a_referral_begins_with_the_particulars_and_ends_with_the_whole_assessment() -> None:
    document = opened(samples.referral())
    assert headings(document, 1) == [
        "Referral to Children's Social Care",
        "Annex: CRE risk assessment",
        "Annex: how the suggestion came about",
    ]
    assert headings(document, 2)[-len(HEADINGS) :] == HEADINGS
    assert headings(document, 2)[: -len(HEADINGS)] == [
        "The concern",
        "The child",
        "Family and household",
        "School, doctor and others",
        "Who is making the referral",
        "Consent and awareness",
        "Reasons for the referral",
        "Codes for the Children in Need census",
    ]
    assert grid(table_of(document, "Code"))[1:] == [
        ["10A", "Missing"],
        ["24A", "Child criminal exploitation"],
    ]
    assert answers_of(document)["Source of the referral"] == "2A\nSchools"
    assert len(grid(table_of(document, "Indicators"))) == 30


def test_every_particular_is_in_the_referral() -> None:
    text = everything(opened(samples.referral()))
    for fact in (
        "NHS number 999 000 0000 (invented)", "2. Name: Alex Invented", "Sample Street Surgery",
        "Jo Madeup, youth worker, 07700 900789", "Not asked because it would not be safe",
        "He is expected to go out again on Friday night.", "No, it would not be safe",
        "Date of birth: 14 March 2012", "Email: p.sampleton@sample-school.example",
    ):  # fmt: skip
        assert fact in text


def test_the_publics_referral_is_short_and_has_no_level_threshold_or_code() -> None:
    document = opened(samples.public_referral())
    text = everything(document)
    assert samples.PUBLIC_ANSWERS["incident_details"] in text
    assert "The person stays anonymous" in text
    assert len(headings(document, 2)) == 4
    for word in ("level", "threshold", "census", "Section", "Consent", "Post/Job"):
        assert word.lower() not in text.lower(), word


def test_a_practitioners_referral_without_an_assessment_says_so() -> None:
    payload = samples.referral(assessment=None, cin_codes={"source": None, "factors": []})
    document = opened(payload)
    assert "No CRE risk assessment was made with this referral." in everything(document)
    assert "No code is suggested." in everything(document)
    assert headings(document, 1) == ["Referral to Children's Social Care"]


# --- The information report ---------------------------------------------------------------------


def marked(question: Question, number: int) -> tuple[Any, list[str]]:
    """A value for a question in which every part has a marker of its own, and the markers."""
    if question.options:
        return [question.options[0].value], [question.options[0].label]
    if question.type is QuestionType.YES_NO:
        return "yes", ["Yes"]
    if not question.composite:
        return f"Marker{number}", [f"Marker{number}"]
    unmarked = ("age", "date", "time", "approximate", "partial")
    parts = [part for part in PARTS[question.type] if part not in unmarked]
    if question.type is QuestionType.VEHICLE:
        parts.remove("text")  # as said, it would only repeat the rest
    item = {part: f"Marker{number}{part}" for part in parts}
    return ([item] if question.repeat else item), list(item.values())


def test_every_answer_of_a_report_is_printed() -> None:
    fields = [q for q in REPORT.questions if q.in_document]
    values = {q.id: marked(q, 100 + number) for number, q in enumerate(fields)}
    text = everything(
        opened(report(Audience.PRACTITIONER, **{k: v for k, (v, _) in values.items()}))
    )
    assert [m for _, markers in values.values() for m in markers if m not in text] == []


def test_a_report_says_what_it_is_not_and_holds_no_suggestion() -> None:
    text = everything(opened(report(incident_details="x", vehicles=DONT_KNOW)))
    assert "PLEASE NOTE THIS IS NOT A REFERRAL FORM TO THE POLICE" in text
    assert "Does not know" in text
    assert "threshold" not in text.lower()
    assert "suggest" not in text.lower()


# --- A file that others can work with -----------------------------------------------------------

PAYLOADS = [samples.assessment, samples.referral, samples.public_referral, report]


@pytest.mark.parametrize("make", PAYLOADS)
def test_the_files_own_properties_hold_title_and_reference_and_nobody(make: Any) -> None:
    payload = make()
    properties = opened(payload).core_properties
    assert properties.title == f"{payload['title']} {payload['reference']}"
    assert properties.language == "en-GB"
    assert properties.author == properties.last_modified_by == properties.comments == ""
    assert properties.created == properties.modified == datetime(2026, 11, 20, 16, 5, tzinfo=UTC)


def test_the_language_is_british_english() -> None:
    styles = opened(samples.assessment()).styles.element
    assert {one.get(qn("w:val")) for one in styles.iter(qn("w:lang"))} == {"en-GB"}


def test_the_head_of_each_table_comes_again_on_every_page() -> None:
    document = opened(samples.assessment())
    for head in ("Indicators", "Factors", "Action", "What to do", "Entry and reason", "Row"):
        first, second = table_of(document, head).rows[:2]
        assert first._tr.trPr is not None
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None, head
        assert second._tr.trPr is None or second._tr.trPr.find(qn("w:tblHeader")) is None


def test_a_row_with_a_long_text_may_go_on_to_the_next_page_and_a_short_one_not() -> None:
    payload = samples.assessment()
    payload["indicators"][1]["context"] = "It happened again. " * 300
    rows = table_of(opened(payload), "Indicators").rows
    whole = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None
             for row in rows]  # fmt: skip
    assert whole.count(False) == 1
    assert not whole[2]


@pytest.mark.parametrize("make", PAYLOADS)
def test_the_same_payload_makes_the_same_bytes(filler: WordFiller, make: Any) -> None:
    payload = make()
    first = filler.fill(payload, payload["form"])
    assert WordFiller().fill(payload, payload["form"]) == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_threads_that_share_a_filler_each_get_their_own_document(filler: WordFiller) -> None:
    def one(number: int) -> bool:
        payload = samples.assessment(own_words=f"account{number}.")
        text = everything(Document(io.BytesIO(filler.fill(payload, payload["form"]))))
        return [n for n in range(6) if f"account{n}." in text] == [number]

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(one, range(6)))


# --- As typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<w:t>&amp; ]]> <!-- --> {{ }} %s \\n",
        "Dziewczyna wsiadła do samochodu: źle, łódź",
        "لڑکی کار میں AB12 CDE",
        "女孩上了车 😟🚗",
        "=SUM(A1) @echo #ref",
    ],
)
def test_text_is_printed_as_it_was_typed(text: str) -> None:
    assert everything(opened(samples.assessment(own_words=text))).count(text) == 1


def test_what_xml_can_not_hold_is_shown_by_its_number() -> None:
    text = everything(opened(samples.assessment(own_words="a\x00b\ud800c\u202ed\ufffe")))
    assert "a[U+0000]b[U+D800]c[U+202E]d[U+FFFE]" in text


def test_every_line_of_an_account_is_kept() -> None:
    text = everything(opened(samples.assessment(own_words="one\r\ntwo\rthree\u2028four\n\nfive")))
    assert "one\ntwo\nthree\nfour\nfive" in text


def test_writing_from_right_to_left_is_marked_as_such() -> None:
    document = opened(samples.assessment(own_words="لڑکی کار میں"))
    paragraph = next(p for p in document.paragraphs if p.text == "لڑکی کار میں")
    assert paragraph.runs[0].font.rtl
    assert paragraph._p.pPr is not None
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_text_at_all_makes_a_document_that_opens(text: str) -> None:
    payload = samples.public_referral(incident_details=text or "x", victims=[{"name": text or "x"}])
    assert headings(opened(payload), 1)


@pytest.mark.parametrize("template", ["none", "../operation_liberty", ""])
def test_an_unknown_template_is_an_error(filler: WordFiller, template: str) -> None:
    with pytest.raises(DocumentError, match="There is no template"):
        filler.fill(samples.assessment(), template)


def test_every_form_that_has_a_document_has_it_in_word_too(filler: WordFiller) -> None:
    for form in samples.FORMS.values():
        if form.template:
            assert filler.fill(_payload_of(form.id), form.template).startswith(b"PK")


def _payload_of(form_id: str) -> dict[str, Any]:
    return {
        "operation_liberty": report,
        "cre_risk_assessment": samples.assessment,
        "social_care_referral": samples.referral,
    }[form_id]()
