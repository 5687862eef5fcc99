"""The webhook against a real receiver."""

import base64
import hashlib
import json
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.adapters.clock import SystemClock
from assistant.adapters.webhook import Endpoint, WebhookSender
from assistant.domain.delivery import Outcome, OutcomeKind
from tests.receivers.samples import SEEDED, outgoing
from tests.receivers.webhook_receiver import SECRET, Answer, WebhookReceiver

OTHER_SECRET = "whsec_" + base64.b64encode(b"another secret, for tests").decode()


def sender_to(url: str, *secrets: str, total_seconds: float = 10) -> WebhookSender:
    endpoint = Endpoint(url, secrets or (SECRET,))
    return WebhookSender({"desk": endpoint}, SystemClock(), total_seconds=total_seconds)


def outcome_of(answer: Answer, total_seconds: float = 10) -> Outcome:
    with WebhookReceiver() as receiver:
        receiver.answers.append(answer)
        return sender_to(receiver.url, total_seconds=total_seconds).send(outgoing())


def test_a_signed_submission_arrives_whole() -> None:
    sent = outgoing()
    with WebhookReceiver() as receiver:
        assert sender_to(receiver.url).send(sent).kind is OutcomeKind.DELIVERED
    assert receiver.refused == 0
    message = receiver.received[sent.delivery_id]
    assert message["type"] == "submission.sent"
    assert message["timestamp"] == sent.submitted_at.isoformat()
    data = message["data"]
    for name in ("reference", "form", "edition", "area", "recipient"):
        assert data[name] == getattr(sent, name)
    assert data["payload"] == json.loads(sent.payload)
    document = base64.b64decode(data["document"]["base64"])
    assert document == sent.document
    assert data["document"]["sha256"] == hashlib.sha256(document).hexdigest()


def test_a_repeated_send_keeps_its_id_and_body_and_the_receiver_has_one() -> None:
    sent = outgoing()
    with WebhookReceiver() as receiver:
        receiver.answers.append(Answer(500, keep=False))
        for _ in range(3):
            sender_to(receiver.url).send(sent)
    assert {headers["webhook-id"] for headers in receiver.requests} == {sent.delivery_id}
    assert len(set(receiver.bodies)) == 1
    assert len(receiver.received) == 1


def test_a_receiver_with_another_secret_refuses_and_it_is_tried_again() -> None:
    with WebhookReceiver() as receiver:
        outcome = sender_to(receiver.url, OTHER_SECRET).send(outgoing())
    assert receiver.refused == 1
    assert (outcome.kind, outcome.status_code) == (OutcomeKind.REJECTED, 400)


def test_a_receiver_can_change_over_from_one_secret_to_the_next() -> None:
    for known in (SECRET, OTHER_SECRET):
        with WebhookReceiver(secrets=(known,)) as receiver:
            outcome = sender_to(receiver.url, SECRET, OTHER_SECRET).send(outgoing())
        assert outcome.kind is OutcomeKind.DELIVERED


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_delivered(status: int) -> None:
    assert outcome_of(Answer(status)).kind is OutcomeKind.DELIVERED


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_not_now_is_tried_again_soon(status: int) -> None:
    outcome = outcome_of(Answer(status))
    assert (outcome.kind, outcome.status_code) == (OutcomeKind.RETRY, status)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 422])
def test_a_refusal_is_tried_again_more_slowly(status: int) -> None:
    outcome = outcome_of(Answer(status))
    assert (outcome.kind, outcome.status_code) == (OutcomeKind.REJECTED, status)


def test_a_pause_in_seconds_is_passed_on() -> None:
    assert outcome_of(Answer(429, {"retry-after": "120"})).retry_after == 120


def test_a_pause_until_a_date_is_passed_on() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    asked = outcome_of(Answer(503, {"retry-after": until})).retry_after
    assert asked is not None
    assert 540 < asked <= 600


@pytest.mark.parametrize("value", ["soon", "", "-5", "nan", "1e400", "9" * 5000])
def test_a_pause_that_makes_no_sense_stops_nothing(value: str) -> None:
    outcome = outcome_of(Answer(429, {"retry-after": value}))
    assert outcome.kind is OutcomeKind.RETRY
    assert outcome.retry_after is None or outcome.retry_after >= 0


def test_a_redirect_is_not_followed() -> None:
    with WebhookReceiver() as elsewhere:
        outcome = outcome_of(Answer(307, {"location": elsewhere.url}))
    assert outcome.kind is OutcomeKind.REJECTED
    assert elsewhere.requests == []


def test_a_slow_receiver_is_left_after_the_time_for_the_whole_attempt() -> None:
    started = time.monotonic()
    outcome = outcome_of(Answer(delay_seconds=1.0), total_seconds=0.3)
    assert (outcome.kind, outcome.detail) == (OutcomeKind.RETRY, "No answer in time.")
    assert time.monotonic() - started < 5


def test_a_receiver_that_closes_the_connection_gets_it_again() -> None:
    assert outcome_of(Answer(cut=True)).kind is OutcomeKind.RETRY


def test_a_receiver_that_is_down_gets_it_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    outcome = sender_to(f"http://127.0.0.1:{port}/").send(outgoing())
    assert (outcome.kind, outcome.detail) == (OutcomeKind.RETRY, "No answer: ConnectError.")


def test_a_receiver_that_does_not_speak_tls_gets_nothing() -> None:
    with WebhookReceiver() as receiver:
        url = receiver.url.replace("http:", "https:")
        assert sender_to(url).send(outgoing()).kind is not OutcomeKind.DELIVERED
    assert receiver.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/hook",
        "http://127.0.0.1.example/hook",
        "ftp://127.0.0.1/hook",
        "file:///etc/passwd",
        "https://",
        "//127.0.0.1/",
        "",
        "http://[",
    ],
)
def test_only_https_or_this_machine_is_posted_to(url: str) -> None:
    outcome = sender_to(url).send(outgoing())
    assert outcome.detail == "The address of this recipient is not an allowed one."


@pytest.mark.parametrize("secrets", [(), ("",), ("whsec_é",)])
def test_a_recipient_without_a_proper_secret_is_not_posted_to(secrets: tuple[str, ...]) -> None:
    with WebhookReceiver() as receiver:
        sender = WebhookSender({"desk": Endpoint(receiver.url, secrets)}, SystemClock())
        assert sender.send(outgoing()).kind is OutcomeKind.REJECTED
    assert receiver.requests == []


def test_what_the_receiver_wrote_back_is_not_kept() -> None:
    outcome = outcome_of(Answer(422, {"x-echo": SEEDED}, body=SEEDED.encode()))
    assert SEEDED not in repr(outcome)


def test_secrets_do_not_show_when_printed() -> None:
    assert SECRET not in repr(Endpoint("https://desk.example/", (SECRET,)))
