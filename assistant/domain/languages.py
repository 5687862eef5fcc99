"""The languages that can be spoken to people. What people type is understood in English only."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Language:
    """A language with its translations of the English texts.

    A language that is not `on` holds the line about 999 alone. A `draft` speaks texts that nobody
    has reviewed.
    """

    tag: str
    name: str
    direction: str = "ltr"
    on: bool = True
    draft: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """The text in this language, or as it is in English where there is no translation."""
        return self.texts.get(text, text)


ENGLISH = Language("en", "English")


@dataclass(frozen=True, eq=False)
class Languages:
    """Every language there is. `line` is what every one of them says of 999."""

    line: str
    translations: tuple[Language, ...] = ()

    @property
    def every(self) -> tuple[Language, ...]:
        """English and every translation, also those that are off."""
        return (ENGLISH, *self.translations)

    @property
    def spoken(self) -> tuple[Language, ...]:
        """Those that conversations and pages can be in."""
        return tuple(language for language in self.every if language.on)

    def asked_for(self, tag: str | None) -> Language:
        """The language of a tag (`ur`, `ur-PK`), on or off; English where it isn't known."""
        name = (tag or "").lower().replace("_", "-").split("-")[0]
        return next((one for one in self.every if one.tag == name), ENGLISH)

    def find(self, tag: str | None) -> Language:
        """The language to speak to somebody who asked for a tag."""
        asked = self.asked_for(tag)
        return asked if asked.on else ENGLISH

    def beside(self, tag: str | None) -> Language | None:
        """The second language in which to tell somebody of 999; None where English is enough."""
        asked = self.asked_for(tag)
        if asked is ENGLISH:
            return None
        return ENGLISH if asked.on else asked
