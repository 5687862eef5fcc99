"""The rows of the urgency rulebook, read from plain data and checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.domain.errors import DefinitionProblem
from assistant.domain.urgency_text import PhraseFinder, Spelling

Basis = Literal["toolkit", "local report", "national guidance", "design decision"]
Place = tuple[str | int, ...]

BASES: tuple[Basis, ...] = ("toolkit", "local report", "national guidance", "design decision")
_REACHES = ("text", "sentence", "after", "touching")
_ENTRY_KEYS = {
    "id", "version", "effective_from", "effective_to", "all_of", "any_of", "none_of",
    "within", "text_has", "text_lacks", "unless", "wide", "needs", "by_itself", "because", "basis",
    "source", "review_by",
}  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """How a text takes the danger out of words: as past, as a question in general, denied."""

    id: str
    markers: tuple[str, ...]
    reach: str
    """`text`: all of it; `sentence`: that sentence; `after`: what follows within `words` words
    of the sentence; `touching`: what follows at once."""

    words: int
    cleared_by: tuple[str, ...]
    """Concepts that bring the sentence they stand in back to the present."""


@dataclass(frozen=True)
class Entry:
    """One rulebook entry: what stands together in a text means danger now, and why."""

    id: str
    version: int
    effective_from: date
    effective_to: date | None
    groups: tuple[tuple[str, ...], ...]
    """One concept of every group must be found, all of them within reach of each other."""

    within: str | int
    """`sentence`, `text`, or a number of words."""

    none_of: tuple[str, ...]
    """Concepts that must not stand in the same sentence."""

    text_has: tuple[str, ...]
    text_lacks: tuple[str, ...]
    unless: tuple[str, ...]
    wide: bool
    """A wide net, often wrong by itself: it counts unless a trained part finds the text calm."""

    needs: str | None
    """What has to be said besides 999: the notices of `forms/danger.yml` that are for it."""

    by_itself: bool
    """False: it only says what is needed, where something else tells of danger."""

    because: str
    basis: Basis
    source: str
    review_by: date

    def in_force(self, today: date) -> bool:
        """Whether the entry applies on that day. A passed review date never switches it off."""
        return self.effective_from <= today and (
            self.effective_to is None or today <= self.effective_to
        )


@dataclass(frozen=True)
class Table:
    """Everything that a check needs."""

    spelling: Spelling
    finder: PhraseFinder
    frames: Mapping[str, Frame]
    entries: tuple[Entry, ...]


def read_table(data: Any) -> Table:
    """The rulebook's parts from the data of its file. Raises DefinitionProblem."""
    table = _mapping(data, ())
    spellings = {
        str(word): str(meant)
        for word, meant in _mapping(table.get("spellings", {}), ("spellings",)).items()
    }
    raw = {
        name: _texts(phrases, ("concepts", name))
        for name, phrases in _mapping(table.get("concepts"), ("concepts",)).items()
    }
    early = Spelling(spellings, ())
    concepts = {name: [_evened(phrase, early) for phrase in raw[name]] for name in raw}
    _check_references(concepts)
    frames = _frames(table.get("frames", []), concepts)
    entries = _entries(table.get("entries"), concepts, frames)
    spelling = Spelling(
        spellings,
        {word for phrases in concepts.values() for phrase in phrases for word in _plain(phrase)},
        _texts(table.get("corrected", []), ("corrected",)),
        _texts(table.get("real_words", []), ("real_words",)),
    )
    finder = PhraseFinder(concepts, _used(frames, entries))
    return Table(spelling, finder, frames, entries)


def _used(frames: Mapping[str, Frame], entries: Sequence[Entry]) -> set[str]:
    """The concepts that frames and entries name."""
    named: set[str] = set()
    for frame in frames.values():
        named |= {*frame.markers, *frame.cleared_by}
    for entry in entries:
        named |= {*entry.none_of, *entry.text_has, *entry.text_lacks}
        named |= {concept for group in entry.groups for concept in group}
    return named


def _evened(phrase: str, spelling: Spelling) -> str:
    """A phrase with its plain words written as texts are read: `can't` as `can_not`."""
    elements = []
    for element in phrase.split():
        if element in "^$" or element.startswith(".."):
            elements.append(element)
            continue
        optional = "?" if element.endswith("?") else ""
        choices = [
            choice
            if choice.startswith("<") or choice == "#" or choice.endswith("*")
            else "_".join(part for word in choice.split("_") for part in spelling.even_out(word))
            for choice in element.rstrip("?").split("|")
        ]
        elements.append("|".join(choices) + optional)
    return " ".join(elements)


def _plain(phrase: str) -> Iterable[str]:
    """The plain words of a phrase."""
    for element in phrase.split():
        for choice in element.rstrip("?").split("|"):
            if choice[0].isalpha() and not choice.endswith("*"):
                yield from choice.split("_")


def _check_references(concepts: Mapping[str, Sequence[str]]) -> None:
    """Refuse phrases that name a concept that isn't there."""
    for name, phrases in concepts.items():
        for number, phrase in enumerate(phrases):
            for element in phrase.split():
                for choice in element.rstrip("?").split("|"):
                    if choice.startswith("<") and choice[1:-1] not in concepts:
                        raise DefinitionProblem(
                            ("concepts", name, number), f"there is no concept {choice[1:-1]!r}"
                        )


