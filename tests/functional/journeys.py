"""A driver's account, told over the HTTP contract alone until its report is delivered."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import yaml
from pypdf import PdfReader

from tests.functional.product import Person

ACCOUNTS = Path(__file__).with_name("accounts.yml")
WALKS = yaml.safe_load(Path(__file__).with_name("walks.yml").read_text(encoding="utf-8"))
USUAL = {
    "danger_next": "record",
    "way_choice": "report",
    "more": "none",
    "identity": "anonymous",
    "privacy_notice": "understood",
    "review": "send",
}
"""What somebody presses who has nothing to add; anything else they don't know."""
MOST_MESSAGES = 25


@dataclass(frozen=True)
class Told:
    """An account that was told to its end."""

    person: Person
    asked: tuple[str, ...]
    """Every question that was put after the account."""

    payloads: tuple[dict[str, Any], ...]
    """One for each victim, as they were delivered."""

    document: str
    """The text of their PDFs, on one line."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of all linked payloads: the same but for the victim."""
        victims = [v for p in self.payloads for v in p["answers"]["victims"] or ()]
        return {**self.payloads[0]["answers"], "victims": victims or None}


def accounts() -> list[dict[str, Any]]:
    """The accounts, with the dates they speak of."""
    yesterday = datetime.now(ZoneInfo("Europe/London")).date() - timedelta(days=1)
    text = ACCOUNTS.read_text(encoding="utf-8").replace("{yesterday}", yesterday.isoformat())
    return list(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (strings only, on purpose)


def tell(client: httpx.Client, account: dict[str, Any]) -> Told:
    """Tell an account, answer what is asked, check, send, and wait until it is delivered."""
    person = Person(client)
    if account["starts"] == "choose":
        person.choose("saw_something")
    person.say(account["text"])
    asked = answer_all(person, account.get("replies", {}))
    payloads, documents = [], []
    for submission in person.state["submissions"]:
        person.delivered(submission["reference"])
        path = f"/v1/submissions/{submission['reference']}"
        payloads.append(person.read(f"{path}/payload.json").json())
        documents.append(text_of(person.read(f"{path}/document.pdf").content))
    return Told(person, asked, tuple(payloads), " ".join(documents))


def answer_all(person: Person, replies: dict[str, str]) -> tuple[str, ...]:
    """Answer every question until the form is sent; the ids of what was asked."""
    asked = []
    while person.state["stage"] != "submitted":
        question = str(person.asked)
        asked.append(question)
        assert len(asked) < MOST_MESSAGES, asked
        reply = replies.get(question, USUAL.get(question, "dont_know"))
        if reply in person.values:
            person.choose(reply)
        else:
            person.say(reply)
    return tuple(asked)


def text_of(document: bytes) -> str:
    """The text of a PDF with its lines joined."""
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def walked(client: httpx.Client, steps: list[dict[str, Any]]) -> Person:
    """A practitioner who gives the replies of a script, each to the question it is meant for."""
    person = Person(client, audience="practitioner")
    for step in steps:
        assert person.asked == step["at"], (person.asked, step, person.last["text"])
        body = {key: value for key, value in step.items() if key != "at"}
        person.send(**body, **({"question": step["at"]} if "answer" in step else {}))
    return person
