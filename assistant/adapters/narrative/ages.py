"""Ages in a text, as words with what they come to. Whose they are is decided elsewhere."""

import re
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.passage import Passage

APPROX: Final = (
    r"(?:about|around|roughly|approx|approximately|maybe|probably|only|just|barely|nearly|almost|"
    r"possibly|"
    r"perhaps|like|at most|at least|over|under|no more than|no older than|not more than|more than|"
    r"more n|older than|older n|much above|much over|not older than|not even|just turned|"
    r"turned|hardly|definitely|somewhere around|"
    r"somewhere between|"
    r"between|been|sort of|what|say|tops|easily|circa|any older than|any more than|early|late|"
    r"id say|i 'd say|i would say|id guess|i reckon|i think|id have said|must be|must have been|"
    r"can not be|could be|may be|just gone|(?:can|could|must|might|may)(?: not)? of been|"
    r"could have been|might be|might have been|can not have been|could not be|"
    r"could not have been|cannot have been|cannot be|cant be|have been)"
)
JOINED: Final = r"(?:,? ?(?:or|to|-|going on|maybe|possibly|and(?! one\b)) (?:maybe )?)"
RANGE: Final = rf"(?:\d\d?/\d\d?(?![/\d])|(?!(?:one|two)\b(?! ?-)){NUMBER}(?:{JOINED}{NUMBER})?)"
MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|march|april|june|july|august|sept(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
UNITS: Final = (
    r"(?:minutes?|hours?|quid|pounds?|p|people|times?|miles?|mile|foot|ft|feet|stone|st|nd|rd|th|"
    r"weeks?|months?|"
    r"days?|nights?|grand|k|percent|%|am|pm|s|'s|bags?|bottles?|cars?|girls?|lads?|men|boys?|"
    r"kids?|of|o'clock|oclock|inch|"
    r"inches|others?|more|blokes?|teenagers?|yards|metres|children|seater|cans?|drinks?|photos?|"
    r"messages|hundred|thousand|"
    r"texts|calls|phones?|fags|missed|of them|different|older|young|tonight|last night|yesterday|"
    r"this|"
    r"friends|mates|women|guys|fellas|- \d|: \d|years|year|and a half hours|houses|doors|"
    r"cash|°|mph|parents|sizes|rows|venues|occasions|evenings|mornings|afternoons|fridays|"
    r"in the morning|at night|"
    rf"{MONTHS})"
)
# "Four big lads", "three man": counted, not aged.
COUNTED: Final = (
    r"(?:(?:very|big|little|small|young|younger|older|other|tall|drunk|grown|local|foreign|scared|"
    r"different|teenage|school|"
    r"underage|asian|white|black|chinese|vietnamese|romanian|albanian|polish|eritrean|african|"
    r"english|british)(?:,? ))*(?:man|men|lads|boys|girls|kids|blokes|women|youths|"
    r"lasses|schoolgirls|schoolboys|"
    r"children|teenagers|adults|males|females|fellas|guys|young uns|young people)\b"
)
NOT_BEFORE: Final = re.compile(
    r"(?:£|\$|€|#|\b(?:room|rooms|number|no|flat|bus|table|platform|junction|size|door|gate|"
    r"floor|unit|apartment|"
    r"route|bay|channel|chapter|top|least|paid|pay|paying|charged|cost|costs|for|in|at|past|to|"
    r"every|after|"
    r"before|since|until|till|by|gone|level|grade|plus|x|times|section|page|bed|ward|lot|block|"
    r"extra|another|other|year|yr|"
    r"from|half|quarter|another|got|have|had|with|sent|needs|drank|hotel))$"
)
YEARS_OLD: Final = re.compile(
    rf"\b(?:{APPROX} )*(?P<n>{RANGE})(?: ish)? (?:(?:years?|yr|y)(?: 's)?(?: of age| old s\b|"
    rf" olds?\b)|yo\b|y o\b|"
    rf"y / o\b|yrold|yearold|y old|year olds?)"
)
TEEN_NUMBER: Final = r"(?:1[0-7]|ten|eleven|twelve|(?:thir|four|fif|six|seven)teen)"
# "boy 12 year", "she has 14 years", "a 12 years girl": said in a second language.
CHILDREN: Final = r"(?:girls?|boys?|lads?|lass|lasses|kids?|child|children|daughter|son|man|woman)"
YEARS_BESIDE: Final = re.compile(
    rf"\b(?:(?<!same ){CHILDREN}"
    rf"|(?:she|he|girl|boy|who)(?: only| just)? (?:have|has|is|was|got|have got))"
    rf"(?: of| about| around| maybe| only| like| ,| is| have| has| small| young| little| very|"
    rf" age)* "
    rf"(?P<age>(?P<n>{RANGE}) years?)\b(?! (?:ago|ban|older|younger|sentence|together|experience|"
    rf"in|at|of (?!age)|on|with|and a|left|later|now|above|below|group|driving|working|he|she|"
    rf"they)\b)"
    rf"|(?:,|female|male|i am|he is|she is|f|m) (?P<age4>(?P<n4>{TEEN_NUMBER}) years?)"
    rf"(?= [,.;]| \d|$)"
    rf"|(?:^|[,.!?] |\bi am |\bim )(?P<age5>(?P<n5>{TEEN_NUMBER})"
    r" (?:girl|boy|lad|lass|female|male))\b"
    rf"|, (?P<age3>(?:maybe|only|about|around) (?P<n3>{RANGE}) years?)(?= [,.]|$)"
    rf"|\b(?P<age2>(?P<n2>{RANGE}) years?) (?:{CHILDREN})\b"
)
AGED: Final = re.compile(
    rf"\b(?:aged?|age of|ages)(?: of| is| was| as| at| given as| :|:)? (?:{APPROX} )*"
    rf"(?P<n>{RANGE})(?: ish)?(?![\w:/])"
)
BARE: Final = re.compile(
    rf"(?<![\w£$:/.])(?:{APPROX} )*(?P<n>{RANGE})(?P<ish> ?ish| odd| something| plus|"
    rf" \+| or so| or thereabouts| or there abouts| give or take| at a guess| at a push|"
    rf" at (?:the )?(?:very )?most|"
    rf" tops| i 'd say| id say| i would say| i reckon| i think|"
    rf" i guess)?(?![\w:/])(?! {UNITS}(?!\w))(?! {COUNTED})"
)
# "13, 14 and 15": one for each of three.
LIST: Final = re.compile(
    rf"\b(?:aged? |ages |about |around |maybe |like )*"
    rf"(?P<n>{NUMBER}(?: , {NUMBER})+ (?:, )?(?:and|&) {NUMBER})(?![\w:/])(?! {UNITS}(?!\w))"
)
STREETS: Final = (
    "street|st|road|rd|lane|close|avenue|ave|court|drive|way|place|terrace|gardens|crescent|grove"
)
_SCHOOL_WORDS: Final = {
    word: years
    for years, words in enumerate(
        ("seven sevens", "eight eights", "nine nines", "ten tens", "eleven elevens"), start=7
    )
    for word in words.split()
}
# The years of primary school only beside what shows that a class is meant: "last year 3 men".
SCHOOL_YEAR: Final = re.compile(
    r"\b(?<!last )(?<!this )(?:year|yr|y) (?P<n>7|8|9|10|11|12|13"
    rf"|(?:{'|'.join(_SCHOOL_WORDS)})(?! (?:men|people|or|lads|girls|boys))"
    r"|[1-6](?= (?:pupil|child|boy|girl|lad|lass|class|teacher|tutor|leaver)s?\b| staff\b)"
    r"|(?<=\bin year )[1-6]|(?<=\ba year )[4-6]|(?<=, year )[3-6](?= [.,]))"
    r"(?! (?:old|years?|of|or (?!so)|month|debate|phones))(?: s\b)?"
    r"|\b(?P<reception>reception) (?:child|pupil|girl|boy|kid)\b"
)
_RECEPTION: Final = "0"
# What somebody did or became at an age, rather than at an hour: "at thirteen he".
AT_AGE: Final = re.compile(
    rf"\bat (?P<n>(?:1[3-7]|(?:thir|four|fif|six|seven)teen)|(?:1[0-2]|ten|eleven|twelve)"
    r"(?= (?:[a-z]+ (?:was|is|has|had|'d|'s|would|began)|in care)\b))"
    rf"(?![\w:/.½])(?! {UNITS}(?!\w))(?! {COUNTED})(?! (?:past|to {NUMBER}|\w+ (?:{STREETS}))\b)"
    r"|\b(?:placed|placement|adopted|married|pregnant|care|school) (?P<at>at) "
    r"(?P<n2>1[0-2]|ten|eleven|twelve)(?= (?:by|with|and|because|,|\.|she|he)(?: |$))"
)
DECADE: Final = re.compile(
    r"(?<![\w£$])(?P<lead>(?:(?:in|his|her|their|about|around|maybe|late|early|mid|probably|the|"
    r"say|man|bloke|guy|fella|"
    r"was|is|'s|were|looked|looks|woman|men|both|all|or|prob|approx|well into|male|female|"
    r"lady) )+|, |^)?(?P<n>(?:2|3|4|5|6|7)0|twenties|thirties|forties|fifties|sixties|"
    r"seventies)(?P<s> ?'?s)?(?:(?: or|/| -| to| ,) (?P<n2>(?:2|3|4|5|6|7)0|thirties|forties|"
    r"fifties)(?P<s2> ?'?s)?)?(?!\w)"
)
TEENS: Final = re.compile(
    r"\b(?:(?:in )?(?:his|her|their) )?(?:(?:very )?(?:early|mid|late) )?teens\b"
)
UNDER: Final = re.compile(
    r"\b(?:well )?under (?:16|18|sixteen|eighteen)(?! \w*(?:minutes|hours|quid))\b"
)
DECADE_LEADS: Final = re.compile(
    r"^(?:man|bloke|guy|fella|woman|men|male|female|lady|was|is|'s|were|looked|looks|the|say|,) "
)
CLAIM: Final = re.compile(
    r"\b(?:says?|said|saying|claims?|claimed|claiming|told|pretend\w*|lied|swears|swore|advert|"
    r"profile|id|"
    r"insists|insisted|thinks|believes|thought|reckons he|reckons she|"
    r"tell \w+)\b(?: (?!i\b)[\w']+){0,5}$"
)
MY_GUESS: Final = re.compile(
    r"\b(?:i|id|i 'd|would|we|i would|have)(?: would| have|'d)? (?:say|said|guess|reckon|think|"
    r"thought)\b"
)
# "can't look over 15": at most that, so the words that say "not" belong to the age.
AT_LEAST: Final = re.compile(r"^(?:more than|over|older than|(?:been|be) (?:more|older) than)\b")
NOT_MORE: Final = re.compile(
    r"\b(?:(?:can|could|do|did|does|is|was|were|are|would) )?(?:not|no|never|hardly)"
    r"(?: (?:be|been|have|of|look|looked|looks|a|day|way|much|any|one|bit|possibly))*$"
)
# A child whose mind is likened to a younger one's is not that young.
LIKENED: Final = re.compile(
    r"\b(?:understanding|mind|mental age|reading age|abilit(?:y|ies)|speech|level|that)"
    r"(?: is| was)?(?: only)?(?: of| as| like| at)(?: an?| that of an?| a child of)*$"
)
THING: Final = re.compile(
    r"\b(?:vehicles?|cars?|vans?|house|building|phone|laptop|dogs?|cats?|pony|horse|puppy|kitten|"
    r"minibus|whisky|company|school is|club is|bike)(?: (?:is|are|was|of|aged))*$"
)
# "On 3, 9 and 17 May": days, each of them.
DATES: Final = re.compile(
    rf"\bon (?:the )?{NUMBER}(?: ,)?(?: (?:and )?{NUMBER}(?: ,)?)* (?:{MONTHS}|may)\b"
)
GATHERING: Final = re.compile(r"\b(?:party|group|gang|team|table|queue|class|bunch) of$")
BIRTHDAY_TO_COME: Final = re.compile(
    r"^(?:next (?:week|month|year|mon|tues|wednes|thurs|fri|satur|sun)|tomorrow|"
    r"(?:in|on|at) (?:(?:a|two|three|four|\d+) (?:days?|weeks?|months?)|january|february|march|"
    r"april|may|june|july|august|september|october|november|december|spring|summer|autumn|"
    r"christmas|easter|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b"
)
WILL_BE: Final = re.compile(r"(?:\b(?:will be|turns|turning|to turn|to be|is|are|am)|'s|'ll be)$")
OTHER_TIME: Final = re.compile(
    r"\b(?:(?:since|when|until|till|before|after|while|once)(?: [\w']+){1,2} (?:was|were|is|'s|be|"
    r"turned|am)(?: in| only| about)*|(?:since|from|start of|end of|back in|was in|were in)"
    r"|adopted(?: at)?|(?:met|began|started)(?: \w+)?(?: at)?)$"
)
IT_BEGAN: Final = re.compile(
    r"^when (?:it|this|that|they|he|she)(?: all)? (?:began|started|first|met)\b"
)
CHILD: Final = 17
OLDEST: Final = 90


@dataclass(frozen=True, eq=False)
class Age:
    """Words for an age. `years` is None for "in his 30s"; `every`: one each for several people.

    `other_time`: of a time that is told of, "since she was 12"; `youngest`: of a wide range.
    """

    first: int
    last: int
    text: str
    years: int | None
    every: tuple[int, ...]
    kind: str | None
    form: str
    claimed: bool = False
    other_time: bool = False
    youngest: int | None = None


def ages(passage: Passage) -> list[Age]:
    """Every stretch of words that may be an age, the surest reading of each."""
    kept: list[Age] = []
    dates = [passage.words_of(match) for match in DATES.finditer(passage.norm)]
    finders = (
        ("years", YEARS_OLD),
        ("list", LIST),
        ("aged", AGED),
        ("beside", YEARS_BESIDE),
        ("at", AT_AGE),
        ("school", SCHOOL_YEAR),
        ("decade", DECADE),
        ("teens", TEENS),
        ("under", UNDER),
        ("bare", BARE),
    )
    for form, pattern in finders:
        for match in pattern.finditer(passage.norm):
            age = _age(passage, form, match)
            taken = [*dates, *((other.first, other.last) for other in kept)]
            if (
                age
                and not any(age.first < last and first < age.last for first, last in taken)
                and not _is_of_a_thing(passage, age)
            ):
                kept.append(age)
    return sorted(kept, key=lambda age: age.first)


def _age(passage: Passage, form: str, match: re.Match[str]) -> Age | None:
    first, last = passage.words_of(match)
    if form == "decade":
        return _decade(passage, match)
    if form in ("teens", "under"):
        return Age(first, last, passage.span(first, last).text, None, (), "child", form)
    if form == "school":
        return _school(passage, match)
    if THING.search(passage.before(first, 3)) or LIKENED.search(passage.before(first, 6)):
        return None
    if re.match(r"in (?:her|his|their) head\b", passage.after(last, 3)):
        return None
    if form == "bare" and GATHERING.search(passage.before(first, 2)):
        return None
    of_other = passage.before(first, 2) == "the other"
    # "next door can't be 15", "had just turned 14"
    guessed = re.search(r" be |turned|just gone", match.group())
    counted = form in ("bare", "list") and not (of_other or guessed)
    if counted and NOT_BEFORE.search(passage.before(first, 1)):
        return None
    return _numbers(passage, form, match)


def _school(passage: Passage, match: re.Match[str]) -> Age | None:
    first, last = passage.words_of(match)
    said = match["n"] or _RECEPTION
    years = (_SCHOOL_WORDS.get(said) or int(said)) + 4
    if passage.before(first, 1).isdigit():
        return None
    kind = "child" if years <= CHILD else None
    other_time = bool(OTHER_TIME.search(passage.before(first, 4)))
    text = passage.span(first, last).text
    return Age(first, last, text, years, (), kind, "school", other_time=other_time)


def _numbers(passage: Passage, form: str, match: re.Match[str]) -> Age | None:
    first, last = passage.words_of(match, _words_for(form, match))
    first = _with_not(passage, first, last)
    counted = match["n"]
    if form == "beside":
        counted = counted or match["n2"] or match["n3"] or match["n4"] or match["n5"]
    if form == "at":
        counted = counted or match["n2"]
    said = [n for n in (number(part) for part in _parts(counted, form)) if n is not None]
    if not said or not all(3 <= n <= OLDEST for n in said):
        return None
    low, high = said[0], said[-1]
    pair = form == "list" or " and " in f" {counted} "
    if len(said) > 1 and not pair and not low < high <= low + 15:
        return None
    kind = "child" if max(said) <= CHILD else "adult" if min(said) > CHILD else None
    # Of "14 or 15" the younger: it asks for more protection.
    close = pair or high - low <= 1
    years = low if close and (kind is not None or pair) else None
    if re.search(r"\b(?:odd|something|plus)$|\+$", match.group()):
        years, kind = None, "adult" if low > CHILD else None
    elif years and years <= CHILD + 1 and re.search(r"\b(?:nearly|almost)\b", match.group()):
        years, kind = years - 1, "child"  # nearly 15 is 14
    elif years and years <= CHILD + 1 and _comes_later(passage, first, last, match.group()):
        years, kind = years - 1, "child"
    claimed = _claimed(passage, first)
    text = passage.span(first, last).text
    every = tuple(said) if pair and len(said) > 1 else ()
    other_time = bool(
        OTHER_TIME.search(passage.before(first, 4)) or IT_BEGAN.match(passage.after(last, 3))
    )
    youngest = low if kind == "child" else None
    return Age(first, last, text, years, every, kind, form, claimed, other_time, youngest)


def _with_not(passage: Passage, first: int, last: int) -> int:
    """Where the words of an age begin with their "not": "not a day over 15"."""
    if not AT_LEAST.match(passage.norm_between(first, last)):
        return first
    denied = NOT_MORE.search(passage.before(first, 6))
    return first - len(denied.group().split()) if denied else first


def _is_of_a_thing(passage: Passage, age: Age) -> bool:
    """As in "a 20 year old blue Corsa", though not "a 20 year old BMW driver"."""
    at, parts = age.last, passage.labelled("shade", "colour", "make", "model", "kind")
    while (mark := next((m for m in parts if m.first == at), None)) is not None:
        at = mark.last
        if mark.label in ("make", "model", "kind"):
            return not any(person.first == at for person in passage.labelled("person"))
    return False


def _comes_later(passage: Passage, first: int, last: int, words: str) -> bool:
    """Whether an age is still to be reached: "16 in August", "before he turned 17"."""
    before = passage.before(first, 2)
    if words.startswith("turned"):
        return before.startswith("before ")
    return bool(WILL_BE.search(before) and BIRTHDAY_TO_COME.match(passage.after(last, 3)))


def _words_for(form: str, match: re.Match[str]) -> int | str:
    """The part of a match that is the age itself."""
    if form == "at":
        return "n" if match["n"] else "n2"
    if form != "beside":
        return 0
    return next(
        name
        for name, number_said in (
            ("age", "n"),
            ("age2", "n2"),
            ("age3", "n3"),
            ("age4", "n4"),
            ("age5", "n5"),
        )
        if match[number_said]
    )


def _parts(words: str, form: str) -> list[str]:
    if form == "list":
        return re.split(r" ?, (?:and |& )?| and | & ", words)
    return [
        part.strip(" ,")
        for part in re.split(r"/| or | to | - |-| going on | maybe | possibly | and ", words)
    ]


def _claimed(passage: Passage, first: int) -> bool:
    before = passage.before(first, 7)
    claim = CLAIM.search(before)
    return claim is not None and not MY_GUESS.search(before)


def _decade(passage: Passage, match: re.Match[str]) -> Age | None:
    digits = match["n"].isdigit()
    if digits and not match["s"] and not (match["n2"] and match["s2"]):
        return None
    start = match.start()
    while lead := DECADE_LEADS.match(passage.norm[start : match.end()]):
        start += lead.end()
    first, last = passage.index(start), passage.words_of(match)[1]
    before = passage.before(first, 2)
    if re.search(
        r"(?:£|\b(?:of|in|with|paid|wad|notes?|pack|some|few|two|three))$", before
    ) and "in" not in (match["lead"] or ""):
        return None
    # "20s" alone may be money: only trusted right beside a person.
    form = "decade" if match["lead"] else "bare"
    return Age(first, last, passage.span(first, last).text, None, (), "adult", form)
