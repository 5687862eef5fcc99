"""Finds the words for places in a text: streets, venues, towns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.passage import Mark, Passage

AT: Final = (
    r"(?:outside|inside|in|at|on|near|by|behind|opposite|off|round the back of|back of|front of|"
    r"corner of|end of|bottom of|top of|next to|past|from|to|towards|into|around|round|along|down|"
    r"up|across from|over the road from|beside|between|through|via|onto|leaving|entrance of|"
    r"side of|of|over|about)"
)
TOWN_BEFORE: Final = re.compile(
    r"\b(?:in|to|at|near|around|outside|towards|into|through|via|over|from|between|back|of|on|by)$"
)
# "lads from Manchester", "from Derby way": where somebody comes from, not where it happened.
ORIGIN: Final = re.compile(
    r"\b(?:lads?|men|man|bloke|blokes|girls?|boys?|gang|gangs|people|guys?|family|one|woman|lot|"
    r"originally|"
    r"is|are|was|come|comes|missing|them|friends?|drugs|dealers?|kids?|someone|number|he 's|"
    r"she 's)(?: all)? from(?: north| south| east| west)?$"
)
JOURNEY: Final = re.compile(
    r"\b(?:picked|pick|collected|job|fare|travelled|driven|trip|run|ride|came|got|train|bus|sent|"
    r"coach)\b.*\bfrom$"
)
TALK: Final = re.compile(
    r"\b(?:talk(?:s|ed|ing)?|mention(?:s|ed|ing)?|names of|brags?|heard (?:of|about)|"
    r"asking about|on about)\b.*$"
)
# A building that stands "on" a street: the capital after it is the street's name.
BUILDING_ON: Final = re.compile(
    r"\b(?:flats?|house|houses|address|property|bedsit|pub|club|bar|takeaway|shop|hotel|hostel|"
    r"cafe|b&b|barbers|salon|garage|school|car wash|unit|place|corner shop|chip shop|chippy|"
    r"off licence|nail bar|restaurant|gym|bookies|bus stop|park|office|restaurant|alley|"
    r"live|lives|living) on (?P<name>[^\W\d_]{4,})\b"
)
NOT_STREETS: Final = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("snapchat", "instagram", "facebook", "whatsapp", "tiktok", "telegram", "discord"),
        *("airbnb", "booking", "google", "rightmove", "universal", "benefits", "christmas"),
        *("fridays", "saturdays", "sundays", "weekends", "tonight", "fire", "cctv", "ring"),
    )
)
WEAK_ENDINGS: Final = frozenset(
    (
        "way",
        "hill",
        "green",
        "view",
        "walk",
        "row",
        "gate",
        "rise",
        "mount",
        "drive",
        "close",
        "place",
        "court",
        "square",
        "island",
        "dr",
        "st",
        "sq",
        "ct",
        "broadway",
        "gardens",
        "parade",
    )
)
WRITERS: Final = re.compile(
    r"\b(?:i am an?|im an?|i am the|i work|i live|i am from|working|based|i drive|driver|teacher|"
    r"nurse|"
    r"we are an?|worker|manager|receptionist|we live|i run|i am \w+)\b.*\b(?:in|at|for|near|from|"
    r"of|around)(?: the)?$"
)
HAPPENED: Final = re.compile(
    r"\b(?:picked|saw|seen|dropped|girl|girls|lad|man|men|bloke|noticed|she|he|they|was|got)\b"
)


@dataclass(frozen=True)
class Place:
    """A place while it is put together: words `first` to before `last`."""

    first: int
    last: int
    rank: int


def place_phrases(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The words that are looked for, by label."""
    return {
        "town": lexicon.group("places.yml", "towns"),
        "district": lexicon.group("places.yml", "districts"),
        "brand": lexicon.group("places.yml", "brands"),
        "school": lexicon.group("places.yml", "schools"),
        "venue": lexicon.group("places.yml", "venue_kinds"),
        "specific": lexicon.group("places.yml", "specific_kinds"),
        "street": lexicon.group("places.yml", "street_endings"),
    }


