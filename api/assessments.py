"""`/v1/assessments`: level, threshold, routes and duties, without a conversation."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError, to_json

from api.access import Services
from assistant.domain.assessment import Suggestion
from assistant.domain.assessment_conditions import ROUTES
from assistant.domain.assessment_facts import (
    CHILD_FACTS,
    OLDEST,
    SITUATION_FACTS,
    Assessment,
    GivenFactor,
    GivenIndicator,
)
from assistant.domain.toolkit import ExploitationKind, RiskLevel, Threshold

LONGEST_CONTEXT = 2000
"""Characters of context for one indicator."""

MOST_ROWS = 40
"""More than either section of the toolkit has."""

router = APIRouter(prefix="/v1/assessments", tags=["assessments"])

Known = StrictBool | None
Id = Annotated[str, Field(max_length=64)]


class _Input(BaseModel):
    """Nothing is taken that isn't understood: a misspelt fact would count as not known."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _only_known(cls, data: Any) -> Any:
        """Name the member that isn't known, and those that are."""
        for name in data if isinstance(data, dict) else ():
            if name not in cls.model_fields:
                # A name is shown only if it looks like one: it could be anything.
                shown = f"'{name}'" if re.fullmatch(r"[a-z_]{1,40}", str(name)) else "that name"
                allowed = ", ".join(cls.model_fields)
                raise PydanticCustomError(
                    "unknown_member",
                    "there is no member {shown}; allowed are {allowed}",
                    {"shown": shown, "allowed": allowed},
                )
        return data


def _facts(words: dict[str, str]) -> dict[str, Any]:
    """A yes-or-no member for each fact; null and a missing one both mean not known."""
    return {name: (Known, Field(default=None, description=text)) for name, text in words.items()}


class _Child(_Input):
    """About the child. Null or left out: not known, which never counts as no."""

    age: Annotated[StrictInt | None, Field(ge=0, le=OLDEST)] = None


ChildIn: type[_Child] = create_model("Child", __base__=_Child, **_facts(dict(CHILD_FACTS)))


class IndicatorIn(_Input):
    """One row of Section 1."""

    id: Id
    level: RiskLevel | None = None
    types: Annotated[list[ExploitationKind], Field(max_length=2)] = []
    context: Annotated[str | None, Field(max_length=LONGEST_CONTEXT)] = None
    present: Known = True
    """Null: it isn't known whether the indicator is present."""


class FactorIn(_Input):
    """One row of Section 2."""

    id: Id
    current: Known = None
    historic: Known = None


class _Assessment(_Input):
    """Everything that is given. `indicators` left out: nobody has gone through them."""

    child: ChildIn = Field(default_factory=ChildIn)  # type: ignore[valid-type]
    indicators: Annotated[list[IndicatorIn] | None, Field(max_length=MOST_ROWS)] = None
    vulnerability_factors: Annotated[list[FactorIn], Field(max_length=MOST_ROWS)] = []


AssessmentIn: type[_Assessment] = create_model(
    "Assessment", __base__=_Assessment, **_facts(dict(SITUATION_FACTS))
)


class TraceOut(BaseModel):
    """One rulebook entry that was weighed."""

    entry: str
    version: int
    outcome: Literal["matched", "not_matched", "unknown"]
    because: str
    source: str


class DutyOut(BaseModel):
    """Something required besides the forms."""

    id: str
    name: str
    what: str
    by: str
    contacts: list[str]
    basis: Literal["toolkit", "local report", "national guidance", "design decision"]
    inferred: bool
    source: str


class NoteOut(BaseModel):
    """Something the practitioner should see."""

    entry: str
    text: str
    about: list[str]


class SuggestionOut(BaseModel):
    """What the rulebook suggests. The practitioner decides."""

    level: RiskLevel | None
    held: bool
    floor: RiskLevel | None
    threshold: Threshold | None
    section_1_threshold: Threshold | None
    routes: list[Literal[ROUTES]]  # type: ignore[valid-type]
    duties: list[DutyOut]
    notes: list[NoteOut]
    unknown: list[str]
    trace: list[TraceOut]


@router.post("", response_model=SuggestionOut)
async def assess(body: AssessmentIn, services: Services) -> Response:  # type: ignore[valid-type]
    """The suggestion for what is given. Nothing is kept, and no text comes back.

    Cheap enough to be done where it is asked: no thread, no database. The reply is written
    straight out, because checking our own trace again would cost as much as making it.
    """
    return written(services.assessments.suggest(as_assessment(body)))


def written(suggestion: Suggestion) -> Response:
    """The reply of a suggestion."""
    return Response(to_json(suggestion.as_dict()), media_type="application/json")


def as_assessment(body: _Assessment) -> Assessment:
    """The assessment that a request describes."""
    child = body.child.model_dump()  # type: ignore[attr-defined]
    age = child.pop("age")
    situation = {name: getattr(body, name) for name in SITUATION_FACTS}
    rows = body.indicators
    return Assessment(
        age=age,
        facts={**child, **situation},
        indicators=None
        if rows is None
        else tuple(
            GivenIndicator(row.id, row.level, tuple(row.types), row.context or "", row.present)
            for row in rows
        ),
        factors=tuple(
            GivenFactor(factor.id, factor.current, factor.historic)
            for factor in body.vulnerability_factors
        ),
    )
