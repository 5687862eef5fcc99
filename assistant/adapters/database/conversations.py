"""Conversations and messages in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, and_, bindparam, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.database.audit_log import AuditLog
from assistant.adapters.database.inserting import insert_once
from assistant.adapters.database.models import (
    ConversationRow,
    MessageRow,
    SubmissionRow,
    table_of,
)
from assistant.adapters.database.sealing import Cipher, Sealer, row_name
from assistant.domain.audit import AuditEvent
from assistant.domain.errors import DuplicateError, NotFoundError
from assistant.domain.records import Conversation, Message

# Built once: every turn runs them, and building takes longer than running.
_TALKS, _MESSAGES = table_of(ConversationRow), table_of(MessageRow)
_SENT = table_of(SubmissionRow)
_THIS_TALK = _TALKS.c.id == bindparam("talk")
_OF_THIS_TALK = _MESSAGES.c.conversation_id == bindparam("talk")
_THIS_MESSAGE = and_(_OF_THIS_TALK, _MESSAGES.c.message_id == bindparam("one"))

_READ = select(_TALKS).where(_THIS_TALK)
_LOCK = _READ.with_for_update()
_SAVE = (
    update(_TALKS)
    .where(_THIS_TALK)
    .values(
        token_hash=bindparam("new_hash"),
        case=bindparam("new_case"),
        updated_at=bindparam("new_time"),
    )
)
_COUNT = select(_TALKS.c.message_count).where(_THIS_TALK)
_COUNT_LOCKED = _COUNT.with_for_update()
# The time as well: a conversation whose last message is still to be answered is not idle.
_COUNT_ONE_MORE = (
    update(_TALKS)
    .where(_THIS_TALK)
    .values(message_count=_TALKS.c.message_count + 1, updated_at=bindparam("new_time"))
)
_READ_MESSAGE = select(_MESSAGES).where(_THIS_MESSAGE)
_READ_MESSAGES = (
    select(_MESSAGES)
    .where(_OF_THIS_TALK)
    .order_by(_MESSAGES.c.number, _MESSAGES.c.received_at, _MESSAGES.c.message_id)
)
_SET_REPLY = (
    update(_MESSAGES)
    .where(_THIS_MESSAGE, _MESSAGES.c.reply.is_(None))
    .values(reply=bindparam("new_reply"))
)
_LOCK_UNSENT = (
    select(_TALKS.c.id)
    .where(
        _TALKS.c.updated_at <= bindparam("idle_since"),
        ~exists().where(_SENT.c.conversation_id == _TALKS.c.id),
    )
    .order_by(_TALKS.c.updated_at)
    .limit(bindparam("most"))
    # Never waiting: who is writing in a conversation, or deleting it, is not in the way.
    .with_for_update(skip_locked=True)
)
_DELETE_MESSAGES = delete(_MESSAGES).where(
    _MESSAGES.c.conversation_id.in_(bindparam("talks", expanding=True))
)
_DELETE_TALKS = delete(_TALKS).where(_TALKS.c.id.in_(bindparam("talks", expanding=True)))


class SqlConversations:
    """Fulfils `ConversationRepository` within one transaction."""

    def __init__(self, connection: Connection, cipher: Cipher, audit: AuditLog) -> None:
        self._connection = connection
        self._audit = audit
        self._cases = Sealer(cipher, ConversationRow.__tablename__)
        self._bodies = Sealer(cipher, MessageRow.__tablename__)

    def add(self, conversation: Conversation, event: AuditEvent) -> None:
        """Keep a new conversation. Raises DuplicateError if its id is taken."""
        values = {
            "id": conversation.id,
            "token_hash": conversation.token_hash,
            "case": self._cases.seal_json("case", conversation.id, conversation.case),
            "message_count": 0,
            "created_at": conversation.created_at,
            "updated_at": conversation.updated_at,
        }
        with self._audit.noting(event):
            if not insert_once(self._connection, ConversationRow, values):
                raise DuplicateError("There is a conversation with that id already.")

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        return self._find(_READ, conversation_id)

    def lock(self, conversation_id: str) -> Conversation | None:
        """The conversation, locked against other writers until the transaction ends.

        On SQLite a writing transaction already is the only one.
        """
        return self._find(_LOCK, conversation_id)

    def save(self, conversation: Conversation, event: AuditEvent) -> None:
        """Keep what has changed. Raises NotFoundError if it was never added."""
        changes = {
            "talk": conversation.id,
            "new_hash": conversation.token_hash,
            "new_case": self._cases.seal_json("case", conversation.id, conversation.case),
            "new_time": conversation.updated_at,
        }
        with self._audit.noting(event):
            if self._connection.execute(_SAVE, changes).rowcount != 1:
                raise NotFoundError("There is no conversation with that id.")

    def add_message(self, message: Message, event: AuditEvent) -> None:
        """Keep a message. Raises DuplicateError if its id is already used in it,
        NotFoundError if there is no such conversation.
        """
        with self._audit.noting(event):
            try:
                if not insert_once(self._connection, MessageRow, self._values(message)):
                    raise DuplicateError("That message id is already used in this conversation.")
            except IntegrityError:
                # Its own uniqueness is dealt with above: what is left is the foreign key.
                raise NotFoundError("There is no conversation with that id.") from None
            changes = {"talk": message.conversation_id, "new_time": message.received_at}
            self._connection.execute(_COUNT_ONE_MORE, changes)

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """One message, or None."""
        key = {"talk": conversation_id, "one": message_id}
        row = self._connection.execute(_READ_MESSAGE, key).first()
        return None if row is None else self._message(row)

    def set_reply(
        self, conversation_id: str, message_id: str, reply: dict[str, Any], event: AuditEvent
    ) -> None:
        """Keep the one reply to a message. Raises DuplicateError if there is one already,
        NotFoundError if there is no such message.
        """
        place = row_name(conversation_id, message_id)
        sealed = self._bodies.seal_json("reply", place, reply)
        changes = {"talk": conversation_id, "one": message_id, "new_reply": sealed}
        with self._audit.noting(event):
            if self._connection.execute(_SET_REPLY, changes).rowcount == 1:
                return
            if self.message(conversation_id, message_id) is None:
                raise NotFoundError("There is no message with that id.")
            raise DuplicateError("That message has its reply already.")

    def count_messages(self, conversation_id: str) -> int:
        """How many messages the conversation holds; 0 if there is none.

        In a writing transaction the count stays true until it ends: the row is locked.
        """
        query = _COUNT_LOCKED if self._audit.writes else _COUNT
        return self._connection.execute(query, {"talk": conversation_id}).scalar_one_or_none() or 0

    def messages(self, conversation_id: str) -> Sequence[Message]:
        """All messages in order, for the transcript."""
        rows = self._connection.execute(_READ_MESSAGES, {"talk": conversation_id})
        return [self._message(row) for row in rows]

    def lock_unsent(self, idle_since: datetime, limit: int) -> Sequence[str]:
        """The ids of conversations of which nothing was sent and in which nothing was written
        since then, the idlest first, locked; those that another transaction holds are left out.
        """
        due = {"idle_since": idle_since, "most": limit}
        return self._connection.execute(_LOCK_UNSENT, due).scalars().all()

    def delete(self, conversation_ids: Sequence[str], event: AuditEvent) -> None:
        """Delete conversations with their case files, messages and replies.

        One of which something was sent is refused by its submission's foreign key.
        """
        talks = {"talks": list(conversation_ids)}
        with self._audit.noting(event):
            self._connection.execute(_DELETE_MESSAGES, talks)
            self._connection.execute(_DELETE_TALKS, talks)

    def _find(self, query: Executable, conversation_id: str) -> Conversation | None:
        row = self._connection.execute(query, {"talk": conversation_id}).first()
        if row is None:
            return None
        case = self._cases.open_json("case", row.id, row.case)
        return Conversation(row.id, row.token_hash, case, row.created_at, row.updated_at)

    def _values(self, message: Message) -> dict[str, Any]:
        place = row_name(message.conversation_id, message.message_id)
        body = {"digest": message.digest, "body": message.body}
        reply = message.reply
        return {
            "conversation_id": message.conversation_id,
            "message_id": message.message_id,
            "number": message.number,
            "body": self._bodies.seal_json("body", place, body),
            "urgent": message.urgent,
            "reply": None if reply is None else self._bodies.seal_json("reply", place, reply),
            "received_at": message.received_at,
        }

    def _message(self, row: Row[Any]) -> Message:
        place = row_name(row.conversation_id, row.message_id)
        body = self._bodies.open_json("body", place, row.body)
        reply = row.reply
        return Message(
            conversation_id=row.conversation_id,
            message_id=row.message_id,
            number=row.number,
            digest=body["digest"],
            body=body["body"],
            urgent=row.urgent,
            reply=None if reply is None else self._bodies.open_json("reply", place, reply),
            received_at=row.received_at,
        )
