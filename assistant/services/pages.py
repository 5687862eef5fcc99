"""One message that answers several questions: named lines, or choices followed by words.

"Barriers: none" on a line of its own answers the question called barriers. "High, CSE: he waits
for her outside school" answers a level, a type and a context asked on the same page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.definition import NONE, Question, QuestionType
from assistant.domain.interview import names_of, spoken

LONGEST_NAME = 12
"""Words before a colon; more are a sentence and no question's name."""

LONGEST_DOUBT = 4
"""Words after a choice that name another one: more than these are what the context is."""

_NAMED = re.compile(r"^\s*(?:[-•*]\s*)?([^:\n]{2,160}?)\s*:\s*(.*)$")
_BETWEEN = re.compile(r"(?:[\s,;/&+.:–-]|\band\b|\bboth(?=\s+(?!because)\w))*", re.IGNORECASE)
_ENDED = r"(?=\s*(?:[,;:/&+.?\n–-]|$|\band\b|\bbecause\b))"
_CHOICES = (QuestionType.CHOICE, QuestionType.CHOICES)


@dataclass(frozen=True)
class Piece:
    """The part of a message that answers one question."""

    question: Question
    text: str


def pieces(text: str, page: Sequence[Question], others: Sequence[Question]) -> list[Piece]:
    """The parts of a message by question, or nothing where it answers only what was asked.

    `page` is asked now, its first question foremost; `others` may be named too.
    """
    return _named_lines(text, page, others) or _choices_then_words(text, page)


def _named_lines(text: str, page: Sequence[Question], others: Sequence[Question]) -> list[Piece]:
    known = {name: q for q in reversed(others) for name in names_of(q)}
    for question in reversed(page):
        known |= dict.fromkeys((*names_of(question), spoken(question.short or "")), question)
    first: list[str] = []
    found: list[tuple[Question, list[str]]] = []
    for line in text.splitlines():
        match = _NAMED.match(line)
        name = spoken(match[1]) if match else ""
        if match and name in known and len(name.split()) <= LONGEST_NAME:
            found.append((known[name], [match[2]]))
        elif found:
            found[-1][1].append(line)
        else:
            first.append(line)
    if not found:
        return []
    asked = [(page[0], first)] if page and any(line.strip() for line in first) else []
    whole = ((question, "\n".join(lines).strip()) for question, lines in (*asked, *found))
    return [Piece(question, said) for question, said in whole if said]


def _choices_then_words(text: str, page: Sequence[Question]) -> list[Piece]:
    """Choices at the beginning, of as many of the page's questions as are named, then words."""
    lists = [q for q in page if q.type in _CHOICES]
    words = next((q for q in page if q.type is QuestionType.TEXT), None)
    if len(page) < 2 or page[0] not in lists:
        return []
    chosen: dict[str, list[str]] = {}
    rest = text
    while True:
        rest = rest[_BETWEEN.match(rest).end() :]  # type: ignore[union-attr]
        found = _next_choice(rest, lists, chosen)
        if found is None:
            break
        question, name = found
        chosen.setdefault(question.id, []).append(rest[: len(name)])
        rest = rest[len(name) :]
    if page[0].id not in chosen or _wavers(text, rest, page[0]):
        return []
    made = [Piece(q, ", ".join(chosen[q.id])) for q in lists if q.id in chosen]
    if rest and (words is None or not page[0].weighs):
        return [*made[:-1], Piece(made[-1].question, f"{made[-1].text}, {rest}")]
    rest = re.sub(r"^(?:because|as|since)\s+", "", rest, flags=re.IGNORECASE).strip()
    return [*made, Piece(words, rest)] if words and rest else made if len(made) > 1 else []


def _next_choice(
    text: str, lists: Sequence[Question], chosen: dict[str, list[str]]
) -> tuple[Question, str] | None:
    """The choice that a text begins with; a question that takes one choice takes only one."""
    for question in lists:
        if question.id in chosen and question.type is QuestionType.CHOICE:
            continue
        names = {n for o in question.options for n in (o.value, o.label, *o.also)} | _both(question)
        for name in sorted(names, key=len, reverse=True):
            if re.match(re.escape(name) + _ENDED, text, re.IGNORECASE):
                return question, name
            if re.match(re.escape(name) + r"\s", text, re.IGNORECASE) and _follows(
                text[len(name) :], lists, question
            ):
                return question, name
    return None


def _wavers(text: str, rest: str, question: Question) -> bool:
    """Whether a choice is followed by another one: "medium or high" chooses neither."""
    if ":" in text or len(rest.split()) > LONGEST_DOUBT:
        return False
    names = (o.label for o in question.options if question.type is QuestionType.CHOICE)
    return any(re.search(rf"\b{re.escape(name)}\b", rest, re.IGNORECASE) for name in names)


def _both(question: Question) -> set[str]:
    """ "Both" says as much as naming the two options that there are."""
    real = [o for o in question.options if o.value != NONE]
    return {"both"} if question.type is QuestionType.CHOICES and len(real) == 2 else set()


def _follows(rest: str, lists: Sequence[Question], question: Question) -> bool:
    """Whether another question's choice comes next ("high cse")."""
    others = [q for q in lists if q.id != question.id]
    return _next_choice(rest.lstrip(), others, {}) is not None
