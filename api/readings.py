"""`/v1/readings`: what a text tells, and what that suggests, without a conversation."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.access import Services
from assistant.domain.reading import Found, Sign, Span
from assistant.domain.toolkit import RiskLevel

LONGEST_TEXT = 8000
"""Characters; as much as is read of any text."""

router = APIRouter(prefix="/v1/readings", tags=["readings"])


class TextIn(BaseModel):
    """Somebody's own words."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("must have words in it")
        return text


class SpanOut(BaseModel):
    """A stretch of the text: `start` included, `end` not."""

    start: int
    end: int
    text: str


class IndicatorOut(BaseModel):
    """A row of Section 1 that the text states."""

    id: str
    level: RiskLevel | None
    evidence: list[SpanOut]


class FactorOut(BaseModel):
    """A row of Section 2 that the text states."""

    id: str
    evidence: list[SpanOut]


class DetailOut(BaseModel):
    """One person, place, time or thing that the text tells of."""

    value: Any
    evidence: dict[str, list[SpanOut]]


class ReadingOut(BaseModel):
    """What was read. It proposes; a person confirms."""

    urgent: bool
    urgent_evidence: list[SpanOut]
    indicators: list[IndicatorOut]
    vulnerability_factors: list[FactorOut]
    harm_already_happened: list[SpanOut]
    details: dict[str, list[DetailOut]]
    suggested_routes: list[str]


@router.post("", response_model=ReadingOut)
async def read(body: TextIn, services: Services) -> dict[str, Any]:
    """What a text tells. Nothing of it is kept."""
    found = await run_in_threadpool(services.routing.route, body.text)
    reading = found.reading
    return {
        "urgent": found.urgency.urgent,
        "urgent_evidence": _spans(found.urgency.evidence),
        "indicators": [_sign(sign) | {"level": sign.level} for sign in reading.indicators],
        "vulnerability_factors": [_sign(sign) for sign in reading.vulnerability_factors],
        "harm_already_happened": _spans(reading.harm_already_happened),
        "details": {
            name: [_detail(item) for item in items] for name, items in reading.details.items()
        },
        "suggested_routes": list(found.routes),
    }


def _sign(sign: Sign) -> dict[str, Any]:
    return {"id": sign.id, "evidence": _spans(sign.evidence)}


def _detail(item: Found) -> dict[str, Any]:
    return {"value": item.value, "evidence": {k: _spans(v) for k, v in item.evidence.items()}}


def _spans(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [dict(vars(span)) for span in spans]
