"""Answers as people read them, on the screen and in the document."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from assistant.domain.dates import day_in
from assistant.domain.definition import PARTS, Question, QuestionType

Words = Mapping[str, str]
"""The few words that join parts: keys `yes`, `no`, `about`, `aged`, `dont_know`, …"""


def display(question: Question, value: Any, words: Words) -> str | list[str]:
    """An answer's value in plain words; a list where the question repeats."""
    if question.type is QuestionType.YES_NO:
        return words[value]
    if question.type is QuestionType.CHOICE:
        return _label(question, value)
    if question.type is QuestionType.CHOICES:
        return [_label(question, v) for v in value]
    if question.repeat:
        return [display_parts(question.type, item, words) for item in value]
    if question.composite:
        return display_parts(question.type, value, words)
    return str(value)


def display_line(question: Question, value: Any, words: Words) -> str:
    """The same on one line."""
    shown = display(question, value, words)
    return shown if isinstance(shown, str) else "; ".join(shown)


def display_parts(kind: QuestionType, parts: Mapping[str, Any], words: Words) -> str:
    """One person, place, vehicle, contact or time on one line."""
    if kind is QuestionType.DATE_TIME:
        return _date_time(parts, words)
    if kind is QuestionType.VEHICLE and _repeats(parts):
        parts = {name: value for name, value in parts.items() if name != "text"}
    present = [name for name in _ORDER.get(kind, PARTS[kind]) if name in parts]
    worded = [(name, _part(name, parts, words)) for name in present]
    joined = ""
    for name, part in worded:
        if part:
            joined += (" " if name == "role" else ", ") + part if joined else part
    return joined


# As people say it: "Ellie, girl, about 14, blonde".
_ORDER: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.PERSON: (
        "name",
        "nickname",
        "gender",
        "age",
        "age_text",
        "date_of_birth",
        "relationship",
        "role",
        "description",
        "phone",
        "address",
    ),
    QuestionType.VEHICLE: ("registration", "colour", "make", "model", "kind", "text"),
}


def readable(data: Any) -> Any:
    """A payload as a document prints it: dates of birth, and dates in sources, in words."""
    if isinstance(data, list):
        return [readable(item) for item in data]
    if not isinstance(data, Mapping):
        return data
    return {
        key: _DATED[key](value) if key in _DATED and isinstance(value, str) else readable(value)
        for key, value in data.items()
    }


def in_words(entry_id: str) -> str:
    """An id as people read it, where there is no label."""
    plain = entry_id.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _label(question: Question, value: str) -> str:
    label = next((o.label for o in question.options if o.value == value), None)
    return label or in_words(value)


def _repeats(vehicle: Mapping[str, Any]) -> bool:
    """Whether a vehicle's own words say no more than its parts do.

    A part that the words name otherwise ("VW", or a plate without its gap) takes one of them, and
    the word for the plate is none of its looks.
    """
    parts = [set(_words_of(vehicle[name])) for name in _LOOKS if name in vehicle]
    if not parts or "text" not in vehicle:
        return False
    said = set(_words_of(vehicle["text"])) - _ARTICLES
    otherwise = sum(not part & said for part in parts) + ("registration" in vehicle)
    return len(said - set().union(*parts)) <= otherwise


_LOOKS = ("registration", "colour", "make", "model", "kind")
_ARTICLES = frozenset(("a", "an", "the"))


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _part(name: str, parts: Mapping[str, Any], words: Words) -> str:
    value = parts[name]
    if name == "age":
        return "" if parts.get("age_text") else words["aged"].format(value)
    if name == "age_text":
        return words["aged"].format(value) if value.isdigit() else str(value)
    if name == "date_of_birth":
        return words[name].format(_birthday(value))
    if name in ("nickname", "role", "registration"):
        template = words["partial"] if name == "registration" and parts.get("partial") else ""
        return (template or words[name]).format(value)
    return str(value)


def _date_time(parts: Mapping[str, Any], words: Words) -> str:
    said = parts.get("text", "")
    resolved = []
    if "date" in parts:
        resolved.append(_day(parts["date"]))
    if "time" in parts:
        about = words["about"].format(parts["time"]) if parts.get("approximate") else parts["time"]
        resolved.append(about)
    exact = ", ".join(resolved)
    if said and exact:
        return f"{said} ({exact})"
    return said or exact


def _day(text: str) -> str:
    """A date in words; one that is in no calendar stays as it was given."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day:%A} {day.day} {day:%B %Y}"


def _birthday(text: str) -> str:
    """A date as people write it, in words; any other text stays."""
    day = day_in(text)
    return f"{day.day} {day:%B %Y}" if day else text


def _dated(text: str) -> str:
    return _ISO.sub(lambda found: _birthday(found[0]), text)


_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DATED: Mapping[str, Callable[[str], str]] = {"date_of_birth": _birthday, "source": _dated}
