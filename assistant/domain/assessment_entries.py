"""The rulebook of assessments: policy as data, one entry for each decision.

Every entry says what it rests on; what is ours is never passed off as the toolkit's or the law's
(design, section 5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

from assistant.domain.assessment_conditions import ROUTES, Condition, build_condition
from assistant.domain.assessment_rows import Row
from assistant.domain.errors import DefinitionError, DefinitionProblem
from assistant.domain.toolkit import LEVELS, THRESHOLDS, RiskLevel, Threshold, Toolkit

Basis = Literal["toolkit", "local report", "national guidance", "design decision"]
BASES: tuple[str, ...] = get_args(Basis)

TABLES = ("levels", "thresholds", "routes", "duties")
"""In the order in which they are weighed: each may ask what the ones before it came to."""

_ENTRY = (
    "id", "version", "effective_from", "effective_to", "when", "outcome", "because", "basis",
    "inferred", "source", "review_by",
)  # fmt: skip
_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "levels": ("at_least", "never_below", "held", "note"),
    "thresholds": ("threshold",),
    "routes": ("route",),
    "duties": ("name", "what", "by", "contacts", "covers"),
}


@dataclass(frozen=True)
class Outcome:
    """What a matched entry adds. Only the parts of its own table are filled."""

    at_least: RiskLevel | None = None
    never_below: RiskLevel | None = None
    """A floor that binds whoever sets the level."""

    held: bool = False
    """The level is held up only until something is known."""

    note: str | None = None
    threshold: Threshold | None = None
    route: str | None = None
    name: str | None = None
    what: str | None = None
    by: str | None = None
    contacts: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """The duties that this one says already."""


@dataclass(frozen=True)
class AssessmentEntry:
    """One rulebook entry."""

    id: str
    version: int
    table: str
    effective_from: date
    effective_to: date | None
    when: Condition
    conditions: Mapping[str, Any]
    """The conditions as they stand in the file, for the page that people read."""

    outcome: Outcome
    because: str
    basis: Basis
    inferred: bool
    """The source doesn't say it in so many words."""

    source: str
    review_by: date

    def in_force(self, today: date) -> bool:
        """Whether it applies on that day. A passed review date never switches it off."""
        return self.effective_from <= today and (
            self.effective_to is None or today <= self.effective_to
        )


@dataclass(frozen=True)
class NotEncoded:
    """What was looked into and deliberately not made an entry, and why."""

    id: str
    name: str
    status: str
    checked_on: date
    source: str
    review_by: date


class AssessmentRulebook:
    """All entries, and the toolkit whose rows they speak of."""

    def __init__(
        self,
        toolkit: Toolkit,
        entries: Iterable[AssessmentEntry],
        not_encoded: Iterable[NotEncoded] = (),
    ) -> None:
        self.toolkit = toolkit
        self.entries = tuple(entries)
        self.not_encoded = tuple(not_encoded)
        self.by_version = {(entry.id, entry.version): entry for entry in self.entries}
        self._days: dict[date, dict[str, tuple[AssessmentEntry, ...]]] = {}

    def in_force(self, today: date) -> Mapping[str, tuple[AssessmentEntry, ...]]:
        """The entries of each table on a day.

        Raises DefinitionError for a day on which a table is empty: no policy is known for it, and
        yesterday's is never taken instead.
        """
        if today not in self._days:
            found = {
                table: tuple(e for e in self.entries if e.table == table and e.in_force(today))
                for table in TABLES
            }
            for table, entries in found.items():
                if not entries:
                    raise DefinitionError(f"rulebook/{table}.yml: nothing is in force on {today}")
            self._days = {today: found}
        return self._days[today]


def build_entries(data: Any, table: str, toolkit: Toolkit) -> tuple[AssessmentEntry, ...]:
    """The entries of one file. Raises DefinitionProblem naming the place."""
    row = Row(data, (), ("entries", "options", "source", "not_encoded"))
    entries: list[AssessmentEntry] = []
    for item, place in row.items("entries"):
        entry = _entry(Row(item, place, _ENTRY), table, toolkit)
        for other in entries:
            if other.id == entry.id and not _apart(other, entry):
                raise DefinitionProblem((*place, "id"), f"{entry.id} is in force twice at once")
        entries.append(entry)
    if not entries:
        raise DefinitionProblem(("entries",), "there are none")
    for covered in (id_ for entry in entries for id_ in entry.outcome.covers):
        if all(entry.id != covered for entry in entries):
            raise DefinitionProblem(("entries",), f"there is no {covered} to cover")
    return tuple(entries)


def build_not_encoded(data: Any) -> tuple[NotEncoded, ...]:
    """What `duties.yml` leaves out on purpose. Raises DefinitionProblem."""
    keys = ("id", "name", "status", "checked_on", "source", "review_by")
    row = Row(data, (), ("entries", "not_encoded"))
    rows = [Row(item, place, keys) for item, place in row.items("not_encoded")]
    return tuple(
        NotEncoded(
            r.text("id"), r.text("name"), r.text("status"), r.day("checked_on"),
            r.text("source"), r.day("review_by"),
        )
        for r in rows
    )  # fmt: skip


def _apart(one: AssessmentEntry, other: AssessmentEntry) -> bool:
    """Whether two versions are never in force on the same day."""
    if one.version == other.version:
        return False
    first, second = sorted((one, other), key=lambda entry: entry.effective_from)
    return first.effective_to is not None and first.effective_to < second.effective_from


def _entry(row: Row, table: str, toolkit: Toolkit) -> AssessmentEntry:
    place = row.place
    ends = row.day("effective_to") if row.data.get("effective_to") else None
    starts = row.day("effective_from")
    if ends is not None and ends < starts:
        raise DefinitionProblem((*place, "effective_to"), "lies before effective_from")
    return AssessmentEntry(
        id=row.text("id"),
        version=row.whole("version"),
        table=table,
        effective_from=starts,
        effective_to=ends,
        when=build_condition(row.data.get("when"), (*place, "when"), toolkit),
        conditions=row.data["when"],
        outcome=_outcome(row, table),
        because=row.text("because"),
        basis=cast(Basis, row.choice("basis", BASES)),
        inferred=row.flag("inferred"),
        source=row.text("source"),
        review_by=row.day("review_by"),
    )


def _outcome(entry: Row, table: str) -> Outcome:
    row = entry.below("outcome", _OUTCOMES[table])
    if table == "duties":
        return Outcome(
            name=row.text("name"), what=row.text("what"), by=row.text("by"),
            contacts=row.texts("contacts"), covers=row.texts("covers"),
        )  # fmt: skip
    if table == "thresholds":
        return Outcome(threshold=cast(Threshold, row.choice("threshold", THRESHOLDS)))
    if table == "routes":
        return Outcome(route=row.choice("route", ROUTES))
    floor = _level(row, "never_below")
    at_least = _level(row, "at_least") or floor
    if at_least is None and row.optional("note") is None:
        raise DefinitionProblem(row.place, "needs at_least, never_below or note")
    return Outcome(
        at_least=at_least, never_below=floor, held=row.flag("held"), note=row.optional("note")
    )


def _level(row: Row, key: str) -> RiskLevel | None:
    if row.data.get(key) is None:
        return None
    return cast(RiskLevel, row.choice(key, LEVELS))
