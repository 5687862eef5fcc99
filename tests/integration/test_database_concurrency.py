"""Many writers at once lose nothing and do not wait for ever."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.crypto import FieldCipher, KeyRing
from assistant.adapters.database import SqlDatabase, audit_log, migrate
from tests.receivers.samples import conversation, event, message

pytest_plugins = ["tests.receivers.databases"]
ROOT = Path(__file__).parents[2]
INCREMENTS = 300
PROGRAM = """
import pathlib, sys
from dataclasses import replace
from assistant.adapters.crypto import FieldCipher, KeyRing
from assistant.adapters.database import SqlDatabase
from tests.receivers.samples import event
address, keys, conversation_id, times = sys.argv[1:]
ring = KeyRing(pathlib.Path(keys))
database = SqlDatabase(address, FieldCipher(ring), ring.current().audit)
for _ in range(int(times)):
    with database.writing() as unit:
        found = unit.conversations.lock(conversation_id)
        case = {"count": found.case["count"] + 1}
        unit.conversations.save(replace(found, case=case), event())
        unit.commit()
"""


def test_three_processes_with_900_increments_lose_none(
    database: SqlDatabase, address: str, tmp_path: Path
) -> None:
    kept = conversation(case={"count": 0})
    with database.writing() as unit:
        unit.conversations.add(kept, event())
        unit.commit()
    keys = str(tmp_path / "keys.json")
    command = [sys.executable, "-c", PROGRAM, address, keys, kept.id, str(INCREMENTS)]
    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]  # noqa: S603
    assert [process.wait(timeout=240) for process in started] == [0] * 3
    with database.reading() as unit:
        found = unit.conversations.get(kept.id)
    assert found is not None
    assert found.case == {"count": 3 * INCREMENTS}
    assert database.verify_audit() == 1 + 3 * INCREMENTS


def test_sixty_clients_at_once_all_get_their_turn(database: SqlDatabase) -> None:
    talks = [conversation() for _ in range(60)]
    together = threading.Barrier(len(talks))

    def use(number: int) -> int:
        talk = talks[number]
        together.wait()
        with database.writing() as unit:
            unit.conversations.add(talk, event())
            unit.commit()
        for turn in range(1, 4):
            one = message(talk.id, turn)
            with database.writing() as unit:
                unit.conversations.add_message(one, event())
                unit.commit()
            with database.writing() as unit:
                found = unit.conversations.lock(talk.id)
                assert found is not None
                unit.conversations.set_reply(talk.id, one.message_id, {"n": turn}, event())
                unit.conversations.save(replace(found, case={"n": turn}), event())
                unit.commit()
        with database.reading() as unit:
            return len([one for one in unit.conversations.messages(talk.id) if one.reply])

    with ThreadPoolExecutor(len(talks)) as pool:
        assert list(pool.map(use, range(len(talks)))) == [3] * len(talks)
    assert database.verify_audit() == 60 * (1 + 3 * 3)


def test_messages_of_one_conversation_are_numbered_without_a_repeat(
    database: SqlDatabase,
) -> None:
    talk = conversation()
    with database.writing() as unit:
        unit.conversations.add(talk, event())
        unit.commit()

    def add(_: int) -> None:
        with database.writing() as unit:
            number = unit.conversations.count_messages(talk.id)
            unit.conversations.add_message(message(talk.id, number), event())
            unit.commit()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(add, range(40)))
    with database.reading() as unit:
        assert [one.number for one in unit.conversations.messages(talk.id)] == list(range(40))


def test_a_reader_is_not_held_up_by_a_writer(database: SqlDatabase) -> None:
    kept = conversation()
    with database.writing() as unit:
        unit.conversations.add(kept, event())
        unit.commit()

    def read() -> object:
        with database.reading() as unit:
            return unit.conversations.get(kept.id)

    with database.writing() as unit, ThreadPoolExecutor(1) as pool:
        unit.conversations.save(replace(kept, case={}), event())
        assert pool.submit(read).result(timeout=5) == kept


def test_a_process_that_starts_while_another_begins_the_audit_log_takes_over_its_beginning(
    address: str, ring: KeyRing
) -> None:
    migrate(address)
    first, second = (
        SqlDatabase(address, FieldCipher(ring), ring.current().audit) for _ in range(2)
    )
    with first._connected(writes=True) as beginning, ThreadPoolExecutor(1) as pool:
        audit_log.prepare_head(beginning, first._chain)
        starting = pool.submit(second.prepare)
        time.sleep(0.5)
        assert not starting.done()
        beginning.commit()
        starting.result(timeout=20)
    assert first.audit_head() == second.audit_head()
    first.close()
    second.close()


@pytest.mark.parametrize(
    "pragma", ["journal_mode=wal", "synchronous=2", "foreign_keys=1", "secure_delete=1"]
)
def test_every_sqlite_connection_is_set_up_to_lose_nothing(
    sqlite_database: SqlDatabase, pragma: str
) -> None:
    name, expected = pragma.split("=")
    with sqlite_database._connected(writes=False) as connection:
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    assert str(found) == expected
