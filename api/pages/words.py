"""The texts of the pages themselves; what is asked and answered comes from `forms/`.

All of them stand in `words/en.json`, so that another language is another file.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"
SOURCE_LANGUAGE = "en"


@cache
def catalogue(language: str = SOURCE_LANGUAGE) -> Mapping[str, Mapping[str, str]]:
    """The texts of a language, by section and name."""
    text = (_FOLDER / f"{language}.json").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, str]] = json.loads(text)
    return loaded


def say(key: str, **values: object) -> str:
    """The text named `section.name`, its places filled. Raises KeyError if there is none."""
    section, _, name = key.partition(".")
    text = catalogue()[section][name]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """Whether there is such a text."""
    section, _, name = key.partition(".")
    return name in catalogue()[section]
