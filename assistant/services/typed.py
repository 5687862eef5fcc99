"""A typed text: what it is at the question being asked, and what that leads to."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.domain import interview
from assistant.domain.casefile import DANGER, REVIEW
from assistant.domain.definition import Audience, FormDefinition, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Reading
from assistant.domain.wording import begins, normalise
from assistant.services import hearing
from assistant.services.accounts import CHILD
from assistant.services.amending import amend, asks_for_change
from assistant.services.answering import Answering, leads_away
from assistant.services.asides import aside
from assistant.services.asked import agrees, answers_question
from assistant.services.changing import Changer
from assistant.services.correcting import CHOSEN
from assistant.services.drafting import Draft
from assistant.services.flows import Words, at_choice_of_way, in_danger, of_self
from assistant.services.hearing import Heard, Hearing
from assistant.services.nothing import says_nothing
from assistant.services.pages import CHOICES, Piece, pieces
from assistant.services.particulars import whole_answer
from assistant.services.replies import short_name
from assistant.services.settling import CHANGED_IN_PART
from assistant.services.stating import keep_words, states
from assistant.services.ticking import take_list

SHORTEST_EXTRA = 3
"""Words; at a list of choices a shorter text that fits none is not taken as something to add."""


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
        elif draft.form.id == DANGER:
            in_danger(draft, self.answering, draft.question, words)
        elif draft.form.is_flow:
            at_choice_of_way(draft, self.answering, draft.question, words)
        else:
            self._at_question(draft, draft.question, words)

    def _read(
        self, words: Words, question: Question | None = None, *, whole: bool = False
    ) -> Reading:
        """The details of a text; `whole`: and what a text long enough for an account comes to."""
        accounts = self.answering.accounts
        long = len(words.text.split()) >= hearing.SHORTEST_ACCOUNT
        reader = accounts.stories if whole and long else accounts.reader
        expected = hearing.expected_detail(question) if question else None
        return reader.read(words.text, words.now, expected)

    # -- at a question of a form -------------------------------------------------------------

    def _at_question(self, draft: Draft, question: Question, words: Words) -> None:
        if answers_question(draft, self.answering.advisor, words.text):
            return
        found = self._pieces(draft, question, words.text)
        if found:
            self._answer_pieces(draft, found, words)
            return
        if says_nothing(draft, self.answering, question, words.text) or (
            self._accepts_proposed(draft, question, words.text)
            or agrees(draft, self.answering, question, words.text)
            or self._names_area(draft, question, words.text)
            or self._amends(draft, question, words)
            or states(draft, question, words.text)
        ):
            return
        if self._child_speaks(draft, question, words):
            return
        expected = None if _speaks_of_others(draft, question, words) else question
        reading = self._read(words, expected, whole=draft.case.audience is Audience.PUBLIC)
        options = interview.options(question, draft.case.answers)
        # Where words are asked for, a name in the middle of them changes nothing.
        chosen = question.type in CHOSEN
        named = interview.find_question(draft.questions, words.text) if chosen else None
        heard = hearing.hear(
            words.text, question, options, draft.speaker.wording, words.understanding, reading,
            bool(named), draft.held,
        )  # fmt: skip
        if words.urgent and _spoils_answer(draft, question, heard):
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
        elif heard.chosen:
            take_list(draft, self.answering, question, heard.chosen, words.now)
        elif heard.kind is Heard.CORRECTION:
            self._changer(draft, question, words).correct(words.text)
        elif heard.kind is Heard.CHANGE and named:
            draft.revisit(named)
        elif heard.kind is Heard.UNCLEAR and _adds(question, words.text, reading):
            _add(draft, draft.form, words.text, reading)
            draft.record(question, Answer(given=Given.SKIPPED))
        elif heard.kind is not Heard.ACCOUNT:
            aside(draft, heard)
        self.answering.accounts.offer_referral(draft, words.text, words.understanding)

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

    def _child_speaks(self, draft: Draft, question: Question, words: Words) -> bool:
        """A child who tells of themselves in the middle of a report is answered as one, once."""
        if not of_self(draft.speaker.wording, words.understanding):
            return False
        if question == draft.form.account or CHILD in draft.case.told:
            return False
        self.answering.accounts.take_child(draft, words.text, words.now)
        return True

    def _says_who(self, draft: Draft, question: Question, words: Words) -> bool:
        """A name and number typed at a choice: a practitioner's answer the page about them, and
        the public's, where it is asked who reports, mean that they are given."""
        if question.type not in CHOICES:
            return False
        if draft.case.audience is Audience.PUBLIC:
            return question.reads == hearing.IDENTITY and self._gives_name(draft, question, words)
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

    def _gives_name(self, draft: Draft, question: Question, words: Words) -> bool:
        """A name of the writer's own, or a number, typed where it is asked whether to give it."""
        who = next((q for q in draft.form.questions if question.id in q.implies), None)
        answer = hearing.from_details(who, self._read(words, who)) if who else None
        if who is None or answer is None:
            return False
        of_self = draft.speaker.wording.first_person.intersection(normalise(words.text).split())
        if not (_REACHED & set(answer.value) or (of_self and "name" in answer.value)):
            return False
        draft.record(question, Answer(who.implies[question.id]))
        self.answering.record(draft, who, answer)
        draft.say_answered(who, None)
        return True

    def _accepts_proposed(self, draft: Draft, question: Question, text: str) -> bool:
        """ "Yes" to a list takes what was read in the person's own words."""
        if question.type is not QuestionType.CHOICES or not question.weighs:
            return False
        known = draft.case.proposed
        read = [o.value for o in question.options if o.value in known and o.denies not in known]
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
            if says_nothing(draft, self.answering, question, piece.text):
                continue
            expected = hearing.expected_detail(question)
            reading = self.answering.accounts.reader.read(piece.text, words.now, expected)
            options = interview.options(question, draft.case.answers)
            said = hearing.answer_in(piece.text, question, options, wording, reading)
            if said and said.asks_more:
                take_list(draft, self.answering, question, said, words.now)
                continue
            if said is None or said.answer is None:
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
        if answers_question(draft, self.answering.advisor, words.text):
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
            whole = accounts.stories.read(words.text, words.now).outline
            if not (whole and whole.tells_nothing):
                # "The police won't do anything" doesn't go into what they are about to be sent.
                keep_words(draft, accounts, None, unclear, words.text, words.now)
            aside(draft, unclear)

    # -- changes of what was said before -------------------------------------------------------

    def _changer(self, draft: Draft, asked: Question | None, words: Words) -> Changer:
        return Changer(draft, self.answering, asked, words.now)

    def _amends(self, draft: Draft, asked: Question | None, words: Words) -> bool:
        """Words of danger change nothing: nobody would see it."""
        return not words.urgent and amend(self._changer(draft, asked, words), words.text)


def _speaks_of_others(draft: Draft, question: Question, words: Words) -> bool:
    """Whether a text that corrects is read for itself: "actually he's 30" may tell of somebody whom
    the question asked is not about."""
    openers = draft.speaker.wording.correction_openers
    return question.type is QuestionType.PERSON and begins(normalise(words.text), openers)


def _spoils_answer(draft: Draft, question: Question, heard: Hearing) -> bool:
    """Whether words of danger would change an answer, which nobody would see, or be taken for the
    name of whoever writes."""
    if heard.kind is Heard.ANSWER:
        return question.id in draft.case.answers or question.type is QuestionType.CONTACT
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
