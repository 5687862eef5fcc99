"""Handing submissions over: the worker's side of the outbox."""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Event

from assistant.domain import delivery as deliveries
from assistant.domain import submission as submissions
from assistant.domain.audit import AuditEvent, Fact
from assistant.domain.delivery import Attempt, Delivery, Outcome, OutcomeKind, Outgoing, State
from assistant.domain.errors import NotFoundError
from assistant.domain.submission import Status, payload_bytes, status_of
from assistant.services.ports import Clock, Database, Sender, UnitOfWork

log = logging.getLogger(__name__)

WORKER = "worker"
# Longer than any sender may take, so that only a dead worker loses its claim.
LEASE_SECONDS = 180
IDLE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


class DeliveryService:
    """Delivers what is due, one at a time; several may run at once.

    Claiming, sending and recording are three steps. A crash between the last two repeats that
    delivery under its own id once the claim has run out; it never makes another.
    """

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        clock: Clock,
        *,
        jitter: Callable[[], float] = random.random,
        lease_seconds: int = LEASE_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        """`senders` by channel; `jitter` gives numbers from 0 to 1."""
        self._database = database
        self._senders = senders
        self._clock = clock
        self._jitter = jitter
        self._lease_seconds = lease_seconds
        self._idle_seconds = idle_seconds

    def run(self, stop: Event) -> None:
        """Deliver until `stop` is set. Outlives a database that is away."""
        pause = self._idle_seconds
        while not stop.is_set():
            try:
                busy = self.run_once()
                pause = self._idle_seconds
            except Exception as error:
                # Only the name: the message of a driver's error may quote what was typed.
                log.error("Delivering was interrupted: %s", type(error).__name__)
                busy = False
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            if not busy:
                stop.wait(pause)

    def run_once(self) -> bool:
        """Try one delivery that is due. False if none is."""
        claimed = self._claim()
        if claimed is None:
            return False
        outcome = self._send(claimed)
        self._record(claimed, outcome)
        return True

    def replay(self, reference: str, actor: str, *, arrived_too: bool = False) -> Sequence[str]:
        """Put a submission's deliveries back in the queue, due at once; returns their ids.

        Those that have arrived are left alone unless `arrived_too`: for a receiver that lost
        them. Those acknowledged are never sent again. Raises NotFoundError.
        """
        now = self._clock.now()
        with self._database.writing() as unit:
            status = unit.submissions.lock(reference)
            if status is None:
                raise NotFoundError("There is no submission with that reference.")
            again = [
                one
                for one in unit.submissions.deliveries(reference)
                if one.state is not State.ACKNOWLEDGED
                and (arrived_too or one.state is not State.DELIVERED)
            ]
            for one in again:
                event = AuditEvent(now, "delivery.replayed", one.id, actor, {"was": one.state})
                unit.submissions.requeue(deliveries.requeued(one, now), event)
            if again:
                self._update_status(unit, reference, status, actor, now)
                unit.commit()
        log.info("Submission %s: %d deliveries put back in the queue", reference, len(again))
        return [one.id for one in again]

    def _claim(self) -> Delivery | None:
        now = self._clock.now()
        with self._database.writing() as unit:
            claimed = unit.submissions.claim_due(now, self._lease_seconds)
            if claimed is None:
                return None
            status = unit.submissions.lock(claimed.reference)
            if status is not None:
                self._update_status(unit, claimed.reference, status, WORKER, now)
            unit.commit()
        return claimed

    def _send(self, claimed: Delivery) -> Outcome:
        """Hand it over, outside any transaction. Whatever goes wrong leads to another try."""
        sender = self._senders.get(claimed.channel)
        if sender is None:
            return Outcome.rejected("This channel is not set up.")
        try:
            return sender.send(self._outgoing(claimed))
        except Exception as error:
            log.error("Delivery %s could not be tried: %s", claimed.id, type(error).__name__)
            return Outcome.retry(f"It could not be tried: {type(error).__name__}.")

    def _outgoing(self, claimed: Delivery) -> Outgoing:
        with self._database.reading() as unit:
            submission = unit.submissions.get(claimed.reference)
        if submission is None:
            raise NotFoundError("A delivery has lost its submission.")
        return Outgoing(
            delivery_id=claimed.id,
            reference=submission.reference,
            form=submission.form,
            edition=submission.edition,
            area=submission.area,
            recipient=claimed.recipient,
            target=claimed.target,
            submitted_at=submission.submitted_at,
            payload=payload_bytes(submission.payload),
            document=submission.document,
            attempt=claimed.attempts,
        )

    def _record(self, claimed: Delivery, outcome: Outcome) -> None:
        """Keep attempt, new state, submission status and their events, all or nothing."""
        now = self._clock.now()
        with self._database.writing() as unit:
            status = unit.submissions.lock(claimed.reference)
            current = self._current(unit, claimed)
            if status is None or current is None:
                raise NotFoundError("A delivery has lost its submission.")
            after = deliveries.after_attempt(current, outcome, now, self._jitter())
            if current.attempts != claimed.attempts:
                # Ours ran out and another worker has it now: its claim is not ours to end.
                after = replace(after, claimed_until=current.claimed_until)
            attempt = Attempt(
                claimed.id,
                claimed.attempts,
                now,
                outcome.kind,
                outcome.detail,
                outcome.status_code,
            )
            unit.submissions.record(after, attempt, _event(after, attempt))
            self._update_status(unit, claimed.reference, status, WORKER, now)
            unit.commit()
        _report(after, attempt)

    def _current(self, unit: UnitOfWork, claimed: Delivery) -> Delivery | None:
        found = unit.submissions.deliveries(claimed.reference)
        return next((one for one in found if one.id == claimed.id), None)

    def _update_status(
        self, unit: UnitOfWork, reference: str, status: Status, actor: str, now: datetime
    ) -> None:
        new = status_of(unit.submissions.deliveries(reference))
        if new is status:
            return
        submissions.check_move(status, new)
        event = AuditEvent(now, f"submission.{new}", reference, actor, {"was": status})
        unit.submissions.save_status(reference, new, event)


def _event(delivery: Delivery, attempt: Attempt) -> AuditEvent:
    gone = delivery.state is State.EXHAUSTED
    kind = "delivery.exhausted" if gone else f"delivery.{attempt.outcome}"
    details: dict[str, Fact] = {
        "reference": delivery.reference,
        "attempt": attempt.number,
        "state": delivery.state,
        "status_code": attempt.status_code,
        "detail": attempt.detail,
    }
    return AuditEvent(attempt.at, kind, delivery.id, WORKER, details)


def _report(delivery: Delivery, attempt: Attempt) -> None:
    """Tell the operator, by ids alone."""
    level = logging.INFO
    if delivery.state is State.EXHAUSTED:
        level = logging.ERROR
    elif attempt.outcome is not OutcomeKind.DELIVERED:
        level = logging.WARNING
    log.log(
        level,
        "Delivery %s of %s: attempt %d %s, now %s (%s)",
        delivery.id,
        delivery.reference,
        attempt.number,
        attempt.outcome,
        delivery.state,
        attempt.detail,
    )
