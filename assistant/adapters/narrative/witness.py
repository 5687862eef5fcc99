"""Whether the writer saw it themselves, and whether somebody else told them."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.passage import Mark, Passage
from assistant.domain.reading import Found

HYPOTHETICAL: Final = re.compile(r"\b(?:if|whether|suppose|supposing|in case|say i|imagine)\b")
STARTS: Final = re.compile(
    r"(?:^|[.!?] )(?:just |ive just |have |ive )?(?P<verb>saw|seen|picked (?:\w+ ){0,4}up|"
    r"dropped|noticed|spotted|"
    r"watched|heard|delivered|"
    r"(?:drove|walked|went|came|cycled) past|served)(?! (?:by|with|as|at|that)\b)"
)
MINE_TOLD: Final = re.compile(
    r"\bmy (?P<who>\w+(?: \w+)?)(?: ,| is \w+| who is \w+)*(?: and| who)?(?: she| he)?(?: has|"
    r" have| just)? "
    r"(?:saw|seen|told me|told|says|said|heard|reckons|spotted|noticed|mentioned)\b"
)
# "I haven't seen it myself": no, whatever else is said.
NOT_SEEN: Final = re.compile(
    r"\bi (?:have |had |did |was |am )?(?:not|never|havent|didnt|wasnt)(?: actually| personally|"
    r" myself)* (?:(?:seen?|saw|witness\w*) (?:it|this|that|any of (?:it|this)|"
    r"anything(?! else| more| like)|what happened)(?! clear| all| very| proper| well)|there)\b"
)
OWN_EYES: Final = re.compile(
    r"\b(?:with (?:my|me|our) own eyes|(?:saw|seen|heard|witnessed|watched) (?:it|this|them|him|"
    r"her|all)(?: all)? (?:my|me)self|i (?:keep seeing|always see|often see|sometimes see|"
    r"was there|"
    r"am there now|see (?:it|this|them|him|her|blood|money|drugs|police|everything|all|"
    r"with)(?! for| as| on))|me see|i am seeing|"
    r"(?:knock\w*|bang\w*|tapp\w*) on (?:my|our) (?:cab|window|door|car|truck|lorry|van)|"
    r"(?:flagged|approached) (?:me|us))\b"
)
I_SEE: Final = re.compile(r"\bi see(?= [.,!]|$)")
# "Was sat outside the shop when ...": with no "I", only where the story starts with it.
WAS: Final = re.compile(
    r"^(?:so |hi |hello |ok |right |, )*(?:just )?(?P<verb>was (?:sat|stood|parked|driving|walking|"
    r"working|delivering|waiting|on (?:my|a|the) \w+))\b"
)
HANDLES: Final = (
    r"(?:took|taken|drove|driven|carried|carry|turned away|turned|refused|served|serve|"
    r"stopped|booked in|booked|let|chucked out|kicked out|threw out|dropped|drop|picked up|"
    r"collected|found|watched|see|passed|checked in|sold|clocked|spotted|noticed|challenged|saw|"
    r"seen|caught|drive|get)"
)
# What the writer did with somebody who is then named: "I turned away a girl of 16".
HANDLED: Final = re.compile(
    rf"\b(?:i|we)(?: just| then| also| actually| had to| have| always| often| regularly| usually|"
    rf" sometimes)* (?P<verb>{HANDLES})(?: (?!my|our|if|that|like)\w+){{0,3}}$"
)
HAD: Final = re.compile(
    r"(?:\b(?:i|we)(?: just| have| also)* had|^(?:just )?had)(?: (?!to|my|our)\w+){0,3}$"
)
ABOARD: Final = re.compile(
    r"\b(?:(?:in|on|into|inside) (?:the |my |our |me )?(?:back|cab|taxi|car|van|minibus|bus|"
    r"coach|tram|"
    r"shop|bar|pub|club|queue|restaurant|takeaway|cafe|lobby|reception|foyer|hotel|here|tonight|"
    r"last night|yesterday|earlier|today|this morning|front seat)|(?:get|come|got|came|walk) "
    r"(?:in|on)|(?:checking|booked|book|check) in|at the (?:desk|till|counter|window|hatch)|"
    r"in with|in the front)\b"
)
# Whoever looks after children fetches and drives them: that is no incident that they saw.
CARES: Final = re.compile(
    r"\b(?:i am|im|i 'm|as|my job is|i work as)(?: an?| the| her| his| their)?(?: \w+){0,2} "
    r"(?:social worker|support worker|youth worker|key worker|keyworker|family worker|foster carer|"
    r"residential worker|care worker|early help worker|personal adviser|teaching assistant|teacher|"
    r"nurse|mentor)\b"
)
FETCHED: Final = re.compile(r"\b(?:pick\w*|collect\w*|dropp?\w*|drove|drive|took|take)\b")
CLINIC: Final = re.compile(r"\b(?:clinic|counsel\w*|therap\w*|appointment|caseload|surgery)\b")
VENUES: Final = (
    r"(?:doors?|reception|tills?|desk|bar|counter|checkouts?|kiosk|hatch|takeaway|hotel|motel|"
    r"lodge|shop|pub|cafe|restaurant|garage|petrol station|salon|nail bar|barbers|barber shop|b&b|"
    r"hostel|club|nightclub|supermarket|kebab shop|chip shop|chippy|off licence|arcade|gym|"
    r"car wash|bookies|snooker hall|station|cinema|coffee shop|chicken shop|corner shop|newsagents|"
    r"library|swimming pool|pool|school gates?|car park|cash and carry|post office|chemist|"
    r"pharmacy|"
    r"bakery|food bank|youth club|b & b|laundrette|launderette|guest house|leisure centre|"
    r"bowling alley|shopping centre|market|"
    r"kitchen|premier inn|travelodge|holiday inn|mcdonalds|kfc|greggs|subway|asda|tesco|aldi|lidl|"
    r"morrisons|spar|co op|boots|costa|starbucks|wetherspoons|spoons)"
)
JOBS: Final = (
    r"(?:receptionist|night porter|porter|doorman|bouncer|door supervisor|door staff|barman|"
    r"barmaid|waitress|waiter|cashier|shop worker|shopkeeper|security guard|security|barber|"
    r"hairdresser|nail technician|cleaner|housekeeper|night manager|duty manager|bus driver|"
    r"taxi driver|cab driver|cabbie|tram driver|train guard|conductor|driver|shop assistant)"
)
AT_WORK: Final = re.compile(
    rf"\b(?:(?:i|we) (?:work|working|clean|cook|serve|cut hair|am working|was working|was|am|'m|"
    rf"do|did|run|manage|own)"
    rf"(?: \w+){{0,2}}? (?:(?:on|in|at|behind) )?(?:the |an? |my |our |"
    rf"me )?(?:\w+ ){{0,2}}?{VENUES}|"
    rf"i (?:am|was) (?:on (?:shift|duty|nights|the night shift)|(?:the |an? )?(?:night |local |"
    rf"head |hotel )?{JOBS})|i drive (?:the|an?) (?:number )?(?:\w+ )?(?:bus|tram|coach|taxi|cab|"
    rf"minibus))\b"
)
HAPPENS_HERE: Final = re.compile(
    r"\b(?:comes? (?:in|down|up|here)|came (?:in|down|up|here)|coming in|upstairs|sits|"
    r"(?:second|spare|room) key|many time|every time|walk(?:s|ed)? in|brings?|brought|check(?:s|"
    r"ed|ing)? in|"
    r"book(?:s|ed) (?:a|an|the|in|two|\w+ rooms?)|in the back|table|sits?|sat|order(?:s|ed)?|"
    r"bought|buys|buying|paid|pays|paying|asked for|in here|(?:up )?to room|room \d+|turned away|"
    r"turn(?:ed|s) up|(?:gets?|got) (?:in|on|off|out)|outside (?:ours|us|the shop|here)|"
    r"our (?:car park|toilets|lobby|reception|cctv)|walked past|went up|takes? (?:her|him|them)|"
    r"took|hang\w* (?:round|around|about|outside)|at closing|checkout|left (?:in|with)|"
    r"has (?:her|his) nails)\b"
)
NOT_THERE: Final = re.compile(
    r"\b(?:i was (?:off|not (?:there|on|in|working))|not on shift|my (?:daughter|son|niece|nephew|"
    r"sister|brother|cousin|grandson|granddaughter|stepson|stepdaughter|wife|husband|mum|"
    r"friend|mate|neighbour|girlfriend|boyfriend|partner)|"
    r"(?:colleague|porter|cleaner|workmate|staff|manager|girls?|lads?) (?:on \w+ )?(?:has |have )?"
    r"(?:saw|seen|told|tells|said|says|reckons?|reported|noticed)|"
    r"disclosed|gossip|rumou?rs?|hear(?:d|ing)? (?:that|from|about|of))\b"
)


def read_witnessed(passage: Passage, lexicon: Lexicon) -> dict[str, tuple[Found, ...]]:
    """Whether the writer saw it, and whether somebody else told them."""
    told = [
        m
        for m in passage.labelled("told")
        if not _supposed(passage, m) and not _by_child(passage, m)
    ]
    told += _told_by_mine(passage)
    seen = [m for m in passage.labelled("seen") if not _supposed(passage, m)]
    seen += [*_own_verbs(passage), *_own_eyes(passage), *_handled(passage, lexicon)]
    if CARES.search(passage.norm):
        seen = [m for m in seen if not FETCHED.search(passage.norm_between(m.first, m.last))]
    if not seen and not told:
        seen += _at_work(passage)
    denied = [Mark("told", "", *passage.words_of(m)) for m in NOT_SEEN.finditer(passage.norm)]
    details: dict[str, tuple[Found, ...]] = {}
    if denied and (told or not seen):
        details["witnessed"] = (_words(passage, (told or denied)[0], "no"),)
    elif seen:
        details["witnessed"] = (_words(passage, seen[0], "yes"),)
    elif told:
        details["witnessed"] = (_words(passage, told[0], "no"),)
    if told:
        details["third_party"] = (_words(passage, told[0], "yes"),)
    return details


def _own_verbs(passage: Passage) -> list[Mark]:
    """As in "Saw a white van": a sentence that starts with what the writer did."""
    return [
        Mark("seen", match["verb"], *passage.words_of(match, "verb"))
        for pattern in (STARTS, WAS)
        for match in pattern.finditer(passage.norm)
    ]


def _own_eyes(passage: Passage) -> Iterator[Mark]:
    """As in "with my own eyes", or "I see" at the end of a story."""
    patterns = (OWN_EYES, I_SEE) if len(passage.words) > 8 else (OWN_EYES,)
    for pattern in patterns:
        for match in pattern.finditer(passage.norm):
            mark = Mark("seen", match.group(), *passage.words_of(match))
            starts = pattern is I_SEE and passage.before(mark.first, 1) in ("oh", "")
            if not starts and not _supposed(passage, mark):
                yield mark


def _handled(passage: Passage, lexicon: Lexicon) -> Iterator[Mark]:
    """As in "I turned away a girl", "had three lads in the cab"."""
    if CLINIC.search(passage.norm):
        return
    for person in passage.labelled("person"):
        if lexicon.persons[person.term].role != "person":
            continue
        before = passage.before(person.first, 9)
        match = HANDLED.search(before)
        if match is None:
            match = HAD.search(before)
            if match is None or not ABOARD.search(passage.after(person.last, 10)):
                continue
        first = person.first - len(before[match.start() :].split())
        mark = Mark("seen", match.group(), first, person.last)
        if not _supposed(passage, mark):
            yield mark


def _at_work(passage: Passage) -> Iterator[Mark]:
    """The writer tells of their own place of work, and nobody told them."""
    if NOT_THERE.search(passage.norm) or CLINIC.search(passage.norm):
        return
    for match in AT_WORK.finditer(passage.norm):
        mark = Mark("seen", match.group(), *passage.words_of(match))
        rest = f"{passage.norm[: match.start()]} {passage.norm[match.end() :]}"
        if HAPPENS_HERE.search(rest) and not _supposed(passage, mark):
            yield mark


def _told_by_mine(passage: Passage) -> list[Mark]:
    """As in "My daughter is 9 and she saw": somebody of the writer's own passes it on."""
    return [
        Mark("told", match["who"], *passage.words_of(match))
        for match in MINE_TOLD.finditer(passage.norm)
        if not re.search(r"\b(?:boss|manager|if)\b", match["who"])
    ]


def _supposed(passage: Passage, mark: Mark) -> bool:
    before = passage.before(mark.first, 8)
    return bool(HYPOTHETICAL.search(before)) or before.endswith(("not", "never", "when"))


def _by_child(passage: Passage, mark: Mark) -> bool:
    """As in "she told me": the child's or suspect's own words, not a third party's report."""
    told = mark.term in ("told me", "tells me", "told us", "has told me", "tells a teacher")
    if told and re.search(
        r"\b(?:nobody|no one|noone|never)(?: has| ever)*$", passage.before(mark.first, 3)
    ):
        return True
    return told and bool(
        re.search(
            r"(?:\b(?:she|he|they|'s|girl|hes)(?: has| had| just| also| finally| only gone|"
            r" gone and)*|,|"
            r"(?<!my )\b(?:girl|boy|lad|lass|pupil|student|child|young person|kid|year old)"
            r"(?: ?, \w+ ?,?)?(?: has| had| just)*)$",
            passage.before(mark.first, 6),
        )
    )


def _words(passage: Passage, mark: Mark, value: str) -> Found:
    return Found(value, {"": (passage.span(mark.first, mark.last),)})
