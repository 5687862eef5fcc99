"""What happened, kept as a chain in which an edit, a deletion or a cut tail shows."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.domain.errors import AssistantError

Fact = str | int | float | bool | None

START = "0" * 64
"""The hash that stands before the first event."""


class AuditBrokenError(AssistantError):
    """The audit log is not what was written. Says at which event and in what way."""


@dataclass(frozen=True)
class AuditEvent:
    """One thing that happened.

    `kind` is like `submission.delivered`; `subject` a conversation id, reference or delivery
    id; `actor` who did it (`reporter`, `worker`, `desk:<id>`); `details` hold no personal data.
    """

    at: datetime
    kind: str
    subject: str
    actor: str
    details: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Linked:
    """An event in its place in the chain. Numbers count from 1 without a gap."""

    number: int
    event: AuditEvent
    hash: str


@dataclass(frozen=True)
class Head:
    """How long the chain is and where it ends. `seal` proves that a key holder wrote this."""

    count: int
    hash: str
    seal: str


class Chain:
    """Links events and checks them, under a key.

    Each hash covers the event, its number and the hash before it. With the key (an HMAC) nobody
    who only reaches the database can write a chain that checks out; an empty key still shows
    accidents. The head is sealed apart from the events, because a cut tail leaves a shorter
    chain that is itself sound.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def start(self) -> Head:
        """The head of a chain without events."""
        return self.head(0, START)

    def link(self, previous: str, number: int, event: AuditEvent) -> str:
        """The hash of an event that stands at `number`, after the one hashed as `previous`."""
        return self._mac("event", previous, str(number), _written(event))

    def append(self, head: Head, events: Iterable[AuditEvent]) -> tuple[list[Linked], Head]:
        """The events linked on after `head`, and the head after them.

        Raises AuditBrokenError if the head is not one that this key sealed.
        """
        self._check_seal(head)
        linked, number, previous = [], head.count, head.hash
        for event in events:
            number += 1
            previous = self.link(previous, number, event)
            linked.append(Linked(number, event, previous))
        return linked, self.head(number, previous)

    def head(self, count: int, last_hash: str) -> Head:
        """The sealed head of a chain of `count` events that ends in `last_hash`."""
        return Head(count, last_hash, self._mac("head", str(count), last_hash))

    def verify(self, events: Iterable[Linked], head: Head) -> int:
        """How many events were checked. Raises AuditBrokenError at the first thing wrong.

        `head` may be the stored one or an older copy kept elsewhere: a chain may have grown
        since, never shrunk or changed before it. Use `verify_all` for the stored one.
        """
        count, _ = self._walk(events, head)
        return count

    def verify_all(self, events: Iterable[Linked], head: Head) -> int:
        """As `verify`, and the chain ends exactly at `head`: nothing stands behind it."""
        count, last_hash = self._walk(events, head)
        if count != head.count or not hmac.compare_digest(last_hash, head.hash):
            raise AuditBrokenError(f"Events stand after the kept end, number {head.count}.")
        return count

    def _walk(self, events: Iterable[Linked], head: Head) -> tuple[int, str]:
        self._check_seal(head)
        count, previous = 0, START
        for linked in events:
            count += 1
            if linked.number != count:
                raise AuditBrokenError(f"Event {count} is missing.")
            expected = self.link(previous, count, linked.event)
            if not hmac.compare_digest(expected, linked.hash):
                raise AuditBrokenError(f"Event {count} was changed.")
            if count == head.count and not hmac.compare_digest(linked.hash, head.hash):
                raise AuditBrokenError(f"Event {count} is not the one that was kept there.")
            previous = linked.hash
        if count < head.count:
            raise AuditBrokenError(f"The log ends at event {count} of {head.count}.")
        return count, previous

    def _check_seal(self, head: Head) -> None:
        if not hmac.compare_digest(self.head(head.count, head.hash).seal, head.seal):
            raise AuditBrokenError("The kept end of the audit log was changed.")

    def _mac(self, *parts: str) -> str:
        # As JSON, so that no two lists of parts are written alike.
        text = json.dumps(parts, ensure_ascii=False)
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def _written(event: AuditEvent) -> str:
    """An event in its one written form: the same before storing and after reading back."""
    parts = [
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.kind,
        event.subject,
        event.actor,
        dict(event.details),
    ]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, allow_nan=False)
