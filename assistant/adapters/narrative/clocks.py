"""Times of day in a text: "half eleven", "22:30", "about 2", "gone midnight"."""

import re
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.numbers import WORD, number
from assistant.adapters.narrative.passage import Passage

HOUR: Final = rf"(?:2[0-4]|1\d|0?\d|{WORD})"
VAGUE: Final = (
    r"(?:(?:at )?(?:about|around|round|at around|roughly|approx|approximately|approx\.|circa|"
    r"maybe|probably|nearly|"
    r"almost|just gone|just after|just before|just past|shortly after|gone|coming up to|"
    r"coming up|getting on for|sometime around|somewhere around|must have been|getting on|"
    r"some time around|sort of|like|past|after|before|towards|just turned|turned) )"
)
HALF: Final = r"(?:am|pm|a\.m\.|p\.m\.|a\.m|p\.m)"
PARTS: Final = r"(?:in the (?P<part>morning|afternoon|evening)|at (?P<night>night))"
FORMS: Final = (
    # 22:30, 10.30pm, 10:30 at night, 2230 hours
    rf"(?P<h1>[01]?\d|2[0-3])[:.](?P<m1>[0-5]\d)(?: (?P<ap1>{HALF}))?",
    r"(?P<h5>[01]\d|2[0-3])(?P<m5>[0-5]\d) (?:hours|h|hundred hours)",
    rf"(?P<h2>{HOUR})(?: (?P<ish2>ish))? (?P<ap2>{HALF})",
    # half ten, half past ten, quarter to 2, ten past eleven, 20 to 3
    rf"(?P<rel>half past|half|quarter past|quarter to|(?:{WORD}|\d\d?)(?: minutes?)? (?:past|to))"
    rf" (?P<h3>{HOUR}|midnight|midday|noon)(?: (?P<ap3>{HALF}))?(?! (?:minutes?|hours?|quid|"
    rf"pounds?|people|years?|"
    rf"year))",
    rf"(?P<h4>{HOUR})(?: (?P<ish4>ish))? (?:o'clock|oclock|o clock|0'clock|on the dot|bells)"
    rf"(?: (?P<ap4>{HALF}))?",
    r"(?P<word>midnight|midday|noon|dinnertime|12 noon)",
)
CLOCK: Final = re.compile(
    rf"(?<![\w£$:.]){VAGUE}?(?:{'|'.join(FORMS)})(?: ?(?P<ish>ish))?(?: {PARTS})?(?![\w:])"
)
NOT_AN_HOUR: Final = (
    r"minutes?|hours?|quid|pounds?|p|people|of|girls?|lads?|men|boys?|kids?|times?|miles?|years?|"
    r"year|yo|y|foot|ft|stone|st|nd|rd|th|or|/|-|to|weeks?|months?|days?|nights?|blokes?|children|"
    r"others?|more|teenagers?|young|older|grand|k|percent|%|am|pm|bags?|bottles?|cars?|s|"
    r"women|fellas?|guys?|different|phones?"
)
# "about 2", "at 11": only a time beside a day, or when the time was asked for.
BARE: Final = re.compile(
    rf"\b(?P<lead>(?:at |from )?(?:about|around|round|roughly|approx|maybe|just gone|just after|"
    rf"just before|"
    rf"gone|nearly|coming up to|getting on for|at|by|like|after)) (?P<h>{HOUR})(?: (?P<ish>ish))?"
    rf"(?: {PARTS})?(?! (?:{NOT_AN_HOUR})\b)(?![\w:/])"
)
# "between 9pm and 10pm", "from half nine till ten", "9-10pm": when it began is the time.
RANGE: Final = re.compile(
    rf"(?<![\w£$:./])(?P<lead>(?:some ?time |somewhere )?(?:between|from) )?{VAGUE}?"
    rf"(?P<half>half (?:past )?)?(?P<h>{HOUR})(?:[:.](?P<m>[0-5]\d))?(?: (?P<ap>am|pm))?"
    rf" (?:and|to|till|until|-) {VAGUE}?"
    rf"(?:half (?:past )?)?(?P<end>{HOUR})(?:[:.][0-5]\d)?(?: (?P<ap_end>am|pm))?(?: {PARTS})?"
    rf"(?! (?:{NOT_AN_HOUR})\b)(?![\w:/.])"
)
ISH: Final = re.compile(rf"\b(?P<h>{HOUR}) ish(?: {PARTS})?(?![\w:])")
ALONE: Final = re.compile(rf"^(?:yeah |yes |i think |dunno |probably |maybe )*(?P<h>{HOUR})$")
AN_AGE: Final = re.compile(
    r"\b(?:he|she|they|'s|is|was|were|are|aged?|looks?|looked|lad|girl|boy|kid|man|lass|bloke|im|"
    r"be|am|been|her|him|of|only|them|woman|daughter|son|all|both|each|who|men|girls|lads|seemed|"
    r"seems)$"
)


@dataclass(frozen=True, eq=False)
class Clock:
    """A time of day. `certain`: the hour is of 24. `sure`: it can't be anything but a time."""

    first: int
    last: int
    hour: int
    minute: int
    certain: bool
    part: str | None
    approximate: bool
    sure: bool


