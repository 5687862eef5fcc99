"""Nothing that a person typed can be read in the database, and errors do not quote it."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.crypto import DecryptionError
from assistant.adapters.database import SqlDatabase
from tests.receivers.samples import (
    SEEDED,
    conversation,
    delivery,
    event,
    message,
    submission,
)

pytest_plugins = ["tests.receivers.databases"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "assistant.db"


def filled(database: SqlDatabase) -> tuple[str, str, str]:
    talk = conversation(case={SEEDED: SEEDED})
    one = message(talk.id, digest=SEEDED)
    sent = submission(conversation_id=talk.id)
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        unit.conversations.add_message(one, event())
        unit.conversations.set_reply(talk.id, one.message_id, {"said": SEEDED}, event())
        unit.conversations.save(replace(talk, case={"again": SEEDED}), event())
        unit.submissions.add(sent, [delivery(sent.reference)], event())
        unit.commit()
    return talk.id, one.message_id, sent.reference


def test_no_file_of_the_database_holds_a_word_that_was_typed(
    sqlite_database: SqlDatabase, tmp_path: Path
) -> None:
    filled(sqlite_database)
    found = {path.name: path.read_bytes() for path in tmp_path.glob("assistant.db*")}
    assert b"operation_liberty" in b"".join(found.values())
    assert [name for name, content in found.items() if SEEDED.encode() in content] == []


def test_only_the_owner_can_read_the_database_file(
    sqlite_database: SqlDatabase, tmp_path: Path
) -> None:
    filled(sqlite_database)
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("assistant.db*")} == {0}


@pytest.mark.parametrize(
    ("swap", "read"),
    [
        (
            "UPDATE messages SET body = reply",
            lambda unit, ids: unit.conversations.message(ids[0], ids[1]),
        ),
        (
            "UPDATE conversations SET [case] = (SELECT body FROM messages)",
            lambda unit, ids: unit.conversations.get(ids[0]),
        ),
        (
            "UPDATE submissions SET payload = document",
            lambda unit, ids: unit.submissions.get(ids[2]),
        ),
        (
            "UPDATE submissions SET document = payload",
            lambda unit, ids: unit.submissions.of_conversation(ids[0]),
        ),
    ],
)
def test_a_value_moved_to_another_row_or_column_is_refused(
    sqlite_database: SqlDatabase,
    file: Path,
    swap: str,
    read: Callable[..., object],
) -> None:
    ids = filled(sqlite_database)
    with sqlite3.connect(file) as direct:
        direct.execute(swap)
    with sqlite_database.reading() as unit, pytest.raises(DecryptionError) as caught:
        read(unit, ids)
    assert SEEDED not in str(caught.value)


def test_a_database_error_does_not_quote_its_parameters(sqlite_database: SqlDatabase) -> None:
    sent = submission(conversation_id=SEEDED)
    with sqlite_database.writing() as unit, pytest.raises(Exception, match="FOREIGN") as caught:
        unit.submissions.add(sent, [], event())
    assert SEEDED not in str(caught.value)
