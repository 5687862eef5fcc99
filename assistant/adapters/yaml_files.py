"""Definitions and rulebook tables from YAML files, with the line of everything in them."""

from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from re import compile as pattern
from typing import Any, TypeVar

import yaml

from assistant.domain.areas import Area, Areas, national_contacts
from assistant.domain.errors import DefinitionError, DefinitionProblem
from assistant.domain.routing import RoutingRules, build_routing
from assistant.domain.urgency import UrgencyRulebook

ROOT = Path(__file__).resolve().parents[2]
RULEBOOK = ROOT / "assistant" / "rulebook"

Place = tuple[str | int, ...]
Lines = Mapping[Place, int]
Built = TypeVar("Built")

_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[valid-type,misc]
    """The safe loader with YAML 1.2's booleans and integers.

    In YAML 1.1 the answer `no` is a boolean, 10:30 is 630 and 0300 is 192: all of them would
    be silent mistakes in a form or a telephone number.
    """


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, rule) for tag, rule in rules if not tag.endswith((":bool", ":int"))]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", pattern(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", pattern(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)


def read_yaml(path: Path) -> tuple[Any, Lines]:
    """The data of a file, and the line at which every key and list item stands.

    Raises DefinitionError where the file is missing, isn't YAML or repeats a key.
    """
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DefinitionError(f"{_shown(path)}: cannot be read ({type(error).__name__})") from error
    try:
        node = loader.get_single_node()
        lines: dict[Place, int] = {(): 1}
        if node is None:
            return None, lines
        _note_lines(path, node, (), lines)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{_shown(path)}:{line}: not YAML: {error.problem}") from error
    finally:
        loader.dispose()


def located(path: Path, lines: Lines, place: Place, reason: str) -> DefinitionError:
    """The error that names file, line and place, as in `forms/x.yml:12: questions[3].type: …`."""
    known = place
    while known and known not in lines:
        known = known[:-1]
    where = f"{_shown(path)}:{lines.get(known, 1)}"
    named = _named(place)
    return DefinitionError(f"{where}: {named}: {reason}" if named else f"{where}: {reason}")


def build(path: Path, builder: Callable[[Any], Built]) -> Built:
    """What `builder` makes of a file's data; its DefinitionProblem gets file and line."""
    data, lines = read_yaml(path)
    try:
        return builder(data)
    except DefinitionProblem as problem:
        raise located(path, lines, problem.path, problem.reason) from problem


def load_urgency(path: Path = RULEBOOK / "urgency.yml") -> UrgencyRulebook:
    """The rulebook of immediate danger."""
    return build(path, UrgencyRulebook.from_data)


def load_routing(path: Path = RULEBOOK / "reading.yml") -> RoutingRules:
    """The entries that lead from a reading to routes."""
    return build(path, build_routing)


def load_areas(folder: Path = RULEBOOK) -> Areas:
    """All areas (`areas/*.yml`) and the national contacts (`national.yml`)."""
    areas = [build(path, Area.from_data) for path in sorted((folder / "areas").glob("*.yml"))]
    return Areas(areas, build(folder / "national.yml", national_contacts))


def _note_lines(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    """Note the line of everything under `node`, and refuse repeated keys."""
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            lines[(*place, position)] = item.start_mark.line + 1
            _note_lines(path, item, (*place, position), lines)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            below = (*place, str(key.value))
            line = key.start_mark.line + 1
            if key.value in seen:
                # YAML would quietly keep the last one.
                raise DefinitionError(f"{_shown(path)}:{line}: {_named(below)}: stands here twice")
            seen.add(key.value)
            lines[below] = line
            _note_lines(path, value, below, lines)


def _named(place: Place) -> str:
    """A place as people write it: `questions[3].type`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _shown(path: Path) -> str:
    """A path as messages show it: within the project where it lies there."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return path.as_posix()