def clocks(passage: Passage, asked: bool) -> list[Clock]:
    """Every time of day in the text, in its order, none overlapping."""
    found = [_from(passage, match) for match in RANGE.finditer(passage.norm)]
    found += [_spoken(passage, match) for match in CLOCK.finditer(passage.norm)]
    for pattern in (BARE, ISH, *((ALONE,) if asked else ())):
        found += [_bare(passage, match) for match in pattern.finditer(passage.norm)]
    kept: list[Clock] = []
    for clock in found:
        if clock is not None and not any(
            clock.first < other.last and other.first < clock.last for other in kept
        ):
            kept.append(clock)
    return sorted(kept, key=lambda clock: clock.first)


def _from(passage: Passage, match: re.Match[str]) -> Clock | None:
    """The beginning of "between 9pm and 10pm"."""
    first, last = passage.words_of(match)
    hour, end = number(match["h"]) or 0, number(match["end"]) or 0
    minutes, half = match["m"], match["ap"]
    stated = bool(half or minutes or match["ap_end"])
    if (hour > 12 and not minutes) or (not match["lead"] and " - " not in match.group()):
        return None
    if not stated and (not match["lead"] or AN_AGE.search(passage.before(first, 1))):
        return None
    certain = bool(half) or hour > 12 or bool(minutes and match["h"].startswith("0"))
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif match["ap_end"] and hour <= 12:
        until, certain = end % 12 + (12 if match["ap_end"] == "pm" else 0), True
        hour = min((hour % 12, hour % 12 + 12), key=lambda begun: (until - begun) % 24)
    part = match["part"] or match["night"]
    sure = bool(certain or minutes or part or match["half"])
    minute = 30 if match["half"] else int(minutes or 0)
    return Clock(first, last, hour % 24, minute, certain, _part(part, hour), True, sure)


def _spoken(passage: Passage, match: re.Match[str]) -> Clock | None:
    part = match["part"] or match["night"]
    approximate = bool(re.match(VAGUE, match.group())) or "ish" in match.group().split()
    if match["word"]:
        hour, minute, certain = (0 if match["word"] == "midnight" else 12), 0, True
    elif match["rel"]:
        twelve = match["h3"] in ("midnight", "midday", "noon")
        if (number(match["h3"]) or 0) > 12:
            return None  # "two girls from 12 to 15"
        hour, minute = _relative(match["rel"], 12 if twelve else number(match["h3"]) or 0)
        certain = twelve
        if match["h3"] == "midnight":
            hour = 23 if hour == 11 else 0
    else:
        hour, minute = _digits(match)
        # 22:30 and 00:15 are of 24; 10:30 and 3.15 may not be.
        certain = hour > 12 or (bool(match["h1"]) and (hour == 0 or match["h1"].startswith("0")))
    half = match["ap1"] or match["ap2"] or match["ap3"] or match["ap4"]
    if half and hour <= 12:
        hour, certain = hour % 12 + (12 if half[0] == "p" else 0), True
    if hour > 23 or _is_not_time(passage, match, bool(half)):
        return None
    first, last = passage.words_of(match)
    return Clock(first, last, hour, minute, certain, _part(part, hour), approximate, True)


def _is_not_time(passage: Passage, match: re.Match[str], half: bool) -> bool:
    """Whether the words are a price ("2.50") or a count, not a time."""
    first, last = passage.words_of(match)
    before, after = passage.before(first, 1), passage.after(last, 1)
    if before in ("£", "$", "version", "chapter", "least", "other", "size"):
        return True
    if match["h1"] and not half and "." in match.group() and after in ("quid", "pounds", "each"):
        return True
    return bool(match["rel"]) and match["rel"].endswith(" to") and after in ("girls", "people")


def _digits(match: re.Match[str]) -> tuple[int, int]:
    if match["h1"]:
        return int(match["h1"]), int(match["m1"])
    if match["h5"]:
        return int(match["h5"]), int(match["m5"])
    return number(match["h2"] or match["h4"]) or 0, 0


def _relative(words: str, hour: int) -> tuple[int, int]:
    """Read "quarter to 2" as 1:45: the hour before, for everything with "to"."""
    if words.startswith("half"):
        return hour, 30
    minutes = 15 if words.startswith("quarter") else number(words.split()[0]) or 0
    if words.endswith("past"):
        return hour, minutes
    return (hour - 1 if hour > 1 else 12), 60 - minutes


def _part(words: str | None, hour: int) -> str | None:
    if words == "morning" and hour < 6:
        return "early"
    return words


def _beside_person(passage: Passage, first: int, last: int) -> bool:
    """As in "a lad, about 9, got on": between commas after a person, it is how old."""
    if passage.before(first, 1) != "," or passage.after(last, 1) not in (",", ".", ""):
        return False
    ends = first - 1
    said_of = passage.words[ends - 1].norm in ("them", "him", "her", "one", "mine", "other")
    return said_of or any(mark.last == ends for mark in passage.labelled("person"))


def _bare(passage: Passage, match: re.Match[str]) -> Clock | None:
    hour = number(match["h"])
    first, last = passage.words_of(match)
    if hour is None or hour > 12:
        return None
    groups = match.groupdict()
    said_of = passage.before(first, 2)
    if _beside_person(passage, first, last):
        return None
    if AN_AGE.search(passage.before(first, 1)) and not (
        groups.get("part")
        or groups.get("night")
        or re.match(r"(?:it|this|that) (?:was|'s|is)$", said_of)
    ):
        return None
    part = groups.get("part") or groups.get("night")
    lead = groups.get("lead") or ""
    approximate = lead not in ("at", "by", "") or bool(re.search(r"\bish\b", match.group()))
    return Clock(first, last, hour % 24, 0, hour > 12, _part(part, hour), approximate, bool(part))
