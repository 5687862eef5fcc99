"""Whether the rulebook is whole: every case has an outcome, and every entry its vignettes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path

from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.rulebook_vignettes import VIGNETTES, Vignette, load_vignettes, problems
from assistant.adapters.yaml_files import RULEBOOK, load_areas
from assistant.domain.assessment import Suggestion, recompute, suggest
from assistant.domain.assessment_entries import AssessmentEntry, AssessmentRulebook
from assistant.domain.assessment_facts import Assessment, GivenIndicator
from assistant.domain.toolkit import LEVELS, RiskLevel

_ANY: tuple[bool | None, ...] = (True, False, None)
_AGES = (None, 12, 13)
"""Not known, and one on each side of the only age that decides a level."""

_MOVES = (
    "harm_already_happened", "organised_or_multiple", "immediate_danger", "missing_now",
    "person_or_place_of_concern",
)  # fmt: skip
"""The facts that thresholds and routes ask about, besides level, age and SEND."""

_ROWS: Sequence[RiskLevel | None] = (None, *LEVELS)
_ROW_IDS = ("need_for_money", "self_harm")
"""Two rows that no entry names: what is checked then holds for any row."""


@dataclass(frozen=True)
class Report:
    """What a check found."""

    entries: int
    vignettes: int
    combinations: int
    faults: tuple[str, ...]
    due: tuple[str, ...]
    """Entries whose review date has passed: they still hold, and somebody must look at them."""


def check(
    today: date, folder: Path = RULEBOOK, vignettes: Path = VIGNETTES, combine: bool = True
) -> Report:
    """Check everything, or without `combine` all but the combinations.

    Raises DefinitionError where a file can't be read at all.
    """
    rulebook = load_assessment_rulebook(folder)
    cases = load_vignettes(vignettes)
    faults = [*_without_vignettes(rulebook, cases), *problems(cases, rulebook, today)]
    faults += _gaps_in_time(rulebook)
    faults += _unknown_contacts(rulebook, folder)
    faults += _order_of_routes(rulebook, today)
    combinations = 0
    for case in _combinations() if combine else ():
        combinations += 1
        faults += _incomplete(suggest(rulebook, case, today), rulebook)
    due = [f"{e.id}: review was due on {e.review_by}" for e in rulebook.entries if _due(e, today)]
    return Report(
        len(rulebook.entries), len(cases), combinations, tuple(dict.fromkeys(faults)), tuple(due)
    )


def _due(entry: AssessmentEntry, today: date) -> bool:
    return entry.in_force(today) and entry.review_by < today


def _without_vignettes(rulebook: AssessmentRulebook, cases: Sequence[Vignette]) -> Iterator[str]:
    """Every entry needs a case that fires it and a near miss; every case an entry that exists."""
    seen = {(case.entry, case.outcome) for case in cases}
    ids = {entry.id for entry in rulebook.entries}
    for id_ in sorted(ids):
        for outcome, words in (("matched", "a firing vignette"), ("not_matched", "a near miss")):
            if (id_, outcome) not in seen:
                yield f"{id_}: lacks {words}"
    yield from (f"{c.name}: there is no such entry" for c in cases if c.entry not in {None, *ids})


def _gaps_in_time(rulebook: AssessmentRulebook) -> Iterator[str]:
    """Versions of an entry follow each other without a day between."""
    versions: dict[str, list[AssessmentEntry]] = {}
    for entry in rulebook.entries:
        versions.setdefault(entry.id, []).append(entry)
    for id_, found in versions.items():
        ordered = sorted(found, key=lambda entry: entry.effective_from)
        for earlier, later in pairwise(ordered):
            ends = earlier.effective_to
            if ends is None or ends + timedelta(days=1) != later.effective_from:
                yield f"{id_}: versions {earlier.version} and {later.version} leave a gap"
        if len({entry.table for entry in found}) > 1:
            yield f"{id_}: stands in two tables"


def _unknown_contacts(rulebook: AssessmentRulebook, folder: Path) -> Iterator[str]:
    """Every contact that a duty names exists in one area at least, or nationally."""
    if not (folder / "national.yml").exists():
        return
    areas = load_areas(folder)
    known = {*areas.national, *(c for area in areas.ids for c in areas.area(area).contacts)}
    for entry in rulebook.entries:
        for contact in entry.outcome.contacts:
            if contact not in known:
                yield f"{entry.id}: there is no contact {contact!r}"


def _order_of_routes(rulebook: AssessmentRulebook, today: date) -> Iterator[str]:
    """The entry for "no other route" must come last, or it would hold beside others."""
    routes = rulebook.in_force(today)["routes"]
    asks = [entry.id for entry in routes if entry.conditions.get("route") == "none"]
    if asks != [routes[-1].id]:
        yield "routes: the last entry, and it alone, must be the one for no other route"


def _combinations() -> Iterator[Assessment]:
    """Every combination of what level, thresholds and routes are decided by.

    The level is decided by rows, age and SEND alone; thresholds and routes by the level and the
    facts in _MOVES. So each of the two is gone through whole, and not each with each. Entries for
    single indicators only add to what is found here: the highest counts.
    """
    pairs = [(one, other) for one in _ROWS for other in _ROWS]
    rows: list[tuple[GivenIndicator, ...] | None] = [None, ()]
    rows += [(GivenIndicator(_ROW_IDS[0], present=None),)]
    rows += [tuple(map(GivenIndicator, _ROW_IDS, pair)) for pair in pairs]
    for given, age, send in product(rows, _AGES, _ANY):
        yield Assessment(age=age, facts={"send": send}, indicators=given)
    single = [None, (), *((GivenIndicator(_ROW_IDS[0], level),) for level in LEVELS)]
    for given, values in product(single, product(_ANY, repeat=len(_MOVES))):
        facts = {**dict(zip(_MOVES, values, strict=True)), "send": False}
        yield Assessment(age=15, facts=facts, indicators=given)


def _incomplete(result: Suggestion, rulebook: AssessmentRulebook) -> Iterable[str]:
    """What is missing from, or contradicts itself in, one suggestion."""
    matched = [t.entry for t in result.trace if t.outcome == "matched"]
    by_level = {e.id for e in rulebook.entries if set(e.conditions) == {"level"}}
    by_level &= {e.id for e in rulebook.entries if e.table == "thresholds"}
    if not result.routes:
        yield "a combination leads nowhere: no route"
    if "advice" in result.routes and len(result.routes) > 1:
        yield "advice is given beside another route"
    if result.level and result.threshold is None:
        yield f"the level {result.level} suggests no threshold"
    if result.level and len(by_level & set(matched)) != 1:
        yield f"the level {result.level} has not exactly one threshold entry"
    if len(matched) != len(set(matched)):
        yield "an entry matches twice"
    again = recompute(rulebook, result.trace)
    if (again.level, again.threshold, again.routes) != (
        result.level, result.threshold, result.routes,
    ):  # fmt: skip
        yield "a trace isn't enough to come to the same"
