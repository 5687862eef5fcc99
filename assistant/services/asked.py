"""What a practitioner asks about the assessment itself: what a level looks like, why one is
suggested, which threshold it is, whether consent is needed. And "as suggested" at the decision.

The answer is the toolkit's own wording, the reasons of the suggestion, or how it is decided.
"""

from dataclasses import dataclass

from assistant.domain.definition import Audience, Decides, Question, Told
from assistant.domain.toolkit import LEVELS, RiskLevel, Toolkit
from assistant.domain.wording import begins, normalise
from assistant.services.answering import Answering
from assistant.services.asides import reply
from assistant.services.asking import looks_like_question
from assistant.services.deciding import Advisor, as_suggested, explain
from assistant.services.drafting import Draft
from assistant.services.naming import names_of_option

LONGEST = 15
"""Words; a longer text tells of something, whatever it also asks."""


@dataclass(frozen=True)
class _Asked:
    """A question in its words, and what it names."""

    draft: Draft
    toolkit: Toolkit
    plain: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.plain.split())

    @property
    def level(self) -> RiskLevel | None:
        return next((level for level in LEVELS if level in self.words), None)

    @property
    def row(self) -> str | None:
        """The indicator that is named, by its longest name, or else the one being asked about."""
        named = [
            (len(name), option.value)
            for question in self.draft.form.questions
            if question.weighs and question.weighs.told is Told.INDICATORS
            for option in question.options
            for name in names_of_option(option)
            if option.value in self.toolkit.indicator_by_id and f" {name} " in f" {self.plain} "
        ]
        asked = self.draft.question
        current = asked.weighs.row if asked and asked.weighs else None
        return max(named)[1] if named else current

    @property
    def names_threshold(self) -> bool:
        deciding = (q for q in self.draft.form.questions if q.decides is Decides.THRESHOLD)
        names = {n for q in deciding for o in q.options for n in names_of_option(o)}
        return any(f" {name} " in f" {self.plain} " for name in names)


def answers_question(draft: Draft, advisor: Advisor, text: str) -> bool:
    """Answer a question about the assessment; False: it is none."""
    wording = draft.speaker.wording
    plain = normalise(text)
    if draft.case.audience is not Audience.PRACTITIONER or len(plain.split()) > LONGEST:
        return False
    if not looks_like_question(text, wording) or wording.command(plain):
        return False
    asked = _Asked(draft, advisor.assessments.toolkit, plain)
    for word, name in wording.asked_about.items():
        if word in asked.words:
            reply(draft, next(q for q in wording.questions if q.id == name))
            return True
    of_example = not plain.startswith("why ") and asked.words & wording.asks_example
    if asked.level and asked.row and of_example:
        _show_example(draft, asked.toolkit, asked.row, asked.level)
        return True
    if _asks_why(asked):
        explain(draft, advisor)
        return True
    return False


def _asks_why(asked: _Asked) -> bool:
    """ "Why high", "why did you suggest that", "is this CIN or s47?" """
    wording = asked.draft.speaker.wording
    suggested = bool(asked.words & wording.asks_suggestion)
    if asked.plain.startswith("why "):
        # "Why would he be high on a Friday" is somebody's account.
        little = asked.words - {"why", "not", *LEVELS} <= wording.untelling
        return suggested or asked.names_threshold or (asked.level is not None and little)
    return begins(asked.plain, wording.asks_which) and (suggested or asked.names_threshold)


def _show_example(draft: Draft, toolkit: Toolkit, row: str, level: RiskLevel) -> None:
    """Appendix 3's words for a level of a row, or that the toolkit gives no example."""
    label = toolkit.indicator_by_id[row].wording.rstrip(":.")
    shown = draft.speaker.wording.words[f"level_{level}"]
    draft.say("toolkit_example", row=label, level=shown, example=toolkit.example(row, level))


def agrees(draft: Draft, answering: Answering, question: Question, text: str) -> bool:
    """ "As suggested" takes the suggestion as the person's own decision, where it is made."""
    if question.decides is None or normalise(text) not in draft.speaker.wording.agrees:
        return False
    answer = as_suggested(draft, answering.advisor, question)
    if answer is None:
        draft.say("nothing_suggested")
        return True
    answering.record(draft, question, answer)
    if question.id in draft.case.answers:
        draft.say_answered(question, None)
    return True
