"""Things with a written form of their own: phones, emails, number plates, postcodes, handles.

They are found before anything else and hidden from the other readers, so that a digit of a
number plate is never taken for somebody's age.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CURRENT_PLATE: Final = re.compile(r"(?<!\w)([A-Za-z]{2})[ -]?([0-9]{2})[ -]?([A-Za-z]{3})(?!\w)")
PREFIX_PLATE: Final = re.compile(r"(?<!\w)([A-HJ-NP-Y])([0-9]{1,3}) ?([A-Z]{3})(?!\w)")
SUFFIX_PLATE: Final = re.compile(r"(?<!\w)([A-Z]{3}) ?([0-9]{1,3}[A-HJ-NP-Y])(?!\w)")
PHONE: Final = re.compile(r"(?<![\w£.])(?:\+\d{1,3}|00\d{2}|0)(?:[ ()-]{0,2}\d){9,11}(?!\w)")
PLATE_CUE: Final = r"(?:reg(?:istration)?(?: ?(?:number|no|plate))?|number ?plate|plates?)\.?"
CUED_PLATE: Final = re.compile(
    rf"\b{PLATE_CUE}(?: (?:was|is|of|it was|its|it's|on it|of it))?[ :]+"
    r"(?P<plate>(?=[A-Za-z ]{0,4}[0-9]|[0-9]{1,4} ?[A-Za-z])(?:[A-Za-z0-9]{1,4}(?: "
    r"?[A-Za-z0-9]{1,4})?))"
    r"(?P<rest>(?:\.{2,}|…|\?+|\*+| ?-+ ?| something| summat| and then| then)?)(?!\w)",
    re.IGNORECASE,
)
PARTIAL_PLATE: Final = re.compile(
    r"\b(?P<how>(?:it |which |plate |reg )?(?:starts?|started|starting|begins?|began|beginning|"
    r"ends?|ended|ending|first (?:part|bit|half|four|two)|last (?:part|bit|half|three|two))"
    r"(?: with| in| was| is| of)*(?: (?:with|in|was|is))?)[ :]+"
    r"(?P<plate>(?=\w*[0-9]|[A-Z]{2,3}\b)[A-Za-z]{0,3} ?[0-9]{0,3}(?: ?[A-Z]{1,3})?)(?!\w)",
)
# "FJ19, last three were KLO": both halves of one plate.
HALVED_PLATE: Final = re.compile(
    r"(?<!\w)(?P<front>[A-Za-z]{2} ?[0-9]{2})(?![\w])[ ,.…-]{1,5}(?:[\w']+[ ,]+){0,4}?"
    r"(?:last|final|other) (?:three|3|part|bit|half|letters)(?: letters)?"
    r"(?: (?:were|was|is|are|of it|being))*[ :]+(?P<back>[A-Za-z]{3})(?!\w)"
)
# A postcode area, so that "M1" the motorway or "B12" the room isn't one.
AREAS: Final = [
    "AB",
    "AL",
    "B",
    "BA",
    "BB",
    "BD",
    "BH",
    "BL",
    "BN",
    "BR",
    "BS",
    "BT",
    "CA",
    "CB",
    "CF",
    "CH",
    "CM",
    "CO",
    "CR",
    "CT",
    "CV",
    "CW",
    "DA",
    "DD",
    "DE",
    "DG",
    "DH",
    "DL",
    "DN",
    "DT",
    "DY",
    "E",
    "EC",
    "EH",
    "EN",
    "EX",
    "FK",
    "FY",
    "G",
    "GL",
    "GU",
    "HA",
    "HD",
    "HG",
    "HP",
    "HR",
    "HS",
    "HU",
    "HX",
    "IG",
    "IP",
    "IV",
    "KA",
    "KT",
    "KW",
    "KY",
    "L",
    "LA",
    "LD",
    "LE",
    "LL",
    "LN",
    "LS",
    "LU",
    "M",
    "ME",
    "MK",
    "ML",
    "N",
    "NE",
    "NG",
    "NN",
    "NP",
    "NR",
    "NW",
    "OL",
    "OX",
    "PA",
    "PE",
    "PH",
    "PL",
    "PO",
    "PR",
    "RG",
    "RH",
    "RM",
    "S",
    "SA",
    "SE",
    "SG",
    "SK",
    "SL",
    "SM",
    "SN",
    "SO",
    "SP",
    "SR",
    "SS",
    "ST",
    "SW",
    "SY",
    "TA",
    "TD",
    "TF",
    "TN",
    "TQ",
    "TR",
    "TS",
    "TW",
    "UB",
    "W",
    "WA",
    "WC",
    "WD",
    "WF",
    "WN",
    "WR",
    "WS",
    "WV",
    "YO",
    "ZE",
]
POSTCODE: Final = re.compile(
    rf"(?<!\w)((?:{'|'.join(sorted(AREAS, key=len, reverse=True))}) ?[0-9][0-9A-Z]?) ?"
    r"([0-9][ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
# Half a postcode is only trusted for two-letter areas near here, or where it is called one.
OUTWARD: Final = re.compile(
    r"(?<!\w)(?:(?:postcode|post code)(?: (?:is|was|of))?[ :]+(?P<called>[A-Za-z]{1,2} "
    r"?[0-9]{1,2}[A-Za-z]?"
    r"(?: [0-9])?)|(?P<plain>(?:DE|NG|LE|SK|ST)[0-9]{1,2}(?: [0-9])?))(?!\w)",
    re.IGNORECASE,
)
INCIDENT: Final = re.compile(
    r"\b(?:incident|inc|log|crime|reference|ref|police ref|police log|crime ref|cad|occurrence|"
    r"job)(?: ?(?:number|no\.?|num|ref(?:erence)?(?: ?(?:number|no\.?))?))?"
    r"(?: (?:they gave me|i was given|given|is|was|from the police|from police))*[ :#]*"
    r"(?P<number>(?:[A-Z]{1,3}[/-]?)?(?=[0-9/ -]*[0-9]{2})[0-9][0-9/-]*[0-9]"
    r"(?: (?:of|on|dated) (?:the )?[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9}(?: [0-9]{2,4})?"
    r"| of [0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{2,4})?)?)",
    re.IGNORECASE,
)
BARE_INCIDENT: Final = re.compile(
    r"(?P<number>\b[0-9]{1,6} of (?:the )?[0-9]{1,2}(?:st|nd|rd|th)?(?: of)?"
    r" (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: [0-9]{2,4})?)",
    re.IGNORECASE,
)
HANDLE: Final = re.compile(r"(?<![\w.])@(?P<name>[A-Za-z0-9_][\w.]{1,29})(?<!\.)")
USERNAME: Final = re.compile(
    r"\b(?:user ?name|user id|handle|gamertag|screen name|screenname|account|profile|insta|"
    r"snapchat|snap|tiktok|instagram|discord|tag|goes by|goes under|called|named|someone called|"
    r"(?:calls|calling) (?:him|her)self)"
    r"(?: (?:name|is|was|called|as|on \w+|on there|it was|its|it's|he uses is|she uses is|he uses|"
    r"name is|under))*[ :]+[\"'‘“]?(?P<name>(?=[\w.]*[0-9_])[A-Za-z_][\w.]{2,29})(?<!\.)",
    re.IGNORECASE,
)
# "his insta is dan the man 88", "Shadow#1234".
SPOKEN_HANDLE: Final = re.compile(
    r"\b(?:user ?name|user id|handle|gamer ?tag|screen ?name|insta(?:gram)?|snap(?:chat)?|tiktok|"
    r"discord|profile)(?: name)?(?: is|'s| was|:)+ [\"'‘“]?"
    r"(?P<name>[^\W\d_]+(?: (?!(?:and|but|she|he|they|i|is|was|who|aged?|about|around|only|looks?|"
    r"on|at|in|since|for|with|im|shes|hes|not|no|my|her|his|also|or|to)\b)[^\W\d_]+){1,3} \d{1,4})"
    r"(?=[\"'’”.,;!?\n]|$| (?:and|on|but)\b)",
    re.IGNORECASE,
)
NUMBERED_HANDLE: Final = re.compile(r"(?<![\w#])(?P<name>[A-Za-z][\w.]{1,31}#\d{4})(?![\w#])")


@dataclass(frozen=True)
class Identifier:
    """Something with a form of its own, and where it stands in the text."""

    kind: str
    start: int
    end: int
    value: str
    partial: bool = False


def identifiers(text: str) -> list[Identifier]:
    """Every phone, email, plate, postcode, handle and incident number, none overlapping."""
    kept: list[Identifier] = []
    for finder in (_emails, _incidents, _phones, _handles, _plates, _postcodes):
        for item in finder(text):
            if not any(item.start < other.end and other.start < item.end for other in kept):
                kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _emails(text: str) -> Iterator[Identifier]:
    for match in EMAIL.finditer(text):
        yield Identifier("email", *match.span(), match.group().rstrip("."))


def _incidents(text: str) -> Iterator[Identifier]:
    for pattern in (INCIDENT, BARE_INCIDENT):
        for match in pattern.finditer(text):
            yield Identifier("incident", *match.span("number"), match["number"])


def _phones(text: str) -> Iterator[Identifier]:
    for match in PHONE.finditer(text):
        try:
            parsed = phonenumbers.parse(match.group(), "GB")
        except phonenumbers.NumberParseException:
            continue
        # "Possible", not "valid": numbers kept for training and drama aren't valid ones.
        if phonenumbers.is_possible_number(parsed):
            british = parsed.country_code == 44
            style = phonenumbers.PhoneNumberFormat
            form = style.NATIONAL if british else style.INTERNATIONAL
            written = phonenumbers.format_number(parsed, form)
            yield Identifier("phone", *match.span(), written)


def _handles(text: str) -> Iterator[Identifier]:
    for pattern in (HANDLE, NUMBERED_HANDLE, SPOKEN_HANDLE, USERNAME):
        for match in pattern.finditer(text):
            yield Identifier("username", *match.span("name"), match["name"])


def _plates(text: str) -> Iterator[Identifier]:
    for match in HALVED_PLATE.finditer(text):
        if match["back"].isupper() or match["front"].islower():
            value = f"{match['front'].replace(' ', '')} {match['back']}"
            yield Identifier("plate", *match.span(), value.upper())
    for match in CURRENT_PLATE.finditer(text):
        letters, digits, rest = (part.upper() for part in match.groups())
        # "on 14 may" and "in 10 min" have the form of a plate.
        if match.group().isupper() or not is_prose(match.group()):
            yield Identifier("plate", *match.span(), f"{letters}{digits} {rest}")
    for pattern in (PREFIX_PLATE, SUFFIX_PLATE):
        for match in pattern.finditer(text):
            front, back = (
                (match[1] + match[2], match[3]) if pattern is PREFIX_PLATE else match.groups()
            )
            yield Identifier("plate", *match.span(), f"{front} {back}".upper())
    yield from _cued_plates(text)


PROSE: Final = re.compile(
    r"^(?:at|in|on|to|of|by|is|it|im|he|or|so|we|my|me|be|am|do|no|up|go|as|an|if|us)[ -]?\d\d[ -]?"
    r"[a-z]{3}$|^\w\w[ -]?\d\d[ -](?:min|yrs|hrs|may|and|the|but|out|she|who|her|him|old|got|not|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|was|has|had|for|one|two|lad|kid|man|men|ish|"
    # years, in Polish, Romanian and Czech
    r"lat|ani|let)$",
    re.IGNORECASE,
)


def is_prose(words: str) -> bool:
    """Whether words in the form of a plate are ordinary ones: "in 10 min", "ma 14 lat"."""
    return bool(PROSE.match(words))


def _cued_plates(text: str) -> Iterator[Identifier]:
    for match in PARTIAL_PLATE.finditer(text):
        how, plate = match["how"].strip(), match["plate"].strip().upper()
        if len(plate.replace(" ", "")) >= 2 and not plate.isdigit() and _about_plate(text, match):
            how = re.sub(r"^(?:it|which|plate|reg) ", "", how)
            start = match.end("how") - len(how)
            yield Identifier("plate", start, match.end("plate"), f"{how} {plate}", partial=True)
    for match in CUED_PLATE.finditer(text):
        plate = match["plate"].strip().upper()
        if any(c.isdigit() for c in plate) and any(c.isalpha() for c in plate):
            complete = len(plate.replace(" ", "")) >= 6
            yield Identifier("plate", *match.span("plate"), plate, partial=not complete)


def _about_plate(text: str, match: re.Match[str]) -> bool:
    """Whether the words are about a plate: "ends in M1" may be a journey."""
    plate = match["plate"].strip()
    if re.fullmatch(r"[A-Za-z]{2} ?[0-9]{2}(?: ?[A-Z]{1,2})?", plate):
        return True
    return bool(re.search(PLATE_CUE, text[max(0, match.start() - 60) : match.end()], re.IGNORECASE))


def _postcodes(text: str) -> Iterator[Identifier]:
    for match in POSTCODE.finditer(text):
        outward, inward = (part.upper().replace(" ", "") for part in match.groups())
        yield Identifier("postcode", *match.span(), f"{outward} {inward}")
    for match in OUTWARD.finditer(text):
        group = "called" if match["called"] else "plain"
        yield Identifier("postcode", *match.span(group), match[group].upper())
