"""The outbox end to end: a real database, a real receiver, and workers that are killed."""

import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.clock import SystemClock
from assistant.adapters.database import SqlDatabase
from assistant.adapters.folder import FolderSender
from assistant.adapters.webhook import Endpoint, WebhookSender
from assistant.domain.delivery import Delivery, State
from assistant.domain.submission import Status, Submission
from assistant.services.delivering import DeliveryService
from assistant.services.ports import Sender
from tests.receivers.samples import delivery, event, submission
from tests.receivers.webhook_receiver import SECRET, Answer, WebhookReceiver

pytest_plugins = ["tests.receivers.databases"]
ROOT = Path(__file__).parents[2]

# A worker as in production, but killed the moment the receiver has answered.
DOOMED_WORKER = """
import os, pathlib, signal, sys
from assistant.adapters.clock import SystemClock
from assistant.adapters.crypto import FieldCipher, KeyRing
from assistant.adapters.database import SqlDatabase
from assistant.adapters.webhook import Endpoint, WebhookSender
from assistant.services.delivering import DeliveryService
address, keys, url, secret = sys.argv[1:]
ring = KeyRing(pathlib.Path(keys))
database = SqlDatabase(address, FieldCipher(ring), ring.current().audit)
class Doomed(WebhookSender):
    def send(self, outgoing):
        super().send(outgoing)
        os.kill(os.getpid(), signal.SIGKILL)
sender = Doomed({"desk": Endpoint(url, [secret])}, SystemClock())
DeliveryService(database, {"webhook": sender}, SystemClock(), lease_seconds=1).run_once()
"""


def kept(database: SqlDatabase, *channels: str) -> tuple[Submission, list[Delivery]]:
    one = submission()
    sent_to = [delivery(one.reference, channel) for channel in channels or ("webhook",)]
    with database.writing() as unit:
        unit.submissions.add(one, sent_to, event())
        unit.commit()
    return one, sent_to


def worker(database: SqlDatabase, url: str, folder: Path | None = None) -> DeliveryService:
    clock = SystemClock()
    senders: dict[str, Sender] = {
        "webhook": WebhookSender({"desk": Endpoint(url, (SECRET,))}, clock),
        "folder": FolderSender({"desk": folder or Path("nowhere")}),
    }
    return DeliveryService(database, senders, clock, idle_seconds=0.01)


def status(database: SqlDatabase, reference: str) -> Status:
    with database.reading() as unit:
        found = unit.submissions.get(reference)
    assert found is not None
    return found.status


def test_a_submission_reaches_a_webhook_and_a_folder(database: SqlDatabase, tmp_path: Path) -> None:
    folder = tmp_path / "drops"
    folder.mkdir()
    one, sent_to = kept(database, "webhook", "folder")
    with WebhookReceiver() as receiver:
        service = worker(database, receiver.url, folder)
        while service.run_once():
            pass
    assert list(receiver.received) == [sent_to[0].id]
    assert [path.name for path in folder.iterdir()] == [sent_to[1].id]
    assert status(database, one.reference) is Status.DELIVERED
    database.verify_audit()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="No SIGKILL on this system.")
def test_a_worker_killed_between_sending_and_recording_repeats_the_id_and_the_receiver_has_one(
    database: SqlDatabase, address: str, tmp_path: Path
) -> None:
    one, (first,) = kept(database)
    with WebhookReceiver() as receiver:
        command = [sys.executable, "-c", DOOMED_WORKER]
        command += [address, str(tmp_path / "keys.json"), receiver.url, SECRET]
        killed = subprocess.run(command, cwd=ROOT, timeout=60, check=False)  # noqa: S603
        assert killed.returncode == -signal.SIGKILL
        assert status(database, one.reference) is Status.DELIVERING
        time.sleep(1.1)
        assert worker(database, receiver.url).run_once()
    assert [headers["webhook-id"] for headers in receiver.requests] == [first.id] * 2
    assert list(receiver.received) == [first.id]
    assert status(database, one.reference) is Status.DELIVERED
    with database.reading() as unit:
        assert [one.number for one in unit.submissions.attempts(first.id)] == [2]
        assert [one.id for one in unit.submissions.deliveries(one.reference)] == [first.id]


