"""The widget's texts: in English in `api/widget/words/en.json`, in others by `locales/`.

Every text that a person meets in the launcher, the conversation's frame and the demo page stands
there and nowhere else, in sections; the conversation's own messages come from `forms/`.
"""

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.domain.languages import ENGLISH, Language, Languages

WIDGET = Path(__file__).parent / "widget"

Words = Mapping[str, Mapping[str, str]]
"""Texts by section and name. The section `about` holds the language and its direction."""

_PLACE = re.compile(r"\$\{(\w+)\.(\w+)\}")


@cache
def words_in(language: Language) -> Words:
    """The texts in a language; one that is not translated is English."""
    return translated(WIDGET / "words" / "en.json", language)


def translated(source: Path, language: Language) -> Words:
    """The English texts of a file in a language."""
    words: Words = json.loads(source.read_text(encoding="utf-8"))
    if language is ENGLISH:
        return words
    spoken = {
        section: {name: language.say(text) for name, text in texts.items()}
        for section, texts in words.items()
    }
    about = {
        "language": language.tag,
        "direction": language.direction,
        "name": language.name,
    }
    return {**spoken, "about": about}


def line_about_999(languages: Languages, language: Language, element: str) -> str:
    """What a language says of 999, as an HTML element that names the language."""
    said = html.escape(language.say(languages.line))
    return f'<{element} lang="{language.tag}" dir="{language.direction}">{said}</{element}>'


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
