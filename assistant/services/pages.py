"""One message that answers several questions: named lines, or choices followed by words.

"Barriers: none" on a line of its own answers the question called barriers. "High, CSE: he waits
for her outside school" answers a level, a type and a context asked on the same page.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.definition import NONE, PARTS, Question, QuestionType
from assistant.domain.interview import names_of, spoken

LONGEST_NAME = 12
"""Words before a colon; more are a sentence and no question's name."""

LONGEST_TOLD = 8
"""Words of a part that answers another question; more are a sentence."""

LONGEST_DOUBT = 4
"""Words after a choice that name another one: more than these are what the context is."""

_BULLET = r"^\s*(?:[-•*]\s*|\d{1,2}[.)]\s+)?"
_NAMED = re.compile(rf"{_BULLET}([^:\n]{{2,160}}?)\s*:\s*(.*)$")
_DASHED = re.compile(rf"{_BULLET}([^:\n]{{2,160}}?)\s+[-–—=]\s+(.*)$")
_NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s*(.*)$")
_BETWEEN = re.compile(r"^(?:[\s,;/&+.:–-]|\band\b|\bboth(?=\s+(?!because)\w))*", re.IGNORECASE)
_BEFORE_WORDS = re.compile(r"^[\s,;/.:–-]*(?:because\s+)?", re.IGNORECASE)
_ENDED = r"(?=\s*(?:[,;:/?\n–-]|$|\band\b|\bbecause\b)|\s+[&+]\s|(?<=[^\W\d_]{2})\.(?:\s|$))"
_PART = re.compile(r"\s*[,;\n]\s*|(?<=[^\W\d_]{2})\.\s+|\s[-–—|]\s")
_JOINED = re.compile(r"\s+(?:at|for|from|in|with)\s+(?:the\s+)?", re.IGNORECASE)
_LAST = re.compile(r"(.*\S)\s*(?:,|\s[-–—])\s*(\S.*)$", re.DOTALL)
_YES_NO = frozenset({"yes", "no"})
_WHO = (QuestionType.PERSON, QuestionType.CONTACT)
NO_PARTS: Mapping[str, str] = {}
CHOICES = (QuestionType.CHOICE, QuestionType.CHOICES)


@dataclass(frozen=True)
class Piece:
    """The part of a message that answers one question."""

    question: Question
    text: str


def pieces(
    text: str,
    page: Sequence[Question],
    others: Sequence[Question],
    parts: Mapping[str, str] = NO_PARTS,
    fillers: frozenset[str] = frozenset(),
) -> list[Piece]:
    """The parts of a message by question, or nothing where it answers only what was asked.

    `page` is asked now, its first question foremost; `others` may be named too. `parts` is what
    people call a part of somebody: it belongs to the person who is being described; `fillers` say
    nothing by themselves.
    """
    return (
        _named_lines(text, page, others, parts)
        or _numbered_lines(text, page)
        or _choices_then_words(text, page)
        or _told_parts(text, page, fillers)
    )


@dataclass(frozen=True)
class _Names:
    """What a line may begin with: the name of a question, of the page or of another, or what
    people call a part of somebody."""

    page: Mapping[str, Question]
    others: Mapping[str, Question]
    parts: Mapping[str, str]
    person: Question | None
    """The question of the page that asks who somebody is."""

    def of(self, line: str, block: Question | None) -> tuple[Question, str] | None:
        """The question that a line answers and what it says, or None: it goes on with `block`."""
        dashed, named = _DASHED.match(line), _NAMED.match(line)
        if dashed and _name(dashed) in self.page:
            question = self.page[_name(dashed)]
            return question, line.strip() if _name(dashed) in _options_of(question) else dashed[2]
        name = _name(named) if named else ""
        if named is None or not name or len(name.split()) > LONGEST_NAME:
            return None
        part = self.parts.get(name)
        if part and block and part in _parts_of(block):
            return None
        if name in self.page:
            question = self.page[name]
            whole = part in _parts_of(question) or name in _options_of(question)
            return question, line.strip() if whole else named[2]
        if part and self.person and part in _parts_of(self.person):
            return self.person, line.strip()
        if part and block and block.type is QuestionType.TEXT:
            return None
        return (self.others[name], named[2]) if name in self.others else None


