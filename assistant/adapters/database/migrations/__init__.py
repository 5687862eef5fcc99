"""Alembic migrations, run by `database.migrating`."""
