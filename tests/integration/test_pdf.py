"""The document as a desk gets it: whole, findable, accessible, and the same wherever it is made."""

import io
import itertools
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assistant.adapters.definitions import FORMS, in_force, load_editions
from assistant.adapters.pdf import DocumentError, TypstFiller
from assistant.domain.definition import PARTS, Audience, FormDefinition, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.payload import Heading, build_payload
from tests.receivers.pdf_tags import root_of, tags_of

FORM = in_force(load_editions())["operation_liberty"]
WORDS = dict.fromkeys(
    ("aged", "nickname", "date_of_birth", "role", "registration", "partial"), "{}"
) | {"yes": "Yes", "no": "No", "about": "about {}"}
NOW = datetime(2026, 11, 20, 23, 14, tzinfo=UTC)
DONT_KNOW, RATHER_NOT = Answer(given=Given.DONT_KNOW), Answer(given=Given.PREFER_NOT_TO_SAY)


@pytest.fixture(scope="module")
def filler() -> TypstFiller:
    return TypstFiller()


def payload(
    *,
    audience: Audience = Audience.PUBLIC,
    reference: str = "LIB-26-TESTREF",
    linked: tuple[str, ...] = (),
    anonymous: bool = True,
    now: datetime = NOW,
    **values: Any,
) -> dict[str, Any]:
    answers = {k: v if isinstance(v, Answer) else Answer(v) for k, v in values.items()}
    heading = Heading(reference, linked, "derby", now, audience, anonymous)
    return build_payload(FORM, answers, heading, WORDS)


