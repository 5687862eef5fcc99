"""What is kept of a conversation: the case file and every message with its one reply."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Conversation:
    """One person's conversation. `case` is the whole case file as JSON-ready data.

    The token itself is never kept, only its hash (see `services.tokens`).
    """

    id: str
    token_hash: str
    case: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Message:
    """One message from the person, and the reply of record once there is one.

    `number` counts from 1 in a conversation; number 0 holds the opening reply. `digest` is a
    hash of the body, to tell a retry from another message that reuses an id.
    """

    conversation_id: str
    message_id: str
    number: int
    digest: str
    body: dict[str, Any]
    urgent: bool
    reply: dict[str, Any] | None
    received_at: datetime
