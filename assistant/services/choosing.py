"""Which choice a typed text makes, and which of its words the choice doesn't hold.

A wrong choice is worse than asking again: "medium build man" chooses nothing. And nothing that was
typed may be lost: "medium, because she was seen twice" is a choice and a reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.domain.definition import (
    NONE,
    OTHERS_UNKNOWN,
    Option,
    Question,
    QuestionType,
    Told,
)
from assistant.domain.interview import Answer
from assistant.domain.wording import Wording, normalise

SHORTEST_PART = 6
"""Characters; fewer stand in a label by chance."""
SHORTEST_NAME = 3
"""Characters; a shorter name of an option ("m", "no") doesn't count inside other words."""
LONGEST_CHOICE = 12
"""Words; in a longer text an option is mentioned, and not chosen."""

LISTS = frozenset({Told.INDICATORS, Told.CURRENT, Told.HISTORIC, Told.FACTS})
"""Lists in which "none" speaks of every row."""

_CUT = re.compile(r"\s*(?:[,;:.!\n–—]|\s-)+\s*")
_SEPARATORS = (r";|\n|(?<=[^\W\d_]{2})\.(?=\s|$)", r",", r"\band\b|&|\+|/")
"""What stands between several options, the surest first: a label may hold a comma or an "and"."""


@dataclass(frozen=True)
class Chosen:
    """A choice, and the words typed beside it that it doesn't hold."""

    answer: Answer
    beside: str = ""


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
        chosen = [option] if option else _several(text, options, wording)
        return _chosen(question, chosen, "").answer if chosen else None
    return None


def chosen_in(
    text: str, question: Question, options: tuple[Option, ...], wording: Wording
) -> Chosen | None:
    """The choice that a text makes, with the words beside it."""
    if question.type is QuestionType.YES_NO:
        return _yes_or_no_with_more(text, wording)
    if question.type not in (QuestionType.CHOICE, QuestionType.CHOICES):
        return None
    return _said_first(text, question, options, wording) or _mentioned(
        text, question, options, wording
    )


def options_in(text: str, options: tuple[Option, ...], wording: Wording) -> list[Option]:
    """The options that a text lists, one after the other; none if it says anything else."""
    return _several(text, options, wording)


def match_option(plain: str, options: tuple[Option, ...]) -> Option | None:
    """The option whose value, label or other name is exactly this normalised text."""
    return next((o for o in options if plain in names_of_option(o)), None)


def names_of_option(option: Option) -> frozenset[str]:
    """What an option is called, as phrases are compared."""
    return _names((option.value, option.label, *option.also))


@cache
def _names(called: tuple[str, ...]) -> frozenset[str]:
    """Of a definition only, so what is kept is no more than the forms have."""
    return frozenset(map(normalise, called))


def tells(text: str, wording: Wording) -> bool:
    """Whether words say anything beyond what goes with any answer ("I did", "if that's ok")."""
    return any(word not in wording.untelling for word in normalise(text).split())


def _said_first(
    text: str, question: Question, options: tuple[Option, ...], wording: Wording
) -> Chosen | None:
    """Options first, then a reason or more words; as many options as stand there."""
    for head, rest, is_reason in _cuts(text, wording):
        found = _several(head, options, wording)
        if not found or (len(found) > 1 and question.type is QuestionType.CHOICE):
            continue
        if not is_reason and any(_mentions(rest, o) for o in options if o not in found):
            return None  # "medium, or high"
        beside = rest if tells(rest, wording) else ""
        if beside and [o.value for o in found] == [NONE] and _is_list(question):
            return None  # "none, only grooming"
        return _chosen(question, found, beside)
    return None


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


def _mentions(text: str, option: Option) -> bool:
    plain = f" {normalise(text)} "
    return any(f" {n} " in plain for n in names_of_option(option) if len(n) >= SHORTEST_NAME)


def _several(
    text: str,
    options: tuple[Option, ...],
    wording: Wording,
    separators: tuple[str, ...] = _SEPARATORS,
) -> list[Option]:
    """Several options typed one after the other; all must match, or none count."""
    plain = normalise(text)
    whole = _bare_match(plain, options, wording)
    if whole:
        return [whole]
    if plain in wording.both:
        return _both(options, wording)
    for phrases, value in ((wording.rest_no, NONE), (wording.rest_unknown, OTHERS_UNKNOWN)):
        if plain in phrases:
            return [o for o in options if o.value == value]
    if not separators:
        return []
    pieces = [p for p in re.split(separators[0], text, flags=re.IGNORECASE) if normalise(p)]
    if len(pieces) < 2:
        return _several(text, options, wording, separators[1:])
    found: list[Option] = []
    for piece in pieces:
        matched = _several(piece, options, wording, separators[1:])
        if not matched and tells(piece, wording):
            return []
        found += [o for o in matched if o not in found]
    return found


def _both(options: tuple[Option, ...], wording: Wording) -> list[Option]:
    """The two options that there are besides "neither" and "not known"; "both" of three is none."""
    real = [
        o
        for o in options
        if o.value != OTHERS_UNKNOWN and not names_of_option(o) & wording.negations
    ]
    return real if len(real) == 2 else []


def _bare_match(plain: str, options: tuple[Option, ...], wording: Wording) -> Option | None:
    """The option in a text, apart from words that go with any choice ("I think it is high")."""
    words = plain.split()
    most_before = _count(words, wording.choice_leads)
    most_after = _count(words[::-1], wording.choice_tails)
    for before in range(most_before + 1):
        for after in range(most_after + 1):
            part = " ".join(words[before : len(words) - after])
            found = match_option(part, options) or _partly(part, options)
            if found:
                return found
    return None


def _count(words: list[str], allowed: frozenset[str]) -> int:
    """How many words from the beginning are among the allowed ones."""
    return next((i for i, word in enumerate(words) if word not in allowed), len(words))


def _partly(plain: str, options: tuple[Option, ...]) -> Option | None:
    """The one option whose label holds these words ("family conflict"), if they are telling."""
    if len(plain) < SHORTEST_PART:
        return None
    named = [o for o in options if f" {plain} " in f" {normalise(o.label)} "]
    return named[0] if len(named) == 1 else None


def _yes_or_no(plain: str, wording: Wording) -> str | None:
    if plain in wording.yes:
        return "yes"
    return "no" if plain in wording.no else None


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
