"""Answers as people read them, on the screen and in the document."""

from collections.abc import Mapping
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


def _label(question: Question, value: str) -> str:
    return next((o.label for o in question.options if o.value == value), value)


def _part(name: str, parts: Mapping[str, Any], words: Words) -> str:
    value = parts[name]
    if name == "age":
        return "" if parts.get("age_text") else words["aged"].format(value)
    if name == "age_text":
        return words["aged"].format(value) if value.isdigit() else str(value)
    if name == "date_of_birth":
        return words[name].format(day_in_words(value))
    if name in ("nickname", "role", "registration"):
        template = words["partial"] if name == "registration" and parts.get("partial") else ""
        return (template or words[name]).format(value)
    if name == "text" and _is_said(value, parts):
        return ""
    return str(value)


def _is_said(text: str, parts: Mapping[str, Any]) -> bool:
    """Whether a vehicle's own words only repeat its registration, colour and make."""
    if "registration" in parts:
        return True
    others = " ".join(str(parts[name]) for name in _LOOKS if name in parts).lower().split()
    return bool(others) and set(text.lower().replace(",", " ").split()) <= {*others, *_ARTICLES}


_LOOKS = ("colour", "make", "model", "kind")
_ARTICLES = frozenset({"a", "an", "the"})


def day_in_words(written: str) -> str:
    """A date as it was written, as "4 September 2014"; any other text as it is."""
    day = day_in(written)
    return f"{day.day} {day:%B %Y}" if day else written


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
