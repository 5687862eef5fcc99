"""Days in a text: "last night", "friday just gone", "on the 14th", "4th May"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from assistant.adapters.narrative.lexicon import Feast
from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.passage import Passage
from assistant.domain.dates import dates_in

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
# "She looked 13 maybe", "13 may be": no month.
MONTH: Final = rf"(?:{'|'.join(MONTHS)}|jan|mar|apr|jun|jul)\b(?! be\b)"
# "sat" and "sun" are other words too: days only before a part of the day, or after "on", "last".
SHORT: Final = (
    r"(?:sat|sun)(?= (?:night|morning|afternoon|evening|eve|just gone|gone)\b)|"
    r"(?<=\bon )(?:sat|sun)\b(?! (?:the|a|in|it|my|his|her|down)\b)|(?<=\blast )(?:sat|sun)\b"
)
PART: Final = r"(?:morning|afternoon|evening|eve|night|dinner time|lunchtime|teatime)"
EARLY: Final = r"(?:(?:in )?(?:the )?early hours(?: of)?(?: (?:this|on))? )"
# "tonight", "last night" and the like: words, days back, part of the day.
NAMED: Final = re.compile(
    rf"\b(?P<early>{EARLY})?(?P<day>night before last|day before yesterday|the other (?:day|"
    rf"night|week)|(?:the )?(?:week|weekend|month) before last|"
    rf"(?:a )?(?:little )?(?:bit|while|little|lot|much|slightly) earlier(?: on)?|"
    rf"last night|tonight|this (?:morning|afternoon|evening|week|month)|today|"
    rf"earlier(?: on)?(?! (?:on|than|in the|this|that|last|{'|'.join(WEEKDAYS)})\b)|"
    rf"last (?:week|weekend|month|year)|(?:at |over )?the weekend|this weekend|"
    rf"yesterday(?: (?P<part>{PART}))?)\b(?: (?P<hours>in the early hours|night))?"
)
WEEKDAY: Final = re.compile(
    rf"\b(?P<early>{EARLY})?(?P<lead>last|this|this past|on|every|next|on the|each|a week last|"
    rf"most|"
    rf"a week ago last|a week on)? ?\b(?P<day>{'|'.join(WEEKDAYS)}|{SHORT})"
    rf"(?P<s> s\b|'s)?(?: (?P<part>{PART}))?(?: (?P<gone>just gone|gone|just past|before last|"
    rf"last(?! week)))?\b"
)
# "three weeks ago, on a Friday", "Friday last week": what may stand between the two.
OF_A_WEEK: Final = re.compile(
    r"^(?:[,(]|on|a|an|the|it was|that|of|was|it)?(?: (?:on|a|the|was))*$"
)
DATE: Final = re.compile(
    rf"\b(?:(?:the )?(?P<d1>\d\d?)(?: (?:st|nd|rd|th))?(?: of)? (?P<m1>{MONTH})"
    rf"(?:,? (?P<y1>(?:20)?\d\d)\b)?"
    rf"|(?P<m2>{MONTH}) (?:the )?(?P<d2>\d\d?)(?: (?:st|nd|rd|th))?(?! ?\d)"
    rf"|(?P<d3>\d\d?)[/.](?P<m3>\d\d?)[/.](?P<y3>(?:20)?\d\d)"
    rf"|(?:{'|'.join(WEEKDAYS)}) (?P<d6>\d\d?) (?:st|nd|rd|th)\b(?! (?:street|floor|of))"
    rf"|(?:on|dated|date) (?P<d5>\d\d?)/(?P<m5>\d\d?)"
    rf"|the (?P<d4>\d\d?) (?:st|nd|rd|th)\b(?! (?:floor|time|girl|birthday|one|year|street|room)))"
)
DAY_OF_MONTH: Final = re.compile(rf"[ ,]+(?:the )?\d\d? (?:(?:st|nd|rd|th)\b|(?:of )?{MONTH}\b)")
DAYS_AGO: Final = re.compile(
    rf"\b(?:(?P<vague>about|around|roughly|maybe|nearly) )?"
    rf"(?P<n>{NUMBER}|an?|a couple of|couple of|a few|few|several) "
    rf"(?P<unit>days?|nights?|weeks?|months?|fortnight)(?: or so| or two)? (?:ago|back)\b"
)
TODAY_WORDS: Final = {
    "today": None,
    "earlier": None,
    "earlier on": None,
    "this morning": "morning",
    "this afternoon": "afternoon",
    "this evening": "evening",
}
SATURDAY: Final = 5
HALF_A_YEAR: Final = 183
NIGHT_ENDS: Final = 6
NIGHT_BEGINS: Final = 18
NIGHT_PARTS: Final = {
    "eve": "evening",
    "teatime": "evening",
    "lunchtime": "afternoon",
    "dinner time": "afternoon",
}


# Inside Day the name is taken by its field.
CalendarDate = date


@dataclass(frozen=True, eq=False)
class Day:
    """A day in the text; `date` is None where the words don't say which ("last week")."""

    first: int
    last: int
    date: date | None
    part: str | None = None
    vague: bool = False
    is_tonight: bool = False
    # "this morning" and "in the early hours of Friday" are the calendar day itself; "Friday
    # night" runs on past midnight.
    is_calendar_day: bool = False
    is_weekday: bool = False
    # "three weeks ago" and "last week" name no day, but a weekday beside them is one about then.
    is_week: bool = False
    around: CalendarDate | None = None
    guessed: bool = False


