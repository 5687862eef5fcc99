"""The suggestion inside a conversation: what follows from the answers, and what is said of it.

The rulebook suggests and the practitioner decides. Nothing here is for the public.
"""

from dataclasses import dataclass
from typing import Any, cast

from assistant.domain.assessment import (
    Objection,
    Suggestion,
    decisive,
    differs,
    level_objection,
)
from assistant.domain.assessment_answers import assessment_from
from assistant.domain.assessment_facts import Assessment
from assistant.domain.casefile import CaseFile
from assistant.domain.definition import Audience, Decides, FormDefinition, Question
from assistant.domain.interview import Answer, next_question
from assistant.domain.toolkit import RiskLevel, Threshold
from assistant.services.assessing import AssessmentService, Change
from assistant.services.course import Forms
from assistant.services.drafting import Draft
from assistant.services.explaining import Explainer
from assistant.services.replies import message

SUGGESTION = "suggestion"
"""What stands in `told` once the suggestion has been shown."""
DECISION = frozenset({Decides.LEVEL, Decides.THRESHOLD, Decides.ROUTES, Decides.REASON})
DANGER_FACT = "immediate_danger"
_LEVELS = frozenset({Decides.LEVEL, Decides.SECTION_1_LEVEL})


@dataclass(frozen=True)
class Advisor:
    """Weighs what a case file holds."""

    assessments: AssessmentService
    forms: Forms

    def form(self, case: CaseFile) -> FormDefinition | None:
        """The assessment in this conversation; the public never has one."""
        if case.audience is not Audience.PRACTITIONER:
            return None
        return next((self.forms[f] for f in case.begun if self.forms[f].weighed), None)

    def assessment(self, case: CaseFile) -> Assessment | None:
        """What the answers so far are to the rulebook."""
        form = self.form(case)
        return assessment_from(form, case.answers, self.assessments.today) if form else None

    def suggestion(self, case: CaseFile) -> Suggestion | None:
        """What the rulebook suggests for the answers so far."""
        assessment = self.assessment(case)
        return self.assessments.suggest(assessment) if assessment else None

    def what_would_change(self, case: CaseFile) -> tuple[Change, ...]:
        """The answers still unknown that would change it."""
        assessment = self.assessment(case)
        return self.assessments.what_would_change(assessment) if assessment else ()

    def no_danger(self, case: CaseFile) -> bool:
        """Whether a practitioner has said, when asked, that nobody is in danger now."""
        assessment = self.assessment(case)
        return assessment is not None and assessment.facts.get(DANGER_FACT) is False

    def danger_question(self, case: CaseFile) -> str | None:
        """The id of the question whether somebody is in danger now."""
        form = self.form(case)
        asked = (q for q in form.questions if q.weighs) if form else ()
        return next((q.id for q in asked if q.weighs and q.weighs.fact == DANGER_FACT), None)

    def objection(self, case: CaseFile, question: Question, answer: Answer) -> Objection | None:
        """Why an answer can't be taken, where it is an overall level."""
        if question.decides not in _LEVELS or not answer.has_value:
            return None
        suggestion = self.suggestion(case)
        return level_objection(suggestion, answer.value) if suggestion else None


def advise(draft: Draft, advisor: Advisor, before: CaseFile) -> None:
    """Bring everything that follows from the answers up to date, and say what is new."""
    form = advisor.form(draft.case)
    if form is None:
        return
    suggestion = advisor.suggestion(draft.case)
    if suggestion is None:
        return
    _withdraw_low(draft, advisor, form)
    _compute(draft, form, suggestion)
    _say_duties(draft, suggestion)
    if SUGGESTION in draft.case.told:
        _say_moved(draft, advisor, advisor.suggestion(before), suggestion)