def _name(match: re.Match[str]) -> str:
    return spoken(match[1])


def _parts_of(question: Question) -> Collection[str]:
    return PARTS.get(question.type, ()) if question.type in _WHO else ()


def _options_of(question: Question) -> set[str]:
    """The options' names: "SEND - he has a plan" chooses one, and names no question."""
    return {spoken(name) for o in question.options for name in (o.value, o.label, *o.also)}


def _named_lines(
    text: str, page: Sequence[Question], others: Sequence[Question], parts: Mapping[str, str]
) -> list[Piece]:
    of_page: dict[str, Question] = {}
    for question in reversed(page):
        called = filter(None, (*names_of(question), spoken(question.short or "")))
        of_page |= dict.fromkeys(called, question)
    of_others = {name: q for q in reversed(others) for name in names_of(q) if name}
    person = next((q for q in page if q.type in _WHO), None)
    names = _Names(of_page, of_others, parts, person)
    found: list[tuple[Question, list[str]]] = []
    first: list[str] = []
    current = first
    for line in text.splitlines():
        block = next((q for q, lines in found if lines is current), None)
        claimed = names.of(line, block)
        if claimed is None:
            current.append(line)
            continue
        question, said = claimed
        current = next((lines for q, lines in found if q.id == question.id), [])
        if not current:
            found.append((question, current))
        current.append(said)
    if not found:
        return []
    return _whole(page, first, found)


def _whole(
    page: Sequence[Question], first: list[str], found: Sequence[tuple[Question, list[str]]]
) -> list[Piece]:
    """Each question with all its lines; those before any name answer the question asked."""
    lines = {q.id: (q, said) for q, said in found}
    if page and any(line.strip() for line in first):
        said = lines.pop(page[0].id, (page[0], []))[1]
        lines = {page[0].id: (page[0], [*first, *said]), **lines}
    whole = ((question, "\n".join(said).strip()) for question, said in lines.values())
    return [Piece(question, said) for question, said in whole if said]


def _numbered_lines(text: str, page: Sequence[Question]) -> list[Piece]:
    """ "1. high", "2. CSE": the questions of the page in their order, where choices come first."""
    lines = [line for line in text.splitlines() if line.strip()]
    matches = [_NUMBERED.match(line) for line in lines]
    counted = [int(match[1]) for match in matches if match]
    if not lines or counted != list(range(1, len(lines) + 1)) or len(lines) > len(page):
        return []
    if page[0].type not in CHOICES:
        return []
    return [Piece(q, match[2].strip()) for q, match in zip(page, matches, strict=False) if match]


def _choices_then_words(text: str, page: Sequence[Question]) -> list[Piece]:
    """Choices at the beginning, of as many of the page's questions as are named, then words."""
    lists = [q for q in page if q.type in CHOICES]
    words = next((q for q in page if q.type is QuestionType.TEXT), None)
    if len(page) < 2 or page[0] not in lists:
        return []
    chosen: dict[str, list[str]] = {}
    rest = text
    while True:
        following = _BETWEEN.sub("", rest, count=1)
        found = _next_choice(following, lists, chosen)
        if found is None:
            break
        rest = following
        question, name = found
        chosen.setdefault(question.id, []).append(rest[: len(name)])
        rest = rest[len(name) :]
    if page[0].id not in chosen or _wavers(text, rest, page[0]):
        return []
    rest = _choice_said_last(rest, [q for q in lists if q.id not in chosen], chosen)
    made = [Piece(q, ", ".join(chosen[q.id])) for q in lists if q.id in chosen]
    rest = _BEFORE_WORDS.sub("", rest, count=1).strip()
    if rest and (words is None or not _is_row(page[0])):
        # More of a list, or words beside it; never the answer of another question.
        last = Piece(made[-1].question, f"{made[-1].text}, {rest}")
        return [*made[:-1], last] if len(made) > 1 else []
    return [*made, Piece(words, rest)] if words and rest else made if len(made) > 1 else []


