"""Bringing the tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from assistant.adapters.database.engine import WRITES, make_engine

# Any number, as long as it stays the same: processes that start together queue on it.
_POSTGRES_LOCK = 7_305_112


def migrate(address: str) -> None:
    """Run every migration that is missing, in one transaction.

    Safe when several processes start at once: the first does it, the others wait and find it
    done.
    """
    engine = make_engine(address)
    try:
        with engine.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            if writing.dialect.name == "postgresql":
                lock = text("SELECT pg_advisory_xact_lock(:number)")
                writing.execute(lock, {"number": _POSTGRES_LOCK})
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            config.attributes["connection"] = writing
            command.upgrade(config, "head")
            writing.commit()
    finally:
        engine.dispose()
