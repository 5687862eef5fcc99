"""Which answer somebody means: by its name, by a row of the toolkit, or by words in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.amendments import AmendmentWords
from assistant.domain.definition import (
    NONE,
    OTHERS_UNKNOWN,
    Decides,
    Option,
    Question,
    QuestionType,
    Told,
)
from assistant.domain.display import display_parts
from assistant.domain.interview import names_of, spoken
from assistant.domain.wording import normalise
from assistant.services.choosing import options_in
from assistant.services.correcting import CHOSEN
from assistant.services.drafting import Draft
from assistant.services.particulars import REST

_ROWS = (Told.INDICATORS, Told.CURRENT)
_PART_OF_ROW = (Told.LEVEL, Told.TYPES, Told.CONTEXT, Told.REASON)


@dataclass(frozen=True)
class Place:
    """An answer, and which of its people, places or vehicles; None: it is a single one."""

    question: Question
    item: int | None = None


def named_in(draft: Draft, words: str) -> Question | None:
    """The question that words name and say nothing besides: "the time", "Hana's age".

    A part of somebody ("the name") is that of whom the page asked is about.
    """
    whole = (q for q in draft.questions if spoken(words) in names_of(q) and " " in words)
    exact = next(whole, None) or _of_row(draft, words) or _person_here(draft, words)
    if exact:
        return exact
    return _named_among(draft, draft.questions, words) or _person_of(draft, words)


def named_elsewhere(draft: Draft, words: str) -> bool:
    """Whether words name an answer that only another form has."""
    others = [question for form in draft.forms.values() for question in form.questions]
    return _named_among(draft, others, words) is not None


def _named_among(draft: Draft, questions: Sequence[Question], words: str) -> Question | None:
    """The question whose name words are: the longest name wins."""
    named = [
        (len(name), question)
        for question in questions
        for name in names_of(question)
        if _names(draft, question, name, words)
    ]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def levels_in(draft: Draft, words: str) -> list[Question]:
    """The levels that "the level" alone may mean: the one being decided, or all that have been.

    At the review it is the decision itself.
    """
    said = [w for w in spoken(words).split() if w not in _words(draft).pointing]
    levels = [q for q in draft.questions if _is_level(q) and said == [spoken(q.short or "")]]
    asked = draft.question
    if asked is None or not levels:
        return [q for q in levels if q.decides is Decides.LEVEL]
    row = asked.weighs.row if asked.weighs else None
    here = [q for q in levels if q == asked or (q.page and q.page == asked.page)]
    here += [q for q in levels if row and q.weighs and q.weighs.row == row]
    return here[:1] or [q for q in levels if q.id in draft.case.answers]


def _is_level(question: Question) -> bool:
    told = question.weighs is not None and question.weighs.told is Told.LEVEL
    return told or question.decides in (Decides.SECTION_1_LEVEL, Decides.LEVEL)


def part_in(draft: Draft, words: str) -> str:
    """The part of somebody that words end with ("her date of birth"); empty: none."""
    said = f" {spoken(words)}"
    parts = draft.speaker.wording.people.parts
    return max((p for p in parts if said.endswith(f" {spoken(p)}")), key=len, default="")


def is_part(draft: Draft, words: str) -> bool:
    """Whether words name only a part of somebody or something: "the number plate"."""
    return not _words(draft).parts.isdisjoint(spoken(words).split())


def label_of(draft: Draft, words: str) -> str:
    """The same part as it is called before a colon, by its first name."""
    parts, said = draft.speaker.wording.people.parts, part_in(draft, words)
    return next((p for p, part in parts.items() if said and part == parts[said]), "")


def sex_in(draft: Draft, words: str) -> dict[str, str]:
    """Somebody as words tell of whom: "his age" is of a boy or a man."""
    known = _words(draft)
    said = next((w for w in normalise(words).split() if w in known.male | known.female), "")
    return {"gender": said} if said else {}


def rows_in(draft: Draft, words: str) -> list[tuple[Question, Option]]:
    """The rows of the toolkit that words list, and nothing besides, with their lists."""
    lists = [q for q in draft.questions if q.weighs and q.weighs.told in _ROWS]
    rows = [(q, o) for q in lists for o in q.options if o.value not in (NONE, OTHERS_UNKNOWN)]
    found = options_in(words, tuple(option for _, option in rows), draft.speaker.wording)
    return [(question, option) for question, option in rows if option in found]


def holders(draft: Draft, words: str) -> list[Place]:
    """The answers in which words stand; those in somebody's own account only where no other."""
    telling = [w for w in normalise(words).split() if w not in _words(draft).pointing]
    found = [p for q in draft.questions for p in _held(draft, q, telling)] if telling else []
    accounts = {form.account.id for form in draft.plan if form.account}
    return [p for p in found if p.question.id not in accounts] or found


