"""Ages in a text, as words with what they come to. Whose they are is decided elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.passage import Passage

APPROX: Final = (
    r"(?:about|around|roughly|approx|approximately|maybe|probably|only|just|barely|nearly|almost|"
    r"possibly|"
    r"perhaps|like|at most|at least|over|under|no more than|no older than|not more than|more than|"
    r"older than|not older than|not even|just turned|turned|hardly|definitely|somewhere around|"
    r"somewhere between|"
    r"between|been|sort of|what|say|tops|easily|circa|any older than|any more than|early|late|"
    r"id say|i 'd say|i would say|id guess|i reckon|i think|id have said|must be|must have been|"
    r"can not be|could be|"
    r"could have been|might be|might have been|can not have been|could not be|"
    r"could not have been|cannot have been|cannot be|cant be|have been)"
)
JOINED: Final = r"(?:,? ?(?:or|to|-|going on|maybe|possibly|and(?! one\b)) (?:maybe )?)"
RANGE: Final = rf"(?:\d\d?/\d\d?(?![/\d])|(?!(?:one|two)\b(?! ?-)){NUMBER}(?:{JOINED}{NUMBER})?)"
UNITS: Final = (
    r"(?:minutes?|hours?|quid|pounds?|p|people|times?|miles?|mile|foot|ft|feet|stone|st|nd|rd|th|"
    r"weeks?|months?|"
    r"days?|nights?|grand|k|percent|%|am|pm|s|'s|bags?|bottles?|cars?|girls?|lads?|men|boys?|"
    r"kids?|of|o'clock|oclock|inch|"
    r"inches|others?|more|blokes?|teenagers?|yards|metres|children|seater|cans?|drinks?|photos?|"
    r"messages|"
    r"texts|calls|phones?|fags|missed|of them|different|older|young|tonight|last night|yesterday|"
    r"this|"
    r"friends|mates|women|guys|fellas|-|:|years|year|and a half hours|houses|doors|cash|°|mph|"
    r"in the morning|at night)"
)
# "Four big lads", "three man": counted, not aged.
COUNTED: Final = (
    r"(?:(?:very|big|little|small|young|younger|older|other|tall|drunk|grown|local|foreign|scared|"
    r"different|teenage|school)(?:,? ))*(?:man|men|lads|boys|girls|kids|blokes|women|youths|lasses|"
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
    rf"yrold|yearold|y old|year olds?)"
)
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
    rf"|, (?P<age3>(?:maybe|only|about|around) (?P<n3>{RANGE}) years?)(?= [,.]|$)"
    rf"|\b(?P<age2>(?P<n2>{RANGE}) years?) (?:{CHILDREN})\b"
)
AGED: Final = re.compile(
    rf"\b(?:aged?|age of|ages)(?: of| is| was| :|:)? (?:{APPROX} )*(?P<n>{RANGE})(?: "
    rf"ish)?(?![\w:/])"
)
BARE: Final = re.compile(
    rf"(?<![\w£$:/.])(?:{APPROX} )*(?P<n>{RANGE})(?P<ish> ?ish| odd| something| plus|"
    rf" \+| or so| or thereabouts| or there abouts| give or take| at a guess| at a push| at most|"
    rf" tops| i 'd say| id say| i would say| i reckon| i think|"
    rf" i guess)?(?![\w:/])(?! {UNITS}(?!\w))(?! {COUNTED})"
)
# "13, 14 and 15": one for each of three.
LIST: Final = re.compile(
    rf"\b(?:aged? |ages |about |around |maybe |like )*"
    rf"(?P<n>{NUMBER}(?: , {NUMBER})+ (?:, )?(?:and|&) {NUMBER})(?![\w:/])(?! {UNITS}(?!\w))"
)
SCHOOL_YEAR: Final = re.compile(
    r"\b(?:year|yr|y) (?P<n>7|8|9|10|11|12|13"
    r"|[1-6](?= (?:pupil|child|boy|girl|lad|lass|class|teacher)s?\b))"
    r"(?! (?:old|years?|of|or (?!so)|month))(?: s\b)?"
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
CHILD: Final = 17
OLDEST: Final = 90


@dataclass(frozen=True, eq=False)
class Age:
    """Words for an age. `years` is None for "in his 30s"; `every`: one each for several people."""

    first: int
    last: int
    text: str
    years: int | None
    every: tuple[int, ...]
    kind: str | None
    form: str
    claimed: bool = False


def ages(passage: Passage) -> list[Age]:
    """Every stretch of words that may be an age, the surest reading of each."""
    kept: list[Age] = []
    finders = (
        ("years", YEARS_OLD),
        ("list", LIST),
        ("aged", AGED),
        ("beside", YEARS_BESIDE),
        ("school", SCHOOL_YEAR),
        ("decade", DECADE),
        ("teens", TEENS),
        ("under", UNDER),
        ("bare", BARE),
    )
    for form, pattern in finders:
        for match in pattern.finditer(passage.norm):
            age = _age(passage, form, match)
            if age and not any(age.first < a.last and a.first < age.last for a in kept):
                kept.append(age)
    return sorted(kept, key=lambda age: age.first)


def _age(passage: Passage, form: str, match: re.Match[str]) -> Age | None:
    first, last = passage.words_of(match)
    if form == "decade":
        return _decade(passage, match)
    if form in ("teens", "under"):
        return Age(first, last, passage.span(first, last).text, None, (), "child", form)
    if form == "school":
        before = passage.before(first, 1)
        years = int(match["n"]) + 4
        kind = "child" if years <= CHILD else None
        return (
            None
            if before.isdigit()
            else Age(first, last, passage.span(first, last).text, years, (), kind, form)
        )
    of_other = passage.before(first, 2) == "the other"
    if form in ("bare", "list") and not of_other and NOT_BEFORE.search(passage.before(first, 1)):
        return None
    return _numbers(passage, form, match)


def _numbers(passage: Passage, form: str, match: re.Match[str]) -> Age | None:
    first, last = passage.words_of(match, _words_for(form, match))
    counted = match["n"]
    if form == "beside":
        counted = counted or match["n2"] or match["n3"]
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
    claimed = _claimed(passage, first)
    text = passage.span(first, last).text
    every = tuple(said) if pair and len(said) > 1 else ()
    return Age(first, last, text, years, every, kind, form, claimed)


def _words_for(form: str, match: re.Match[str]) -> int | str:
    """The part of a match that is the age itself."""
    if form != "beside":
        return 0
    return "age" if match["n"] else "age2" if match["n2"] else "age3"


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


def writers_age(passage: Passage) -> tuple[int, int, int] | None:
    """The writer's own age with its words, where they say "I'm 15"."""
    match = WRITER.search(passage.norm)
    if match is None:
        return None
    years = number(match["n"])
    first, last = passage.words_of(match)
    return (years, first, last) if years is not None else None


def own_ages(passage: Passage) -> Iterator[tuple[int, int]]:
    """Words in which the writer tells their own age: nobody else's."""
    for match in WRITER.finditer(passage.norm):
        yield passage.words_of(match)


WRITER: Final = re.compile(
    rf"\b(?:i am|im|i 'm|me and im|i was)(?: (?:a|an|only|just|just turned|nearly|about|also|"
    rf"like|still|actually))* "
    rf"(?P<n>{NUMBER})(?! {UNITS}(?!\w)(?! of age| old))(?: (?:years|year|yr|y)(?: old)?(?: girl|"
    rf" boy| lad)?)?(?![\w:/])"
)