class PlaceFinder:
    """Finds the words for places, by what kind of place they name."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names = frozenset(lexicon.names)
        self._stop = frozenset(lexicon.group("places.yml", "street_stop_words"))
        self._plain = frozenset(lexicon.group("places.yml", "plain_adjectives"))
        self._of_people = frozenset(lexicon.group("places.yml", "after_origins"))

    def places(self, passage: Passage) -> list[Place]:
        """Every place in the text; some may overlap."""
        return [
            *self._streets(passage),
            *self._venues(passage),
            *_brands(passage),
            *_specific(passage),
            *self._addresses(passage),
            *self._towns(passage),
        ]

    def _streets(self, passage: Passage) -> Iterator[Place]:
        for mark in passage.labelled("street"):
            first = self._name_start(passage, mark.first)
            if first is None:
                continue
            words = passage.words
            weak = mark.term in WEAK_ENDINGS and not words[mark.first].capital
            if weak and not re.search(rf"\b{AT}$", passage.before(first, 2)):
                continue
            first = _house_number(passage, first)
            yield Place(first, mark.last, 4)

    def _addresses(self, passage: Passage) -> Iterator[Place]:
        """As in "a flat on Saltergate": a capital after a kind of building and "on"."""
        words = passage.words
        for match in BUILDING_ON.finditer(passage.norm):
            at = passage.words_of(match, "name")[0]
            word = words[at]
            known = word.norm in NOT_STREETS or word.norm in self._stop
            if not word.capital or known or word.norm in self._names:
                continue
            last = at + 1
            while last < len(words) and last < at + 3 and words[last].capital:
                last += 1
            yield Place(at, last, 3)

    def _name_start(self, passage: Passage, end: int) -> int | None:
        """Where the name before "road" starts, or None if it has no name."""
        words = passage.words
        start = end
        while start > 0 and end - start < 4 and self._is_name(passage, start - 1, end):
            start -= 1
        if start == end:
            return None
        capital = all(word.capital for word in words[start:end])
        before = passage.before(start, 2)
        if not capital and not re.search(rf"\b{AT}(?: the)?$|\d$", before) and end - start > 2:
            start = end - 2
        return start

    def _is_name(self, passage: Passage, at: int, end: int) -> bool:
        word, next_word = passage.words[at], passage.words[at + 1]
        if word.norm in self._stop or not re.fullmatch(r"[^\W\d_][\w']*", word.norm):
            return False
        if word.sentence != next_word.sentence:
            return False
        return word.capital or not passage.words[end - 1].capital

    def _venues(self, passage: Passage) -> Iterator[Place]:
        for mark in passage.labelled("venue"):
            first = self._name_start(passage, mark.first)
            if first is None or not self._is_venue_name(passage, first, mark):
                continue
            yield Place(first, mark.last, 3)

    def _is_venue_name(self, passage: Passage, first: int, mark: Mark) -> bool:
        """Whether a name: "the pennine hotel", not "posh hotel" or "her school"."""
        words = passage.words[first : mark.first]
        if mark.term == "estate" and any(
            car.last == mark.first for car in passage.labelled("make", "model", "colour")
        ):
            return False  # "a Volvo estate"
        if all(word.capital for word in words):
            starts = not passage.before(first, 1)
            return len(words) > 1 or (not starts and words[0].norm not in self._plain)
        before = passage.before(first, 1)
        if any(word.norm in self._plain for word in words) or len(words) > 2:
            return False
        return before == "the" and bool(re.search(rf"\b{AT} the$", passage.before(first, 4)))

    def _towns(self, passage: Passage) -> Iterator[Place]:
        for mark in passage.labelled("town", "district"):
            before = passage.before(mark.first, 6)
            after = passage.after(mark.last, 1)
            venue = next(
                (v for v in passage.labelled("venue", "specific") if v.first == mark.last), None
            )
            if venue and _follows_place_word(passage, mark.first):
                yield Place(mark.first, venue.last, 3)
            elif not passage.before(mark.first, 1) and after == ",":
                yield Place(mark.first, mark.last, 2)  # "Allestree Park, Sunday, about 8"
            elif _ends_address(passage, mark):
                yield Place(mark.first, mark.last, 1)
            elif after in self._of_people or TALK.search(before) or not _is_where(before):
                continue
            elif _is_writers(passage, mark):
                continue  # "I'm a driver in Derby" says where the writer works
            elif mark.label == "town" or re.search(rf"\b{AT}(?: the)?$", before):
                yield Place(mark.first, mark.last, 2 if mark.label == "district" else 1)


def _house_number(passage: Passage, first: int) -> int:
    """Take in "14", "flat 3 , 22" and "number 9" before a street."""
    match = re.search(
        r"(?:\b(?:flat|apartment|unit|room) \w{1,3} ?,? )?(?:\b(?:number|"
        r"no) )?(?<![\w£$])\d{1,4}(?: [a-d])? ,? ?$",
        passage.before(first, 7) + " ",
    )
    return first - len(match.group().split()) if match else first


def _brands(passage: Passage) -> Iterator[Place]:
    for mark in passage.labelled("brand"):
        venue = next((v for v in passage.labelled("venue") if v.first == mark.last), None)
        last = venue.last if venue else mark.last
        if venue or _follows_place_word(passage, mark.first):
            yield Place(mark.first, last, 3)


def _follows_place_word(passage: Passage, first: int) -> bool:
    return bool(re.search(rf"(?:^|\b){AT}(?: the| that)?$", passage.before(first, 3)))


def _specific(passage: Passage) -> Iterator[Place]:
    for mark in passage.labelled("specific"):
        if re.search(rf"\b{AT}(?: the)?$", passage.before(mark.first, 3)):
            yield Place(mark.first, mark.last, 2)


def _ends_address(passage: Passage, mark: Mark) -> bool:
    """The town in "22 Abbey Street, Derby"."""
    comma = mark.first > 0 and passage.words[mark.first - 1].norm in (",", "in")
    end = mark.first - (1 if comma else 0)
    if comma and passage.words[mark.first - 1].norm == "in":
        return any(v.last == end for v in passage.labelled("brand"))
    return any(v.last == end for v in passage.labelled("street", "venue", "brand", "district"))


def _is_writers(passage: Passage, mark: Mark) -> bool:
    before = passage.before(mark.first, 11)
    return bool(WRITERS.search(before)) and not HAPPENED.search(before)


def _is_where(before: str) -> bool:
    before = re.sub(r" (?:the|central|north|south|east|west)$", "", before)
    if before.endswith("from"):
        return bool(JOURNEY.search(before)) and not ORIGIN.search(before)
    return bool(TOWN_BEFORE.search(before))
