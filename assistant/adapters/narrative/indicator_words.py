"""The words that patterns share: spellings, base forms and concepts.

Every form of a listed verb or noun is read as its base form ("gave", "giving" as "give"), in
texts and phrases alike, so that one phrase serves every tense.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.narrative.lexicon import LexiconError
from assistant.domain.urgency_text import Spelling

VOWELS = "aeiou"


@dataclass(frozen=True)
class Language:
    """Spellings and base forms, and the concepts with their phrases evened out."""

    spellings: Mapping[str, str]
    concepts: Mapping[str, Sequence[str]]

    def spelling(self, concepts: Mapping[str, Sequence[str]]) -> Spelling:
        """How texts are evened out. `concepts`: all of them, for the words they use."""
        known = {w for phrases in concepts.values() for p in phrases for w in plain_words(p)}
        return Spelling(self.spellings, known)

    def evened(self, phrase: str) -> str:
        """A phrase with its plain words in the form that texts are read in."""
        early = Spelling(self.spellings, ())
        return " ".join(_element(element, early) for element in phrase.split())


def read_language(data: Mapping[str, Any], file: str) -> Language:
    """From the plain data of the shared file. Raises LexiconError."""
    allowed = {"spellings", "verbs", "irregular", "nouns", "concepts"}
    if set(data) != allowed:
        raise LexiconError(f"indicators/{file}", "file", f"must have {', '.join(sorted(allowed))}")
    forms: dict[str, str] = {}
    for verb in str(data["verbs"]).split():
        forms |= dict.fromkeys(verb_forms(verb), verb)
    for noun in str(data["nouns"]).split():
        forms |= dict.fromkeys(noun_forms(noun), noun)
    for base, others in data["irregular"].items():
        forms |= dict.fromkeys(str(others).split(), str(base))
    early = Spelling(forms, ())
    spellings = {
        str(typed): " ".join(p for word in str(meant).split() for p in early.even_out(word))
        for typed, meant in data["spellings"].items()
    }
    language = Language(forms | spellings, {})
    concepts = {
        name: [language.evened(phrase) for phrase in phrases]
        for name, phrases in data["concepts"].items()
    }
    return Language(language.spellings, concepts)


def verb_forms(verb: str) -> Iterable[str]:
    """The regular forms of a verb, with and without the doubled letter; "givin" as "giving"."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if verb.endswith("y") and verb[-2] not in VOWELS:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    yield from (f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{stem}in")
    if verb[-1] not in "ewyx" and verb[-2] in VOWELS and verb[-3:-2] not in tuple(VOWELS):
        yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def noun_forms(noun: str) -> Iterable[str]:
    """The regular plurals of a noun."""
    if noun.endswith("y") and noun[-2] not in VOWELS:
        yield f"{noun[:-1]}ies"
    yield from (f"{noun}s", f"{noun}es")


def plain_words(phrase: str) -> Iterable[str]:
    """The plain words of a phrase."""
    for element in phrase.split():
        for choice in element.rstrip("?").split("|"):
            if choice and choice[0].isalpha() and not choice.endswith("*"):
                yield from choice.split("_")


def _element(element: str, spelling: Spelling) -> str:
    if element in ("^", "$", "#") or element.startswith(".."):
        return element
    optional = "?" if element.endswith("?") else ""
    choices = [
        choice
        if choice.startswith("<") or choice == "#" or "*" in choice
        else "_".join(part for word in choice.split("_") for part in spelling.even_out(word))
        for choice in element.rstrip("?").split("|")
    ]
    return "|".join(dict.fromkeys(choices)) + optional
