"""What goes in and out, as the HTTP contract says."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT = 8000
"""Characters in one message."""


class NewConversation(BaseModel):
    """What a conversation may begin with."""

    model_config = ConfigDict(extra="forbid")

    audience: Literal["public", "practitioner"] | None = None
    area: Annotated[str | None, Field(max_length=64)] = None
    language: Annotated[
        str | None,
        Field(max_length=35, description="A tag such as `ur`; English where it isn't spoken."),
    ] = None


class NewMessage(BaseModel):
    """One message: an id made by the client, and exactly one of the four kinds."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    text: Annotated[str | None, Field(min_length=1, max_length=LONGEST_TEXT)] = None
    choice: Annotated[str | None, Field(max_length=200)] = None
    choices: Annotated[list[str] | None, Field(max_length=50)] = None
    answer: Any = None
    question: Annotated[str | None, Field(max_length=100)] = None


class Choice(BaseModel):
    """A button."""

    label: str
    value: str


class QuestionRef(BaseModel):
    """Which question of which form a message asks."""

    form: str
    id: str


class Input(BaseModel):
    """What a structured answer must look like."""

    model_config = ConfigDict(serialize_by_alias=True)

    kind: Literal["text", "choice", "choices", "date_time", "person", "place", "vehicle", "contact"]
    json_schema: Annotated[dict[str, Any], Field(alias="schema")]


class Progress(BaseModel):
    """Questions answered and still to come."""

    answered: int
    remaining: int


class Message(BaseModel):
    """One message of the assistant."""

    text: str
    choices: list[Choice]
    multiple: bool
    urgent: bool
    question: QuestionRef | None
    input: Input | None
    progress: Progress | None
    suggestion: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="Only in the message that presents the suggestion to a practitioner: what "
            "it presents, with its reasons as `trace` and, as `changes`, what would change it.",
        ),
    ]


class Span(BaseModel):
    """Words in what somebody typed."""

    start: int
    end: int
    text: str


class AnswerShown(BaseModel):
    """One answer, as data and as people read it, with the words it came from."""

    value: Any
    display: str
    evidence: list[Span]


class SubmissionRef(BaseModel):
    """One form that was sent."""

    form: str
    reference: str
    receipt_code: str
    status: Literal["queued", "delivering", "delivered", "acknowledged", "failed"]


class State(BaseModel):
    """Where a conversation stands."""

    stage: Literal["opening", "danger", "interview", "review", "decision", "submitted", "ended"]
    form: str
    question: str | None
    route: str | None
    answers: dict[str, AnswerShown]
    suggestion: dict[str, Any] | None
    submissions: list[SubmissionRef]


class Reply(BaseModel):
    """What a message leads to."""

    messages: list[Message]
    state: State


class Opened(Reply):
    """A new conversation; the token opens it and is not shown again."""

    id: str
    token: str


class View(BaseModel):
    """A conversation read again."""

    transcript: list[dict[str, Any]]
    state: State


class ReceiptLookup(BaseModel):
    """A receipt code, as it was given out or typed off."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=64)]


class DeliveryShown(BaseModel):
    """How far one delivery has come."""

    recipient: str
    status: str
    at: str


class ReceiptShown(BaseModel):
    """What happened to a report, nothing personal."""

    form: str
    area: str
    submitted_at: str
    status: str
    deliveries: list[DeliveryShown]


class Health(BaseModel):
    """Whether the parts work."""

    status: Literal["ok", "degraded", "down"]
    database: Literal["ok", "down"]
    rasa: Literal["ok", "down"]
    deliveries: dict[str, int]
