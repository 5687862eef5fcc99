"""A practitioner's whole assessment over the HTTP contract: asked, decided, filled, delivered."""

import io
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from assistant.adapters.definitions import in_force, load_editions
from tests.functional.journeys import WALKS, walked
from tests.functional.product import Person, Product

FORM = in_force(load_editions())["cre_risk_assessment"]
MOST_MESSAGES = 45
"""For six indicators; the paper takes about a hundred entries."""
SENT = ("cre_risk_assessment", "social_care_referral", "operation_liberty")


@pytest.fixture(scope="module")
def typed(product: Product) -> Person:
    """A walk that is typed but for its ticks."""
    with product.client() as client:
        person = walked(client, WALKS["typed"])
        person.client = product.client()
    return person


@pytest.fixture(scope="module")
def payloads(typed: Person) -> dict[str, dict[str, Any]]:
    """What was sent, by form."""
    return {
        s["form"]: typed.read(f"/v1/submissions/{s['reference']}/payload.json").json()
        for s in typed.state["submissions"]
    }


def test_six_indicators_take_forty_five_messages_or_fewer(typed: Person) -> None:
    assert typed.state["stage"] == "submitted"
    assert typed.sent <= MOST_MESSAGES


def test_every_question_of_all_three_sections_is_answered(
    payloads: dict[str, dict[str, Any]],
) -> None:
    given = {q["id"]: q["given"] for q in payloads["cre_risk_assessment"]["questions"]}
    unanswered = {
        q.id
        for q in FORM.questions
        if q.in_document
        and q.section in ("indicators", "summary", "factors", "analysis")
        and given.get(q.id) != "answered"
    }
    assert unanswered == set()


def test_every_row_of_the_toolkit_is_in_the_assessment(
    payloads: dict[str, dict[str, Any]],
) -> None:
    rows = {row["id"]: row for row in payloads["cre_risk_assessment"]["indicators"]}
    present = {id_: row for id_, row in rows.items() if row["present"]}
    assert len(rows) == 29
    assert set(present) == {
        "missing",
        "cars_with_adults",
        "online_activity",
        "grooming",
        "unaccounted_money_goods",
        "change_of_appearance",
    }
    assert {row["level"] for row in present.values()} == {"low", "medium", "high"}
    assert all(row["types"] and row["context"] for row in present.values())
    assert rows["unaccounted_money_goods"]["types"] == ["cse", "cce"]
    factors = {row["id"]: row for row in payloads["cre_risk_assessment"]["vulnerability_factors"]}
    assert [i for i, row in factors.items() if row["current"]] == [
        "family_conflict",
        "lack_of_love_and_security",
    ]
    assert [i for i, row in factors.items() if row["historic"]] == ["bereavement_or_loss"]


def test_suggestion_and_decision_both_stand_in_the_assessment(
    payloads: dict[str, dict[str, Any]],
) -> None:
    payload = payloads["cre_risk_assessment"]
    suggestion, answers = payload["suggestion"], payload["answers"]
    assert (suggestion["level"], suggestion["threshold"]) == ("high", "child_protection")
    assert (answers["level_3"], answers["threshold_3"]) == ("high", "child_protection")
    assert answers["decision_differs"] == "no"
    assert suggestion["trace"]


def test_both_forms_are_delivered_and_their_payloads_fit_the_published_schemas(
    typed: Person, payloads: dict[str, dict[str, Any]]
) -> None:
    assert tuple(payloads) == SENT
    for submission in typed.state["submissions"]:
        typed.delivered(submission["reference"])
    for form, payload in payloads.items():
        schema = typed.client.get(f"/v1/forms/{form}/schema").json()
        Draft202012Validator(schema).validate(payload)


def test_the_report_to_the_police_holds_no_history_no_suggestion_and_no_trace(
    payloads: dict[str, dict[str, Any]],
) -> None:
    report = str(payloads["operation_liberty"])
    for said in ("grandmother", "Ashbourne Road School, form tutor", "does not care", "boyfriend"):
        assert said in str(payloads["social_care_referral"])
        assert said not in report
    assert "row_high" not in report
    assert "suggestion" not in payloads["operation_liberty"]


