"""The assessment and the referral as PDF: every row, in the paper's words, whatever was typed."""

import io
import json
import re
import tomllib
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from assistant.adapters.definitions import FORMS
from assistant.adapters.docx import fill_docx
from assistant.adapters.docx_answers import moment
from assistant.adapters.pdf import TypstFiller
from assistant.adapters.yaml_files import RULEBOOK, read_yaml
from assistant.domain.assessment_conditions import ROUTES
from assistant.domain.assessment_facts import FACT_WORDS
from assistant.domain.display import in_words, readable
from assistant.domain.interview import Answer, Given
from assistant.domain.schemas import payload_schema
from assistant.domain.toolkit import KINDS, LEVELS
from tests.receivers import assessment_samples as samples
from tests.receivers.pdf_tags import tags_of

TOOLKIT = samples.TOOLKIT
DONT_KNOW = Answer(given=Given.DONT_KNOW)
RATHER_NOT = Answer(given=Given.PREFER_NOT_TO_SAY)


@pytest.fixture(scope="module")
def filler() -> TypstFiller:
    return TypstFiller()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(filler: TypstFiller, payload: dict[str, Any]) -> list[str]:
    document = filler.fill(payload, payload["form"])
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def printed(filler: TypstFiller, payload: dict[str, Any]) -> str:
    return "\n".join(pages_of(filler, payload))


def body(filler: TypstFiller, payload: dict[str, Any]) -> str:
    """The text without what stands at the foot of each page, squeezed."""
    lines = printed(filler, payload).splitlines()
    return squeezed("".join(line for line in lines if not line.startswith("Reference ")))


def word_text(payload: dict[str, Any]) -> str:
    """The text of the Word document."""
    document = Document(io.BytesIO(fill_docx(payload)))
    return "\n".join(t.text or "" for t in document.element.body.iter(qn("w:t")))


def in_order(text: str, *parts: str) -> None:
    """That the parts stand in the text one after the other."""
    place = -1
    for part in parts:
        place = text.find(squeezed(part), place + 1)
        assert place >= 0, part


def lines_after(text: str, start: str, end: str) -> str:
    return squeezed(text).partition(squeezed(start))[2].partition(squeezed(end))[0]


ID = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@pytest.mark.parametrize(
    "make",
    [samples.assessment, samples.nothing_answered, samples.referral, samples.public_referral],
)
def test_no_document_shows_an_id_or_a_date_in_figures(filler: TypstFiller, make: Any) -> None:
    payload = make() | {"area": "far_away"}
    for text in (printed(filler, payload), word_text(payload)):
        assert ID.findall(text) == []
        assert ISO_DATE.findall(text) == []


def test_a_type_that_is_not_known_is_never_printed_as_neither(filler: TypstFiller) -> None:
    rows = samples.indicator_rows({"missing": ("low", (), "Seen once.")}, ())
    neither = samples.assessment(indicators=rows)
    unknown = samples.assessment(
        indicators=[row | {"types": None} if row["present"] else row for row in rows]
    )
    for text_of in (lambda payload: body(filler, payload), word_text):
        said = [squeezed(text_of(payload)).count("Notknown") for payload in (neither, unknown)]
        assert said[1] == said[0] + 2


# --- Samples and words that are what they say ---------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [samples.assessment, samples.nothing_answered, samples.referral, samples.public_referral],
)
def test_the_samples_fit_the_published_schema(make: Any) -> None:
    payload = json.loads(json.dumps(make()))
    form = samples.FORMS[payload["form"]]
    annex = samples.FORMS[form.annex] if form.annex else None
    Draft202012Validator(payload_schema(form, annex)).validate(payload)


