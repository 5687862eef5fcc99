"""A typed text: what it is at the question being asked, and what that leads to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain import interview
from assistant.domain.casefile import REVIEW
from assistant.domain.definition import Audience, FormDefinition, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import normalise
from assistant.services import hearing, opening
from assistant.services.accounts import CHILD
from assistant.services.amending import amend, asks_for_change
from assistant.services.answering import Answering, leads_away
from assistant.services.asides import aside, reply
from assistant.services.changing import Changer
from assistant.services.correcting import to_change
from assistant.services.drafting import Draft
from assistant.services.hearing import Heard, Hearing
from assistant.services.pages import CHOICES, Piece, pieces
from assistant.services.particulars import whole_answer
from assistant.services.replies import short_name
from assistant.services.settling import CHANGED_IN_PART
from assistant.services.stating import keep_words, states

SHORTEST_EXTRA = 3
"""Words; at a list of choices a shorter text that fits none is not taken as something to add."""


@dataclass(frozen=True)
class Words:
    """A text as it was typed, with what Rasa understood. `urgent`: it tells of danger now."""

    text: str
    understanding: Understanding | None
    now: datetime
    urgent: bool = False


@dataclass(frozen=True)
class Typed:
    """Takes typed texts."""

    answering: Answering
    area_of: Callable[[str], str | None]
    """The area that the name of a place tells."""

    def take(self, draft: Draft, words: Words) -> None:
        """A text at whatever is being asked."""
        meant = words.understanding
        if meant and draft.speaker.wording.of_somebody_else(meant.intent, words.text):
            words = replace(words, understanding=None)
        if draft.case.asked == REVIEW:
            self._at_review(draft, words)
        elif draft.question is None:
            return
        elif draft.form.is_flow:
            self._in_flow(draft, draft.question, words)
        else:
            self._at_question(draft, draft.question, words)

    def _read(self, words: Words, question: Question | None = None) -> Reading:
        expected = hearing.expected_detail(question) if question else None
        return self.answering.accounts.reader.read(words.text, words.now, expected)

    # -- at a choice of way ------------------------------------------------------------------

    def _in_flow(self, draft: Draft, question: Question, words: Words) -> None:
        reading = self._read(words)
        told = bool(set(reading.details) & _TELLING)
        heard = opening.hear_first(
            words.text, question, draft.speaker.wording, words.understanding, told
        )
        accounts = self.answering.accounts
        if heard.kind is Heard.ACCOUNT:
            if heard.reply and not reading.writer_is_child:
                reply(draft, heard.reply)
            accounts.take_first(draft, words.text, reading, words.understanding)
        elif heard.kind is Heard.ANSWER and heard.answer:
            if opening.option_inside(words.text, question, draft.speaker.wording):
                accounts.keep_words(draft, words.text, words.now)
            self.answering.given(draft, question, heard.answer.value, words.now)
        elif heard.kind is Heard.UNCLEAR and accounts.adds_to_danger(draft, words.text, words.now):
            draft.say("danger_words_kept")
        else:
            if heard.reply and heard.reply.first_person:
                accounts.keep_words(draft, words.text, words.now)
                draft.set(told=(*draft.case.told, CHILD))
            aside(draft, heard, at_opening=True)

    # -- at a question of a form -------------------------------------------------------------

    def _at_question(self, draft: Draft, question: Question, words: Words) -> None:
        found = self._pieces(draft, question, words.text)
        if found:
            self._answer_pieces(draft, found, words)
            return
        if (
            self._accepts_proposed(draft, question, words.text)
            or self._names_area(draft, question, words.text)
            or self._amends(draft, question, words)
            or states(draft, question, words.text)
        ):
            return
        reading = self._read(words, question)
        options = interview.options(question, draft.case.answers)
        named = to_change(words.text, draft.questions, question, draft.speaker.wording)
        heard = hearing.hear(
            words.text, question, options, draft.speaker.wording, words.understanding, reading,
            bool(named), draft.held,
        )  # fmt: skip
        if words.urgent and _would_overwrite(draft, question, heard):
            _add(draft, draft.form, words.text, self._read(words))
            if question == draft.form.account:
                draft.set(revisit=None)  # asked again, the next answer would take its place
            return
        if heard.kind is Heard.UNCLEAR and self._says_who(draft, question, words):
            return
        if heard.kind is Heard.UNCLEAR and asks_for_change(draft, words.text):
            draft.say("nothing_changed")
            return
        keep_words(draft, self.answering.accounts, question, heard, words.text, words.now)
        if heard.kind is Heard.ANSWER and heard.answer:
            self._answer(draft, question, heard.answer, words, reading)
        elif heard.kind is Heard.CORRECTION:
            self._changer(draft, question, words).correct(words.text)
        elif heard.kind is Heard.CHANGE and named:
            draft.revisit(named)
        elif heard.kind is Heard.UNCLEAR and _adds(question, words.text, reading):
            _add(draft, draft.form, words.text, reading)
            draft.record(question, Answer(given=Given.SKIPPED))
        else:
            aside(draft, heard)

    def _answer(
        self, draft: Draft, question: Question, answer: Answer, words: Words, reading: Reading
    ) -> None:
        if leads_away(question, answer):
            self.answering.given(draft, question, answer.value, words.now)
        elif question == draft.form.account:
            self.answering.accounts.take(draft, words.text, words.understanding, words.now)
        else:
            self._typed_answer(draft, question, answer, words.text, reading)

    def _typed_answer(
        self, draft: Draft, question: Question, answer: Answer, text: str, reading: Reading
    ) -> None:
        """Keep the answer, and what else the same words tell."""
        answer = whole_answer(question, text, answer, draft.speaker.wording, reading)
        added = draft.case.revisit == question.id and question.type in CHANGED_IN_PART
        self.answering.record(draft, question, answer, over=added)
        if question.narrative or question.type is QuestionType.YES_NO:
            draft.note(draft.merge(draft.form, reading))

    def _names_area(self, draft: Draft, question: Question, text: str) -> bool:
        """The name of a town answers where it was, as the name of its area does."""
        area = self.area_of(text) if question.sets == "area" else None
        if area is None or all(o.value != area for o in question.options):
            return False
        self.answering.record(draft, question, Answer(area))
        return True

    def _says_who(self, draft: Draft, question: Question, words: Words) -> bool:
        """A practitioner's name, post and number, typed at a choice, answer the page about them."""
        if draft.case.audience is not Audience.PRACTITIONER or question.type not in CHOICES:
            return False
        who = next((q for q in draft.questions if q.type is QuestionType.CONTACT), None)
        if who is None or who.id in draft.case.answers:
            return False
        told = self._read(words, who).details.get(str(who.reads), ())
        if not any(_REACHED & set(found.value) for found in told if isinstance(found.value, dict)):
            return False
        page = interview.page_of(draft.form, draft.case.audience, draft.case.answers, who)
        found = pieces(words.text, page, (), fillers=draft.speaker.wording.fillers)
        self._answer_pieces(draft, found, words)
        return bool(found)

    def _accepts_proposed(self, draft: Draft, question: Question, text: str) -> bool:
        """ "Yes" to a list takes what was read in the person's own words."""
        if question.type is not QuestionType.CHOICES or not question.weighs:
            return False
        read = [o.value for o in question.options if o.value in draft.case.proposed]
        if not read or normalise(text) not in draft.speaker.wording.yes:
            return False
        self.answering.record(draft, question, Answer(read))
        return True

    # -- several answers in one text -----------------------------------------------------------

    def _pieces(self, draft: Draft, question: Question, text: str) -> list[Piece]:
        """The parts of a practitioner's message that name their questions."""
        if draft.case.audience is not Audience.PRACTITIONER or question == draft.form.account:
            return []
        wording = draft.speaker.wording
        parts = wording.people.parts
        return pieces(text, draft.page, draft.questions, parts, wording.fillers)

    def _answer_pieces(self, draft: Draft, found: list[Piece], words: Words) -> None:
        """Each part answers its question; one that doesn't fit is asked by itself."""
        wording, unclear = draft.speaker.wording, []
        asked_now = draft.page
        for piece in found:
            question = piece.question
            expected = hearing.expected_detail(question)
            reading = self.answering.accounts.reader.read(piece.text, words.now, expected)
            options = interview.options(question, draft.case.answers)
            said = hearing.answer_in(piece.text, question, options, wording, reading)
            if said is None:
                self.answering.accounts.keep_loose(draft, question, piece.text, words.now)
                unclear.append(question)
                continue
            self.answering.accounts.keep_beside(draft, question, said.beside, words.now)
            answer = said.answer
            if not answer.has_value:
                draft.decline(question, answer.given)
                continue
            answer = whole_answer(question, piece.text, answer, wording, reading)
            if leads_away(question, answer):
                self.answering.given(draft, question, answer.value, words.now)
                continue
            self.answering.record(draft, question, answer, over=question not in asked_now)
        if unclear:
            names = ", ".join(short_name(question) for question in unclear)
            draft.say("not_understood_named", names=names)

    # -- at the review -------------------------------------------------------------------------

    def _at_review(self, draft: Draft, words: Words) -> None:
        reading = self._read(words)
        if words.urgent:
            _add(draft, draft.form, words.text, reading)
            return
        found = _pieces_at_review(draft, words.text)
        if found:
            self._answer_pieces(draft, found, words)
            return
        if self._amends(draft, None, words) or states(draft, None, words.text):
            return
        heard = hearing.hear_at_review(
            words.text, draft.speaker.wording, words.understanding, reading
        )
        named = interview.find_question(draft.questions, words.text)
        if heard.kind in _NO_CHANGE and not named and asks_for_change(draft, words.text):
            draft.say("nothing_changed")
        elif heard.kind is Heard.CORRECTION:
            self._changer(draft, None, words).correct(words.text)
        elif heard.kind is Heard.CHANGE and named:
            draft.revisit(named)
        elif heard.kind is Heard.ACCOUNT and draft.form.account:
            _add(draft, draft.form, words.text, reading)
        else:
            unclear = Hearing(Heard.UNCLEAR) if heard.kind is Heard.CHANGE else heard
            accounts = self.answering.accounts
            keep_words(draft, accounts, None, unclear, words.text, words.now)
            aside(draft, unclear)

    # -- changes of what was said before -------------------------------------------------------

    def _changer(self, draft: Draft, asked: Question | None, words: Words) -> Changer:
        return Changer(draft, self.answering, asked, words.now)

    def _amends(self, draft: Draft, asked: Question | None, words: Words) -> bool:
        """Words of danger change nothing: nobody would see it."""
        return not words.urgent and amend(self._changer(draft, asked, words), words.text)


