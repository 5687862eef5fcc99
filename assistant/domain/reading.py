"""What was read from a person's own words, with the words it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.toolkit import RiskLevel


@dataclass(frozen=True)
class Span:
    """A stretch of a text: characters `start` (included) to `end` (excluded)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Found:
    """One thing read from a text.

    `value` has the shape of the answer it proposes: a string, or a mapping of parts for a
    person, place, vehicle, contact or date and time. `evidence` gives, for each part (or for
    "" where the value is a plain string), the words it came from.
    """

    value: Any
    evidence: Mapping[str, tuple[Span, ...]]


DETAILS = (
    "places",
    "incident_time",
    "vehicles",
    "victims",
    "offenders",
    "others_present",
    "witnessed",
    "third_party",
    "contacts",
    "weapons",
    "recording",
    "police_incident_number",
    "informed",
    "identity",
    "reporter",
)
"""What can be read for a question (a form's `reads`)."""
WRITER = "the person writing"
"""How a child who writes of themselves is described."""


@dataclass(frozen=True)
class Sign:
    """A row of the toolkit that a text states: Section 1 (indicator) or Section 2 (factor)."""

    id: str
    evidence: tuple[Span, ...]
    level: RiskLevel | None = None
    """A hint by the row's examples in Appendix 3; None where they don't say, or for a factor."""


@dataclass(frozen=True)
class Reading:
    """Everything read from one text. It proposes; the person confirms."""

    details: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    """Detail name (a form's `reads`) to what was found."""

    indicators: tuple[Sign, ...] = ()
    vulnerability_factors: tuple[Sign, ...] = ()
    harm_already_happened: tuple[Span, ...] = ()
    """The words that tell of harm done; none: the text doesn't say."""

    child_known: tuple[Span, ...] = ()
    """The words that tell of a child the writer knows: their own, their pupil, themselves."""

    @property
    def writer_is_child(self) -> bool:
        """Whether the child it is about is the one who writes."""
        children = (found.value for found in self.details.get("victims", ()))
        return any(isinstance(c, Mapping) and c.get("description") == WRITER for c in children)
