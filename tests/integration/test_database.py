"""What is kept comes back, on SQLite and on PostgreSQL."""

import contextlib
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from assistant.adapters.database import SqlDatabase
from assistant.adapters.database.conversations import SqlConversations
from assistant.adapters.database.submissions import SqlSubmissions
from assistant.domain.audit import AuditBrokenError, AuditEvent
from assistant.domain.delivery import Attempt, OutcomeKind, State
from assistant.domain.errors import DuplicateError, NotFoundError
from assistant.domain.submission import Status
from assistant.services import ports
from tests.receivers.samples import (
    NOW,
    conversation,
    delivery,
    event,
    message,
    submission,
)

pytest_plugins = ["tests.receivers.databases"]

READS = {
    "get", "lock", "message", "count_messages", "messages", "by_receipt", "of_conversation",
    "deliveries", "attempts", "counts", "oldest_open", "lock_unsent",
}  # fmt: skip
# A claim is not a fact about a case but a lease that runs out; what came of it is audited.
LEASES = {"claim_due"}


@pytest.mark.parametrize(
    "repository",
    [
        SqlConversations,
        SqlSubmissions,
        ports.ConversationRepository,
        ports.SubmissionRepository,
    ],
)
def test_every_write_takes_an_audit_event(repository: type) -> None:
    methods = {
        name: method
        for name, method in inspect.getmembers(repository, inspect.isfunction)
        if not name.startswith("_")
    }
    unaudited = {
        name
        for name, method in methods.items()
        if inspect.signature(method).parameters.get("event") is None
        or inspect.signature(method).parameters["event"].annotation is not AuditEvent
    }
    assert unaudited <= READS | LEASES


def test_a_conversation_comes_back_as_kept(database: SqlDatabase) -> None:
    kept = conversation()
    with database.writing() as unit:
        unit.conversations.add(kept, event())
        unit.commit()
    with database.reading() as unit:
        assert unit.conversations.get(kept.id) == kept
        assert unit.conversations.get("another") is None


def test_a_conversation_keeps_what_has_changed(database: SqlDatabase) -> None:
    kept = conversation()
    changed = replace(kept, case={"answers": {}}, updated_at=NOW + timedelta(hours=1))
    with database.writing() as unit:
        unit.conversations.add(kept, event())
        assert unit.conversations.lock(kept.id) == kept
        unit.conversations.save(changed, event())
        unit.commit()
    with database.reading() as unit:
        assert unit.conversations.get(kept.id) == changed


def test_moments_come_back_in_utc_whatever_zone_they_had(database: SqlDatabase) -> None:
    summer = timezone(timedelta(hours=1))
    kept = conversation(created_at=NOW.astimezone(summer), updated_at=NOW.astimezone(summer))
    with database.writing() as unit:
        unit.conversations.add(kept, event())
        unit.commit()
    with database.reading() as unit:
        found = unit.conversations.get(kept.id)
    assert found is not None
    assert (found.created_at, found.created_at.utcoffset()) == (NOW, timedelta(0))


def test_a_block_left_without_commit_keeps_nothing(database: SqlDatabase) -> None:
    kept = conversation()
    with database.writing() as unit:
        unit.conversations.add(kept, event())
    with contextlib.suppress(ZeroDivisionError), database.writing() as unit:
        unit.conversations.add(kept, event())
        raise ZeroDivisionError
    with database.reading() as unit:
        assert unit.conversations.get(kept.id) is None
    assert database.verify_audit() == 0


def test_messages_come_back_in_order_with_their_replies(database: SqlDatabase) -> None:
    talk = conversation()
    kept = [message(talk.id, number) for number in range(3)]
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        for one in reversed(kept):
            unit.conversations.add_message(one, event())
        unit.conversations.set_reply(talk.id, kept[1].message_id, {"messages": ["é"]}, event())
        unit.commit()
    with database.reading() as unit:
        found = unit.conversations.messages(talk.id)
        assert unit.conversations.count_messages(talk.id) == 3
        assert unit.conversations.count_messages("another") == 0
        assert unit.conversations.message(talk.id, kept[0].message_id) == kept[0]
        assert unit.conversations.message(talk.id, "another") is None
    assert found == [kept[0], replace(kept[1], reply={"messages": ["é"]}), kept[2]]


