"""Submissions, their deliveries and attempts in the database: the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from assistant.adapters.database.audit_log import AuditLog
from assistant.adapters.database.inserting import insert_once
from assistant.adapters.database.models import AttemptRow, DeliveryRow, SubmissionRow
from assistant.adapters.database.sealing import Cipher, Sealer
from assistant.domain.audit import AuditEvent
from assistant.domain.delivery import OPEN_STATES, Attempt, Delivery, OutcomeKind, State
from assistant.domain.errors import DuplicateError, NotFoundError
from assistant.domain.submission import Status, Submission

_SUBMISSION = select(*SubmissionRow.__table__.columns)
_DELIVERY = select(*DeliveryRow.__table__.columns)
_ATTEMPT = select(*AttemptRow.__table__.columns)


class SqlSubmissions:
    """Fulfils `SubmissionRepository` within one transaction."""

    def __init__(self, connection: Connection, cipher: Cipher, audit: AuditLog) -> None:
        self._connection = connection
        self._audit = audit
        self._sealer = Sealer(cipher, SubmissionRow.__tablename__)

    def add(
        self, submission: Submission, deliveries: Sequence[Delivery], event: AuditEvent
    ) -> None:
        """Keep a submission with its deliveries.

        Raises DuplicateError if its reference or its receipt code is taken.
        """
        with self._audit.noting(event):
            if not insert_once(self._connection, SubmissionRow, self._values(submission)):
                raise DuplicateError("That reference or receipt code is already used.")
            if deliveries:
                rows = [_delivery_values(delivery) for delivery in deliveries]
                self._connection.execute(insert(DeliveryRow), rows)

    def get(self, reference: str) -> Submission | None:
        """By its reference, or None."""
        return self._first(_SUBMISSION.where(SubmissionRow.reference == reference))

    def lock(self, reference: str) -> Status | None:
        """Its status, locked against other writers until the transaction ends, or None.

        Two deliveries of one submission that end together would each miss the other without.
        """
        query = select(SubmissionRow.status).where(SubmissionRow.reference == reference)
        status = self._connection.execute(query.with_for_update()).scalar_one_or_none()
        return None if status is None else Status(status)

    def by_receipt(self, code_hash: str) -> Submission | None:
        """By the hash of its receipt code, or None."""
        return self._first(_SUBMISSION.where(SubmissionRow.receipt_hash == code_hash))

    def of_conversation(self, conversation_id: str) -> Sequence[Submission]:
        """All of a conversation, oldest first."""
        rows = self._connection.execute(
            _SUBMISSION.where(SubmissionRow.conversation_id == conversation_id).order_by(
                SubmissionRow.submitted_at, SubmissionRow.number_in_group, SubmissionRow.reference
            )
        )
        return [self._submission(row) for row in rows]

    def save_status(self, reference: str, status: str, event: AuditEvent) -> None:
        """Keep a submission's new status. Raises NotFoundError if there is no such submission.

        Whether the move is allowed is for the caller to check, under `lock`.
        """
        change = (
            update(SubmissionRow)
            .where(SubmissionRow.reference == reference)
            .values(status=Status(status).value)
        )
        with self._audit.noting(event):
            if self._connection.execute(change).rowcount != 1:
                raise NotFoundError("There is no submission with that reference.")

    def deliveries(self, reference: str) -> Sequence[Delivery]:
        """The deliveries of a submission, oldest first."""
        rows = self._connection.execute(
            _DELIVERY.where(DeliveryRow.reference == reference).order_by(
                DeliveryRow.created_at, DeliveryRow.id
            )
        )
        return [_delivery(row) for row in rows]

    def claim_due(self, now: datetime, lease_seconds: int) -> Delivery | None:
        """Take one delivery that is due and not claimed by a living worker, or None.

        The claim lasts `lease_seconds`; a worker that dies gives it back by that. It counts as
        an attempt begun, so one that kills its worker goes to the back of the queue and shows.
        The submission is locked too, so the caller may change its status.
        """
        row = self._connection.execute(_due(now)).first()
        if row is None:
            return None
        found = _delivery(row)
        claimed = replace(
            found,
            attempts=found.attempts + 1,
            tries=found.tries + 1,
            claimed_until=now + timedelta(seconds=lease_seconds),
        )
        self._save(claimed)
        return claimed

    def requeue(self, delivery: Delivery, event: AuditEvent) -> None:
        """Keep a delivery that a person put back in the queue."""
        with self._audit.noting(event):
            self._save(delivery)

    def record(self, delivery: Delivery, attempt: Attempt, event: AuditEvent) -> None:
        """Keep a delivery's new state with the attempt that led to it.

        Raises DuplicateError if that attempt is recorded already.
        """
        with self._audit.noting(event):
            values = {**asdict(attempt), "outcome": attempt.outcome.value}
            if not insert_once(self._connection, AttemptRow, values):
                raise DuplicateError("That attempt is recorded already.")
            self._save(delivery)

    def attempts(self, delivery_id: str) -> Sequence[Attempt]:
        """Every attempt of a delivery, oldest first."""
        rows = self._connection.execute(
            _ATTEMPT.where(AttemptRow.delivery_id == delivery_id).order_by(AttemptRow.number)
        )
        return [_attempt(row) for row in rows]

    def counts(self) -> Mapping[str, int]:
        """How many deliveries stand in each state, for health."""
        query = select(DeliveryRow.state, func.count().label("deliveries")).group_by(
            DeliveryRow.state
        )
        found = {row.state: row.deliveries for row in self._connection.execute(query)}
        return {state.value: found.get(state.value, 0) for state in State}

    def oldest_open(self) -> datetime | None:
        """When the oldest delivery that has not arrived was made, or None."""
        arrived = [State.DELIVERED.value, State.ACKNOWLEDGED.value]
        query = select(func.min(DeliveryRow.created_at)).where(DeliveryRow.state.not_in(arrived))
        oldest: datetime | None = self._connection.execute(query).scalar_one()
        return oldest

    def _save(self, delivery: Delivery) -> None:
        values = _delivery_values(delivery)
        del values["id"], values["reference"]
        change = update(DeliveryRow).where(DeliveryRow.id == delivery.id).values(values)
        if self._connection.execute(change).rowcount != 1:
            raise NotFoundError("There is no delivery with that id.")

    def _first(self, query: Select[Any]) -> Submission | None:
        row = self._connection.execute(query).first()
        return None if row is None else self._submission(row)

    def _values(self, submission: Submission) -> dict[str, Any]:
        place = submission.reference
        return {
            "reference": submission.reference,
            "conversation_id": submission.conversation_id,
            "form": submission.form,
            "edition": submission.edition,
            "area": submission.area,
            "receipt_hash": submission.receipt_hash,
            "payload": self._sealer.seal_json("payload", place, submission.payload),
            "document": self._sealer.seal("document", place, submission.document),
            "status": submission.status.value,
            "submitted_at": submission.submitted_at,
            "group_id": submission.group,
            "number_in_group": submission.number_in_group,
        }

    def _submission(self, row: Row[Any]) -> Submission:
        place = row.reference
        return Submission(
            reference=row.reference,
            conversation_id=row.conversation_id,
            form=row.form,
            edition=row.edition,
            area=row.area,
            receipt_hash=row.receipt_hash,
            payload=self._sealer.open_json("payload", place, row.payload),
            document=self._sealer.open("document", place, row.document),
            status=Status(row.status),
            submitted_at=row.submitted_at,
            group=row.group_id,
            number_in_group=row.number_in_group,
        )


def _due(now: datetime) -> Select[Any]:
    claimed = DeliveryRow.claimed_until
    return (
        _DELIVERY.join(SubmissionRow, SubmissionRow.reference == DeliveryRow.reference)
        .where(
            DeliveryRow.state.in_([state.value for state in sorted(OPEN_STATES)]),
            DeliveryRow.next_attempt_at <= now,
            or_(claimed.is_(None), claimed <= now),
        )
        .order_by(func.coalesce(claimed, DeliveryRow.next_attempt_at), DeliveryRow.id)
        .limit(1)
        # Of both tables, and never waiting: so a claim cannot stand in anybody's way.
        .with_for_update(skip_locked=True)
    )


def _delivery_values(delivery: Delivery) -> dict[str, Any]:
    return {**asdict(delivery), "state": delivery.state.value}


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    return Delivery(**{**values, "state": State(values["state"])})


def _attempt(row: Row[Any]) -> Attempt:
    values = dict(row._mapping)
    return Attempt(**{**values, "outcome": OutcomeKind(values["outcome"])})
