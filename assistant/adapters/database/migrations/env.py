"""What Alembic runs. The connection, in its transaction, comes from `database.migrating`."""

from alembic import context

from assistant.adapters.database.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a column by copying its table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
