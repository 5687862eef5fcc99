"""Migrations: they give what the models say, and processes may start together."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from assistant.adapters.database import migrate
from assistant.adapters.database.engine import make_engine
from assistant.adapters.database.models import Base

pytest_plugins = ["tests.receivers.databases"]
ROOT = Path(__file__).parents[2]


def test_migrations_and_models_agree(address: str) -> None:
    migrate(address)
    engine = make_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(address: str) -> None:
    migrate(address)
    migrate(address)


def test_processes_that_start_together_migrate_once(address: str, tmp_path: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from assistant.adapters.crypto import FieldCipher, KeyRing\n"
        "from assistant.adapters.database import SqlDatabase\n"
        "ring = KeyRing(pathlib.Path(sys.argv[2]))\n"
        "SqlDatabase(sys.argv[1], FieldCipher(ring), ring.current().audit).prepare()\n"
    )
    command = [sys.executable, "-c", program, address, str(tmp_path / "keys.json")]
    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]  # noqa: S603
    assert [process.wait(timeout=120) for process in started] == [0] * 3
    engine = make_engine(address)
    with engine.connect() as connection:
        assert "audit_head" in inspect(connection).get_table_names()
    engine.dispose()
