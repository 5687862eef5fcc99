"""Which choice a typed text makes, and which of its words the choice doesn't hold.

A wrong choice is worse than asking again: "medium build man" chooses nothing. And nothing that was
typed may be lost: "medium, because she was seen twice" is a choice and a reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.definition import NONE, Option, Question, QuestionType, Told
from assistant.domain.interview import Answer
from assistant.domain.wording import Wording, normalise
from assistant.services.listing import LONGEST_PART, Part, taken_apart
from assistant.services.naming import (
    Names,
    match_option,
    mentions,
    names_at,
    names_of_option,
    tells,
)

LONGEST_CHOICE = 12
"""Words; in a longer text an option is mentioned, and not chosen."""

LISTS = frozenset({Told.INDICATORS, Told.CURRENT, Told.HISTORIC, Told.FACTS})
"""Lists in which "none" speaks of every row."""

_CUT = re.compile(r"\s*(?:[,;:.!\n–—]|\s-)+\s*")


@dataclass(frozen=True)
class Chosen:
    """A choice, and the words typed beside it that it doesn't hold.

    `denied` are choices that are said not to be so, and `open` the parts that fit none, or
    several. Without an answer nothing is chosen yet. `agrees`: "yes" to what was proposed.
    """

    answer: Answer | None
    beside: str = ""
    denied: tuple[Option, ...] = ()
    open: tuple[Part, ...] = ()
    agrees: bool = False

    @property
    def asks_more(self) -> bool:
        """Whether something has to be asked or taken back."""
        return bool(self.denied or self.open or self.agrees)


def exactly(
    text: str, question: Question, options: tuple[Option, ...], wording: Wording
) -> Answer | None:
    """An answer that needs no guess and leaves no word over."""
    plain = normalise(text)
    if question.type is QuestionType.YES_NO:
        value = _yes_or_no(plain, wording)
        return Answer(value) if value else None
    option = match_option(plain, options)
    if question.type is QuestionType.CHOICE:
        return Answer(option.value) if option else None
    if question.type is QuestionType.CHOICES:
        chosen = [option] if option else names_at(question, options, wording).in_text(text)
        return _chosen(question, chosen, "").answer if chosen else None
    return None


def chosen_in(
    text: str, question: Question, options: tuple[Option, ...], wording: Wording
) -> Chosen | None:
    """The choice that a text makes, with the words beside it."""
    if question.type is QuestionType.YES_NO:
        return _yes_or_no_with_more(text, wording) or _meant(text, question, wording)
    if question.type not in (QuestionType.CHOICE, QuestionType.CHOICES):
        return None
    names = names_at(question, options, wording)
    if _is_list(question):
        return _said_first(text, question, names) or _as_list(text, question, names)
    return (
        _said_first(text, question, names)
        or _mentioned(text, question, options, wording)
        or _doubt(text, names)
    )


def options_in(text: str, options: tuple[Option, ...], wording: Wording) -> list[Option]:
    """The options that a text lists, one after the other; none if it says anything else."""
    return Names(options, wording).in_text(text)


def _said_first(text: str, question: Question, names: Names) -> Chosen | None:
    """Options first, then a reason or more words; as many options as stand there.

    In a list, words after a comma may be one more part of it: they are no words beside it yet.
    """
    for head, rest, is_reason in _cuts(text, names.wording):
        found = names.in_text(head)
        if not found or (len(found) > 1 and question.type is QuestionType.CHOICE):
            continue
        beside = rest if tells(rest, names.wording) else ""
        if not is_reason and any(mentions(rest, o) for o in names.options if o not in found):
            return None  # "medium, or high"
        if beside and _is_list(question) and (not is_reason or [o.value for o in found] == [NONE]):
            return None
        return _chosen(question, found, beside)
    return None


def _as_list(text: str, question: Question, names: Names) -> Chosen | None:
    """A list of which some parts are denied, or fit none or several of the choices."""
    listed = taken_apart(text, names)
    if listed is None:
        return None
    ticked = _chosen(question, list(listed.ticked), "").answer if listed.ticked else None
    return Chosen(ticked, listed.beside, listed.denied, listed.open, listed.agrees)


def _doubt(text: str, names: Names) -> Chosen | None:
    """A few words that may mean several choices: which of them has to be asked."""
    if len(text.split()) > LONGEST_PART:
        return None
    may_be = tuple(names.maybe(text))
    return Chosen(None, open=(Part(text.strip(), may_be),)) if len(may_be) > 1 else None


def _cuts(text: str, wording: Wording) -> Iterator[tuple[str, str, bool]]:
    """A text cut in two before a reason or at punctuation: the whole first, then shorter heads.

    With each, whether the rest is a reason: it may name other options without choosing them.
    """
    yield text, "", False
    reason = re.search(rf"\b(?:{'|'.join(wording.reasons)})\b", text, re.IGNORECASE)
    end = reason.start() if reason else len(text)
    if reason:
        yield text[:end], text[reason.end() :].strip(), True
    for cut in reversed(list(_CUT.finditer(text, 0, end))):
        yield text[: cut.start()], text[cut.end() :].strip(), False


def _mentioned(
    text: str, question: Question, options: tuple[Option, ...], wording: Wording
) -> Chosen | None:
    """The one option named in several words inside a longer text ("stay anonymous").

    Not where the assessment hangs on it, and not beside a "no" or a "not".
    """
    plain = normalise(text)
    if question.weighs or question.decides or len(plain.split()) > LONGEST_CHOICE:
        return None
    named = [(o, n) for o in options for n in names_of_option(o) if f" {n} " in f" {plain} "]
    named = [(o, n) for o, n in named if len(n.split()) > 1]
    if len({o.value for o, _ in named}) != 1:
        return None
    option, name = max(named, key=lambda pair: len(pair[1]))
    rest = f" {plain} ".replace(f" {name} ", " ", 1)
    if any(word in wording.negations for word in rest.split()):
        return None
    return _chosen(question, [option], text.strip() if tells(rest, wording) else "")


def _chosen(question: Question, found: list[Option], beside: str) -> Chosen:
    values = [option.value for option in found]
    if len(values) > 1 and question.weighs and question.weighs.told is not Told.FACTS:
        values = [v for v in values if v != NONE]  # what isn't ticked counts as not present
    return Chosen(Answer(values if question.type is QuestionType.CHOICES else values[0]), beside)


def _is_list(question: Question) -> bool:
    return question.weighs is not None and question.weighs.told in LISTS


def _yes_or_no(plain: str, wording: Wording) -> str | None:
    if plain in wording.yes:
        return "yes"
    return "no" if plain in wording.no else None


def _meant(text: str, question: Question, wording: Wording) -> Chosen | None:
    """A "yes" or "no" in other words ("on a CP plan"): the words are kept beside it."""
    words = normalise(text).split()
    if len(words) > LONGEST_CHOICE or wording.negations.intersection(words):
        return None
    said = f" {' '.join(words)} "
    values = {v for v, names in question.means.items() if any(f" {n} " in said for n in names)}
    return Chosen(Answer(values.pop()), text.strip()) if len(values) == 1 else None


def _yes_or_no_with_more(text: str, wording: Wording) -> Chosen | None:
    """ "Yes, I was driving" is a "yes" with more in it; "no idea" and "no doubt" are no "no"."""
    if wording.command(normalise(text)):
        return None
    head, rest = _head(text, wording)
    value = _yes_or_no(normalise(head), wording)
    opposite = wording.yes if value == "no" else wording.no
    if value is None or normalise(rest).split(" ", 1)[0] in opposite:
        return None
    return Chosen(Answer(value), rest if tells(rest, wording) else "")


def _head(text: str, wording: Wording) -> tuple[str, str]:
    """What stands before the first punctuation, or else a first word that may stand without it."""
    cut = _CUT.search(text)
    if cut and _yes_or_no(normalise(text[: cut.start()]), wording):
        return text[: cut.start()], text[cut.end() :].strip()
    first, _, rest = text.strip().partition(" ")
    follows = wording.answer_follows.get(normalise(first))
    second = normalise(rest).split(" ", 1)[0]
    return (first, rest.strip()) if follows is not None and second in follows else ("", text)