def test_the_toolkits_words_in_the_templates_are_the_rulebooks() -> None:
    """A template can't read outside its folder, so a few words stand there a second time."""
    text = re.sub(r"^\s*//.*$", "", (FORMS / "toolkit.typ").read_text("utf-8"), flags=re.MULTILINE)
    own, factors, analysis = TOOLKIT.section_1, TOOLKIT.section_2, TOOLKIT.section_3
    gang = TOOLKIT.indicator_by_id["gang_association"]
    expected = {
        *(own.texts[key] for key in (
            "title", "remember", "key", "column", "instruction", "level_column",
            "context_instruction", "summary_title",
        )),
        gang.id, gang.considerations_heading, *gang.considerations,
        *(field.label for field in own.summary if field.heading),
        *(factors.texts[key] for key in ("title", "instruction", "column")),
        *(column.label for column in factors.columns),
        analysis.texts["title"],
        *(f.label for f in analysis.fields if f.id in (
            "actions", "practitioner", "practitioner_date", "agency",
        )),
        *(column.label for f in analysis.fields for column in f.columns),
        *(level.capitalize() for level in LEVELS), *(kind.upper() for kind in KINDS),
        *(threshold.section_3 for threshold in TOOLKIT.thresholds),
    }  # fmt: skip
    assert set(re.findall(r'"([^"]*)"', text)) == expected
    assert [i.id for i in TOOLKIT.indicators if i.considerations] == ["gang_association"]


def test_every_name_that_the_rulebook_uses_has_words_in_the_documents() -> None:
    words = tomllib.loads((FORMS / "documents.toml").read_text("utf-8"))["assessment"]
    assert words["facts"] == {**FACT_WORDS, "indicators": "the indicators of Section 1"}
    assert set(words["routes"]) == set(ROUTES)
    assert list(words["outcomes"]) == ["matched", "unknown", "not_matched"]


def test_the_word_document_of_a_report_uses_the_words_of_its_template() -> None:
    template = squeezed((FORMS / "operation_liberty.typ").read_text("utf-8"))
    words = tomllib.loads((FORMS / "documents.toml").read_text("utf-8"))["report"]
    assert [text for text in words.values() if squeezed(text) not in template] == []


def test_every_code_of_the_census_leads_from_rows_that_the_toolkit_has() -> None:
    data, _ = read_yaml(RULEBOOK / "cin_codes.yml")
    rows = {*TOOLKIT.indicator_by_id, *(factor.id for factor in TOOLKIT.factors)}
    mapped = [
        row for f in data["factors"] for row in (*f["indicators"], *f["vulnerability_factors"])
    ]
    left_out = [row for entry in data["not_mapped"] for row in entry["rows"]]
    assert {*mapped, *left_out} <= rows
    assert not set(mapped) & set(left_out)
    assert {kind for f in data["factors"] for kind in f["kinds"]} == set(KINDS)


def test_no_code_of_the_census_and_no_id_stands_twice() -> None:
    data, _ = read_yaml(RULEBOOK / "cin_codes.yml")
    codes = [f["code"] for f in data["factors"]]
    codes += [code for entry in data["not_mapped"] for code in entry["codes"]]
    ids = [entry["id"] for key in ("factors", "not_mapped") for entry in data[key]]
    sources = [source["id"] for source in data["sources"]]
    assert len(codes) == len(set(codes))
    assert len(sources) == len(set(sources)) == 22
    assert len(ids) == len(set(ids))
    assert data["source"]
    assert data["checked_on"]


# --- The assessment -----------------------------------------------------------------------------


def test_all_29_rows_stand_as_printed_in_the_papers_order_with_their_level(
    filler: TypstFiller,
) -> None:
    payload = samples.assessment()
    assert len(payload["indicators"]) == 29
    text = body(filler, payload)
    table = text.partition(squeezed(TOOLKIT.section_1.texts["key"]))[2]
    expected = []
    for row in payload["indicators"]:
        state = {True: str(row["level"]).capitalize(), False: "Not present", None: "Not known"}
        expected += [row["wording"], state[row["present"]]]
    in_order(table, *expected)
    for row in payload["indicators"]:
        assert squeezed(row["context"] or "") in table


