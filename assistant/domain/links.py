"""Answers that follow from others (`taken_from`): one fact keeps one answer in every form.

The source is the truth. What follows from it is changed with it, and what somebody says of the
same person in the other form is said of the source. What nobody took from the source stays.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.definition import FormDefinition
from assistant.domain.interview import Answer, Answers


@dataclass(frozen=True)
class Link:
    """`derived` takes an item of its list from the answer to `source`; `values` translates it."""

    source: str
    derived: str
    values: Mapping[str, str]

    def item(self, answers: Answers) -> Any:
        """The item that the source's answer gives; None where it gives none."""
        answer = answers.get(self.source)
        if answer is None or not answer.has_value:
            return None
        return self.values.get(answer.value) if self.values else answer.value


def links_of(forms: Iterable[FormDefinition]) -> tuple[Link, ...]:
    """Every link between the questions of some forms."""
    return tuple(
        Link(question.taken_from.question, question.id, question.taken_from.values)
        for form in forms
        for question in form.questions
        if question.taken_from
    )


def follow(
    links: Sequence[Link], before: Answers, after: Answers, asked: Collection[str]
) -> dict[str, Answer]:
    """The answers after a change, with what follows from it. `asked` names the questions of the
    forms being filled in: nothing is written to any other."""
    answers = dict(after)
    for link in links:
        if before.get(link.source) != after.get(link.source):
            _forward(link, before, answers)
        elif before.get(link.derived) != after.get(link.derived) and link.source in asked:
            _back(link, before, answers)
    return answers


def take_back(link: Link, answers: Answers) -> Answer | None:
    """The source's answer out of one that was given before the source was ever asked."""
    items = _items(answers.get(link.derived))
    if link.values or link.source in answers or not items:
        return None
    return _own(answers[link.derived], 0)


def _forward(link: Link, before: Answers, answers: dict[str, Answer]) -> None:
    """The item that stood for the old answer stands for the new one; the others stay."""
    derived = answers.get(link.derived)
    if derived and not derived.has_value:
        return  # whoever said that a report has no victim is not overruled
    was, now, items = link.item(before), link.item(answers), _items(derived)
    place = _place_of(was if was is not None else now, items)
    if place is None and was is not None and items:
        return  # somebody has taken it out of the list
    kept = items if place is None else [*items[:place], *items[place + 1 :]]
    if now is not None and now not in kept:
        kept = [*kept[: place or 0], now, *kept[place or 0 :]]
    if kept:
        same_places = derived is not None and len(kept) == len(items)
        evidence = _evidence_of_others(derived, place) if derived and same_places else {}
        answers[link.derived] = Answer(kept, evidence=evidence)
    else:
        answers.pop(link.derived, None)


def _back(link: Link, before: Answers, answers: dict[str, Answer]) -> None:
    """What was said of the same person in the other form is said of the source."""
    items = _items(answers.get(link.derived))
    source = link.item(answers)
    if link.values or not items or source in items:
        return
    old = _items(before.get(link.derived))
    place = _place_of(source, items) if source else 0
    if place is None and len(items) >= len(old):
        place = _place_of(source, old)
    if place is not None:
        answers[link.source] = _own(answers[link.derived], place)


def _items(answer: Answer | None) -> list[Any]:
    return list(answer.value) if answer and answer.has_value else []


def _place_of(item: Any, items: Sequence[Any]) -> int | None:
    """Where an item stands in a list: itself, or somebody of the same name."""
    if item in items:
        return items.index(item)
    name = _name(item)
    named = [place for place, other in enumerate(items) if name and _name(other) == name]
    return named[0] if named else None


def _name(item: Any) -> str:
    return str(item.get("name", "")).casefold() if isinstance(item, Mapping) else ""


def _own(answer: Answer, place: int) -> Answer:
    """One item of a list as an answer of its own, with the words that it came from."""
    begins = f"[{place}]."
    evidence = {
        part.removeprefix(begins): spans
        for part, spans in answer.evidence.items()
        if part.startswith(begins)
    }
    return Answer(answer.value[place], evidence=evidence)


def _evidence_of_others(answer: Answer, place: int | None) -> dict[str, Any]:
    return {p: spans for p, spans in answer.evidence.items() if not p.startswith(f"[{place}].")}
