"""Whether a text has the form of a question put to us."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.domain.wording import Wording, begins, normalise

LONGEST_ADDRESS = 2
"""Words before a comma; "sorry, who sees this" and "Will, about 12" are judged by what follows."""

SHORTEST_CLAUSE = 3
"""Words; "Why Not, the night club" asks nothing."""


def looks_like_question(text: str, wording: Wording) -> bool:
    """Whether a text has the form of a question: a question mark, or how it begins.

    A name or a time may begin with the same words: "Will, about 12", "May Street", "when I got
    back". So what stands before a first comma may be a word of address or a name, and a verb or
    an adverb begins a question only where the sentence is turned round ("will they", "when do").
    What ends with ", she said" was asked of somebody else.
    """
    if text.rstrip().endswith("?"):
        return True
    if normalise(text.rpartition(",")[2]) in wording.reported:
        return False
    head, comma, rest = text.partition(",")
    plain = normalise(rest if comma and len(head.split()) <= LONGEST_ADDRESS else text)
    if not begins(plain, wording.question_openers):
        return False
    words = [*plain.split(), ""]
    follows = wording.question_follows.get(words[0])
    return follows is None or words[1] in follows


def turned_round(text: str, wording: Wording) -> bool:
    """Whether a verb stands before its subject anywhere ("as a driver am I obliged"), or a clause
    begins as a question does ("ey up, who is reading this").

    "The bus is it" may do so too, so this counts only where an intent says the same.
    """
    words = normalise(text).split()
    if wording.reporting.intersection(words):
        return False  # "she said can you help me"
    verbs = {opener for opener, next_ in wording.question_follows.items() if "i" in next_}
    inside = any(a in verbs and b in wording.subjects for a, b in pairwise(words))
    return inside or any(looks_like_question(c, wording) for c in _clauses(text, wording))


def _clauses(text: str, wording: Wording) -> Iterator[str]:
    """The clauses of a text that are long enough to ask, without a greeting before them."""
    for clause in re.split(r"[,.;:!\n]|\b(?:and|but|so|cos|because)\b", text):
        plain = normalise(clause)
        greeting = max((g for g in wording.greetings if begins(plain, (g,))), key=len, default="")
        rest = plain.removeprefix(greeting).strip()
        if len(rest.split()) >= SHORTEST_CLAUSE:
            yield rest


def asks_something(text: str, wording: Wording) -> bool:
    """Whether any clause of a text has the form of a question."""
    clauses = (normalise(c) for c in re.split(r"[,.;:!\n]|\band\b", text))
    return "?" in text or any(begins(c, wording.question_openers) for c in clauses)