def _is_row(question: Question) -> bool:
    """Whether it asks of one row of the toolkit, whose context is the words beside the choices."""
    return question.weighs is not None and question.weighs.row is not None


def _choice_said_last(rest: str, lists: Sequence[Question], chosen: dict[str, list[str]]) -> str:
    """Take a choice that ends the words ("high, he waits for her, CSE"); the words without it."""
    match = _LAST.match(rest)
    before, last = match.groups() if match else ("", rest)
    for question in lists if before.strip() else ():
        if spoken(last) in _options_of(question) | _both(question):
            chosen[question.id] = [last.strip(" .")]
            return before
    return rest


def _next_choice(
    text: str, lists: Sequence[Question], chosen: dict[str, list[str]]
) -> tuple[Question, str] | None:
    """The choice that a text begins with; a question that takes one choice takes only one."""
    for question in lists:
        if question.id in chosen and question.type is QuestionType.CHOICE:
            continue
        names = {n for o in question.options for n in (o.value, o.label, *o.also)} | _both(question)
        marks = {o.value for o in question.options if o.value != NONE} if chosen else set()
        for name in sorted(names, key=len, reverse=True):
            ended = r"\b" if name in marks and question.type is QuestionType.CHOICES else _ENDED
            if re.match(re.escape(name) + ended, text, re.IGNORECASE):
                return question, name
            if re.match(re.escape(name) + r"\s", text, re.IGNORECASE) and _follows(
                text[len(name) :], lists, question, name
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


def _follows(rest: str, lists: Sequence[Question], question: Question, name: str) -> bool:
    """Whether another question's choice comes next ("high cse")."""
    others = [q for q in lists if q.id != question.id]
    return _next_choice(rest.lstrip(), others, {question.id: [name]}) is not None


def _told_parts(text: str, page: Sequence[Question], fillers: frozenset[str]) -> list[Piece]:
    """ "Ann Lee, nurse, Park Surgery": the parts of a line that answer other questions of the page.

    Who somebody is comes first in a line, so the first part is never anything else.
    """
    others = [q for q in page[1:] if q.told_by]
    if not others or page[0].type not in (*_WHO, QuestionType.TEXT):
        return []
    first, *following = _PART.split(text.strip())
    kept, told = [first], dict[str, Piece]()
    for part in (p for whole in following for p in _parted(whole, others)):
        piece = _told(part, others, fillers)
        if piece and piece.question.id not in told:
            told[piece.question.id] = piece
        else:
            kept.append(part)
    return [Piece(page[0], ", ".join(filter(None, kept))), *told.values()] if told else []


def _parted(part: str, questions: Sequence[Question]) -> list[str]:
    """ "Head of year at Park Academy" in two, where each side answers a question of its own."""
    sides = _JOINED.split(part, maxsplit=1)
    tellers = [next((q.id for q in questions if _tells(s, q)), None) for s in sides]
    return sides if None not in tellers and len(set(tellers)) == len(tellers) else [part]


def _tells(part: str, question: Question) -> bool:
    words = spoken(part).split()
    return len(words) <= LONGEST_TOLD and not set(words).isdisjoint(question.told_by)


def _told(part: str, questions: Sequence[Question], fillers: frozenset[str]) -> Piece | None:
    """The part as an answer; to a yes-or-no question only where it says nothing else."""
    question = next((q for q in questions if _tells(part, q)), None)
    if question is None or (any(c.isdigit() for c in part)):
        return None
    words = part.split()
    if question.type is not QuestionType.YES_NO:
        while words and words[0].lower().replace("’", "'") in fillers:
            words = words[1:]
        return Piece(question, " ".join(words))
    says, *rest = spoken(part).split()
    plain = says in _YES_NO and set(rest) <= {*question.told_by}
    return Piece(question, says) if plain else None
