"""Dates as people write them, and ages from them."""

import re
from datetime import date, datetime


def age_on(born: str, today: date) -> int | None:
    """The age of somebody born on a date, as people write it; None for any other text."""
    day = day_in(born)
    if day is None:
        return None
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def day_in(text: str) -> date | None:
    """The date in 2011-05-04, 04/05/2011, 4.5.11, 4 May 2011 or 4th of May 2011."""
    plain = _ORDINAL.sub(r"\1", text.strip().lower().replace(" of ", " ").replace(",", ""))
    for written in _WRITTEN:
        try:
            return datetime.strptime(plain, written).date()
        except ValueError:
            continue
    return None


_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_DAYS_FIRST = tuple(f"%d{s}%m{s}{y}" for s in "/.-" for y in ("%Y", "%y"))
_WRITTEN = ("%Y-%m-%d", *_DAYS_FIRST, "%d %B %Y", "%d %b %Y", "%B %d %Y")
