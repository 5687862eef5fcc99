"""Form files for tests: written down, read again, and refused."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assistant.adapters.yaml_files import build, read_yaml
from assistant.domain.definition import FormDefinition
from assistant.domain.definition_lists import NO_LISTS, Lists
from assistant.domain.definition_reading import build_form
from assistant.domain.errors import DefinitionError

HEAD = """\
id: sample
edition: "1"
kind: document
title: Sample
source: A source
reference_prefix: SMP
"""
"""How a sound form file begins."""


class Refused(NamedTuple):
    """Why a file was refused: the message in its parts."""

    file: str
    line: int
    rest: str


def read(folder: Path, text: str, lists: Lists = NO_LISTS) -> FormDefinition:
    """The form of a file with that text."""
    path = folder / "sample.yml"
    path.write_text(text, encoding="utf-8")
    return build(path, partial(build_form, lists=lists))


def data_of(folder: Path, text: str) -> Any:
    """The plain data of a file with that text."""
    path = folder / "sample.yml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)[0]


BROKEN: tuple[Any, ...] = (None, 5, True, "zzz", [], [5], [[]], {}, {"zzz": []}, {5: "zzz"}, [{}])
"""What may stand anywhere in a file by mistake."""


def refused(folder: Path, text: str, lists: Lists = NO_LISTS) -> Refused:
    """How a file with that text is refused."""
    with pytest.raises(DefinitionError) as caught:
        read(folder, text, lists)
    file, line, rest = str(caught.value).split(":", 2)
    return Refused(file, int(line), rest)


def broken_once(data: Any) -> Iterator[Any]:
    """The data with one thing in it left out, misspelt or replaced: every thing in every way."""
    yield from BROKEN
    if isinstance(data, dict):
        for key, value in data.items():
            yield {other: data[other] for other in data if other != key}
            yield data | {f"{key}_": value}
            yield from (data | {key: broken} for broken in broken_once(value))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            for broken in broken_once(value):
                yield [*data[:place], broken, *data[place + 1 :]]
