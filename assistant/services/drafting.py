"""One turn in the making: the case file as it changes, and what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from assistant.domain import interview
from assistant.domain.casefile import REVIEW, CaseFile, Earlier
from assistant.domain.definition import NO, Audience, FormDefinition, Question
from assistant.domain.display import display_parts
from assistant.domain.interview import Answer, Given
from assistant.domain.links import Link, follow, links_of, take_back
from assistant.domain.placing import Placer, Sexes
from assistant.domain.reading import Reading
from assistant.services.course import Course
from assistant.services.hearing import found_answer
from assistant.services.replies import Speaker

REST = "rest:"
"""How what stands in `told` begins while the unclear part of a list is asked about."""
DENIED = "denied:"
"""How what stands in `told` begins once a denied fact was asked about again."""


@dataclass
class Draft(Course):
    """A turn in the making. Every change goes through here, so that one place keeps order."""

    speaker: Speaker
    messages: list[dict[str, Any]] = field(default_factory=list)
    sends: bool = False
    """Whether the person has said to send."""

    def set(self, **changes: Any) -> None:
        """Change the case file; what follows from changed answers changes with them."""
        before = self.case
        self.case = replace(before, **changes)
        if "answers" in changes:
            asked = {question.id for question in self.questions}
            answers = follow(self._links, before.answers, self.case.answers, asked)
            self.case = replace(self.case, answers=answers)

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        return links_of(self.forms.values())

    def say(self, key: str, **values: str) -> None:
        """Say something of `forms/answers.yml`."""
        self.messages.append(self.speaker.said(self.case, key, **values))

    def enter(self, form_id: str, and_form: str | None = None) -> None:
        """Go to a form, unless it could not be sent from here: then say so and stay."""
        form = self.forms[form_id]
        if not self.can_complete(form_id) and not form.is_flow:
            self.messages += self.speaker.notices(self.case, form.when_withheld)
            return
        resume = self.case.form if form.is_flow else None
        begun = self.case.begun if form.is_flow else tuple(filter(None, (form_id, and_form)))
        self.set(form=form_id, begun=begun, asked=None, revisit=None, trail=(), resume=resume)
        read = [q.id for q in form.questions if self._was_read(q)]
        if read:
            self.messages.append(self.speaker.noted(self.case, form, read))
        else:
            self.messages += self.speaker.notices(self.case, form.opening)
        self.set(told=(*self.case.told, form_id))
        self._take_what_is_known(form)

    def _take_what_is_known(self, form: FormDefinition) -> None:
        """Answer what the case file knows already."""
        for question in form.questions:
            if question.sets == "area" and self.case.area_known:
                self.set(answers={**self.case.answers, question.id: Answer(self.case.area)})
        asked = {question.id for question in form.questions if self.belongs(question)}
        for link in self._links:
            said = take_back(link, self.case.answers)
            if said and link.source in asked:
                self.set(answers={**self.case.answers, link.source: said})

    def begin_anew(self) -> None:
        """Forget what was answered, but for who a practitioner is; what was sent stays sent, and
        its receipts stay. The public may tell of another child in another place, as somebody else:
        they are asked again."""
        again = self.case.audience is Audience.PRACTITIONER
        kept = {q.id for form in self.forms.values() for q in form.questions if q.kept and again}
        answers = {key: answer for key, answer in self.case.answers.items() if key in kept}
        self.case = CaseFile(
            area=self.case.area,
            area_known=self.case.area_known and again,
            audience=self.case.audience,
            language=self.case.language,
            answers=answers,
            receipts=self.case.receipts,
        )

    def start_from(self, form: FormDefinition, earlier: Earlier | None) -> None:
        """Begin with the answers of an earlier assessment, or none, in place of one begun with
        before; what was said today stays."""
        answers = {k: a for k, a in earlier.answers.items() if form.has(k)} if earlier else {}
        before = self.case.earlier.answers if self.case.earlier else {}
        today = {k: a for k, a in self.case.answers.items() if before.get(k) != a}
        self.set(answers={**answers, **today}, earlier=earlier)

    def _ask_again(self, question: Question, was: Answer | None, now: Answer) -> None:
        """Drop the answers of the sections that are to be asked again; in one that no longer is,
        the earlier assessment's stand again."""
        form = next(form for form in self.plan if form.has(question.id))
        before, after = _ticked(was), _ticked(now)
        asked = {q.id for q in form.questions if q.section in after - before}
        kept = [q for q in form.questions if q.section in before - after]
        answers = {k: a for k, a in self.case.answers.items() if k not in asked}
        earlier = self.case.earlier.answers if self.case.earlier else {}
        answers |= {q.id: earlier[q.id] for q in kept if q.id in earlier}
        stale = {q.id for q in kept if not interview.holds(q.relevant, self.case.audience, answers)}
        self.set(answers={k: a for k, a in answers.items() if k not in stale})

    def _was_read(self, question: Question) -> bool:
        answer = self.case.answers.get(question.id)
        return bool(answer and answer.has_value and answer.evidence)

    def resume(self) -> bool:
        """Go back to the form that was left, if there is one."""
        left = self.case.resume
        if not left or self.forms[left].is_flow:
            return False
        self.set(form=left, resume=None, asked=None)
        return True

    def record(self, question: Question, answer: Answer) -> None:
        """Keep an answer; what hung on an old one and no longer fits goes."""
        self.settle_rest(question)
        answer = self._with_evidence(question, answer)
        before, answers = self.case.answers.get(question.id), self.case.answers
        for form in self.plan or [self.form]:
            answers = interview.record(form, self.case.audience, answers, question.id, answer)
        self.set(answers=answers, revisit=None, misunderstood=0)
        if question.sets == "area" and answer.has_value:
            self._move_to(answer.value)
        if question.asks_again:
            self._ask_again(question, before, answer)
        self._say_withheld(question, answer)

    def _move_to(self, area: str) -> None:
        """Another area has other recipients: a form that can't be sent from there is named."""
        before = [form for form in self.chosen if self.can_complete(form.id)]
        self.set(area=area, area_known=True)
        for form in before:
            if not self.can_complete(form.id):
                self.messages += self.speaker.notices(self.case, form.when_withheld)

    def send(self) -> None:
        """Send what can be sent; if nothing can, say whom to ring."""
        self.sends = bool(self.sendable)
        if not self.sends:
            for form in self.plan:
                self.messages += self.speaker.notices(self.case, form.when_withheld)

    def settle(self, answers: Mapping[str, str]) -> None:
        """Change answers that were given, because of what has been said since."""
        for form in self.chosen:
            for id_ in answers.keys() & {q.id for q in form.questions} & self.case.answers.keys():
                self.record(form.question(id_), Answer(answers[id_]))

    def _with_evidence(self, question: Question, answer: Answer) -> Answer:
        """A ticked row that was read from the account keeps the words it was read from."""
        if not (question.weighs and answer.has_value and isinstance(answer.value, list)):
            return answer
        read = {id_: self.case.proposed[id_] for id_ in answer.value if id_ in self.case.proposed}
        return replace(answer, evidence={**answer.evidence, **read})

    def _say_withheld(self, question: Question, answer: Answer) -> None:
        """A form that was chosen and could not be sent from here is named at once."""
        for option in question.options:
            chosen = answer.has_value and option.value in answer.value
            if option.adds and chosen and not self.can_complete(option.adds):
                withheld = self.forms[option.adds].when_withheld
                self.messages += self.speaker.notices(self.case, withheld)

    def compute(self, form: FormDefinition, question_id: str, value: str | None) -> None:
        """Set the answer of a question that follows from others; None: nothing follows now."""
        before = self.case.answers.get(question_id)
        if (before.value if before else None) != value:
            answer = Answer(value) if value else Answer(given=Given.DONT_KNOW)
            answers = self.case.answers
            self.set(
                answers=interview.record(form, self.case.audience, answers, question_id, answer)
            )

    def keep_account(
        self, form: FormDefinition, text: str, reading: Reading, *, replacing: bool = False
    ) -> list[str]:
        """Keep a person's own words, and what was read in them; the ids of what was read.

        They are added to what was said before, unless the person is changing that.
        """
        if form.account:
            before = None if replacing else self.case.answers.get(form.account.id)
            said = f"{before.value}\n{text}" if before and before.has_value else text
            self.set(answers={**self.case.answers, form.account.id: Answer(said)})
        return self.merge(form, reading)

    def propose(self, reading: Reading) -> None:
        """Keep what was read of the toolkit's rows and of facts, to be shown where each is asked.

        Words that both state a fact and deny it ("EHCP", "no SEND") are shown for both.
        """
        signs = (*reading.indicators, *reading.vulnerability_factors, *reading.facts)
        harm = {"harm_already_happened": reading.harm_already_happened}
        proposed = {sign.id: sign.evidence for sign in signs}
        proposed |= {key: spans for key, spans in harm.items() if spans}
        levels = {sign.id: str(sign.level) for sign in reading.indicators if sign.level}
        self.set(
            proposed={**self.case.proposed, **proposed},
            levels_read={**self.case.levels_read, **levels},
        )

    def settle_rest(self, question: Question) -> None:
        """A list of which only the rest was asked is whole again."""
        told = tuple(mark for mark in self.case.told if mark != f"{REST}{question.id}")
        if told != self.case.told:
            self.set(told=told)

    def query_denied(self) -> None:
        """Ask again, once, about a fact that was denied and that the person's words state."""
        for question in self.questions:
            answer, fact = (
                self.case.answers.get(question.id),
                question.weighs and question.weighs.fact,
            )
            denied = answer and answer.has_value and answer.value == NO
            mark = f"{DENIED}{question.id}"
            if denied and fact in self.case.proposed and mark not in self.case.told:
                self.say("read_otherwise", label=question.name)
                self.set(revisit=question.id, asked=None, told=(*self.case.told, mark))
                return

    def merge(self, form: FormDefinition, reading: Reading) -> list[str]:
        """Fill questions that have no answer yet with what was read; their ids."""
        added: dict[str, Answer] = {}
        asked = {q.id for q in self.questions}
        taken = {q.reads for q in form.questions if q.id in asked}
        for question in form.questions:
            if question.id not in asked and question.reads in taken:
                continue  # another audience's question for the same: the child would stand twice
            found = reading.details.get(question.reads or "")
            before = self.case.answers.get(question.id)
            if found and (before is None or not before.has_value):
                added[question.id] = replace(found_answer(question, found), read=True)
                implied = {k: Answer(v) for k, v in question.implies.items()}
                added = {k: a for k, a in implied.items() if k not in self.case.answers} | added
        self.set(answers={**self.case.answers, **added})
        relevant = {q.id for q, _ in interview.in_form(form, self.case.audience, self.case.answers)}
        return [q for q, answer in added.items() if q in relevant and answer.evidence]

    def placer(self, question: Question, *, joins: bool = False) -> Placer:
        """Lays corrections over the answers of a question; `joins`: it corrects no looks."""
        wording = self.speaker.wording
        sexes = Sexes(wording.amendments.male, wording.amendments.female)
        shown = partial(display_parts, question.type, words=wording.words)
        return Placer(question.type, sexes, shown, joins)

    def say_answered(self, question: Question, before: Answer | None) -> None:
        """Say what an answer is now, and whether that is a change of what it was before."""
        shown = self.speaker.display(question, self.case.answers[question.id])
        same = before is not None and self.speaker.display(question, before) == shown
        how = "unchanged" if same else "changed" if before else "answered"
        self.say(how, label=question.name, display=shown)

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
        self.settle_rest(question)
        if answer:
            shown = self.speaker.display(question, answer)
            self.say("change_to_what", display=shown)
        self.set(revisit=question.id, asked=None)

    def decline(self, question: Question, given: Given) -> None:
        """No answer, on purpose, where one may be left out. A skip never erases an answer that is
        already there."""
        if not question.declinable:
            self.say("needs_answer", why=question.why)
            return
        if self.case.words and question == self.form.account:
            words = self.case.words
            self.set(words="")
            self.keep_account(self.form, words, Reading())
            return
        known = self.case.answers.get(question.id)
        if known and (given is Given.SKIPPED or known.read):
            # What was read is asked about once; whoever knows no more doesn't take it back.
            asked = replace(known, read=False)
            self.set(revisit=None, answers={**self.case.answers, question.id: asked})
            return
        self.record(question, Answer(given=given))

    def ask_next(self) -> None:
        """End the turn with the question that is due, or the review."""
        form, question = self.due()
        if question is None:
            self.set(asked=REVIEW, form=form.id)
            for shown in self.chosen:
                if not self.can_complete(shown.id):
                    self.messages += self.speaker.notices(self.case, shown.when_withheld)
            ways = self.ways(self.chosen)
            self.messages += self.speaker.review(self.case, self.plan, self.sendable, ways)
            return
        if form.id != self.case.form:
            self._go_over_to(form)
        if question.id != self.case.asked or not self.case.trail:
            self._ask(self.case, form, question)
            self.set(asked=question.id, trail=(*self.case.trail, question.id))
        else:
            self._ask(replace(self.case, trail=self.case.trail[:-1]), form, question)

    def _go_over_to(self, form: FormDefinition) -> None:
        """Go to another of the forms being filled in; what it says first is said once."""
        self.set(form=form.id)
        if form.id not in self.case.told:
            self.messages += self.speaker.notices(self.case, form.opening)
            self.set(told=(*self.case.told, form.id))

    def _ask(self, case: CaseFile, form: FormDefinition, question: Question) -> None:
        page: tuple[Question, ...] = (question,)
        if not case.revisit:
            page = interview.page_of(form, case.audience, case.answers, question)
        self.messages.append(self.speaker.ask(case, form, page, self.remaining()))


def _ticked(answer: Answer | None) -> frozenset[str]:
    return frozenset(answer.value) if answer and answer.has_value else frozenset()
