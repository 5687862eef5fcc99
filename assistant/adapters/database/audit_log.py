"""The audit chain in the database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, insert, select, update

from assistant.adapters.database.inserting import insert_once
from assistant.adapters.database.models import AuditEventRow, AuditHeadRow, table_of
from assistant.domain.audit import AuditEvent, Chain, Head, Linked

_EVENTS, _HEADS = table_of(AuditEventRow), table_of(AuditHeadRow)
# Built once: every write runs them, and building takes longer than running.
_READ_HEAD = select(_HEADS.c["count"], _HEADS.c.hash, _HEADS.c.seal)
_LOCK_HEAD = _READ_HEAD.with_for_update()
_MOVE_HEAD = update(_HEADS).where(_HEADS.c.id == 1)
_ADD_EVENTS = insert(_EVENTS)


class AuditLog:
    """Collects the events of one transaction and links them on just before it commits."""

    def __init__(self, connection: Connection, chain: Chain, writes: bool) -> None:
        self._connection = connection
        self._chain = chain
        self.writes = writes
        self._open = writes
        self._pending: list[AuditEvent] = []

    @contextmanager
    def noting(self, event: AuditEvent) -> Iterator[None]:
        """Around a write: the event is noted if the write succeeds.

        Raises RuntimeError if this transaction cannot write, or no longer.
        """
        if not self._open:
            raise RuntimeError("This transaction only reads, or has ended: use a new one.")
        yield
        self._pending.append(event)

    def close(self) -> None:
        """Link on what was noted. Nothing can be written after this.

        Last in the transaction, because on PostgreSQL everyone else who writes waits for the
        head from here to the commit; and always last, so that two never wait for each other.
        """
        self._open = False
        if not self._pending:
            return
        linked, head = self._chain.append(_head(self._connection, lock=True), self._pending)
        self._connection.execute(_ADD_EVENTS, [_values(one) for one in linked])
        self._connection.execute(_MOVE_HEAD, _head_values(head))


def prepare_head(connection: Connection, chain: Chain) -> None:
    """Make the one head row if the log is new, and no other process is making it just now.

    Raises AuditBrokenError if the row there is not sealed with this key.
    """
    insert_once(connection, AuditHeadRow, {"id": 1, **_head_values(chain.start())})
    chain.append(_head(connection, lock=False), [])


def verify_log(connection: Connection, chain: Chain, kept: Head | None = None) -> int:
    """How many events were checked. Raises AuditBrokenError at the first thing wrong.

    `kept` is an older head that was copied elsewhere: it shows a tail that was cut by someone
    who also put an older head back.
    """
    head = _head(connection, lock=False)
    if kept is not None:
        chain.verify(_events(connection), kept)
    return chain.verify_all(_events(connection), head)


def read_head(connection: Connection) -> Head:
    """Where the chain ends now, to be copied elsewhere."""
    return _head(connection, lock=False)


def _head(connection: Connection, lock: bool) -> Head:
    count, last_hash, seal = connection.execute(_LOCK_HEAD if lock else _READ_HEAD).one()
    return Head(count, last_hash, seal)


def _events(connection: Connection) -> Iterator[Linked]:
    query = select(_EVENTS).order_by(_EVENTS.c.number)
    for row in connection.execute(query.execution_options(yield_per=500)):
        event = AuditEvent(row.at, row.kind, row.subject, row.actor, json.loads(row.details))
        yield Linked(row.number, event, row.hash)


def _head_values(head: Head) -> dict[str, object]:
    return {"count": head.count, "hash": head.hash, "seal": head.seal}


def _values(linked: Linked) -> dict[str, object]:
    event = linked.event
    return {
        "number": linked.number,
        "at": event.at,
        "kind": event.kind,
        "subject": event.subject,
        "actor": event.actor,
        "details": json.dumps(dict(event.details), ensure_ascii=False),
        "hash": linked.hash,
    }
