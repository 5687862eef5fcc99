"""The conditions of rulebook entries: true, false or not known, never guessed.

A table of several names means all of them; `all`, `any` and `none` hold lists of such tables.
Whatever isn't known stays not known through them, unless the rest decides it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.domain.assessment_facts import CHILD_FACTS, FACT_WORDS, SITUATION_FACTS, Facts
from assistant.domain.assessment_rows import Place
from assistant.domain.errors import DefinitionProblem
from assistant.domain.toolkit import LEVELS, THRESHOLDS, Toolkit

YES_NO = {True: "yes", False: "no", None: "not known"}
ROUTES = ("emergency_999", "social_care_referral", "liberty_report", "advice")
CONCLUDED: Mapping[str, tuple[str, ...]] = {
    "level": LEVELS,
    "threshold": THRESHOLDS,
    "route": ROUTES,
}


class Condition(Protocol):
    """Something that holds, doesn't hold, or can't be told yet."""

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds; None where what is known doesn't decide it."""
        ...

    def inputs(self, facts: Facts) -> Sequence[str]:
        """What it looked at, in words for the trace. Never what anybody wrote."""
        ...

    def missing(self, facts: Facts) -> Iterable[str]:
        """The names of the facts that it would need to know."""
        ...


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Kleene's and."""
        found: bool | None = True
        for part in self.parts:
            result = part.holds(facts)
            if result is False:
                return False
            found = None if result is None else found
        return found

    def inputs(self, facts: Facts) -> Sequence[str]:
        """Those of every part."""
        return [text for part in self.parts for text in part.inputs(facts)]

    def missing(self, facts: Facts) -> Iterable[str]:
        """Those of every part that can't be told."""
        undecided = (part for part in self.parts if part.holds(facts) is None)
        return (name for part in undecided for name in part.missing(facts))


@dataclass(frozen=True)
class AnyOf(All):
    """One part at least holds."""

    def holds(self, facts: Facts) -> bool | None:
        """Kleene's or."""
        found: bool | None = False
        for part in self.parts:
            result = part.holds(facts)
            if result is True:
                return True
            found = None if result is None else found
        return found


@dataclass(frozen=True)
class NoneOf(AnyOf):
    """No part holds."""

    def holds(self, facts: Facts) -> bool | None:
        """Kleene's not, of any."""
        found = super().holds(facts)
        return None if found is None else not found


@dataclass(frozen=True)
class Fact:
    """A yes-or-no fact is as wanted."""

    name: str
    wanted: bool

    def holds(self, facts: Facts) -> bool | None:
        """None where the fact isn't known."""
        value = facts.given.get(self.name)
        return None if value is None else value is self.wanted

    def inputs(self, facts: Facts) -> Sequence[str]:
        """The fact as it was given."""
        return (f"{FACT_WORDS[self.name]}: {YES_NO[facts.given.get(self.name)]}",)

    def missing(self, _facts: Facts) -> Iterable[str]:
        """The fact itself."""
        return (self.name,)


@dataclass(frozen=True)
class Age:
    """The age lies within bounds: from `least`, and below `below`."""

    least: int
    below: int

    def holds(self, facts: Facts) -> bool | None:
        """None where the age isn't known."""
        return None if facts.age is None else self.least <= facts.age < self.below

    def inputs(self, facts: Facts) -> Sequence[str]:
        """The age as it was given."""
        return (f"age: {'not known' if facts.age is None else facts.age}",)

    def missing(self, _facts: Facts) -> Iterable[str]:
        """The age."""
        return ("age",)


@dataclass(frozen=True)
class NotKnown:
    """A fact isn't known. This itself is always known."""

    name: str

    def holds(self, facts: Facts) -> bool | None:
        """Whether nobody has said."""
        return (facts.age if self.name == "age" else facts.given.get(self.name)) is None

    def inputs(self, facts: Facts) -> Sequence[str]:
        """Whether it is known."""
        return (f"{FACT_WORDS[self.name]}: {'not known' if self.holds(facts) else 'known'}",)

    def missing(self, _facts: Facts) -> Iterable[str]:
        """Nothing."""
        return ()


@dataclass(frozen=True)
class Present:
    """An indicator is present; without a name, any."""

    indicator: str | None

    def holds(self, facts: Facts) -> bool | None:
        """None where the row was answered with "not known", or nobody asked."""
        return facts.any_indicator if self.indicator is None else facts.present(self.indicator)

    def inputs(self, facts: Facts) -> Sequence[str]:
        """Which row, or how many."""
        if self.indicator is None:
            count = str(len(facts.rows)) if facts.any_indicator is not None else "not known"
            return (f"indicators present: {count}",)
        return (f"{facts.wording(self.indicator)}: {YES_NO[self.holds(facts)]}",)

    def missing(self, facts: Facts) -> Iterable[str]:
        """The rows that aren't known, or all of them."""
        if not facts.asked:
            return ("indicators",)
        names = facts.unsure if self.indicator is None else {self.indicator}
        return tuple(f"indicators.{name}" for name in sorted(names))


@dataclass(frozen=True)
class RowAt:
    """An indicator is present at that level."""

    level: str

    def holds(self, facts: Facts) -> bool | None:
        """None where a row that is or may be present could have it."""
        if any(row.level == self.level for row in facts.rows):
            return True
        undecided = facts.without_level() or facts.unsure or not facts.asked
        return None if undecided else False

    def inputs(self, facts: Facts) -> Sequence[str]:
        """The rows at that level."""
        rows = [facts.wording(row.id) for row in facts.rows if row.level == self.level]
        return (f"{self.level}: {'; '.join(rows) or 'no row'}",)

    def missing(self, facts: Facts) -> Iterable[str]:
        """The levels and rows that aren't known."""
        if not facts.asked:
            return ("indicators",)
        levels = [f"indicators.{row}.level" for row in facts.without_level()]
        return (*levels, *(f"indicators.{row}" for row in sorted(facts.unsure)))


