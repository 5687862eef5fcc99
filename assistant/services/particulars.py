"""Who somebody is, typed at the question for it: nothing that was typed may be lost.

The reader is careful with names in a story, and passes over what it doesn't know. At "Who is the
child?" the first words are a name, and what isn't read still has to reach the form.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.domain.ages import Age
from assistant.domain.definition import PARTS, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Reading, Span
from assistant.domain.wording import Wording, normalise
from assistant.services.people_parts import Claim, Finder, Piece, cut

REST = {QuestionType.PERSON: "description", QuestionType.CONTACT: "other"}
"""The part that takes what no other part does."""
UNREAD = Reading()
_AGES = frozenset({"age", "age_text"})
_WORD = re.compile(r"[\w'’@.+/-]+")
SHORT = 3
"""Words of a piece that only adds to a name before it."""
_WHO = ("name", "relationship")
"""The parts with which a list goes on to somebody else."""
_JOINED = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)


@dataclass
class _Person:
    """Somebody in the making, with the words each part came from."""

    value: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def put(self, part: str, value: Any, span: Span) -> None:
        """Set a part; what was said first stands."""
        if part == "age" and isinstance(value, Age):
            self._put_age(value, span)
        elif part not in self.value:
            self.value[part] = value
            self.evidence[part] = (span,)

    def _put_age(self, age: Age, span: Span) -> None:
        if _AGES & set(self.value):
            return
        self.value["age"] = age.years
        self.evidence["age"] = (span,)
        if not age.exact:
            self.value["age_text"] = age.text
            self.evidence["age_text"] = (span,)

    def add(self, part: str, text: str, between: str = "; ") -> None:
        """Add words to a part."""
        self.value[part] = between.join(filter(None, (self.value.get(part, ""), text)))

    def drop(self, *parts: str) -> None:
        """Leave parts out."""
        for part in parts:
            self.value.pop(part, None)
            self.evidence.pop(part, None)


def whole_answer(
    question: Question, text: str, answer: Answer, wording: Wording, reading: Reading = UNREAD
) -> Answer:
    """The answer with the words that nothing was read from, as what they look like or as they are.

    With several people, what is left over is one more. `reading`: what else the words tell.
    """
    rest = REST.get(question.type)
    if rest is None or not answer.has_value:
        return answer
    if question.repeat and normalise(text) in wording.people.nobody:
        return Answer(given=Given.NOBODY)
    looks, names = (
        [
            span
            for key, spans in answer.evidence.items()
            if key.rpartition(".")[2] == part
            for span in spans
        ]
        for part in ("description", "name")
    )
    places = [s for found in reading.details.get("places", ()) for s in found.evidence["text"]]
    finder = Finder(wording.people, wording.fillers, looks, names, places)
    pieces = list(cut(text))
    if question.repeat and question.type is QuestionType.PERSON:
        pieces = [part for piece in pieces for part in _parted(piece, finder)]
    for index, piece in enumerate(pieces):
        finder.find(piece, first=index == 0)
    read = [_Person()] if _is_one(pieces) else _people(question, answer)
    if question.repeat and _is_list(question, pieces):
        people = _listed(question, pieces, text, wording.fillers)
    elif len(read) > 1:
        people = [*read, *_left_over_people(question, read, pieces, wording)]
    else:
        people = [_filled(question, read[0], pieces, wording, finder)]
    evidence = {
        f"[{i}].{part}" if question.repeat else part: spans
        for i, person in enumerate(people)
        for part, spans in person.evidence.items()
    }
    values = [person.value for person in people]
    return replace(answer, value=values if question.repeat else values[0], evidence=evidence)


def _people(question: Question, answer: Answer) -> list[_Person]:
    """Who was read; nobody yet where the text was only kept as it was said."""
    rest = REST[question.type]
    items = answer.value if question.repeat else [answer.value]
    if not answer.evidence and [set(item) for item in items] == [{rest}]:
        return [_Person()]
    people = [_Person(dict(item)) for item in items]
    for key, spans in answer.evidence.items():
        place, _, part = key.rpartition(".")
        people[int(place.strip("[]") or 0)].evidence[part] = spans
    return people


def _parted(piece: Piece, finder: Finder) -> Iterator[Piece]:
    """Two people joined by "and", where both sides tell who."""
    cuts = [match.span() for match in _JOINED.finditer(piece.text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(piece.text)]
    parts = [Piece(piece.start + s, piece.text[s:e]) for s, e in zip(starts, ends, strict=True)]
    for part in parts:
        finder.find(part, first=False)
    if all(any(part.has(who) for who in _WHO) for part in parts):
        yield from parts
    else:
        yield piece


def _is_list(question: Question, pieces: list[Piece]) -> bool:
    """Whether a text names people one after the other. A story is left to the reader."""
    named = sum(any(piece.has(who) for who in _WHO) for piece in pieces)
    return named > 0 and (question.reads is None or all(piece.clear for piece in pieces))


def _is_one(pieces: list[Piece]) -> bool:
    """Whether a name comes first and short words about that one person follow."""
    first, *others = pieces or [Piece(0, "")]
    return (
        first.clear
        and first.has("name")
        and all(len(p.text.split()) <= SHORT for p in others)
        and not any(p.has(who) for p in others for who in _WHO)
        and not any(p.text.lower().startswith("and ") for p in others)
    )


def _listed(
    question: Question, pieces: list[Piece], text: str, fillers: frozenset[str]
) -> list[_Person]:
    """The people of a list: each begins with a name or a relation that the last one has already."""
    people = [_Person()]
    line = 0
    for piece in pieces:
        last = people[-1]
        again = any(piece.has(part) and part in last.value for part in (*_WHO, "age"))
        new_line = text.count("\n", 0, piece.start) > line and piece.has("name") and last.value
        line = text.count("\n", 0, piece.start)
        if again or (new_line and "name" in last.value):
            last = _Person()
            people.append(last)
        _take(question, last, piece, fillers)
    return people


def _take(question: Question, person: _Person, piece: Piece, fillers: frozenset[str]) -> None:
    """Give a piece's parts to somebody; what is no part, or is a second one, is kept as said."""
    if person.value.get("address") and [c.part for c in piece.claims] == ["address"]:
        person.add("address", piece.text, ", ")  # "4 Mill Lane, Chesterfield"
        person.evidence["address"] += (_span(piece, piece.claims[0]),)
        return
    fits = all(c.part in PARTS[question.type] and c.part not in person.value for c in piece.claims)
    if fits:
        for claim in piece.claims:
            person.put(claim.part, claim.value, _span(piece, claim))
    if not fits or _unread(piece, person, fillers):
        person.add(REST[question.type], piece.text)


