"""Lists that a form definition draws on, so that the toolkit's words stand in one place only.

`options_from` makes choices of a list, `label_from` takes one label, and `for_each` repeats its
questions for every item. After this a form is plain questions, and nothing else knows of lists.
"""

from collections.abc import Iterator, Mapping, Sequence
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
class Expanded:
    """A form's plain data, and where in the file each of its questions stands."""

    data: Any
    places: tuple[Path, ...] = ()

    def place(self, path: Path) -> Path:
        """Where in the file a place of the expanded data is."""
        if len(path) > 1 and path[0] == "questions" and isinstance(path[1], int) and self.places:
            return (*self.places[path[1]], *path[2:])
        return path


def expand(data: Any, lists: Lists) -> Expanded:
    """The data with every list filled in. Raises DefinitionProblem for a list or an item that
    doesn't exist; anything else that is wrong is found when the form is built."""
    questions = data.get("questions") if isinstance(data, Mapping) else None
    if not isinstance(questions, list):
        return Expanded(data)
    plain, places = [], []
    for number, raw in enumerate(questions):
        for question, place in _repeated(raw, ("questions", number), questions, lists):
            plain.append(_filled_in(question, place, lists))
            places.append(place)
    return Expanded({**data, "questions": plain}, tuple(places))


def _repeated(
    raw: Any, at: Path, questions: Sequence[Any], lists: Lists
) -> Iterator[tuple[Any, Path]]:
    """The question itself, or the questions of a `for_each`, once for every item."""
    if not (isinstance(raw, Mapping) and "for_each" in raw):
        yield raw, at
        return
    name = raw["for_each"]
    inner = raw.get("questions")
    if not isinstance(inner, list):
        raise DefinitionProblem((*at, "questions"), "for_each needs a list of questions")
    for item in _items(lists, name, (*at, "for_each")):
        places = {**item, **_group(questions, name, item["id"], at)}
        for number, question in enumerate(inner):
            yield _worded(question, places), (*at, "questions", number)


def _group(questions: Sequence[Any], name: str, item: str, at: Path) -> Mapping[str, str]:
    """The question in which the item is ticked, where the list is one to tick."""
    ticked = False
    for question in questions:
        drawn = question.get("options_from") if isinstance(question, Mapping) else None
        if isinstance(drawn, Mapping) and drawn.get("list") == name:
            ticked = True
            if item in drawn["only"]:
                return {"group": str(question["id"])}
    if not ticked:
        return {}
    raise DefinitionProblem((*at, "for_each"), f"no question offers '{item}'")


def _filled_in(question: Any, at: Path, lists: Lists) -> Any:
    """The question with its label and its options."""
    if not isinstance(question, Mapping):
        return question
    plain = {k: v for k, v in question.items() if k not in ("label_from", "options_from")}
    if "label_from" in question:
        name = question["label_from"]
        if name not in lists.labels:
            raise DefinitionProblem((*at, "label_from"), f"there is no label '{name}'")
        plain["label"] = lists.labels[name]
    if "options_from" in question:
        own = plain.get("options", [])
        plain["options"] = [*_options(question["options_from"], at, lists), *own]
    return plain


def _options(drawn: Any, at: Path, lists: Lists) -> list[dict[str, Any]]:
    place = (*at, "options_from")
    if not isinstance(drawn, Mapping) or set(drawn) - {"list", "only"} or "list" not in drawn:
        raise DefinitionProblem(place, "needs 'list', and may have 'only'")
    items = {item["id"]: item for item in _items(lists, drawn["list"], place)}
    chosen = drawn.get("only", list(items))
    for id_ in chosen:
        if id_ not in items:
            raise DefinitionProblem((*place, "only"), f"'{id_}' is not in '{drawn['list']}'")
    return [_option(items[id_]) for id_ in chosen]


def _option(item: Item) -> dict[str, Any]:
    """An item as a choice, with what else people type for it."""
    also = [name.strip() for name in item.get("also", "").split(";") if name.strip()]
    return {"value": item["id"], "label": item["label"], **({"also": also} if also else {})}


def _items(lists: Lists, name: Any, at: Path) -> Sequence[Item]:
    if name not in lists.lists:
        raise DefinitionProblem(at, f"there is no list '{name}'")
    return lists.lists[name]


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
