"""What each form prints in its Word document: the sections of the paper, in its order.

It mirrors the templates under `forms/`, from the same payload.
"""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.adapters.docx_answers import (
    Answered,
    Cell,
    DocumentWords,
    Payload,
    Sheet,
    Text,
    area_of,
    linked,
    moment,
    title_block,
    yes_no,
)
from assistant.adapters.docx_assessment import AssessmentPages
from assistant.domain.toolkit import Toolkit

Writer = Callable[[Sheet, Payload, Toolkit, DocumentWords], None]


def write_report(sheet: Sheet, payload: Payload, _toolkit: Toolkit, words: DocumentWords) -> None:
    """The information report, Operation Liberty."""
    form, own = Answered(payload, words), words.tables["report"]
    title_block(sheet, form, [
        *form.rows("exploitation_types", bold=True),
        (own["reported"], Text(moment(payload["reported_at"]), bold=True)),
        (words.of_all("area"), Text(area_of(form), bold=True)),
        (own["anonymous"], Text(yes_no(words, payload["anonymous"]), bold=True)),
        (own["linked"], linked(payload, words)),
    ])  # fmt: skip
    sheet.heading(form.section("reporter", ""))
    sheet.rows([
        *form.named("reporter"),
        *form.rows("reporter_post", "reporter_agency", "witnessed"),
        *(
            (own[key], Text(yes_no(words, payload["reporter_is"] == who)))
            for key, who in (("public", "member_of_public"), ("practitioner", "practitioner"))
        ),
        *form.rows("third_party"),
        *form.people("witness"),
        *form.rows("witness_will_engage"),
        *form.extras("advice_step"),
    ])  # fmt: skip
    sheet.heading(form.section("incident_details", ""))
    sheet.paragraph(Text(own["about"], quiet=True))
    sheet.rows([
        *form.rows("incident_time", "places", "vehicles", "incident_details"),
        *form.extras("names_and_nicknames"),
        *(form.people("phones_and_usernames") if form.said("phones_and_usernames") else ()),
        *form.extras("weapons", "recording"),
    ])  # fmt: skip
    sheet.heading(form.section("offenders", ""))
    sheet.rows(form.people("offenders", "others_present"))
    sheet.paragraph(Text(own["one_form"], quiet=True))
    sheet.rows(form.people("victims"))
    sheet.heading(form.section("informed", ""))
    sheet.rows([*form.people("informed"), *form.extras("police_incident_number")])
    form.printed.add("phones_and_usernames")
    known = form.rows("known_to_social_care")
    form.rest(sheet)
    sheet.paragraph(Text(own["note"], bold=True), Text(own["closing"]))
    for label, _ in known:
        sheet.paragraph(Text(label + "."))
        sheet.rows([(own["known"], form.answer("known_to_social_care", bold=True))])


def write_assessment(
    sheet: Sheet, payload: Payload, toolkit: Toolkit, words: DocumentWords
) -> None:
    """The CRE risk assessment."""
    AssessmentPages(sheet, payload, toolkit, words).write(payload["title"])


def write_referral(sheet: Sheet, payload: Payload, toolkit: Toolkit, words: DocumentWords) -> None:
    """The referral to children's social care, and the assessment after it where there is one."""
    made = payload.get("assessment")
    pages = AssessmentPages(sheet, made, toolkit, words) if made else None
    form, own = Answered(payload, words), words.tables["referral"]
    public = payload["reporter_is"] == "member_of_public"
    title_block(sheet, form, [
        (own["made"], Text(moment(payload["reported_at"]), bold=True)),
        (words.of_all("area"), Text(area_of(form), bold=True)),
        (own["from"], Text(own["public" if public else "practitioner"], bold=True)),
        *(pages.decided() if pages else ()),
        (words.of_all("linked"), linked(payload, words)),
    ])  # fmt: skip
    if public:
        _from_the_public(sheet, form, own)
    else:
        _from_a_practitioner(sheet, form, own, pages)
    form.rest(sheet)
    if pages:
        pages.write(own["annex"])


WRITERS: Mapping[str, Writer] = {
    "operation_liberty": write_report,
    "cre_risk_assessment": write_assessment,
    "social_care_referral": write_referral,
}
"""By the name of the form's template."""


# --- The referral's particulars -----------------------------------------------------------------

