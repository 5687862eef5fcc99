"""What somebody's list of choices ticks, what it denies, and which of its parts are left open.

"Weapons, gangs. Not offending" ticks two and denies one. A part that fits none of the choices, or
several, is named and asked about: it neither costs the others their tick nor answers anything else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.definition import NONE, OTHERS_UNKNOWN, Option
from assistant.domain.wording import Wording, begins, normalise
from assistant.services.naming import SEPARATORS, Names, cut_at, tells

LONGEST_PART = 5
"""Words; more are a sentence and no name of a choice."""
_TAILS = (NONE, OTHERS_UNKNOWN)
_BETWEEN = (*SEPARATORS[:2], r"\bbut\b", SEPARATORS[2])
_SAYS_MORE = re.compile(r"\s*(?::|\s[-–—])\s+")
_OR = r",|\bn?or\b|\band\b|&|/"


@dataclass(frozen=True)
class Part:
    """Words that fit none of the choices, or several."""

    text: str
    may_be: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A list taken apart. `beside` are sentences that stand with it."""

    ticked: tuple[Option, ...] = ()
    denied: tuple[Option, ...] = ()
    open: tuple[Part, ...] = ()
    beside: str = ""
    agrees: bool = False
    """It says "yes" to what was proposed ("yes, but not offending")."""


def taken_apart(text: str, names: Names) -> Listed | None:
    """The choices in a text; None where it names none, denies none and comes near none."""
    reason = re.search(rf"\b(?:{'|'.join(names.wording.reasons)})\b", text, re.IGNORECASE)
    head, rest = (text[: reason.start()], text[reason.end() :].strip()) if reason else (text, "")
    found = _parts(head, names, _BETWEEN)
    ticked = _unique(o for part in found for o in part.ticked)
    denied = _unique(o for part in found for o in part.denied)
    left = tuple(p for part in found for p in part.open)
    beside = "\n".join(filter(None, (*(part.beside for part in found), rest)))
    agrees = any(part.agrees for part in found)
    near = ticked or denied or any(p.may_be for p in left)
    unsure = any(_denial(p.text, names.wording) for p in left)  # "weapons, not seen"
    if not near or unsure or any(o in ticked for o in denied):
        return None
    if any(o.value in _TAILS for o in ticked) and left and len(ticked) == 1:
        return None  # "none, only grooming"
    return Listed(ticked, denied, left, beside, agrees)


def _parts(text: str, names: Names, separators: tuple[str, ...]) -> list[Listed]:
    """The pieces of a text, each as what it is."""
    whole = names.in_text(text, ())
    if whole or not separators:
        return [Listed(ticked=tuple(whole))] if whole else _leaf(text, names)
    pieces = cut_at(separators[0], text)
    if len(pieces) == 1 and _denial(text, names.wording):
        return _leaf(text, names)
    if len(separators) == 1 and not any(names.in_text(piece, ()) for piece in pieces):
        return _leaf(text, names)  # an "and" within a sentence
    return [found for piece in pieces for found in _parts(piece, names, separators[1:])]


def _leaf(text: str, names: Names) -> list[Listed]:
    """A piece that can't be cut: a denial, a "yes", or words that are left open."""
    said = text.strip(" ,;.")
    head, *rest = _SAYS_MORE.split(said, maxsplit=1)
    named = names.in_text(head, ()) if rest else []
    if named:
        return [Listed(ticked=tuple(named), beside=rest[0])]
    if normalise(said) in names.wording.yes:
        return [Listed(agrees=True)]
    if not tells(said, names.wording):
        return []
    denial = _denial(said, names.wording)
    if denial:
        denied = [names.in_text(piece, ()) for piece in cut_at(_OR, denial)]
        if all(denied):
            return [Listed(denied=tuple(o for found in denied for o in found))]
    if len(said.split()) > LONGEST_PART and not names.maybe(said):
        return [Listed(beside=said)]
    may_be = tuple(o for o in names.maybe(said) if o.value not in _TAILS)
    return [Listed(open=(Part(said, may_be),))]


def _denial(text: str, wording: Wording) -> str:
    """What a piece denies: the words after a "not" or a "no"; empty where it denies nothing."""
    plain = normalise(text)
    opener = max((d for d in wording.denials if begins(plain, (d,))), key=len, default="")
    return plain[len(opener) :].strip() if opener else ""


def _unique(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple({o.value: o for o in options}.values())
