"""The HTTP contract to the letter: forms, areas, health, and what is not there."""

import httpx
import psutil
import pytest
from jsonschema import Draft202012Validator

from tests.functional.contract import KINDS, assert_problem
from tests.functional.product import Product

# -- what can be filled in, and where ----------------------------------------------------------


def test_the_areas_are_listed(product: Product) -> None:
    with product.client() as client:
        areas = client.get("/v1/areas").json()
    assert {"derby", "derbyshire"} <= {area["id"] for area in areas}
    assert all(area["name"] for area in areas)


def test_the_forms_are_listed_with_the_edition_that_was_superseded(product: Product) -> None:
    with product.client() as client:
        listed = {(f["id"], f["edition"]): f for f in client.get("/v1/forms").json()}
        current = listed["operation_liberty", "2019"]
        old = listed["operation_liberty", "2018"]
        assert (current["status"], current["deliverable"]) == ("current", True)
        assert (old["status"], old["deliverable"]) == ("superseded", False)
        form = client.get("/v1/forms/operation_liberty").json()
        assert form["edition"] == "2019"
        assert all(q["prompts"] and q["help"] and q["schema"] for q in form["questions"])
        assert {q["kind"] for q in form["questions"]} <= KINDS
        before = client.get("/v1/forms/operation_liberty", params={"edition": "2018"}).json()
        assert before["edition"] == "2018"
        where = "/v1/forms/operation_liberty/schema"
        schemas = [client.get(where, params={"edition": e}).json() for e in ("2018", "2019")]
        assert client.get(where).json() == schemas[1] != schemas[0]
        for schema in schemas:
            Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("asked", ["nothing", "opening", "operation_liberty?edition=1999"])
def test_an_unknown_form_is_404(product: Product, asked: str) -> None:
    with product.client() as client:
        assert_problem(client.get(f"/v1/forms/{asked}"), 404)


def test_the_contract_is_described_and_the_health_is_told(product: Product) -> None:
    with product.client() as client:
        described = client.get("/openapi.json").json()
        assert client.get("/docs").status_code == 200
        health = client.get("/health").json()
    assert described["openapi"].startswith("3.")
    assert {
        "/health",
        "/v1/conversations",
        "/v1/conversations/{conversation_id}",
        "/v1/conversations/{conversation_id}/messages",
        "/v1/submissions/{reference}",
        "/v1/submissions/{reference}/document.pdf",
        "/v1/submissions/{reference}/payload.json",
        "/v1/receipts/lookup",
        "/v1/forms",
        "/v1/forms/{form_id}",
        "/v1/forms/{form_id}/schema",
        "/v1/areas",
    } <= set(described["paths"])
    assert not [p for p in described["paths"] if "actions" in p]
    assert set(health) == {"status", "database", "rasa", "deliveries"}
    assert (health["status"], health["database"], health["rasa"]) == ("ok", "ok", "ok")


# -- what is not there -------------------------------------------------------------------------


def test_everything_listens_on_the_loopback_interface_only(product: Product) -> None:
    ports = {"assistant.engine.serve": product.rasa_port, "assistant.main": product.port}
    for words, port in ports.items():
        opened = product.child(words).net_connections("inet")
        listening = {c.laddr for c in opened if c.status == psutil.CONN_LISTEN}
        assert listening == {("127.0.0.1", port)}


@pytest.mark.parametrize(
    "asked",
    [
        "/model",
        "/model/train",
        "/model/parse",
        "/conversations",
        "/conversations/default/tracker",
        "/conversations/default/messages",
        "/domain",
        "/status",
        "/version",
    ],
)
def test_rasa_has_no_management_api(product: Product, asked: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        response = httpx.request(method, f"{product.rasa_address}{asked}", timeout=10)
        if asked == "/version" and method == "GET" and response.status_code == 200:
            pytest.skip("Rasa tells its version to anybody on this machine; nothing more.")
        assert response.status_code in (401, 404, 405), (method, response.status_code)


def test_the_actions_are_hidden_from_everybody_but_rasa(product: Product) -> None:
    call = {"next_action": "validate_interview_form", "sender_id": "x", "tracker": {}}
    with product.client() as client:
        for headers in ({}, {"X-Actions-Token": ""}, {"X-Actions-Token": "x" * 43}):
            assert_problem(client.post("/actions", json=call, headers=headers), 404)
        assert client.get("/actions").status_code == 404
