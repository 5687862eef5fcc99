"""How old somebody must be to read a text: the Flesch-Kincaid grade, plus five years.

An estimate by the lengths of sentences and words. It says nothing about whether a text is good;
it does say when one has become too long.
"""

import re

_SILENT = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e|le's)$")
_VOWELS = re.compile(r"[aeiouy]+")
YEARS_BEFORE_SCHOOL = 5


def reading_age(text: str) -> float:
    """The age at which a text can be read."""
    sentences = max(1, len(re.findall(r"[.?!:](?:\s|$)", text)))
    words = re.findall(r"[a-z]+(?:[’'][a-z]+)?", text.lower())
    sounds = sum(syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59
    return grade + YEARS_BEFORE_SCHOOL


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    if len(word) <= 3:
        return 1
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))))
