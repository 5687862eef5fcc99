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
    "school",
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
class Outline:
    """What a text comes to as a whole, by the trained part."""

    tells: bool
    """Of something that may be harm; not only a question, or something else."""

    elsewhere: bool
    """It is about something else: fares, lost property, complaints."""

    child_can_be_found: bool
    """By a name, or because the writer knows the child, or is the child."""

    concern: bool
    """A person, vehicle, place or account that poses a risk is told of."""

    tells_nothing: bool = False
    """It is clear, and no close call, that nothing is told of that may be harm."""


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

    facts: tuple[Sign, ...] = ()
    """Facts about the child that the text states, by the names of the choices that say so."""

    ages: tuple[int, ...] = ()
    """Ages of children in the text, the likeliest first, whoever they are given to."""

    outline: Outline | None = None
    """None: there is no trained part."""

    @property
    def writer_is_child(self) -> bool:
        """Whether the child it is about is the one who writes."""
        children = (found.value for found in self.details.get("victims", ()))
        return any(isinstance(c, Mapping) and c.get("description") == WRITER for c in children)
