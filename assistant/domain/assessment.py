"""The suggestion: level, threshold, routes and duties, each with the entries it came from.

The practitioner always decides; this suggests, explains and records (design, section 5).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeVar

from assistant.domain.assessment_conditions import ROUTES, RowWith
from assistant.domain.assessment_entries import (
    AssessmentEntry,
    AssessmentRulebook,
    Basis,
    Outcome,
)
from assistant.domain.assessment_facts import Assessment, Facts, gather
from assistant.domain.toolkit import LEVELS, THRESHOLDS, RiskLevel, Threshold

Word = TypeVar("Word", bound=str)
Verdict = Literal["matched", "not_matched", "unknown"]
_VERDICTS: dict[bool | None, Verdict] = {True: "matched", False: "not_matched", None: "unknown"}


@dataclass(frozen=True)
class TraceEntry:
    """One entry that was weighed, matched or not, and why."""

    entry: str
    version: int
    outcome: Verdict
    because: str
    source: str


@dataclass(frozen=True)
class Duty:
    """Something required besides the forms: what to do, and by when."""

    id: str
    name: str
    what: str
    by: str
    contacts: tuple[str, ...]
    """Ids of contacts of the area (or national ones), in the order to try them."""

    basis: Basis
    inferred: bool
    source: str


@dataclass(frozen=True)
class Note:
    """Something the practitioner should see: a reason that is needed, a level that is held."""

    entry: str
    text: str
    about: tuple[str, ...]
    """The ids of the indicators it is about."""


@dataclass(frozen=True)
class Suggestion:
    """What the rulebook suggests, and everything it rests on."""

    level: RiskLevel | None
    """None: no indicator is present, or nobody has gone through them. Never "low" for none."""

    held: bool
    """The level is held up until something that isn't known becomes known."""

    floor: RiskLevel | None
    """The toolkit's floor, which binds whoever sets the overall level."""

    threshold: Threshold | None
    routes: tuple[str, ...]
    """The most urgent first."""

    duties: tuple[Duty, ...]
    notes: tuple[Note, ...]
    unknown: tuple[str, ...]
    """What isn't known and could change the suggestion."""

    trace: tuple[TraceEntry, ...]

    @property
    def section_1_threshold(self) -> Threshold | None:
        """As `threshold`, of Section 1's list, which has no complex abuse."""
        return "child_protection" if self.threshold == "complex_abuse" else self.threshold

    def as_dict(self) -> dict[str, Any]:
        """As plain data, for a case file, a document or an HTTP reply."""
        plain = dict(vars(self))
        for key in ("duties", "notes", "trace"):
            plain[key] = [dict(vars(item)) for item in plain[key]]
        return plain | {"section_1_threshold": self.section_1_threshold}


@dataclass(frozen=True)
class Combined:
    """What matched entries come to together."""

    level: RiskLevel | None
    held: bool
    floor: RiskLevel | None
    threshold: Threshold | None
    routes: tuple[str, ...]
    duties: tuple[Duty, ...]


def suggest(rulebook: AssessmentRulebook, assessment: Assessment, today: date) -> Suggestion:
    """Weigh an assessment by the entries in force on a day.

    The suggested level is the highest among the indicators present, raised by the toolkit's floors
    (Appendix 2, Section 1; design, section 5). Raises InvalidAnswerError for what isn't allowed.
    """
    facts = gather(assessment, rulebook.toolkit)
    weighing = _Weighing()
    for table, entries in rulebook.in_force(today).items():
        weighing.weigh(table, entries, facts)
    result = combine(weighing.matched)
    return Suggestion(
        level=result.level,
        held=result.held,
        floor=result.floor,
        threshold=result.threshold,
        routes=result.routes,
        duties=result.duties,
        notes=tuple(weighing.notes),
        unknown=tuple(weighing.unknown),
        trace=tuple(weighing.trace),
    )


