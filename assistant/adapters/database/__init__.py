"""Everything kept, in SQLite or PostgreSQL."""

from assistant.adapters.database.database import SqlDatabase
from assistant.adapters.database.migrating import migrate

__all__ = ["SqlDatabase", "migrate"]
