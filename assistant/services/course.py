"""Where a conversation stands: the form and question asked, and what is still to come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain import interview
from assistant.domain.casefile import REVIEW, CaseFile
from assistant.domain.definition import FormDefinition, Question
from assistant.services.replies import Way

CHANGE = "change:"
"""How the value of a choice begins that asks for a question to be changed."""

Forms = Mapping[str, FormDefinition]
"""The forms in force, by id."""


@dataclass
class Course:
    """A case file beside the forms in force. It only looks: what changes anything is the draft."""

    case: CaseFile
    forms: Forms
    reaches: Callable[[str, str], Sequence[str]]
    """The names of those whom a form reaches today (form id, area id)."""

    @property
    def form(self) -> FormDefinition:
        """The form being asked."""
        return self.forms[self.case.form]

    @property
    def question(self) -> Question | None:
        """The question being asked; None at the review."""
        asked = self.case.asked
        return None if asked in (None, REVIEW) else self.form.question(str(asked))

    @property
    def plan(self) -> list[FormDefinition]:
        """The forms being filled in, in the order of asking, that can be completed from here."""
        first = self.case.begun[:1]
        return [form for form in self.chosen if form.id in first or self.can_complete(form.id)]

    @property
    def questions(self) -> list[Question]:
        """Every question of those forms that belongs in them, each id once, the form being asked
        first: what a person may name to change or to answer it."""
        ordered = sorted(self.plan, key=lambda form: form.id != self.case.form)
        found: dict[str, Question] = {}
        for form in ordered:
            for question in form.questions:
                if not question.computed and self.belongs(question):
                    found.setdefault(question.id, question)
        return list(found.values())

    @property
    def held(self) -> frozenset[str]:
        """The details that have been told already."""
        answers = self.case.answers
        told = (q for q in self.questions if q.id in answers and answers[q.id].has_value)
        return frozenset(q.reads for q in told if q.reads)

    @property
    def page(self) -> tuple[Question, ...]:
        """The questions asked together now; none at the review."""
        question = self.question
        if question is None:
            return ()
        return interview.page_of(self.form, self.case.audience, self.case.answers, question)

    def belongs(self, question: Question) -> bool:
        """Whether a question is of the forms at all, by the answers so far."""
        return interview.holds(question.relevant, self.case.audience, self.case.answers)

    def can_complete(self, form_id: str) -> bool:
        """Whether a form has somewhere to go from here, or needs nobody to go to."""
        form = self.forms[form_id]
        return not form.needs_recipient or bool(self.reaches(form_id, self.case.area))

    @property
    def chosen(self) -> list[FormDefinition]:
        """The forms that were begun or chosen, also those that can't be sent from here."""
        ids = interview.plan(self.forms, self.case.begun, self.case.answers)
        return [self.forms[i] for i in ids]

    @property
    def sendable(self) -> list[FormDefinition]:
        """The forms that go when somebody says to send."""
        return [form for form in self.plan if self.can_complete(form.id)]

    def ways(self, forms: Sequence[FormDefinition]) -> list[Way]:
        """Where each of some forms goes. An annexed form goes with the one that carries it."""
        names = {form.id: tuple(self.reaches(form.id, self.case.area)) for form in forms}
        ways = []
        for form in forms:
            carrier = next((f for f in forms if f.annex == form.id and names[f.id]), None)
            reached = names[form.id] or (names[carrier.id] if carrier else ())
            ways.append(Way(form, reached, carrier))
        return ways

    def change_target(self, value: Any) -> Question | None:
        """The question of `change:<question>`; a part (`offenders[0].name`) stands for it."""
        if not (isinstance(value, str) and value.startswith(CHANGE)) or self.form.is_flow:
            return None
        question_id = value.removeprefix(CHANGE).split("[")[0].split(".")[0]
        return next((q for q in self.questions if q.id == question_id), None)

    def due(self) -> tuple[FormDefinition, Question | None]:
        """The form and question that come next; no question: the review."""
        forms = [self.form] if self.form.is_flow else self.plan
        revisit = self.case.revisit
        held = sorted(forms, key=lambda form: form.id != self.case.form)
        form = next((form for form in held if revisit and form.has(revisit)), None)
        if revisit and form:
            return form, form.question(revisit)
        for form in forms:
            question = interview.next_question(form, self.case.audience, self.case.answers)
            if question:
                return form, question
        return forms[0], None

    def remaining(self) -> interview.Progress | None:
        """How far all the forms are; a question that stands in several counts once."""
        if self.form.is_flow:
            return None
        return interview.progress(self.plan, self.case.audience, self.case.answers)
