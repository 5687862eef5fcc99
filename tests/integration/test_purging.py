"""What was never sent is deleted on schedule, on SQLite and on PostgreSQL, and leaves nothing."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.adapters.crypto import FieldCipher, KeyRing
from assistant.adapters.database import SqlDatabase
from assistant.adapters.database.engine import make_engine
from assistant.domain.errors import NotFoundError
from assistant.domain.records import Conversation
from assistant.services.purging import BATCH, PurgeService
from tests.receivers.samples import NOW, SEEDED, conversation, delivery, event, message, submission

pytest_plugins = ["tests.receivers.databases"]
ROOT = Path(__file__).parents[2]
DAYS = 30
LONG_AGO = NOW - timedelta(days=DAYS)
UNSENT, SENT = f"{SEEDED}-unsent", f"{SEEDED}-sent"
TABLES = ("conversations", "messages", "submissions", "deliveries", "attempts", "audit_events")


class FixedClock:
    def now(self) -> datetime:
        return NOW


class OpenCipher:
    """Encrypts nothing, so that a test can look for the words themselves."""

    def encrypt(self, plaintext: bytes | str, **_place: str) -> str:
        return plaintext if isinstance(plaintext, str) else plaintext.decode("latin-1")

    def decrypt(self, value: str, **_place: str) -> bytes:
        return value.encode("latin-1")

    def is_current(self, value: str) -> bool:
        return bool(value)


@pytest.fixture
def readable(address: str) -> Iterator[SqlDatabase]:
    """A database that holds everything as it was typed."""
    made = SqlDatabase(address, OpenCipher(), b"key")
    made.prepare()
    yield made
    made.close()


def purged(database: SqlDatabase) -> int:
    return PurgeService(database, FixedClock(), DAYS).purge("worker")


def talked(
    database: SqlDatabase, words: str, at: datetime = LONG_AGO, *, long: int = 1, turns: int = 1
) -> Conversation:
    """A conversation with these words in case file, trail, messages and replies, all replaced
    again at every turn, as real ones are."""
    talk = conversation(case={"answers": words * long}, created_at=at, updated_at=at)
    with database.writing() as work:
        work.conversations.add(talk, event())
        work.commit()
    for turn in range(turns):
        one = message(talk.id, turn, body={"text": words * long}, digest=words, received_at=at)
        with database.writing() as work:
            work.conversations.add_message(one, event())
            work.commit()
        talk = replace(talk, case={"answers": words * (long + turn), "trail": [words]})
        with database.writing() as work:
            work.conversations.save(talk, event())
            work.conversations.set_reply(talk.id, one.message_id, {"said": words * long}, event())
            work.commit()
    return talk


def sent(database: SqlDatabase, talk: Conversation) -> str:
    one = submission(conversation_id=talk.id, payload={"what": SENT}, document=SENT.encode())
    with database.writing() as work:
        work.submissions.add(one, [delivery(one.reference)], event())
        work.commit()
    return one.reference


def rows(address: str, schema_tables: tuple[str, ...] = TABLES) -> str:
    """Every value of every table, as text."""
    engine = make_engine(address)
    with engine.connect() as connection:
        found = [connection.execute(text(f"SELECT * FROM {t}")).all() for t in schema_tables]  # noqa: S608
    engine.dispose()
    return repr(found)


def files_with(words: str, folder: Path) -> list[str]:
    """The database's files in which these bytes stand anywhere, free pages and logs included."""
    files = {path.name: path.read_bytes() for path in folder.glob("assistant.db*")}
    assert "assistant.db" in files
    return sorted(name for name, content in files.items() if words.encode() in content)


def test_what_was_never_sent_is_deleted_and_what_was_sent_stays_with_its_conversation(
    database: SqlDatabase,
) -> None:
    unsent, used = talked(database, UNSENT), talked(database, UNSENT, NOW)
    handed_over = talked(database, SENT)
    reference = sent(database, handed_over)
    assert purged(database) == 1
    with database.reading() as work:
        assert work.conversations.get(unsent.id) is None
        assert work.conversations.messages(unsent.id) == []
        assert work.conversations.get(used.id) is not None
        assert work.conversations.get(handed_over.id) == handed_over
        assert len(work.conversations.messages(handed_over.id)) == 1
        found = work.submissions.get(reference)
        assert found is not None
        assert (found.payload, found.conversation_id) == ({"what": SENT}, handed_over.id)
        assert len(work.submissions.deliveries(reference)) == 1
    assert purged(database) == 0


def test_a_message_that_is_still_to_be_answered_keeps_its_conversation(
    database: SqlDatabase,
) -> None:
    talk = talked(database, UNSENT)
    with database.writing() as work:
        work.conversations.add_message(message(talk.id, 2, received_at=NOW), event())
        work.commit()
    assert purged(database) == 0


def test_a_message_to_a_deleted_conversation_is_refused_as_to_an_unknown_one(
    database: SqlDatabase,
) -> None:
    talk = talked(database, UNSENT)
    purged(database)
    with database.writing() as work, pytest.raises(NotFoundError):
        work.conversations.add_message(message(talk.id, 2), event())


def test_the_log_keeps_the_proof_and_still_checks_out(database: SqlDatabase, address: str) -> None:
    for _ in range(3):
        talked(database, UNSENT)
    before = database.verify_audit()
    purged(database)
    assert database.verify_audit() == before + 1
    engine = make_engine(address)
    with engine.connect() as connection:
        last = connection.execute(
            text("SELECT kind, subject, details FROM audit_events ORDER BY number DESC LIMIT 1")
        ).one()
    engine.dispose()
    assert (last.kind, last.subject) == ("conversations.purged", "conversations")
    assert json.loads(last.details) == {"deleted": 3, "idle_days": DAYS}


