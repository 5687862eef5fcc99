"""Databases for tests: a SQLite file, and a schema of one's own in a real PostgreSQL."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from assistant.adapters.crypto import FieldCipher, KeyRing
from assistant.adapters.database import SqlDatabase

POSTGRES = os.environ.get("CRE_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'assistant.db'}"


@pytest.fixture
def postgres_address() -> Iterator[str]:
    """An empty schema, dropped afterwards."""
    engine = create_engine(POSTGRES, connect_args={"connect_timeout": 3})
    schema = f"cre_test_{uuid.uuid4().hex[:12]}"
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        pytest.skip("No PostgreSQL answers: set CRE_TEST_POSTGRES to the address of one.")
    joint = "&" if "?" in POSTGRES else "?"
    try:
        yield f"{POSTGRES}{joint}options=-csearch_path%3D{schema}"
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Each of the two in turn."""
    found: str = request.getfixturevalue(f"{request.param}_address")
    return found


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    """Keys of their own."""
    return KeyRing(tmp_path / "keys.json")


@pytest.fixture
def opened(ring: KeyRing) -> Iterator[Callable[[str], SqlDatabase]]:
    """Opens databases at addresses, ready for use, and closes them at the end."""
    databases: list[SqlDatabase] = []

    def open_at(address: str) -> SqlDatabase:
        database = SqlDatabase(address, FieldCipher(ring), ring.current().audit)
        databases.append(database)
        database.prepare()
        return database

    yield open_at
    for database in databases:
        database.close()


@pytest.fixture
def database(address: str, opened: Callable[[str], SqlDatabase]) -> SqlDatabase:
    """An empty database, of each kind in turn."""
    return opened(address)


@pytest.fixture
def sqlite_database(sqlite_address: str, opened: Callable[[str], SqlDatabase]) -> SqlDatabase:
    """An empty SQLite database."""
    return opened(sqlite_address)


@pytest.fixture
def postgres_database(postgres_address: str, opened: Callable[[str], SqlDatabase]) -> SqlDatabase:
    """An empty PostgreSQL schema."""
    return opened(postgres_address)