_LISTS = {
    "row_without_level": (Facts.without_level, "no level given"),
    "row_without_context": (Facts.without_context, "no context given"),
    "row_very_unlikely": (Facts.very_unlikely, "at a level that Appendix 3 calls very unlikely"),
}


@dataclass(frozen=True)
class RowWith:
    """A present row has something about it: no level, no context, an unlikely level."""

    what: str

    def rows(self, facts: Facts) -> tuple[str, ...]:
        """The rows that have it."""
        return _LISTS[self.what][0](facts)

    def holds(self, facts: Facts) -> bool | None:
        """Only of rows that are present, so always known."""
        return bool(self.rows(facts))

    def inputs(self, facts: Facts) -> Sequence[str]:
        """The rows that have it."""
        names = "; ".join(facts.wording(row) for row in self.rows(facts))
        return (f"{_LISTS[self.what][1]}: {names or 'no row'}",)

    def missing(self, _facts: Facts) -> Iterable[str]:
        """Nothing."""
        return ()


@dataclass(frozen=True)
class FactorNoted:
    """A vulnerability factor is noted, current or historic."""

    factor: str

    def holds(self, facts: Facts) -> bool | None:
        """None where neither column is known to be ticked and one isn't known."""
        row = facts.factors.get(self.factor)
        if row is None:
            return None
        return AnyOf((_Value(row.current), _Value(row.historic))).holds(facts)

    def inputs(self, facts: Facts) -> Sequence[str]:
        """The factor's answer."""
        wording = next(f.wording for f in facts.toolkit.factors if f.id == self.factor)
        return (f"Section 2, {wording}: {YES_NO[self.holds(facts)]}",)

    def missing(self, _facts: Facts) -> Iterable[str]:
        """The factor."""
        return (f"vulnerability_factors.{self.factor}",)


@dataclass(frozen=True)
class _Value:
    """A plain value as a condition."""

    value: bool | None

    def holds(self, _facts: Facts) -> bool | None:
        return self.value

    def inputs(self, _facts: Facts) -> Sequence[str]:
        return ()

    def missing(self, _facts: Facts) -> Iterable[str]:
        return ()


@dataclass(frozen=True)
class Concluded:
    """An earlier stage came to one of these. No words at all: it came to nothing."""

    stage: str
    wanted: frozenset[str]

    def holds(self, facts: Facts) -> bool | None:
        """None where the stage could not be decided."""
        found = facts.concluded.get(self.stage)
        if found is None:
            return None
        return bool(found & self.wanted) if self.wanted else not found

    def inputs(self, facts: Facts) -> Sequence[str]:
        """What the stage came to."""
        found = facts.concluded.get(self.stage)
        words = ", ".join(word.replace("_", " ") for word in sorted(found or ()))
        known = "not known" if found is None else words or "none"
        return (f"suggested {self.stage}: {known}",)

    def missing(self, facts: Facts) -> Iterable[str]:
        """What kept the stage from being decided: the indicators."""
        return (
            ("indicators",)
            if not facts.asked
            else tuple(f"indicators.{row}" for row in sorted(facts.unsure))
        )


def build_condition(data: Any, place: Place, toolkit: Toolkit) -> Condition:
    """A condition from its table. Raises DefinitionProblem naming the place."""
    if not isinstance(data, Mapping) or not data:
        raise DefinitionProblem(place, "must be a table of conditions")
    parts = tuple(_part(key, data[key], (*place, str(key)), toolkit) for key in data)
    return parts[0] if len(parts) == 1 else All(parts)


def _part(key: Any, value: Any, place: Place, toolkit: Toolkit) -> Condition:
    if key in ("all", "any", "none"):
        if not isinstance(value, list) or not value:
            raise DefinitionProblem(place, "must be a list of conditions")
        parts = tuple(build_condition(v, (*place, n), toolkit) for n, v in enumerate(value))
        return {"all": All, "any": AnyOf, "none": NoneOf}[key](parts)
    if key in CHILD_FACTS or key in SITUATION_FACTS:
        if not isinstance(value, bool):
            raise DefinitionProblem(place, "must be true or false")
        return Fact(key, value)
    if key == "age":
        return _age(value, place)
    if key == "unknown":
        return NotKnown(_word(value, place, FACT_WORDS))
    if key == "indicator":
        return Present(None if value == "any" else _word(value, place, toolkit.indicator_by_id))
    if key == "row_at":
        return RowAt(_word(value, place, LEVELS))
    if key in _LISTS and value is True:
        return RowWith(key)
    if key == "factor":
        return FactorNoted(_word(value, place, (factor.id for factor in toolkit.factors)))
    if key in CONCLUDED:
        words = value if isinstance(value, list) else [value]
        none = words == ["none"]
        names = () if none else tuple(_word(word, place, CONCLUDED[key]) for word in words)
        return Concluded(key, frozenset(names))
    raise DefinitionProblem(place, "is not a condition")


def _age(value: Any, place: Place) -> Age:
    if not isinstance(value, Mapping) or not value or set(value) - {"from", "below"}:
        raise DefinitionProblem(place, "must have from, below or both")
    for bound in value.values():
        if not isinstance(bound, int) or isinstance(bound, bool):
            raise DefinitionProblem(place, "must be in whole years")
    return Age(value.get("from", 0), value.get("below", 1000))


def _word(value: Any, place: Place, allowed: Iterable[str]) -> str:
    words = tuple(allowed)
    if not isinstance(value, str) or value not in words:
        raise DefinitionProblem(place, f"must be one of {', '.join(words)}")
    return value
