"""The pages over the services, without a browser: what no walk through them shows."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from api.app import create_api
from assistant.bootstrap import Container, bootstrap
from assistant.domain.understanding import Understanding
from assistant.settings import Settings

OWN = {"Origin": "http://127.0.0.1"}


@pytest.fixture
def container(tmp_path: Path) -> Container:
    made = bootstrap(Settings(var=tmp_path, rasa_url="http://127.0.0.1:9", rasa_timeout_seconds=2))
    made.migrate()
    return made


@pytest.fixture
def client(container: Container) -> Iterator[TestClient]:
    with TestClient(create_api(container), base_url="http://127.0.0.1", headers=OWN) as opened:
        yield opened


def _session(client: TestClient) -> list[str]:
    return str(client.cookies["cre_pages"]).split(".")


def test_a_message_that_was_kept_and_never_answered_is_answered_when_the_page_is_opened(
    client: TestClient, container: Container
) -> None:
    client.post("/pages/start")
    conversation, token = _session(client)
    message = str(uuid.uuid4())
    body = {"id": message, "choice": "saw_something"}
    container.conversations.receive(conversation, token, message, body)
    shown = client.get("/pages/now")
    assert shown.url.path == "/pages/1"
    assert "what did you see or hear?" in shown.text


def test_a_second_click_waits_for_the_reply_that_is_being_made(
    client: TestClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for a busy machine: it is the reply that ends the waiting, not the time.
    monkeypatch.setattr(container.settings, "rasa_timeout_seconds", 60)
    client.post("/pages/start")
    conversation, token = _session(client)
    client.post("/pages/answer", data={"step": "0", "do": "choice:saw_something"})
    message = str(uuid.uuid4())
    body = {"id": message, "text": "Which office gets this?"}
    container.conversations.receive(conversation, token, message, body)
    understood = Understanding("ask_who_sees_this", 0.99)
    answering = Timer(0.3, container.conversations.answer, (conversation, message, understood))
    answering.start()
    shown = client.get("/pages/now")
    answering.join()
    assert "Derbyshire Police read it" in shown.text


def test_what_nobody_foresaw_is_a_page_too_and_logs_nothing_that_was_said(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client.post("/pages/start")

    def broken(*_: object) -> None:
        raise RuntimeError("quzodamebex")

    monkeypatch.setattr("api.pages.routes.load", broken)
    shown = client.get("/pages/now")
    assert shown.status_code == 500
    assert "ring 999" in shown.text
    assert "quzodamebex" not in shown.text + caplog.text


def test_a_conversation_that_is_too_long_says_so_on_a_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/pages/start")
    monkeypatch.setattr("assistant.services.conversing.LONGEST_CONVERSATION", 0)
    shown = client.post("/pages/answer", data={"step": "0", "do": "choice:saw_something"})
    assert shown.status_code == 429
    assert "Nothing is lost" in shown.text


def test_an_id_that_is_none_is_no_trouble(client: TestClient) -> None:
    client.post("/pages/start")
    form = {"step": "nonsense", "id": "nonsense", "do": "choice:saw_something"}
    shown = client.post("/pages/answer", data=form)
    assert shown.url.path == "/pages/1"


def test_a_choice_that_is_not_offered_is_refused_in_plain_words(client: TestClient) -> None:
    client.post("/pages/start")
    shown = client.post("/pages/answer", data={"step": "0", "do": "choice:nonsense"})
    assert shown.status_code == 422
    assert "That could not be taken" in shown.text


def test_words_are_shown_as_text_and_never_as_markup(client: TestClient) -> None:
    client.post("/pages/start")
    client.post("/pages/answer", data={"step": "0", "do": "choice:saw_something"})
    wicked = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    form = {"step": "1", "do": "answer", "a.incident_details": wicked}
    client.post("/pages/answer", data=form)
    earlier = client.get("/pages/1")
    assert wicked not in earlier.text
    assert "&lt;script&gt;" in earlier.text
    assert not re.search(r"<script|<img", earlier.text)


def test_a_conversation_that_was_deleted_meanwhile_is_closed_and_another_can_be_begun(
    client: TestClient, container: Container
) -> None:
    client.post("/pages/start")
    conversation, token = _session(client)
    later = SimpleNamespace(now=lambda: datetime.now(UTC) + timedelta(days=31))
    assert replace(container.purging, clock=later).purge("worker") == 1
    shown = client.get("/pages/now")
    assert "not open in this browser any more" in shown.text
    assert "cre_pages" not in client.cookies
    bearer = {"Authorization": f"Bearer {token}"}
    sent = {"id": str(uuid.uuid4()), "text": "Hello"}
    address = f"/v1/conversations/{conversation}"
    assert client.get(address, headers=bearer).status_code == 404
    assert client.post(f"{address}/messages", headers=bearer, json=sent).status_code == 404