def test_the_types_of_a_row_stand_in_their_columns(filler: TypstFiller) -> None:
    text = body(filler, samples.assessment())
    in_order(text, "Seen getting into AB12 CDE outside school.", "Yes Yes Medium Associating")
    in_order(text, "Scratches on the left arm, seen once by the school nurse.", "Low Offending")


def test_what_the_paper_prints_around_its_boxes_is_there(filler: TypstFiller) -> None:
    own, gang = TOOLKIT.section_1, TOOLKIT.indicator_by_id["gang_association"]
    in_order(
        body(filler, samples.assessment()),
        own.texts["title"], own.texts["remember"], own.texts["key"], own.texts["instruction"],
        own.texts["context_instruction"], gang.considerations_heading or "", *gang.considerations,
        own.texts["expand"], own.texts["summary_title"],
        *(field.label for field in own.summary),
        TOOLKIT.section_2.texts["title"], TOOLKIT.section_2.texts["instruction"],
        TOOLKIT.section_2.other.label, TOOLKIT.section_3.texts["title"],
        *(
            label
            for field in TOOLKIT.section_3.fields
            for label in (field.label, *(column.label for column in field.columns))
        ),
        "Decision", "What else must be done", "What was not known",
        "The child's and the parents' views", "In the practitioner's own words",
        "Changes since the earlier assessment", "Annex: how the suggestion came about",
    )  # fmt: skip


def test_all_15_factors_say_yes_no_or_not_known(filler: TypstFiller) -> None:
    payload = samples.assessment()
    words = {True: "Yes", False: "No", None: "Not known"}
    expected = [
        f"{row['wording']}{words[row['historic']]}{words[row['current']]}"
        for row in payload["vulnerability_factors"]
    ]
    assert len(expected) == 15
    in_order(body(filler, payload), "Factors Historic Current", *expected)


def test_every_answer_is_printed(filler: TypstFiller) -> None:
    payload = samples.assessment()
    text = body(filler, payload)
    shown_otherwise = {"actions", "places", "offenders", "child", "reporter"}
    for question in payload["questions"]:
        display = question["display"]
        if question["id"] in shown_otherwise:
            continue
        for line in display if isinstance(display, list) else [display]:
            assert squeezed(line) in text, question["id"]
    for part in ("Robin Invented", "12 Sample Street, Derby DE1 2AB", "Smiley", "DE23 6RB",
                 "tall, grey tracksuit", "p.sampleton@sample-school.example"):  # fmt: skip
        assert squeezed(part) in text


def test_suggestion_decision_and_reason_stand_together(filler: TypstFiller) -> None:
    in_order(
        body(filler, samples.assessment()),
        "Suggested by the rulebook", "Decided by the practitioner",
        "Level of risk High Medium", "By the toolkit the level can't be lower than medium.",
        samples.ANSWERS["decision_reason"], "Yes, I have rung",
    )  # fmt: skip


def test_a_held_level_says_that_it_is_held(filler: TypstFiller) -> None:
    suggestion = samples.suggestion() | {"level": "medium", "held": True, "floor": None}
    text = body(filler, samples.assessment(suggestion=suggestion))
    assert squeezed("Medium (held at this level until more is known)") in text
    assert squeezed("can't be lower than") not in text


def test_every_duty_and_every_entry_of_the_trace_is_printed_those_that_apply_first(
    filler: TypstFiller,
) -> None:
    payload = samples.assessment()
    suggestion = readable(payload["suggestion"])
    text = body(filler, payload)
    in_order(text, *(f"{d['name']}{d['what']}" for d in suggestion["duties"]))
    for duty in suggestion["duties"]:
        assert squeezed(duty["by"]) in text
    order = ["matched", "unknown", "not_matched"]
    trace = sorted(suggestion["trace"], key=lambda e: order.index(e["outcome"]))
    annex = text.partition(squeezed("Annex: how the suggestion came about"))[2]
    in_order(annex, *(f"{in_words(e['entry'])} version {e['version']}" for e in trace))
    for entry in trace:
        assert squeezed(entry["because"]) in annex
        assert squeezed(entry["source"]) in annex


