"""Lays over an answer what somebody says is so: which of several is meant, and what it leaves.

What is changed is shown. Where it isn't clear which of several is meant nothing is changed, and
that is asked; the answer to it makes the change that waited.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.amendments import AmendmentWords, bare_of, core_of
from assistant.domain.definition import Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.placing import UnclearError
from assistant.domain.reading import Reading
from assistant.domain.wording import Wording, normalise
from assistant.services.answering import Answering
from assistant.services.asides import reply
from assistant.services.attributing import (
    Change,
    WhoError,
    changes_in,
    meant_by,
    person_in,
    tells_no_time,
)
from assistant.services.correcting import CHOSEN, is_bare, says_so
from assistant.services.drafting import Draft
from assistant.services.hearing import answer_in, expected_detail, from_details
from assistant.services.particulars import REST, whole_answer
from assistant.services.pointing import Place, holders, named_in, sex_in, shown

MOST_REWORDED = 4
"""Words; an answer in words is changed to no more than these by a mere "not"."""


@dataclass(frozen=True)
class Changer:
    """Changes answers. `asked`: None at the review."""

    draft: Draft
    answering: Answering
    asked: Question | None
    now: datetime
    meant: Place | None = None
    """Which of several was meant, once that was asked."""

    def correct(self, text: str) -> None:
        """Lay what a text tells over the answers; what no question takes is kept as words."""
        before, said = self.draft.case.revisit, bare_of(text, self.words)
        reading = self._read_correction(said)
        try:
            changes = list(changes_in(self.draft, reading))
        except WhoError:
            self.draft.say("who_is_meant")
            return
        joins = not says_so(normalise(text), self.wording)
        taken = [change for change in changes if self.lay(change, text, joins=joins)]
        if self.draft.case.revisit is None and before not in {c.place.question.id for c in taken}:
            self.draft.set(revisit=before)
        if self.draft.case.revisit not in (None, before):
            return
        known = self.wording.reply(normalise(text))
        if known and not taken:
            reply(self.draft, known)
        elif not self._is_all(said, reading, taken):
            self.answering.accounts.keep_loose(self.draft, self.asked, text, self.now)

    def _is_all(self, said: str, reading: Reading, taken: list[Change]) -> bool:
        """Whether a correction tells nothing besides what was changed ("the car was blue")."""
        read = only(reading, {change.detail for change in taken})
        changed = [change.place.question for change in taken]
        named = len(changed) == 1 and changed[0].composite and self.fits(changed[0], said)
        return named or is_bare(said, read, self.wording)

    def put(self, place: Place, new: str, text: str, denied: str) -> bool:
        """Put what is so in the place of what is wrong. Where words are asked for, a text that
        says more than that is the answer to them."""
        question, core = place.question, core_of(new, self.words)
        if question.type is QuestionType.TEXT:
            return self._reword(question, denied, core)
        answer = self.answer(question, core) or self.answer(question, new)
        if answer is None and question.type is QuestionType.PERSON:
            answer = person_in(self.answering.accounts.reader.read(new, self.now), question)
        if self.in_words and (answer is None or not self.fits(question, new)):
            return False
        if answer is None:
            self.draft.revisit(question)
            return True
        return self.lay(Change(place, answer), text, denied)

    def fits(self, question: Question, new: str) -> bool:
        """Whether words are an answer to a question, and tell nothing besides."""
        core = core_of(new, self.words)
        if question.type is QuestionType.TEXT:
            return len(core.split()) <= MOST_REWORDED
        if question.type in CHOSEN:
            return self.answer(question, core) is not None
        reading = self.read(question, core)
        return from_details(question, reading) is not None and is_bare(core, reading, self.wording)

    def answer(self, question: Question, words: str, part: str = "") -> Answer | None:
        """The answer that words are to a question; `part` says what of somebody they are."""
        if part and question.type in REST:
            words = f"{part}: {words}"
        reading = self.read(question, words)
        said = answer_in(words, question, question.options, self.wording, reading)
        unread = question.composite and from_details(question, reading) is None and not part
        if said is None or said.answer is None or unread:
            return None
        return whole_answer(question, words, said.answer, self.wording, reading)

    def lay(self, change: Change, text: str, denied: str = "", *, joins: bool = False) -> bool:
        """Lay an answer over the one before, or ask which of several it is about."""
        question, answer = change.place.question, change.answer
        if tells_no_time(self.draft, change):
            self.draft.revisit(question)
            return True
        old, item = self.draft.case.answers.get(question.id), change.place.item
        if self.meant and self.meant.question == question:
            item = self.meant.item
        try:
            if old and question.composite:
                placer = self.draft.placer(question, joins=joins)
                answer = placer.lay(old, answer, denied, item)
        except UnclearError:
            self.ask_which(question, text)
            return True
        self.record(question, answer)
        return True

    def record(self, question: Question, answer: Answer) -> None:
        """Keep an answer that was changed; the question that was to be asked again still is."""
        before = self.draft.case.revisit
        self.answering.record(self.draft, question, answer, whole=True)
        if self.draft.case.revisit is None and before != question.id:
            self.draft.set(revisit=before)

    def cut(self, question: Question | None, old: str) -> bool:
        """Take words out of an answer; where they don't stand in it, it is asked again."""
        if question is None or not self.told(question):
            return False
        words = old.strip(" '\"“”‘’")
        if question.type is QuestionType.TEXT and words:
            said = str(self.draft.case.answers[question.id].value)
            left, count = re.subn(rf"\s*{re.escape(words)}", "", said, flags=re.IGNORECASE)
            if count and left.strip():
                self.record(question, Answer(left.strip()))
                return True
        places = [p for p in holders(self.draft, words) if p.question == question]
        if len(places) == 1 and question.repeat:
            self.take_out(places[0], words, old)
        else:
            self.draft.revisit(question)
        return True

    def take_out(self, place: Place, words: str, text: str) -> None:
        """Leave somebody or something out. Of several, one."""
        question, items = place.question, shown(self.draft, place.question)
        item = self.one_of(question, words).item if place.item is None else place.item
        if len(items) > 1 and item is None:
            self.ask_which(question, text)
            return
        if question.type is QuestionType.TEXT and not named_in(self.draft, words):
            self.cut(question, words)
            return
        value = self.draft.case.answers[question.id].value
        rest = [one for i, one in enumerate(value) if i != item] if len(items) > 1 else []
        nobody = Given.NOBODY if question.type is QuestionType.PERSON else Given.SKIPPED
        before = self.draft.case.revisit
        self.draft.record(question, Answer(rest) if rest else Answer(given=nobody))
        self.draft.set(revisit=None if before == question.id else before)
        self.draft.say("taken_out", label=question.name, display=items[item or 0])

    def one_of(self, question: Question, words: str) -> Place:
        """Which of several words mean: "Beth's age", "the boy". Raises WhoError for "his age"
        where there is only a girl."""
        if self.meant and self.meant.question == question:
            return self.meant
        answer = self.draft.case.answers.get(question.id)
        if question.type is not QuestionType.PERSON or not (answer and answer.has_value):
            return Place(question)
        if question.repeat:
            owner = re.search(r"([\w-]+)'s\b", words)
            found = self.draft.placer(question).find(answer.value, owner[1] if owner else words)
            if len(found) == 1:
                return Place(question, found[0])
        described = sex_in(self.draft, words)
        return meant_by(self.draft, question, described) if described else Place(question)

    def ask_which(self, question: Question, text: str) -> None:
        """Ask which of several a change is about; the change waits."""
        self.draft.say("which_one", people="; ".join(shown(self.draft, question)))
        self.draft.set(revisit=question.id, unplaced=text, asked=None)

    def told(self, question: Question) -> bool:
        """Whether a question has been answered with anything."""
        answer = self.draft.case.answers.get(question.id)
        return bool(answer and answer.has_value)

    def read(self, question: Question, words: str) -> Reading:
        """What words tell as an answer to a question."""
        return self.answering.accounts.reader.read(words, self.now, expected_detail(question))

    def _reword(self, question: Question, denied: str, new: str) -> bool:
        """Other words in the place of some in an answer in words."""
        said = str(self.draft.case.answers[question.id].value)
        words, count = re.subn(
            rf"(?<!\w){re.escape(denied)}(?!\w)", lambda _: new, said, flags=re.IGNORECASE
        )
        if not count or len(new.split()) > len(denied.split()) + MOST_REWORDED:
            self.draft.revisit(question)
        else:
            self.record(question, Answer(words))
        return True

    def _read_correction(self, text: str) -> Reading:
        """The details of a correction; a name ("and she is called …") is only read where it is
        clear that the child is spoken of."""
        reader = self.answering.accounts.reader
        plain, of_child = reader.read(text, self.now), reader.read(text, self.now, "victims")
        others = set(plain.details) - {"victims"}
        told = {q.reads for q in self.draft.questions if q.id in self.draft.case.answers}
        clear = "victims" in plain.details or (not plain.details and "offenders" not in told)
        return of_child if clear and others <= set(of_child.details) else plain

    @property
    def in_words(self) -> bool:
        """Whether words are asked for: a text may be the answer, whatever its shape."""
        return self.asked is not None and self.asked.type not in CHOSEN

    @property
    def wording(self) -> Wording:
        """What is said, and the words by which things are known."""
        return self.draft.speaker.wording

    @property
    def words(self) -> AmendmentWords:
        """The words of a change."""
        return self.wording.amendments


def only(reading: Reading, details: Collection[str | None]) -> Reading:
    """The part of a reading that has changed an answer."""
    return Reading({name: found for name, found in reading.details.items() if name in details})
