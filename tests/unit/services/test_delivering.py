"""The delivery service, with a database, a sender and a clock in memory."""

import copy
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.domain.audit import AuditEvent
from assistant.domain.delivery import OPEN_STATES, Attempt, Delivery, Outcome, Outgoing, State
from assistant.domain.errors import NotFoundError
from assistant.domain.submission import Status, Submission
from assistant.services.delivering import LEASE_SECONDS, DeliveryService
from tests.receivers.samples import NOW, SEEDED, delivery, event, submission

BUSY = Outcome.retry("The receiver cannot take it now.", 503)
TAKEN = Outcome.delivered("The receiver took it.", 200)


class FakeClock:
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **how_long: float) -> None:
        self.time += timedelta(**how_long)


class FakeSubmissions:
    """Keeps everything in dictionaries; `FakeDatabase` copies it for each transaction."""

    def __init__(self) -> None:
        self.kept: dict[str, Submission] = {}
        self.outbox: dict[str, Delivery] = {}
        self.tried: list[Attempt] = []
        self.audit: list[AuditEvent] = []

    def add(self, one: Submission, deliveries: list[Delivery], happened: AuditEvent) -> None:
        self.kept[one.reference] = one
        self.outbox |= {d.id: d for d in deliveries}
        self.audit.append(happened)

    def get(self, reference: str) -> Submission | None:
        return self.kept.get(reference)

    def lock(self, reference: str) -> Status | None:
        one = self.kept.get(reference)
        return one.status if one else None

    def deliveries(self, reference: str) -> list[Delivery]:
        return [d for d in self.outbox.values() if d.reference == reference]

    def save_status(self, reference: str, status: str, happened: AuditEvent) -> None:
        self.kept[reference] = replace(self.kept[reference], status=Status(status))
        self.audit.append(happened)

    def claim_due(self, now: datetime, lease_seconds: int) -> Delivery | None:
        for d in self.outbox.values():
            free = d.claimed_until is None or d.claimed_until <= now
            if d.state in OPEN_STATES and d.next_attempt_at <= now and free:
                until = now + timedelta(seconds=lease_seconds)
                self.outbox[d.id] = replace(
                    d, attempts=d.attempts + 1, tries=d.tries + 1, claimed_until=until
                )
                return self.outbox[d.id]
        return None

    def requeue(self, one: Delivery, happened: AuditEvent) -> None:
        self.outbox[one.id] = one
        self.audit.append(happened)

    def record(self, one: Delivery, attempt: Attempt, happened: AuditEvent) -> None:
        self.outbox[one.id] = one
        self.tried.append(attempt)
        self.audit.append(happened)


class FakeDatabase:
    def __init__(self) -> None:
        self.store = FakeSubmissions()
        self.open = 0
        self.fail_next = False

    @contextmanager
    def writing(self) -> Iterator[Any]:
        if self.fail_next:
            self.fail_next = False
            raise ConnectionError(SEEDED)
        draft = copy.deepcopy(self.store)

        def commit() -> None:
            self.store = draft

        self.open += 1
        try:
            yield SimpleNamespace(submissions=draft, commit=commit)
        finally:
            self.open -= 1

    reading = writing

    def alive(self) -> bool:
        return True

    def clean_up(self) -> None:
        raise AssertionError("delivering deletes nothing")


class FakeSender:
    def __init__(self, database: FakeDatabase) -> None:
        self.database = database
        self.outcomes: list[Outcome | Exception] = []
        self.sent: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Outcome:
        assert self.database.open == 0, "a transaction is open while sending"
        self.sent.append(outgoing)
        outcome = self.outcomes.pop(0) if self.outcomes else TAKEN
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Bench:
    """A service with one submission in its outbox."""

    def __init__(self, *channels: str) -> None:
        self.clock = FakeClock()
        self.database = FakeDatabase()
        self.sender = FakeSender(self.database)
        self.service = DeliveryService(
            self.database,
            {"webhook": self.sender},
            self.clock,
            jitter=lambda: 0.5,
            idle_seconds=0.001,
        )
        self.submission = submission()
        self.reference = self.submission.reference
        sent_to = [delivery(self.reference, channel) for channel in channels or ("webhook",)]
        self.database.store.add(self.submission, sent_to, event())
        self.ids = [one.id for one in sent_to]

    def status(self) -> Status:
        return self.database.store.kept[self.reference].status

    def delivery(self, number: int = 0) -> Delivery:
        return self.database.store.outbox[self.ids[number]]

    @property
    def audit(self) -> list[str]:
        return [one.kind for one in self.database.store.audit[1:]]


def test_nothing_due_is_nothing_done() -> None:
    bench = Bench()
    assert bench.service.run_once()
    assert not bench.service.run_once()
    assert len(bench.sender.sent) == 1


def test_a_taken_delivery_is_recorded_with_attempt_status_and_audit() -> None:
    bench = Bench()
    bench.service.run_once()
    assert bench.status() is Status.DELIVERED
    assert bench.delivery().state is State.DELIVERED
    assert [one.number for one in bench.database.store.tried] == [1]
    assert bench.audit == ["submission.delivering", "delivery.delivered", "submission.delivered"]


def test_the_sender_gets_the_submission_as_it_was_sent() -> None:
    bench = Bench()
    bench.service.run_once()
    outgoing = bench.sender.sent[0]
    assert outgoing.delivery_id == bench.ids[0]
    assert outgoing.document == bench.submission.document
    assert SEEDED in outgoing.payload.decode()


