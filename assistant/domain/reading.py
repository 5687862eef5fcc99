"""What was read from a person's own words, with the words it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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


@dataclass(frozen=True)
class Reading:
    """Everything read from one text: detail name (a form's `reads`) to what was found."""

    details: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
