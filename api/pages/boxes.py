"""Persons, places, vehicles, contacts and times as boxes: from an answer to boxes and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from api.pages.forms import Posted
from api.pages.words import has, say
from assistant.domain.definition import PARTS, Audience, QuestionType
from assistant.domain.schemas import LONGEST_PART

OLDEST = 120

_FOREMOST: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.PERSON: ("description", "age", "name"),
    QuestionType.PLACE: ("text", "postcode"),
    QuestionType.VEHICLE: ("registration", "partial", "colour", "make"),
    QuestionType.CONTACT: ("name", "phone", "email"),
    QuestionType.DATE_TIME: ("text", "date", "time", "approximate"),
}
"""The parts that are shown at once; the others wait behind "More details"."""
_PRACTITIONERS_PERSON = ("name", "date_of_birth", "age", "gender", "address", "description")
_TICKS = frozenset({"partial", "approximate"})
_DATES = frozenset({"date", "date_of_birth"})
_TYPES = {"phone": "tel", "email": "email"}
_LONG = frozenset({"description", "address"})
_PIECES = {"date": ("day", "month", "year"), "time": ("hour", "minute")}
_KEPT_UNSEEN = frozenset({"age_text"})
"""Stands in the box of the age."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the id of the box to go to."""

    target: str
    text: str


@dataclass(frozen=True)
class Box:
    """One part: a text box, a tick, or the few boxes of a date or a time."""

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    hint: str = ""
    problem: str = ""
    part: str = ""
    pieces: tuple["Box", ...] = ()

    @property
    def id(self) -> str:
        """The id of its element."""
        return element_id(self.name)

    @property
    def first_id(self) -> str:
        """The id of the first element that takes the focus."""
        return self.pieces[0].id if self.pieces else self.id


@dataclass(frozen=True)
class Parts:
    """The boxes of one person, place, vehicle, contact or time."""

    foremost: tuple[Box, ...]
    more: tuple[Box, ...] = ()

    @property
    def open(self) -> bool:
        """Whether any of the boxes behind "More details" holds something."""
        filled = (b.value or any(p.value for p in b.pieces) or b.problem for b in self.more)
        return any(filled)


@dataclass
class Reader:
    """Reads the boxes of one item, and notes what is wrong with them."""

    posted: Posted
    prefix: str
    problems: list[Problem] = field(default_factory=list)

    def read(self, kind: QuestionType, old: Mapping[str, Any] | None) -> dict[str, Any]:
        """The parts that are filled in; empty where nothing is."""
        found: dict[str, Any] = {}
        for part in PARTS[kind]:
            if part == "age":
                found |= self._age()
            elif part in _DATES:
                found |= self._date(part, old)
            elif part == "time":
                found |= self._time()
            elif part not in _TICKS | _KEPT_UNSEEN:
                found |= self._text(part)
        # A tick beside boxes that are all blank says nothing.
        ticked = {p: True for p in PARTS[kind] if p in _TICKS and self._box(p)}
        return found | ticked if found else {}

    def _box(self, part: str) -> str:
        return self.posted.one(f"{self.prefix}.{part}")

    def _wrong(self, box: str, text: str) -> dict[str, Any]:
        self.problems.append(Problem(element_id(f"{self.prefix}.{box}"), text))
        return {}

    def _text(self, part: str) -> dict[str, Any]:
        said = self._box(part)
        if len(said) > LONGEST_PART:
            return self._wrong(part, say("error.too_long", longest=LONGEST_PART))
        return {part: said} if said else {}

    def _age(self) -> dict[str, Any]:
        """ "14" is an age; "about 14" is one in words."""
        said = self._box("age")
        if not re.fullmatch(r"[0-9]{1,9}", said):
            return {"age_text": said[:LONGEST_PART]} if said else {}
        if int(said) > OLDEST:
            return self._wrong("age", say("error.age"))
        return {"age": int(said)}

    def _date(self, part: str, old: Mapping[str, Any] | None) -> dict[str, Any]:
        pieces = {piece: self._box(f"{part}.{piece}") for piece in _PIECES["date"]}
        if not any(pieces.values()):
            before = (old or {}).get(part, "")
            # One that was said in words has no boxes, and is not lost by leaving them blank.
            return {part: before} if before and _as_date(before) is None else {}
        blank = next((piece for piece, said in pieces.items() if not said), None)
        if blank:
            return self._wrong(f"{part}.{blank}", say("error.date_missing"))
        try:
            year, month, day = (int(pieces[p]) for p in ("year", "month", "day"))
            return {part: date(year, month, day).isoformat()}
        except ValueError:
            return self._wrong(f"{part}.day", say("error.date_real"))

    def _time(self) -> dict[str, Any]:
        hour, minute = self._box("time.hour"), self._box("time.minute")
        if not (hour or minute):
            return {}
        try:
            return {"time": f"{time(int(hour), int(minute or 0)):%H:%M}"}
        except ValueError:
            return self._wrong("time.hour", say("error.time"))


