"""Connections, set up so that nothing acknowledged is lost and nobody waits for ever."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

WRITES = "cre_writes"
"""Execution option: this transaction may write."""

BUSY_SECONDS = 10
CLEAN_UP_SECONDS = 1
"""How long emptying the write-ahead log may wait for readers: writers wait as long for it."""
# Transactions last milliseconds and no thread holds two connections, so a small pool serves many
# clients: those beyond it wait in turn instead of failing.
POOL_SIZE = 10
POOL_OVERFLOW = 10
POOL_WAIT_SECONDS = 30


def make_engine(address: str) -> Engine:
    """An engine for a SQLAlchemy address: a SQLite file, or PostgreSQL through psycopg."""
    url = make_url(address)
    # Parameters stay out of error messages: those end up in logs.
    make: Callable[..., Engine] = create_engine
    shared: dict[str, Any] = {"hide_parameters": True}
    if url.database not in {None, "", ":memory:"} or url.get_backend_name() != "sqlite":
        shared |= {
            "pool_size": POOL_SIZE,
            "max_overflow": POOL_OVERFLOW,
            "pool_timeout": POOL_WAIT_SECONDS,
        }
    if url.get_backend_name() != "sqlite":
        # Pre-ping: a connection that died while idle is replaced, not handed out.
        return make(url, pool_pre_ping=True, **shared)
    _prepare_file(url)
    engine = make(url, connect_args={"timeout": BUSY_SECONDS}, **shared)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def empty_log(connection: Connection) -> None:
    """Bring SQLite's write-ahead log into its database file and cut it to nothing, if it can be."""
    # By the driver's own connection: SQLAlchemy would begin a transaction, and in one it can't be.
    driver = connection.connection
    cursor = driver.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {CLEAN_UP_SECONDS * 1000}")
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.close()


def _prepare_file(url: URL) -> None:
    if url.database in {None, "", ":memory:"}:
        return
    file = Path(str(url.database))
    file.parent.mkdir(parents=True, exist_ok=True)
    # Before SQLite does it, so that only the owner can read it; its side files do the same.
    file.touch(mode=0o600, exist_ok=True)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions begin late and deferred: two that read, then write, overwrite
    # each other or fail. Without them `_begin_sqlite` decides.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        # A commit is on the disk before anyone is told so.
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted or replaced is overwritten in the file; some builds of SQLite don't.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    # IMMEDIATE takes the write lock before the first read, so nothing read can be stale.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
