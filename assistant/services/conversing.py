"""Conversations: open one, receive a message, answer it once and for all, read it again.

A message goes through two short transactions. `receive` commits the message; `answer` decides
and commits answer, audit event and reply together. Between the two Rasa is asked, with nothing
held open. Whoever answers first (Rasa's action, or the api when Rasa is down) makes the reply of
record; everybody else rereads it.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from assistant.domain.audit import AuditEvent
from assistant.domain.casefile import CaseFile, from_data, to_data
from assistant.domain.definition import Audience, FormDefinition
from assistant.domain.errors import (
    ConflictError,
    DuplicateError,
    InvalidAnswerError,
    LimitError,
    NotFoundError,
)
from assistant.domain.languages import ENGLISH, Languages
from assistant.domain.records import Conversation, Message
from assistant.domain.understanding import Understanding
from assistant.services.ports import Clock, Database, UnitOfWork
from assistant.services.submitting import Prepared, Submitter
from assistant.services.tokens import digest, new_token
from assistant.services.turns import Incoming, Turn, TurnTaker

LONGEST_CONVERSATION = 500
"""Messages; about ten times what the longest form takes."""
KINDS = ("text", "choice", "choices", "answer")
OPENING_MESSAGE = "opening"
"""The message id under which the opening reply is kept."""


@dataclass(frozen=True)
class Opened:
    """A new conversation. The token is given out once and kept only as a hash."""

    id: str
    token: str
    reply: dict[str, Any]


@dataclass(frozen=True)
class Received:
    """A message that is kept. With a `reply` it was answered before; `text` is for Rasa."""

    reply: dict[str, Any] | None
    text: str | None


@dataclass(frozen=True)
class ConversationService:
    """All use cases of a conversation. Every method may block: call it in a thread."""

    database: Database
    languages: Languages
    turns: Mapping[str, TurnTaker]
    """One for each language that is spoken, by its tag."""

    submitter: Submitter
    is_urgent: Callable[[str], bool]
    clock: Clock
    zone: tzinfo
    areas: tuple[str, ...]
    default_area: str

    def turns_of(self, case: CaseFile) -> TurnTaker:
        """Who takes the turns of a case file: in its language, if it is the public's.

        A language that was switched off since is English from then on.
        """
        language = case.language if case.audience is Audience.PUBLIC else ENGLISH.tag
        return self.turns.get(language, self.turns[ENGLISH.tag])

    def open(self, audience: str | None, area: str | None, language: str | None = None) -> Opened:
        """Begin a conversation, in English where a language isn't spoken.

        Raises InvalidAnswerError for an unknown area.
        """
        if area is not None and area not in self.areas:
            raise InvalidAnswerError(f"'area' must be one of {', '.join(self.areas)}, or null.")
        case = CaseFile(
            area=area or self.default_area,
            area_known=area is not None or len(self.areas) == 1,
            language=self.languages.find(language).tag,
            audience=Audience(audience) if audience else Audience.PUBLIC,
        )
        turn = self.turns_of(case).open(case)
        now, token, conversation_id = self.clock.now(), new_token(), str(uuid.uuid4())
        reply = self._reply(turn, {})
        conversation = Conversation(
            conversation_id, digest(token), to_data(turn.case), created_at=now, updated_at=now
        )
        opening = Message(conversation_id, OPENING_MESSAGE, 0, "", {}, False, reply, now)
        event = AuditEvent(now, "conversation.opened", conversation_id, "reporter")
        with self.database.writing() as work:
            work.conversations.add(conversation, event)
            work.conversations.add_message(opening, event)
            work.commit()
        return Opened(conversation_id, token, reply)

    def authorise(self, conversation_id: str, token: str) -> Conversation:
        """The conversation of a token. Raises NotFoundError: wrong token and unknown id alike."""
        with self.database.reading() as work:
            return _of_token(work.conversations.get(conversation_id), token)

    def receive(
        self, conversation_id: str, token: str, message_id: str, body: Mapping[str, Any]
    ) -> Received:
        """Keep a message, unless it was kept before or could not be meant.

        Raises NotFoundError, ConflictError (the id was used for something else, or the answer
        is for another question), InvalidAnswerError, LimitError (too long a conversation).
        """
        incoming = _incoming(body)
        with self.database.reading() as work:
            conversation = _of_token(work.conversations.get(conversation_id), token)
            kept = work.conversations.message(conversation_id, message_id)
            count = work.conversations.count_messages(conversation_id)
        if kept is None:
            if count > LONGEST_CONVERSATION:
                raise LimitError(
                    f"A conversation takes {LONGEST_CONVERSATION} messages. Nothing is lost: "
                    "what you answered is kept. Please start a new one for another report."
                )
            case = from_data(conversation.case)
            self.turns_of(case).check(case, incoming)
            kept = self._keep(conversation_id, message_id, count, body, incoming)
        if kept.digest != _digest(body):
            raise ConflictError("This message id was used for another message already.")
        return Received(kept.reply, str(incoming.value) if incoming.kind == "text" else None)

    def answer(
        self, conversation_id: str, message_id: str, understanding: Understanding | None
    ) -> dict[str, Any]:
        """The one reply to a message, made now if there is none yet.

        Called by Rasa's action with what it understood, or by the api without. Everything slow
        (reading, documents) is done before the transaction; if the case file changed meanwhile
        it is done again.
        """
        while True:
            with self.database.reading() as work:
                message = work.conversations.message(conversation_id, message_id)
                if message is not None and message.reply is not None:
                    return message.reply
                conversation = work.conversations.get(conversation_id)
            if conversation is None or message is None:
                raise NotFoundError("There is no such message.")
            reply = self._try_answer(conversation, message, understanding)
            if reply is not None:
                return reply

    def view(self, conversation_id: str, token: str) -> dict[str, Any]:
        """The transcript and the state as it is now."""
        conversation = self.authorise(conversation_id, token)
        with self.database.reading() as work:
            messages = work.conversations.messages(conversation_id)
        transcript: list[dict[str, Any]] = []
        for message in messages:
            if message.body:
                said = {k: v for k, v in message.body.items() if k != "id"}
                transcript.append({"from": "person", "id": message.message_id, **said})
            if message.reply:
                transcript += [{"from": "assistant", **m} for m in message.reply["messages"]]
        return {"transcript": transcript, "state": self._state(from_data(conversation.case))}

    def _as_on_paper(self, forms: tuple[FormDefinition, ...]) -> tuple[FormDefinition, ...]:
        """The forms in English: whoever reads a report reads the paper's own words."""
        return tuple(self.turns[ENGLISH.tag].forms[form.id] for form in forms)

    def _keep(
        self,
        conversation_id: str,
        message_id: str,
        count: int,
        body: Mapping[str, Any],
        incoming: Incoming,
    ) -> Message:
        """Commit a message before anything is done about it. A twin that was quicker wins."""
        now = self.clock.now()
        urgent = any(map(self.is_urgent, _words(incoming)))
        facts = {"urgent": urgent}
        event = AuditEvent(now, "message.received", conversation_id, "reporter", facts)
        while True:
            message = Message(
                conversation_id, message_id, count, _digest(body), dict(body), urgent, None, now
            )
            try:
                with self.database.writing() as work:
                    message = replace(
                        message, number=work.conversations.count_messages(conversation_id)
                    )
                    work.conversations.add_message(message, event)
                    work.commit()
            except DuplicateError:
                with self.database.reading() as work:
                    twin = work.conversations.message(conversation_id, message_id)
                if twin is not None:
                    return twin
                continue
            return message

    def _try_answer(
        self, conversation: Conversation, message: Message, understanding: Understanding | None
    ) -> dict[str, Any] | None:
        """Decide, and commit if nothing has changed since; None if it has."""
        now = self.clock.now()
        incoming = replace(_incoming(message.body), urgent=message.urgent)
        before = from_data(conversation.case)
        turns = self.turns_of(before)
        turn = turns.take(before, incoming, understanding, now.astimezone(self.zone))
        prepared = None
        if turn.sends:
            local = now.astimezone(self.zone)
            forms = self._as_on_paper(turn.sends)
            prepared = self.submitter.prepare(turn.case, forms, conversation.id, local)
            turn = turns.sent(turn, prepared.receipts)
        after = replace(conversation, case=to_data(turn.case), updated_at=now)
        with self.database.writing() as work:
            locked = work.conversations.lock(conversation.id)
            if locked is None or locked.case != conversation.case:
                return None
            return self._commit(work, after, message, turn, prepared, now)

    def _commit(
        self,
        work: UnitOfWork,
        after: Conversation,
        message: Message,
        turn: Turn,
        prepared: Prepared | None,
        now: datetime,
    ) -> dict[str, Any]:
        """Answer, audit event, reply and submissions: all of it, or nothing."""
        if prepared:
            prepared.keep(work, now)
        kept = work.submissions.of_conversation(after.id) if turn.case.receipts else ()
        reply = self._reply(turn, {s.reference: str(s.status) for s in kept})
        facts = {"form": turn.case.form, "stage": self.turns_of(turn.case).stage(turn.case)}
        changed = AuditEvent(now, "conversation.changed", after.id, "reporter", facts)
        answered = AuditEvent(now, "message.answered", after.id, "assistant")
        try:
            work.conversations.save(after, changed)
            work.conversations.set_reply(after.id, message.message_id, reply, answered)
        except DuplicateError:
            twin = work.conversations.message(after.id, message.message_id)
            return twin.reply if twin and twin.reply else reply
        work.commit()
        return reply

    def _reply(self, turn: Turn, statuses: Mapping[str, str]) -> dict[str, Any]:
        return {"messages": turn.messages, "state": self._state(turn.case, statuses)}

    def _state(self, case: CaseFile, statuses: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The State of the HTTP contract."""
        if statuses is None:
            statuses = self._statuses(case)
        turns = self.turns_of(case)
        form = turns.forms[case.form]
        documents = [f for f in turns.forms.values() if not f.is_flow]
        suggestion = turns.advisor.suggestion(case)
        return {
            "stage": turns.stage(case),
            "form": case.form,
            "question": case.asked,
            "route": form.route,
            "answers": turns.speaker.answers(case, documents),
            "suggestion": suggestion.as_dict() if suggestion else None,
            "submissions": [
                {
                    "form": receipt.form,
                    "reference": receipt.reference,
                    "receipt_code": receipt.code,
                    "status": statuses.get(receipt.reference, "queued"),
                }
                for receipt in case.receipts
            ],
        }

    def _statuses(self, case: CaseFile) -> dict[str, str]:
        if not case.receipts:
            return {}
        with self.database.reading() as work:
            kept = [work.submissions.get(r.reference) for r in case.receipts]
        return {s.reference: str(s.status) for s in kept if s}


def _of_token(conversation: Conversation | None, token: str) -> Conversation:
    """The conversation, if the token is its own; an unknown one takes the same time to refuse."""
    expected = conversation.token_hash if conversation else digest("")
    if not hmac.compare_digest(expected, digest(token)) or conversation is None:
        raise NotFoundError("There is no such conversation, or the token is not its own.")
    return conversation


def _incoming(body: Mapping[str, Any]) -> Incoming:
    """What a body holds. Raises InvalidAnswerError unless it is exactly one thing."""
    kinds = [k for k in KINDS if body.get(k) is not None]
    if len(kinds) != 1:
        raise InvalidAnswerError("Send exactly one of 'text', 'choice', 'choices' or 'answer'.")
    return Incoming(kinds[0], body[kinds[0]], body.get("question"))


def _words(incoming: Incoming) -> list[str]:
    """Every text in a message, for the check of danger; a button holds none.

    The boxes of a page are checked one by one: together, a name, a date and a language make no
    sentence, and would be read as one.
    """
    return _texts(incoming.value) if incoming.kind in {"text", "answer"} else []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]


def _digest(body: Mapping[str, Any]) -> str:
    """A hash of a body, to tell a retry from another message under the same id."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
