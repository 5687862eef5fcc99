"""The tables. Columns marked as sealed hold only what `FieldCipher` made."""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with a time zone. SQLite keeps none, so it is kept as UTC and read back so."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a moment without a zone is a mistake in the program, not a guess to make."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment to keep needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables. Constraints are named by rule, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), str: String(200)}  # noqa: RUF012


class ConversationRow(Base):
    """One conversation and its case file."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    case: Mapped[str] = mapped_column(Text)  # sealed
    # Counted here, so that a long conversation costs no more than a short one.
    message_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    # Of the last message. Indexed for the purge, which would otherwise read past every case file.
    updated_at: Mapped[datetime] = mapped_column(index=True)


class MessageRow(Base):
    """One message and its reply. Unique by conversation and message id."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "conversation_id", "number"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    # Sealed, and holds the digest too: the hash of a short answer can be searched backwards.
    body: Mapped[str] = mapped_column(Text)
    urgent: Mapped[bool]
    reply: Mapped[str | None] = mapped_column(Text)  # sealed
    received_at: Mapped[datetime]


class SubmissionRow(Base):
    """One completed form that was sent."""

    __tablename__ = "submissions"

    reference: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    form: Mapped[str]
    edition: Mapped[str]
    area: Mapped[str]
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[str] = mapped_column(Text)  # sealed
    document: Mapped[str] = mapped_column(Text)  # sealed
    status: Mapped[str]
    submitted_at: Mapped[datetime]
    group_id: Mapped[str | None]
    number_in_group: Mapped[int]


class DeliveryRow(Base):
    """One submission to one recipient: the outbox."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "state", "next_attempt_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(ForeignKey("submissions.reference"), index=True)
    recipient: Mapped[str]
    channel: Mapped[str]
    target: Mapped[str] = mapped_column(Text)
    state: Mapped[str]
    created_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int]
    tries: Mapped[int]
    claimed_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]


class AttemptRow(Base):
    """One attempt of a delivery. A missing number is one whose worker died."""

    __tablename__ = "attempts"
    __table_args__ = (ForeignKeyConstraint(["delivery_id"], ["deliveries.id"]),)

    delivery_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    outcome: Mapped[str]
    detail: Mapped[str] = mapped_column(Text)
    status_code: Mapped[int | None]


class AuditEventRow(Base):
    """One event of the audit log, in its place in the chain."""

    __tablename__ = "audit_events"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str]
    details: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]


class AuditHeadRow(Base):
    """The one row that says where the chain ends; locked by whoever appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    hash: Mapped[str]
    seal: Mapped[str]


def table_of(model: type[Base]) -> Table:
    """A model's table. Statements on it skip what the ORM adds, half the time of a small one."""
    return cast(Table, model.__table__)
