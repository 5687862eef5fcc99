"""The route that only Rasa may call."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from actions.handler import set_handler
from actions.routes import router
from assistant.domain.understanding import Understanding

CALL = {
    "next_action": "validate_interview_form",
    "sender_id": "c1",
    "version": "3.6.21",
    "tracker": {
        "sender_id": "c1",
        "slots": {},
        "latest_message": {
            "intent": {"name": "greet", "confidence": 0.9},
            "metadata": {"message_id": "m1", "conversation_id": "c1"},
        },
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {"name": "interview_form"},
        "latest_action_name": "interview_form",
    },
}


class Seen:
    """A handler that keeps the ids."""

    def __init__(self) -> None:
        self.ids: list[tuple[str, str]] = []

    def answer(self, conversation_id: str, message_id: str, _: Understanding) -> None:
        self.ids.append((conversation_id, message_id))


@pytest.fixture
def seen() -> Iterator[Seen]:
    handler = Seen()
    set_handler(handler)
    yield handler
    set_handler(None)


def client(token: str) -> TestClient:
    app = FastAPI()
    app.include_router(router(token))
    return TestClient(app)


def post(configured: str, given: str | None, call: dict[str, Any] = CALL) -> Any:
    headers = {} if given is None else {"X-Actions-Token": given}
    return client(configured).post("/actions", json=call, headers=headers)


def test_rasa_with_its_secret_is_answered(seen: Seen) -> None:
    response = post("secret", "secret")
    assert response.status_code == 200
    assert [event["name"] for event in response.json()["events"]] == ["answer"]
    assert response.json()["responses"] == []
    assert seen.ids == [("c1", "m1")]


@pytest.mark.parametrize("given", [None, "", "wrong", "secre", "secrets", "s\u00e9cret"])
def test_anybody_else_is_told_that_there_is_nothing_here(seen: Seen, given: str | None) -> None:
    headers = {} if given is None else {"X-Actions-Token": given.encode()}
    response = client("secret").post("/actions", json=CALL, headers=headers)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 404
    assert seen.ids == []


@pytest.mark.parametrize("given", [None, "", "anything"])
def test_with_no_secret_configured_nobody_gets_in(seen: Seen, given: str | None) -> None:
    assert post("", given).status_code == 404
    assert seen.ids == []


def test_an_unknown_action_is_not_found(seen: Seen) -> None:
    assert post("secret", "secret", {**CALL, "next_action": "action_other"}).status_code == 404
    assert seen.ids == []


def test_a_call_without_an_action_does_nothing(seen: Seen) -> None:
    response = post("secret", "secret", {**CALL, "next_action": ""})
    assert response.json() == {"events": [], "responses": []}
    assert seen.ids == []


def test_the_route_is_not_in_the_public_description() -> None:
    assert "/actions" not in client("secret").get("/openapi.json").json()["paths"]