def test_what_is_not_known_is_never_no(filler: TypstFiller) -> None:
    text = printed(filler, samples.nothing_answered())
    table = lines_after(text, "Indicators One or more", "Section 3")
    assert table.count("Notknown") == 29 + 2 * 15
    assert "Notpresent" not in table
    assert not re.search(r"(Yes|No)\n", text)


def test_an_empty_box_says_why_it_is_empty(filler: TypstFiller) -> None:
    text = printed(
        filler,
        samples.assessment(
            ethnicity=DONT_KNOW, language=RATHER_NOT, interpreter=None, barriers=DONT_KNOW
        ),
    )
    assert "Ethnicity Does not know" in text
    assert "First language Prefers not to say" in text
    assert "Interpreter needed Not given" in text


def test_a_present_row_without_level_or_context_says_so(filler: TypstFiller) -> None:
    payload = samples.assessment()
    payload["indicators"][1] |= {"level": None, "context": None}
    text = body(filler, payload)
    assert "Nolevelgiven" in text
    assert "Nocontextgiven" in text


def test_without_a_suggestion_the_decision_stands_alone(filler: TypstFiller) -> None:
    text = body(filler, samples.assessment(suggestion=None, changes=None))
    assert squeezed("The rulebook was not asked for a suggestion.") in text
    assert squeezed("Route Referral to children's social care") in text
    assert "Annex" not in text


@pytest.mark.parametrize("unknown", [[], ["age"], ["age", "indicators.missing.level"]])
def test_what_was_not_known_is_listed_in_words(filler: TypstFiller, unknown: list[str]) -> None:
    suggestion = samples.suggestion() | {"unknown": unknown}
    text = body(filler, samples.assessment(suggestion=suggestion))
    wanted = {
        0: "Nothing that could change the suggestion was unknown.",
        1: "• Age",
        2: "• Level of: Regularly missing from home, care or education",
    }
    assert squeezed(wanted[len(unknown)]) in text


def test_every_question_of_the_definitions_has_a_place_of_its_own(filler: TypstFiller) -> None:
    for payload in (samples.assessment(), samples.referral(), samples.public_referral()):
        assert "Other information" not in printed(filler, payload)


@pytest.mark.parametrize("form", ["cre_risk_assessment", "social_care_referral"])
def test_a_question_added_to_the_definition_alone_is_printed_too(
    filler: TypstFiller, form: str
) -> None:
    payload = samples.assessment() if form == "cre_risk_assessment" else samples.referral()
    payload["answers"]["tattoos"] = "An anchor"
    payload["questions"].append(
        {"id": "tattoos", "section": "S", "label": "Tattoos seen", "question": "Any?",
         "given": "answered", "display": "An anchor"}
    )  # fmt: skip
    assert "Tattoos seen An anchor" in printed(filler, payload)


def test_a_definition_with_fewer_questions_still_makes_a_document(filler: TypstFiller) -> None:
    for payload in (samples.assessment(), samples.referral(), samples.public_referral()):
        payload["answers"], payload["questions"] = {}, []
        assert payload["reference"] in printed(filler, payload)


# --- The referral -------------------------------------------------------------------------------


