"""Vignettes: small cases that show each rulebook entry firing, and just not firing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.adapters.yaml_files import ROOT, build
from assistant.domain.assessment import Suggestion, suggest
from assistant.domain.assessment_entries import TABLES, AssessmentRulebook
from assistant.domain.assessment_facts import Assessment, GivenFactor, GivenIndicator
from assistant.domain.assessment_rows import Place, Row
from assistant.domain.errors import DefinitionProblem
from assistant.domain.toolkit import LEVELS

VIGNETTES = ROOT / "tests" / "rulebook"
CELLS = "appendix_3_cells.yml"
_EXPECTED = ("level", "held", "threshold", "routes", "duties", "not_duties", "notes")


@dataclass(frozen=True)
class Vignette:
    """One small case: what is given, and what must come of it."""

    name: str
    entry: str | None
    outcome: str | None
    given: Assessment
    expect: Mapping[str, Any]


def load_vignettes(folder: Path = VIGNETTES) -> tuple[Vignette, ...]:
    """All of them: those of the entries, then Appendix 3's cells. Raises DefinitionError."""
    found: list[Vignette] = []
    for table in TABLES:
        found += build(folder / f"{table}.yml", _of_entries)
    return (*found, *build(folder / CELLS, _cells))


def problems(
    vignettes: Iterable[Vignette], rulebook: AssessmentRulebook, today: date
) -> Iterable[str]:
    """Every vignette that doesn't come out as it says, in words."""
    for vignette in vignettes:
        result = suggest(rulebook, vignette.given, today)
        outcomes = {entry.entry: entry.outcome for entry in result.trace}
        if vignette.entry and outcomes.get(vignette.entry) != vignette.outcome:
            yield f"{vignette.name}: {vignette.entry} is {outcomes.get(vignette.entry)}"
        actual = summary(result)
        for key, wanted in vignette.expect.items():
            if not _as_expected(key, wanted, actual):
                yield f"{vignette.name}: expected {key} {wanted}, not {actual.get(key)}"


def summary(result: Suggestion) -> dict[str, Any]:
    """The part of a suggestion that a change of the rulebook may move."""
    return {
        "level": result.level,
        "held": result.held,
        "threshold": result.threshold,
        "routes": list(result.routes),
        "duties": [duty.id for duty in result.duties],
        "notes": [note.entry for note in result.notes],
    }


def given(data: Any, place: Place = ()) -> Assessment:
    """An assessment from a vignette's short form. Raises DefinitionProblem."""
    if not isinstance(data, Mapping):
        raise DefinitionProblem(place, "must be a table of what is known")
    rest = dict(data)
    rows, factors = rest.pop("indicators", None), rest.pop("factors", {})
    return Assessment(
        age=rest.pop("age", None),
        facts=rest,
        indicators=None
        if rows is None
        else tuple(_indicator(id_, level, place) for id_, level in rows.items()),
        factors=tuple(
            GivenFactor(id_, current=column == "current", historic=column == "historic")
            for id_, column in factors.items()
        ),
    )


def _indicator(id_: str, level: Any, place: Place) -> GivenIndicator:
    """`not_known` means that nobody knows whether it is present, null that its level isn't."""
    if level == "not_known":
        return GivenIndicator(id_, present=None)
    if level == "no_context":
        return GivenIndicator(id_, "medium")
    if level is not None and level not in LEVELS:
        raise DefinitionProblem((*place, "indicators"), "must be a level, null or not_known")
    return GivenIndicator(id_, level, context="(told)")


def _of_entries(data: Any) -> list[Vignette]:
    """The vignettes of one file: for each entry one that fires and one near miss, or more."""
    top = Row({"entries": data}, (), ("entries",))
    found = []
    for item, place in top.items("entries"):
        row = Row(item, place, ("entry", "fires", "near_miss", "not_known"))
        for key, outcome in (
            ("fires", "matched"), ("near_miss", "not_matched"), ("not_known", "unknown"),
        ):  # fmt: skip
            for case, where in row.items(key):
                found.append(_case(Row(case, where, ("says", "given", "expect")), row, outcome))
    return found


def _case(case: Row, entry: Row, outcome: str) -> Vignette:
    expect = case.data.get("expect", {})
    Row(expect, (*case.place, "expect"), _EXPECTED)
    id_ = entry.text("entry")
    return Vignette(
        name=f"{id_} ({case.text('says')})",
        entry=id_,
        outcome=outcome,
        given=given(case.data.get("given"), (*case.place, "given")),
        expect=expect,
    )


def _cells(data: Any) -> list[Vignette]:
    """Appendix 3's cells, each given as one indicator at one level."""
    row = Row(data, (), ("basis", "child", "cells"))
    found = []
    for item, place in row.items("cells"):
        cell = Row(item, place, ("indicator", "level", "expect"))
        id_, level = cell.text("indicator"), cell.choice("level", LEVELS)
        Row(cell.data.get("expect"), (*place, "expect"), _EXPECTED)
        case = {**row.data["child"], "indicators": {id_: level}}
        name = f"Appendix 3: {id_} at {level}"
        found.append(Vignette(name, None, None, given(case, place), cell.data["expect"]))
    return found


def _as_expected(key: str, wanted: Any, actual: Mapping[str, Any]) -> bool:
    """Routes are compared whole; of duties and notes only those named must be there."""
    if key in ("duties", "notes"):
        return set(wanted) <= set(actual[key])
    if key == "not_duties":
        return not set(wanted) & set(actual["duties"])
    return bool(actual[key] == wanted)
