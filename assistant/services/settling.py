"""Before an answer is kept: what it is laid over, and whether it can be so.

An age and a date of birth that don't agree are asked about; a birth that is still to come and an
age that nobody has are left out and said; what is too long for its part goes to the account.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.domain import schemas
from assistant.domain.dates import OLDEST, age_on
from assistant.domain.definition import Question, QuestionType
from assistant.domain.interview import Answer
from assistant.domain.placing import UnclearError
from assistant.domain.reading import Reading
from assistant.services.drafting import Draft

ADDED_TO = frozenset({QuestionType.PERSON, QuestionType.CONTACT})
"""Who somebody is: what a change doesn't mention stays. A new place replaces the old."""
CHANGED_IN_PART = ADDED_TO | {QuestionType.DATE_TIME}
"""The same, when it is asked again: another hour leaves the day."""
_AGES = ("age", "age_text")
_NEAR = 1
"""Years by which "about 14" may be wrong."""

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Settled:
    """The answer as it is kept; `ask_again`: it is kept and yet to be put right."""

    answer: Answer
    ask_again: bool = False


def settle(
    draft: Draft,
    question: Question,
    answer: Answer,
    today: date,
    *,
    over: bool = False,
    whole: bool = False,
) -> Settled | None:
    """The answer as it is kept, or None where it can't be: then why has been said.

    `over`: it corrects what was said before; `whole`: it is what comes of that already.
    """
    if not (question.composite and answer.has_value):
        return Settled(answer)
    if not _fits(answer):
        _say_too_long(draft, answer)
        return None
    old = draft.case.answers.get(question.id)
    laid = answer if whole else _laid_over(draft, question, answer, over=over)
    if laid is None:
        draft.set(revisit=question.id)
        return None
    if question.type is not QuestionType.PERSON:
        return Settled(laid)
    possible = _each(laid, lambda item: _possible(item, today))
    if possible.value != laid.value:
        draft.say("no_such_age", oldest=str(OLDEST))
        # Read, not answered: so it is asked again where the form needs an age.
        return Settled(replace(possible, read=True)) if possible.value else None
    return _agreed(draft, question, possible, bool(old), today)


def _laid_over(draft: Draft, question: Question, answer: Answer, *, over: bool) -> Answer | None:
    """The answer over the one before; None: which of several it is about was asked."""
    old = draft.case.answers.get(question.id)
    if old is None or not (over or (question.type in ADDED_TO and old.read)):
        return answer
    try:
        return draft.placer(question).lay(old, answer)
    except UnclearError:
        if not over:
            return answer
        items = draft.speaker.display(question, old)
        draft.say("which_one", people=items)
        return None


def _each(answer: Answer, change: Callable[[Item], Item]) -> Answer:
    """The answer with every item changed; one without anything left is gone."""
    if not isinstance(answer.value, list):
        return replace(answer, value=change(answer.value))
    return replace(answer, value=[item for item in map(change, answer.value) if item])


def _items(answer: Answer) -> list[Item]:
    return answer.value if isinstance(answer.value, list) else [answer.value]


def _without(item: Item, *parts: str) -> Item:
    return {part: value for part, value in item.items() if part not in parts}


def _possible(item: Item, today: date) -> Item:
    """Without an age that nobody has, and a birth that is still to come."""
    born = age_on(item.get("date_of_birth", ""), today)
    if born is not None and not 0 <= born <= OLDEST:
        item = _without(item, "date_of_birth")
    return item if 0 <= item.get("age", 0) <= OLDEST else _without(item, *_AGES)


def _agreed(
    draft: Draft, question: Question, answer: Answer, was_answered: bool, today: date
) -> Settled:
    """A date of birth tells the age by itself. Where they differ it is said and asked, once: who
    then says the age again means the age."""
    differing = next((item for item in _items(answer) if _differs(item, today)), None)
    if differing is None:
        return Settled(_each(answer, lambda item: _by_birth(item)))
    mark = f"age_differs:{question.id}"
    if mark in draft.case.told and was_answered:
        aged = _each(
            answer, lambda i: _without(i, "date_of_birth") if _differs(i, today) else _by_birth(i)
        )
        return Settled(aged)
    born = differing["date_of_birth"]
    draft.say("age_differs", born=born, age=str(age_on(born, today)))
    draft.set(told=(*draft.case.told, mark))
    kept = replace(_each(answer, lambda item: _by_birth(item)), read=True)
    return Settled(kept, ask_again=len(_items(answer)) == 1)


def _by_birth(item: Item) -> Item:
    return _without(item, *_AGES) if "date_of_birth" in item else item


def _differs(item: Item, today: date) -> bool:
    born = age_on(item.get("date_of_birth", ""), today)
    if born is None or "age" not in item:
        return False
    exact = str(item.get("age_text", item["age"])).isdigit()
    return bool(abs(born - item["age"]) > (0 if exact else _NEAR))


def _fits(answer: Answer) -> bool:
    """Whether every part is short enough, and the list of them."""
    items = _items(answer)
    longest = max((len(v) for i in items for v in i.values() if isinstance(v, str)), default=0)
    return longest <= schemas.LONGEST_PART and len(items) <= schemas.MOST_ITEMS


def _say_too_long(draft: Draft, answer: Answer) -> None:
    """Say how long it may be. The words go to the account of a form that is being filled in."""
    said = "\n".join(", ".join(map(str, item.values())) for item in _items(answer))
    limits = {"limit": str(schemas.LONGEST_PART), "most": str(schemas.MOST_ITEMS)}
    asked = {question.id for question in draft.questions}
    form = next((f for f in draft.plan if f.account and f.account.id in asked), None)
    before = draft.case.answers.get(form.account.id) if form and form.account else None
    length = len(said) + (len(before.value) if before and before.has_value else 0)
    if form is None or form.account is None or length >= schemas.LONGEST_TEXT:
        draft.say("too_long_kept", **limits)
        return
    if before:
        draft.keep_account(form, said, Reading())
    else:
        draft.set(words="\n".join(filter(None, (draft.case.words, said))))
    draft.say("too_long_for_part", account=form.account.name, **limits)
