"""Entries that lead from a reading of somebody's words to the routes suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain.assessment_conditions import ROUTES
from assistant.domain.errors import DefinitionProblem
from assistant.domain.toolkit import LEVELS
from assistant.domain.urgency_rows import BASES

ASSESSMENT = "assessment"
"""In place of routes: those that the assessment suggests."""

CONDITIONS: Mapping[str, tuple[Any, ...]] = {
    "urgent": (True, False),
    "concern": (True, False),
    "harm": (True, False),
    "under_13": (True, False),
    "send": (True, False),
    "child_told": (True, False),
    "told": ("yes", "no", "nothing", "elsewhere", "unknown"),
    "kind": ("tells", "asks", "outside", "unclear"),
    "rows": ("none", "low", "some", "several"),
    "child": ("known", "stranger"),
    "level": (*LEVELS, None),
}
"""What a condition may ask, and the values there are."""

_PARTS = {"person_indicators", "at_home", "entries"}
_TEXTS = ("id", "because", "source", "basis")
_KEYS = {*_TEXTS, "version", "effective_from", "effective_to", "when", "routes", "review_by"}


@dataclass(frozen=True)
class RoutingEntry:
    """One entry: when it holds, and the routes it leads to."""

    id: str
    version: int
    effective_from: date
    effective_to: date | None
    when: Mapping[str, tuple[Any, ...]]
    routes: tuple[str, ...] | None
    """None: those that the assessment suggests."""

    because: str
    basis: str
    source: str

    def holds(self, facts: Mapping[str, Any], today: date) -> bool:
        """Whether every condition is met, and the entry in force."""
        return (
            self.effective_from <= today
            and (self.effective_to is None or today <= self.effective_to)
            and all(facts[name] in values for name, values in self.when.items())
        )


@dataclass(frozen=True)
class RoutingRules:
    """All entries in their order, and the rows that tell of a person or place of concern."""

    person_indicators: frozenset[str]
    home_factors: frozenset[str]
    home_phrases: frozenset[str]
    """What tells of a child who may lack care at home."""

    entries: tuple[RoutingEntry, ...]

    def first(self, facts: Mapping[str, Any], today: date) -> RoutingEntry:
        """The first entry that holds; the last has no condition."""
        return next(e for e in self.entries if e.holds(facts, today))


def build_routing(data: Any) -> RoutingRules:
    """Build from the plain data of `reading.yml`. Raises DefinitionProblem."""
    if not isinstance(data, Mapping) or set(data) != _PARTS:
        raise DefinitionProblem((), f"must have {', '.join(sorted(_PARTS))}")
    home = data["at_home"]
    if not isinstance(home, Mapping) or set(home) != {"factors", "phrases"}:
        raise DefinitionProblem(("at_home",), "must have factors and phrases")
    entries = tuple(_entry(row, ("entries", n)) for n, row in enumerate(data["entries"]))
    if not entries or entries[-1].when or entries[-1].effective_to:
        # Whatever a text says, there has to be a way to go.
        raise DefinitionProblem(("entries",), "the last must hold without condition")
    return RoutingRules(
        frozenset(data["person_indicators"]),
        frozenset(home["factors"]),
        frozenset(home["phrases"]),
        entries,
    )


def _entry(row: Any, place: tuple[str | int, ...]) -> RoutingEntry:
    if not isinstance(row, Mapping) or set(row) != _KEYS:
        raise DefinitionProblem(place, f"must have {', '.join(sorted(_KEYS))}")
    for key in _TEXTS:
        if not isinstance(row[key], str) or not row[key]:
            raise DefinitionProblem((*place, key), "must be text")
    if row["basis"] not in BASES:
        raise DefinitionProblem((*place, "basis"), f"must be one of {', '.join(BASES)}")
    return RoutingEntry(
        id=row["id"],
        version=row["version"],
        effective_from=row["effective_from"],
        effective_to=row["effective_to"],
        when={key: _values(key, row["when"][key], place) for key in row["when"] or {}},
        routes=_routes(row["routes"], (*place, "routes")),
        because=row["because"],
        basis=row["basis"],
        source=row["source"],
    )


def _values(key: str, value: Any, place: tuple[str | int, ...]) -> tuple[Any, ...]:
    values = (
        tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    )
    if key not in CONDITIONS:
        raise DefinitionProblem((*place, "when", key), "is not a condition")
    if any(one not in CONDITIONS[key] for one in values):
        raise DefinitionProblem((*place, "when", key), f"must be of {CONDITIONS[key]}")
    return values


def _routes(value: Any, place: tuple[str | int, ...]) -> tuple[str, ...] | None:
    if value == ASSESSMENT:
        return None
    if not isinstance(value, list) or any(route not in ROUTES for route in value):
        raise DefinitionProblem(place, f"must be {ASSESSMENT}, or of {', '.join(ROUTES)}")
    return tuple(value)