def read(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(filler: TypstFiller, **values: Any) -> str:
    return read(filler.fill(payload(**values), "operation_liberty"))


# --- Everything is in it ------------------------------------------------------------------------


def marked(question: Question, numbers: Iterator[int]) -> tuple[Any, list[str]]:
    """A value for a question in which every part has a marker of its own, and the markers."""
    if question.options:
        shown = question.options[next(numbers) % len(question.options)]
        return [shown.value], [shown.label]
    if question.type is QuestionType.YES_NO:
        return "yes", ["Yes"]
    if not question.composite:
        marker = f"Marker{next(numbers)}"
        return marker, [marker]
    item: dict[str, Any] = {
        part: f"Marker{next(numbers)}"
        for part in PARTS[question.type]
        if part not in ("age", "date", "time", "approximate", "partial")
    }
    markers = list(item.values())
    return ([item] if question.repeat else item), markers


def test_every_question_of_the_document_and_every_part_of_its_answer_is_printed(
    filler: TypstFiller,
) -> None:
    numbers = itertools.count(100)
    fields = [q for q in FORM.questions if q.in_document]
    values = {q.id: marked(q, numbers) for q in fields}
    text = squeezed(
        printed(filler, audience=Audience.PRACTITIONER, **{k: v for k, (v, _) in values.items()})
    )
    missing = [m for _, markers in values.values() for m in markers if squeezed(m) not in text]
    assert missing == []
    assert [q.label for q in fields if q.id != "reporter" and squeezed(q.label) not in text] == []


def test_a_question_added_to_the_definition_alone_is_printed_too(filler: TypstFiller) -> None:
    data = payload(incident_details="x")
    data["answers"]["tattoos"] = "An anchor"
    data["questions"].append(
        {
            "id": "tattoos",
            "section": "S",
            "label": "Tattoos seen",
            "question": "Any?",
            "given": "answered",
            "display": "An anchor",
        }
    )
    text = read(filler.fill(data, "operation_liberty"))
    assert "Tattoos seen An anchor" in text


def test_a_definition_with_fewer_questions_still_makes_a_document(filler: TypstFiller) -> None:
    data = payload(incident_details="A short account")
    data["answers"] = {"incident_details": "A short account"}
    data["questions"] = [q for q in data["questions"] if q["id"] == "incident_details"]
    data["questions"] += [_question(q, FORM) for q in ("offenders", "informed", "reporter")]
    assert "A short account" in read(filler.fill(data, "operation_liberty"))


def _question(question_id: str, form: FormDefinition) -> dict[str, Any]:
    question = form.question(question_id)
    return {
        "id": question.id,
        "section": form.sections[question.section],
        "label": question.label,
        "question": "?",
        "given": None,
        "display": "",
    }


def test_the_header_tells_what_it_is_at_a_glance(filler: TypstFiller) -> None:
    text = printed(filler, linked=("LIB-26-OTHER1", "LIB-26-OTHER2"), exploitation_types=["debt"])
    head = text.partition("The person reporting")[0]
    assert "LIB-26-TESTREF" in head
    assert "LIB-26-OTHER1" in head
    assert "LIB-26-OTHER2" in head
    assert "Friday 20 November 2026, 23:14" in head
    assert "Anonymous\nYes" in head
    assert "Area\nDerby" in head
    assert "Debt" in head


def test_a_report_in_summer_shows_the_time_on_the_clock(filler: TypstFiller) -> None:
    text = printed(filler, now=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert "Tuesday 30 June 2026, 23:30" in text


def test_every_page_names_the_reference_and_its_number(filler: TypstFiller) -> None:
    document = filler.fill(payload(incident_details="A line of the account.\n" * 150),
                           "operation_liberty")  # fmt: skip
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Reference LIB-26-TESTREF" in page
        assert f"Page {number} of {len(pages)}" in page


def test_the_boxes_stand_in_the_order_of_the_paper(filler: TypstFiller) -> None:
    text = squeezed(printed(filler))
    labels = [
        "Note which form of Exploitation you are reporting",
        "Date/Time of report",
        "Name",
        "Post/Job Title",
        "Agency",
        "Contact details",
        "Witnessed Incident?",
        "Member of Public?",
        "Practitioner?",
        "Are you reporting the information as a third party?",
        "If so, details of witness, if known",
        "Would they be willing to engage with the Police?",
        "Please provide information about specific events/incidents.",
        "Date/time/location and details of incident",
        "Alleged offender(s) (if known)",
        "Details of other persons present at incident (if known)",
        "(Please use one form for each victim)",
        "Victim (if known)",
        "DOB",
        "Name(s) and contact details of persons/professionals this information has been shared",
        "PLEASE NOTE THIS IS NOT A REFERRAL FORM TO THE POLICE OR CHILDREN'S SOCIAL CARE",
        "If you believe there are serious/complex needs or child protection concerns you must",
        "If the child is already known to Social Care you must also send a copy",
    ]
    place = -1
    for label in labels:
        place = text.find(squeezed(label), place + 1)
        assert place >= 0, label


def test_the_address_printed_on_the_paper_is_not_given_as_a_live_contact(
    filler: TypstFiller,
) -> None:
    text = printed(filler).lower()
    assert "@" not in text
    assert "pnn.police" not in text


# --- Unknown is not no --------------------------------------------------------------------------


def test_an_empty_box_says_why_it_is_empty(filler: TypstFiller) -> None:
    text = printed(filler, witnessed=RATHER_NOT, vehicles=DONT_KNOW)
    assert "Witnessed Incident? Prefers not to say" in " ".join(text.split())
    assert "Vehicle details Does not know" in text
    assert "Location Not given" in text
    assert "Agency Not given" in text


def test_no_is_printed_only_where_somebody_said_no(filler: TypstFiller) -> None:
    assert "Witnessed Incident? No\n" in printed(filler, witnessed="no") + "\n" or (
        "Witnessed Incident? No " in printed(filler, witnessed="no")
    )
    silent = printed(filler, witnessed=DONT_KNOW, third_party=DONT_KNOW)
    assert silent.count("No\n") + silent.count("No ") <= silent.count("Practitioner? No") + 1


def test_an_answer_whose_parts_hold_nothing_to_print_is_not_given(filler: TypstFiller) -> None:
    text = printed(filler, vehicles=[{"partial": True}], incident_time={"approximate": True})
    assert "Vehicle details Not given" in text
    assert "Date/time Not given" in text


# --- As typed -----------------------------------------------------------------------------------

TRICKY = [
    "#set page(fill: red) #panic() #sys.inputs",
    "$x^2$ *bold* _it_ `raw` ~ -- --- ... 'q' \"q\"",
    "\\ \\n \\u{41} <label> @ref [x] // comment /* more */ = head",
    "- item + item / term: x",
    "https://example.org/?a=b&c=%20#d",
    "Dziewczyna wsiadła do samochodu: źle, łódź, ąęćńó",
    "Девочка села в машину",
    "女孩上了车",
    "fi fl ffi 0O 1lI",
]


@pytest.mark.parametrize("text", TRICKY)
def test_text_is_printed_as_it_was_typed(filler: TypstFiller, text: str) -> None:
    shown = squeezed(printed(filler, incident_details=text, weapons=text, places=[{"text": text}]))
    assert shown.count(squeezed(text)) == 3


def test_urdu_and_emoji_are_printed(filler: TypstFiller) -> None:
    text = printed(filler, incident_details="لڑکی کار میں AB12 CDE\n😟🚗")
    assert "لڑکی" in text
    assert "AB12 CDE" in text
    assert "😟🚗" in text


def test_what_has_no_shape_is_shown_by_its_number(filler: TypstFiller) -> None:
    text = printed(filler, incident_details="a\x00b\ue000c\u202ed")
    assert "a[U+0000]b[U+E000]c[U+202E]d" in text


def test_invisible_characters_do_not_spoil_the_search(filler: TypstFiller) -> None:
    text = printed(filler, incident_details="Nor\u00admanton \ufeffRo\u200bad")
    assert "Normanton Road" in text


def test_every_line_of_the_account_is_kept(filler: TypstFiller) -> None:
    text = printed(filler, incident_details="one\r\ntwo\rthree\u2028four\n\n\nfive")
    assert re.search(r"one\s+two\s+three\s+four\s+five", text)


def test_a_long_account_is_printed_whole(filler: TypstFiller) -> None:
    account = " ".join(f"word{n}" for n in range(900))[:6000]
    pages = PdfReader(
        io.BytesIO(filler.fill(payload(incident_details=account), "operation_liberty"))
    ).pages
    body = "".join(
        line
        for page in pages
        for line in page.extract_text().splitlines()
        if not line.startswith("Reference ")
    )
    assert squeezed(account) in squeezed(body)


def test_an_overlong_word_is_cut_at_the_edge_and_nowhere_else(filler: TypstFiller) -> None:
    word = "W" * 300
    text = printed(filler, incident_details=f"before {word} after", places=[{"text": word}])
    lines = [line for line in text.splitlines() if "WWW" in line]
    assert len(lines) > 10
    assert squeezed(text).count(word) == 2


@pytest.mark.parametrize("padding", range(14))
@pytest.mark.parametrize("fact", ["DE23 6RB", "AB12 CDE", "07700 900123"])
def test_a_fact_is_found_on_one_line_wherever_it_stands(
    filler: TypstFiller, padding: int, fact: str
) -> None:
    account = f"{'x' * padding} " + f"it was {fact} and then again " * 12
    text = printed(filler, incident_details=account)
    assert text.count(fact) == 12


def test_the_facts_of_each_box_are_found_on_one_line(filler: TypstFiller) -> None:
    facts = {
        "Alexandra Longname-Example": "name",
        "Designated Safeguarding Lead": "role",
        "alexandra.longname-example@sample-school.example": "email",
        "12 Sample Street, Derby DE1 2AB": "address",
        "Normanton Road Library": "place",
        "AB12 CDE": "plate",
        "+44 7700 900123": "phone",
    }
    name, role, email, address, place, plate, phone = facts
    text = printed(
        filler,
        audience=Audience.PRACTITIONER,
        reporter={"name": name, "email": email, "phone": phone},
        informed=[{"name": name, "role": role}, {"name": "Tom Invented", "phone": phone}],
        victims=[{"name": name, "address": address}],
        places=[{"text": place, "postcode": "DE23 6RB"}],
        vehicles=[{"registration": plate, "colour": "silver", "make": "Skoda"}],
    )
    lines = text.splitlines()
    for fact in facts:
        assert any(fact in line for line in lines), fact
    assert "Normanton Road Library DE23 6RB" in text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_text_at_all_makes_a_document(filler: TypstFiller, text: str) -> None:
    data = payload(incident_details=text or "x", places=[{"text": text or "x"}])
    assert filler.fill(data, "operation_liberty").startswith(b"%PDF")


# --- Accessible, embedded, the same -------------------------------------------------------------


def test_it_is_tagged_and_says_that_it_is_pdf_ua_with_title_and_language(
    filler: TypstFiller,
) -> None:
    document = filler.fill(payload(), "operation_liberty")
    reader, root = PdfReader(io.BytesIO(document)), root_of(document)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"{FORM.title} LIB-26-TESTREF"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_headings_are_there_to_move_by(filler: TypstFiller) -> None:
    tags = tags_of(filler.fill(payload(), "operation_liberty"))
    assert [tags.count(f"/H{level}") for level in (1, 2, 3)] == [1, 4, 5]


def test_every_font_is_embedded(filler: TypstFiller) -> None:
    document = filler.fill(
        payload(incident_details="Łódź لڑکی 😟 女孩", witnessed="yes"), "operation_liberty"
    )
    resources: list[Any] = [page["/Resources"] for page in PdfReader(io.BytesIO(document)).pages]
    fonts = [font.get_object() for used in resources for font in used["/Font"].values()]
    assert len(fonts) >= 5
    for font in fonts:
        for below in font.get("/DescendantFonts", [font]):
            descriptor = below.get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_payload_makes_the_same_bytes(filler: TypstFiller) -> None:
    first = filler.fill(payload(incident_details="x"), "operation_liberty")
    filler.fill(payload(incident_details="something else"), "operation_liberty")
    assert filler.fill(payload(incident_details="x"), "operation_liberty") == first
    assert TypstFiller().fill(payload(incident_details="x"), "operation_liberty") == first


def test_it_is_dated_with_the_time_of_the_report(filler: TypstFiller) -> None:
    reader = PdfReader(io.BytesIO(filler.fill(payload(), "operation_liberty")))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == NOW


def test_threads_that_share_a_filler_each_get_their_own_document(filler: TypstFiller) -> None:
    def one(number: int) -> bool:
        text = printed(filler, incident_details=f"account{number}", reference=f"LIB-{number}")
        others = set(re.findall(r"account\d+", text)) - {f"account{number}"}
        return f"LIB-{number}" in text and not others

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(10)))


# --- When it cannot be made ---------------------------------------------------------------------


@pytest.mark.parametrize("template", ["none", "../operation_liberty", "", "fonts", "paper.typ"])
def test_an_unknown_template_is_an_error(filler: TypstFiller, template: str) -> None:
    with pytest.raises(DocumentError, match="There is no template"):
        filler.fill(payload(), template)


def test_a_broken_template_is_named_with_its_line_and_nothing_that_was_typed(
    tmp_path: Path,
) -> None:
    (tmp_path / "broken.typ").write_text("= Title\n#panic(sys.inputs.payload)\n")
    with pytest.raises(DocumentError) as caught:
        TypstFiller(tmp_path).fill(payload(incident_details="seededsecret"), "broken")
    assert "broken.typ:2" in str(caught.value)
    assert "seededsecret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_templates_that_forms_name_are_there() -> None:
    assert (FORMS / f"{FORM.template}.typ").is_file()