def _filled(
    question: Question, person: _Person, pieces: list[Piece], wording: Wording, finder: Finder
) -> _Person:
    """The one person who was read, with the parts that their words are."""
    for piece in pieces:
        for claim in piece.claims:
            _give_way(person, _span(piece, claim), claim.part)
    before: Piece | None = None
    for piece in pieces:
        unread = _unread(piece, person, wording.fillers)
        if before and before.has("address") and _goes_on(person, piece, finder):
            person.add("address", piece.text, ", ")
            piece.claims = before.claims
        elif piece.has("relationship") and not question.repeat:
            person.add(REST[question.type], piece.text)  # "lives with her nan" is not who she is
        elif piece.claims:
            _take(question, person, piece, wording.fillers)
        elif unread:
            person.add(REST[question.type], piece.text)
        before = piece
    return person


def _goes_on(person: _Person, piece: Piece, finder: Finder) -> bool:
    """Whether an address goes on with this piece: "12 Park Road, Derby"."""
    named = "name" in person.value or " " not in piece.text
    only_named = all(claim.part in ("name", "address") for claim in piece.claims)
    return only_named and finder.is_place(piece.text) and (named or piece.has("address"))


def _give_way(person: _Person, span: Span, part: str) -> None:
    """Drop what the reader took these words for, and its own idea of the part."""
    for known, spans in list(person.evidence.items()):
        inside = all(span.start <= s.start and s.end <= span.end for s in spans)
        crossed = any(span.start < s.end and s.start < span.end for s in spans)
        if inside or (crossed and known != "description"):
            person.drop(known)
    person.drop(part, *(_AGES if part == "age" else ()))


def _left_over_people(
    question: Question, read: list[_Person], pieces: list[Piece], wording: Wording
) -> Iterator[_Person]:
    """Whoever else stands in the words beside several people who were read."""
    for piece in pieces:
        _name_in_full(read, piece)
        unread = [w for person in read for w in _unread(piece, person, wording.fillers)]
        everywhere = [w for w in unread if unread.count(w) == len(read)]
        if everywhere:
            named = piece.clear and [c.part for c in piece.claims] == ["name"]
            yield _Person(
                {"name": piece.claims[0].value} if named else {REST[question.type]: piece.text}
            )


def _name_in_full(read: list[_Person], piece: Piece) -> None:
    """ "Tall Dave", where the reader has only "Dave"."""
    for claim in (c for c in piece.claims if c.part == "name"):
        for person in read:
            if any(claim.start <= s.start < claim.end for s in person.evidence.get("name", ())):
                person.value["name"] = claim.value
                person.evidence["name"] = (_span(piece, claim),)


def _unread(piece: Piece, person: _Person, fillers: frozenset[str]) -> list[tuple[int, str]]:
    """The telling words of a piece that nothing was read from."""
    read = [span for spans in person.evidence.values() for span in spans]
    words = [(piece.start + m.start(), m[0]) for m in _WORD.finditer(piece.text)]
    return [
        (at, word)
        for at, word in words
        if word.lower().strip(".'’-") not in fillers
        and not any(span.start < at + len(word) and at < span.end for span in read)
    ]


def _span(piece: Piece, claim: Claim) -> Span:
    text = piece.text[claim.start - piece.start : claim.end - piece.start]
    return Span(claim.start, claim.end, text)
