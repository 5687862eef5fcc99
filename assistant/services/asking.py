"""Whether a text has the form of a question put to us."""

import re

from assistant.domain.wording import Wording, begins, normalise

LONGEST_ADDRESS = 2
"""Words before a comma; "sorry, who sees this" and "Will, about 12" are judged by what follows."""


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


def asks_something(text: str, wording: Wording) -> bool:
    """Whether any clause of a text has the form of a question."""
    clauses = (normalise(c) for c in re.split(r"[,.;:!\n]|\band\b", text))
    return "?" in text or any(begins(c, wording.question_openers) for c in clauses)
