"""The widget's texts: one catalogue a language, `api/widget/words/<language>.json`.

Every text that a person meets in the launcher, the conversation's frame and the demo page stands
there and nowhere else, in sections; the conversation's own messages come from `forms/`.
"""

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

WIDGET = Path(__file__).parent / "widget"
SOURCE_LANGUAGE = "en"

Words = Mapping[str, Mapping[str, str]]
"""Texts by section and name. The section `about` holds the language and its direction."""

_PLACE = re.compile(r"\$\{(\w+)\.(\w+)\}")


@cache
def catalogues() -> Mapping[str, Words]:
    """Every language there is, by its tag."""
    files = sorted((WIDGET / "words").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def words_in(language: str | None) -> Words:
    """The texts in a language, or in English where there is no such catalogue."""
    known = catalogues()
    return known.get((language or "").lower(), known[SOURCE_LANGUAGE])


def fill(template: str, words: Words, extra: Mapping[str, str] | None = None) -> str:
    """A page's template with its texts in place, as HTML; `extra` is markup already.

    A text may hold places too.
    """

    def text(place: re.Match[str]) -> str:
        section, name = place.groups()
        if section == "extra":
            return (extra or {})[name]
        return _PLACE.sub(text, html.escape(words[section][name]))

    return _PLACE.sub(text, template)


def as_data(words: Words, *without: str) -> str:
    """The texts as JSON that can stand inside a page: it can't end the element it stands in."""
    kept = {section: texts for section, texts in words.items() if section not in without}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
