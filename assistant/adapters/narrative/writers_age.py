"""The writer's own age: "I'm 15"."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.adapters.narrative.ages import UNITS
from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.passage import Passage

WRITER: Final = re.compile(
    rf"\b(?:i am|im|i 'm|me and im|(?P<was>i was))(?: (?:a|an|only|just|just turned|nearly|about|"
    rf"also|like|still|actually))* "
    rf"(?P<n>{NUMBER})(?! {UNITS}(?!\w)(?! of age| old))(?: (?:years|year|yr|y)(?: old)?(?: girl|"
    rf" boy| lad)?)?(?![\w:/])"
)


def writers_age(passage: Passage) -> tuple[int, int, int] | None:
    """The writer's own age with its words, where they say "I'm 15", or were."""
    said = sorted(WRITER.finditer(passage.norm), key=lambda match: match["was"] is not None)
    if not said:
        return None
    match = said[0]
    years = number(match["n"])
    first, last = passage.words_of(match)
    return (years, first, last) if years is not None else None


def own_ages(passage: Passage) -> Iterator[tuple[int, int]]:
    """Words in which the writer tells their own age: nobody else's."""
    for match in WRITER.finditer(passage.norm):
        yield passage.words_of(match)
