"""What a payload holds besides its answers: the assessment's tables, and the census's codes."""

from dataclasses import dataclass
from typing import Any

from assistant.domain.assessment_answers import indicator_changes, tables
from assistant.domain.casefile import CaseFile
from assistant.domain.census import Census
from assistant.domain.definition import FormDefinition
from assistant.domain.display import Words
from assistant.services.deciding import Advisor


@dataclass(frozen=True)
class Tables:
    """Makes the tables that a form `includes`, for its payload."""

    advisor: Advisor
    census: Census
    words: Words

    def of(self, form: FormDefinition, case: CaseFile) -> dict[str, Any]:
        """Every table that the form includes, by name."""
        if not form.includes:
            return {}
        toolkit = self.advisor.assessments.toolkit
        every = {
            **tables(form, case.answers, toolkit),
            "suggestion": self._suggestion(case),
            "changes": self._changes(form, case),
            "cin_codes": self._codes(case),
        }
        return {name: every[name] for name in form.includes}

    def _suggestion(self, case: CaseFile) -> dict[str, Any] | None:
        suggestion = self.advisor.suggestion(case)
        return suggestion.as_dict() if suggestion else None

    def _changes(self, form: FormDefinition, case: CaseFile) -> dict[str, Any] | None:
        if case.earlier is None:
            return None
        toolkit = self.advisor.assessments.toolkit
        rows = indicator_changes(form, case.earlier.answers, case.answers, toolkit, self.words)
        return {
            "reference": case.earlier.reference,
            "reported_at": case.earlier.reported_at,
            "rows": rows,
        }

    def _codes(self, case: CaseFile) -> dict[str, Any]:
        source = case.answers.get("referral_source")
        assessment = self.advisor.assessment(case)
        return {
            "source": source.value if source and source.has_value else None,
            "factors": self.census.factors_of(assessment) if assessment else [],
        }
