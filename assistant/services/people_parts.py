"""What the words of a piece about somebody look like: a name, an age, an address, a phone, …

Typed at "Who is it?" a piece is short, and what it looks like is what it is. A sentence is left to
the reader: of one only what can be nothing else is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.ages import age_in
from assistant.domain.dates import dates_in
from assistant.domain.people_words import PeopleWords
from assistant.domain.reading import Span

LONGEST_NAME = 5
"""Words."""
LONGEST_TYPED_QUICKLY = 3
"""Words of a name without its capitals; more are a sentence."""
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)?\(?\d[\d ()-]{8,}\d(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"
_TOKEN = re.compile(r"[\w'’@.+/&-]*\w['’.]?")
_PERSON = r"(?:(?:she|he|they)(?:['’]s)?(?: is| are)? |who )?"
_YEAR_ALONE = re.compile(r"(?:[^\W\d_]+ )?(?:19|20)\d\d$")


@dataclass(frozen=True)
class Claim:
    """Words that are a part of somebody."""

    part: str
    value: Any
    start: int
    end: int


@dataclass
class Piece:
    """What stands between two commas. `clear`: every telling word of it is a part."""

    start: int
    text: str
    claims: list[Claim] = field(default_factory=list)
    clear: bool = False

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """Its words."""
        return Span(self.start, self.end, self.text)

    def has(self, part: str) -> bool:
        """Whether a part was found in it."""
        return any(claim.part == part for claim in self.claims)


_CUT = re.compile(
    r"[,;\n()\[\]]+|(?<=[^\W\d_]{2})(?<!\bMrs)\.\s+(?=[^\W\d_])|(?<=\d)\.\s+(?=[A-Z])|\s[-–—|]\s"
)


def cut(text: str) -> Iterator[Piece]:
    """The pieces of a text. The brackets around a code of a phone cut nothing."""
    phones = [match.span() for match in _PHONE.finditer(text)]
    start = 0
    for match in [*_CUT.finditer(text), None]:
        if match and any(first < match.end() and match.start() < last for first, last in phones):
            continue
        end = match.start() if match else len(text)
        said = text[start:end].strip(" \t\r.")
        if said:
            yield Piece(text.index(said, start), said)
        start = match.end() if match else end


@dataclass(frozen=True)
class Finder:
    """Finds the parts of pieces. `fillers` say nothing by themselves."""

    words: PeopleWords
    fillers: frozenset[str]
    looks: Sequence[Span] = ()
    """What the reader knows for looks: no names."""

    names: Sequence[Span] = ()
    """What the reader knows for names: with these a name may stand without its capitals."""

    places: Sequence[Span] = ()
    """What the reader knows for places."""

    def find(self, piece: Piece, *, first: bool) -> None:
        """Fill in the claims of a piece; `first`: the words with which somebody begins."""
        known = any(s.start == piece.start and s.end == piece.end for s in self.places)
        if known or piece.text.lower() in self.words.towns:
            piece.claims = [Claim("address", piece.text, piece.start, piece.end)]
            piece.clear = True
            return
        labelled = self._labelled(piece)
        if labelled:
            piece.claims, piece.clear = [labelled], True
            return
        sure = [*self._sure(piece.text)]
        loose = self._without_counts(piece.text, [*sure, *self._loose(piece.text, sure)])
        rest = _rest(piece.text, loose)
        telling = [t for t in rest if t[0].lower().strip(".'’") not in self.fillers]
        begins = first or any(c.part == "relationship" or c.end == len(piece.text) for c in loose)
        looks = [t for t in telling if _within(t, piece.start, self.looks)]
        known_name = any(_within(t, piece.start, self.names) for t in telling)
        quickly = begins and not looks and bool(loose or known_name)
        named = None
        if len(looks) < len(telling):
            named = self._name(piece.text, telling, typed_quickly=quickly)
        piece.clear = not telling or named is not None
        found = loose if piece.clear else [c for c in loose if self._stands(c, piece.text, sure)]
        piece.claims = [
            Claim(c.part, c.value, piece.start + c.start, piece.start + c.end)
            for c in (*found, *([named] if named else []))
        ]

    def _without_counts(self, text: str, claims: list[Claim]) -> list[Claim]:
        """ "Two men" are not two years old: after a mere number only a name may stand."""
        for claim in claims:
            if claim.part == "age" and not claim.value.sure:
                after = [t[0] for t in _rest(text, claims) if t.start() > claim.end]
                if after and not self.is_name(" ".join(after)):
                    return [c for c in claims if c is not claim]
        return claims

    def _stands(self, claim: Claim, text: str, sure: Sequence[Claim]) -> bool:
        """Whether a claim holds in a sentence too: "Nan lives there" begins with who it is."""
        if claim.part == "relationship":
            before = _TOKEN.findall(text[: claim.start])
            return all(word.lower() in self.fillers for word in before)
        return claim in sure and claim.part != "age"

    def is_place(self, text: str) -> bool:
        """Whether a piece could go on with an address: "Derby", "Derby DE1 2AB"."""
        tokens = _TOKEN.findall(text)
        known = self.words.relations | self.words.genders | self.words.no_names
        return bool(tokens) and all(
            (t[0].isupper() or t[0].isdigit()) and t.lower() not in known for t in tokens
        )

    def _labelled(self, piece: Piece) -> Claim | None:
        """As in "Age: 14": the whole piece is that part."""
        name, colon, value = piece.text.partition(":")
        plain = " ".join(name.lower().replace(".", " ").strip("-•* ").split())
        part = self.words.parts.get(plain.removeprefix("child's ").removeprefix("her "))
        said = value.strip()
        if not (colon and part and said):
            return None
        at = piece.start + piece.text.index(said, len(name) + 1)
        return Claim(part, self._value(part, said), at, at + len(said))

    def _value(self, part: str, said: str) -> Any:
        age = age_in(said) if part == "age" else None
        return age or (self.proper(said) if part == "name" else said)

    def _sure(self, text: str) -> Iterator[Claim]:
        """What can be nothing else."""
        address = self._address(text)
        if address:
            yield address
        taken = [address] if address else []
        for part, pattern in (("email", _EMAIL), ("phone", _PHONE)):
            for match in pattern.finditer(text):
                if _free(match.start(), match.end(), taken):
                    lead = self._lead(text, match.start(), part)
                    taken.append(Claim(part, match[0], lead, match.end()))
                    yield taken[-1]
        opened = self._opened(text, "nickname")
        if opened:
            taken.append(opened)
            yield opened
        yield from self._birth(text, taken)
        age = age_in(_masked(text, taken))
        if age and age.sure and _free(age.start, age.end, taken):
            yield Claim("age", age, age.start, age.end)

    def _loose(self, text: str, sure: list[Claim]) -> Iterator[Claim]:
        """What could be something else in a sentence: a mere number, "girl", "mum"."""
        taken = list(sure)
        if not any(c.part in ("age", "date_of_birth") for c in sure):
            age = age_in(_masked(text, taken))
            if age and (age.years >= 0 or age.start == 0):
                taken.append(Claim("age", age, age.start, age.end))
                yield taken[-1]
        for part, known in (("relationship", self.words.relations), ("gender", self.words.genders)):
            match = _one_of(known).search(_masked(text, taken))
            if match:
                taken.append(Claim(part, match[0], match.start(), match.end()))
                yield taken[-1]

    def _birth(self, text: str, taken: list[Claim]) -> Iterator[Claim]:
        """A date of birth; "born 2010" is as much of one as is known."""
        for date in dates_in(_masked(text, taken)):
            lead = self._lead(text, date.start, "date_of_birth")
            alone = not _rest(text, [Claim("", "", lead, date.end)])
            named = self._named_only(_rest(text, [*taken, Claim("", "", lead, date.end)]))
            if lead < date.start or alone or named:
                yield Claim("date_of_birth", text[date.start : date.end], lead, date.end)
                return
        opened = self._opened(text, "date_of_birth")
        if opened and _YEAR_ALONE.match(opened.value):
            yield opened

    def _named_only(self, rest: list[re.Match[str]]) -> bool:
        return bool(rest) and all(_capital(t[0]) or self._is_known(t[0]) for t in rest)

    def _is_known(self, word: str) -> bool:
        plain = word.lower().strip(".")
        return plain in self.words.genders | self.words.relations | self.fillers

    def _lead(self, text: str, at: int, part: str) -> int:
        """Where the words begin that lead to a part: "DOB", "tel"."""
        names = [name for name, known in self.words.parts.items() if known == part]
        leads = "|".join(
            re.escape(n) for n in sorted({*names, *self.words.openers.get(part, ())}, key=len)[::-1]
        )
        lead = re.search(
            rf"(?<!\w){_PERSON}(?:{leads})\.?(?: is| was| on)?\s*[:.]?\s*$", text[:at], re.I
        )
        return lead.start() if lead else at

    def _opened(self, text: str, part: str) -> Claim | None:
        openers = sorted(self.words.openers[part], key=len, reverse=True)
        match = re.search(
            rf"(?<!\w){_PERSON}(?:{'|'.join(map(re.escape, openers))})(?!\w)"
            r"[\s:\"“]*(?P<said>.+?)[\"”]?$",
            text,
            re.IGNORECASE,
        )
        return Claim(part, match["said"], match.start(), match.end()) if match else None

    def _address(self, text: str) -> Claim | None:
        opened = self._opened(text, "address")
        street = self._street(text)
        if opened and (_capital(opened.value) or opened.value[0].isdigit() or street is not None):
            return opened
        words = [] if any(dates_in(text)) else _rest(text, [])[1:]
        house = (
            words
            and re.match(r"(?:flat )?\d+[a-zA-Z]? [A-Z]", text)
            and not any(self._is_known(word[0]) for word in words)
        )
        if street is None and (house or re.search(_POSTCODE, text)):
            street = 0
        return None if street is None else Claim("address", text[street:], street, len(text))

    def _street(self, text: str) -> int | None:
        """Where a house number stands that a street follows."""
        endings = "|".join(sorted(self.words.streets))
        match = re.search(
            r"\b(?:flat \d+\w? )?(?:\d+[a-z]?\s+(?!\d)(?:[^\W\d_][\w'’.]*\s+){1,4}?"
            rf"(?:{endings})\b|flat \d+\w?$)",
            text,
            re.IGNORECASE,
        )
        return match.start() if match else None

    def _name(self, text: str, rest: list[re.Match[str]], *, typed_quickly: bool) -> Claim | None:
        """The name that the remaining words are, or None where they are something else."""
        if not 1 <= len(rest) <= LONGEST_NAME:
            return None
        said = text[rest[0].start() : rest[-1].end()].rstrip(".'’")
        if len(said.split()) != len(rest):
            return None  # something else stands between the words
        if not self.is_name(said, typed_quickly=typed_quickly):
            return None
        start = text.index(said, rest[0].start())
        return Claim("name", self.proper(said), start, start + len(said))

    def is_name(self, said: str, *, typed_quickly: bool = False) -> bool:
        """Whether words are somebody's name; `typed_quickly`: capitals may be missing."""
        tokens = said.split()
        plain = [t.lower().strip(".'’") for t in tokens]
        words = self.words
        body = {p for i, p in enumerate(plain, 1) if not (p in words.particles and i < len(plain))}
        if not 1 <= len(tokens) <= LONGEST_NAME or body & words.institutions:
            return False
        if all(p in words.no_names | words.relations | words.genders | words.titles for p in plain):
            return False
        if not all(re.fullmatch(r"[^\W\d_][\w'’.-]*", t) for t in tokens):
            return False
        cased = [_capital(t) or p in words.particles for t, p in zip(tokens, plain, strict=True)]
        if all(cased) and any(map(_capital, tokens)):
            return True
        known = words.no_names | words.relations | words.genders | self.fillers
        cased_alike = said == said.lower() or (_capital(said) and said[1:] == said[1:].lower())
        quick = typed_quickly and cased_alike and len(tokens) <= LONGEST_TYPED_QUICKLY
        return quick and not any(p in known for p in plain)

    def proper(self, name: str) -> str:
        """A name as it is written, also where it was typed in one case."""
        if len(name) < 2 or (name != name.upper() and name[1:] != name[1:].lower()):
            return name
        words = [w if w in self.words.particles else _capitalised(w) for w in name.lower().split()]
        return " ".join([_capitalised(words[0]), *words[1:]])


