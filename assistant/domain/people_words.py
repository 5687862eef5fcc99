"""The words by which the parts of "who is it?" are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.domain.errors import DefinitionProblem

_LISTS = (
    "genders",
    "relations",
    "no_names",
    "institutions",
    "streets",
    "towns",
    "particles",
    "titles",
    "nobody",
)


@dataclass(frozen=True)
class PeopleWords:
    """`people` of `forms/answers.yml`."""

    parts: Mapping[str, str]
    """What people call a part, to the part."""

    openers: Mapping[str, tuple[str, ...]]
    genders: frozenset[str]
    relations: frozenset[str]
    no_names: frozenset[str]
    institutions: frozenset[str]
    streets: frozenset[str]
    towns: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    nobody: frozenset[str]


def build_people_words(data: Any) -> PeopleWords:
    """The words out of parsed YAML. Raises DefinitionProblem if a list is missing."""
    for key in ("parts", "openers", *_LISTS):
        if not isinstance(data, Mapping) or key not in data:
            raise DefinitionProblem(("people", key), "is missing")
    return PeopleWords(
        parts={name: part for part, names in data["parts"].items() for name in names},
        openers={part: tuple(names) for part, names in data["openers"].items()},
        **{key: frozenset(data[key]) for key in _LISTS},
    )
