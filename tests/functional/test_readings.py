"""`POST /v1/readings` over the whole application: what a text tells, and what that suggests."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_api
from assistant.bootstrap import bootstrap
from assistant.settings import Settings

TEXT = "A man of 30 keeps messaging my daughter on Snapchat, she's 14 and has autism."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    var = tmp_path_factory.mktemp("var")
    with TestClient(create_api(bootstrap(Settings(var=var)))) as opened:
        yield opened


def test_a_text_comes_back_as_what_was_read_with_its_words(client: TestClient) -> None:
    body = client.post("/v1/readings", json={"text": TEXT}).json()
    rows = {row["id"]: row for row in body["indicators"]}
    assert {"online_activity", "abused_or_targeted_by_adult"} <= set(rows)
    assert rows["online_activity"]["level"] == "medium"
    assert [row["id"] for row in body["vulnerability_factors"]] == ["capacity_or_disability"]
    assert body["details"]["victims"][0]["value"]["age"] == 14
    assert (body["urgent"], body["urgent_evidence"]) == (False, [])
    assert body["suggested_routes"] == ["social_care_referral", "liberty_report"]
    spans = [span for row in body["indicators"] for span in row["evidence"]]
    assert all(TEXT[span["start"] : span["end"]] == span["text"] for span in spans)


def test_danger_now_comes_before_every_other_route(client: TestClient) -> None:
    body = client.post(
        "/v1/readings", json={"text": "He's dragging her into his van now, she's about 13"}
    ).json()
    assert body["urgent"]
    assert body["urgent_evidence"]
    assert body["suggested_routes"] == ["emergency_999"]


@pytest.mark.parametrize(
    "body",
    [{}, {"text": ""}, {"text": "  "}, {"text": 7}, {"text": "x" * 8001}, {"text": "x", "y": 1}],
)
def test_what_is_no_text_is_a_problem_that_quotes_nothing(
    client: TestClient, body: dict[str, Any]
) -> None:
    reply = client.post("/v1/readings", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert "xxx" not in reply.text
