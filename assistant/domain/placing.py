"""Which of several people, places or vehicles a correction is about, and what it leaves of them.

What a correction doesn't mention stays. Where it can't be told which of several is meant, nothing
is changed: the caller asks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.domain.definition import QuestionType
from assistant.domain.interview import Answer
from assistant.domain.wording import normalise

Item = Mapping[str, Any]
"""One person, place, vehicle, contact or time: its parts."""

_AGES = frozenset({"age", "age_text", "date_of_birth"})
_NAMES = ("name", "nickname")


@dataclass(frozen=True)
class Sexes:
    """The words that tell that somebody is male or female."""

    male: frozenset[str]
    female: frozenset[str]

    def of(self, item: Item) -> str:
        """What is known of somebody; empty: it isn't."""
        words = set(normalise(str(item.get("gender", ""))).split())
        return "male" if words & self.male else "female" if words & self.female else ""


@dataclass(frozen=True)
class Placer:
    """Lays corrections over answers to questions of one type."""

    kind: QuestionType
    sexes: Sexes
    shown: Callable[[Item], str]
    """An item as it is displayed, by which people may mean it."""

    joins: bool = False
    """Whether what somebody looks like is added to what is known of it, and replaces nothing."""

    def lay(self, old: Answer, new: Answer, denied: str = "", meant: int | None = None) -> Answer:
        """`new` over `old`. Raises UnclearError where it can't be told which of several is meant.

        `denied` are the words of the old answer that are wrong; `meant` says which item it is.
        """
        if not (old.has_value and new.has_value):
            return new
        read = old.read and new.read
        if not isinstance(old.value, list):
            value: Any = self._over(old, new, denied)
            return replace(new, value=value, evidence={**old.evidence, **new.evidence}, read=read)
        if len(new.value) > 1:
            return replace(new, value=self._side_by_side(old.value, new.value, denied), read=read)
        at = meant if meant is not None else self._which(old.value, new.value[0], denied)
        items = [dict(item) for item in old.value]
        items[at] = self._overlay(items[at], new.value[0], denied)
        told = {key.replace("[0]", f"[{at}]", 1): spans for key, spans in new.evidence.items()}
        return replace(new, value=items, evidence={**old.evidence, **told}, read=read)

    def find(self, items: Sequence[Item], words: str) -> list[int]:
        """The items that words mean: every telling word of them stands in what is shown."""
        said = normalise(words).split()
        return [i for i, item in enumerate(items) if _all_in(said, normalise(self.shown(item)))]

    def agrees(self, old: Item, new: Item) -> bool:
        """Whether two descriptions may be of one: no other name, and not of the other sex."""
        known, told = (_names_in(item) for item in (old, new))
        return (bool(known & told) if known and told else True) and self.alike(old, new)

    def alike(self, old: Item, new: Item) -> bool:
        """Whether neither is known to be of the other sex."""
        return {self.sexes.of(old), self.sexes.of(new)} != {"male", "female"}

    def _which(self, old: Sequence[Item], new: Item, denied: str) -> int:
        if len(old) == 1:
            return 0
        shared = [len(_names_in(item) & _names_in(new)) for item in old]
        named = [i for i, count in enumerate(shared) if count and count == max(shared)]
        held = self.find(old, denied) if denied else []
        apart = [i for i, item in enumerate(old) if self.agrees(item, new)]
        sure = self.sexes.of(new) and all(self.sexes.of(item) for item in old)
        for found in (named, held, apart if sure else []):
            if len(found) == 1:
                return found[0]
        raise UnclearError

    def _side_by_side(
        self, old: Sequence[Item], new: Sequence[Item], denied: str
    ) -> list[dict[str, Any]]:
        """As many as there are, or more: each is laid over the one in its place."""
        if len(new) < len(old):
            raise UnclearError
        items = [dict(item) for item in old]
        for i, item in enumerate(new):
            fits = i < len(items) and self.agrees(items[i], item)
            items[i : i + 1] = [self._overlay(items[i], item, denied) if fits else dict(item)]
        return items

    def _over(self, old: Answer, new: Answer, denied: str) -> dict[str, Any]:
        if self.kind is QuestionType.DATE_TIME:
            return _retimed(old.value, new)
        return self._overlay(old.value, new.value, denied)

    def _overlay(self, old: Item, new: Item, denied: str) -> dict[str, Any]:
        """`new` over `old`; an age in figures and one in words are one fact. What is denied goes,
        and so does a place that is another one. "Beth is 13" takes no surname away."""
        if self.kind is QuestionType.PLACE:
            return dict(new)
        gone = set(_AGES - {"date_of_birth"}) if _AGES & set(new) else set()
        words = _telling(denied)
        gone |= {part for part, value in old.items() if words & set(normalise(str(value)).split())}
        kept = {part: value for part, value in old.items() if part not in gone}
        if len(new) > 1 and _names_in(new) < _names_in(kept):
            new = {part: value for part, value in new.items() if part not in _NAMES}
        known, told = (str(item.get("description", "")) for item in (kept, new))
        if self.joins and known and told and told not in known:
            new = {**new, "description": f"{known}; {told}"}
        return {**kept, **new}


class UnclearError(Exception):
    """It can't be told which of several people, places or vehicles is meant."""


def _retimed(old: Item, new: Answer) -> dict[str, Any]:
    """Another hour leaves the day, and another day the hour. A day that was only taken for granted
    was read from the very words of the hour."""
    told = dict(new.value)
    said = {part: told[part] for part in ("date", "time") if part in told}
    if not said:
        return told
    if said.items() <= old.items():
        return dict(old)
    assumed = "time" in told and new.evidence and _words(new, "date") == _words(new, "time")
    kept = {part for part in ("date",) if assumed and part in old}
    kept |= {part for part in ("time",) if part in old and "time" not in told}
    if not kept and assumed and "text" in old:
        told.pop("date", None)
        return {**told, "text": f"{old['text']}, {told.get('text', '')}"}
    return {**told, **{part: old[part] for part in kept}}


def _words(answer: Answer, part: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in answer.evidence.get(part, ())]


def _names_in(item: Item) -> set[str]:
    return {word for part in _NAMES for word in normalise(str(item.get(part, ""))).split()}


def _telling(words: str) -> set[str]:
    return set(normalise(words).split()) - {"a", "an", "the"}


def _all_in(words: Sequence[str], shown: str) -> bool:
    return bool(words) and all(f" {word} " in f" {shown} " for word in words)
