"""Who somebody is, typed at the question for it: nothing that was typed may be lost.

The reader is careful with names in a story, and passes over what it doesn't know. At "Who is the
child?" the first words are a name, and what isn't read still has to reach the form.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.domain.dates import day_in
from assistant.domain.definition import PARTS, Question, QuestionType
from assistant.domain.interview import Answer
from assistant.domain.reading import Span

_REST = {QuestionType.PERSON: "description", QuestionType.CONTACT: "other"}
"""The part that takes what no other part does."""
_NAME = re.compile(r"(?:[A-Z][\w'’-]*\.? ?){1,4}\Z")
_PIECE = re.compile(r"[^,;\n]+")
_WORD = re.compile(r"[\w'’@.+/-]+")
_BIRTH = re.compile(r"^(?:d\.?o\.?b\.?|date of birth|born)?:?\s*(?:on )?(.+)$", re.IGNORECASE)
_PHONE = re.compile(r"^(?:tel|phone|mobile|mob)?\.?:?\s*(\+?\d[\d ()-]{8,}\d)$", re.IGNORECASE)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_ADDRESS = re.compile(
    rf"^(?:lives? (?:at|in|on) |living at |address:? )?(\d+[a-zA-Z]? [A-Z].*|.*\b{_POSTCODE})$"
)


@dataclass(frozen=True)
class _Piece:
    """What stands between two commas."""

    start: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text), self.text)


def whole_answer(question: Question, text: str, answer: Answer, fillers: Collection[str]) -> Answer:
    """The answer with the words that nothing was read from, as what they look like or as they are.

    `fillers` say nothing by themselves. With several people, what is left over is one more.
    """
    rest = _REST.get(question.type)
    if rest is None or not answer.has_value:
        return answer
    items = list(answer.value) if question.repeat else [answer.value]
    evidence = dict(answer.evidence)
    if not evidence and set(items[0]) == {rest}:
        items = [{}]  # nothing was read at all
    several = len(items) > 1
    prefix = "[0]." if question.repeat else ""
    if not several:
        _mend_age(items, evidence, prefix, text)
    for piece in _left_over(text, evidence, fillers):
        if several:
            items.append({"name" if _NAME.match(piece.text) else rest: piece.text})
            continue
        part = _part(piece.text, items[0], PARTS[question.type])
        if "address" in items[0] and _ADDRESS.match(piece.text):
            items[0] = {**items[0], "address": f"{items[0]['address']}, {piece.text}"}
        elif part:
            name, value = part
            items[0] = {**_without_other_ages(items[0], name), name: value}
            evidence[f"{prefix}{name}"] = (piece.span,)
        else:
            joined = "; ".join(filter(None, (items[0].get(rest, ""), piece.text)))
            items[0] = {**items[0], rest: joined}
    return replace(answer, value=items if question.repeat else items[0], evidence=evidence)


def _part(text: str, item: Mapping[str, Any], parts: Collection[str]) -> tuple[str, str] | None:
    """The part that a piece looks like, if the item has none of it yet."""
    birth, phone, address = _BIRTH.match(text), _PHONE.match(text), _ADDRESS.match(text)
    looks = {
        "date_of_birth": birth[1] if birth and day_in(birth[1]) else None,
        "phone": phone[1] if phone else None,
        "address": address[1] if address else None,
        "name": text if _NAME.match(text) else None,
    }
    found = ((name, value) for name, value in looks.items() if value and name in parts)
    return next(((name, value) for name, value in found if name not in item), None)


def _without_other_ages(item: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A date of birth tells the age by itself."""
    gone = ("age", "age_text") if name == "date_of_birth" else ()
    return {key: value for key, value in item.items() if key not in gone}


def _mend_age(
    items: list[dict[str, Any]], evidence: dict[str, tuple[Span, ...]], prefix: str, text: str
) -> None:
    """A house number is no age ("4 High Street")."""
    spans = evidence.get(f"{prefix}age_text", ()) or evidence.get(f"{prefix}age", ())
    for match in _PIECE.finditer(text):
        if _ADDRESS.match(match[0].strip()) and any(
            match.start() <= span.start < match.end() for span in spans
        ):
            items[0] = {k: v for k, v in items[0].items() if k not in ("age", "age_text")}
            for part in ("age", "age_text"):
                evidence.pop(f"{prefix}{part}", None)


def _left_over(
    text: str, evidence: Mapping[str, tuple[Span, ...]], fillers: Collection[str]
) -> Iterator[_Piece]:
    """The pieces of a text that say more than what was read from them."""
    read = [span for spans in evidence.values() for span in spans]
    for match in _PIECE.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        words = list(_WORD.finditer(text, match.start(), match.end()))
        unread = [word for word in words if not _in(word, read)]
        telling = [w for w in unread if w[0].lower().strip(".'’-") not in fillers]
        if not telling:
            continue
        said = text[telling[0].start() : telling[-1].end()]
        if _NAME.match(said) and len(unread) < len(words):
            yield _Piece(telling[0].start(), said)
        else:
            yield _Piece(start, match[0].strip())


def _in(word: re.Match[str], spans: list[Span]) -> bool:
    return any(span.start < word.end() and word.start() < span.end for span in spans)