_PRACTITIONERS = (
    "child", "identifier", "school", "gp", "professionals", "consent", "referral_source",
    "reporter_post", "reporter_agency",
)  # fmt: skip
_PUBLIC = ("incident_details", "victims", "child_now", "how_known")
"""The public's questions, which a practitioner's referral has no boxes for, and the other way."""


def _from_the_public(sheet: Sheet, form: Answered, own: Mapping[str, Any]) -> None:
    """In plain words, and nothing of levels or codes."""
    form.printed.update(_PRACTITIONERS)
    sheet.heading(form.section("incident_details", own["worry"]))
    sheet.paragraph(*form.answer("incident_details"))
    sheet.heading(form.section("victims", own["child"]))
    sheet.rows([*form.people("victims"), *form.rows("child_now")])
    sheet.heading(form.section("family", own["family"]))
    sheet.rows(form.people("family"))
    sheet.heading(form.section("reporter", own["referrer"]))
    sheet.rows([*form.rows("how_known"), *_referrer(form, own)])


def _from_a_practitioner(
    sheet: Sheet, form: Answered, own: Mapping[str, Any], pages: "AssessmentPages | None"
) -> None:
    form.printed.update(_PUBLIC)
    assessed = pages.form.rows if pages else _no_rows
    _concern(sheet, own, pages)
    sheet.heading(form.section("child", own["child"]))
    sheet.rows([
        *form.people("child"),
        *form.rows("identifier"),
        *assessed("ethnicity", "language", "interpreter", "known_to_social_care"),
    ])  # fmt: skip
    sheet.heading(form.section("family", own["family"]))
    sheet.rows(form.people("family"))
    sheet.heading(form.section("school", own["others"]))
    sheet.rows(form.rows("school", "gp", "professionals"))
    sheet.heading(form.section("reporter", own["referrer"]))
    sheet.rows([*_referrer(form, own), *form.rows("reporter_post", "reporter_agency")])
    sheet.heading(form.section("consent", own["consent"]))
    sheet.rows([*form.rows("consent"), *assessed("family_aware")])
    sheet.paragraph(Text(own["consent_note"], quiet=True))
    _reasons(sheet, own, pages)
    _census(sheet, form, own)


def _concern(sheet: Sheet, own: Mapping[str, Any], pages: "AssessmentPages | None") -> None:
    """What it is about: in care, missing now, harm, and the practitioner's words."""
    if pages is None:
        return
    own_words = pages.words_of_their_own()
    present = pages.present() or [Text(own["no_indicators"], quiet=True)]
    sheet.heading(own["concern"])
    sheet.rows([
        *pages.form.rows("child_facts", "harm_already_happened"),
        *own_words,
        (own["indicators"], present),
    ])  # fmt: skip


def _no_rows(*_questions: str) -> list[tuple[str, Cell]]:
    return []


def _referrer(form: Answered, own: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    if form.payload["anonymous"]:
        form.printed.add("reporter")
        return [(form.words.of_all("name"), Text(own["not_named"], quiet=True))]
    return form.named("reporter")


def _reasons(sheet: Sheet, own: Mapping[str, Any], pages: "AssessmentPages | None") -> None:
    sheet.heading(own["reasons"])
    if pages is None:
        sheet.paragraph(Text(own["no_assessment"], quiet=True))
        return
    sheet.paragraph(Text(own["reasons_lead"], quiet=True))
    sheet.rows([
        *pages.form.rows("immediate_concerns"),
        *pages.form.rows("level_3", "threshold_3", bold=True),
        *pages.form.rows("exploitation_type", "risks_to_practitioners", "rang_social_care"),
    ])  # fmt: skip


def _census(sheet: Sheet, form: Answered, own: Mapping[str, Any]) -> None:
    codes = form.payload.get("cin_codes") or {"source": None, "factors": []}
    source = form.answer("referral_source")
    if codes["source"]:
        source = [Text(str(codes["source"]), bold=True), *source]
    sheet.heading(own["census"])
    sheet.paragraph(Text(own["census_lead"], quiet=True))
    sheet.rows([(own["source"], source)])
    if not codes["factors"]:
        sheet.paragraph(Text(own["no_factors"], quiet=True))
        return
    factors = [(Text(f["code"], bold=True), Text(f["label"])) for f in codes["factors"]]
    sheet.table(own["census_columns"], factors, (15.0,))