def as_boxes(kind: QuestionType, prefix: str, value: Mapping[str, Any]) -> dict[str, str]:
    """An answer's parts as what stands in their boxes."""
    filled: dict[str, str] = {}
    for part, said in value.items():
        name = f"{prefix}.{part}"
        if part in _TICKS:
            filled |= {name: "yes"} if said else {}
        elif part in _DATES:
            day = _as_date(said)
            if day:
                filled |= {f"{name}.day": str(day.day), f"{name}.month": str(day.month)}
                filled |= {f"{name}.year": str(day.year)}
        elif part == "time" and kind is QuestionType.DATE_TIME:
            hour, _, minute = str(said).partition(":")
            filled |= {f"{name}.hour": hour, f"{name}.minute": minute}
        elif part == "age_text":
            filled.setdefault(f"{prefix}.age", str(said))
        else:
            filled[name] = str(said)
    return filled


def parts(
    kind: QuestionType,
    prefix: str,
    filled: Posted,
    audience: Audience,
    problems: Mapping[str, str],
    *,
    several: bool,
) -> Parts:
    """The boxes of one item; `problems` says what is wrong, by the id of a box."""
    shown = _FOREMOST[kind]
    if kind is QuestionType.PERSON and audience is Audience.PRACTITIONER:
        shown = _PRACTITIONERS_PERSON
    if kind is QuestionType.CONTACT and several:
        shown = ("username", "platform", "phone", "name")
    others = [p for p in PARTS[kind] if p not in shown and p not in _KEPT_UNSEEN]
    make = _Maker(kind, prefix, filled, problems)
    return Parts(tuple(map(make.box, shown)), tuple(map(make.box, others)))


@dataclass(frozen=True)
class _Maker:
    kind: QuestionType
    prefix: str
    filled: Posted
    problems: Mapping[str, str]

    def box(self, part: str) -> Box:
        name, text = f"{self.prefix}.{part}", f"parts.{self.kind}_{part}"
        hint = say(f"{text}_hint") if has(f"{text}_hint") else ""
        pieces = tuple(self._piece(name, p) for p in _PIECES.get(_shape(part), ()))
        kind = "tick" if part in _TICKS else _TYPES.get(part, "text")
        return Box(
            name=name,
            label=say(text),
            value=self.filled.one(name),
            kind="pieces" if pieces else "long" if part in _LONG else kind,
            hint=hint,
            problem=self.problems.get(element_id(name), "")
            or next((p.problem for p in pieces if p.problem), ""),
            part=part,
            pieces=pieces,
        )

    def _piece(self, name: str, piece: str) -> Box:
        own = f"{name}.{piece}"
        wrong = self.problems.get(element_id(own), "")
        return Box(own, say(f"parts.{piece}"), self.filled.one(own), problem=wrong, part=piece)


def element_id(name: str) -> str:
    """The id of the element of that name."""
    return re.sub(r"[^a-zA-Z0-9_]+", "-", name)


def _shape(part: str) -> str:
    return "date" if part in _DATES else part


def _as_date(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
