"""The HTTP contract's shapes, and how its tests speak to the product."""

from collections.abc import Callable
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from tests.functional.product import Person, driver_says, reply_to

Opens = Callable[..., Person]

MESSAGE = {"text", "choices", "multiple", "urgent", "question", "input", "progress"}
STATE = {"stage", "form", "question", "route", "answers", "suggestion", "submissions"}
KINDS = {"text", "choice", "choices", "date_time", "person", "place", "vehicle", "contact"}
STAGES = {"opening", "danger", "interview", "review", "decision", "submitted", "ended"}
WORD = "quizzaciously"
"""A word that nobody else types."""


def path(someone: Person) -> str:
    """Where this conversation takes messages."""
    return f"/v1/conversations/{someone.id}/messages"


def post(someone: Person, body: Any, token: str | None = None) -> httpx.Response:
    """Send a body as it stands."""
    headers = {"Authorization": f"Bearer {token or someone.token}"}
    return someone.client.post(path(someone), json=body, headers=headers)


def view(someone: Person) -> dict[str, Any]:
    """The conversation as it can be read now."""
    return dict(someone.read(f"/v1/conversations/{someone.id}").json())


def assert_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """An RFC 9457 problem of that status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"]
    return dict(problem)


def assert_shapes(reply: dict[str, Any]) -> None:
    """Every field of the contract's Message and State, and no other."""
    for message in reply["messages"]:
        assert set(message) == MESSAGE
        assert isinstance(message["text"], str)
        assert isinstance(message["multiple"], bool)
        assert isinstance(message["urgent"], bool)
        assert all(set(choice) == {"label", "value"} for choice in message["choices"])
        assert message["question"] is None or set(message["question"]) == {"form", "id"}
        assert message["progress"] is None or set(message["progress"]) == {"answered", "remaining"}
    for message in reply["messages"][:-1]:
        assert message["input"] is None, "Only the last message carries an input."
    last = reply["messages"][-1]["input"]
    if last is not None:
        assert set(last) == {"kind", "schema"}
        assert last["kind"] in KINDS
        Draft202012Validator.check_schema(last["schema"])
    state = reply["state"]
    assert set(state) == STATE
    assert state["stage"] in STAGES
    assert state["suggestion"] is None
    for answer in state["answers"].values():
        assert set(answer) == {"value", "display", "evidence"}
        assert all(set(span) == {"start", "end", "text"} for span in answer["evidence"])
    for submission in state["submissions"]:
        assert set(submission) == {"form", "reference", "receipt_code", "status"}


def at(person: Opens, question: str, word: str = WORD) -> Person:
    """A driver who has come to a question."""
    someone, says = person(), driver_says(word)
    while someone.asked != question:
        someone.send(**reply_to(someone.asked, says))
    return someone


def fitting(given: dict[str, Any], question: str | None) -> Any:
    """An answer of the kind that is asked for."""
    schema = given["schema"]
    if given["kind"] == "text":
        return f"a few words on {question}"
    if given["kind"] == "choice":
        wanted = {"need": "saw_something", "identity": "named"}
        return wanted.get(str(question), schema["enum"][0])
    if given["kind"] == "choices":
        return [value for value in schema["items"]["enum"] if value != "none"]
    one = schema["items"] if schema.get("type") == "array" else schema
    part = "text" if "text" in one["properties"] else next(iter(one["properties"]))
    value = {part: "as I remember it"}
    return [value] if schema.get("type") == "array" else value
