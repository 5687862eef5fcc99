"""Places: streets, named venues, towns, postcodes, and what happened there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.identifiers import Identifier
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.passage import Mark, Passage
from assistant.domain.reading import Found, Span

# What happened there, from the words before the place; the first that fits wins.
ROLES: Final = (
    (
        "picked up",
        r"\b(?:picked (?:\w+ )?up|picked|pick (?:\w+ )?up|picking (?:\w+ )?up|collected|collecting|"
        r"got in|pickup|pick up|flagged (?:me )?down)\b",
    ),
    ("dropped off", r"\b(?:dropped|drop|dropping|left (?:her|him|them))\b"),
    (
        "going to",
        r"\b(?:going|heading|headed|go|wanted|wants|want|wanting|asked (?:for|to)|asking (?:for|to)|"
        r"destination|get to|travelling|travel|trips?|ride|lift|car|cab|taxi|booked|fare|off|run|"
        r"journey|driven) (?:\w+ ){0,3}to\b|\bdestination\b|\bon (?:their|his|her) way to\b",
    ),
    (
        "taken to",
        r"\b(?:took|taken|takes|taking|brought|driven|moved|sent) (?:\w+ ){0,3}(?:to|into|in)\b",
    ),
    (
        "lives at",
        r"\b(?:lives?|living|lived|resides|home address|his house|her house|their house)\b",
    ),
    (
        "staying at",
        r"\b(?:staying|stayed|stays|stopping|sleeping|checked in|booked into|room (?:at|in)|"
        r"placed|put)\b",
    ),
    (
        "seen at",
        r"\b(?:saw|seen|see|spotted|noticed|watched|hanging (?:round|around|about|out)|hang (?:round|"
        r"around|about|out)|hangs (?:round|around|about|out)|stood|standing|sat|waiting|waits|parked|"
        r"walking|found|meets?|meeting|met|sitting|loitering|parks|parking|spends|always (?:in|at|"
        r"outside))\b",
    ),
)
COMPILED_ROLES: Final = tuple((role, re.compile(pattern)) for role, pattern in ROLES)
AT: Final = (
    r"(?:outside|inside|in|at|on|near|by|behind|opposite|off|round the back of|back of|front of|"
    r"corner of|end of|bottom of|top of|next to|past|from|to|towards|into|around|round|along|down|"
    r"up|across from|over the road from|beside|between|through|via|onto|leaving|entrance of|"
    r"side of|of|over|about)"
)
DETERMINER: Final = frozenset(
    ("the", "this", "that", "a", "an", "some", "my", "our", "his", "her", "their")
)
LEADS: Final = re.compile(
    r"\b(?:(?:the |at the |round the |in the )?(?:back|front|bottom|top|end|side|corner|entrance) of|"
    r"outside|inside|behind|opposite|near|next to|off|round the back of|across from|over the road from)"
    r"(?: the)?$"
)
TOWN_BEFORE: Final = re.compile(
    r"\b(?:in|to|at|near|around|outside|towards|into|through|via|over|from|between|back|of|on|by)$"
)
# "lads from Manchester", "from Derby way": where somebody comes from, not where it happened.
ORIGIN: Final = re.compile(
    r"\b(?:lads?|men|man|bloke|blokes|girls?|boys?|gang|gangs|people|guys?|family|one|woman|lot|originally|"
    r"is|are|was|come|comes|missing|them|friends?|drugs|dealers?|kids?|someone|number|he 's|she 's)(?: all)? from(?: north| south| east| west)?$"
)
JOURNEY: Final = re.compile(
    r"\b(?:picked|pick|collected|job|fare|travelled|driven|trip|run|ride|came|got|train|bus|sent|coach)\b.*\bfrom$"
)
TALK: Final = re.compile(
    r"\b(?:talk(?:s|ed|ing)?|mention(?:s|ed|ing)?|names of|brags?|heard (?:of|about)|asking about|on about)\b.*$"
)
AFTER_ORIGIN: Final = frozenset(
    (
        "accent",
        "accents",
        "girl",
        "lad",
        "lads",
        "line",
        "shirt",
        "plates",
        "number",
        "county",
        "forest",
        "city",
        "council",
        "telegraph",
        "police",
        "kids",
        "girls",
        "boy",
        "man",
        "men",
        "area",
        "gang",
        "lot",
        "based",
        "school",
        "mates",
        "fan",
    )
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
        "venue": lexicon.group("places.yml", "venue_kinds"),
        "specific": lexicon.group("places.yml", "specific_kinds"),
        "street": lexicon.group("places.yml", "street_endings"),
    }


class PlaceReader:
    """Reads places."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._stop = frozenset(lexicon.group("places.yml", "street_stop_words"))

    def read(self, passage: Passage, items: list[Identifier], asked: bool) -> tuple[Found, ...]:
        """The places in the text. `asked`: it answers "Where was this?"."""
        places = _distinct(
            [
                *self._streets(passage),
                *self._venues(passage),
                *_brands(passage),
                *_specific(passage),
                *_towns(passage),
            ]
        )
        postcodes = [item for item in items if item.kind == "postcode"]
        answer = _bare(passage, postcodes[0] if len(postcodes) == 1 else None) if asked else None
        if answer is not None:
            return (answer,)
        return tuple(_with_postcodes(passage, _joined(passage, places), postcodes))

    def _streets(self, passage: Passage) -> Iterator[Place]:
        for mark in passage.labelled("street"):
            first = self._name_start(passage, mark.first)
            if first is None:
                continue
            words = passage.words
            if mark.term in WEAK_ENDINGS and not words[mark.first].capital:
                if not re.search(rf"\b{AT}$", passage.before(first, 2)):
                    continue
            first = _house_number(passage, first)
            yield Place(first, mark.last, 4)

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
        """ "Pennine hotel" and "the pennine hotel", not "posh hotel" or "her school"."""
        words = passage.words[first : mark.first]
        if all(word.capital for word in words):
            starts = not passage.before(first, 1)
            return len(words) > 1 or (not starts and words[0].norm not in PLAIN_ADJECTIVES)
        before = passage.before(first, 1)
        if any(word.norm in PLAIN_ADJECTIVES for word in words) or len(words) > 2:
            return False
        return before == "the" and bool(re.search(rf"\b{AT} the$", passage.before(first, 4)))


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
PLAIN_ADJECTIVES: Final = frozenset(
    [
        "local",
        "big",
        "small",
        "posh",
        "cheap",
        "nice",
        "new",
        "old",
        "little",
        "busy",
        "same",
        "other",
        "next",
        "first",
        "second",
        "last",
        "hotel",
        "empty",
        "dodgy",
        "rough",
        "main",
        "whole",
        "town",
        "city",
        "village",
        "corner",
        "kids",
        "children",
        "different",
        "good",
        "quiet",
        "nearest",
        "nearby",
        "special",
        "mainstream",
        "top",
        "back",
        "front",
        "side",
        "bottom",
        "public",
        "hand",
        "car",
        "bus",
        "train",
        "night",
        "taxi",
        "cash",
        "high",
        "primary",
        "secondary",
        "asian",
        "chinese",
        "indian",
        "turkish",
        "polish",
        "kebab",
        "chicken",
        "pizza",
        "chip",
        "fish",
        "karaoke",
        "wine",
        "snack",
        "council",
        "private",
        "former",
        "derelict",
        "abandoned",
        "gay",
        "rented",
        "budget",
        "roadside",
        "motorway",
        "shared",
        "childrens",
        "trap",
        "drug",
        "crack",
        "multi",
        "storey",
        "underground",
        "retail",
        "shopping",
        "industrial",
        "free",
        "open",
        "sixth",
        "youth",
        "community",
        "care",
        "residential",
        "social",
        "british",
        "english",
        "entire",
        "actual",
        "minute",
        "night",
        "street",
        "road",
        "gastro",
        "sports",
        "juice",
        "cocktail",
    ]
)


