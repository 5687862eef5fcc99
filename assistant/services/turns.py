"""One turn: from a case file and a message to the changed case file and what is said.

Pure but for the readers: no database, no clock, no chat framework. The same function serves a
message that came by way of Rasa and one that did not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.domain.casefile import DANGER, CaseFile, Earlier, Receipt
from assistant.domain.definition import FormDefinition, QuestionType
from assistant.domain.errors import ConflictError, InvalidAnswerError
from assistant.domain.understanding import Understanding
from assistant.domain.wording import normalise
from assistant.services.accounts import Accounts
from assistant.services.answering import Answering
from assistant.services.asides import reply, say_done
from assistant.services.asking import looks_like_question, turned_round
from assistant.services.course import Forms
from assistant.services.deciding import DECISION, Advisor, advise, present
from assistant.services.drafting import Draft
from assistant.services.emergencies import Emergencies, alarmed_by
from assistant.services.flows import Words
from assistant.services.locating import locate
from assistant.services.naming import match_option
from assistant.services.opening import option_inside
from assistant.services.replies import Speaker
from assistant.services.typed import Typed


@dataclass(frozen=True)
class Incoming:
    """One message from the person: a typed text, a choice, several choices, or an answer."""

    kind: str
    value: Any
    question: str | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Turn:
    """What a message led to. `sends` has the forms that are to be sent now."""

    case: CaseFile
    messages: list[dict[str, Any]]
    sends: tuple[FormDefinition, ...] = ()


@dataclass(frozen=True)
class TurnTaker:
    """Takes turns."""

    forms: Forms
    speaker: Speaker
    accounts: Accounts
    advisor: Advisor
    reaches: Callable[[str, str], Sequence[str]]
    """The names of those whom a form reaches today (form, area); none: it can't be sent."""

    area_of: Callable[[str], str | None]
    """The area that the name of a place tells, where it tells one."""

    problem: Callable[[dict[str, Any], Any], str | None]
    """What is wrong with a value by a JSON Schema, in words that hold none of it."""

    recall: Callable[[str], Earlier | None]
    """The earlier assessment whose reference and receipt code stand in a text."""

    danger_needs: Callable[[str], frozenset[str]]
    """What words of danger need to be told besides 999."""

    notes: tuple[str, ...] = ()
    """What is said of the language at the beginning, by its names under `said`."""

    def open(self, case: CaseFile) -> Turn:
        """The first messages of a conversation."""
        draft = self._draft(case)
        draft.messages += self.speaker.notices(case, draft.form.opening)
        for key in self.notes:
            draft.say(key)
        draft.ask_next()
        return Turn(draft.case, draft.messages)

    def check(self, case: CaseFile, incoming: Incoming) -> None:
        """Refuse what can't be meant for the question asked, before anything is kept.

        Raises ConflictError for an answer to another question, InvalidAnswerError for a value
        that doesn't fit.
        """
        draft, answering = self._draft(case), self._answering
        question = draft.question
        if incoming.kind == "answer":
            if question is None or incoming.question != question.id:
                raise ConflictError("That question is not the one being asked now.")
            for asked, value in answering.answered(draft, question, incoming.value):
                answering.check(draft, asked, value, on_page=value is not incoming.value)
        elif incoming.kind == "choice" and not answering.is_choice(draft, incoming.value):
            raise InvalidAnswerError("'choice' is not one of the choices offered now.")
        elif incoming.kind == "choices":
            if question is None or question.type is not QuestionType.CHOICES:
                raise InvalidAnswerError("'choices' is only for a question with several choices.")
            answering.check(draft, question, incoming.value)

    def take(
        self,
        case: CaseFile,
        incoming: Incoming,
        understanding: Understanding | None,
        now: datetime,
    ) -> Turn:
        """The turn that a message leads to; `now` is local time."""
        draft = self._draft(case)
        draft.set(stopped=False)
        if self._is_urgent(draft, incoming, understanding):
            self._danger(draft, incoming, understanding, now)
        elif case.is_sent:
            self._after_sending(draft, incoming, understanding)
        else:
            self._ordinary(draft, incoming, understanding, now)
        if not (draft.sends or draft.case.stopped or draft.case.is_sent):
            locate(draft, self.area_of)
            advise(draft, self.advisor, case)
            draft.ask_next()
            present(draft, self.advisor)
        return Turn(draft.case, draft.messages, tuple(draft.sendable) if draft.sends else ())

    def sent(self, turn: Turn, receipts: tuple[Receipt, ...]) -> Turn:
        """The turn after its forms were sent: receipts, and what happens next."""
        draft = self._draft(turn.case)
        draft.messages += turn.messages
        ways = {way.form.id: way for way in draft.ways(turn.sends)}
        kept_only = not any(way.names for way in ways.values())
        every = (*turn.case.receipts, *receipts)
        draft.set(receipts=every, sent=True, kept_only=kept_only, asked=None, trail=())
        lines = [self.speaker.receipt(ways[r.form], r) for r in receipts]
        say_done(draft, "now", receipts="\n".join(lines))
        for form in turn.sends:
            notices = form.when_kept if kept_only else form.after_sending
            draft.messages += self.speaker.notices(draft.case, notices)
        if kept_only:
            self._say_whom_to_ring(draft)
        return Turn(draft.case, draft.messages)

    def _say_whom_to_ring(self, draft: Draft) -> None:
        """The duties once more, where nobody has been told by us."""
        suggestion = self.advisor.suggestion(draft.case)
        duties = [d for d in suggestion.duties if d.contacts] if suggestion else []
        if duties:
            draft.messages.append(self.speaker.duties(draft.case, duties))

    def stage(self, case: CaseFile) -> str:
        """The stage in the words of the HTTP contract: also when the decision is being asked."""
        question = self._draft(case).question
        if case.stage == "interview" and question and question.decides in DECISION:
            return "decision"
        return case.stage

    def _draft(self, case: CaseFile) -> Draft:
        return Draft(case, self.forms, self.reaches, self.speaker)

    @property
    def _answering(self) -> Answering:
        return Answering(self.accounts, self.advisor, self.problem, self.recall)

    def _is_urgent(
        self, draft: Draft, incoming: Incoming, understanding: Understanding | None
    ) -> bool:
        """Whether the words tell of danger, by themselves or as the answer to what was asked."""
        return (
            incoming.urgent
            or self._sounds_urgent(draft, incoming, understanding)
            or bool(alarmed_by(str(incoming.value), draft.question))
        )

    def _sounds_urgent(
        self, draft: Draft, incoming: Incoming, understanding: Understanding | None
    ) -> bool:
        """Whether Rasa hears danger that the rulebook's words don't know, at an open question."""
        wording = self.speaker.wording
        account = draft.form.account
        open_question = draft.form.is_flow or (account and draft.case.asked == account.id)
        return bool(
            open_question
            and incoming.kind == "text"
            and not self._is_option(draft, incoming)
            and understanding
            and understanding.intent in wording.dangers
            and understanding.confidence >= wording.certainty.danger
        )

    def _is_option(self, draft: Draft, incoming: Incoming) -> bool:
        """Whether a text names a button: "not an emergency" is none, whatever the intent."""
        options = draft.question.options if draft.question else ()
        return match_option(normalise(str(incoming.value)), options) is not None

    def _danger(
        self,
        draft: Draft,
        incoming: Incoming,
        understanding: Understanding | None,
        now: datetime,
    ) -> None:
        """999 first. What was typed is kept all the same, as account or as answer."""
        if draft.case.is_sent:
            draft.begin_anew()
        if self._has_rung(draft, incoming):
            self._ordinary(draft, incoming, understanding, now)
            draft.messages.insert(
                0, self.speaker.said(draft.case, "urgent_again") | {"urgent": True}
            )
            return
        before, asked = draft.case, draft.question
        if draft.form.is_flow:
            self.accounts.keep_urgent(draft, str(incoming.value), now)
        else:
            self._ordinary(draft, incoming, understanding, now, urgent=True)
        emergencies = Emergencies(self.accounts, self.advisor, self.danger_needs)
        emergencies.answer(draft, str(incoming.value), now, before, asked)

    def _has_rung(self, draft: Draft, incoming: Incoming) -> bool:
        """Whether the words of danger say that help has been rung: it is not said in full again."""
        question, wording = draft.question, self.speaker.wording
        return (
            draft.case.form == DANGER
            and incoming.kind == "text"
            and question is not None
            and option_inside(str(incoming.value), question, wording) is not None
        )

    def _ordinary(
        self,
        draft: Draft,
        incoming: Incoming,
        understanding: Understanding | None,
        now: datetime,
        *,
        urgent: bool = False,
    ) -> None:
        answering = self._answering
        match incoming.kind:
            case "text":
                words = Words(str(incoming.value), understanding, now, urgent)
                Typed(answering, self.area_of).take(draft, words)
            case "choice":
                answering.choice(draft, str(incoming.value), now)
            case "answer" if draft.question:
                for question, value in answering.answered(draft, draft.question, incoming.value):
                    answering.given(draft, question, value, now)
            case _ if draft.question:
                answering.given(draft, draft.question, incoming.value, now)

    def _after_sending(
        self, draft: Draft, incoming: Incoming, understanding: Understanding | None
    ) -> None:
        """Everything is sent: questions are answered, and nothing is changed or taken in."""
        wording = self.speaker.wording
        if incoming.kind != "text":
            say_done(draft, "already")
            return
        text = str(incoming.value)
        plain = normalise(text)
        command, known = wording.command(plain), wording.reply(plain)
        asks = looks_like_question(text, wording) or turned_round(text, wording)
        if known is None and understanding is not None and (asks or len(plain.split()) <= 2):
            known = wording.reply_of(understanding.intent)
        if command and command.id == "start_again":
            draft.enter("start_again")
        elif command and command.id == "receipt":
            draft.say("receipts_again", receipts=self._receipts(draft))
        elif command and command.id == "send":
            say_done(draft, "already")
        elif known:
            reply(draft, known)
        else:
            say_done(draft, "after" if asks or command else "too_late")

    def _receipts(self, draft: Draft) -> str:
        sent = [self.forms[receipt.form] for receipt in draft.case.receipts]
        ways = {way.form.id: way for way in draft.ways(sent)}
        return "\n".join(self.speaker.receipt(ways[r.form], r) for r in draft.case.receipts)
