"""One turn in the making: the case file as it changes, and what is said about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.domain import interview
from assistant.domain.casefile import OPENING, REVIEW, CaseFile
from assistant.domain.definition import FormDefinition, Question
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Reading
from assistant.services.hearing import found_answer
from assistant.services.replies import Speaker

CHANGE = "change:"
"""How the value of a choice begins that asks for a question to be changed."""

Forms = Mapping[str, FormDefinition]
"""The forms in force, by id."""


@dataclass
class Draft:
    """A turn in the making. Every change goes through here, so that one place keeps order."""

    case: CaseFile
    forms: Forms
    speaker: Speaker
    may_send: Callable[[str, str], bool]
    """Whether a form can be sent for an area today (form id, area id)."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    sends: bool = False

    @property
    def form(self) -> FormDefinition:
        """The form being asked."""
        return self.forms[self.case.form]

    @property
    def question(self) -> Question | None:
        """The question being asked; None at the review."""
        asked = self.case.asked
        return None if asked in (None, REVIEW) else self.form.question(str(asked))

    def change_target(self, value: Any) -> Question | None:
        """The question of `change:<question>`; a part (`offenders[0].name`) stands for it."""
        if not (isinstance(value, str) and value.startswith(CHANGE)) or self.form.is_flow:
            return None
        question_id = value.removeprefix(CHANGE).split("[")[0].split(".")[0]
        return self.form.question(question_id) if self.form.has(question_id) else None

    def set(self, **changes: Any) -> None:
        """Change the case file."""
        self.case = replace(self.case, **changes)

    def say(self, key: str, **values: str) -> None:
        """Say something of `forms/answers.yml`."""
        self.messages.append(self.speaker.said(self.case, key, **values))

    def enter(self, form_id: str) -> None:
        """Go to a form, unless it could not be sent from here: then say so and stay."""
        form = self.forms[form_id]
        if not form.is_flow and not self.may_send(form_id, self.case.area):
            self.say("withheld")
            return
        resume = self.case.form if form.is_flow else None
        self.set(form=form_id, asked=None, revisit=None, trail=(), resume=resume)
        read = [q.id for q in form.questions if self._was_read(q)]
        if read:
            self.messages.append(self.speaker.noted(self.case, form, read))
        else:
            self.messages += self.speaker.notices(self.case, form.opening)

    def begin_anew(self) -> None:
        """Forget what was answered; what was sent stays sent, and its receipts stay."""
        self.set(answers={}, sent=False, danger_told=False, form=OPENING, resume=None)
        self.set(asked=None, revisit=None, trail=())

    def _was_read(self, question: Question) -> bool:
        answer = self.case.answers.get(question.id)
        return bool(answer and answer.has_value and answer.evidence)

    def resume_or(self, form_id: str | None) -> None:
        """Go back to the form that was left, or else to another."""
        left = self.case.resume
        if left and not self.forms[left].is_flow:
            self.set(form=left, resume=None, asked=None)
        elif form_id:
            self.enter(form_id)

    def record(self, question: Question, answer: Answer) -> None:
        """Keep an answer; what hung on an old one and no longer fits goes."""
        answers = interview.record(
            self.form, self.case.audience, self.case.answers, question.id, answer
        )
        self.set(answers=answers, revisit=None, misunderstood=0)

    def keep_account(self, form: FormDefinition, text: str, reading: Reading) -> list[str]:
        """Keep a person's own words, and what was read in them; the ids of what was read."""
        if form.account:
            before = self.case.answers.get(form.account.id)
            said = f"{before.value}\n{text}" if before and before.has_value else text
            self.set(answers={**self.case.answers, form.account.id: Answer(said)})
        return self.merge(form, reading)

    def merge(self, form: FormDefinition, reading: Reading) -> list[str]:
        """Fill questions that have no answer yet with what was read; their ids."""
        added: dict[str, Answer] = {}
        for question in form.questions:
            found = reading.details.get(question.reads or "")
            before = self.case.answers.get(question.id)
            if found and (before is None or not before.has_value):
                added[question.id] = found_answer(question, found)
                implied = {k: Answer(v) for k, v in question.implies.items()}
                added = {k: a for k, a in implied.items() if k not in self.case.answers} | added
        self.set(answers={**self.case.answers, **added})
        relevant = {q.id for q, _ in interview.in_form(form, self.case.audience, self.case.answers)}
        return [q for q, answer in added.items() if q in relevant and answer.evidence]

    def correct(self, reading: Reading) -> list[Question]:
        """Lay what was read over the answers; the questions changed. One that can't be placed
        (which of two people?) is asked again."""
        changed = []
        for question in self.form.questions:
            found = reading.details.get(question.reads or "")
            if not found:
                continue
            new, old = found_answer(question, found), self.case.answers.get(question.id)
            if old and _several(old) and len(new.value) < len(old.value):
                self.set(revisit=question.id)
                continue
            self.record(question, interview.merge(old, new) if old else new)
            changed.append(question)
        return changed

    def say_changed(self, question: Question) -> None:
        """Say what an answer is now."""
        shown = self.speaker.display(question, self.case.answers[question.id])
        self.say("changed", label=question.label, display=shown)

    def note(self, ids: list[str]) -> None:
        """Show what was read, with the words it came from."""
        if ids:
            self.messages.append(self.speaker.noted(self.case, self.form, ids))

    def go_back(self) -> None:
        """Ask the question before this one again; its answer stays until it is changed."""
        trail = self.case.trail if self.case.asked == REVIEW else self.case.trail[:-1]
        if not trail:
            self.say("nothing_before")
            return
        self.set(trail=trail[:-1], revisit=trail[-1], asked=None)

    def revisit(self, question: Question) -> None:
        """Ask a question again that has an answer, saying what that is."""
        answer = self.case.answers.get(question.id)
        if answer:
            shown = self.speaker.display(question, answer)
            self.say("change_to_what", display=shown)
        self.set(revisit=question.id, asked=None)

    def decline(self, question: Question, given: Given) -> None:
        """No answer, on purpose. A skip never erases an answer that is already there."""
        if given is Given.SKIPPED and question.id in self.case.answers:
            self.set(revisit=None)
            return
        self.record(question, Answer(given=given))

    def ask_next(self) -> None:
        """End the turn with the question that is due, or the review."""
        form = self.form
        if self.case.revisit:
            question: Question | None = form.question(self.case.revisit)
        else:
            question = interview.next_question(form, self.case.audience, self.case.answers)
        if question is None:
            self.set(asked=REVIEW)
            self.messages += self.speaker.review(self.case, form)
            return
        if question.id != self.case.asked or not self.case.trail:
            self.messages.append(self.speaker.ask(self.case, form, question))
            self.set(asked=question.id, trail=(*self.case.trail, question.id))
        else:
            before = replace(self.case, trail=self.case.trail[:-1])
            self.messages.append(self.speaker.ask(before, form, question))


def _several(answer: Answer) -> bool:
    return answer.has_value and isinstance(answer.value, list) and len(answer.value) > 1
