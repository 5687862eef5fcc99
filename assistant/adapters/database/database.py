"""Transactions: the one way in to everything that is kept."""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from assistant.adapters.database import audit_log
from assistant.adapters.database.conversations import SqlConversations
from assistant.adapters.database.engine import WRITES, empty_log, make_engine
from assistant.adapters.database.migrating import migrate
from assistant.adapters.database.sealing import Cipher
from assistant.adapters.database.submissions import SqlSubmissions
from assistant.domain.audit import Chain, Head
from assistant.services.ports import ConversationRepository, SubmissionRepository, UnitOfWork

log = logging.getLogger(__name__)


class SqlUnitOfWork:
    """One transaction. Fulfils `UnitOfWork`."""

    def __init__(self, connection: Connection, cipher: Cipher, chain: Chain, writes: bool) -> None:
        self._connection = connection
        self._audit = audit_log.AuditLog(connection, chain, writes)
        self.conversations: ConversationRepository = SqlConversations(
            connection, cipher, self._audit
        )
        self.submissions: SubmissionRepository = SqlSubmissions(connection, cipher, self._audit)

    def commit(self) -> None:
        """Keep everything done in this transaction, durably. Nothing can be written after."""
        self._audit.close()
        self._connection.commit()


class SqlDatabase:
    """Fulfils `Database`, for SQLite and PostgreSQL. Safe to share between threads."""

    def __init__(self, address: str, cipher: Cipher, audit_key: bytes) -> None:
        """`address` is SQLAlchemy's. Connects to nothing yet: see `prepare`."""
        self._address = address
        self._engine = make_engine(address)
        self._cipher = cipher
        self._chain = Chain(audit_key)
        # SQLite has one writer. Waiting for one's turn here is fair and prompt, where its own
        # busy handler sleeps and tries again; between processes that still does the work.
        on_sqlite = self._engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = (
            threading.Lock() if on_sqlite else nullcontext()
        )
        self._inside = threading.local()

    def prepare(self) -> None:
        """Bring the tables up to date; safe when several processes start at once.

        Raises AuditBrokenError if the audit log's end was changed, or if the key file is not the
        one this database was made with: better found at the start than at the first report.
        """
        migrate(self._address)
        with self._connected(writes=True) as connection:
            audit_log.prepare_head(connection, self._chain)
            connection.commit()

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A transaction that may write (`BEGIN IMMEDIATE` on SQLite)."""
        with self._turn_taken(), self._connected(writes=True) as connection:
            yield SqlUnitOfWork(connection, self._cipher, self._chain, writes=True)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A transaction that only reads."""
        with self._not_nested(), self._connected(writes=False) as connection:
            yield SqlUnitOfWork(connection, self._cipher, self._chain, writes=False)

    def alive(self) -> bool:
        """Whether the database answers."""
        try:
            with self._connected(writes=False) as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            log.error("The database does not answer: %s", type(error).__name__)
            return False
        return True

    def clean_up(self) -> None:
        """On SQLite, empty the write-ahead log, which still holds what was since overwritten.

        Where somebody reads for long just then, the next clean-up does it. PostgreSQL has nothing
        like it: there autovacuum frees the space, and new rows overwrite it.
        """
        if self._engine.dialect.name == "sqlite":
            with self._turn_taken(), self._engine.connect() as connection:
                empty_log(connection)

    def verify_audit(self, kept: Head | None = None) -> int:
        """How many audit events were checked. Raises AuditBrokenError at the first thing wrong.

        `kept` is an older head from `audit_head`, copied to a place of its own.
        """
        with self._connected(writes=False) as connection:
            return audit_log.verify_log(connection, self._chain, kept)

    def audit_head(self) -> Head:
        """Where the audit log ends now."""
        with self._connected(writes=False) as connection:
            return audit_log.read_head(connection)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextmanager
    def _connected(self, writes: bool) -> Iterator[Connection]:
        # What is not committed is rolled back when the connection closes.
        with self._engine.connect() as connection:
            yield connection.execution_options(**{WRITES: writes}, postgresql_readonly=not writes)

    @contextmanager
    def _turn_taken(self) -> Iterator[None]:
        with self._not_nested(), self._turn:
            yield

    @contextmanager
    def _not_nested(self) -> Iterator[None]:
        # A thread that holds one connection and waits for another is how pools deadlock.
        if getattr(self._inside, "held", False):
            raise RuntimeError("This thread is in a transaction already.")
        self._inside.held = True
        try:
            yield
        finally:
            self._inside.held = False
