"""Which age counts as the child's, whoever in the text it was given to.

Somebody in a hurry sets an age down by itself, or beside a name that isn't known as one. The
details give an age to a person only where they are sure of both; here it is enough that the
number can't well be anything but an age.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from assistant.adapters.narrative.ages import CHILD, Age
from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.passage import Passage
from assistant.domain.reading import Found, Span

SURE: Final = frozenset(("years", "aged", "school", "list", "at", "beside"))
"""Forms that say that they are an age."""

YOUNGEST: Final = 3
GUESSED: Final = 9
"""From here on a rough number is an age; below it may be a count: "about six"."""
NO_HOUR: Final = 13
"""From here on a number is neither an hour nor a likely count."""
_PERSON: Final = (
    r"youngest|eldest|daughter|stepdaughter|son|stepson|girl|boy|lad|lass|pupil|student|kid|child|"
    r"toddler|female|male|patient|pt|yp|young person|niece|nephew|sister|brother|cousin|"
    r"granddaughter|grandson"
)
_OPENS: Final = re.compile(
    rf"(?:^|[^\w\s]|\b(?:is|me|{_PERSON} of|one of|about|only|just|was|at|im|am|are|he|she|s|both|"
    rf"also|looks?|be|being|well|as|admits?|admitted|turns?|turned|going on|f|m|{_PERSON}))$"
)
_OPENS_TEENS: Final = re.compile(
    r"\b(?:of|all|now|is \w+ and|(?:makes?|made|puts?) (?:her|him|them)(?: at)?|put at)$"
    r"|'s \w+ and$"
)
_CLOSES: Final = re.compile(
    r"^(?:$|[^\w\s£$%]|(?:he|she|they) (?:told|tells?|said|says|is|looks|looked)\b|and up\b"
    r"|disclosed\b|if (?:that|she|he)\b|(?:but|and|n|with|who|has|is|i|we|so|maybe|hes|shes|hasnt|"
    r"too|now|when|btw)\b)"
)
# Beside a bare hour: "every Thursday about ten".
_HOURS: Final = re.compile(
    r"\b(?:half|quarter|every|mon|tues?|wed|thurs?|fri|sat|sun|\w+day|night|nights|evening|home|"
    r"back|again|out|away|ave|road|street|minutes?|(?:it|there)(?: is| 's| was)?(?: now)?)$"
)
_AFTER_HOURS: Final = re.compile(r"^(?:all|every|each|tonight|o'clock|at night)\b")
# "For two, five, once eight nights": a small number that others follow is a count.
_COUNTED_ON: Final = re.compile(rf"^, (?:{NUMBER}|once|even|sometimes)\b")
_INFANT: Final = re.compile(
    rf"\b(?:is|was|'s|baby|[a-z]+ ,|a|an|our|my|her|their|his|at|only|just) "
    rf"(?P<n>{NUMBER}|a few) (?P<unit>day|week|month)s? old\b"
    r"(?= (?:baby|boy|girl|twins?|son|daughter|child|infant|and|has|is|was|with|who|[,.;])|$)"
    rf"|\b(?:baby|toddler|tot|little one|infant)(?: ,)?(?: about| aged| maybe| of| only| is)* "
    rf"(?P<small>{NUMBER})(?= (?:maybe|hanging|in|on|at|,|\.|and)|$)"
    r"|\ba (?P<two>one|two|1|2) (?:year|yr)s? old\b(?! (?:car|van|phone|bike|dog|puppy|house))"
)
_SIBLING: Final = re.compile(
    r"\b(?:her|his|little|baby|younger|big|older|other) (?:\w+ )?"
    r"(?:brother|sister|siblings?|cousin|friend|boyfriend|ex|kid|children)s?"
    r"(?: (?:is|was|are|were|who|,|'s|aged|only|about))*$"
)
_IN_MY_YEAR: Final = re.compile(r"\bi(?: a)?m(?: only| just)?(?: in)?$")
_NOW, _AT_SOME_TIME, _SCHOOL_OF_CHILD, _SCHOOL, _THEN, _CLAIMED = range(6)
"""How an age is told, the surest first."""


def childs_ages(passage: Passage, found: list[Age], victims: Iterable[Found]) -> tuple[int, ...]:
    """The ages of children that a text tells, the one that counts first.

    An age now goes before one told of another time, an age before a school year, which is often
    somebody else's, and what the writer says before what somebody claims. Of several that are as
    good, those of the children of concern and those that stand by themselves, the youngest.
    Beside "she is 30 now" an age of another time is no child's.
    """
    grown = any(age.kind == "adult" and passage.after(age.last, 1) == "now" for age in found)
    ranked = [
        *_of_victims(passage, found, victims),
        *((_rank(passage, age), _years(age)) for age in _standing(passage, found)),
        *((_NOW, years) for years in _infants(passage)),
    ]
    return tuple(
        dict.fromkeys(years for rank, years in sorted(ranked) if not (grown and rank == _THEN))
    )


def _rank(passage: Passage, age: Age) -> int:
    if age.claimed:
        return _CLAIMED
    if age.other_time:
        return _THEN
    if age.form == "school" and _IN_MY_YEAR.search(passage.before(age.first, 3)):
        return _SCHOOL_OF_CHILD
    return {"school": _SCHOOL, "at": _AT_SOME_TIME}.get(age.form, _NOW)


def _years(age: Age) -> int:
    """The years of an age, of a wide range the youngest; -1 where it says none."""
    years = age.years if age.years is not None else age.youngest
    return -1 if years is None else years


def _of_victims(
    passage: Passage, found: list[Age], victims: Iterable[Found]
) -> Iterator[tuple[int, int]]:
    for victim in victims:
        value = victim.value if isinstance(victim.value, dict) else {}
        years = value.get("age")
        if isinstance(years, int):
            spans = victim.evidence.get("age", ())
            told = next((age for age in found if _lies_in(passage, age, spans)), None)
            rank = _NOW if told is None or told.claimed else _rank(passage, told)
            yield (_SCHOOL_OF_CHILD if rank == _SCHOOL else rank), years


def _lies_in(passage: Passage, age: Age, spans: tuple[Span, ...]) -> bool:
    start = passage.words[age.first].start
    return any(span.start <= start < span.end for span in spans)


def _standing(passage: Passage, found: list[Age]) -> Iterator[Age]:
    for age in found:
        if _may_be_childs(age) and _stands_alone(age, passage):
            yield age


def _infants(passage: Passage) -> Iterator[int]:
    """Ages below those of the details: "four weeks old", "toddler, 2"."""
    for match in _INFANT.finditer(passage.norm):
        if match["unit"]:
            months = number(match["n"]) if match["unit"] == "month" else 0
            yield (months or 0) // 12
        else:
            years = number(match["small"] or match["two"])
            if years is not None and years <= 5:
                yield years


def _may_be_childs(age: Age) -> bool:
    return YOUNGEST <= _years(age) <= CHILD


def _stands_alone(age: Age, passage: Passage) -> bool:
    """Whether a bare number is set off from what is around it, or says that it is an age."""
    before = passage.before(age.first, 4)
    if _SIBLING.search(before):
        return False
    if age.form in SURE:
        return True
    if re.search(r"\b(?:out|instead) of$", before) or age.text.startswith("at least"):
        return False
    after = " ".join(word.norm for word in passage.words[age.last : age.last + 2])
    opens, closes = bool(_OPENS.search(before)), bool(_CLOSES.search(after))
    guessed = " " in passage.norm_between(age.first, age.last)  # "about fifteen", "12ish"
    if _years(age) >= NO_HOUR:
        starts = before == ""
        return guessed or (opens and (closes or not starts)) or bool(_OPENS_TEENS.search(before))
    if _HOURS.search(before) or _AFTER_HOURS.match(after) or _COUNTED_ON.match(after):
        return False
    return (guessed and _years(age) >= GUESSED) or (opens and closes)
