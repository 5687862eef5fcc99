"""Whether a text corrects or changes what was told before, instead of answering.

An answer may begin with the same words ("Not far from the park", "Change of route home"), so where
words are asked for, only the shape of a correction or of a change counts as one.
"""

import re
from collections.abc import Container

from assistant.domain.definition import Question, QuestionType
from assistant.domain.reading import Reading
from assistant.domain.wording import Wording, begins, ends, normalise

CHOSEN = frozenset({QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.YES_NO})
"""Questions that are answered by choosing."""

LONGEST_CORRECTION = 12
"""Words; a longer text where words are asked for is the answer, however it begins."""
LONGEST_STATEMENT = 6
"""Words of a plain fact ("she is called Aisha Khan"); more may well be the answer."""
LONGEST_SHORT = 8
"""Words; a longer text is more than a correction or a change."""

_POINTING = re.compile(r"^(?:(?:the|my|her|his|their|this|that) )+")
_WORD = re.compile(r"[\w'’@.+/-]+")


def corrects(
    text: str, question: Question, reading: Reading, held: Container[str], wording: Wording
) -> bool:
    """Whether a text with details corrects what was told; `held` are the details told already."""
    plain = normalise(text)
    length, in_words = len(plain.split()), question.type is QuestionType.TEXT
    if not reading.details or (in_words and length > LONGEST_CORRECTION):
        return False
    known = all(detail in held for detail in reading.details)
    if says_so(plain, wording):
        return not in_words or known
    if begins(plain, wording.statement_openers):
        return length <= LONGEST_STATEMENT and is_bare(text, reading, wording)
    if begins(plain, wording.doubtful_openers) and not in_words:
        return known and is_short(plain)
    return False


def says_so(plain: str, wording: Wording) -> bool:
    """Whether a text says of itself that it corrects."""
    return begins(plain, wording.correction_openers) or ends(plain, wording.correction_tails)


def is_bare(text: str, reading: Reading, wording: Wording) -> bool:
    """Whether a text holds nothing but the details read from it ("she's 14")."""
    return bool(reading.details) and not unread(text, reading, wording)


def unread(text: str, reading: Reading, wording: Wording) -> int:
    """How many words of a text tell something that was not read from it."""
    found = [item for items in reading.details.values() for item in items]
    spans = [span for item in found for spans in item.evidence.values() for span in spans]
    return sum(
        normalise(word[0]) not in wording.untelling
        and not any(span.start < word.end() and word.start() < span.end for span in spans)
        for word in _WORD.finditer(text)
    )


def is_short(text: str) -> bool:
    """Whether a text is short enough to be no more than a correction or a change."""
    return len(text.split()) <= LONGEST_SHORT


def orders_change(plain: str, wording: Wording) -> bool:
    """Whether a text asks for a change of something it points to ("change the level").

    "Change of contact" is the name of a choice.
    """
    opener = max((o for o in wording.change_openers if begins(plain, (o,))), key=len, default="")
    return bool(opener and _POINTING.match(plain[len(opener) :].strip()))
