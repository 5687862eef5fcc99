"""Plain data from a rulebook file, read with the place of everything that is wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.domain.errors import DefinitionProblem

Place = tuple[str | int, ...]


class Row:
    """One table of names, and where in the file it stands."""

    def __init__(self, data: Any, place: Place, allowed: Iterable[str]) -> None:
        if not isinstance(data, Mapping):
            raise DefinitionProblem(place, "must be a table of names")
        self.data: Mapping[str, Any] = data
        self.place = place
        # A misspelt key would be left out silently, and with it a condition or a duty.
        unknown = [str(key) for key in data if key not in set(allowed)]
        if unknown:
            raise DefinitionProblem((*place, unknown[0]), "is not a part of this table")

    def text(self, key: str) -> str:
        """Text that must be there."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise DefinitionProblem((*self.place, key), "must be text")
        return value

    def optional(self, key: str) -> str | None:
        """Text that may be missing."""
        return self.text(key) if self.data.get(key) is not None else None

    def flag(self, key: str) -> bool:
        """true or false; false where it isn't there."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise DefinitionProblem((*self.place, key), "must be true or false")
        return value

    def whole(self, key: str) -> int:
        """A whole number from 1."""
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise DefinitionProblem((*self.place, key), "must be a whole number from 1")
        return value

    def day(self, key: str) -> date:
        """A date that must be there."""
        value = self.data.get(key)
        if not isinstance(value, date):
            raise DefinitionProblem((*self.place, key), "must be a date like 2026-01-31")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of several words."""
        value = self.data.get(key)
        if not isinstance(value, str) or value not in choices:
            raise DefinitionProblem((*self.place, key), f"must be one of {', '.join(choices)}")
        return value

    def items(self, key: str) -> list[tuple[Any, Place]]:
        """The items of a list, each with its place; none where it isn't there."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise DefinitionProblem((*self.place, key), "must be a list")
        return [(item, (*self.place, key, number)) for number, item in enumerate(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        for item, place in self.items(key):
            if not isinstance(item, str):
                raise DefinitionProblem(place, "must be text")
        return tuple(str(item) for item, _ in self.items(key))

    def below(self, key: str, allowed: Iterable[str]) -> "Row":
        """The table that stands under a key."""
        return Row(self.data.get(key), (*self.place, key), allowed)


def unique(ids: Sequence[str], place: Place) -> None:
    """Refuse an id that stands twice."""
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            raise DefinitionProblem((*place, number, "id"), f"{id_} stands here twice")
