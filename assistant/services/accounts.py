"""Somebody's account in their own words: where it is kept, what is read in it, and which way it
leads.

A reading proposes; the person confirms or corrects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.definition import Audience, FormDefinition, Question, QuestionType, Told
from assistant.domain.interview import Answer
from assistant.domain.reading import Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import normalise
from assistant.services.asides import reply
from assistant.services.course import Forms
from assistant.services.drafting import Draft
from assistant.services.hearing import SHORTEST_ACCOUNT, worth_keeping
from assistant.services.ports import NarrativeReader
from assistant.services.rest import query_left_out

CHILD = "child"
"""What stands in `told` once a child has been answered as one."""
WAY = "way"
"""The flow that asks a member of the public whether social care should hear of it too."""
REFERRAL = "social_care_referral"
"""The form of a referral."""


@dataclass(frozen=True)
class Accounts:
    """Keeps accounts."""

    forms: Forms
    reader: NarrativeReader
    """Details only: quick enough for every text."""

    stories: NarrativeReader
    """Details and the toolkit's rows: for an account that an assessment begins with."""

    is_for_social_care: Callable[[str, Understanding | None], bool]
    """Whether a member of the public should reach social care with an account."""

    def keep_words(self, draft: Draft, text: str, now: datetime) -> None:
        """Words beside a choice of way are somebody's account where they tell enough."""
        if self._is_account(text, now):
            self.keep_in_danger(draft, text, now)

    def keep_urgent(self, draft: Draft, text: str, now: datetime) -> None:
        """Words of danger, but for a bare cry for help, are told."""
        if worth_keeping(text, draft.speaker.wording) or self._is_account(text, now):
            self.keep_in_danger(draft, text, now)

    def keep_in_danger(self, draft: Draft, text: str, now: datetime) -> None:
        """Keep what is told while danger is being answered. A few words are no account: they wait
        for one, which is asked for all the same."""
        text = "\n".join(filter(None, (draft.case.words, text)))
        if self._told(draft) or self._is_account(text, now):
            draft.set(words="")
            self._keep_for_later(draft, text, self.reader.read(text, now))
        else:
            draft.set(words=text)

    def _told(self, draft: Draft) -> bool:
        """Whether an account was given already."""
        target = draft.form.accounts_go_to
        account = self.forms[target].account if target else None
        return account is not None and account.id in draft.case.answers

    def _is_account(self, text: str, now: datetime) -> bool:
        """Whether words tell enough to be an account."""
        return len(text.split()) >= SHORTEST_ACCOUNT or bool(self.reader.read(text, now).details)

    def keep_unclear(self, draft: Draft, text: str, now: datetime) -> None:
        """Keep words that were not understood, for whatever the person chooses next."""
        if worth_keeping(text, draft.speaker.wording):
            self._keep_for_later(draft, text, self.reader.read(text, now))
            draft.say("unclear_kept")

    def take_first(
        self,
        draft: Draft,
        text: str,
        reading: Reading,
        understanding: Understanding | None,
        *,
        of_self: bool = False,
    ) -> None:
        """An account typed at a choice of way begins a form, where it is clear which.
        `of_self`: a child tells of themselves, who should reach social care whatever was read.

        A practitioner's may belong to an assessment or to a report: they choose, and it is kept
        until then.
        """
        self.answer_child(draft, reading, of_self=of_self)
        form = self._keep_for_later(draft, text, reading)
        if draft.resume():
            draft.say("added")  # another step had broken into a form
        elif form is None:
            draft.say("words_kept")
        elif not self._offer_referral(draft, text, understanding, sure=of_self):
            draft.enter(form.id)

    def begin(self, draft: Draft, form_id: str, and_form: str | None, now: datetime) -> None:
        """Go to a form, with the account that is waiting for one."""
        form = self.forms[form_id]
        holder = self.forms[form.accounts_go_to] if form.accounts_go_to else form
        waiting = draft.case.words
        if form.account and draft.can_complete(form_id) and self._is_account(waiting, now):
            self._take(draft, form, "", now)
        said = draft.case.answers.get(holder.account.id) if holder.account else None
        if form_id == REFERRAL or not (said and self._offer_referral(draft, said.value, None)):
            draft.enter(form_id, and_form)

    def take(
        self, draft: Draft, text: str, understanding: Understanding | None, now: datetime
    ) -> None:
        """The account that a form asks for: keep it, and show what was read in it.

        One that is changed takes the place of the one before.
        """
        account = draft.form.account
        replacing = account is not None and draft.case.revisit == account.id
        if replacing:
            draft.set(revisit=None, proposed={}, levels_read={})
        read = self._take(draft, draft.form, text, now, replacing=replacing)
        draft.set(misunderstood=0)
        if read:
            draft.note(read)
        else:
            draft.say("kept")
        draft.query_denied()
        for question in draft.questions:
            if draft.case.revisit is None:
                query_left_out(draft, question)
        self._offer_referral(draft, text, understanding)

    def answer_child(self, draft: Draft, reading: Reading, *, of_self: bool = False) -> None:
        """A child who tells of themselves is answered first: believed, and not to blame. Once.
        `of_self`: it is known from elsewhere that they do.
        """
        said = draft.speaker.wording.to_the_child
        of_self = of_self or reading.writer_is_child
        if said and of_self and CHILD not in draft.case.told:
            reply(draft, said)
            draft.set(told=(*draft.case.told, CHILD))

    def keep_beside(self, draft: Draft, asked: Question | None, words: str, now: datetime) -> None:
        """Keep words typed beside a choice: beside a row's level they are its context.

        Why somebody stays anonymous does not belong in the report.
        """
        if words and asked and not _is_about_the_child(asked):
            draft.say("left_out", words=words)
        elif words:
            self._keep(draft, _room_for(draft.form, asked), words, now)

    def keep_reason(self, draft: Draft, words: str) -> None:
        """Keep why something was taken out; nothing is read in it, as it says what is not so."""
        self._keep_in_place(draft, None, words)

    def keep_loose(self, draft: Draft, asked: Question | None, words: str, now: datetime) -> None:
        """Keep words that answer nothing asked: they belong to the account.

        Where it is asked who reports, what somebody says of themselves doesn't belong there.
        """
        of_self = draft.speaker.wording.first_person.intersection(normalise(words).split())
        if asked is None or _is_about_the_child(asked) or not of_self:
            self._keep(draft, None, words, now)

    def take_child(self, draft: Draft, text: str, now: datetime) -> None:
        """A child tells of themselves at another question: answered first, kept, and asked whether
        social care should know."""
        reading = self.reader.read(text, now)
        self.answer_child(draft, reading, of_self=True)
        self._keep(draft, None, text, now)
        self._offer_referral(draft, text, None, sure=True)

    def _keep(self, draft: Draft, room: Question | None, words: str, now: datetime) -> None:
        """Keep words where they belong, and what is read in them; show both."""
        reading = (self.stories if draft.form.weighed else self.reader).read(words, now)
        self._keep_in_place(draft, room, words)
        if draft.form.weighed:
            draft.propose(reading)
            self._say_late(draft, reading)
        draft.note(draft.merge(draft.form, reading))

    def _keep_in_place(self, draft: Draft, room: Question | None, words: str) -> None:
        form = next((f for f in (draft.form, *draft.plan) if _asks_account(draft, f)), None)
        target = room or (form.account if form else None)
        if target is None or (target.narrative and target.id not in draft.case.answers):
            draft.set(words="\n".join(filter(None, (draft.case.words, words))))
            draft.say("beside_later", words=words)
            return
        before = draft.case.answers.get(target.id)
        told = before.value if before and before.has_value else ""
        if words not in told:
            said = "\n".join(filter(None, (told, words)))
            draft.set(answers={**draft.case.answers, target.id: Answer(said)})
        draft.say("beside", label=target.name, words=words)

    def _say_late(self, draft: Draft, reading: Reading) -> None:
        """Name the rows read in the words whose list has been answered already."""
        ids = {sign.id for sign in reading.indicators}
        late = [
            option.label
            for question in draft.form.questions
            if question.weighs and question.weighs.told is Told.INDICATORS
            for option in question.options
            if option.value in ids
            and question.id in draft.case.answers
            and option.value not in (draft.case.answers[question.id].value or ())
        ]
        if late:
            draft.say("read_late", rows="; ".join(late), row=late[0])

    def _keep_for_later(self, draft: Draft, text: str, reading: Reading) -> FormDefinition | None:
        target = draft.form.accounts_go_to
        if target is None or draft.case.audience is Audience.PRACTITIONER:
            draft.set(words="\n".join(filter(None, (draft.case.words, text))))
            return None
        draft.keep_account(self.forms[target], text, reading)
        return self.forms[target]

    def _take(
        self,
        draft: Draft,
        form: FormDefinition,
        text: str,
        now: datetime,
        *,
        replacing: bool = False,
    ) -> list[str]:
        text = "\n".join(filter(None, (draft.case.words, text)))
        draft.set(words="")
        reading = (self.stories if form.weighed else self.reader).read(text, now)
        self.answer_child(draft, reading)
        if form.weighed:
            draft.propose(reading)
        return draft.keep_account(form, text, reading, replacing=replacing)

    def offer_referral(self, draft: Draft, text: str, understanding: Understanding | None) -> None:
        """As of an account, where as much is told at another question."""
        if not draft.form.is_flow and len(text.split()) >= SHORTEST_ACCOUNT:
            self._offer_referral(draft, text, understanding)

    def _offer_referral(
        self,
        draft: Draft,
        text: str,
        understanding: Understanding | None,
        *,
        sure: bool = False,
    ) -> bool:
        """Ask the public once about social care, where the words say that it should know.

        A member of the public who should reach social care gets its number and a short referral,
        never a Liberty report alone (design, section 5).
        """
        case = draft.case
        planned = any(form.id == REFERRAL for form in draft.plan)
        if case.audience is not Audience.PUBLIC or planned or WAY in case.told:
            return False
        if not (sure or self.is_for_social_care(text, understanding)):
            return False
        draft.set(told=(*case.told, WAY))
        if not draft.can_complete(REFERRAL):
            draft.messages += draft.speaker.notices(case, self.forms[REFERRAL].when_withheld)
            return False
        draft.enter(WAY)
        return True


def _asks_account(draft: Draft, form: FormDefinition) -> bool:
    return form.account is not None and form.account in draft.questions


def _is_about_the_child(asked: Question) -> bool:
    """Whether words typed at a question may stand in the account."""
    return asked.in_document or asked.weighs is not None or any(o.opens for o in asked.options)


def _room_for(form: FormDefinition, asked: Question | None) -> Question | None:
    """The question that takes words beside a choice: a row's context. A list's commentary is asked
    by itself."""
    if asked is None or asked.weighs is None or asked.page is None:
        return None
    if asked.weighs.told not in _WITH_ROOM:
        return None
    texts = (q for q in form.questions if q.page == asked.page and q.type is QuestionType.TEXT)
    return next(texts, None)


_WITH_ROOM = frozenset({Told.LEVEL, Told.TYPES})
