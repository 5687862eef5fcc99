"""Deleting on schedule, with a database and a clock in memory."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.domain.audit import AuditEvent
from assistant.services.purging import BATCH, PurgeService
from tests.receivers.samples import NOW, SEEDED

DAYS = 30


class FakeConversations:
    """When the last message of each unsent conversation came."""

    def __init__(self, last: dict[str, datetime]) -> None:
        self.last = last
        self.audit: list[AuditEvent] = []

    def lock_unsent(self, idle_since: datetime, limit: int) -> Sequence[str]:
        return [one for one, at in self.last.items() if at <= idle_since][:limit]

    def delete(self, conversation_ids: Sequence[str], event: AuditEvent) -> None:
        for one in conversation_ids:
            del self.last[one]
        self.audit.append(event)


class FakeDatabase:
    def __init__(self, last: dict[str, datetime]) -> None:
        self.conversations = FakeConversations(last)
        self.commits = self.cleaned = 0
        self.away = False

    @contextmanager
    def writing(self) -> Iterator[Any]:
        if self.away:
            raise ConnectionError(SEEDED)
        yield SimpleNamespace(conversations=self.conversations, commit=self._commit)

    def reading(self) -> AbstractContextManager[Any]:
        raise AssertionError("deleting opens no transaction that only reads")

    def alive(self) -> bool:
        return not self.away

    def _commit(self) -> None:
        self.commits += 1

    def clean_up(self) -> None:
        self.cleaned += 1


class FakeClock:
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


class OneRound(threading.Event):
    """Is set as soon as somebody waits on it; keeps how long they meant to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        self.set()
        return True


def service(database: FakeDatabase, clock: FakeClock | None = None) -> PurgeService:
    return PurgeService(database, clock or FakeClock(), DAYS)


def many(number: int) -> dict[str, datetime]:
    return {f"talk-{n}": NOW - timedelta(days=DAYS) for n in range(number)}


def test_a_conversation_goes_when_its_days_are_over_and_not_before() -> None:
    database, clock = FakeDatabase({"talk": NOW}), FakeClock()
    clock.time = NOW + timedelta(days=DAYS) - timedelta(seconds=1)
    assert service(database, clock).purge("worker") == 0
    assert "talk" in database.conversations.last
    clock.time += timedelta(seconds=1)
    assert service(database, clock).purge("worker") == 1
    assert database.conversations.last == {}


def test_all_that_is_due_goes_in_batches_of_a_transaction_each() -> None:
    database = FakeDatabase(many(2 * BATCH + 1))
    assert service(database).purge("worker") == 2 * BATCH + 1
    assert database.commits == 3


def test_the_proof_holds_counts_and_who_did_it_and_nothing_that_identifies() -> None:
    database = FakeDatabase(many(BATCH + 1))
    service(database).purge("operator")
    told = [(e.at, e.kind, e.subject, e.actor, e.details) for e in database.conversations.audit]
    assert told == [
        (NOW, "conversations.purged", "conversations", "operator", {"deleted": n, "idle_days": 30})
        for n in (BATCH, 1)
    ]


def test_nothing_due_leaves_no_event() -> None:
    database = FakeDatabase({"talk": NOW})
    assert service(database).purge("worker") == 0
    assert (database.conversations.audit, database.commits) == ([], 0)


def test_the_files_are_cleaned_once_after_all_batches_and_also_when_nothing_was_due() -> None:
    database = FakeDatabase(many(BATCH + 1))
    service(database).purge("worker")
    assert database.cleaned == 1
    service(database).purge("worker")
    assert database.cleaned == 2


def test_being_stopped_ends_it_between_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    database, stop = FakeDatabase(many(3 * BATCH)), threading.Event()
    commit = database._commit

    def commit_and_stop() -> None:
        commit()
        stop.set()

    monkeypatch.setattr(database, "_commit", commit_and_stop)
    assert service(database).purge("worker", stop) == BATCH
    assert len(database.conversations.last) == 2 * BATCH


def test_the_worker_purges_at_its_start_and_then_every_hour() -> None:
    database, stop = FakeDatabase(many(1)), OneRound()
    service(database).run(stop)
    assert database.conversations.last == {}
    assert stop.waits == [3600]


def test_a_database_that_is_away_is_told_by_the_name_of_the_error_and_outlived(
    caplog: pytest.LogCaptureFixture,
) -> None:
    database, stop = FakeDatabase(many(1)), OneRound()
    database.away = True
    service(database).run(stop)
    assert "ConnectionError" in caplog.text
    assert SEEDED not in caplog.text
    assert stop.waits == [3600]


def test_the_log_tells_a_count_and_no_id(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    service(FakeDatabase(many(2))).purge("worker")
    assert "Deleted 2 conversations" in caplog.text
    assert "talk-" not in caplog.text