def test_a_message_id_is_used_once_in_a_conversation_and_freely_in_another(
    database: SqlDatabase,
) -> None:
    talk, other = conversation(), conversation()
    first = message(talk.id)
    with database.writing() as unit:
        for one in (talk, other):
            unit.conversations.add(one, event())
        unit.conversations.add_message(first, event())
        with pytest.raises(DuplicateError):
            unit.conversations.add_message(replace(first, number=2), event())
        # The transaction lives on, and neither count nor audit log holds what was refused.
        unit.conversations.add_message(replace(first, conversation_id=other.id), event())
        assert unit.conversations.count_messages(talk.id) == 1
        unit.commit()
    assert database.verify_audit() == 4


def test_a_reply_is_kept_once(database: SqlDatabase) -> None:
    talk = conversation()
    one = message(talk.id)
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        unit.conversations.add_message(one, event())
        unit.conversations.set_reply(talk.id, one.message_id, {"n": 1}, event())
        with pytest.raises(DuplicateError):
            unit.conversations.set_reply(talk.id, one.message_id, {"n": 2}, event())
        unit.commit()
    with database.reading() as unit:
        found = unit.conversations.message(talk.id, one.message_id)
    assert found is not None
    assert found.reply == {"n": 1}


def test_writing_to_what_is_not_there_is_an_error(database: SqlDatabase) -> None:
    gone = conversation()
    writes: tuple[Callable[[ports.UnitOfWork], None], ...] = (
        lambda unit: unit.conversations.save(gone, event()),
        lambda unit: unit.conversations.add_message(message(gone.id), event()),
        lambda unit: unit.conversations.set_reply(gone.id, "m", {}, event()),
        lambda unit: unit.submissions.save_status("X-1", Status.FAILED, event()),
        lambda unit: unit.submissions.requeue(delivery("X-1"), event()),
    )
    for write in writes:
        with database.writing() as unit, pytest.raises(NotFoundError):
            write(unit)


def test_an_id_reference_or_receipt_is_taken_once(database: SqlDatabase) -> None:
    talk, sent = conversation(), submission()
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        unit.submissions.add(sent, [], event())
        with pytest.raises(DuplicateError):
            unit.conversations.add(talk, event())
        with pytest.raises(DuplicateError):
            unit.submissions.add(replace(sent, receipt_hash="other"), [], event())
        with pytest.raises(DuplicateError):
            unit.submissions.add(replace(sent, reference="X-1"), [], event())
        unit.commit()


def test_a_submission_comes_back_with_its_deliveries(database: SqlDatabase) -> None:
    talk = conversation()
    first = submission(conversation_id=talk.id, group="g")
    second = submission(conversation_id=talk.id, group="g", number_in_group=2)
    kept = [delivery(first.reference), delivery(first.reference, "folder")]
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        unit.submissions.add(second, [], event())
        unit.submissions.add(first, kept, event())
        unit.commit()
    with database.reading() as unit:
        assert unit.submissions.get(first.reference) == first
        assert unit.submissions.by_receipt(first.receipt_hash) == first
        assert unit.submissions.by_receipt("another") is None
        assert unit.submissions.of_conversation(talk.id) == [first, second]
        assert sorted(unit.submissions.deliveries(first.reference), key=lambda d: d.id) == sorted(
            kept, key=lambda d: d.id
        )