def test_a_referral_has_the_particulars_first_and_the_whole_assessment_after_them(
    filler: TypstFiller,
) -> None:
    text = body(filler, samples.referral())
    in_order(
        text,
        "The child", "Robin Invented", "NHS number 999 000 0000 (invented)", "First language",
        "Family and household", "Kim Invented", "Alex Invented",
        "School, doctor and others", "Sample Street Surgery", "Jo Madeup, youth worker",
        "Who is making the referral", "Priya Sampleton", "Designated Safeguarding Lead",
        "Consent and awareness", "Not asked because it would not be safe",
        "No, it would not be safe",
        "Reasons for the referral", "He is expected to go out again on Friday night.",
        "Medium", "Child protection concerns (Section 47)", "Yes, I have rung",
        "Codes for the Children in Need census", "2A Schools", "10A Missing",
        "24A Child criminal exploitation",
        "Annex: CRE risk assessment", "Section 1: CRE Risk Indicators",
        *(row["wording"] for row in samples.indicator_rows()),
        "Annex: how the suggestion came about",
    )  # fmt: skip


def test_both_annexes_begin_on_a_page_of_their_own(filler: TypstFiller) -> None:
    tops = [page.splitlines()[0] for page in pages_of(filler, samples.referral())]
    assert "Annex: how the suggestion came about" in tops
    assert any(top.startswith("Annex: CRE risk assessment") for top in tops) or any(
        "CRA-2026-TESTREF" in top for top in tops
    )


def test_the_publics_referral_is_one_plain_page(filler: TypstFiller) -> None:
    pages = pages_of(filler, samples.public_referral())
    assert len(pages) == 1
    in_order(
        squeezed(pages[0]),
        "Member of the public", samples.PUBLIC_ANSWERS["incident_details"], "Robin",
        samples.PUBLIC_ANSWERS["child_now"], "Kim", "I live next door.",
        "The person stays anonymous",
    )  # fmt: skip
    for word in ("level", "threshold", "census", "Section", "Consent", "GP", "Post/Job"):
        assert word not in pages[0], word


def test_the_public_may_give_a_name(filler: TypstFiller) -> None:
    reporter = {"name": "Sam Sampleton", "phone": "07700 900321"}
    text = printed(filler, samples.public_referral(identity="named", reporter=reporter))
    assert "Sam Sampleton" in text
    assert "07700 900321" in text
    assert "anonymous" not in text


def test_a_practitioners_referral_without_an_assessment_says_so(filler: TypstFiller) -> None:
    payload = samples.referral(assessment=None, cin_codes={"source": None, "factors": []})
    text = printed(filler, payload)
    assert "No CRE risk assessment was made with this referral." in text
    assert "No code is suggested." in text
    assert "Annex" not in text


# --- Moments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reported_at",
    [
        "2026-11-20T23:14:00+00:00",
        "2026-06-30T22:30:00+00:00",
        "2026-12-31T23:59:59+00:00",
        "2026-03-29T00:59:00+00:00",
        "2026-03-29T01:00:00+00:00",
        "2026-10-25T00:59:00+00:00",
        "2026-10-25T01:00:00+00:00",
        "2027-03-28T01:00:00+00:00",
        "2026-07-01T00:30:00+01:00",
        "2026-07-01T00:30:00-05:30",
        "2026-07-01T00:30:00Z",
    ],
)
def test_a_moment_is_shown_as_the_clock_on_the_wall_had_it(
    filler: TypstFiller, reported_at: str
) -> None:
    payload = samples.public_referral() | {"reported_at": reported_at}
    assert datetime.fromisoformat(reported_at).tzinfo
    assert moment(reported_at) in printed(filler, payload)


# --- Whatever was typed -------------------------------------------------------------------------

TRICKY = [
    "#set page(fill: red) #panic() #sys.inputs",
    "$x^2$ *bold* _it_ `raw` ~ -- --- ... 'q' \"q\"",
    "\\ \\n \\u{41} <label> @ref [x] // comment /* more */ = head",
    "- item + item / term: x",
    "Dziewczyna wsiadła do samochodu: źle, łódź, ąęćńó",
    "女孩上了车",
]


