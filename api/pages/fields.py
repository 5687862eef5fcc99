"""Questions as fields: what a page shows of each, and the answer that is read back from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.pages import boxes
from api.pages.boxes import Parts, Problem, element_id
from api.pages.forms import Posted
from api.pages.words import say
from assistant.domain.definition import PARTS, Audience, Option, Question, QuestionType
from assistant.domain.schemas import LONGEST_TEXT, MOST_ITEMS

MOST_RADIOS = 15
"""More choices stand in a list that opens."""
_CHOICES = (QuestionType.CHOICE, QuestionType.YES_NO)


@dataclass(frozen=True)
class Choice:
    """One option, whether it is chosen, and the words that were read for it."""

    id: str
    value: str
    label: str
    chosen: bool
    heard: str = ""


@dataclass(frozen=True)
class Item:
    """One of several people, places, vehicles or contacts."""

    number: int
    name: str
    parts: Parts


@dataclass(frozen=True)
class Field:
    """One question on a page."""

    question: Question
    name: str
    kind: str
    """text, choice, select, choices, parts or items: the template of the same name shows it."""

    legend: str
    body: tuple[str, ...] = ()
    hint: str = ""
    known: tuple[str, ...] = ()
    value: str = ""
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    problem: str = ""
    another: str = ""

    @property
    def id(self) -> str:
        """The id of the field; an error leads to its first box."""
        return element_id(self.name)

    @property
    def first(self) -> str:
        """The id of its first box."""
        return first_box(self)


def name_of(question: Question) -> str:
    """The name of a question's boxes."""
    return f"a.{question.id}"


def filled_from(questions: Iterable[Question], values: Mapping[str, Any]) -> Posted:
    """Answers that are known, as what stands in the boxes of a form."""
    found: dict[str, tuple[str, ...]] = {}
    for question in questions:
        value, name = values.get(question.id), name_of(question)
        if value is None:
            continue
        if question.composite:
            several = value if question.repeat else [value]
            for i, item in enumerate(several):
                own = f"{name}.{i}" if question.repeat else name
                found |= {k: (v,) for k, v in boxes.as_boxes(question.type, own, item).items()}
        elif isinstance(value, list):
            found[name] = tuple(map(str, value))
        else:
            found[name] = (str(value),)
    return Posted(found)


def read_answer(
    question: Question, options: Sequence[Option], posted: Posted, old: Any
) -> tuple[Any, list[Problem]]:
    """The answer in a posted form, None where it is blank; and what is wrong with it."""
    name = name_of(question)
    if question.composite:
        return _read_composite(question, posted, old)
    if question.type is QuestionType.TEXT:
        text = posted.one(name)
        if len(text) > LONGEST_TEXT:
            return None, [Problem(element_id(name), say("error.too_long", longest=LONGEST_TEXT))]
        return text or None, []
    known = [option.value for option in options]
    chosen = [value for value in posted.all(name) if value in known]
    if question.type is QuestionType.CHOICES:
        return list(dict.fromkeys(chosen)) or None, []
    return (chosen[0] if chosen else None), []


def _read_composite(question: Question, posted: Posted, old: Any) -> tuple[Any, list[Problem]]:
    name = name_of(question)
    if not question.repeat:
        reader = boxes.Reader(posted, name)
        value = reader.read(question.type, old if isinstance(old, dict) else None)
        return value or None, reader.problems
    items, problems = [], []
    for i in range(count(question, posted)):
        reader = boxes.Reader(posted, f"{name}.{i}")
        item = reader.read(question.type, _at(old, i))
        problems += reader.problems
        items += [item] if item else []
    if len(items) > MOST_ITEMS:
        problems.append(Problem(element_id(f"{name}.0"), say("error.too_many", most=MOST_ITEMS)))
    return items or None, problems


def _at(old: Any, place: int) -> Mapping[str, Any] | None:
    return old[place] if isinstance(old, list) and place < len(old) else None


def count(question: Question, filled: Posted) -> int:
    """How many items a form has boxes for; one at least."""
    prefix = f"{name_of(question)}."
    places = [name.removeprefix(prefix).split(".")[0] for name in filled.under(prefix)]
    return min(max((int(p) + 1 for p in places if p.isdecimal()), default=1), MOST_ITEMS + 1)


def with_another(question: Question, posted: Posted) -> Posted:
    """The form with blank boxes for one more item."""
    name = f"{name_of(question)}.{count(question, posted)}"
    first = next(iter(PARTS[question.type]))
    return Posted({**posted.values, f"{name}.{first}": ("",)})


def without(question: Question, posted: Posted, place: int) -> Posted:
    """The form without the boxes of one item; those after it move up."""
    prefix = f"{name_of(question)}."
    kept = {k: v for k, v in posted.values.items() if not k.startswith(prefix)}
    for name, values in posted.under(prefix).items():
        number, dot, rest = name.removeprefix(prefix).partition(".")
        at = int(number) if number.isdecimal() else 0
        if at != place:
            kept[f"{prefix}{at - (at > place)}{dot}{rest}"] = values
    return Posted(kept)


def field(
    question: Question,
    options: Sequence[Option],
    filled: Posted,
    audience: Audience,
    problems: Sequence[Problem],
) -> Field:
    """A question as a field, with what stands in its boxes and what is wrong with it."""
    name = name_of(question)
    made = Field(question, name, _kind(question, options), legend=question.name, hint=question.help)
    wrong = {p.target: p.text for p in problems}
    if question.composite:
        items = _items(question, filled, audience, wrong)
        made = replace(made, items=items, another=_another(question))
    elif question.type is QuestionType.TEXT:
        made = replace(made, value=filled.one(name))
    else:
        made = replace(made, choices=_choices(name, options, filled))
    return replace(made, problem=wrong.get(first_box(made), ""))


def _kind(question: Question, options: Sequence[Option]) -> str:
    if question.composite:
        return "items" if question.repeat else "parts"
    if question.type in _CHOICES:
        return "select" if len(options) > MOST_RADIOS else "choice"
    return str(question.type)


def _choices(name: str, options: Sequence[Option], filled: Posted) -> tuple[Choice, ...]:
    chosen = filled.all(name)
    return tuple(
        Choice(element_id(f"{name}.{o.value}"), o.value, o.label, o.value in chosen)
        for o in options
    )


def _items(
    question: Question, filled: Posted, audience: Audience, wrong: Mapping[str, str]
) -> tuple[Item, ...]:
    name = name_of(question)
    places = range(count(question, filled)) if question.repeat else [None]
    return tuple(
        Item(
            number=i or 0,
            name=say(f"parts.{question.type}", number=(i or 0) + 1) if question.repeat else "",
            parts=boxes.parts(
                question.type,
                name if i is None else f"{name}.{i}",
                filled,
                audience,
                wrong,
                several=question.repeat,
            ),
        )
        for i in places
    )


def _another(question: Question) -> str:
    return say(f"parts.another_{question.type}") if question.repeat else ""


def first_box(made: Field) -> str:
    """The id of the first box of a field."""
    if made.items:
        return made.items[0].parts.foremost[0].first_id
    if made.kind in ("choice", "choices") and made.choices:
        return made.choices[0].id
    return element_id(made.name)
