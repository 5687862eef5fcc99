"""One submission to one recipient: its states, its attempts and when it is tried again."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.domain.errors import AssistantError

# The retry schedule. The first retries catch a restart, the long tail a weekend and a bank
# holiday: a report sent on Friday night must still be tried when the desk is back on Tuesday.
FIRST_DELAY = timedelta(seconds=5)
# A refusal (4xx) is most often our own set-up: a wrong secret, a moved address. A person mends
# that in hours, so it is tried again for just as long, only without hammering the receiver.
FIRST_DELAY_AFTER_REFUSAL = timedelta(minutes=10)
LONGEST_DELAY = timedelta(hours=4)
# A receiver may ask for a pause, but no header may silence a report for longer than this.
LONGEST_RETRY_AFTER = timedelta(hours=12)
RETRIED_FOR = timedelta(days=5)
# A worker that was off for days must not give up at its first attempt.
FEWEST_TRIES = 12
# Delays are shortened by up to this share, so that receivers are not hit all at once.
JITTER_SHARE = 0.2


class State(StrEnum):
    """How far a delivery has come. Stored: a value changes only by migration."""

    WAITING = "waiting"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    EXHAUSTED = "exhausted"


# States in which the worker still has something to do.
OPEN_STATES = frozenset({State.WAITING, State.RETRYING})

TRANSITIONS: Mapping[State, frozenset[State]] = {
    # Acknowledged directly: the receiver may be quicker than the worker's note of its reply.
    State.WAITING: frozenset(
        {State.RETRYING, State.DELIVERED, State.ACKNOWLEDGED, State.EXHAUSTED}
    ),
    State.RETRYING: frozenset(
        {State.WAITING, State.DELIVERED, State.ACKNOWLEDGED, State.EXHAUSTED}
    ),
    # Waiting again by a replay, exhausted by a bounce that arrives later.
    State.DELIVERED: frozenset({State.WAITING, State.ACKNOWLEDGED, State.EXHAUSTED}),
    State.ACKNOWLEDGED: frozenset(),
    # Waiting by a replay; delivered by an attempt that was already under way.
    State.EXHAUSTED: frozenset({State.WAITING, State.DELIVERED, State.ACKNOWLEDGED}),
}


class StateMoveError(AssistantError):
    """A delivery cannot go from its state to that one."""


@dataclass(frozen=True)
class Delivery:
    """One submission to one recipient.

    `id` is made once and is the same at every attempt and replay: a receiver that honours it
    gets one. `target` is a settings key or an address. `attempts` counts those begun, ever;
    `tries` those begun since `queued_at`, when it was last put in the queue.
    """

    id: str
    reference: str
    recipient: str
    channel: str
    target: str
    state: State
    created_at: datetime
    queued_at: datetime
    next_attempt_at: datetime
    attempts: int = 0
    tries: int = 0
    claimed_until: datetime | None = None
    delivered_at: datetime | None = None


class OutcomeKind(StrEnum):
    """What came of one attempt. Stored: a value changes only by migration."""

    DELIVERED = "delivered"
    RETRY = "retry"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt. `detail` never holds anything a receiver or a person wrote.

    `retry_after` is in seconds, where the receiver asked for a pause.
    """

    kind: OutcomeKind
    detail: str
    status_code: int | None = None
    retry_after: float | None = None

    @classmethod
    def delivered(cls, detail: str, status_code: int | None = None) -> "Outcome":
        """The receiver has it."""
        return cls(OutcomeKind.DELIVERED, detail, status_code)

    @classmethod
    def retry(
        cls, detail: str, status_code: int | None = None, retry_after: float | None = None
    ) -> "Outcome":
        """It did not arrive, or nobody can say: try again soon."""
        return cls(OutcomeKind.RETRY, detail, status_code, retry_after)

    @classmethod
    def rejected(
        cls, detail: str, status_code: int | None = None, retry_after: float | None = None
    ) -> "Outcome":
        """The receiver refused it: try again, more slowly."""
        return cls(OutcomeKind.REJECTED, detail, status_code, retry_after)


