"""Ages told of a child that no person in the text could be given: "Fifteen. Out every night."

Somebody in a hurry sets an age down by itself, or beside a name that isn't known as one. The
details give an age to a person only where they are sure of both; here it is enough that the
number can't well be anything but an age.
"""

import re
from collections.abc import Iterator
from typing import Final

from assistant.adapters.narrative.ages import CHILD, Age, ages
from assistant.adapters.narrative.passage import Passage

SURE: Final = frozenset(("years", "aged", "school", "list"))
"""Forms that say that they are an age."""

YOUNGEST: Final = 3
GUESSED: Final = 9
"""From here on a rough number is an age; below it may be a count: "about six"."""
_OPENS: Final = re.compile(
    r"(?:^|[^\w\s]|\b(?:is|me|of|about|only|just|was|at|im|am|he|she|s|both|looks?|be|youngest|"
    r"daughter|stepdaughter|son|stepson|girl|boy|lad|lass|pupil|student))$"
)
_CLOSES: Final = re.compile(
    r"^(?:$|[^\w\s£$%]|(?:he|she|they) (?:told|tells?|said|says|is|looks|looked)\b|and up\b"
    r"|disclosed\b|if (?:that|she|he)\b|(?:but|and|n|with|who|has|is|i|so|maybe|hes|shes|hasnt)\b)"
)


def loose_ages(passage: Passage) -> tuple[int, ...]:
    """The ages of children that stand by themselves, those that somebody only claims last."""
    found = [age for age in ages(passage) if _may_be_childs(age) and _stands_alone(age, passage)]
    return tuple(_years(sorted(found, key=lambda age: (age.claimed, age.form not in SURE))))


def _years(found: list[Age]) -> Iterator[int]:
    for age in found:
        if age.years is not None:
            yield age.years


def _may_be_childs(age: Age) -> bool:
    return age.years is not None and YOUNGEST <= age.years <= CHILD


def _stands_alone(age: Age, passage: Passage) -> bool:
    """Whether a bare number is set off from what is around it, or says that it is an age."""
    if age.form in SURE:
        return True
    before = passage.before(age.first, 2)
    if before.endswith("out of") or age.text.startswith("at least"):
        return False
    if " " in age.text and age.years is not None and age.years >= GUESSED:
        return True  # "about fifteen", "15 I think"
    after = " ".join(word.norm for word in passage.words[age.last : age.last + 2])
    return bool(_OPENS.search(before)) and bool(_CLOSES.search(after))
