"""A conversation in another language: spoken in it, understood and reported in English."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_api
from assistant.bootstrap import Container, bootstrap
from assistant.domain.languages import Languages
from assistant.settings import Settings

_URDU = re.compile("[\u0600-\u06ff]")
OWN = {"Origin": "http://127.0.0.1"}


def made(var: Path, *, drafts: bool) -> Container:
    """A container without Rasa."""
    settings = Settings(var=var, rasa_url="http://127.0.0.1:9", draft_translations=drafts)
    container = bootstrap(settings)
    container.migrate()
    return container


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[TestClient]:
    """A service that speaks its drafts."""
    api = create_api(made(tmp_path, drafts=True))
    with TestClient(api, base_url="http://127.0.0.1", headers=OWN) as client:
        yield client


@pytest.fixture
def reviewed(tmp_path: Path) -> Iterator[TestClient]:
    """A service as it comes."""
    api = create_api(made(tmp_path, drafts=False))
    with TestClient(api, base_url="http://127.0.0.1", headers=OWN) as client:
        yield client


def container_of(client: TestClient) -> Container:
    """What the service behind a client is made of."""
    assert isinstance(client.app, FastAPI)
    container: Container = client.app.state.container
    return container


def languages(client: TestClient) -> Languages:
    """Of the service behind a client."""
    return container_of(client).languages


class Chat:
    """One conversation over the HTTP contract."""

    def __init__(self, client: TestClient, **opening: str) -> None:
        self.client = client
        self.reply = client.post("/v1/conversations", json=opening).json()
        self.path = f"/v1/conversations/{self.reply['id']}/messages"
        self.token = {"Authorization": f"Bearer {self.reply['token']}"}

    def send(self, **said: Any) -> "Chat":
        """Send a message."""
        body = {"id": str(uuid.uuid4()), **said}
        self.reply = self.client.post(self.path, json=body, headers=self.token).json()
        return self

    @property
    def texts(self) -> list[str]:
        """What was said last."""
        return [message["text"] for message in self.reply["messages"]]

    @property
    def labels(self) -> dict[str, str]:
        """The choices offered last, by value."""
        return {c["value"]: c["label"] for c in self.reply["messages"][-1]["choices"]}


def test_a_conversation_in_a_draft_says_so_and_that_it_understands_english(
    drafts: TestClient,
) -> None:
    said = languages(drafts).find("ur").say
    english = container_of(drafts).conversations.turns["en"].speaker.wording.said
    chat = Chat(drafts, language="ur")
    assert said(english["machine_draft"]) in chat.texts
    assert said(english["english_only"]) in chat.texts
    assert chat.labels["danger_now"] == said("Danger now") != "Danger now"


def test_a_report_made_in_another_language_is_sent_in_english(drafts: TestClient) -> None:
    chat = Chat(drafts, language="ur").send(choice="saw_something")
    chat.send(text="A girl of about 14 with two older men at the Station Hotel in Derby.")
    while chat.reply["state"]["stage"] != "submitted":
        offered = chat.labels
        wanted = ("record", "send", "understood", "anonymous", "skip", "none", "dont_know", "no")
        choice = next(value for value in wanted if value in offered)
        assert _URDU.search(offered[choice]), choice
        chat.send(choice=choice)
    (sent,) = chat.reply["state"]["submissions"]
    read = drafts.get(f"/v1/submissions/{sent['reference']}/payload.json", headers=chat.token)
    assert read.status_code == 200
    assert read.json()["title"] == "CRE Information Report Operation Liberty"
    assert not _URDU.search(read.text)


def test_practitioners_are_spoken_to_in_english(drafts: TestClient) -> None:
    chat = Chat(drafts, language="ur", audience="practitioner")
    assert chat.labels["danger_now"] == "A child is in danger now"


def test_a_draft_is_not_spoken_unless_it_is_switched_on(reviewed: TestClient) -> None:
    chat = Chat(reviewed, language="ur")
    assert chat.texts == Chat(reviewed).texts
    page = reviewed.get("/chat", params={"lang": "ur"}).text
    assert 'lang="en-GB" dir="ltr"' in page
    line = languages(reviewed).asked_for("ur").say(languages(reviewed).line)
    assert f'<span lang="ur" dir="rtl">{line}</span>' in page


def test_every_language_stands_among_the_numbers(reviewed: TestClient) -> None:
    page = reviewed.get("/chat").text
    found = languages(reviewed)
    for language in found.translations:
        assert f'<p lang="{language.tag}" dir="{language.direction}">' in page
        assert language.say(found.line) in page


@pytest.mark.parametrize("path", ["/chat", "/pages"])
def test_a_page_in_urdu_runs_from_right_to_left(drafts: TestClient, path: str) -> None:
    page = drafts.get(path, params={"lang": "ur"}).text
    assert '<html lang="ur" dir="rtl"' in page
    assert languages(drafts).line in page, "the English line stands beside it"


def test_the_pages_stay_in_the_language_in_which_they_were_begun(drafts: TestClient) -> None:
    page = drafts.post("/pages/start", data={"lang": "ur"}).text
    assert '<html lang="ur" dir="rtl"' in page
    assert languages(drafts).find("ur").say("I saw something") in page
    asked = drafts.post("/pages/answer", data={"step": "0", "do": "choice:saw_something"}).text
    assert languages(drafts).find("ur").say("Continue") in asked


def test_the_pages_of_a_draft_that_is_off_keep_its_line_about_999(reviewed: TestClient) -> None:
    page = reviewed.post("/pages/start", data={"lang": "ur"}).text
    assert '<html lang="en-GB" dir="ltr"' in page
    assert languages(reviewed).asked_for("ur").say(languages(reviewed).line) in page


def test_a_form_can_be_read_in_a_language(drafts: TestClient) -> None:
    path = "/v1/forms/operation_liberty"
    spoken = drafts.get(path, params={"language": "ur"}).json()
    assert spoken["questions"] != drafts.get(path).json()["questions"]