@dataclass
class _Weighing:
    """What has come up so far, table by table."""

    matched: list[AssessmentEntry] = field(default_factory=list)
    trace: list[TraceEntry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unknown: dict[str, None] = field(default_factory=dict)
    """In the order in which it came up; only the names matter."""

    def weigh(self, table: str, entries: Iterable[AssessmentEntry], facts: Facts) -> None:
        """Weigh one table's entries, and tell the later ones what it came to."""
        undecided, before = False, len(self.matched)
        for entry in entries:
            if table == "routes":
                # The entry for "no other route" asks what the ones before it came to.
                facts.concluded["route"] = frozenset(_routes(self.matched[before:]))
            verdict = entry.when.holds(facts)
            self.trace.append(_traced(entry, verdict, facts))
            if verdict:
                self.matched.append(entry)
                self.notes.extend(_notes(entry, facts))
            elif verdict is None:
                undecided = True
                self.unknown.update(dict.fromkeys(entry.when.missing(facts)))
        if table != "duties":
            _conclude(table, combine(self.matched[before:]), undecided, facts)


def combine(matched: Sequence[AssessmentEntry]) -> Combined:
    """What matched entries come to: the highest level and threshold, and every route and duty.

    Nothing but the matched entries counts, so a trace is enough to come to the same.
    """
    outcomes = [entry.outcome for entry in matched]
    level = _highest(LEVELS, (o.at_least for o in outcomes if not o.held))
    with_held = _highest(LEVELS, (o.at_least for o in outcomes))
    return Combined(
        level=with_held,
        held=with_held != level,
        floor=_highest(LEVELS, (o.never_below for o in outcomes)),
        threshold=_highest(THRESHOLDS, (o.threshold for o in outcomes)),
        routes=_routes(matched),
        duties=_duties(matched),
    )


def recompute(rulebook: AssessmentRulebook, trace: Iterable[TraceEntry]) -> Combined:
    """The outcome from a trace alone, as anyone checking a past decision would do it."""
    return combine(
        [rulebook.by_version[t.entry, t.version] for t in trace if t.outcome == "matched"]
    )


def decisive(rulebook: AssessmentRulebook, suggestion: Suggestion) -> tuple[TraceEntry, ...]:
    """The matched entries without which level, threshold, routes or floor would be others: not the
    lower ones that were outweighed, and not duties, which are told by themselves."""

    def decides(outcome: Outcome) -> bool:
        return (
            (outcome.at_least is not None and outcome.at_least == suggestion.level)
            or (outcome.threshold is not None and outcome.threshold == suggestion.threshold)
            or outcome.route is not None
        )

    return tuple(
        t
        for t in suggestion.trace
        if t.outcome == "matched" and decides(rulebook.by_version[t.entry, t.version].outcome)
    )


class Objection(StrEnum):
    """Why a decision can't be taken as it is; the words for each stand in `forms/answers.yml`."""

    FLOOR = "below_floor"
    NOT_KNOWN = "low_needs_age_and_send"


def level_objection(suggestion: Suggestion, level: RiskLevel) -> Objection | None:
    """Why an overall level can't be set, whoever sets it, or None.

    Only the toolkit's floor stands in the way (Appendix 2, Section 1: no child under 13 or with
    SEND is low), and it can't be ruled out until age and SEND are known.
    """
    if suggestion.floor and LEVELS.index(level) < LEVELS.index(suggestion.floor):
        return Objection.FLOOR
    if level == "low" and {"age", "send"} & set(suggestion.unknown):
        return Objection.NOT_KNOWN
    return None


def differs(
    suggestion: Suggestion,
    level: RiskLevel | None,
    threshold: Threshold | None,
    routes: Collection[str] | None,
) -> bool:
    """Whether a decision is another than the suggestion, so that it needs a reason (design,
    section 5). None is a part that isn't decided. A route besides those suggested needs none."""
    return (
        (level is not None and level != suggestion.level)
        or (threshold is not None and threshold != suggestion.threshold)
        or (routes is not None and bool(set(suggestion.routes) & CHOSEN_ROUTES - set(routes)))
    )


CHOSEN_ROUTES = frozenset({"social_care_referral", "liberty_report"})
"""The routes that a practitioner chooses; 999 and advice need no form."""


def _conclude(table: str, result: Combined, undecided: bool, facts: Facts) -> None:
    """Tell the later tables what this one came to; nothing while it can't be told."""
    if table == "levels":
        if result.level is not None:
            facts.concluded["level"] = frozenset({result.level})
        elif facts.any_indicator is False:
            facts.concluded["level"] = frozenset()
    elif table == "thresholds":
        if result.threshold is not None:
            facts.concluded["threshold"] = frozenset({result.threshold})
        elif not undecided:
            facts.concluded["threshold"] = frozenset()
    elif table == "routes":
        facts.concluded["route"] = frozenset(result.routes)


def _traced(entry: AssessmentEntry, verdict: bool | None, facts: Facts) -> TraceEntry:
    """The entry with its reason and what it looked at. Never what anybody wrote."""
    inputs = entry.when.inputs(facts)
    given = "; ".join(dict.fromkeys(inputs) if len(inputs) > 1 else inputs)
    if verdict:
        because = f"{entry.because} Given: {given}."
    elif verdict is None:
        because = f"This can't be told yet. Given: {given}."
    else:
        because = f"This doesn't apply. Given: {given}."
    return TraceEntry(entry.id, entry.version, _VERDICTS[verdict], because, entry.source)


def _notes(entry: AssessmentEntry, facts: Facts) -> Iterable[Note]:
    if entry.outcome.note:
        about = entry.when.rows(facts) if isinstance(entry.when, RowWith) else ()
        yield Note(entry.id, entry.outcome.note, about)


def _routes(matched: Iterable[AssessmentEntry]) -> tuple[str, ...]:
    found = {entry.outcome.route for entry in matched}
    return tuple(route for route in ROUTES if route in found)


def _duties(matched: Sequence[AssessmentEntry]) -> tuple[Duty, ...]:
    """Each duty once: one that another matched duty covers adds nothing to it."""
    covered = {id_ for entry in matched for id_ in entry.outcome.covers}
    duties = (entry for entry in matched if entry.table == "duties")
    return tuple(_duty(entry) for entry in duties if entry.id not in covered)


def _duty(entry: AssessmentEntry) -> Duty:
    outcome = entry.outcome
    return Duty(
        id=entry.id,
        name=outcome.name or "",
        what=outcome.what or "",
        by=outcome.by or "",
        contacts=outcome.contacts,
        basis=entry.basis,
        inferred=entry.inferred,
        source=entry.source,
    )


def _highest(order: Sequence[Word], found: Iterable[Word | None]) -> Word | None:
    ranks = [order.index(word) for word in found if word is not None]
    return order[max(ranks)] if ranks else None
