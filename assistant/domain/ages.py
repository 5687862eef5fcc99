"""Ages as people write them at the question who somebody is."""

import re
from dataclasses import dataclass

NUMBER_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
"""From nought to twenty, each at its own place."""
_YOUNGEST_PUPIL = 4
"""Years; what a school year's number and this make is the age at its beginning."""
_N = rf"(?:(?:-|minus )?\d{{1,3}}|{'|'.join(reversed(NUMBER_WORDS))})"
_ABOUT = (
    r"(?:(?:about|around|approx(?:imately)?\.?|roughly|maybe|probably|possibly|just turned|turned|"
    r"just|only|nearly|almost|circa|c\.|~)\s*)"
)
_UNIT = r"(?:years?|yrs?|y\.?o\.?|y/o|y|months?|mths?|weeks?|wks?)"
_SAID = r"(?:she|he|they)(?:['’]?s| is| are|['’]?re)?\s+|aged?(?:\s+is)?\s*:?\s*"
_AGE = re.compile(
    rf"(?P<said>(?:{_SAID}){{1,3}})?(?P<about>{_ABOUT}{{1,3}})?(?<![\w.£/-])(?P<n>{_N})"
    rf"(?:\s*(?:or|/|-|–|to)\s*(?P<n2>{_N}))?(?P<half>\s+and\s+a\s+half|½|\.5)?"
    rf"(?P<unit>[\s-]*{_UNIT}\b\.?)?(?P<old>[\s-]*(?:olds?\b|of age\b))?"
    rf"(?P<ish>\s*ish\b|\s+or\s+so\b)?(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"(?:(?:she|he|they)(?:['’]?s| is| are)?\s+)?(?:in\s+)?(?:school\s+)?"
    r"\b(?:(?:year(?:\s+group)?|yr|y)\s*(?P<n>1[0-3]|[1-9])\b(?!\s*(?:years?|months?|old))"
    r"|(?P<reception>reception)\b(?:\s+(?:year|class))?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Age:
    """An age in a text: `years`, and the words where they say it otherwise. `sure` unless it is a
    mere number, which may count something else."""

    start: int
    end: int
    years: int
    text: str
    sure: bool

    @property
    def exact(self) -> bool:
        """Whether it is a number of years and no more."""
        return self.text == str(self.years)


def age_in(text: str) -> Age | None:
    """The first age in a text; what is said to be one goes before a mere number."""
    school = _SCHOOL.search(text)
    if school:
        years = int(school["n"] or 0) + _YOUNGEST_PUPIL
        words = re.sub(r"^(?:(?:she|he|they)\S*\s+(?:is\s+|are\s+)?)?(?:in\s+)?", "", school[0])
        return Age(school.start(), school.end(), years, words, sure=True)
    found = [_of(match) for match in _AGE.finditer(text)]
    return next((age for age in found if age.sure), found[0] if found else None)


def _of(match: re.Match[str]) -> Age:
    years = _number(match["n"])
    unit = (match["unit"] or "").strip(" -").lower()
    if unit.startswith("m"):
        years //= 12
    elif unit.startswith("w"):
        years //= 52
    elif re.search("nearly|almost", match["about"] or "", re.IGNORECASE):
        years -= 1
    words = match[0][len(match["said"] or "") :].strip()
    plain = re.sub(rf"[\s-]*{_UNIT}\.?(?:[\s-]*old|\s+of age)?$", "", words, flags=re.IGNORECASE)
    mere = plain.lower() in (match["n"].lower(), str(years)) and not unit.startswith(("m", "w"))
    text = str(years) if mere else words
    return Age(match.start(), match.end(), years, text, sure=match[0].strip() != match["n"])


def _number(text: str) -> int:
    plain = text.lower().replace("minus ", "-")
    return int(plain) if plain.lstrip("-").isdigit() else NUMBER_WORDS.index(plain)