def test_a_busy_receiver_is_tried_again_under_the_same_id_until_it_takes_it() -> None:
    bench = Bench()
    bench.sender.outcomes = [BUSY, BUSY]
    while bench.status() is not Status.DELIVERED:
        bench.clock.time = bench.delivery().next_attempt_at
        assert bench.service.run_once()
    assert [one.delivery_id for one in bench.sender.sent] == bench.ids * 3
    assert [one.attempt for one in bench.sender.sent] == [1, 2, 3]
    assert len({one.payload for one in bench.sender.sent}) == 1


def test_a_retry_waits_for_its_time() -> None:
    bench = Bench()
    bench.sender.outcomes = [Outcome.retry("Busy.", 429, 60)]
    bench.service.run_once()
    bench.clock.pass_by(seconds=59)
    assert not bench.service.run_once()
    bench.clock.pass_by(seconds=1)
    assert bench.service.run_once()


def test_a_crash_between_sending_and_recording_repeats_that_id_and_makes_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench()
    with monkeypatch.context() as patch:
        patch.setattr(bench.service, "_record", _crash)
        with pytest.raises(KeyboardInterrupt):
            bench.service.run_once()
    assert not bench.service.run_once(), "the dead worker's claim still stands"
    bench.clock.pass_by(seconds=LEASE_SECONDS)
    assert bench.service.run_once()
    assert [one.delivery_id for one in bench.sender.sent] == bench.ids * 2
    assert bench.status() is Status.DELIVERED
    # The attempt that nobody could record shows as a missing number.
    assert [one.number for one in bench.database.store.tried] == [2]


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_exhausted_delivery_is_kept_audited_reported_and_replayed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench()
    bench.sender.outcomes = [BUSY] * 100
    while bench.status() is not Status.FAILED:
        bench.clock.time = bench.delivery().next_attempt_at
        assert bench.service.run_once()
    assert bench.clock.time - NOW >= timedelta(days=5)
    assert bench.delivery().state is State.EXHAUSTED
    assert bench.audit[-2:] == ["delivery.exhausted", "submission.failed"]
    assert [one for one in caplog.records if one.levelno == logging.ERROR]
    assert not bench.service.run_once()

    bench.sender.outcomes = []
    assert list(bench.service.replay(bench.reference, "desk:1")) == bench.ids
    assert bench.status() is Status.DELIVERING
    assert bench.service.run_once()
    assert bench.status() is Status.DELIVERED
    assert {one.delivery_id for one in bench.sender.sent} == set(bench.ids)


def test_a_replay_leaves_what_arrived_alone_unless_asked() -> None:
    bench = Bench()
    bench.service.run_once()
    assert list(bench.service.replay(bench.reference, "desk:1")) == []
    assert bench.status() is Status.DELIVERED
    assert list(bench.service.replay(bench.reference, "desk:1", arrived_too=True)) == bench.ids
    bench.service.run_once()
    assert [one.delivery_id for one in bench.sender.sent] == bench.ids * 2


def test_a_replay_of_an_unknown_reference_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        Bench().service.replay("LIB-2026-NOSUCH", "desk:1")


def test_a_submission_is_delivered_only_when_every_recipient_has_it() -> None:
    bench = Bench("webhook", "webhook")
    bench.service.run_once()
    assert bench.status() is Status.DELIVERING
    bench.service.run_once()
    assert bench.status() is Status.DELIVERED


def test_a_channel_that_is_not_set_up_is_tried_again_not_dropped() -> None:
    bench = Bench("carrier-pigeon")
    assert bench.service.run_once()
    assert bench.delivery().state is State.RETRYING


def test_a_sender_that_fails_in_an_unforeseen_way_is_tried_again_and_not_quoted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench()
    bench.sender.outcomes = [ValueError(SEEDED)]
    assert bench.service.run_once()
    assert bench.delivery().state is State.RETRYING
    assert SEEDED not in repr(bench.database.store.tried) + caplog.text


def test_a_slow_worker_does_not_end_the_claim_of_the_one_that_took_over() -> None:
    bench = Bench()
    slow = bench.service._claim()
    assert slow is not None
    bench.clock.pass_by(seconds=LEASE_SECONDS)
    second = bench.service._claim()
    assert second is not None
    bench.service._record(slow, BUSY)
    assert bench.delivery().claimed_until == second.claimed_until
    bench.service._record(second, TAKEN)
    assert bench.status() is Status.DELIVERED


def test_a_late_failure_does_not_undo_a_delivery() -> None:
    bench = Bench()
    slow = bench.service._claim()
    assert slow is not None
    bench.clock.pass_by(seconds=LEASE_SECONDS)
    bench.service.run_once()
    bench.service._record(slow, BUSY)
    assert bench.status() is Status.DELIVERED
    assert len(bench.database.store.tried) == 2


def test_the_loop_outlives_a_database_that_is_away_and_stops_when_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench()
    bench.database.fail_next = True
    stop = threading.Event()
    worker = threading.Thread(target=bench.service.run, args=(stop,))
    worker.start()
    while bench.status() is not Status.DELIVERED and worker.is_alive():
        stop.wait(0.002)
    stop.set()
    worker.join(timeout=5)
    assert not worker.is_alive()
    assert bench.status() is Status.DELIVERED
    assert "ConnectionError" in caplog.text
    assert SEEDED not in caplog.text


def test_log_lines_hold_ids_only(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bench = Bench()
    bench.sender.outcomes = [BUSY]
    bench.service.run_once()
    assert bench.ids[0] in caplog.text
    assert SEEDED not in caplog.text + repr(bench.database.store.audit)
