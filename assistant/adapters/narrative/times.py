"""When it happened: words about time, resolved against now.

Two kinds of words are looked for, a day ("last night", "friday", "the 14th") and a clock ("half
eleven", "2am"); a clock that stands near a day belongs to it. Where morning or evening isn't
said, the part of the day decides; where nothing decides, the words are kept without a time,
because the question will be asked anyway.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from assistant.adapters.narrative.clocks import Clock, clocks
from assistant.adapters.narrative.days import NIGHT_ENDS, Day, days
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.passage import Passage
from assistant.domain.reading import Found, Span

AGO: Final = re.compile(
    rf"(?P<vague>(?:about|around|maybe|roughly|approx|approximately) )?"
    rf"(?:(?P<half>half an?|half) |(?P<couple>a couple of|couple of|couple) |"
    rf"(?P<few>a few|few|several) |(?P<n>{NUMBER}|an?|1/2) (?:or so )?)"
    rf"(?P<unit>minute|minutes|hour|hours)(?: and a half)?(?: or so| or two| maybe)? "
    rf"(?:ago|back|since)\b"
)
JUST_NOW: Final = re.compile(
    r"\b(?:just now|right now|this minute|this second|at the moment|atm|as we speak|"
    r"as i type|literally now|few seconds ago|moments ago|happening now|going on now|"
    r"is here now|are here now|still here now)\b"
    r"|\b(?:i|ive|we|weve|i have|we have|'ve) (?:have |literally )*just "
    r"(?:picked up|picked|dropped|dropped off|seen|saw|had|got|took|taken|collected|watched|"
    r"served)\b"
    r"|^(?:have |ive )?just (?:picked up|picked|dropped|dropped off|seen|saw|had|took|collected|"
    r"served)\b"
)
HABITS: Final = re.compile(
    r"(?:\b(?:every|each|most|since|until|till|due|usually|always|next|born|"
    r"dob|birthday|birth|booked for|tickets are for|free|ready for|deadline) )"
    r"(?:on |the |at |about |is |of |around |: |last )*$"
)
# "asking to meet on Saturday": not when it happened.
PLANNED: Final = re.compile(
    r"\b(?:asking|asked|wants?|wanting|planning|plans|supposed|arranged|arranging|due|"
    r"meant) (?:her |him |them )?to \w+\b"
)
DENIED: Final = re.compile(r"\bnot(?: at| on)?$")
NEAR: Final = 5
FAR: Final = 12


@dataclass(frozen=True)
class Moment:
    """Words about when, and what they come to."""

    first: int
    last: int
    day: date | None
    time: tuple[int, int] | None
    approximate: bool
    rank: int = 0
    day_words: tuple[int, int] | None = None


def read_time(
    passage: Passage, now: datetime, lexicon: Lexicon, asked: bool = False
) -> Found | None:
    """The time of the incident, or None. `asked`: the text answers "When was this?"."""
    said = _said(passage, now, days(passage, now, lexicon.feasts, asked), asked)
    moments = [*_ago(passage, now), *_just_now(passage, now), *said]
    moments = [moment for moment in moments if _about_the_incident(passage, moment)]
    if not moments:
        return None
    best = min(moments, key=lambda moment: (-moment.rank, moment.first))
    return _found(passage, best)


def _found(passage: Passage, moment: Moment) -> Found:
    span = passage.span(moment.first, moment.last)
    value: dict[str, object] = {"text": span.text}
    evidence: dict[str, tuple[Span, ...]] = {"text": (span,)}
    if moment.day is not None:
        value["date"] = moment.day.isoformat()
    if moment.time is not None:
        value["time"] = f"{moment.time[0]:02d}:{moment.time[1]:02d}"
    value["approximate"] = moment.approximate
    evidence |= {part: (span,) for part in ("date", "time") if part in value}
    if moment.day_words is not None and "date" in value:
        evidence["date"] = (passage.span(*moment.day_words),)
    return Found(value, evidence)


def _about_the_incident(passage: Passage, moment: Moment) -> bool:
    if PLANNED.search(passage.before(moment.first, 8)):
        return False
    return not HABITS.search(passage.before(moment.first, 4) + " ")


def _ago(passage: Passage, now: datetime) -> list[Moment]:
    return [_back(passage, match, now) for match in AGO.finditer(passage.norm)]


def _back(passage: Passage, match: re.Match[str], now: datetime) -> Moment:
    first, last = passage.words_of(match)
    count = 0.5 if match["half"] or match["n"] == "1/2" else _count(match)
    if "and a half" in match.group():
        count += 0.5
    unit = timedelta(hours=1) if match["unit"].startswith("hour") else timedelta(minutes=1)
    # Through UTC: an hour ago across a change of the clocks is not the hand one step back.
    then = (now.astimezone(UTC) - count * unit).astimezone(now.tzinfo)
    vague = bool(match["few"])
    time = None if vague and unit >= timedelta(hours=1) else (then.hour, then.minute)
    return Moment(first, last, then.date(), time, True, rank=3)


def _count(match: re.Match[str]) -> float:
    if match["couple"]:
        return 2
    if match["few"]:
        return 5 if match["unit"].startswith("minute") else 3
    return {"a": 1, "an": 1}.get(match["n"]) or number(match["n"]) or 1


def _just_now(passage: Passage, now: datetime) -> list[Moment]:
    return [
        Moment(*passage.words_of(match), now.date(), (now.hour, now.minute), True, rank=2)
        for match in JUST_NOW.finditer(passage.norm)
    ]


def _said(passage: Passage, now: datetime, said: list[Day], asked: bool) -> list[Moment]:
    """Days and clocks, joined where they stand together."""
    said = [day for day in said if not DENIED.search(passage.before(day.first, 2))]
    left = [
        clock
        for clock in clocks(passage, asked)
        if not any(day.first <= clock.first and clock.last <= day.last for day in said)
        and not DENIED.search(passage.before(clock.first, 2))
    ]  # the beginning of "04.11.2026" is no time, and "half ten, not eleven" tells one time
    moments = []
    for day in said:
        near = min(left, key=lambda clock: _gap(day, clock), default=None)
        if (
            near is not None
            and _gap(day, near) <= (FAR if near.sure else NEAR)
            and _together(passage, day, near)
        ):
            left.remove(near)
            moments.append(_joined(day, near, now, _school_part(passage, near)))
        else:
            moments.append(_day_only(day, now))
    moments += [
        _clock_only(clock, now, asked, _school_part(passage, clock))
        for clock in left
        if clock.sure or asked
    ]
    return moments


def _gap(day: Day, clock: Clock) -> int:
    return max(day.first - clock.last, clock.first - day.last)


def _together(passage: Passage, day: Day, clock: Clock) -> bool:
    return passage.words[day.first].sentence == passage.words[clock.first].sentence


def _day_only(day: Day, now: datetime) -> Moment:
    when = day.date
    if when == now.date() and now.hour < NIGHT_ENDS and day.is_calendar_day and not day.is_weekday:
        when = None  # "today", typed after midnight: which day is meant isn't certain
    unsure = day.vague or day.guessed
    return Moment(day.first, day.last, when, None, unsure, rank=1 if when else 0)


def _joined(day: Day, clock: Clock, now: datetime, school_part: str | None) -> Moment:
    first, last = min(day.first, clock.first), max(day.last, clock.last)
    if _gap(day, clock) > 2:  # too far apart to quote as one phrase
        first, last = clock.first, clock.last
    words = (day.first, day.last)
    unsure = clock.approximate or day.guessed
    base = Moment(first, last, day.date, None, unsure, rank=3, day_words=words)
    part = clock.part or day.part or school_part
    hour = _hour(clock, part)
    if day.date is None or hour is None:
        return replace(base, approximate=True)
    date_ = day.date
    if part == "night" and hour < 6 and not day.is_calendar_day:
        date_ += timedelta(days=1)
    when = datetime(date_.year, date_.month, date_.day, hour, clock.minute, tzinfo=now.tzinfo)
    if when > now + timedelta(minutes=15) and day.is_calendar_day:
        # "This morning at 2", typed at half past midnight, or "today" before going to bed.
        before = _time_before(day, now)
        return replace(base, day=before, time=(hour, clock.minute))
    if when > now and day.is_weekday:
        # "Saturday night at 1", typed on a Saturday evening, is last week's.
        return replace(base, day=date_ - timedelta(days=7), time=(hour, clock.minute))
    if when > now and part == "night" and hour < 6:
        # "tonight around 2", typed in the evening: which night is meant isn't certain.
        return replace(base, day=None if day.is_tonight else day.date, approximate=True)
    return replace(base, day=date_, time=(hour, clock.minute))


def _time_before(day: Day, now: datetime) -> date | None:
    """The last such day before now, for a time that is still to come; None if unsure."""
    if day.is_weekday and day.date is not None:
        return day.date - timedelta(days=7)
    if day.date == now.date() and now.hour < NIGHT_ENDS:
        return now.date() - timedelta(days=1)
    return None


# "at half three, walking home from school": the words say which half of the day.
AFTER_SCHOOL: Final = re.compile(
    r"\b(?:home from (?:school|college|\w+ school)|after school|home ?time|out of school|"
    r"(?:leav\w+|left|finish\w*) school|school (?:finish\w*|ends?|kicks? out|chuck\w* out|"
    r"lets? out|comes? out|turns? out|run)|schools? (?:is|are|was) out|kick(?:ing|s)? out time|"
    r"walk(?:s|ed|ing)? home|pick(?:ing|ed)? (?:\w+ ){0,3}up from school|lunch ?time|at lunch|"
    r"in the afternoon)\b"
)
BEFORE_SCHOOL: Final = re.compile(
    r"\b(?:before school|to school|into school|school drop off|drop\w* off at school|"
    r"breakfast club|on the way in)\b"
)


def _school_part(passage: Passage, clock: Clock) -> str | None:
    """The half of the day that a sentence about going to or from school means."""
    if clock.certain:
        return None
    sentence = passage.before(clock.first, 30) + " | " + passage.after(clock.last, 30)
    if 1 <= clock.hour <= 5 and AFTER_SCHOOL.search(sentence):
        return "afternoon"
    if 7 <= clock.hour <= 9 and BEFORE_SCHOOL.search(sentence):
        return "morning"
    return None


def _hour(clock: Clock, part: str | None) -> int | None:
    """The hour of 24 that a clock means in this part of the day, or None where unsure."""
    hour = clock.hour
    if clock.certain or hour > 12:
        return hour
    if part in ("morning", "early"):
        return 0 if hour == 12 and part == "early" else hour
    if part in ("afternoon", "evening"):
        return hour if hour == 12 else hour + 12
    if part == "night":
        return 0 if hour == 12 else hour if hour < 6 else hour + 12
    return None


def _clock_only(clock: Clock, now: datetime, asked: bool, school_part: str | None = None) -> Moment:
    """A clock without a day: the last time it was that time, if that is clear."""
    moment = Moment(clock.first, clock.last, None, None, True, rank=1)
    hour = _hour(clock, clock.part or school_part)
    hours = [hour] if hour is not None else [clock.hour % 12, clock.hour % 12 + 12]
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    times = [
        midnight.replace(hour=hour, minute=clock.minute) - timedelta(days=back)
        for hour in hours
        for back in (0, 1)
    ]
    past = max(time for time in times if time <= now + timedelta(minutes=5))
    known = (past.hour, past.minute)
    if asked or now - past <= timedelta(hours=3):
        # Which half of the day was meant is guessed, where nothing says it.
        unsure = clock.approximate or hour is None
        return replace(moment, day=past.date(), time=known, approximate=unsure, rank=2)
    return replace(moment, time=known if hour is not None else None)
