"""What the services need from the outside world. Adapters fulfil these."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from assistant.domain.audit import AuditEvent
from assistant.domain.delivery import Attempt, Delivery, Outcome, Outgoing
from assistant.domain.reading import Reading
from assistant.domain.records import Conversation, Message
from assistant.domain.submission import Status, Submission


class Clock(Protocol):
    """The time, passed in so that tests can set it."""

    def now(self) -> datetime:
        """The present moment, with a time zone (UTC)."""
        ...


class NarrativeReader(Protocol):
    """Reads details out of a person's own words."""

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:
        """What `text` says; `now` is local time, `expecting` the detail that was asked for."""
        ...


class Dialogue(Protocol):
    """Rasa, as seen from the services: understanding comes back through the action."""

    async def send(self, conversation_id: str, message_id: str, text: str) -> None:
        """Pass one text on. Raises DialogueUnavailableError if Rasa is down or too slow."""
        ...


class DocumentFiller(Protocol):
    """Fills the document that people read."""

    def fill(self, payload: Mapping[str, Any], template: str) -> bytes:
        """The filled PDF of a payload, by the template of that name under `forms/`."""
        ...


class Sender(Protocol):
    """One way to hand a submission over."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Try once to hand it over. Never raises for what the receiver does or fails to do."""
        ...


class ConversationRepository(Protocol):
    """Conversations and their messages."""

    def add(self, conversation: Conversation, event: AuditEvent) -> None:
        """Keep a new conversation."""
        ...

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        ...

    def lock(self, conversation_id: str) -> Conversation | None:
        """The conversation, locked against other writers until the transaction ends."""
        ...

    def save(self, conversation: Conversation, event: AuditEvent) -> None:
        """Keep what has changed in a conversation."""
        ...

    def add_message(self, message: Message, event: AuditEvent) -> None:
        """Keep a message. Raises DuplicateError if its id is already used in it."""
        ...

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """One message, or None."""
        ...

    def set_reply(
        self, conversation_id: str, message_id: str, reply: dict[str, Any], event: AuditEvent
    ) -> None:
        """Keep the one reply to a message. Raises DuplicateError if there is one already."""
        ...

    def count_messages(self, conversation_id: str) -> int:
        """How many messages the conversation holds."""
        ...

    def messages(self, conversation_id: str) -> Sequence[Message]:
        """All messages in order, for the transcript."""
        ...

    def lock_unsent(self, idle_since: datetime, limit: int) -> Sequence[str]:
        """The ids of conversations of which nothing was sent and in which nothing was written
        since then, the idlest first, locked; those that another transaction holds are left out.
        """
        ...

    def delete(self, conversation_ids: Sequence[str], event: AuditEvent) -> None:
        """Delete conversations with their case files, messages and replies."""
        ...


class SubmissionRepository(Protocol):
    """Submissions and their deliveries."""

    def add(
        self, submission: Submission, deliveries: Sequence[Delivery], event: AuditEvent
    ) -> None:
        """Keep a submission with its deliveries."""
        ...

    def get(self, reference: str) -> Submission | None:
        """By its reference, or None."""
        ...

    def lock(self, reference: str) -> Status | None:
        """Its status, locked against other writers until the transaction ends, or None."""
        ...

    def by_receipt(self, code_hash: str) -> Submission | None:
        """By the hash of its receipt code, or None."""
        ...

    def of_conversation(self, conversation_id: str) -> Sequence[Submission]:
        """All of a conversation, oldest first."""
        ...

    def save_status(self, reference: str, status: str, event: AuditEvent) -> None:
        """Keep a submission's new status."""
        ...

    def deliveries(self, reference: str) -> Sequence[Delivery]:
        """The deliveries of a submission."""
        ...

    def claim_due(self, now: datetime, lease_seconds: int) -> Delivery | None:
        """Take one delivery that is due and not claimed by a living worker, or None.

        The claim lasts `lease_seconds`; a worker that dies gives it back by that. It counts as
        an attempt begun, and locks the submission until the transaction ends.
        """
        ...

    def requeue(self, delivery: Delivery, event: AuditEvent) -> None:
        """Keep a delivery that a person put back in the queue."""
        ...

    def record(self, delivery: Delivery, attempt: Attempt, event: AuditEvent) -> None:
        """Keep a delivery's new state with the attempt that led to it."""
        ...

    def attempts(self, delivery_id: str) -> Sequence[Attempt]:
        """Every attempt of a delivery, oldest first."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many deliveries stand in each state, for health."""
        ...

    def oldest_open(self) -> datetime | None:
        """When the oldest delivery that has not arrived was made, or None."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit` keeps nothing."""

    @property
    def conversations(self) -> ConversationRepository:
        """Conversations and their messages."""
        ...

    @property
    def submissions(self) -> SubmissionRepository:
        """Submissions and their deliveries."""
        ...

    def commit(self) -> None:
        """Keep everything done in this transaction, durably."""
        ...


class Database(Protocol):
    """Gives out transactions."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that may write (`BEGIN IMMEDIATE` on SQLite)."""
        ...

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that only reads."""
        ...

    def alive(self) -> bool:
        """Whether the database answers."""
        ...

    def clean_up(self) -> None:
        """Leave as little as can be of what was deleted in the database's files."""
        ...
