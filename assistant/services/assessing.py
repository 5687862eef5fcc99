"""Assessments: the suggestion for what is known, and what would change it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.assessment import Suggestion, suggest
from assistant.domain.assessment_entries import AssessmentRulebook
from assistant.domain.assessment_facts import (
    CHILD_FACTS,
    FACT_WORDS,
    SITUATION_FACTS,
    Assessment,
)
from assistant.domain.toolkit import LEVELS, RiskLevel, Toolkit

TELLING_AGES = (12, 15, 18)
"""One on each side of the ages that entries ask about."""


@dataclass(frozen=True)
class Change:
    """Something that would change the suggestion, and what it would then be."""

    about: str
    """A fact's name, or `indicators.<id>.level`."""

    words: str
    becomes: str
    """The answer that would do it, in words."""

    suggestion: Suggestion


class AssessmentService:
    """The rulebook in force, for everyone who asks. It keeps nothing of what it is given."""

    def __init__(self, rulebook: AssessmentRulebook, today: Callable[[], date]) -> None:
        self.rulebook = rulebook
        self._today = today

    @property
    def today(self) -> date:
        """The day for which everything is weighed."""
        return self._today()

    @property
    def toolkit(self) -> Toolkit:
        """The toolkit's wording."""
        return self.rulebook.toolkit

    def suggest(self, assessment: Assessment) -> Suggestion:
        """The suggestion as of today. Raises InvalidAnswerError for what isn't allowed."""
        return suggest(self.rulebook, assessment, self._today())

    def what_would_change(self, assessment: Assessment) -> tuple[Change, ...]:
        """The answers still unknown that would move level, threshold or routes.

        Each is tried by itself; one that moves nothing is left out.
        """
        now = self.suggest(assessment)
        found = []
        for about, words, becomes, other in _alternatives(assessment, self.toolkit):
            then = self.suggest(other)
            if (then.level, then.threshold, then.routes) != (now.level, now.threshold, now.routes):
                found.append(Change(about, words, becomes, then))
        return tuple(found)


def _alternatives(
    assessment: Assessment, toolkit: Toolkit
) -> Iterator[tuple[str, str, str, Assessment]]:
    """Every single thing that isn't known, answered in every way that could matter."""
    if assessment.age is None:
        for age in TELLING_AGES:
            yield "age", "age", str(age), replace(assessment, age=age)
    for name in (*CHILD_FACTS, *SITUATION_FACTS):
        if assessment.facts.get(name) is None:
            for value in (True, False):
                facts = {**assessment.facts, name: value}
                words = "yes" if value else "no"
                yield name, FACT_WORDS[name], words, replace(assessment, facts=facts)
    for number, row in enumerate(assessment.indicators or ()):
        if row.present and row.level is None:
            words = toolkit.indicator_by_id[row.id].wording
            for level in LEVELS:
                other = _with_level(assessment, number, level)
                yield f"indicators.{row.id}.level", words, level, other


def _with_level(assessment: Assessment, number: int, level: RiskLevel) -> Assessment:
    rows = list(assessment.indicators or ())
    rows[number] = replace(rows[number], level=level)
    return replace(assessment, indicators=tuple(rows))