def test_the_referral_holds_the_whole_assessment_and_what_a_front_door_needs(
    payloads: dict[str, dict[str, Any]],
) -> None:
    referral = payloads["social_care_referral"]
    assert referral["assessment"] == payloads["cre_risk_assessment"]
    assert referral["answers"]["child"]["name"] == "Ellie Marsh"
    assert referral["answers"]["consent"] == "not_safe"
    assert referral["cin_codes"]["source"] == "2A"
    assert {f["code"] for f in referral["cin_codes"]["factors"]} >= {"10A", "11A", "24A"}


def test_nothing_is_asked_twice() -> None:
    steps = [step["at"] for step in WALKS["typed"]]
    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_every_document_can_be_had(typed: Person, kind: str) -> None:
    for submission in typed.state["submissions"]:
        document = typed.read(f"/v1/submissions/{submission['reference']}/document.{kind}")
        assert document.content.startswith(b"%PDF" if kind == "pdf" else b"PK")


def test_the_assessments_document_shows_the_suggestion_and_the_decision(typed: Person) -> None:
    reference = typed.state["submissions"][0]["reference"]
    document = typed.read(f"/v1/submissions/{reference}/document.pdf").content
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(document)).pages)
    text = " ".join(text.split())
    for said in ("Ellie Marsh", "Evidence of grooming", "three Fridays running", "Row high"):
        assert said in text


@pytest.fixture(scope="module")
def again(product: Product, typed: Person) -> Person:
    """The same child a month later: begun from the first assessment's reference and code."""
    first = typed.state["submissions"][0]
    earlier = f"{first['reference']}, code {first['receipt_code']}"
    steps = [
        {k: v.replace("{earlier}", earlier) if k == "text" else v for k, v in step.items()}
        for step in WALKS["again"]
    ]
    with product.client() as client:
        person = walked(client, steps)
        person.client = product.client()
    return person


def test_a_later_assessment_starts_from_the_last_one_and_asks_only_what_changed(
    again: Person,
) -> None:
    said = "\n".join(text for who, text in again.transcript if who == "assistant")
    assert "Last time: Regularly missing from home, care or education" in said
    assert "Getting into cars with adult(s): Medium (CSE) → Not present" in said
    assert "Increased interest in making money or need for money: Not present → Low (CCE)" in said
    assert again.sent < 30


def test_the_difference_stands_in_the_later_assessment(typed: Person, again: Person) -> None:
    (sent,) = again.state["submissions"]
    payload = again.read(f"/v1/submissions/{sent['reference']}/payload.json").json()
    changes = {row["id"]: (row["then"], row["now"]) for row in payload["changes"]["rows"]}
    assert payload["changes"]["reference"] == typed.state["submissions"][0]["reference"]
    assert changes["missing"] == ("Medium (CSE)", "Low (CSE)")
    assert changes["grooming"] == ("High (CSE)", "Not present")
    assert payload["answers"]["child"]["name"] == "Ellie Marsh"
    assert payload["answers"]["environments"].startswith("Snapchat")


def test_a_decision_that_differs_is_kept_beside_the_suggestion_with_its_reason(
    again: Person,
) -> None:
    (sent,) = again.state["submissions"]
    payload = again.read(f"/v1/submissions/{sent['reference']}/payload.json").json()
    assert payload["suggestion"]["level"] == "low"
    assert payload["answers"]["level_3"] == "medium"
    assert payload["answers"]["decision_reason"] == "He is still nearby."
    document = again.read(f"/v1/submissions/{sent['reference']}/document.pdf").content
    text = " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(document)).pages).split()
    )
    assert "He is still nearby." in text


def test_an_assessment_that_goes_to_nobody_is_complete_and_can_be_had(again: Person) -> None:
    (sent,) = again.state["submissions"]
    assert again.delivered(sent["reference"])["deliveries"] == []


def test_without_the_code_nobody_starts_from_an_assessment(product: Product, typed: Person) -> None:
    with product.client() as client:
        other = Person(client, audience="practitioner")
        other.choose("assess").choose("derby").choose("skip").choose("skip").choose("skip")
        while other.asked != "earlier":
            other.choose("skip")
        other.say(f"{typed.state['submissions'][0]['reference']} 2222-2222-2222-2222")
    assert other.asked == "earlier"
    assert "Ellie" not in str(other.messages)