@dataclass(frozen=True)
class Attempt:
    """One attempt of a delivery, numbered from 1. `detail` holds no personal data."""

    delivery_id: str
    number: int
    at: datetime
    outcome: OutcomeKind
    detail: str
    status_code: int | None = None


@dataclass(frozen=True)
class Outgoing:
    """What a sender hands over. `payload` is JSON, byte for byte the same at every attempt."""

    delivery_id: str
    reference: str
    form: str
    edition: str
    area: str
    recipient: str
    target: str
    submitted_at: datetime
    payload: bytes
    document: bytes
    attempt: int


def new_delivery(
    reference: str, recipient: str, channel: str, target: str, at: datetime
) -> Delivery:
    """A delivery that is due at once, with an id of its own for ever."""
    return Delivery(
        id=str(uuid.uuid4()),
        reference=reference,
        recipient=recipient,
        channel=channel,
        target=target,
        state=State.WAITING,
        created_at=at,
        queued_at=at,
        next_attempt_at=at,
    )


def check_move(current: State, new: State) -> None:
    """Raises StateMoveError unless a delivery may go from `current` to `new`."""
    if new not in TRANSITIONS[current]:
        raise StateMoveError(f"A delivery that is {current} cannot become {new}.")


def can_move(current: State, new: State) -> bool:
    """Whether a delivery may go from `current` to `new`."""
    try:
        check_move(current, new)
    except StateMoveError:
        return False
    return True


def retry_delay(tries: int, outcome: Outcome, jitter: float) -> timedelta:
    """How long to wait after `tries` failed tries (1 or more).

    `jitter` is a random number from 0 to 1, passed in so that tests can set it.
    """
    refused = outcome.kind is OutcomeKind.REJECTED
    first = FIRST_DELAY_AFTER_REFUSAL if refused else FIRST_DELAY
    # The shift is bounded: doubling for weeks would overflow.
    full = min(first * (1 << min(tries - 1, 20)), LONGEST_DELAY)
    delay = full * (1 - JITTER_SHARE + JITTER_SHARE * jitter)
    asked = min(max(0.0, outcome.retry_after or 0.0), LONGEST_RETRY_AFTER.total_seconds())
    return max(delay, timedelta(seconds=asked))


def is_exhausted(delivery: Delivery, at: datetime) -> bool:
    """Whether another failure at `at` is the last: tried for the whole time, and often enough."""
    return at - delivery.queued_at >= RETRIED_FOR and delivery.tries >= FEWEST_TRIES


def after_attempt(delivery: Delivery, outcome: Outcome, at: datetime, jitter: float) -> Delivery:
    """The delivery after an attempt that ended at `at`.

    What is already delivered or acknowledged stays so, whatever a second, slower attempt says.
    """
    free = replace(delivery, claimed_until=None)
    if outcome.kind is OutcomeKind.DELIVERED:
        if delivery.state in {State.DELIVERED, State.ACKNOWLEDGED}:
            return free
        check_move(delivery.state, State.DELIVERED)
        return replace(free, state=State.DELIVERED, delivered_at=at)
    if delivery.state not in OPEN_STATES:
        return free
    if is_exhausted(delivery, at):
        check_move(delivery.state, State.EXHAUSTED)
        return replace(free, state=State.EXHAUSTED)
    delay = retry_delay(max(delivery.tries, 1), outcome, jitter)
    return replace(free, state=State.RETRYING, next_attempt_at=at + delay)


def requeued(delivery: Delivery, at: datetime) -> Delivery:
    """The delivery put back in the queue by a person, due at once, its id unchanged.

    Raises StateMoveError if it is acknowledged: the receiver is working on it.
    """
    if delivery.state is not State.WAITING:
        check_move(delivery.state, State.WAITING)
    # A running claim stays: whoever holds it may be sending at this moment.
    return replace(
        delivery,
        state=State.WAITING,
        queued_at=at,
        next_attempt_at=at,
        tries=0,
        delivered_at=None,
    )
