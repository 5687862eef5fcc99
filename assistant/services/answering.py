"""Answers that are known to be answers: what each does to the case file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.domain import interview, schemas
from assistant.domain.casefile import DANGER, OPENING, REVIEW, Earlier
from assistant.domain.definition import Effect, Option, Question, QuestionType
from assistant.domain.errors import InvalidAnswerError
from assistant.domain.interview import Answer, Given
from assistant.domain.wording import normalise
from assistant.services.accounts import Accounts
from assistant.services.asides import say_done
from assistant.services.deciding import Advisor
from assistant.services.drafting import Draft
from assistant.services.emergencies import enter_danger
from assistant.services.rest import added, query_left_out
from assistant.services.settling import settle


@dataclass(frozen=True)
class Answering:
    """Takes choices, structured answers and what a typed text was found to be."""

    accounts: Accounts
    advisor: Advisor
    problem: Callable[[dict[str, Any], Any], str | None]
    """What is wrong with a value by a JSON Schema, in words that hold none of it."""

    recall: Callable[[str], Earlier | None]
    """The earlier assessment whose reference and receipt code stand in a text."""

    # -- what fits -------------------------------------------------------------------------

    def is_choice(self, draft: Draft, value: Any) -> bool:
        """Whether a choice is offered now."""
        question = draft.question
        if question is None:
            return value in ("send", "back") or draft.change_target(value) is not None
        if value == "back" or draft.change_target(value):
            return True
        if value in ("dont_know", "prefer_not_to_say", "skip"):
            return question.declinable
        return any(o.value == value for o in _options(draft, question))

    def answered(self, draft: Draft, question: Question, value: Any) -> list[tuple[Question, Any]]:
        """The questions that a structured answer answers: the one asked, or several of its page."""
        page = {q.id: q for q in draft.page}
        page |= {q.id: q for q in draft.form.questions if q.page and q.page == question.page}
        if isinstance(value, dict) and value and set(value) <= set(page):
            return [(page[key], value[key]) for key in page if key in value]
        return [(question, value)]

    def check(self, draft: Draft, question: Question, value: Any, *, on_page: bool = False) -> None:
        """Raises InvalidAnswerError for a value that doesn't fit; of a page it names the field."""
        offered = tuple(o.value for o in interview.options(question, draft.case.answers))
        problem = self.problem(schemas.answer_schema(question, offered), value)
        if problem:
            place = f"'answer.{question.id}" if on_page else "'answer"
            raise InvalidAnswerError(problem.replace("'answer", place, 1))

    # -- what it does ----------------------------------------------------------------------

    def choice(self, draft: Draft, value: str, now: datetime) -> None:
        """A button."""
        target = draft.change_target(value)
        if target:
            draft.revisit(target)
        elif value == "send" and draft.case.asked == REVIEW:
            draft.send()
        elif value == "back":
            draft.go_back()
        elif value in tuple(Given) and draft.question:
            draft.decline(draft.question, Given(value))
        elif draft.question:
            self.given(draft, draft.question, value, now)

    def given(self, draft: Draft, question: Question, value: Any, now: datetime) -> None:
        """A value that `check` has found to fit."""
        chosen = next((o for o in question.options if o.value == value), None)
        if chosen and chosen.effect:
            if not draft.form.is_flow:
                self.record(draft, question, Answer(value))
            self._take_effect(draft, chosen.effect, now)
            return
        if question.type is QuestionType.CHOICES and isinstance(value, str):
            value = [value]
        if question == draft.form.account and isinstance(value, str):
            self.accounts.take(draft, value, None, now)
            return
        self.record(draft, question, Answer(value))

    def record(
        self,
        draft: Draft,
        question: Question,
        answer: Answer,
        *,
        over: bool = False,
        whole: bool = False,
    ) -> None:
        """Keep an answer, where it can be kept; `over`: it corrects what was said before, `whole`:
        it is what comes of such a correction."""
        objection = self.advisor.objection(draft.case, question, answer)
        if objection:
            draft.say(str(objection))
            return
        if question.recalls and answer.has_value:
            recalled = self._recall(draft, answer)
            if recalled is None:
                return
            answer = recalled
        answer = added(draft, question, answer)
        again = over or whole or draft.case.revisit == question.id
        changed = again and question.id in draft.case.answers
        today, before = self.advisor.assessments.today, draft.case.answers.get(question.id)
        settled = settle(draft, question, answer, today, over=over, whole=whole)
        if settled is None:
            return
        words = _names_writer(draft, question)
        draft.record(question, settled.answer)
        if words and not _names_writer(draft, question):
            draft.say("still_named", words=words)
        query_left_out(draft, question)
        if settled.ask_again:
            draft.set(revisit=question.id)
        elif changed or over or whole:
            draft.say_answered(question, before)

    def _recall(self, draft: Draft, answer: Answer) -> Answer | None:
        """Start from an earlier assessment, if one is named; None: it couldn't be found.

        Its reference is kept as the answer. The code opens the earlier assessment to anybody, so it
        is kept nowhere.
        """
        if normalise(answer.value) in draft.speaker.wording.no:
            draft.start_from(draft.form, None)
            return answer
        earlier = self.recall(answer.value)
        if earlier is None:
            draft.say("not_recalled")
            return None
        draft.start_from(draft.form, earlier)
        draft.say("recalled", reference=earlier.reference)
        return Answer(earlier.reference)

    def _take_effect(self, draft: Draft, effect: Effect, now: datetime) -> None:
        if effect.start_again:
            draft.begin_anew()
            draft.enter(OPENING)
            return
        if effect.audience:
            draft.set(audience=effect.audience, asked=None, trail=())
        if effect.say:
            draft.say(effect.say)
        draft.settle(effect.settles)
        if effect.resume and draft.resume():
            if draft.case.is_sent:
                say_done(draft, "after")
        elif effect.form == DANGER:
            enter_danger(draft)
        elif effect.form:
            self.accounts.begin(draft, effect.form, effect.and_form, now)


def _names_writer(draft: Draft, question: Question) -> str:
    """The words of the account from which it was read who writes, where this answer takes that out
    of the answers: they stay in the account until they are changed."""
    who = next((q for q in draft.form.questions if question.id in q.implies), None)
    told = draft.case.answers.get(who.id) if who else None
    spans = [s for found in told.evidence.values() for s in found] if told else []
    return ", ".join(dict.fromkeys(span.text for span in spans))


def leads_away(question: Question, answer: Answer) -> bool:
    """Whether a typed answer is a choice that does more, as "yes" to danger now does."""
    return any(o.effect and o.value == answer.value for o in question.options)


def _options(draft: Draft, question: Question) -> tuple[Option, ...]:
    if question.type is QuestionType.YES_NO:
        words = draft.speaker.wording.words
        return tuple(Option(v, words[v]) for v in ("yes", "no"))
    return interview.options(question, draft.case.answers)
