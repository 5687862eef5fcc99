"""The texts of the pages themselves; what is asked and answered comes from `forms/`.

All of them stand in `words/en.json`; in other languages they come from `locales/`.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from api.words import Words, line_about_999, translated
from assistant.domain.languages import ENGLISH, Language, Languages

_SOURCE = Path(__file__).parent / "words" / "en.json"


@dataclass(frozen=True)
class Spoken:
    """How the page being made speaks; `beside` is the line about 999 in a second language."""

    language: Language = ENGLISH
    beside: str = ""


# So that no function on the way to a text has to be handed the language of the request.
_SPOKEN: ContextVar[Spoken] = ContextVar("spoken", default=Spoken())  # noqa: B039 (it is frozen)


def speak(languages: Languages, tag: str | None) -> None:
    """Make the pages of this request in the language of a tag."""
    beside = languages.beside(tag)
    line = line_about_999(languages, beside, "span") if beside else ""
    _SPOKEN.set(Spoken(languages.find(tag), line))


def spoken() -> Spoken:
    """How the page being made speaks."""
    return _SPOKEN.get()


@cache
def words_in(language: Language) -> Words:
    """The texts of a language, by section and name."""
    return translated(_SOURCE, language)


def say(key: str, **values: object) -> str:
    """The text named `section.name`, its places filled. Raises KeyError if there is none."""
    section, _, name = key.partition(".")
    text = words_in(spoken().language)[section][name]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """Whether there is such a text."""
    section, _, name = key.partition(".")
    return name in words_in(ENGLISH)[section]
