"""One set of answers fills every form that is sent, each with only what its reader needs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.adapters.yaml_files import RULEBOOK, build
from assistant.domain.assessment_answers import answers_from
from assistant.domain.casefile import CaseFile
from assistant.domain.census import build_census
from assistant.domain.definition import Audience
from assistant.domain.errors import ConflictError
from assistant.domain.interview import Answer
from assistant.domain.schemas import payload_schema
from assistant.domain.submission import Status, Submission
from assistant.services.submitting import Prepared, Recipient, Submitter
from assistant.services.tabling import Tables
from assistant.services.tokens import digest
from tests.unit.services.talk import ADVISOR, FORMS, NOW, WORDING, Talk, assessing, started
from tests.unit.services.walking import EARLIER, LAST_TIME, ROUTES, SETTLED, driven

CRA, SCR, LIB = "cre_risk_assessment", "social_care_referral", "operation_liberty"
ALL = (CRA, SCR, LIB)
CENSUS = build(RULEBOOK / "cin_codes.yml", build_census)


@dataclass(frozen=True)
class Office:
    """Where forms go in these tests."""

    name: str
    channel: str = "folder"
    target: str = "somewhere"


@dataclass
class Filler:
    """Remembers what it filled."""

    filled: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def fill(self, payload: Mapping[str, Any], template: str) -> bytes:
        self.filled.append((template, dict(payload)))
        return b"%PDF"


def goes(form: str, _area: str) -> Sequence[Recipient]:
    """The assessment goes to nobody by itself."""
    return () if form == CRA else (Office(form),)


def submitter(recipients: Any = goes, filler: Filler | None = None) -> Submitter:
    return Submitter(
        filler or Filler(),
        recipients,
        WORDING.words,
        Tables(ADVISOR, CENSUS, WORDING.words).of,
    )


def case(**answers: Any) -> CaseFile:
    given = {**SETTLED, **answers}
    return CaseFile(
        "derby",
        area_known=True,
        audience=Audience.PRACTITIONER,
        form=CRA,
        begun=(CRA,),
        answers={k: v if isinstance(v, Answer) else Answer(v) for k, v in given.items()},
    )


def prepared(one: CaseFile, forms: Sequence[str] = ALL, **options: Any) -> Prepared:
    return submitter(**options).prepare(one, [FORMS[f] for f in forms], "conversation", NOW)


def by_form(found: Prepared) -> dict[str, Submission]:
    return {s.form: s for s in found.submissions}


def check(payload: Mapping[str, Any]) -> None:
    """The payload fits the schema that is published for its form."""
    form = FORMS[payload["form"]]
    schema = payload_schema(form, FORMS[form.annex] if form.annex else None)
    Draft202012Validator(schema).validate(json.loads(json.dumps(payload)))


WHOLE: dict[str, Any] = {
    "reporter": {"name": "Sam Field", "phone": "01332 555 0100"},
    "reporter_agency": "Ashbourne Road School",
    "own_words": "Her grandmother died and she goes missing",
    "missing_types": ["cse"],
    "missing_context": "three Fridays running",
    "factors_current": ["family_conflict", "others_unknown"],
    "factors_commentary": "Parents have separated",
    "places": [{"text": "car park, Derby"}],
    "offenders": [{"name": "Ghost"}],
    "exploitation_type": "sexual_exploitation",
    "child_views": "He is her boyfriend",
    "actions": "Collect from school; aunt; Friday",
    "level_1": "medium",
    "level_3": "high",
    "threshold_3": "child_protection",
    "route": ["social_care_referral", "liberty_report"],
    "decision_differs": "yes",
    "decision_reason": "Met him twice",
    "rang_social_care": "rang",
    "victims": [{"name": "Ellie Marsh", "age": 14}],
    "exploitation_types": ["sexual"],
    "incident_details": "A girl got into a black Audi",
    "family": [{"name": "Jo Marsh"}],
    "referral_source": "2A",
    "consent": "not_safe",
}


@pytest.fixture(scope="module")
def whole() -> dict[str, Submission]:
    return by_form(prepared(case(**WHOLE)))


@pytest.mark.parametrize("form", ALL)
def test_every_payload_fits_its_published_schema(whole: dict[str, Submission], form: str) -> None:
    check(whole[form].payload)


def test_each_form_has_a_reference_of_its_own_and_names_the_others(
    whole: dict[str, Submission],
) -> None:
    references = {form: one.reference for form, one in whole.items()}
    assert [references[f].split("-")[0] for f in ALL] == ["CRA", "SCR", "LIB"]
    for form, one in whole.items():
        others = {r for f, r in references.items() if f != form}
        assert set(one.payload["linked_references"]) == others
        assert one.payload["reference"] == one.reference
    assert len({one.group for one in whole.values()}) == 1
    assert [whole[f].number_in_group for f in ALL] == [1, 2, 3]


def test_each_form_has_a_receipt_code_of_which_only_the_hash_is_kept() -> None:
    found = prepared(case(**WHOLE))
    assert [r.form for r in found.receipts] == list(ALL)
    for receipt, one in zip(found.receipts, found.submissions, strict=True):
        assert one.receipt_hash == digest(receipt.code)
        assert receipt.code not in str(one.payload)
    assert len({r.code for r in found.receipts}) == 3


def test_a_form_alone_belongs_to_no_group() -> None:
    (one,) = prepared(case(**WHOLE), [CRA]).submissions
    assert one.group is None
    assert one.payload["linked_references"] == []


def test_the_referral_carries_the_assessment_as_it_is_sent(whole: dict[str, Submission]) -> None:
    assert whole[SCR].payload["assessment"] == whole[CRA].payload


def test_a_referral_without_an_assessment_says_so() -> None:
    (one,) = prepared(case(**WHOLE), [SCR]).submissions
    assert one.payload["assessment"] is None
    check(one.payload)


def test_the_dates_are_those_on_which_each_form_goes(whole: dict[str, Submission]) -> None:
    answers = whole[CRA].payload["answers"]
    for date in ("completed_on", "referred_to_social_care_on", "referred_to_police_on"):
        assert answers[date] == "20 November 2026"
    alone = by_form(prepared(case(**WHOLE), [CRA]))[CRA].payload["answers"]
    assert alone["completed_on"] == "20 November 2026"
    assert alone["referred_to_social_care_on"] is None
    assert alone["referred_to_police_on"] is None


def test_suggestion_decision_and_reason_all_stand_in_the_assessment(
    whole: dict[str, Submission],
) -> None:
    payload = whole[CRA].payload
    assert payload["suggestion"]["level"] == "medium"
    assert payload["suggestion"]["trace"]
    assert payload["answers"]["level_3"] == "high"
    assert payload["answers"]["decision_reason"] == "Met him twice"
    rows = {row["id"]: row for row in payload["indicators"]}
    assert len(rows) == 29
    assert rows["missing"]["context"] == "three Fridays running"
    assert payload["actions"] == [
        {"action": "Collect from school", "responsible": "aunt", "timescale": "Friday"}
    ]


def test_the_report_holds_no_history_no_suggestion_no_decision_and_no_family(
    whole: dict[str, Submission],
) -> None:
    payload = whole[LIB].payload
    text = json.dumps(payload)
    for words in (
        "grandmother",
        "three Fridays",
        "separated",
        "boyfriend",
        "Met him twice",
        "Jo Marsh",
        "suggestion",
        "child_protection",
        "family_conflict",
        "Collect from school",
    ):
        assert words not in text, words
    for words in ("Ellie Marsh", "Ghost", "car park, Derby", "A girl got into a black Audi"):
        assert words in text, words


def test_the_census_codes_follow_from_what_was_ticked(whole: dict[str, Submission]) -> None:
    codes = whole[SCR].payload["cin_codes"]
    assert codes["source"] == "2A"
    assert {"10A", "11A"} <= {f["code"] for f in codes["factors"]}


def test_one_report_is_made_for_each_victim_and_one_of_everything_else() -> None:
    victims = [{"name": "Ellie Marsh"}, {"name": "Maja"}]
    found = prepared(case(**{**WHOLE, "victims": victims}))
    assert [s.form for s in found.submissions] == [CRA, SCR, LIB, LIB]
    reports = [s for s in found.submissions if s.form == LIB]
    assert [s.payload["answers"]["victims"] for s in reports] == [[v] for v in victims]
    assert len({s.reference for s in found.submissions}) == 4
    for one in found.submissions:
        assert len(one.payload["linked_references"]) == 3
        check(one.payload)


def test_the_assessment_is_complete_although_it_goes_to_nobody() -> None:
    found = prepared(case(**WHOLE))
    status = {s.form: s.status for s in found.submissions}
    assert status == {CRA: Status.DELIVERED, SCR: Status.QUEUED, LIB: Status.QUEUED}
    assert [len(d) for d in found.deliveries] == [0, 1, 1]


def test_an_assessment_that_goes_somewhere_is_queued_there() -> None:
    found = prepared(case(**WHOLE), [CRA], recipients=lambda *_: (Office("a"), Office("b")))
    assert found.submissions[0].status is Status.QUEUED
    assert [d.recipient for d in found.deliveries[0]] == ["a", "b"]


@pytest.mark.parametrize("form", [SCR, LIB])
def test_nothing_is_prepared_where_one_form_has_nowhere_to_go(form: str) -> None:
    filler = Filler()
    with pytest.raises(ConflictError):
        prepared(
            case(**WHOLE),
            recipients=lambda f, a: () if f == form else goes(f, a),
            filler=filler,
        )


def test_each_document_is_filled_by_its_own_template(whole: dict[str, Submission]) -> None:
    filler = Filler()
    prepared(case(**WHOLE), filler=filler)
    assert [name for name, _ in filler.filled] == [FORMS[f].template for f in ALL]
    assert all(one.document == b"%PDF" for one in whole.values())


def test_the_area_is_the_one_that_was_chosen_and_not_that_of_a_place() -> None:
    one = case(**{**WHOLE, "places": [{"text": "Matlock station"}]})
    assert {s.area for s in prepared(one).submissions} == {"derby"}


def test_a_reassessment_names_the_earlier_one_and_its_changes() -> None:
    given = case(**{**WHOLE, "missing_level": "high"})
    again = CaseFile(**{**vars(given), "earlier": EARLIER})
    payload = by_form(prepared(again))[CRA].payload
    check(payload)
    assert payload["changes"]["reference"] == EARLIER.reference
    assert [(r["id"], r["then"], r["now"]) for r in payload["changes"]["rows"]] == [
        ("missing", "Medium (CSE)", "High (CSE)")
    ]
    assert by_form(prepared(given))[CRA].payload["changes"] is None


def test_what_was_sent_is_where_the_next_assessment_starts(whole: dict[str, Submission]) -> None:
    again = answers_from(FORMS[CRA], whole[CRA].payload)
    assert again["child"].value == SETTLED["child"]
    assert again["missing_level"].value == "medium"
    assert again["factors_current"].value == ["family_conflict", "others_unknown"]
    assert not {"level_3", "threshold_3", "route", "decision_reason", "rang_social_care"} & set(
        again
    )
    assert LAST_TIME["barriers"].value


# -- everything that a conversation can send ----------------------------------------------------


def sent_by(talk: Talk) -> list[Submission]:
    forms = [FORMS[r.form] for r in talk.last.case.receipts]
    return list(submitter().prepare(talk.last.case, forms, "conversation", NOW).submissions)


@pytest.mark.parametrize("route", ROUTES, ids="+".join)
@pytest.mark.parametrize("whole_pages", [True, False], ids=["pages", "one-by-one"])
def test_whatever_a_client_sends_by_the_schemas_fits_the_published_payloads(
    route: list[str], whole_pages: bool
) -> None:
    fixed = {"route": route, "earlier": "no"}
    talk, _ = driven(assessing(), fixed, whole_pages=whole_pages)
    for one in sent_by(talk):
        check(one.payload)


def test_whatever_is_declined_the_payloads_fit() -> None:
    talk = assessing()
    for _ in range(150):
        if talk.asked == "review":
            break
        if talk.asked == "route":
            talk.tick("social_care_referral", "liberty_report")
        else:
            talk.choose("understood" if talk.asked == "privacy_notice" else "dont_know")
    talk.choose("send")
    found = sent_by(talk)
    assert [s.form for s in found] == list(ALL)
    for one in found:
        check(one.payload)
        given = {q["given"] for q in one.payload["questions"]}
        assert given <= {"dont_know", "answered", None}


@pytest.mark.parametrize("way", ["both", "referral", "report"])
def test_what_the_public_send_by_each_way_fits_and_holds_no_assessment(way: str) -> None:
    talk = started(for_social_care=True).say(
        "My neighbour hits her daughter every night after work"
    )
    assert talk.last.case.form == "way"
    talk, _ = driven(talk.choose(way), {}, whole_pages=True)
    forms = {"both": {SCR, LIB}, "referral": {SCR}, "report": {LIB}}[way]
    found = sent_by(talk)
    assert {s.form for s in found} == forms
    for one in found:
        check(one.payload)
        assert one.payload["reporter_is"] == "member_of_public"
        assert one.payload.get("assessment") is None
        assert "suggestion" not in one.payload
        assert "My neighbour hits her daughter" in json.dumps(one.payload)
