"""One turn: from a case file and a message to the changed case file and what is said.

Pure but for the readers: no database, no clock, no chat framework. The same function serves a
message that came by way of Rasa and one that did not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.domain import interview, schemas
from assistant.domain.casefile import DANGER, OPENING, REVIEW, CaseFile, Earlier, Receipt
from assistant.domain.definition import (
    Audience,
    Effect,
    FormDefinition,
    Option,
    Question,
    QuestionType,
)
from assistant.domain.errors import ConflictError, InvalidAnswerError
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import normalise
from assistant.services import hearing
from assistant.services.accounts import Accounts
from assistant.services.asides import aside, reply
from assistant.services.deciding import DECISION, Advisor, advise, present
from assistant.services.drafting import Draft, Forms
from assistant.services.hearing import Heard, Hearing
from assistant.services.pages import Piece, pieces
from assistant.services.particulars import whole_answer
from assistant.services.replies import Speaker

SHORTEST_EXTRA = 3
"""Words; at a list of choices a shorter text that fits none is not taken as something to add."""


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
    """Takes turns. `may_send` tells whether a form has somewhere to go (form, area)."""

    forms: Forms
    speaker: Speaker
    accounts: Accounts
    advisor: Advisor
    may_send: Callable[[str, str], bool]
    problem: Callable[[dict[str, Any], Any], str | None]
    """What is wrong with a value by a JSON Schema, in words that hold none of it."""

    recall: Callable[[str], Earlier | None]
    """The earlier assessment whose reference and receipt code stand in a text."""

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
        draft = self._draft(case)
        question = draft.question
        if incoming.kind == "answer":
            if question is None or incoming.question != question.id:
                raise ConflictError("That question is not the one being asked now.")
            for asked, value in self._answered(draft, question, incoming.value):
                self._check_value(draft, asked, value)
        elif incoming.kind == "choice" and not self._is_choice(draft, incoming.value):
            raise InvalidAnswerError("'choice' is not one of the choices offered now.")
        elif incoming.kind == "choices":
            if question is None or question.type is not QuestionType.CHOICES:
                raise InvalidAnswerError("'choices' is only for a question with several choices.")
            self._check_value(draft, question, incoming.value)

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
        if incoming.urgent or self._sounds_urgent(draft, incoming, understanding):
            self._danger(draft, incoming, understanding, now)
        elif case.is_sent:
            self._after_sending(draft, incoming, understanding)
        else:
            self._ordinary(draft, incoming, understanding, now)
        if not (draft.sends or draft.case.stopped or draft.case.is_sent):
            advise(draft, self.advisor, case)
            draft.ask_next()
            present(draft, self.advisor)
        return Turn(draft.case, draft.messages, tuple(draft.plan) if draft.sends else ())

    def sent(self, turn: Turn, receipts: tuple[Receipt, ...]) -> Turn:
        """The turn after its forms were sent: receipts, and what happens next."""
        draft = self._draft(turn.case)
        draft.messages += turn.messages
        every = (*turn.case.receipts, *receipts)
        draft.set(receipts=every, sent=True, asked=None, trail=())
        line = self.speaker.wording.said["sent_line"]
        lines = [
            line.format(title=self.forms[r.form].title, reference=r.reference, code=r.code)
            for r in receipts
        ]
        draft.say("sent", receipts="\n".join(lines))
        for form in turn.sends:
            draft.messages += self.speaker.notices(draft.case, form.after_sending)
        return Turn(draft.case, draft.messages)

    def stage(self, case: CaseFile) -> str:
        """The stage in the words of the HTTP contract: also when the decision is being asked."""
        question = self._draft(case).question
        if case.stage == "interview" and question and question.decides in DECISION:
            return "decision"
        return case.stage

    def _draft(self, case: CaseFile) -> Draft:
        return Draft(case, self.forms, self.speaker, self.may_send)

    # -- danger ---------------------------------------------------------------------------

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
            and understanding
            and understanding.intent in wording.dangers
            and understanding.confidence >= wording.certainty.danger
        )

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
        told_before = draft.case.danger_told
        if draft.form.is_flow:
            self.accounts.keep_words(draft, str(incoming.value), now)
        else:
            self._ordinary(draft, incoming, understanding, now)
        if (told_before or self.advisor.no_danger(draft.case)) and not draft.form.is_flow:
            text = self.speaker.wording.said["urgent_again"]
            draft.messages.insert(0, self.speaker.say(draft.case, text, urgent=True))
            return
        self._enter_danger(draft)
        self.accounts.answer_child(draft, self.accounts.reader.read(str(incoming.value), now))

    def _enter_danger(self, draft: Draft) -> None:
        """What to do now, and nothing else in the way."""
        interrupted = draft.case.resume if draft.form.is_flow else draft.case.form
        draft.set(form=DANGER, resume=interrupted, asked=None, trail=(), danger_told=True)
        draft.sends = False
        notices = self.speaker.notices(draft.case, draft.form.opening)
        draft.messages[:] = [{**notice, "urgent": True} for notice in notices]

    # -- what was sent --------------------------------------------------------------------

    def _ordinary(
        self,
        draft: Draft,
        incoming: Incoming,
        understanding: Understanding | None,
        now: datetime,
    ) -> None:
        match incoming.kind:
            case "text" if draft.case.asked == REVIEW:
                self._text_at_review(draft, str(incoming.value), understanding, now)
            case "text" if draft.form.is_flow:
                self._text_in_flow(draft, str(incoming.value), understanding, now)
            case "text":
                self._text(draft, str(incoming.value), understanding, now)
            case "choice":
                self._choice(draft, str(incoming.value), now)
            case "answer" if draft.question:
                answered = self._answered(draft, draft.question, incoming.value)
                for question, value in answered:
                    self._given(draft, question, value, now)
            case _ if draft.question:
                self._given(draft, draft.question, incoming.value, now)

    def _after_sending(
        self, draft: Draft, incoming: Incoming, understanding: Understanding | None
    ) -> None:
        """Everything is sent: questions are answered, nothing is changed."""
        wording = self.speaker.wording
        if incoming.kind != "text":
            draft.say("already_sent")
            return
        plain = normalise(str(incoming.value))
        command = wording.command(plain)
        known = wording.reply(plain)
        if known is None and understanding is not None:
            known = wording.reply_of(understanding.intent)
        if command and command.id == "start_again":
            draft.enter("start_again")
        elif command and command.id == "send":
            draft.say("already_sent")
        elif known:
            reply(draft, known)
        else:
            draft.say("after_sent")

    # -- choices and answers --------------------------------------------------------------

    def _is_choice(self, draft: Draft, value: Any) -> bool:
        question = draft.question
        if question is None:
            return value in ("send", "back") or draft.change_target(value) is not None
        if value == "back" or draft.change_target(value):
            return True
        if value in ("dont_know", "prefer_not_to_say", "skip"):
            return question.declinable
        return any(o.value == value for o in self._options(draft, question))

    def _options(self, draft: Draft, question: Question) -> tuple[Option, ...]:
        if question.type is QuestionType.YES_NO:
            words = self.speaker.wording.words
            return tuple(Option(v, words[v]) for v in ("yes", "no"))
        return interview.options(question, draft.case.answers)

    def _answered(self, draft: Draft, question: Question, value: Any) -> list[tuple[Question, Any]]:
        """The questions that a structured answer answers: the one asked, or several of its page."""
        page = {q.id: q for q in draft.page}
        page |= {q.id: q for q in draft.form.questions if q.page and q.page == question.page}
        if isinstance(value, dict) and value and set(value) <= set(page):
            return [(page[key], value[key]) for key in page if key in value]
        return [(question, value)]

    def _check_value(self, draft: Draft, question: Question, value: Any) -> None:
        offered = tuple(o.value for o in interview.options(question, draft.case.answers))
        problem = self.problem(schemas.answer_schema(question, offered), value)
        if problem:
            raise InvalidAnswerError(problem)

    def _choice(self, draft: Draft, value: str, now: datetime) -> None:
        target = draft.change_target(value)
        if target:
            draft.revisit(target)
        elif value == "send" and draft.case.asked == REVIEW:
            draft.sends = True
        elif value == "back":
            draft.go_back()
        elif value in tuple(Given) and draft.question:
            draft.decline(draft.question, Given(value))
        elif draft.question:
            self._given(draft, draft.question, value, now)

    def _given(self, draft: Draft, question: Question, value: Any, now: datetime) -> None:
        """A value that `check` has found to fit."""
        chosen = next((o for o in question.options if o.value == value), None)
        if chosen and chosen.effect:
            self._take_effect(draft, chosen.effect, now)
            return
        if question.type is QuestionType.CHOICES and isinstance(value, str):
            value = [value]
        if question == draft.form.account and isinstance(value, str):
            self.accounts.take(draft, value, None, now)
            return
        self._record(draft, question, Answer(value))

    def _record(self, draft: Draft, question: Question, answer: Answer) -> None:
        objection = self.advisor.objection(draft.case, question, answer)
        if objection:
            draft.say(str(objection))
            return
        if question.recalls and answer.has_value and not self._recall(draft, answer):
            return
        changed = draft.case.revisit == question.id and question.id in draft.case.answers
        draft.record(question, answer)
        if changed:
            draft.say_changed(question)

    def _recall(self, draft: Draft, answer: Answer) -> bool:
        """Start from an earlier assessment, if one is named; False: it couldn't be found."""
        if normalise(answer.value) in self.speaker.wording.no:
            draft.start_from(draft.form, None)
            return True
        earlier = self.recall(answer.value)
        if earlier is None:
            draft.say("not_recalled")
            return False
        draft.start_from(draft.form, earlier)
        draft.say("recalled", reference=earlier.reference)
        return True

    def _take_effect(self, draft: Draft, effect: Effect, now: datetime) -> None:
        if effect.start_again:
            draft.begin_anew()
            draft.enter(OPENING)
            return
        if effect.audience:
            draft.set(audience=effect.audience, asked=None, trail=())
        if effect.say:
            draft.say(effect.say)
        if effect.resume and draft.resume():
            if draft.case.is_sent:
                draft.say("after_sent")
        elif effect.form == DANGER:
            self._enter_danger(draft)
        elif effect.form:
            self.accounts.begin(draft, effect.form, effect.and_form, now)

    # -- typed text -----------------------------------------------------------------------

    def _text_in_flow(
        self, draft: Draft, text: str, understanding: Understanding | None, now: datetime
    ) -> None:
        question = draft.question
        if question is None:
            return
        reading = self.accounts.reader.read(text, now)
        told = bool(set(reading.details) & _TELLING)
        heard = hearing.hear_at_choice_of_way(
            text, question, self.speaker.wording, understanding, told
        )
        if heard.kind is Heard.ACCOUNT:
            if heard.reply and not reading.writer_is_child:
                reply(draft, heard.reply)
            self.accounts.take_first(draft, text, reading, understanding)
        elif heard.kind is Heard.ANSWER and heard.answer:
            self._given(draft, question, heard.answer.value, now)
        else:
            if heard.reply and heard.reply.first_person:
                self.accounts.keep_words(draft, text, now)
            aside(draft, heard, at_opening=True)

    def _text(
        self, draft: Draft, text: str, understanding: Understanding | None, now: datetime
    ) -> None:
        question = draft.question
        if question is None:
            return
        found = self._pieces(draft, question, text)
        if found:
            self._answer_pieces(draft, found, now)
            return
        if self._accepts_proposed(draft, question, text):
            return
        reading = self.accounts.reader.read(text, now, hearing.expected_detail(question))
        options = interview.options(question, draft.case.answers)
        named = interview.find_question(draft.questions, text)
        heard = hearing.hear(
            text, question, options, self.speaker.wording, understanding, reading, bool(named)
        )
        if heard.kind is Heard.ANSWER and heard.answer:
            if self._leads_away(question, heard.answer):
                self._given(draft, question, heard.answer.value, now)
            elif question == draft.form.account and draft.case.revisit is None:
                self.accounts.take(draft, text, understanding, now)
            else:
                self._typed_answer(draft, question, heard.answer, text, reading)
        elif heard.kind is Heard.CORRECTION:
            self._correct(draft, self.accounts.reader.read(text, now))
        elif heard.kind is Heard.CHANGE and named:
            self._change(draft, named, text, now)
        elif heard.kind is Heard.UNCLEAR and self._adds(question, text, reading):
            draft.keep_account(draft.form, text, reading)
            draft.record(question, Answer(given=Given.SKIPPED))
            draft.say("added")
        else:
            aside(draft, heard)

    def _pieces(self, draft: Draft, question: Question, text: str) -> list[Piece]:
        """The parts of a practitioner's message that name their questions."""
        if draft.case.audience is not Audience.PRACTITIONER or question == draft.form.account:
            return []
        return pieces(text, draft.page, draft.questions)

    def _answer_pieces(self, draft: Draft, found: list[Piece], now: datetime) -> None:
        """Each part answers its question; one that doesn't fit is asked by itself."""
        wording, unclear = self.speaker.wording, False
        for piece in found:
            question = piece.question
            reading = self.accounts.reader.read(piece.text, now, hearing.expected_detail(question))
            options = interview.options(question, draft.case.answers)
            answer = hearing.answer_in(piece.text, question, options, wording, reading)
            if answer is None:
                unclear = True
                continue
            answer = whole_answer(question, piece.text, answer, wording.fillers)
            if self._leads_away(question, answer):
                self._given(draft, question, answer.value, now)
                continue
            again = question.id in draft.case.answers
            self._record(draft, question, answer)
            if again and question.id in draft.case.answers:
                draft.say_changed(question)
        if unclear:
            draft.say("not_understood")

    def _accepts_proposed(self, draft: Draft, question: Question, text: str) -> bool:
        """ "Yes" to a list takes what was read in the person's own words."""
        if question.type is not QuestionType.CHOICES or not question.weighs:
            return False
        read = [o.value for o in question.options if o.value in draft.case.proposed]
        if not read or normalise(text) not in self.speaker.wording.yes:
            return False
        self._record(draft, question, Answer(read))
        return True

    def _typed_answer(
        self,
        draft: Draft,
        question: Question,
        answer: Answer,
        text: str,
        reading: Reading,
    ) -> None:
        """Keep the answer, and what else the same words tell."""
        answer = whole_answer(question, text, answer, self.speaker.wording.fillers)
        old = draft.case.answers.get(question.id)
        if old and draft.case.revisit == question.id and question.type in _ADDED_TO:
            answer = interview.merge(old, answer)
        self._record(draft, question, answer)
        if question.narrative or question.type is QuestionType.YES_NO:
            draft.note(draft.merge(draft.form, reading))

    def _adds(self, question: Question, text: str, reading: Reading) -> bool:
        """At the list of further things, words that fit no choice are something to add."""
        opens = any(o.opens for o in question.options)
        return opens and (bool(reading.details) or len(text.split()) >= SHORTEST_EXTRA)

    def _text_at_review(
        self, draft: Draft, text: str, understanding: Understanding | None, now: datetime
    ) -> None:
        found = self._pieces_at_review(draft, text)
        if found:
            self._answer_pieces(draft, found, now)
            return
        reading = self.accounts.reader.read(text, now)
        heard = hearing.hear_at_review(text, self.speaker.wording, understanding, reading)
        named = interview.find_question(draft.questions, text)
        if heard.kind is Heard.CORRECTION:
            self._correct(draft, reading)
        elif heard.kind is Heard.CHANGE and named:
            self._change(draft, named, text, now)
        elif heard.kind is Heard.ACCOUNT and draft.form.account:
            draft.keep_account(draft.form, text, reading)
            draft.say("added")
        else:
            unclear = Hearing(Heard.UNCLEAR) if heard.kind is Heard.CHANGE else heard
            aside(draft, unclear)

    def _leads_away(self, question: Question, answer: Answer) -> bool:
        """Whether a typed answer is a choice that does more, as "yes" to danger now does."""
        return any(o.effect and o.value == answer.value for o in question.options)

    def _pieces_at_review(self, draft: Draft, text: str) -> list[Piece]:
        """Named lines change what they name, also at the review."""
        if draft.case.audience is not Audience.PRACTITIONER:
            return []
        return pieces(text, (), draft.questions)

    def _correct(self, draft: Draft, reading: Reading) -> None:
        for question in draft.correct(reading):
            draft.say_changed(question)

    def _change(self, draft: Draft, question: Question, text: str, now: datetime) -> None:
        """ "Change the time" asks it again; "change the time to eleven" changes it at once."""
        _, to, value = text.partition(" to ")
        reading = (
            self.accounts.reader.read(value, now, hearing.expected_detail(question)) if to else None
        )
        new = hearing.from_details(question, reading) if reading else None
        if new is None:
            draft.revisit(question)
            return
        old = draft.case.answers.get(question.id)
        draft.record(question, interview.merge(old, new) if old else new)
        draft.say_changed(question)


_ADDED_TO = frozenset({QuestionType.PERSON, QuestionType.CONTACT})
"""Who somebody is: what a change doesn't mention stays. A new place or time replaces the old."""

_TELLING = frozenset({"victims", "offenders", "vehicles", "contacts"})
"""Details that only somebody's account holds; a place or a time may stand in any question."""