def test_workers_that_purge_at_once_delete_each_conversation_once(database: SqlDatabase) -> None:
    number = 3 * BATCH + 5
    for _ in range(number):
        talked(database, UNSENT)
    together = threading.Barrier(4)

    def work(_: int) -> int:
        together.wait()
        return purged(database)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == number


def test_a_conversation_in_use_is_left_out_without_waiting(postgres_database: SqlDatabase) -> None:
    in_use, idle = talked(postgres_database, UNSENT), talked(postgres_database, UNSENT)
    with ThreadPoolExecutor(1) as pool, postgres_database.writing() as work:
        assert work.conversations.lock(in_use.id) is not None
        assert pool.submit(purged, postgres_database).result(timeout=10) == 1
    with postgres_database.reading() as work:
        assert work.conversations.get(in_use.id) is not None
        assert work.conversations.get(idle.id) is None
    assert purged(postgres_database) == 1


def test_no_row_of_any_table_holds_a_deleted_word(readable: SqlDatabase, address: str) -> None:
    talk = talked(readable, UNSENT, long=500, turns=5)
    kept = talked(readable, SENT)
    sent(readable, kept)
    assert UNSENT in rows(address)
    purged(readable)
    assert UNSENT not in rows(address)
    assert SENT in rows(address)
    assert talk.id not in rows(address, ("conversations", "messages", "submissions"))


@pytest.mark.parametrize("long", [1, 500], ids=["short", "over several pages"])
def test_no_byte_of_the_sqlite_files_holds_a_deleted_word(
    sqlite_address: str, tmp_path: Path, long: int
) -> None:
    database = SqlDatabase(sqlite_address, OpenCipher(), b"key")
    database.prepare()
    for _ in range(BATCH + 3):
        talked(database, UNSENT, long=long, turns=5)
    sent(database, talked(database, SENT))
    assert files_with(UNSENT, tmp_path) != []
    purged(database)
    # Still open and in use, as in a running service.
    assert files_with(UNSENT, tmp_path) == []
    assert files_with(SENT, tmp_path) == ["assistant.db"]
    database.close()


def test_no_byte_of_the_sqlite_files_holds_a_deleted_ciphertext(
    sqlite_database: SqlDatabase, sqlite_address: str, tmp_path: Path
) -> None:
    talked(sqlite_database, UNSENT, turns=3)
    engine = make_engine(sqlite_address)
    with engine.connect() as connection:
        sealed = [
            *connection.execute(text("SELECT body, reply FROM messages")),
            *connection.execute(text('SELECT "case", "case" FROM conversations')),
        ]
    engine.dispose()
    values = {value for row in sealed for value in row}
    assert all(files_with(value, tmp_path) for value in values)
    purged(sqlite_database)
    assert [value for value in values if files_with(value, tmp_path)] == []


def test_a_reader_that_is_busy_puts_the_cleaning_off_to_the_next_round(
    sqlite_address: str, tmp_path: Path
) -> None:
    database = SqlDatabase(sqlite_address, OpenCipher(), b"key")
    database.prepare()
    talked(database, UNSENT)
    reader = make_engine(sqlite_address)
    with reader.connect() as connection:
        connection.execute(text("SELECT count(*) FROM messages")).scalar_one()
        assert purged(database) == 1
        assert files_with(UNSENT, tmp_path) != []
    reader.dispose()
    assert purged(database) == 0
    assert files_with(UNSENT, tmp_path) == []
    database.close()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[tuple[dict[str, str], SqlDatabase]]:
    """An installation of its own, as the commands find it in the environment."""
    ring = KeyRing(tmp_path / "keys.json")
    address = f"sqlite:///{tmp_path / 'assistant.db'}"
    database = SqlDatabase(address, FieldCipher(ring), ring.current().audit)
    database.prepare()
    yield {**os.environ, "CRE_VAR": str(tmp_path), "CRE_UNSENT_DAYS": "10"}, database
    database.close()


def command(*words: str, env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "assistant.cli", *words],
        cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def is_there(database: SqlDatabase, talk: Conversation) -> bool:
    with database.reading() as work:
        return work.conversations.get(talk.id) is not None


def test_the_command_deletes_what_is_due_by_the_setting_and_says_how_many(
    installation: tuple[dict[str, str], SqlDatabase],
) -> None:
    env, database = installation
    now = datetime.now(UTC)
    due = talked(database, UNSENT, now - timedelta(days=11))
    early = talked(database, UNSENT, now - timedelta(days=9))
    done = command("purge", env=env)
    said, wrong = done.communicate(timeout=60)
    assert (done.returncode, wrong) == (0, "")
    assert "Deleted: 1 conversations (nothing sent, no message for 10 days)" in said
    assert not is_there(database, due)
    assert is_there(database, early)


def test_the_worker_deletes_what_is_due_and_ends_when_it_is_told_to(
    installation: tuple[dict[str, str], SqlDatabase],
) -> None:
    env, database = installation
    due = talked(database, UNSENT, datetime.now(UTC) - timedelta(days=11))
    worker = command("worker", env=env)
    try:
        until = time.monotonic() + 60
        while is_there(database, due) and time.monotonic() < until:
            time.sleep(0.1)
        assert not is_there(database, due)
        worker.terminate()
        assert worker.wait(timeout=20) == 0
    finally:
        worker.kill()
        worker.communicate()
