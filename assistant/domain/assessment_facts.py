"""What is known when an assessment is weighed, and what isn't.

A fact is true, false or not known, and not known is never taken for no (design, section 2.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.errors import InvalidAnswerError
from assistant.domain.toolkit import LEVELS, ExploitationKind, RiskLevel, Toolkit

OLDEST = 25
"""Glossary of the toolkit (Appendix 4): up to 25 with SEND or leaving care."""

CHILD_FACTS: Mapping[str, str] = {
    "send": "special educational needs or disability (SEND)",
    "in_care": "in care",
    "known_to_social_care": "known to children's social care",
    "care_leaver": "leaving care or care leaver",
    "placed_by_other_authority": "placed here by another authority",
    "missing_now": "missing now",
    "sexual_activity": "sexual activity",
    "fgm_disclosed_or_seen": "FGM disclosed by the girl or physical signs seen",
    "honour_based_abuse": "honour-based abuse",
    "telling_family_unsafe": "telling the family could raise the risk",
}
"""Yes-or-no facts about the child, with the words that a trace shows."""

SITUATION_FACTS: Mapping[str, str] = {
    "harm_already_happened": "harm has already happened",
    "person_or_place_of_concern": "a person or place of concern",
    "immediate_danger": "immediate danger",
    "crime": "a crime may have been committed",
    "position_of_trust": "a person of concern works or volunteers with children",
    "licensed_driver_or_premises": "a licensed driver or licensed premises",
    "organised_or_multiple": "several children or several people who pose a risk, organised",
    "adult_with_care_needs": "an adult with care and support needs is at risk",
    "other_adult": "another adult is at risk",
}
"""Yes-or-no facts about the situation."""

FACT_WORDS: Mapping[str, str] = {"age": "age", **CHILD_FACTS, **SITUATION_FACTS}


@dataclass(frozen=True)
class GivenIndicator:
    """One row of Section 1 as it was answered."""

    id: str
    level: RiskLevel | None = None
    """None: not known, which never counts as low."""

    kinds: tuple[ExploitationKind, ...] = ()
    context: str = ""
    """Only whether there is any is looked at; it is never shown in a trace."""

    present: bool | None = True
    """None: the person doesn't know whether it is present."""


@dataclass(frozen=True)
class GivenFactor:
    """One row of Section 2 as it was answered."""

    id: str
    current: bool | None = None
    historic: bool | None = None


@dataclass(frozen=True)
class Assessment:
    """Everything that is given. What isn't there is not known."""

    age: int | None = None
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    """By the names in CHILD_FACTS and SITUATION_FACTS."""

    indicators: tuple[GivenIndicator, ...] | None = None
    """None: the indicators were not gone through. A row left out of a list is not present, as a
    row left blank on the paper is."""

    factors: tuple[GivenFactor, ...] = ()


@dataclass
class Facts:
    """An assessment, ready for the conditions to ask. Later stages add what they concluded."""

    toolkit: Toolkit
    age: int | None
    given: Mapping[str, bool | None]
    rows: tuple[GivenIndicator, ...]
    unsure: frozenset[str]
    asked: bool
    factors: Mapping[str, GivenFactor]
    concluded: dict[str, frozenset[str]] = field(default_factory=dict)
    """`level`, `threshold` and `route`; what isn't there is not known yet."""

    def __post_init__(self) -> None:
        self._ids = frozenset(row.id for row in self.rows)

    @property
    def any_indicator(self) -> bool | None:
        """Whether one indicator at least is present."""
        if self.rows:
            return True
        return None if self.unsure or not self.asked else False

    def present(self, indicator: str) -> bool | None:
        """Whether that indicator is present."""
        if indicator in self._ids:
            return True
        return None if indicator in self.unsure or not self.asked else False

    def without_level(self) -> tuple[str, ...]:
        """The rows that are present and whose level isn't known."""
        return tuple(row.id for row in self.rows if row.level is None)

    def without_context(self) -> tuple[str, ...]:
        """The rows that are present and have no context."""
        return tuple(row.id for row in self.rows if not row.context.strip())

    def very_unlikely(self) -> tuple[str, ...]:
        """The rows at a level that Appendix 3 calls very unlikely."""
        return tuple(
            row.id
            for row in self.rows
            if row.level and self.toolkit.is_very_unlikely(row.id, row.level)
        )

    def wording(self, indicator: str) -> str:
        """An indicator in the toolkit's words."""
        return self.toolkit.indicator_by_id[indicator].wording.rstrip(":.")

    def factor_wording(self, factor: str) -> str:
        """A vulnerability factor in the toolkit's words."""
        wordings = {row.id: row.wording for row in self.toolkit.factors}
        return wordings[factor].rstrip(":.")


def gather(assessment: Assessment, toolkit: Toolkit) -> Facts:
    """The facts of an assessment. Raises InvalidAnswerError naming what isn't allowed."""
    _check(assessment, toolkit)
    rows = assessment.indicators
    return Facts(
        toolkit=toolkit,
        age=assessment.age,
        given=assessment.facts,
        rows=tuple(row for row in rows or () if row.present),
        unsure=frozenset(row.id for row in rows or () if row.present is None),
        asked=rows is not None,
        factors={factor.id: factor for factor in assessment.factors},
    )


def _check(assessment: Assessment, toolkit: Toolkit) -> None:
    """Refuse ids that aren't the toolkit's, repeated rows and an impossible age."""
    if assessment.age is not None and not 0 <= assessment.age <= OLDEST:
        raise InvalidAnswerError(f"child.age: must be a whole number from 0 to {OLDEST}, or null")
    for name, value in assessment.facts.items():
        if name not in FACT_WORDS or name == "age":
            raise InvalidAnswerError(f"facts: must be of {', '.join(FACT_WORDS)}")
        # Anything else would look like "no" to every condition.
        if value is not None and not isinstance(value, bool):
            raise InvalidAnswerError(f"{name}: must be true, false or null")
    for number, row in enumerate(assessment.indicators or ()):
        if row.level is not None and row.level not in LEVELS:
            raise InvalidAnswerError(f"indicators.{number}.level: must be {', '.join(LEVELS)}")
    _check_ids(
        "indicators", [row.id for row in assessment.indicators or ()], list(toolkit.indicator_by_id)
    )
    _check_ids(
        "vulnerability_factors",
        [factor.id for factor in assessment.factors],
        [factor.id for factor in toolkit.factors],
    )


def _check_ids(where: str, given: list[str], allowed: list[str]) -> None:
    for number, id_ in enumerate(given):
        if id_ not in allowed:
            raise InvalidAnswerError(f"{where}.{number}.id: must be one of {', '.join(allowed)}")
        if id_ in given[:number]:
            raise InvalidAnswerError(f"{where}.{number}.id: stands twice; give each row once")
