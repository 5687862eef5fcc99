"""Plain values out of a definition's data. Each raises `DefinitionProblem` with its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.errors import DefinitionProblem

Path = tuple[str | int, ...]
"""Where a value stands, from the top of its file."""


def mapping(raw: Any, at: Path) -> Mapping[str, Any]:
    """A mapping with names of text."""
    if not isinstance(raw, Mapping):
        raise DefinitionProblem(at, "must be a mapping of names to values")
    all_text(list(raw), at)
    return raw


def sequence(raw: Any, at: Path) -> Sequence[Any]:
    """A list."""
    if not isinstance(raw, list):
        raise DefinitionProblem(at, "must be a list")
    return raw


def text_at(entry: Mapping[str, Any], key: str, at: Path) -> str:
    """The text that has to stand at a key."""
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DefinitionProblem((*at, key), f"'{key}' is missing or is not text")
    return value.strip()


def optional_at(entry: Mapping[str, Any], key: str, at: Path) -> str | None:
    """The text at a key, or None."""
    return None if entry.get(key) is None else text_at(entry, key, at)


def flag_at(entry: Mapping[str, Any], key: str, at: Path, default: bool = False) -> bool:
    """True or false at a key."""
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise DefinitionProblem((*at, key), f"'{key}' must be true or false")
    return value


def listed_at(entry: Mapping[str, Any], key: str, at: Path) -> Sequence[Any]:
    """The list at a key, or an empty one."""
    return sequence(entry[key], (*at, key)) if entry.get(key) is not None else ()


def texts_at(entry: Mapping[str, Any], key: str, at: Path) -> tuple[str, ...]:
    """The texts at a key."""
    return all_text(listed_at(entry, key, at), (*at, key))


def all_text(values: Sequence[Any], at: Path) -> tuple[str, ...]:
    """Values that are all text."""
    for value in values:
        if not isinstance(value, str):
            raise DefinitionProblem(at, f"{value!r} is not text: put it in quotation marks")
    return tuple(values)


def only(entry: Mapping[str, Any], allowed: frozenset[str], at: Path) -> None:
    """Refuse a key that is not known here."""
    for key in entry:
        if key not in allowed:
            raise DefinitionProblem(
                (*at, key), f"'{key}' is not known here; allowed: {', '.join(sorted(allowed))}"
            )


def one_of(value: Any, allowed: tuple[str, ...], at: Path) -> str:
    """A value that is one of some words."""
    if not isinstance(value, str) or value not in allowed:
        raise DefinitionProblem(at, f"'{value}' must be one of {', '.join(allowed)}")
    return value


def all_of(values: tuple[str, ...], allowed: tuple[str, ...], at: Path) -> tuple[str, ...]:
    """Values of which each is one of some words."""
    return tuple(one_of(value, allowed, at) for value in values)


def one_of_optional(
    entry: Mapping[str, Any], key: str, allowed: tuple[str, ...], at: Path
) -> str | None:
    """As `one_of`, where there may be none."""
    value = optional_at(entry, key, at)
    return None if value is None else one_of(value, allowed, (*at, key))