def _house_number(passage: Passage, first: int) -> int:
    """Take in "14", "flat 3 , 22" and "number 9" before a street."""
    match = re.search(
        r"(?:\b(?:flat|apartment|unit|room) \w{1,3} ?,? )?(?:\b(?:number|no) )?(?<![\w£$])\d{1,4}(?: [a-d])? ,? ?$",
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


def _towns(passage: Passage) -> Iterator[Place]:
    for mark in passage.labelled("town", "district"):
        before = passage.before(mark.first, 6)
        after = passage.after(mark.last, 1)
        venue = next(
            (v for v in passage.labelled("venue", "specific") if v.first == mark.last), None
        )
        if venue and _follows_place_word(passage, mark.first):
            yield Place(mark.first, venue.last, 3)
        elif _ends_address(passage, mark):
            yield Place(mark.first, mark.last, 1)
        elif after in AFTER_ORIGIN or TALK.search(before) or not _is_where(before):
            continue
        elif _is_writers(passage, mark):
            continue  # "I'm a driver in Derby" says where the writer works
        elif mark.label == "town" or re.search(rf"\b{AT}(?: the)?$", before):
            yield Place(mark.first, mark.last, 2 if mark.label == "district" else 1)


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


WRITERS: Final = re.compile(
    r"\b(?:i am an?|im an?|i am the|i work|i live|i am from|working|based|i drive|driver|teacher|nurse|"
    r"we are an?|worker|manager|receptionist|we live|i run|i am \w+)\b.*\b(?:in|at|for|near|from|of|around)(?: the)?$"
)
HAPPENED: Final = re.compile(
    r"\b(?:picked|saw|seen|dropped|girl|girls|lad|man|men|bloke|noticed|she|he|they|was|got)\b"
)


def _is_where(before: str) -> bool:
    before = re.sub(r" (?:the|central|north|south|east|west)$", "", before)
    if before.endswith("from"):
        return bool(JOURNEY.search(before)) and not ORIGIN.search(before)
    return bool(TOWN_BEFORE.search(before))


def _distinct(places: list[Place]) -> list[Place]:
    """Of places that overlap, the one that says most."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda p: (p.first - p.last, -p.rank)):
        if not any(place.first < other.last and other.first < place.last for other in kept):
            kept.append(place)
    return sorted(kept, key=lambda p: p.first)


def _joined(passage: Passage, places: list[Place]) -> list[Place]:
    """Join an address: "Asda , Normanton Road , Derby", "Abbey Street in Derby"."""
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        between = " ".join(w.norm for w in passage.words[last.last : place.first]) if last else ""
        nested = between in (",", "") or (
            between in ("in", "in the", "on", "on the", ", on", ", in", "off", "at")
            and last is not None
            and (place.rank < last.rank or last.rank == 3)
        )
        if last is not None and nested and last.rank >= place.rank - 1 and last.rank > 1:
            joined[-1] = Place(last.first, place.last, max(last.rank, place.rank))
        else:
            joined.append(place)
    return joined


def _with_postcodes(
    passage: Passage, places: list[Place], postcodes: list[Identifier]
) -> Iterator[Found]:
    left = list(postcodes)
    seen: set[str] = set()
    for place in places:
        text = _text_span(passage, place)
        code = next((item for item in left if 0 <= item.start - text.end <= 12), None)
        if code is not None:
            left.remove(code)
        if text.text.lower() not in seen:
            seen.add(text.text.lower())
            yield _found(passage, place, text, code)
    for item in left:
        span = passage.raw_span(item.start, item.end)
        yield Found(
            {"text": span.text, "postcode": item.value}, {"text": (span,), "postcode": (span,)}
        )


def _text_span(passage: Passage, place: Place) -> Span:
    """The words of the place, with "back of the" or "outside" before it."""
    lead = LEADS.search(passage.before(place.first, 5))
    extra = len(lead.group().split()) if lead else 0
    return passage.span(place.first - extra, place.last)


def _found(passage: Passage, place: Place, text: Span, code: Identifier | None) -> Found:
    value: dict[str, str] = {"text": text.text}
    evidence: dict[str, tuple[Span, ...]] = {"text": (text,)}
    if code is not None:
        value["postcode"] = code.value
        evidence["postcode"] = (passage.raw_span(code.start, code.end),)
    role = _role(passage, place)
    if role is not None:
        value["role"], span = role
        evidence["role"] = (span,)
    return Found(value, evidence)


def _role(passage: Passage, place: Place) -> tuple[str, Span] | None:
    """What happened there: the nearest telling words before it in the sentence."""
    best: tuple[int, str, int] | None = None
    before = passage.before(place.first, 9)
    start = place.first - len(before.split())
    for role, pattern in COMPILED_ROLES:
        for match in pattern.finditer(before):
            if best is None or match.end() > best[0]:
                words = (before[: match.start()].count(" "), before[: match.end()].count(" ") + 1)
                best = (match.end(), role, start + words[0])
                last = start + words[1]
    if best is None:
        return _second_leg(passage, place, before)
    if best[1] in ("picked up", "dropped off") and re.search(r"\bto(?: the)?$", before[best[0] :]):
        return ("dropped off" if best[1] == "dropped off" else "going to"), passage.span(
            best[2], last
        )
    return best[1], passage.span(best[2], last)


def _second_leg(passage: Passage, place: Place, before: str) -> tuple[str, Span] | None:
    """ "from X to Y": the second is where they were going."""
    if re.search(r"\bto(?: the)?$", before) and "from" in before.split():
        return "going to", passage.span(place.first - 1, place.first)
    return None


BARE_LEAD: Final = re.compile(
    r"^(?:(?:it was|it 's|its|just|yeah|yes|um|er|think|i think|maybe|probably|was) )+"
)
NO_PLACE: Final = re.compile(
    r"^(?:no|nope|none|dont know|do not know|dunno|i do not know|not sure|unsure|no idea|skip|back|"
    r"prefer not.*|rather not.*|why.*|what.*|how.*|who.*|idk|unknown|cant remember|can not remember|"
    r"i can not remember|yes|yeah|ok|okay|cannot remember|stop|help|quit|start again|i forget|forgot|nowhere|i am not sure|im not sure|i did not.*)$"
)


def _bare(passage: Passage, code: Identifier | None) -> Found | None:
    """A short answer to "Where was this?" is a place, whatever its words."""
    norm = passage.norm.strip(" .!")
    lead = BARE_LEAD.match(norm)
    skip = len(lead.group().split()) if lead else 0
    count = len(norm.split())
    if not 0 < count - skip <= 9 or NO_PLACE.match(norm[lead.end() if lead else 0 :]):
        return None
    if NOT_BARE.search(norm):
        return None
    span = passage.span(skip, count)
    value, evidence = {"text": span.text}, {"text": (span,)}
    if code is not None:
        value["postcode"] = code.value
        evidence["postcode"] = (passage.raw_span(code.start, code.end),)
    return Found(value, evidence)


NOT_BARE: Final = re.compile(
    r"\b(?:she|he|they|i|we|girls?|m[ae]n|picked|dropped|got|saw|then|going|took|taken|from .* to)\b"
)