def days(
    passage: Passage, now: datetime, feasts: Mapping[str, Feast], asked: bool = False
) -> list[Day]:
    """Every day in the text, in its order. `asked`: "14th" alone is an answer."""
    found = [
        *_named(passage, now),
        *_weekdays(passage, now),
        *_written_dates(passage, now),
        *_days_ago(passage, now),
        *_feasts(passage, now, feasts),
    ]
    found = _weekdays_of_weeks(passage, found)
    alone = BARE_DAY.match(passage.norm) if asked and not found else None
    when = _latest_day(int(alone["day"]), now) if alone else None
    if when is not None:
        found.append(Day(0, 2, when))
    return sorted(found, key=lambda day: day.first)


BARE_DAY: Final = re.compile(r"^(?P<day>\d\d?) (?:st|nd|rd|th)\b")


def _named(passage: Passage, now: datetime) -> Iterator[Day]:
    for match in NAMED.finditer(passage.norm):
        first, last = passage.words_of(match)
        words = match["day"]
        early = bool(match["early"] or match["hours"] == "in the early hours")
        if words in TODAY_WORDS:
            part = "early" if early else TODAY_WORDS[words]
            # "This evening", typed after midnight, is the evening that has just ended.
            over = now.hour < NIGHT_ENDS and part in ("afternoon", "evening")
            day = now.date() - timedelta(days=1) if over else now.date()
            yield Day(first, last, day, part, early, is_calendar_day=True)
        elif words == "tonight":
            yield Day(first, last, _tonight(now), "night", is_tonight=True)
        elif words == "last night":
            yield _last_night(first, last, now)
        elif words.startswith("yesterday"):
            yield _yesterday(first, last, now, match)
        elif words in ("night before last", "day before yesterday"):
            part = "night" if "night" in words else None
            yield Day(first, last, now.date() - timedelta(days=2), part, part == "night")
        elif words.endswith("weekend before last"):
            yield Day(first, last, _last_saturday(now) - timedelta(days=7), guessed=True)
        else:
            yield _week(first, last, words, now)


def _week(first: int, last: int, words: str, now: datetime) -> Day:
    """Words that name no day: "last week", "the other night", "a bit earlier"."""
    part = "night" if "night" in words else None
    weeks = {"last week": 1, "week before last": 2}.get(words.removeprefix("the "))
    if weeks is None:
        return Day(first, last, None, part, True)
    middle = now.date() - timedelta(days=now.weekday() - 3 + 7 * weeks)
    return Day(first, last, None, part, True, is_week=True, around=middle)