@pytest.mark.parametrize("text", TRICKY)
def test_text_is_printed_as_it_was_typed_wherever_it_stands(filler: TypstFiller, text: str) -> None:
    payload = samples.assessment(
        own_words=text, immediate_concerns=text, environments=text, factors_commentary=text,
        places=[{"text": text}], offenders=[{"name": text}],
        actions=[{"action": text, "responsible": text, "timescale": text}],
    )  # fmt: skip
    payload["indicators"][1]["context"] = text
    assert body(filler, payload).count(squeezed(text)) == 10


def test_long_texts_are_printed_whole_in_every_box(filler: TypstFiller) -> None:
    account = " ".join(f"word{n}" for n in range(900))[:5900]
    payload = samples.assessment(own_words=account, expand=account, barriers=account)
    payload["indicators"][1]["context"] = account
    text = body(filler, payload)
    # Where a row of the table goes on to the next page, the other columns come between.
    assert text.count(squeezed(account)) == 3
    assert text.count(squeezed(account[-300:])) == 4


def test_all_rows_present_with_long_contexts_make_a_document(filler: TypstFiller) -> None:
    payload = samples.assessment()
    for row in payload["indicators"]:
        row |= {"present": True, "level": "high", "types": ["cce", "cse"]}
        row["context"] = "What was seen. " * 90 + row["id"]
    text = body(filler, payload)
    for row in payload["indicators"]:
        assert squeezed(row["context"])[-20:] in text


def test_an_overlong_word_stays_within_its_column(filler: TypstFiller) -> None:
    word = "W" * 300
    payload = samples.assessment(
        own_words=word,
        actions=[{"action": word, "responsible": word, "timescale": word}],
    )
    payload["indicators"][1]["context"] = word
    assert body(filler, payload).count(word) == 5
    lines = [line for line in printed(filler, payload).splitlines() if "WWW" in line]
    assert max(map(len, lines)) < 100


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_text_at_all_makes_an_accessible_document(filler: TypstFiller, text: str) -> None:
    payload = samples.referral()
    payload["assessment"]["indicators"][1]["context"] = text or "x"
    payload["answers"]["family"] = [{"name": text or "x"}]
    assert filler.fill(payload, payload["form"]).startswith(b"%PDF")


# --- Accessible ---------------------------------------------------------------------------------


def test_it_says_that_it_is_pdf_ua_with_title_and_language(filler: TypstFiller) -> None:
    for payload in (samples.assessment(), samples.referral(), samples.public_referral()):
        reader = PdfReader(io.BytesIO(filler.fill(payload, payload["form"])))
        root: Any = reader.trailer["/Root"]
        assert root["/Lang"] == "en-GB"
        assert reader.metadata is not None
        assert reader.metadata.title == f"{payload['title']} {payload['reference']}"
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_tables_are_tables_with_heads_and_headings_are_there_to_move_by(
    filler: TypstFiller,
) -> None:
    payload = samples.assessment()
    tags = tags_of(filler.fill(payload, payload["form"]))
    assert tags.count("/Table") == tags.count("/THead") == 7
    # Section 1, Section 2, actions, decision, duties, changes and trace.
    assert tags.count("/TH") == 4 + 3 + 3 + 3 + 3 + 3 + 3
    duties, trace = (len(payload["suggestion"][key]) for key in ("duties", "trace"))
    assert tags.count("/TR") == 7 + 29 + 15 + 2 + 3 + duties + 2 + trace
    assert tags.count("/H1") == 2
    assert tags.count("/H2") == 12


def test_every_page_names_the_reference_and_its_number(filler: TypstFiller) -> None:
    pages = pages_of(filler, samples.referral())
    for number, page in enumerate(pages, 1):
        assert "Reference SCR-2026-TESTREF" in page
        assert f"Page {number} of {len(pages)}" in page


def test_the_same_payload_makes_the_same_bytes(filler: TypstFiller) -> None:
    payload = samples.referral()
    assert filler.fill(payload, payload["form"]) == TypstFiller().fill(payload, payload["form"])
