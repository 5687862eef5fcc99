"""The HTTP contract to the letter: submissions and receipts."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.functional.contract import (
    WORD,
    assert_problem,
    view,
)
from tests.functional.product import Person, Product


def test_a_submission_tells_where_it_stands(reporter: Person) -> None:
    sent = reporter.state["submissions"][0]
    assert sent["form"] == "operation_liberty"
    found = reporter.read(f"/v1/submissions/{sent['reference']}").json()
    assert found["reference"] == sent["reference"]
    assert found["status"] == "delivered"
    assert found["edition"] == "2019"
    assert [delivery["status"] for delivery in found["deliveries"]] == ["delivered"]
    assert WORD not in json.dumps(found)
    assert view(reporter)["state"]["submissions"][0]["status"] == "delivered"


def test_the_payload_fits_the_published_schema_and_holds_every_answer(
    product: Product, reporter: Person
) -> None:
    reference = reporter.state["submissions"][0]["reference"]
    payload = reporter.read(f"/v1/submissions/{reference}/payload.json").json()
    schema = reporter.client.get("/v1/forms/operation_liberty/schema").json()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(payload)
    assert payload["reference"] == reference
    assert json.dumps(payload).count(WORD) >= 8
    dropped = [json.loads(p.read_text()) for p in product.delivered.glob("*/*/payload.json")]
    assert dropped.count(payload) == 1


def test_the_document_is_a_pdf_for_its_reporter_alone(reporter: Person) -> None:
    reference = reporter.state["submissions"][0]["reference"]
    response = reporter.read(f"/v1/submissions/{reference}/document.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "no-store"
    assert response.content.startswith(b"%PDF-")


def test_a_receipt_is_found_however_its_code_is_typed(reporter: Person) -> None:
    code = reporter.state["submissions"][0]["receipt_code"]
    typed = [code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code} "]
    for one in [*typed, "-".join(code.replace("-", ""))]:
        response = reporter.client.post("/v1/receipts/lookup", json={"code": one})
        assert response.status_code == 200, one
        found = response.json()
        assert set(found) == {"form", "area", "submitted_at", "status", "deliveries"}
        assert found["status"] == "delivered"
        assert all(set(d) == {"recipient", "status", "at"} for d in found["deliveries"])
        assert WORD not in response.text


@pytest.mark.parametrize("code", ["ZZZZ-ZZZZ-ZZZZ-ZZZZ", "LIB-2026-ABCDEF", "%", "ßßß", "…"])
def test_an_unknown_receipt_code_is_404(product: Product, code: str) -> None:
    with product.client() as client:
        response = client.post("/v1/receipts/lookup", json={"code": code})
        problem = assert_problem(response, 404)
    assert code not in problem["detail"]


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": WORD * 9}, {"code": 7}])
def test_a_malformed_receipt_lookup_is_422(product: Product, body: dict[str, Any]) -> None:
    with product.client() as client:
        problem = assert_problem(client.post("/v1/receipts/lookup", json=body), 422)
    assert "code" in problem["detail"]
    assert WORD not in str(problem)
