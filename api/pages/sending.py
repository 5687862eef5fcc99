"""What a posted page becomes: messages of the conversation, each under an id that stays the same
however often the page is sent."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.conversations import send_message
from api.pages.asking import DECLINES, options_of
from api.pages.boxes import Problem
from api.pages.fields import field as as_field
from api.pages.fields import first_box, read_answer
from api.pages.forms import Posted
from api.pages.standing import Standing, Step
from api.pages.words import say
from api.schemas import LONGEST_TEXT, NewMessage
from assistant.bootstrap import Container
from assistant.domain.definition import FormDefinition, Question, QuestionType
from assistant.domain.errors import ConflictError, InvalidAnswerError
from assistant.services.course import CHANGE

WORDS = "words"
ANSWER = "answer"
CHOICE = "choice:"


class NotTakenError(Exception):
    """The page can't be sent as it is."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The page can't be sent as it is.")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Sender:
    """Sends what was posted from the page of one step."""

    services: Container
    standing: Standing
    step: Step
    form: FormDefinition | None
    questions: tuple[Question, ...]
    posted: Posted
    message_id: str
    changes: bool
    """The page of an earlier step: its question is opened again first."""

    async def send(self, do: str) -> None:
        """Do what a button says. Raises NotTakenError, with everything that is wrong."""
        if do == WORDS or (do == ANSWER and self._only_words()):
            await self._text()
        elif do == ANSWER:
            await self._answer(self._read())
        elif do in DECLINES:
            await self._decline(do)
        else:
            await self._choose(do.removeprefix(CHOICE))

    def _only_words(self) -> bool:
        return bool(self.posted.one(WORDS)) and not self._filled()

    def _filled(self) -> bool:
        return any(self.posted.has_any(f"a.{q.id}") for q in self.questions)

    async def _text(self) -> None:
        words = self.posted.one(WORDS)
        if not words:
            raise NotTakenError([Problem(WORDS, say("error.words"))])
        if len(words) > LONGEST_TEXT:
            raise NotTakenError([Problem(WORDS, say("error.too_long", longest=LONGEST_TEXT))])
        if self._is_open():
            await self._message(self.message_id, text=words)

    async def _choose(self, value: str) -> None:
        if self._is_open():
            await self._message(self.message_id, choice=value)

    def _is_open(self) -> bool:
        """Whether the page is still the one being asked, or this was sent from it before.

        A choice or words name no question, so from an old page they would answer another one.
        """
        return self.step is self.standing.latest or self.standing.knows(self.message_id)

    # -- answers ----------------------------------------------------------------------------

    def _read(self, *, blank_is_fine: bool = False) -> dict[str, Any]:
        """The answers that are filled in, by question. Raises NotTakenError."""
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        for question in self.questions:
            kept = self.standing.case.answers.get(question.id)
            options = options_of(self.standing, question)
            value, wrong = read_answer(question, options, self.posted, kept.value if kept else None)
            problems += wrong
            if value is not None:
                found[question.id] = value
        if self.posted.one(WORDS) and found:
            problems.append(Problem(WORDS, say("error.both")))
        if not (found or problems or blank_is_fine):
            problems.append(self._nothing())
        if problems:
            raise NotTakenError(problems)
        return found

    def _nothing(self) -> Problem:
        """What to say where nothing is filled in."""
        first = self.questions[0]
        single = len(self.questions) == 1
        kind = "group" if not single else _shape(first)
        made = as_field(
            first, options_of(self.standing, first), self.posted, self.standing.case.audience, ()
        )
        if not first.declinable:
            return Problem(first_box(made), say(f"error.{kind}_must"))
        unknown = self.standing.speaker.wording.choices["dont_know"]
        shown = unknown if single else say("question.rest_dont_know")
        return Problem(first_box(made), say(f"error.{kind}", dont_know=shown))

    async def _answer(self, found: dict[str, Any]) -> dict[str, Any] | None:
        """Send answers: of the question asked, or of an earlier one that is opened again."""
        if self.changes:
            return await self._change(self.message_id, found)
        try:
            replaces = self.posted.one("replaces") == "yes"
            return await self._message(self.message_id, **self._as_answer(found, replaces))
        except ConflictError:
            # The page was sent before with something else in it: the browser kept it, the person
            # went back to it and changed it. That is a change of what was answered.
            again = _derived(self.message_id, _digest(self.posted))
            return await self._change(again, found)

    async def _change(self, message_id: str, found: dict[str, Any]) -> dict[str, Any] | None:
        first = self.questions[0]
        if not (self.standing.can_change(first) or self.standing.knows(message_id)):
            return None
        opened = await self._message(message_id, choice=f"{CHANGE}{first.id}")
        if opened["state"]["question"] != first.id:
            return None
        answer_id = _derived(message_id, ANSWER)
        try:
            return await self._message(answer_id, **self._as_answer(found, replaces=True))
        except ConflictError:
            return None  # another window was quicker; the page that is open now shows it

    def _as_answer(self, found: dict[str, Any], replaces: bool) -> dict[str, Any]:
        """`replaces`: there was an answer when the page was made. It must not be looked up now:
        the same page sent twice has to make the same message."""
        first = self.questions[0]
        alone = len(self.questions) == 1
        if alone and replaces and self.form and first == self.form.account:
            # As an answer a second account would be added to the first; typed, it replaces it.
            return {"text": found[first.id]}
        return {"answer": found[first.id] if alone else found, "question": first.id}

    async def _decline(self, given: str) -> None:
        """Don't know, rather not say, skip: for whatever of the page is left blank."""
        # Of one question "I don't know" is the answer, whatever else stands in its boxes.
        found = self._read(blank_is_fine=True) if len(self.questions) > 1 else {}
        if self.posted.one(WORDS):
            raise NotTakenError([Problem(WORDS, say("error.both"))])
        blank = [q.id for q in self.questions if q.id not in found]
        reply = await self._answer(found) if found else await self._decline_first(given)
        while reply is not None and reply["state"]["question"] in blank:
            asked = reply["state"]["question"]
            blank.remove(asked)
            reply = await self._declined(_derived(self.message_id, asked), given)

    async def _decline_first(self, given: str) -> dict[str, Any] | None:
        first = self.questions[0]
        if self.changes:
            if not (self.standing.can_change(first) or self.standing.knows(self.message_id)):
                return None
            await self._message(self.message_id, choice=f"{CHANGE}{first.id}")
            await self._declined(_derived(self.message_id, ANSWER), given)
            return None  # the others of its page keep what they have
        return await self._declined(self.message_id, given) if self._is_open() else None

    async def _declined(self, message_id: str, given: str) -> dict[str, Any] | None:
        try:
            return await self._message(message_id, choice=given)
        except InvalidAnswerError:
            return None  # this one has to be answered: it is asked by itself

    async def _message(self, message_id: str, **said: Any) -> dict[str, Any]:
        session = self.standing.session
        body = NewMessage(id=uuid.UUID(message_id), **said)
        return await send_message(session.conversation, body, self.services, session.token)


def _shape(question: Question) -> str:
    if question.composite:
        return "parts"
    return "choice" if question.type is QuestionType.YES_NO else str(question.type)


def _derived(message_id: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(message_id), name))


def _digest(posted: Posted) -> str:
    return hashlib.sha256(repr(sorted(posted.values.items())).encode()).hexdigest()