def _capital(word: str) -> bool:
    """Whether a word is written as a name; a script without capitals always is."""
    parts = [p for p in re.split(r"['’-]", word.strip('"“(')) if p]
    return any(
        p[0].isupper() or (p[0].isalpha() and p[0].lower() == p[0].upper()) for p in parts[:2]
    )


def _capitalised(word: str) -> str:
    return re.sub(r"(?:^|(?<=[-'’]))[^\W\d_]", lambda m: m[0].upper(), word)


def _masked(text: str, taken: list[Claim]) -> str:
    for claim in taken:
        text = text[: claim.start] + "·" * (claim.end - claim.start) + text[claim.end :]
    return text


def _rest(text: str, taken: list[Claim]) -> list[re.Match[str]]:
    """The words that no claim has."""
    return [t for t in _TOKEN.finditer(text) if _free(t.start(), t.end(), taken)]


def _free(start: int, end: int, taken: list[Claim]) -> bool:
    return not any(start < claim.end and claim.start < end for claim in taken)


def _within(word: re.Match[str], at: int, spans: Sequence[Span]) -> bool:
    return any(s.start < at + word.end() and at + word.start() < s.end for s in spans)


def _one_of(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<![\w'’-])(?:{longest_first})(?![\w'’-])", re.IGNORECASE)
