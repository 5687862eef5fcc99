"""The HTTP contract to the letter: opening a conversation, who may, and reading it again."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.functional.contract import (
    MESSAGE,
    WORD,
    Opens,
    assert_problem,
    assert_shapes,
    at,
    path,
    post,
    view,
)
from tests.functional.product import Person, Product, driver_says

# -- opening a conversation --------------------------------------------------------------------


def test_opening_gives_id_token_messages_and_state(product: Product) -> None:
    with product.client() as client:
        response = client.post("/v1/conversations", json={"audience": None, "area": None})
    assert response.status_code == 201
    opened = response.json()
    assert set(opened) == {"id", "token", "messages", "state"}
    assert len(opened["token"]) >= 43
    assert_shapes(opened)
    assert opened["state"]["stage"] == "opening"
    values = [choice["value"] for choice in opened["messages"][-1]["choices"]]
    assert values == ["danger_now", "saw_something", "ask_question", "practitioner"]


@pytest.mark.parametrize(
    "opening", [{}, {"audience": "public"}, {"audience": "practitioner"}, {"area": "derbyshire"}]
)
def test_an_audience_and_an_area_may_be_named(person: Opens, opening: dict[str, str]) -> None:
    assert person(**opening).state["stage"] == "opening"


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ({"audience": WORD}, "audience"),
        ({"area": WORD}, "area"),
        ({"area": 7}, "area"),
        ({"nonsense": WORD}, "nonsense"),
    ],
)
def test_what_cannot_open_a_conversation_is_a_problem_that_names_the_field(
    product: Product, opening: dict[str, Any], names: str
) -> None:
    with product.client() as client:
        problem = assert_problem(client.post("/v1/conversations", json=opening), 422)
    assert names in problem["detail"]
    assert WORD not in str(problem)


# -- who may -----------------------------------------------------------------------------------


def test_no_token_is_401_everywhere(product: Product, reporter: Person) -> None:
    reference = reporter.state["submissions"][0]["reference"]
    with product.client() as client:
        for asked in (
            f"/v1/conversations/{reporter.id}",
            f"/v1/submissions/{reference}",
            f"/v1/submissions/{reference}/document.pdf",
            f"/v1/submissions/{reference}/payload.json",
        ):
            assert_problem(client.get(asked), 401)
            # A token in a URL is no token: addresses end up in logs and histories.
            assert_problem(client.get(asked, params={"token": reporter.token}), 401)
            assert_problem(client.get(asked, headers={"Authorization": reporter.token}), 401)
        sent = client.post(path(reporter), json={"id": str(uuid4()), "text": "hello"})
        problem = assert_problem(sent, 401)
    assert sent.headers["www-authenticate"] == "Bearer"
    assert "Authorization" in problem["detail"]


def test_a_wrong_token_and_an_unknown_id_are_the_same_404(person: Opens, reporter: Person) -> None:
    someone = person()
    body = {"id": str(uuid4()), "text": "hello"}
    reference = reporter.state["submissions"][0]["reference"]
    pairs = [
        (f"/v1/conversations/{reporter.id}", f"/v1/conversations/{uuid4()}"),
        *(
            (f"/v1/submissions/{reference}{part}", f"/v1/submissions/LIB-2026-ZZZZZZ{part}")
            for part in ("", "/document.pdf", "/payload.json")
        ),
    ]
    for wrong_token, unknown in pairs:
        got = [someone.client.get(p, headers=someone.headers) for p in (wrong_token, unknown)]
        assert_problem(got[0], 404)
        assert got[0].json() == got[1].json()
    stranger = post(reporter, body, token=someone.token)
    unknown_id = someone.client.post(
        f"/v1/conversations/{uuid4()}/messages", json=body, headers=someone.headers
    )
    assert_problem(stranger, 404)
    assert stranger.json() == unknown_id.json()
    assert body["id"] not in json.dumps(view(reporter))


def test_no_parameter_of_any_path_takes_a_token(product: Product) -> None:
    with product.client() as client:
        described = client.get("/openapi.json").json()
    for operations in described["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if "token" in parameter["name"] or "authorization" in parameter["name"]:
                    assert parameter["in"] == "header"


# -- reading again -----------------------------------------------------------------------------


def test_a_conversation_reads_as_it_was_held(person: Opens) -> None:
    someone = at(person, "witnessed")
    read = view(someone)
    assert set(read) == {"transcript", "state"}
    assert read["state"] == someone.state
    assert_shapes({"messages": someone.messages, "state": read["state"]})
    assistants = [entry["text"] for entry in read["transcript"] if entry["from"] == "assistant"]
    assert assistants == [text for who, text in someone.transcript if who == "assistant"]
    persons = [entry for entry in read["transcript"] if entry["from"] == "person"]
    assert len(persons) == someone.sent
    assert persons[0]["choice"] == "saw_something"
    assert persons[1]["text"] == driver_says(WORD)["incident_details"]["text"]
    for entry in read["transcript"]:
        if entry["from"] == "assistant":
            assert set(entry) == MESSAGE | {"from"}


def test_nothing_under_v1_is_stored_by_anybody_on_the_way(reporter: Person) -> None:
    for asked in (f"/v1/conversations/{reporter.id}", "/v1/forms"):
        response = reporter.client.get(asked, headers=reporter.headers)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in response.headers
