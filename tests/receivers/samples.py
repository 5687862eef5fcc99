"""Records to keep and to hand over. Nothing in them is anybody's."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from assistant.domain.audit import AuditEvent
from assistant.domain.delivery import Delivery, Outgoing, new_delivery
from assistant.domain.records import Conversation, Message
from assistant.domain.submission import Status, Submission, payload_bytes

NOW = datetime(2026, 3, 6, 22, 15, 30, 123456, tzinfo=UTC)
SEEDED = "zanzibar-7781"
"""Stands for whatever a person typed: it must not be found where it does not belong."""


def event(kind: str = "test.happened", subject: str = "c1") -> AuditEvent:
    """An audit event."""
    return AuditEvent(NOW, kind, subject, "test", {"number": 1})


def conversation(**changes: Any) -> Conversation:
    """A conversation."""
    whole = Conversation(str(uuid.uuid4()), "hash", {"answers": {"who": SEEDED}}, NOW, NOW)
    return replace(whole, **changes)


def message(conversation_id: str, number: int = 1, **changes: Any) -> Message:
    """A message without a reply."""
    whole = Message(
        conversation_id, str(uuid.uuid4()), number, "digest", {"text": SEEDED}, False, None, NOW
    )
    return replace(whole, **changes)


def submission(**changes: Any) -> Submission:
    """A submission of no conversation."""
    unique = uuid.uuid4().hex[:6].upper()
    whole = Submission(
        reference=f"LIB-2026-{unique}",
        conversation_id=None,
        form="operation_liberty",
        edition="2019-04",
        area="derby",
        receipt_hash=f"hash-{unique}",
        payload={"what_happened": SEEDED, "é": [1, 2.5, None, True]},
        document=b"%PDF-1.7 " + SEEDED.encode() + bytes(range(256)),
        status=Status.QUEUED,
        submitted_at=NOW,
    )
    return replace(whole, **changes)


def delivery(reference: str, channel: str = "webhook", target: str = "desk") -> Delivery:
    """A delivery that is due at once."""
    return new_delivery(reference, "Referral desk", channel, target, NOW)


def outgoing(**changes: Any) -> Outgoing:
    """What a sender is given."""
    one = submission()
    whole = Outgoing(
        delivery_id=str(uuid.uuid4()),
        reference=one.reference,
        form=one.form,
        edition=one.edition,
        area=one.area,
        recipient="Referral desk",
        target="desk",
        submitted_at=NOW,
        payload=payload_bytes(one.payload),
        document=one.document,
        attempt=1,
    )
    return replace(whole, **changes)
