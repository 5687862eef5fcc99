"""Lists that a form definition draws on, so that the toolkit's words stand in one place only.

`options_from` makes choices of a list, `label_from` takes one label, and `for_each` repeats its
questions for every item. After this a form is plain questions, and nothing else knows of lists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.errors import DefinitionProblem

Path = tuple[str | int, ...]
Item = Mapping[str, str]


@dataclass(frozen=True)
class Lists:
    """`lists` by name, each item with its `id`, its `label`, what else people call it (`also`,
    separated by semicolons) and what else questions may show;
    `labels` by dotted name (`analysis.barriers`)."""

    lists: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


NO_LISTS = Lists()


@dataclass(frozen=True)
class Source:
    """Where in the file a plain question stands, and how many of its options come from a list."""

    place: Path
    drawn: int = 0


@dataclass(frozen=True)
class Expanded:
    """A form's plain data, and where in the file each of its questions stands."""

    data: Any
    sources: tuple[Source, ...] = ()

    def place(self, path: Path) -> Path:
        """Where in the file a place of the expanded data is."""
        if not (self.sources and len(path) > 1 and path[0] == "questions"):
            return path
        source, inner = self.sources[int(path[1])], path[2:]
        if len(inner) > 1 and inner[0] == "options" and source.drawn:
            return (*source.place, *_own_option(int(inner[1]), source.drawn), *inner[2:])
        return (*source.place, *inner)


def _own_option(number: int, drawn: int) -> Path:
    """An option of the form's own is counted as the file counts it."""
    return ("options_from",) if number < drawn else ("options", number - drawn)


def expand(data: Any, lists: Lists) -> Expanded:
    """The data with every list filled in. Raises DefinitionProblem for a list or an item that
    doesn't exist; anything else that is wrong is found when the form is built."""
    questions = data.get("questions") if isinstance(data, Mapping) else None
    if not isinstance(questions, list):
        return Expanded(data)
    plain, sources = [], []
    for number, raw in enumerate(questions):
        for question, place in _repeated(raw, ("questions", number), questions, lists):
            filled, drawn = _filled_in(question, place, lists)
            plain.append(filled)
            sources.append(Source(place, drawn))
    return Expanded({**data, "questions": plain}, tuple(sources))


def _repeated(
    raw: Any, at: Path, questions: Sequence[Any], lists: Lists
) -> Iterator[tuple[Any, Path]]:
    """The question itself, or the questions of a `for_each`, once for every item."""
    if not (isinstance(raw, Mapping) and "for_each" in raw):
        yield raw, at
        return
    for key in raw:
        if key not in _REPEATED_KEYS:
            allowed = ", ".join(_REPEATED_KEYS)
            raise DefinitionProblem((*at, key), f"'{key}' is not known here; allowed: {allowed}")
    name, inner = raw["for_each"], raw.get("questions")
    if not isinstance(inner, list) or not inner:
        raise DefinitionProblem((*at, "questions"), "for_each needs a list of questions")
    for item in _items(lists, name, (*at, "for_each")):
        places = {**item, **_group(questions, name, item["id"], at)}
        for number, question in enumerate(inner):
            yield _worded(question, places), (*at, "questions", number)


_REPEATED_KEYS = ("for_each", "questions")


def _group(questions: Sequence[Any], name: str, item: str, at: Path) -> Mapping[str, str]:
    """The question in which the item is ticked, where the list is one to tick."""
    ticked = False
    for question in questions:
        drawn = question.get("options_from") if isinstance(question, Mapping) else None
        if isinstance(drawn, Mapping) and drawn.get("list") == name:
            ticked = True
            if _offers(drawn, item):
                return {"group": str(question.get("id"))}
    if not ticked:
        return {}
    raise DefinitionProblem((*at, "for_each"), f"no question offers '{item}' of '{name}'")


def _offers(drawn: Mapping[str, Any], item: str) -> bool:
    only = drawn.get("only")
    return "only" not in drawn or (isinstance(only, list) and item in only)


def _filled_in(question: Any, at: Path, lists: Lists) -> tuple[Any, int]:
    """The question with its label and its options, and how many of these come from a list."""
    if not isinstance(question, Mapping):
        return question, 0
    plain = {k: v for k, v in question.items() if k not in ("label_from", "options_from")}
    if "label_from" in question:
        plain["label"] = _label(question, at, lists)
    if "options_from" not in question:
        return plain, 0
    own = plain.get("options", [])
    if not isinstance(own, list):
        raise DefinitionProblem((*at, "options"), "must be a list")
    drawn = _options(question["options_from"], at, lists)
    plain["options"] = [*drawn, *own]
    return plain, len(drawn)


def _label(question: Mapping[str, Any], at: Path, lists: Lists) -> str:
    if "label" in question:
        raise DefinitionProblem((*at, "label"), "a question has either 'label' or 'label_from'")
    return lists.labels[_known("label", question["label_from"], lists.labels, (*at, "label_from"))]


def _options(drawn: Any, at: Path, lists: Lists) -> list[dict[str, Any]]:
    place = (*at, "options_from")
    if not isinstance(drawn, Mapping) or set(drawn) - {"list", "only"} or "list" not in drawn:
        raise DefinitionProblem(place, "needs 'list', and may have 'only'")
    items = {item["id"]: item for item in _items(lists, drawn["list"], (*place, "list"))}
    chosen = drawn.get("only", list(items))
    if not isinstance(chosen, list) or not chosen:
        raise DefinitionProblem((*place, "only"), f"must be a list of some of {_named(items)}")
    for id_ in chosen:
        if not isinstance(id_, str) or id_ not in items:
            reason = f"{id_!r} is not in '{drawn['list']}'; allowed: {_named(items)}"
            raise DefinitionProblem((*place, "only"), reason)
    return [_option(items[id_]) for id_ in chosen]


def _option(item: Item) -> dict[str, Any]:
    """An item as a choice, with what else people type for it."""
    also = [name.strip() for name in item.get("also", "").split(";") if name.strip()]
    return {"value": item["id"], "label": item["label"], **({"also": also} if also else {})}


def _items(lists: Lists, name: Any, at: Path) -> Sequence[Item]:
    return lists.lists[_known("list", name, lists.lists, at)]


def _known(kind: str, name: Any, known: Iterable[str], at: Path) -> str:
    if not isinstance(name, str) or name not in known:
        raise DefinitionProblem(at, f"there is no {kind} {name!r}; allowed: {_named(known)}")
    return name


def _named(known: Iterable[str]) -> str:
    return ", ".join(sorted(known)) or "none"


def _worded(value: Any, places: Item) -> Any:
    """The value with its {places} filled; one that isn't the item's own is left for later."""
    if isinstance(value, str):
        for name, text in places.items():
            value = value.replace(f"{{{name}}}", text)
        return value
    if isinstance(value, Mapping):
        return {key: _worded(inner, places) for key, inner in value.items()}
    if isinstance(value, list):
        return [_worded(inner, places) for inner in value]
    return value
