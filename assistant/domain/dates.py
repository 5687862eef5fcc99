"""Dates as people write them, and ages from them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

OLDEST = 120
"""Years; nobody is older."""


@dataclass(frozen=True)
class Written:
    """A date in a text: characters `start` (included) to `end` (excluded)."""

    start: int
    end: int
    day: date
    century_known: bool = True


def age_on(born: str, today: date) -> int | None:
    """The age of somebody born on a date, as people write it; None for any other text.

    Below zero for a day that is still to come.
    """
    day = born_on(born, today)
    if day is None:
        return None
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def born_on(text: str, today: date) -> date | None:
    """The date of birth that a text is: of two centuries the one that is past ("1/2/65")."""
    written = _whole(text)
    if written is None:
        return None
    day = written.day
    if day > today and not written.century_known:
        return _day(day.year - 100, day.month, day.day)
    return day


def day_in(text: str) -> date | None:
    """The date that a text is, day first: 2011-05-04, 04/05/2011, 4-May-11, Wed 4th of May 2011."""
    written = _whole(text)
    return written.day if written else None


def dates_in(text: str) -> Iterator[Written]:
    """Every whole date in a text, in its order."""
    for match in _DATE.finditer(text):
        day = _of(match)
        if day:
            yield Written(match.start(), match.end(), day, len(_year(match)) == 4)


def _whole(text: str) -> Written | None:
    plain = text.strip(" \t\n.,;()[]")
    written = next(dates_in(plain), None)
    return written if written and (written.start, written.end) == (0, len(plain)) else None


def _of(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    day = next(int(found[f"d{i}"]) for i in range(1, 5) if found[f"d{i}"])
    month = next(found[f"m{i}"] for i in range(1, 5) if found[f"m{i}"])
    number = int(month) if month.isdigit() else 1 + _MONTHS.index(month[:3].lower())
    year = _year(match)
    if len(year) == 2:
        year = f"{20 if int(year) < _THIS_CENTURY else 19}{year}"
    return _day(int(year), number, day)


def _year(match: re.Match[str]) -> str:
    return next(year for i in range(1, 5) if (year := match[f"y{i}"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_THIS_CENTURY = 69
"""Two figures below this are taken for 20xx."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?\s+)"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:\d{4}|\d{2})"
_DATE = re.compile(
    rf"(?<![\w/.-])(?:{_WEEKDAY}?(?:the\s+)?(?:"
    rf"(?P<d1>\d{{1,2}}){_ORDINAL}[\s./-]*(?:of\s+)?(?P<m1>{_MONTH})[\s,./-]*(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\s+(?:the\s+)?(?P<d2>\d{{1,2}}){_ORDINAL},?\s+(?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})\s?(?P<s3>[/.-])\s?(?P<m3>\d{{1,2}})\s?(?P=s3)\s?(?P<y3>{_YEAR})"
    rf"|(?P<y4>\d{{4}})(?P<s4>[/.-])(?P<m4>\d{{1,2}})(?P=s4)(?P<d4>\d{{1,2}})"
    rf"))(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
