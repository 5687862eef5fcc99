"""`POST /v1/assessments`: a suggestion without a conversation, and what is refused."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_api
from api.assessments import SuggestionOut
from assistant.bootstrap import bootstrap
from assistant.settings import Settings

WORD = "quizzaciously"
"""A word that nobody else types."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The web application itself: no conversation, so no Rasa."""
    var: Path = tmp_path_factory.mktemp("assessments")
    with TestClient(create_api(bootstrap(Settings(var=var)))) as opened:
        yield opened


def post(client: TestClient, body: Any) -> dict[str, Any]:
    """The suggestion for a body."""
    response = client.post("/v1/assessments", json=body)
    assert response.status_code == 200, response.text
    reply = dict(response.json())
    # The reply is written without being checked, so it is checked here, to the member.
    assert SuggestionOut.model_validate(reply).model_dump() == reply
    return reply


def refused(client: TestClient, body: Any) -> str:
    """What the problem says of a body."""
    response = client.post("/v1/assessments", json=body)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert WORD not in response.text
    return str(response.json()["detail"])


def row(id_: str = "grooming", **other: Any) -> dict[str, Any]:
    return {"id": id_, "level": "medium", "types": ["cse"], "context": "told", **other}


FULL = {
    "child": {"age": 15, "send": False, "in_care": False, "known_to_social_care": True},
    "indicators": [row(level="high"), row("cars_with_adults", types=["cse", "cce"])],
    "vulnerability_factors": [{"id": "family_conflict", "current": True, "historic": None}],
    "harm_already_happened": False,
    "person_or_place_of_concern": True,
    "immediate_danger": False,
}


def test_an_assessment_gets_level_threshold_routes_duties_and_trace(client: TestClient) -> None:
    reply = post(client, FULL)
    assert reply["level"] == "high"
    assert reply["threshold"] == "child_protection"
    assert reply["routes"] == ["social_care_referral", "liberty_report"]
    duties = {duty["id"]: duty for duty in reply["duties"]}
    assert {"ring_social_care_now", "copy_to_social_worker", "strategy_meeting"} <= set(duties)
    assert all(duty["what"] and duty["by"] and duty["source"] for duty in duties.values())
    assert duties["strategy_meeting"]["inferred"]
    for entry in reply["trace"]:
        assert set(entry) == {"entry", "version", "outcome", "because", "source"}
        assert entry["outcome"] in {"matched", "not_matched", "unknown"}


def test_anyone_may_ask_and_nothing_need_be_known(client: TestClient) -> None:
    reply = post(client, {})
    assert reply["level"] is None
    assert reply["threshold"] is None
    assert reply["routes"] == ["advice"]
    assert {"age", "send"} <= set(post(client, {"indicators": [row()]})["unknown"])


def test_no_indicator_is_no_level_and_never_low(client: TestClient) -> None:
    assert post(client, {"child": {"age": 15, "send": False}, "indicators": []})["level"] is None


def test_harm_that_has_happened_reaches_child_protection_without_a_level(
    client: TestClient,
) -> None:
    reply = post(client, {"harm_already_happened": True})
    assert reply["level"] is None
    assert reply["threshold"] == "child_protection"
    assert reply["routes"] == ["social_care_referral"]


def test_danger_now_comes_first(client: TestClient) -> None:
    assert post(client, {**FULL, "immediate_danger": True})["routes"][0] == "emergency_999"


def test_null_and_left_out_both_mean_not_known(client: TestClient) -> None:
    bare = {"indicators": [row(level="low")]}
    spelt_out = {**bare, "child": {"age": None, "send": None}, "immediate_danger": None}
    assert post(client, bare) == post(client, spelt_out)


def test_the_context_never_comes_back_and_is_not_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post("/v1/assessments", json={"indicators": [row(context=f"{WORD} told")]})
    assert response.status_code == 200
    assert WORD not in response.text
    assert WORD not in caplog.text


@pytest.mark.parametrize(
    ("body", "names", "allows"),
    [
        ({"indicators": [row("groming")]}, "indicators.0.id", "abused_or_targeted_by_adult"),
        ({"indicators": [row(level=WORD)]}, "indicators.0.level", "'low', 'medium' or 'high'"),
        ({"indicators": [row(types=[WORD])]}, "indicators.0.types.0", "'cce' or 'cse'"),
        ({"indicators": [row(context=WORD * 200)]}, "indicators.0.context", "2000 characters"),
        ({"indicators": [row(), row()]}, "indicators.1.id", "once"),
        ({"indicators": [row(present=WORD)]}, "indicators.0.present", "boolean"),
        ({"indicators": WORD}, "indicators", "list"),
        ({"child": {"age": 26}}, "child.age", "less than or equal to 25"),
        ({"child": {"age": -1}}, "child.age", "greater than or equal to 0"),
        ({"child": {"age": "12"}}, "child.age", "integer"),
        ({"child": {"age": True}}, "child.age", "integer"),
        ({"child": {"send": WORD}}, "child.send", "boolean"),
        ({"child": {"sned": True}}, "'sned'", "allowed are age, send"),
        ({"child": {f"{WORD} said": True}}, "child", "allowed are age, send"),
        ({"harm": True}, "'harm'", "harm_already_happened"),
        ({"immediate_danger": "no"}, "immediate_danger", "boolean"),
        ({"vulnerability_factors": [{"id": WORD}]}, "vulnerability_factors.0.id", "looked_after"),
        ({"vulnerability_factors": [{"id": "bereavement_or_loss"}] * 2}, "factors.1.id", "once"),
        ([], "body", "object"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_name_and_what_is_allowed(
    client: TestClient, body: Any, names: str, allows: str
) -> None:
    detail = refused(client, body)
    assert names in detail
    assert allows in detail


def test_text_that_is_not_json_is_refused_and_not_repeated(client: TestClient) -> None:
    response = client.post("/v1/assessments", content=f'{{"child": {WORD}')
    assert response.status_code == 422
    assert WORD not in response.text


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    rows = [row(context="x" * 2000) for _ in range(40)]
    assert client.post("/v1/assessments", json={"indicators": rows}).status_code == 413


def test_the_contract_lists_every_member(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"age", "send", "in_care", "known_to_social_care"} <= set(schemas["Child"]["properties"])
    assert {"harm_already_happened", "person_or_place_of_concern", "immediate_danger"} <= set(
        schemas["Assessment"]["properties"]
    )
