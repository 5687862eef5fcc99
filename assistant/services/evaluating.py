"""Scoring: cases with what is expected against what the assistant gave."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from assistant.domain.errors import AssistantError
from assistant.domain.toolkit import LEVELS
from assistant.services.routing import FromWords, age_of_child

ORDER: Mapping[str, int] = {
    "emergency_999": 4,
    "referral_and_liberty": 3,
    "social_care_referral": 3,
    "liberty_report": 2,
    "advice": 1,
    "out_of_scope": 0,
}
"""How urgent each route is."""

_KINDS: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "text": (str,),
    "indicators": (list,),
    "optional_indicators": (list,),
    "expected_route": (str,),
    "expected_min_level": (str, type(None)),
    "child_age": (int, type(None)),
    "doubtful": (bool,),
}


class CaseFormatError(AssistantError):
    """A file of cases isn't of the agreed form; the text names the line."""


@dataclass(frozen=True)
class Case:
    """One situation and what is expected of it."""

    id: str
    text: str
    indicators: frozenset[str]
    optional: frozenset[str]
    route: str
    min_level: str | None
    age: int | None
    doubtful: bool


@dataclass(frozen=True)
class Given:
    """What the assistant gave for a case, and how long it took."""

    case: Case
    found: FromWords
    milliseconds: float

    @property
    def route(self) -> str:
        """The routes given, under the names that cases use."""
        routes = self.found.routes
        if "emergency_999" in routes:
            return "emergency_999"
        if {"social_care_referral", "liberty_report"} <= set(routes):
            return "referral_and_liberty"
        return routes[0] if routes else "out_of_scope"

    @property
    def indicators(self) -> set[str]:
        """The ids of the indicators found."""
        return {sign.id for sign in self.found.reading.indicators}

    @property
    def meets_floor(self) -> bool:
        """Whether the suggested level is at the case's floor or above."""
        level, floor = self.found.suggestion.level, self.case.min_level
        return floor is None or (level is not None and _rank(level) >= _rank(floor))


def read_cases(text: str, indicators: Iterable[str]) -> list[Case]:
    """The cases of a file, one JSON object a line. Raises CaseFormatError naming the line."""
    known = frozenset(indicators)
    cases: list[Case] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                case = _case(json.loads(line), known)
            except ValueError as error:
                reason = "is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
                raise CaseFormatError(f"line {number}: {reason}") from None
            if case.id in {other.id for other in cases}:
                raise CaseFormatError(f"line {number}: id: stands twice")
            cases.append(case)
    if not cases:
        raise CaseFormatError("line 1: there is no case in the file")
    return cases


def _case(row: Any, known: frozenset[str]) -> Case:
    if not isinstance(row, dict):
        raise ValueError("must be a JSON object")
    for key, kinds in _KINDS.items():
        if key not in row:
            raise ValueError(f"{key}: is missing")
        # A bool is an int to Python, and no age.
        if not isinstance(row[key], kinds) or (isinstance(row[key], bool) and bool not in kinds):
            raise ValueError(f"{key}: is of the wrong kind")
    for key in ("indicators", "optional_indicators"):
        if any(not isinstance(id_, str) or id_ not in known for id_ in row[key]):
            raise ValueError(f"{key}: must be ids of the toolkit's indicators")
    if row["expected_route"] not in ORDER:
        raise ValueError(f"expected_route: must be one of {', '.join(ORDER)}")
    if row["expected_min_level"] not in (*LEVELS, None):
        raise ValueError(f"expected_min_level: must be one of {', '.join(LEVELS)}, or null")
    return Case(
        id=row["id"],
        text=row["text"],
        indicators=frozenset(row["indicators"]),
        optional=frozenset(row["optional_indicators"]),
        route=row["expected_route"],
        min_level=row["expected_min_level"],
        age=row["child_age"],
        doubtful=row["doubtful"],
    )


