"""Places: streets, named venues, towns, postcodes, and what happened there."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.adapters.narrative.identifiers import Identifier
from assistant.adapters.narrative.passage import Passage
from assistant.adapters.narrative.place_finder import Place
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
        r"\b(?:going|heading|headed|go|wanted|wants|want|wanting|asked (?:for|to)|asking (?:for|"
        r"to)|"
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
        r"\b(?:saw|seen|see|spotted|noticed|watched|hanging (?:round|around|about|out)|"
        r"hang (?:round|"
        r"around|about|out)|hangs (?:round|around|about|out)|stood|standing|sat|waiting|waits|"
        r"parked|"
        r"walking|found|meets|met|sitting|loitering|parks|parking|spends|always (?:in|at|"
        r"outside))\b",
    ),
)
COMPILED_ROLES: Final = tuple((role, re.compile(pattern)) for role, pattern in ROLES)
LEADS: Final = re.compile(
    r"\b(?:(?:the |at the |round the |in the )?(?:back|front|bottom|top|end|side|corner|"
    r"entrance) of|"
    r"outside|inside|behind|opposite|near|next to|off|round the back of|across from|"
    r"over the road from)"
    r"(?: the)?$"
)
BARE_LEAD: Final = re.compile(
    r"^(?:(?:it was|it 's|its|just|yeah|yes|um|er|think|i think|maybe|probably|was) )+"
)
NO_PLACE: Final = re.compile(
    r"^(?:no|nope|none|dont know|do not know|dunno|i do not know|not sure|unsure|no idea|skip|back|"
    r"prefer not.*|rather not.*|why.*|what.*|how.*|who.*|idk|unknown|cant remember|"
    r"can not remember|"
    r"i can not remember|yes|yeah|ok|okay|cannot remember|stop|help|quit|start again|i forget|"
    r"forgot|nowhere|i am not sure|im not sure|i did not.*)$"
)
NOT_BARE: Final = re.compile(
    r"\b(?:she|he|they|i|we|girls?|m[ae]n|picked|dropped|got|saw|then|going|took|taken|"
    r"from .* to)\b"
)


NEXT: Final = 12
"""Characters between a place and its postcode, at most."""
HOME: Final = re.compile(
    r"\b(?:(?:lives?|living|lived|resides) (?:in|at|on|near)|home (?:is|address is|address)|"
    r"address is)(?: the)?$"
)
ABOUT_CHILD: Final = re.compile(
    r"\b(?:she|her|girl|boy|lad|lass|child|daughter|son|pupil|student|year old)\b|\b1?\d ,|"
    r"\b(?:school|academy|college) and$"
)
ADULT: Final = re.compile(
    r"\b(?:he|his|him|they|their|man|men|woman|bloke|guy|driver|dealer|boyfriend|uncle|suspect|"
    r"offender|older|adults?)\b"
)


def read_places(
    passage: Passage,
    found: list[Place],
    items: list[Identifier],
    schools: list[Place],
    asked: bool,
) -> tuple[Found, ...]:
    """The places in the text, but for the child's own. `asked`: it answers "Where was this?"."""
    places = _distinct(found)
    postcodes = [item for item in items if item.kind == "postcode"]
    answer = _bare(passage, postcodes[0] if len(postcodes) == 1 else None) if asked else None
    if answer is not None:
        return (answer,)
    joined = _joined(passage, places)
    own = [] if asked else [place for place in joined if _is_the_childs(passage, place, schools)]
    ends = [_text_span(passage, place).end for place in own]
    codes = [c for c in postcodes if not any(0 <= c.start - end <= NEXT for end in ends)]
    return tuple(_with_postcodes(passage, [p for p in joined if p not in own], codes))


def _is_the_childs(passage: Passage, place: Place, schools: list[Place]) -> bool:
    """A child's own school or home is where they belong, not where somebody puts them at risk."""
    if any(place.first < school.last and school.first < place.last for school in schools):
        return True
    before = passage.before(place.first, 8).rpartition(" . ")[2]
    home = HOME.search(before)
    return bool(
        home
        and not ADULT.search(before[: home.start()])
        and ABOUT_CHILD.search(before[: home.start()].rstrip() or before)
    )


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
        code = next((item for item in left if 0 <= item.start - text.end <= NEXT), None)
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
    """As in "from X to Y": the second is where they were going."""
    leg = re.search(r"\bto(?: (?:the|an?)(?: \w+ (?:on|in|at|off|near))?)?$", before)
    if leg and "from" in before[: leg.start()].split():
        first = place.first - len(leg.group().split())
        return "going to", passage.span(first, first + 1)
    return None


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
