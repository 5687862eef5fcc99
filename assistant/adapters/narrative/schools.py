"""The school that a child goes to. Where a child was seen outside one, it is a place instead."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.adapters.narrative.passage import Passage
from assistant.adapters.narrative.place_finder import Place
from assistant.domain.reading import Found

SCHOOL: Final = re.compile(r"\b(?:school|academy|college|nursery|primary|secondary)\b")
PUPIL: Final = r"(?:girls?|boys?|lads?|lass|lasses|kids?|child|children|pupils?|students?)"
ATTENDS: Final = re.compile(
    rf"\b(?:(?:goes|going|go|went) to|attends?|attending|{PUPIL} (?:is |are |was )?(?:at|of|from)|"
    r"(?:she|he|they|daughter|son|niece|nephew) (?:is|'s|are) (?:now |still |a pupil )?at|"
    r"(?:year|yr) \d+ (?:pupil |girl |boy )?(?:at|of)|enrolled at|school is|college is)(?: the)?$"
)
WORKS: Final = re.compile(r"\b(?:teach(?:er)? at|tutor at|work at)(?: the)?$")


def schools(passage: Passage, places: list[Place]) -> list[Place]:
    """The schools that somebody is said to go to, or to work at."""
    return [
        school
        for school in _named(passage, places)
        if _attends(passage, school) or WORKS.search(_before(passage, school))
    ]


def read_school(passage: Passage, found: list[Place]) -> tuple[Found, ...]:
    """The first school that a child goes to; where the writer works isn't known to be it."""
    for school in found:
        if _attends(passage, school):
            span = passage.span(school.first, school.last)
            return (Found(span.text, {"": (span,)}),)
    return ()


def _named(passage: Passage, places: list[Place]) -> Iterator[Place]:
    """Places that are called a school, and schools known by their name alone."""
    for place in places:
        if SCHOOL.search(passage.norm_between(place.first, place.last)):
            yield place
    for mark in passage.labelled("school"):
        called = re.match(
            r"(?:community |high |secondary )?(?:school|academy|college)\b",
            passage.after(mark.last, 2),
        )
        last = mark.last + (len(called.group().split()) if called else 0)
        yield Place(mark.first, last, 3)


def _attends(passage: Passage, school: Place) -> bool:
    """Whether somebody goes there; who "went to West Park" once may have gone to a park."""
    before = _before(passage, school)
    called_school = SCHOOL.search(passage.norm_between(school.first, school.last))
    once = re.search(r"\b(?:going|go|went) to(?: the)?$", before)
    return bool(ATTENDS.search(before)) and not (once and not called_school)


def _before(passage: Passage, school: Place) -> str:
    return passage.before(school.first, 8).rpartition(" . ")[2]
