"""Where a conversation stands: its steps so far, its case file, and what is asked now."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from api.pages.session import Session
from assistant.bootstrap import Container
from assistant.domain.casefile import REVIEW, CaseFile, from_data
from assistant.domain.definition import FormDefinition, Question
from assistant.services.course import CHANGE, Course
from assistant.services.replies import Speaker

_PAUSE = 0.1
"""Seconds between two looks at a reply that is being made."""


@dataclass(frozen=True)
class Step:
    """One reply: step 0 opens the conversation, and each message leads to another.

    Its number stands in the address, so that the browser's history says nothing about answers.
    """

    number: int
    message_id: str | None
    messages: tuple[dict[str, Any], ...]

    @property
    def asking(self) -> dict[str, Any] | None:
        """The message that asks something, if any does."""
        return next((m for m in self.messages if m["question"]), None)

    @property
    def notices(self) -> tuple[dict[str, Any], ...]:
        """What is said besides the question."""
        return tuple(m for m in self.messages if not m["question"])


@dataclass(frozen=True)
class Standing:
    """A conversation as a page shows it."""

    session: Session
    course: Course
    speaker: Speaker
    state: dict[str, Any]
    steps: tuple[Step, ...]

    @property
    def case(self) -> CaseFile:
        """The case file."""
        return self.course.case

    @property
    def latest(self) -> Step:
        """The step that is open now."""
        return self.steps[-1]

    @property
    def at_review(self) -> bool:
        """Whether the answers are being checked."""
        return self.case.asked == REVIEW and not self.case.is_sent

    def knows(self, message_id: str) -> bool:
        """Whether a message came in under this id."""
        return any(step.message_id == message_id for step in self.steps)

    def asked_at(self, step: Step) -> tuple[FormDefinition, tuple[Question, ...]] | None:
        """The form and the questions that a step asks together; None where it asks none."""
        asking = step.asking
        if asking is None and step is self.latest:
            # After "stop" nothing is asked aloud, and the question still stands.
            asking = next((s.asking for s in reversed(self.steps) if s.asking), None)
        if asking is None or asking["question"]["id"] == REVIEW:
            return None
        form = self.course.forms[asking["question"]["form"]]
        return form, tuple(form.question(q) for q in _asked_together(asking))

    def can_change(self, question: Question) -> bool:
        """Whether an earlier question can be answered again from here."""
        if self.case.is_sent or self.course.form.is_flow:
            return False
        return self.course.change_target(f"{CHANGE}{question.id}") is not None

    def next_id(self, step: Step) -> str:
        """The id of the message that a step's page sends.

        It follows from the step alone: two clicks, two tabs and a reload all send one message.
        """
        name = f"{self.session.conversation}/{step.number}/{self.latest.number}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def load(services: Container, session: Session) -> Standing:
    """Where a conversation stands. Raises NotFoundError for a cookie that opens nothing."""
    conversations = services.conversations
    view, steps = _settled(services, session)
    kept = conversations.authorise(session.conversation, session.token)
    case = from_data(kept.case)
    turns = conversations.turns_of(case)
    course = Course(case, turns.forms, turns.reaches)
    return Standing(session, course, turns.speaker, view["state"], steps)


def _settled(services: Container, session: Session) -> tuple[dict[str, Any], tuple[Step, ...]]:
    """The conversation once its last message is answered.

    After a second click the first may still be with Rasa: its reply is waited for. A message whose
    reply was never made, because the service stopped in between, gets it now.
    """
    conversations = services.conversations
    end = time.monotonic() + services.settings.rasa_timeout_seconds
    while True:
        view = conversations.view(session.conversation, session.token)
        steps = _steps(view["transcript"])
        waiting = steps[-1].message_id if not steps[-1].messages else None
        if waiting is None:
            return view, steps
        if time.monotonic() < end:
            time.sleep(_PAUSE)
        else:
            conversations.answer(session.conversation, waiting, None)


def _steps(transcript: list[dict[str, Any]]) -> tuple[Step, ...]:
    steps: list[tuple[str | None, list[dict[str, Any]]]] = [(None, [])]
    for entry in transcript:
        if entry["from"] == "person":
            steps.append((entry["id"], []))
        else:
            steps[-1][1].append(entry)
    return tuple(Step(n, id_, tuple(said)) for n, (id_, said) in enumerate(steps))


def _asked_together(asking: dict[str, Any]) -> list[str]:
    """The ids of a page's questions: `input.schema` lists them where there are several."""
    several = (asking["input"]["schema"].get("anyOf") or [{}])[-1].get("properties")
    return list(several or [asking["question"]["id"]])
