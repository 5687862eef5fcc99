"""Inserting a row that may be there already."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.database.models import Base, table_of


def insert_once(connection: Connection, model: type[Base], values: dict[str, Any]) -> bool:
    """Whether the row was inserted; False, with nothing changed, if a unique value is taken.

    Not by catching the error: on PostgreSQL that ends the whole transaction.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table_of(model)).on_conflict_do_nothing()
    # Asked for, because SQLAlchemy otherwise gives -1 on PostgreSQL.
    result = connection.execute(statement, values, execution_options={"preserve_rowcount": True})
    return result.rowcount == 1
