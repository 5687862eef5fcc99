"""What is served to be embedded: headers, sizes, and no secrets in what is compressed."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.app import create_api
from assistant.bootstrap import bootstrap
from assistant.settings import Settings

SITES = "'self' https://www.example.org"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    var: Path = tmp_path_factory.mktemp("embedding")
    container = bootstrap(Settings(var=var, frame_ancestors=SITES, unsent_days=21))
    container.migrate()
    with TestClient(create_api(container)) as opened:
        yield opened


def test_only_the_conversation_can_be_framed_and_only_by_the_sites_in_the_settings(
    client: TestClient,
) -> None:
    assert policy(client, "/chat")["frame-ancestors"] == SITES
    for path in ("/", "/widget.js", "/widget/frame.css"):
        assert policy(client, path)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", ["/chat", "/pages"])
def test_a_page_says_when_what_was_never_sent_is_deleted_by_the_setting(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    assert "If you send nothing, what you wrote is deleted here too, 21 days after" in page
    assert "${" not in page


@pytest.mark.parametrize("path", ["/", "/chat", '/chat?lang=xx&area=derby"><script>'])
def test_no_page_has_code_of_its_own_or_from_elsewhere(client: TestClient, path: str) -> None:
    directives = policy(client, path)
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    page = client.get(path).text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"\s(style|on\w+)=", page)
    assert set(re.findall(r'<[^>]*(?:src|href)="(https?:[^"]*)"', page)) <= {
        "https://www.bbc.co.uk/weather"
    }


def policy(client: TestClient, path: str) -> dict[str, str]:
    """The content security policy by directive."""
    stated = client.get(path).headers["content-security-policy"]
    return dict(one.strip().split(" ", 1) for one in stated.split(";"))


def test_the_launcher_is_one_small_closed_script(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["content-type"].startswith("text/javascript")
    assert len(gzip.compress(response.content)) < 10_000
    assert response.text.startswith("(() => {")
    assert "cookie" not in re.sub(r"//.*", "", response.text)
    assert not re.search(r"(local|session)Storage", response.text)


def test_pages_and_definitions_are_compressed_and_answers_are_not(client: TestClient) -> None:
    opened = client.post("/v1/conversations", json={})
    assert "content-encoding" not in opened.headers
    assert opened.headers["cache-control"] == "no-store"
    assert "content-encoding" not in client.get("/pages").headers
    for path in (
        "/chat",
        "/widget/frame.css",
        "/pages/assets/pages.css",
        "/v1/forms/cre_risk_assessment",
    ):
        assert client.get(path).headers["content-encoding"] == "gzip"


def test_nothing_sets_a_cookie(client: TestClient) -> None:
    for path in ("/", "/chat", "/widget.js", "/v1/areas"):
        assert "set-cookie" not in client.get(path).headers


def test_an_area_tells_the_numbers_that_may_be_shown(client: TestClient) -> None:
    derby = next(area for area in client.get("/v1/areas").json() if area["id"] == "derby")
    numbers = {contact["id"]: contact["number"] for contact in derby["contacts"]}
    assert numbers["emergency"] == "999"
    assert numbers["police_non_emergency"] == "101"
    assert all(numbers.values())


def test_in_production_only_confirmed_numbers_are_shown(tmp_path: Path) -> None:
    container = bootstrap(Settings(var=tmp_path, mode="production"))
    shown = {contact["number"] for contact in container.telephones("derby")}
    assert {"999", "101"} <= shown
    assert "01332 642376" not in shown


@pytest.mark.parametrize("value", ["https://a.example; script-src *", "nonsense", "javascript:x"])
def test_a_setting_that_is_no_site_stops_the_start(value: str) -> None:
    with pytest.raises(ValidationError, match="frame_ancestors"):
        Settings(frame_ancestors=value)


def test_sites_may_be_named_with_ports_and_stars() -> None:
    value = "'self'  https://*.example.org http://127.0.0.1:8000"
    assert Settings(frame_ancestors=value).frame_ancestors == " ".join(value.split())
    assert Settings(frame_ancestors="").frame_ancestors == "'none'"