def present(draft: Draft, advisor: Advisor) -> None:
    """Before the first question of the decision: the suggestion, with its reasons.

    A part of the decision that is asked earlier, because somebody named it, shows it as it is then;
    it is shown again when everything else has been asked.
    """
    form = advisor.form(draft.case)
    if form is None or draft.form.is_flow or SUGGESTION in draft.case.told:
        return
    due = _decision_is_due(form, draft.case)
    early = draft.question is not None and draft.question.decides in DECISION
    suggestion = advisor.suggestion(draft.case) if due or early else None
    if suggestion is None:
        return
    explainer = _explainer(draft, advisor)
    reasons = decisive(advisor.assessments.rulebook, suggestion)
    shown = explainer.suggestion(suggestion, advisor.what_would_change(draft.case), reasons)
    changes = explainer.changes(draft.case, form)
    draft.messages[-1:-1] = [*([message(changes)] if changes else ()), shown]
    if due:
        draft.set(told=(*draft.case.told, SUGGESTION))


def explain(draft: Draft, advisor: Advisor) -> None:
    """The suggestion as it is now, with its reasons; before there is any, how it is made."""
    suggestion = advisor.suggestion(draft.case)
    if suggestion is None or not (suggestion.level or suggestion.threshold):
        draft.say("how_suggested")
        return
    reasons = decisive(advisor.assessments.rulebook, suggestion)
    explainer = _explainer(draft, advisor)
    draft.messages.append(
        explainer.suggestion(suggestion, advisor.what_would_change(draft.case), reasons)
    )


def as_suggested(draft: Draft, advisor: Advisor, question: Question) -> Answer | None:
    """The part of the suggestion that a question decides, to be the person's own decision."""
    suggestion = advisor.suggestion(draft.case)
    if suggestion is None or question.decides not in DECISION:
        return None
    offered = {option.value for option in question.options}
    match question.decides:
        case Decides.LEVEL:
            value: Any = suggestion.level
        case Decides.THRESHOLD:
            value = suggestion.threshold
        case _:
            value = [route for route in suggestion.routes if route in offered]
    return Answer(value) if value else None


def _decision_is_due(form: FormDefinition, case: CaseFile) -> bool:
    """Whether everything before the decision has been asked."""
    due = next_question(form, case.audience, case.answers)
    order = [q.id for q in form.questions]
    first = next((order.index(q.id) for q in form.questions if q.decides in DECISION), 0)
    return due is None or order.index(due.id) >= first


def _explainer(draft: Draft, advisor: Advisor) -> Explainer:
    return Explainer(draft.speaker.wording, advisor.assessments.toolkit)


def _withdraw_low(draft: Draft, advisor: Advisor, form: FormDefinition) -> None:
    """A level that the toolkit's floor has since ruled out is asked again."""
    for question in form.questions:
        answer = draft.case.answers.get(question.id)
        objection = advisor.objection(draft.case, question, answer) if answer else None
        if objection:
            draft.set(answers={k: a for k, a in draft.case.answers.items() if k != question.id})
            draft.say(str(objection))


def _compute(draft: Draft, form: FormDefinition, suggestion: Suggestion) -> None:
    """Set the answers that follow from others."""
    given = {q.decides: draft.case.answers.get(q.id) for q in form.questions if q.decides}
    decided = {part: a.value for part, a in given.items() if a and a.has_value}
    level = cast(RiskLevel | None, decided.get(Decides.LEVEL))
    threshold = cast(Threshold | None, decided.get(Decides.THRESHOLD))
    other = differs(suggestion, level, threshold, decided.get(Decides.ROUTES))
    if DECISION & decided.keys() or "decision_differs" in draft.case.answers:
        draft.compute(form, "decision_differs", "yes" if other else "no")
    draft.compute(form, "recalled", "yes" if draft.case.earlier else "no")
    draft.compute(form, "suggested_threshold", suggestion.threshold)


def _say_duties(draft: Draft, suggestion: Suggestion) -> None:
    """Each duty once, when it becomes due: what to do, and by when."""
    new = [duty for duty in suggestion.duties if duty.id not in draft.case.told]
    if new:
        draft.messages.append(draft.speaker.duties(draft.case, new))
        draft.set(told=(*draft.case.told, *(duty.id for duty in new)))


def _say_moved(draft: Draft, advisor: Advisor, before: Suggestion | None, now: Suggestion) -> None:
    """How a change has moved the suggestion."""
    if before is None:
        return
    if (before.level, before.threshold, before.routes) != (now.level, now.threshold, now.routes):
        explainer = _explainer(draft, advisor)
        was, is_ = explainer.outcome(before), explainer.outcome(now)
        draft.say("suggestion_moved", before=was, now=is_)