def _frames(data: Any, concepts: Mapping[str, Any]) -> dict[str, Frame]:
    """The frames by their ids."""
    frames = {}
    for number, item in enumerate(_sequence(data, ("frames",))):
        place: Place = ("frames", number)
        row = _mapping(item, place)
        reach = str(row.get("reach"))
        if reach not in _REACHES:
            raise DefinitionProblem((*place, "reach"), f"must be one of {', '.join(_REACHES)}")
        frame = Frame(
            id=str(row.get("id")),
            markers=_concepts(row.get("markers"), (*place, "markers"), concepts),
            reach=reach,
            words=int(row.get("words", 0)),
            cleared_by=_concepts(row.get("cleared_by", []), (*place, "cleared_by"), concepts),
        )
        frames[frame.id] = frame
    return frames


def _entries(
    data: Any, concepts: Mapping[str, Any], frames: Mapping[str, Frame]
) -> tuple[Entry, ...]:
    """The entries in their order; ids are used once in force at any time."""
    entries: list[Entry] = []
    for number, item in enumerate(_sequence(data, ("entries",))):
        entry = _entry(_mapping(item, ("entries", number)), ("entries", number), concepts, frames)
        for other in entries:
            if other.id == entry.id and not _apart(other, entry):
                raise DefinitionProblem(
                    ("entries", number, "id"), f"{entry.id} is in force twice at the same time"
                )
        entries.append(entry)
    if not entries:
        raise DefinitionProblem(("entries",), "there are none: nothing would ever be urgent")
    return tuple(entries)


def _apart(one: Entry, other: Entry) -> bool:
    """Whether two versions of an entry are never in force on the same day."""
    first, second = sorted((one, other), key=lambda entry: entry.effective_from)
    return first.effective_to is not None and first.effective_to < second.effective_from


def _entry(
    row: Mapping[str, Any], place: Place, concepts: Mapping[str, Any], frames: Mapping[str, Frame]
) -> Entry:
    """One entry from its row."""
    unknown = sorted(set(row) - _ENTRY_KEYS)
    if unknown:
        raise DefinitionProblem((*place, unknown[0]), "is not a part of an entry")
    basis = row.get("basis")
    if basis not in BASES:
        raise DefinitionProblem((*place, "basis"), f"must be one of {', '.join(BASES)}")
    unless = tuple(_texts(row.get("unless", []), (*place, "unless")))
    for position, name in enumerate(unless):
        if name not in frames:
            raise DefinitionProblem((*place, "unless", position), f"there is no frame {name!r}")

    def named(key: str) -> tuple[str, ...]:
        return _concepts(row.get(key, []), (*place, key), concepts)

    return Entry(
        id=_text(row, "id", place),
        version=_whole(row, "version", place),
        effective_from=_day(row, "effective_from", place),
        effective_to=_day(row, "effective_to", place) if row.get("effective_to") else None,
        groups=_groups(row, place, concepts),
        within=_within(row.get("within", "sentence"), place),
        none_of=named("none_of"),
        text_has=named("text_has"),
        text_lacks=named("text_lacks"),
        unless=unless,
        wide=row.get("wide", False) is True,
        needs=_text(row, "needs", place) if "needs" in row else None,
        by_itself=row.get("by_itself", True) is True,
        because=_text(row, "because", place),
        basis=basis,
        source=_text(row, "source", place),
        review_by=_day(row, "review_by", place),
    )


def _groups(
    row: Mapping[str, Any], place: Place, concepts: Mapping[str, Any]
) -> tuple[tuple[str, ...], ...]:
    """`all_of` (each a concept or a list of alternatives) and `any_of` as groups."""
    groups = [
        _concepts(
            item if isinstance(item, list) else [item], (*place, "all_of", position), concepts
        )
        for position, item in enumerate(_sequence(row.get("all_of", []), (*place, "all_of")))
    ]
    if row.get("any_of"):
        groups.append(_concepts(row["any_of"], (*place, "any_of"), concepts))
    if not groups:
        raise DefinitionProblem(place, "needs all_of or any_of")
    return tuple(groups)


def _within(value: Any, place: Place) -> str | int:
    if value in ("sentence", "text") or (isinstance(value, int) and value > 0):
        return value  # type: ignore[no-any-return]  # one of the two, as just checked
    raise DefinitionProblem((*place, "within"), "must be sentence, text or a number of words")


def _concepts(value: Any, place: Place, concepts: Mapping[str, Any]) -> tuple[str, ...]:
    names = _texts(value, place)
    for position, name in enumerate(names):
        if name not in concepts:
            raise DefinitionProblem((*place, position), f"there is no concept {name!r}")
    return tuple(names)


def _mapping(value: Any, place: Place) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DefinitionProblem(place, "must be a table of names")
    return value


def _sequence(value: Any, place: Place) -> Sequence[Any]:
    if not isinstance(value, list):
        raise DefinitionProblem(place, "must be a list")
    return value


def _texts(value: Any, place: Place) -> list[str]:
    items = _sequence(value, place)
    for position, item in enumerate(items):
        if not isinstance(item, str):
            raise DefinitionProblem((*place, position), "must be text")
    return list(items)


def _text(row: Mapping[str, Any], key: str, place: Place) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DefinitionProblem((*place, key), "must be text")
    return value


def _whole(row: Mapping[str, Any], key: str, place: Place) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise DefinitionProblem((*place, key), "must be a whole number from 1")
    return value


def _day(row: Mapping[str, Any], key: str, place: Place) -> date:
    value = row.get(key)
    if not isinstance(value, date):
        raise DefinitionProblem((*place, key), "must be a date like 2026-01-31")
    return value
