"""A completed form that was sent, its states, and the moves between them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.domain.delivery import Delivery, State
from assistant.domain.errors import AssistantError


class Status(StrEnum):
    """How far a submission has come. Stored: a value changes only by migration."""

    QUEUED = "queued"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"


# Every allowed move; all others are refused.
TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    # Failed without an attempt: there is nobody to deliver it to.
    Status.QUEUED: frozenset({Status.DELIVERING, Status.FAILED}),
    # Acknowledged directly: a receiver may acknowledge before the worker has noted its reply.
    Status.DELIVERING: frozenset({Status.DELIVERED, Status.ACKNOWLEDGED, Status.FAILED}),
    # Back to delivering by a replay; to failed by a bounce that arrives later.
    Status.DELIVERED: frozenset({Status.ACKNOWLEDGED, Status.DELIVERING, Status.FAILED}),
    Status.ACKNOWLEDGED: frozenset(),
    # Never the end: a replay sends it again, a person takes it on by another channel, or an
    # attempt that was thought dead turns out to have arrived.
    Status.FAILED: frozenset({Status.DELIVERING, Status.DELIVERED, Status.ACKNOWLEDGED}),
}


class StatusMoveError(AssistantError):
    """A submission cannot go from its status to that one."""


@dataclass(frozen=True)
class Submission:
    """One completed form, exactly as it was sent. Only `status` ever changes.

    `group` is shared by the forms that one conversation sent together and `number_in_group`
    counts them from 1. The receipt code itself is never kept, only its hash.
    """

    reference: str
    conversation_id: str | None
    form: str
    edition: str
    area: str
    receipt_hash: str
    payload: dict[str, Any]
    document: bytes
    status: Status
    submitted_at: datetime
    group: str | None = None
    number_in_group: int = 1


def check_move(current: Status, new: Status) -> None:
    """Raises StatusMoveError unless a submission may go from `current` to `new`."""
    if new not in TRANSITIONS[current]:
        raise StatusMoveError(f"A submission that is {current} cannot become {new}.")


def can_move(current: Status, new: Status) -> bool:
    """Whether a submission may go from `current` to `new`."""
    try:
        check_move(current, new)
    except StatusMoveError:
        return False
    return True


def status_of(deliveries: Iterable[Delivery]) -> Status:
    """The status of a submission, by its deliveries; the worst one decides.

    One exhausted delivery makes it failed even if the others arrived, and so does having no
    delivery at all: in both cases somebody does not have it, and a person must look.
    It is acknowledged only when every recipient has acknowledged.
    """
    kept = list(deliveries)
    states = {delivery.state for delivery in kept}
    if not states or State.EXHAUSTED in states:
        return Status.FAILED
    if states == {State.ACKNOWLEDGED}:
        return Status.ACKNOWLEDGED
    if states <= {State.ACKNOWLEDGED, State.DELIVERED}:
        return Status.DELIVERED
    return Status.DELIVERING if any(d.attempts for d in kept) else Status.QUEUED


def payload_bytes(payload: Mapping[str, Any]) -> bytes:
    """The payload as JSON in its one written form (UTF-8), the same at every attempt."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()
