"""The Children in Need census's codes, for whoever keys a referral in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from assistant.domain.assessment_facts import Assessment
from assistant.domain.assessment_rows import Row, unique


@dataclass(frozen=True)
class CensusFactor:
    """A code of "factors identified at the end of assessment", and the rows that speak for it."""

    code: str
    label: str
    kinds: Collection[str]
    indicators: Collection[str]
    factors: Collection[str]


@dataclass(frozen=True)
class Census:
    """The codes. They are proposed from what was ticked; the front door decides."""

    factors: tuple[CensusFactor, ...]

    def factors_of(self, assessment: Assessment) -> list[dict[str, str]]:
        """The codes that an assessment speaks for, in the census's order."""
        present = [row for row in assessment.indicators or () if row.present]
        indicators = {row.id for row in present}
        kinds = {kind for row in present for kind in row.kinds}
        current = {row.id for row in assessment.factors if row.current}
        return [
            {"code": f.code, "label": f.label}
            for f in self.factors
            if indicators & set(f.indicators) or kinds & set(f.kinds) or current & set(f.factors)
        ]


def build_census(data: Any) -> Census:
    """Build from the plain data of `cin_codes.yml`. Raises DefinitionProblem."""
    row = Row(data, (), _KEYS)
    found = []
    for item, place in row.items("factors"):
        entry = Row(item, place, _FACTOR_KEYS)
        found.append(
            CensusFactor(
                entry.text("code"),
                entry.text("label"),
                entry.texts("kinds"),
                entry.texts("indicators"),
                entry.texts("vulnerability_factors"),
            )
        )
    unique([factor.code for factor in found], ("factors",))
    return Census(tuple(found))


_KEYS = (
    "source", "checked_on", "confirmed_on", "review_by", "sources", "factors", "not_mapped",
)  # fmt: skip
_FACTOR_KEYS = ("id", "code", "label", "kinds", "indicators", "vulnerability_factors")