def test_a_receiver_in_trouble_gets_it_once_when_it_is_back(database: SqlDatabase) -> None:
    one, (first,) = kept(database)
    with WebhookReceiver() as receiver:
        receiver.answers += [Answer(500), Answer(429, {"retry-after": "1"}), Answer(cut=True)]
        service = worker(database, receiver.url)
        for _ in range(4):
            assert service.run_once()
            service.replay(one.reference, "test")
    assert len(receiver.requests) == 4
    assert list(receiver.received) == [first.id]
    assert status(database, one.reference) is Status.DELIVERED


def test_several_workers_deliver_each_submission_once(database: SqlDatabase) -> None:
    sent = [kept(database)[0].reference for _ in range(12)]
    stop = threading.Event()
    with WebhookReceiver() as receiver:
        workers = [
            threading.Thread(target=worker(database, receiver.url).run, args=(stop,))
            for _ in range(4)
        ]
        for thread in workers:
            thread.start()
        deadline = time.monotonic() + 60
        while len(receiver.requests) < len(sent) and time.monotonic() < deadline:
            time.sleep(0.02)
        stop.set()
        for thread in workers:
            thread.join()
    assert len(receiver.requests) == len(receiver.received) == len(sent)
    assert {status(database, reference) for reference in sent} == {Status.DELIVERED}
    database.verify_audit()


def test_a_claim_is_one_workers_until_it_runs_out(database: SqlDatabase) -> None:
    _, (first,) = kept(database)
    now = datetime.now(UTC)
    with database.writing() as unit:
        claimed = unit.submissions.claim_due(now, 60)
        unit.commit()
    assert claimed is not None
    assert (claimed.id, claimed.attempts) == (first.id, 1)
    for later, expected in ((59, None), (61, first.id)):
        with database.writing() as unit:
            again = unit.submissions.claim_due(now + timedelta(seconds=later), 60)
        assert (again and again.id) == expected


def test_a_delivery_that_kills_its_worker_does_not_hold_up_the_others(
    database: SqlDatabase,
) -> None:
    _, (deadly,) = kept(database)
    now = datetime.now(UTC)
    with database.writing() as unit:
        unit.submissions.claim_due(now, 60)
        unit.commit()
    _, (other,) = kept(database)
    with database.writing() as unit:
        claimed = unit.submissions.claim_due(now + timedelta(seconds=61), 60)
    assert claimed is not None
    assert claimed.id == other.id != deadly.id


@pytest.mark.parametrize("state", [State.DELIVERED, State.ACKNOWLEDGED, State.EXHAUSTED])
def test_what_is_finished_is_not_claimed(database: SqlDatabase, state: State) -> None:
    _, (first,) = kept(database)
    with database.writing() as unit:
        unit.submissions.requeue(replace(first, state=state), event())
        unit.commit()
    with database.writing() as unit:
        assert unit.submissions.claim_due(datetime.now(UTC), 60) is None


def test_claims_at_once_on_postgres_skip_what_another_holds(postgres_database: SqlDatabase) -> None:
    kept(postgres_database)
    kept(postgres_database)
    now = datetime.now(UTC)
    found: list[Delivery | None] = []

    def claim_too() -> None:
        with postgres_database.writing() as unit:
            found.append(unit.submissions.claim_due(now, 60))

    with postgres_database.writing() as unit:
        found.append(unit.submissions.claim_due(now, 60))
        second = threading.Thread(target=claim_too)
        second.start()
        second.join(timeout=10)
    assert None not in found
    assert len({one.id for one in found if one}) == 2