def _last_saturday(now: datetime) -> date:
    """The Saturday of the last weekend that is over."""
    back = (now.weekday() - SATURDAY) % 7
    return now.date() - timedelta(days=back + (7 if now.weekday() >= SATURDAY else 0))


def _tonight(now: datetime) -> date:
    """The evening that this night began with."""
    return now.date() - timedelta(days=1) if now.hour < NIGHT_ENDS else now.date()


def _last_night(first: int, last: int, now: datetime) -> Day:
    return Day(first, last, now.date() - timedelta(days=1), "night", vague=True)


def _yesterday(first: int, last: int, now: datetime, match: re.Match[str]) -> Day:
    part = NIGHT_PARTS.get(match["part"] or "", match["part"])
    day = now.date() - timedelta(days=1)
    return Day(first, last, day, part, is_calendar_day=part != "night")


def _weekdays(passage: Passage, now: datetime) -> Iterator[Day]:
    for match in WEEKDAY.finditer(passage.norm):
        lead, gone = match["lead"] or "", match["gone"] or ""
        if lead in ("every", "next", "each", "most", "a week on") or match["s"]:
            continue
        if DAY_OF_MONTH.match(passage.norm[match.end() :]):
            continue  # "Friday 13th" and "Friday 6 November" are dates
        back = (now.weekday() - _weekday(match["day"])) % 7
        if back == 0 and (lead in ("last", "this past") or gone):
            back = 7
        if lead.startswith("a week") or gone == "before last":
            back += 7
        part = NIGHT_PARTS.get(match["part"] or "", match["part"])
        if back == 0 and part == "night" and now.hour < NIGHT_BEGINS:
            back = 7  # "friday night" hasn't begun yet on Friday, so it is the last one
        first, last = passage.words_of(match)
        if not match["early"] and not lead:
            first = passage.words_of(match, "day")[0]
        calendar = bool(match["early"]) or part != "night"
        day = now.date() - timedelta(days=back)
        part = "early" if match["early"] else part
        yield Day(first, last, day, part, is_calendar_day=calendar, is_weekday=True)


def _weekdays_of_weeks(passage: Passage, found: list[Day]) -> list[Day]:
    """Join "three weeks ago" and the weekday beside it: that day of the week, about then."""
    kept = list(found)
    for week in (day for day in found if day.is_week):
        beside = next((d for d in kept if d.is_weekday and _is_beside(passage, week, d)), None)
        if beside is not None:
            kept = [day for day in kept if day not in (week, beside)]
            kept.append(_weekday_about(week, beside))
    return kept


def _is_beside(passage: Passage, week: Day, weekday: Day) -> bool:
    first, last = min(week.last, weekday.last), max(week.first, weekday.first)
    return first <= last and bool(OF_A_WEEK.match(passage.norm_between(first, last)))


def _weekday_about(week: Day, weekday: Day) -> Day:
    """The weekday nearest to then; no date where then isn't known either."""
    when = None
    if week.around is not None and weekday.date is not None:
        ahead = (weekday.date.weekday() - week.around.weekday() + 3) % 7 - 3
        when = week.around + timedelta(days=ahead)
    first, last = min(week.first, weekday.first), max(week.last, weekday.last)
    calendar = weekday.is_calendar_day
    return Day(first, last, when, weekday.part, is_calendar_day=calendar, guessed=True)


def _feasts(passage: Passage, now: datetime, feasts: Mapping[str, Feast]) -> Iterator[Day]:
    """Days with a name of their own, "Halloween night": the last one that there was."""
    for mark in passage.labelled("feast"):
        feast = feasts[mark.term]
        when = date(now.year, feast.month, feast.day)
        if when > now.date():
            when = date(now.year - 1, feast.month, feast.day)
        part = re.match(rf"(?P<part>{PART})\b", passage.after(mark.last, 2))
        words = part["part"] if part else None
        last = mark.last + (len(words.split()) if words else 0)
        said = NIGHT_PARTS.get(words or "", words) or ("night" if feast.night else None)
        yield Day(mark.first, last, when, said, guessed=_is_long_ago(when, now))