def report(given: Sequence[Given]) -> dict[str, Any]:
    """Everything that `cre-assistant evaluate` prints. Doubtful cases are scored apart."""
    sure = [one for one in given if not one.case.doubtful]
    doubtful = [one for one in given if one.case.doubtful]
    return {
        "cases": len(given),
        **_figures(sure),
        "per_case": [_shown(one) for one in given],
        "doubtful": _figures(doubtful),
    }


def _figures(given: Sequence[Given]) -> dict[str, Any]:
    expected_999 = [one for one in given if one.case.route == "emergency_999"]
    given_999 = [one for one in given if one.route == "emergency_999"]
    both = sum(one.route == "emergency_999" for one in expected_999)
    right = sum(len(one.indicators & one.case.indicators) for one in given)
    wrong = sum(len(one.indicators - one.case.indicators - one.case.optional) for one in given)
    wanted = sum(len(one.case.indicators) for one in given)
    precision, recall = _share(right, right + wrong), _share(right, wanted)
    floors = [one for one in given if one.case.min_level]
    return {
        "scored": len(given),
        "route_accuracy": _share(sum(one.route == one.case.route for one in given), len(given)),
        "emergency_recall": _share(both, len(expected_999)),
        "emergency_precision": _share(both, len(given_999)),
        "under_escalations": [
            one.case.id for one in given if ORDER[one.route] < ORDER[one.case.route]
        ],
        "level_floor_met": _share(sum(one.meets_floor for one in floors), len(floors)),
        "indicator_precision": precision,
        "indicator_recall": recall,
        "indicator_f1": _f1(precision, recall),
        "age_accuracy": _share(
            sum(age_of_child(one.found.reading) == one.case.age for one in given), len(given)
        ),
        "milliseconds_per_case": round(median(one.milliseconds for one in given), 1)
        if given
        else None,
    }


def _shown(one: Given) -> dict[str, Any]:
    reading, suggestion = one.found.reading, one.found.suggestion
    return {
        "id": one.case.id,
        "doubtful": one.case.doubtful,
        "expected": {
            "route": one.case.route,
            "min_level": one.case.min_level,
            "age": one.case.age,
            "indicators": sorted(one.case.indicators),
            "optional_indicators": sorted(one.case.optional),
        },
        "given": {
            "route": one.route,
            "entry": one.found.trace.entry,
            "level": suggestion.level,
            "age": age_of_child(reading),
            "urgent_evidence": [span.text for span in one.found.urgency.evidence],
        },
        "indicators": [
            {
                "id": sign.id,
                "level": sign.level,
                "evidence": [dict(vars(span)) for span in sign.evidence],
            }
            for sign in reading.indicators
        ],
    }


def _share(part: int, whole: int) -> float | None:
    """A share to three places; None where there is nothing to share."""
    return round(part / whole, 3) if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    total = precision + recall
    return round(2 * precision * recall / total, 3) if total else 0.0


def _rank(level: str) -> int:
    return [str(one) for one in LEVELS].index(level)


def as_text(figures: Mapping[str, Any]) -> str:
    """The figures for a person at a terminal."""
    doubtful = figures["doubtful"]
    keys = [key for key in doubtful if key != "scored"]
    lines = [f"{figures['cases']} cases, {figures['scored']} scored, {doubtful['scored']} doubtful"]
    lines.append(f"{'':24}{'scored':>10}{'doubtful':>12}")
    for key in keys:
        values = [
            str(len(v)) if isinstance(v, list) else "–" if v is None else str(v)
            for v in (figures[key], doubtful[key])
        ]
        lines.append(f"{key:24}{values[0]:>10}{values[1]:>12}")
    wrong = [c for c in figures["per_case"] if c["given"]["route"] != c["expected"]["route"]]
    lines += [
        f"  {c['id']}{' (doubtful)' if c['doubtful'] else ''}: "
        f"{c['expected']['route']} expected, {c['given']['route']} given"
        for c in wrong
    ]
    return "\n".join(lines)