def test_an_attempt_is_recorded_once_with_the_state_it_led_to(database: SqlDatabase) -> None:
    sent = submission()
    one = delivery(sent.reference)
    after = replace(one, state=State.RETRYING, attempts=1)
    attempt = Attempt(one.id, 1, NOW, OutcomeKind.RETRY, "No answer in time.", 503)
    with database.writing() as unit:
        unit.submissions.add(sent, [one], event())
        unit.submissions.record(after, attempt, event())
        with pytest.raises(DuplicateError):
            unit.submissions.record(one, attempt, event())
        unit.commit()
    with database.reading() as unit:
        assert unit.submissions.attempts(one.id) == [attempt]
        assert unit.submissions.deliveries(sent.reference) == [after]


def test_health_shows_deliveries_by_state_and_the_age_of_the_oldest(
    database: SqlDatabase,
) -> None:
    sent = submission()
    with database.reading() as unit:
        assert set(unit.submissions.counts().values()) == {0}
        assert unit.submissions.oldest_open() is None
    arrived = replace(
        delivery(sent.reference), state=State.DELIVERED, created_at=NOW - timedelta(days=9)
    )
    gone = replace(
        delivery(sent.reference), state=State.EXHAUSTED, created_at=NOW - timedelta(days=6)
    )
    with database.writing() as unit:
        unit.submissions.add(sent, [arrived, gone, delivery(sent.reference)], event())
        unit.commit()
    with database.reading() as unit:
        counts = unit.submissions.counts()
        assert (counts["waiting"], counts["delivered"], counts["exhausted"]) == (1, 1, 1)
        assert unit.submissions.oldest_open() == NOW - timedelta(days=6)


def test_a_reading_transaction_cannot_write(database: SqlDatabase) -> None:
    with database.reading() as unit, pytest.raises(RuntimeError, match="only reads"):
        unit.conversations.add(conversation(), event())


def test_nothing_is_written_after_the_commit(database: SqlDatabase) -> None:
    with database.writing() as unit:
        unit.commit()
        with pytest.raises(RuntimeError, match="has ended"):
            unit.conversations.add(conversation(), event())


def test_a_transaction_inside_another_is_an_error_not_a_deadlock(database: SqlDatabase) -> None:
    with (
        database.writing(),
        pytest.raises(RuntimeError, match="already"),
        database.reading(),
    ):
        pass
    with database.reading():
        pass


def test_the_audit_log_holds_every_event_and_checks_out(database: SqlDatabase) -> None:
    talk = conversation()
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        unit.conversations.add_message(message(talk.id), event())
        unit.commit()
    copied = database.audit_head()
    with database.writing() as unit:
        unit.conversations.save(talk, event())
        unit.commit()
    assert copied.count == 2
    assert database.verify_audit(copied) == 3


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE audit_events SET actor = 'nobody' WHERE number = 2",
        "UPDATE audit_events SET at = '2020-01-01' WHERE number = 2",
        "DELETE FROM audit_events WHERE number = 2",
        "DELETE FROM audit_events WHERE number = 3",
        "UPDATE audit_head SET count = 2",
        "DELETE FROM audit_events",
    ],
)
def test_the_audit_log_shows_what_was_done_to_it(database: SqlDatabase, damage: str) -> None:
    talk = conversation()
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        for _ in range(2):
            unit.conversations.save(talk, event())
        unit.commit()
    with database._connected(writes=True) as connection:
        connection.exec_driver_sql(damage)
        connection.commit()
    with pytest.raises(AuditBrokenError):
        database.verify_audit()


def test_a_database_opened_with_another_key_file_is_refused_at_the_start(
    database: SqlDatabase, address: str
) -> None:
    database.prepare()
    stranger = SqlDatabase(address, database._cipher, b"another audit key")
    with pytest.raises(AuditBrokenError):
        stranger.prepare()
    stranger.close()


def test_a_database_that_is_away_is_not_alive(database: SqlDatabase) -> None:
    assert database.alive()
    away = SqlDatabase("postgresql+psycopg://nobody@127.0.0.1:1/none", database._cipher, b"audit")
    assert not away.alive()
    away.close()