def _is_long_ago(when: date, now: datetime) -> bool:
    """Whether a date said without its year was so long ago that another may be meant."""
    return when.year < now.year and (now.date() - when).days > HALF_A_YEAR


def _weekday(name: str) -> int:
    return next(index for index, full in enumerate(WEEKDAYS) if full.startswith(name[:3]))


def _written_dates(passage: Passage, now: datetime) -> Iterator[Day]:
    """Whole dates, in any of the notations in which people write them, and days without a year."""
    whole = []
    for written in dates_in(passage.text):
        if written.day <= now.date():
            inside = [
                i
                for i, word in enumerate(passage.words)
                if word.start < written.end and written.start < word.end
            ]
            part = re.match(rf"(?P<part>{PART})\b", passage.after(inside[-1] + 1, 2))
            words = part["part"] if part else None
            last = inside[-1] + 1 + (len(words.split()) if words else 0)
            whole.append(Day(inside[0], last, written.day, NIGHT_PARTS.get(words or "", words)))
    yield from whole
    for day in _dates(passage, now):
        if not any(day.first < other.last and other.first < day.last for other in whole):
            yield day


def _dates(passage: Passage, now: datetime) -> Iterator[Day]:
    for match in DATE.finditer(passage.norm):
        when = _date(match, now)
        if when is not None:
            first, last = passage.words_of(match)
            part = re.match(rf" (?P<part>{PART})\b", passage.norm[match.end() :])
            words = part["part"] if part else None
            last += len(words.split()) if words else 0
            said = NIGHT_PARTS.get(words or "", words)
            with_year = match["y1"] or match["y3"]
            guessed = not with_year and _is_long_ago(when, now)
            yield Day(first, last, when, said, guessed=guessed)


def _date(match: re.Match[str], now: datetime) -> date | None:
    day = int(next(match[key] for key in ("d1", "d2", "d3", "d4", "d5", "d6") if match[key]))
    if match["d4"] or match["d6"]:
        return _latest_day(day, now)
    month = match["m1"] or match["m2"]
    month_number = (
        next(n for n, name in enumerate(MONTHS, 1) if name[:3] == month[:3])
        if month
        else int(match["m3"] or match["m5"])
    )
    said_year = match["y1"] or match["y3"]
    year = int(said_year) if said_year else now.year
    when = _valid(year + 2000 if year < 100 else year, month_number, day)
    if when is not None and not said_year and when > now.date():
        when = _valid(now.year - 1, month_number, day)
    return when if when is not None and when <= now.date() else None


def _latest_day(day: int, now: datetime) -> date | None:
    """The last time a month had its 14th, its 31st: never in the future."""
    year, month = now.year, now.month
    for _ in range(3):
        when = _valid(year, month, day)
        if when is not None and when <= now.date():
            return when
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_ago(passage: Passage, now: datetime) -> Iterator[Day]:
    for match in DAYS_AGO.finditer(passage.norm):
        first, last = passage.words_of(match)
        count = {"a": 1, "an": 1}.get(match["n"]) or number(match["n"])
        unit = {"d": 1, "n": 1, "w": 7, "f": 14, "m": 0}[match["unit"][0]]
        vague = count is None or unit != 1 or bool(match["vague"]) or " or " in match.group()
        known = unit and (count is not None) and not (unit == 7 and vague and count != 1)
        when = now.date() - timedelta(days=(count or 0) * unit) if known else None
        part = "night" if match["unit"].startswith("night") else None
        around = now.date() - timedelta(days=count * unit) if count and unit else None
        yield Day(first, last, when, part, vague, is_week=unit != 1, around=around)
