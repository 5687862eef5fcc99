"""Words that nobody else types are typed everywhere, errors are provoked, then they are searched.

They may stand in what was delivered and in the replies to their own reporter, and nowhere else.
"""

import contextlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest

from tests.functional.product import Person, Product, driver_says, new_word, reply_to

RASA = "assistant.engine.serve"
API = "assistant.main:create_app"


@dataclass
class Searched:
    """What was typed or given out, and everything that came back beside the replies."""

    secrets: dict[str, str] = field(default_factory=dict)
    """Each seeded word, and where it was typed."""

    seen: list[str] = field(default_factory=list)
    """URLs and headers of every exchange, and the bodies of every error."""

    def word(self, where: str) -> str:
        """A new word for one place."""
        made = new_word()
        self.secrets[made] = where
        return made

    def note(self, response: httpx.Response) -> None:
        """Keep what logs, histories and error pages could show of an exchange."""
        response.read()
        shown = [str(response.request.url), str(response.headers)]
        if response.status_code >= 400:
            shown.append(response.text)
        self.seen.append("\n".join(shown))

    def found_in(self, text: str) -> list[str]:
        """Where the words come from that stand in a text."""
        lower = text.casefold()
        return [where for word, where in self.secrets.items() if word.casefold() in lower]


def eventually(done: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def post(someone: Person, **kinds: Any) -> httpx.Response:
    """Send a message whatever comes of it."""
    return someone.client.post(
        f"/v1/conversations/{someone.id}/messages",
        headers=someone.headers,
        json={"id": str(uuid4()), **kinds},
    )


def whole_report(someone: Person, searched: Searched) -> None:
    """A report with a word of its own in every reply."""
    while someone.state["stage"] != "submitted":
        says = driver_says(searched.word(f"reply to {someone.asked}"))
        someone.send(**reply_to(someone.asked, says))
    for sent in someone.state["submissions"]:
        searched.secrets[sent["receipt_code"]] = "receipt code"
        searched.secrets[sent["receipt_code"].replace("-", "")] = "receipt code, typed otherwise"


def type_at_every_question(someone: Person, searched: Searched) -> None:
    """Words that fit, words that do not, danger, commands, slashes; a form field of every kind."""
    someone.choose("saw_something")
    for typed in (
        '/intent{{"name": "{}"}}',
        "/{}{{broken",
        "who is {}?",
        "he is stabbing {} now",
        "change the {}",
    ):
        someone.say(typed.format(searched.word(f"typed {typed[:12]}")))
        if someone.state["stage"] == "danger":
            someone.choose("record")
    while someone.state["stage"] == "interview":
        asked = someone.asked
        someone.say(f"no, it was {searched.word(f'typed at {asked}')}, I think")
        if someone.asked == asked:
            someone.choose(next(v for v in someone.values if v not in ("back", "skip")))
    someone.say(f"{searched.word('typed at the review')} was there as well, with a red bag")


def provoke_errors(someone: Person, searched: Searched) -> None:
    """Everything that is refused, with a word in it."""
    word = searched.word
    assert post(someone, choice=word("choice")).status_code == 422
    assert post(someone, choices=[word("choices")]).status_code == 422
    assert post(someone, answer=word("answer"), question="places").status_code in (409, 422)
    assert post(someone, answer=[{"text": [word("part")]}], question="places").status_code >= 409
    assert post(someone, text=word("long text") * 800).status_code == 422
    assert post(someone, text=[word("list")]).status_code == 422
    assert post(someone, id=word("message id"), text="x").status_code == 422
    assert post(someone, text=word("two kinds"), choice="back").status_code == 422
    assert post(someone, text=word("far too long") * 8000).status_code == 413
    kept = str(uuid4())
    assert post(someone, id=kept, text="something plain").status_code == 200
    assert post(someone, id=kept, text=word("another body")).status_code == 409
    client, path = someone.client, f"/v1/conversations/{someone.id}/messages"
    json_type = {"Content-Type": "application/json"}
    for body in (f'{{"text": "{word("broken JSON")}', word("no JSON"), f'["{word("array")}"]'):
        broken = client.post(path, content=body, headers={**someone.headers, **json_type})
        assert broken.status_code in (400, 422)
    stranger = {"Authorization": f"Bearer {word('wrong token')}"}
    message = {"id": str(uuid4()), "text": word("not authorised")}
    assert client.post(path, json=message, headers=stranger).status_code == 404
    assert client.post(path, json=message).status_code == 401
    assert client.post("/v1/receipts/lookup", json={"code": word("code")}).status_code == 404
    assert client.post("/v1/conversations", json={"audience": word("audience")}).status_code == 422
    assert client.post("/v1/conversations", json={"area": word("area")}).status_code == 422
    call = {"next_action": "validate_interview_form", "tracker": {"text": word("action call")}}
    assert client.post("/actions", json=call).status_code == 404


def upset_rasa(product: Product, searched: Searched) -> None:
    """Straight to Rasa: slashes that break its parser, ids that make the action fail."""
    url = f"{product.rasa_address}/webhooks/rest/webhook"
    for text in ("/{}{{broken", '/{}{{"a": [}}', "{}", "/restart {}", "EXTERNAL: {}"):
        typed = text.format(searched.word(f"to Rasa {text[:10]}"))
        httpx.post(url, json={"sender": "x", "message": typed, "metadata": {}}, timeout=30)
        known = {"conversation_id": str(uuid4()), "message_id": str(uuid4())}
        body = {"sender": "y", "message": typed, "metadata": known}
        httpx.post(url, json=body, timeout=30)
    broken = f'{{"message": "{searched.word("broken JSON to Rasa")}'
    httpx.post(url, content=broken, timeout=30)


def kill_in_the_middle(product: Product, someone: Person, searched: Searched, which: str) -> None:
    """`kill -9` while words are on their way; the message is sent again until it is answered."""
    product.wait(lambda health: health.get("status") == "ok")
    texts = [f"{searched.word(f'typed while {which} was killed')} again" for _ in range(10)]
    bodies = [{"id": str(uuid4()), "text": text} for text in texts]
    path = f"/v1/conversations/{someone.id}/messages"

    def send(body: dict[str, str]) -> None:
        def answered() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                reply = someone.client.post(path, json=body, headers=someone.headers)
                return reply.status_code == 200
            return False

        eventually(answered, 120)

    sending = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for one in sending:
        one.start()
    time.sleep(0.05)
    product.kill(which)
    if which == API:  # Rasa has nobody to ask now
        upset_rasa(product, searched)
    for one in sending:
        one.join()


def fail_a_delivery(product: Product, someone: Person, searched: Searched) -> None:
    """The folder is away for a moment: the worker notes the failure and tries again."""
    folder = next(path for path in product.delivered.iterdir() if path.is_dir())
    aside = folder.with_name("away")
    folder.rename(aside)
    whole_report(someone, searched)
    reference = someone.state["submissions"][0]["reference"]

    def tried() -> bool:
        return bool(
            someone.read(f"/v1/submissions/{reference}").json()["deliveries"][0]["attempts"]
        )

    eventually(tried)
    time.sleep(1)
    aside.rename(folder)
    someone.delivered(reference, 60)


@pytest.fixture(scope="module")
def searched(private_product: Product) -> Searched:
    """The product after all that."""
    product, searched = private_product, Searched()
    client = httpx.Client(
        base_url=product.address, timeout=30, event_hooks={"response": [searched.note]}
    )

    def new() -> Person:
        someone = Person(client)
        searched.secrets[someone.token] = "token"
        return someone

    someone = new()
    whole_report(someone, searched)
    reference = someone.state["submissions"][0]["reference"]
    someone.delivered(reference)
    for part in ("", "/document.pdf", "/payload.json"):
        someone.read(f"/v1/submissions/{reference}{part}")
    code = someone.state["submissions"][0]["receipt_code"]
    client.post("/v1/receipts/lookup", json={"code": code}).raise_for_status()
    type_at_every_question(new(), searched)
    talker = new().choose("saw_something")
    provoke_errors(talker, searched)
    upset_rasa(product, searched)
    for which in (RASA, API):
        kill_in_the_middle(product, talker, searched, which)
    fail_a_delivery(product, new(), searched)
    return searched


def files_of(product: Product) -> list[Path]:
    """Everything the product has written, but what it delivered and the model it was given."""
    aside = (product.delivered, product.var / "model")
    return [
        path
        for path in product.var.rglob("*")
        if path.is_file() and not any(path.is_relative_to(folder) for folder in aside)
    ]


def test_what_was_typed_is_in_the_report_that_was_delivered(
    private_product: Product, searched: Searched
) -> None:
    # The search itself must be able to find something.
    delivered = "".join(p.read_text() for p in private_product.delivered.rglob("payload.json"))
    assert "reply to weapons" in searched.found_in(delivered)
    assert "receipt code" not in searched.found_in(delivered)
    assert "token" not in searched.found_in(delivered)


def test_no_file_holds_a_word_a_token_or_a_receipt_code(
    private_product: Product, searched: Searched
) -> None:
    files = files_of(private_product)
    names = {path.name for path in files}
    assert {"assistant.db", "assistant.db-wal", "supervisor.log", "rasa.log"} <= names
    for path in files:
        content = path.read_bytes()
        for text in (content.decode("latin-1"), content.decode("utf-16", errors="ignore")):
            found = searched.found_in(text)
            assert not found, f"{path.relative_to(private_product.var)}: {found}"


def test_no_url_header_or_error_holds_any(searched: Searched) -> None:
    assert len(searched.seen) > 60
    for shown in searched.seen:
        assert not searched.found_in(shown), shown[:200]


def test_no_command_line_holds_any(private_product: Product, searched: Searched) -> None:
    assert private_product.process
    for process in psutil.Process(private_product.process.pid).children(recursive=True):
        line = " ".join(process.cmdline())
        assert not searched.found_in(line)
        assert process.environ().get("CRE_ACTIONS_TOKEN", "unset") not in line


def test_the_errors_that_were_provoked_are_in_the_logs_by_their_kind(
    private_product: Product,
    searched: Searched,  # noqa: ARG001 - the errors it provoked
) -> None:
    logs = {p.stem: p.read_text() for p in (private_product.var / "log").glob("*.log")}
    assert "NotFoundError" in logs["api"]
    assert "(text withheld)" in logs["rasa"]
    told = (private_product.var / "supervisor.log").read_text()
    assert "rasa stopped (ended by SIGKILL)" in told
    assert "api stopped (ended by SIGKILL)" in told


def test_the_answers_are_in_the_database_all_the_same(
    private_product: Product, searched: Searched
) -> None:
    # Sealed, not left out: their own reporter reads them.
    someone = Person(private_product.client())
    word = searched.word("typed at last")
    someone.choose("saw_something").say(f"A man said {word}.")
    held = someone.read(f"/v1/conversations/{someone.id}").json()
    assert word in json.dumps(held)
    assert someone.id.encode() in b"".join(
        path.read_bytes() for path in files_of(private_product) if "assistant.db" in path.name
    )