def _would_overwrite(draft: Draft, question: Question, heard: Hearing) -> bool:
    """Whether words of danger would change an answer, which nobody would see."""
    if heard.kind is Heard.ANSWER:
        return question.id in draft.case.answers
    return heard.kind in (Heard.CORRECTION, Heard.CHANGE)


def _add(draft: Draft, form: FormDefinition, text: str, reading: Reading) -> None:
    """Add to somebody's account, and to what has no answer yet; nothing is changed."""
    draft.keep_account(form, text, reading)
    draft.say("added")


def _adds(question: Question, text: str, reading: Reading) -> bool:
    """At the list of further things, words that fit no choice are something to add."""
    opens = any(o.opens for o in question.options)
    return opens and (bool(reading.details) or len(text.split()) >= SHORTEST_EXTRA)


def _pieces_at_review(draft: Draft, text: str) -> list[Piece]:
    """Named lines change what they name, also at the review."""
    if draft.case.audience is not Audience.PRACTITIONER:
        return []
    return pieces(text, (), draft.questions, draft.speaker.wording.people.parts)


_NO_CHANGE = frozenset({Heard.ACCOUNT, Heard.CHANGE, Heard.UNCLEAR})
"""What words at the review may be that name no answer."""

_REACHED = frozenset({"phone", "email"})
"""Parts of somebody that show that they say who they are, and tell of nobody else."""

_TELLING = frozenset({"victims", "offenders", "vehicles", "contacts"})
"""Details that only somebody's account holds; a place or a time may stand in any question."""