def shown(draft: Draft, question: Question) -> list[str]:
    """An answer as it is displayed, each of its people, places or vehicles by itself."""
    answer = draft.case.answers.get(question.id)
    if answer is None or not answer.has_value:
        return []
    if question.repeat:
        words = draft.speaker.wording.words
        return [display_parts(question.type, item, words) for item in answer.value]
    return [draft.speaker.display(question, answer)]


def _held(draft: Draft, question: Question, telling: Sequence[str]) -> Iterator[Place]:
    if question.type in CHOSEN:
        return
    for index, text in enumerate(shown(draft, question)):
        if all(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", normalise(text)) for w in telling):
            yield Place(question, index if question.repeat else None)


def _of_row(draft: Draft, words: str) -> Question | None:
    """The level, type or context of a row, by any name of that row: "the level of cars"."""
    said = spoken(words).split()
    for question in draft.questions:
        weighs = question.weighs
        if weighs is None or weighs.told not in _PART_OF_ROW or not question.short:
            continue
        part = spoken(question.short)
        if part not in said:
            continue
        rest = [w for w in said if w != part and w not in _words(draft).pointing]
        rows = rows_in(draft, " ".join(rest)) if rest else []
        if [option.value for _, option in rows] == [weighs.row]:
            return question
    return None


def _person_here(draft: Draft, words: str) -> Question | None:
    """Whoever is asked about on this page, where words name a part of somebody and no more."""
    asked, part = draft.question, part_in(draft, words)
    rest = set(spoken(words).split()) - set(spoken(part).split()) - _words(draft).pointing
    if asked is None or asked.page is None or not part or rest:
        return None
    page = (q for q in draft.form.questions if q.page == asked.page)
    return next((q for q in page if q.type in REST and not q.repeat), None)


def _person_of(draft: Draft, words: str) -> Question | None:
    """Somebody who was told of, where words name a part of a boy or a girl ("her name")."""
    part = part_in(draft, words)
    rest = set(spoken(words).split()) - set(spoken(part).split()) - _words(draft).pointing
    if not part or rest or not sex_in(draft, words):
        return None
    people = (q for q in draft.questions if q.reads and q.type is QuestionType.PERSON)
    return next((q for q in people if q.id in draft.case.answers), None)


def _names(draft: Draft, question: Question, name: str, words: str) -> bool:
    """Whether words are this name, but for what points at it and whose it is."""
    said = f" {spoken(words)} "
    if not name or f" {name} " not in said:
        return False
    others = sorted(names_of(question), key=len, reverse=True)
    for known in (name, *others):
        said = said.replace(f" {known} ", " ")
    rest = [w for w in said.split() if w not in _words(draft).pointing]
    owners = {spoken(o) for o in re.findall(r"\b[\w-]+(?='s\b)", words)} | {"s"}
    parts = set(spoken(part_in(draft, words)).split())
    speaker = draft.speaker.wording.first_person & (set(said.split()) - owners)
    if speaker and question.type is QuestionType.PERSON and not owners - {"s"}:
        return False  # "my name" is nobody else's
    return all(w in owners | parts for w in rest)


def _words(draft: Draft) -> AmendmentWords:
    return draft.speaker.wording.amendments
