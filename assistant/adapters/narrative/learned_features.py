"""What the trained part sees of a text: words, pairs, kinds, meanings, pieces, time, openings.

Training material is small, so a word counts not only as itself: `lexicon/kinds.yml` says of what
kind it is, and pairs of kinds (a man, then a lift) are features of their own;
`lexicon/meanings.yml` says which words mean the same. Pieces of words let a slip of the finger or
an ending nobody listed still count.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from assistant.adapters.narrative.lexicon import FOLDER, _read  # one way to read a word list
from assistant.domain.reading import Span

KINDS_FILE, MEANINGS_FILE = "kinds.yml", "meanings.yml"
PIECE = 4
"""Letters of a piece of a word."""
LIKE_A_KNOWN_WORD = 1 / 3
"""Of the pieces of a word, how many must be known for them to count. A mistyped word keeps more; a
name nobody foresaw has one or two by chance, and they say nothing ("Bula" is no ambulance)."""

OPENING = 2
"""Words that a sentence begins with: "can I", "there is" tell a question from an account."""

NEAR = 5
"""Words apart that two kinds may stand and still be a pair."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.?!\n;]+")
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ings", ""), ("edly", ""),
    ("ed", ""), ("es", ""), ("s", ""), ("ly", ""), ("in", ""),
)  # fmt: skip
_SHORT = {
    "hes": "he is", "shes": "she is", "theyre": "they are", "im": "i am", "ive": "i have",
    "theyve": "they have", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "cant": "can not", "cannot": "can not", "wont": "will not", "isnt": "is not",
    "wasnt": "was not", "theres": "there is", "thats": "that is", "whos": "who is",
    "wouldnt": "would not", "couldnt": "could not", "hasnt": "has not", "havent": "have not",
    "id": "i would", "hed": "he had", "ur": "your", "u": "you", "abt": "about", "n": "and",
    "w": "with", "wiv": "with", "gonna": "going to", "cos": "because", "coz": "because",
}  # fmt: skip

HELPING = frozenset((
    "am", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does",
    "did", "will", "would", "can", "could", "just", "already", "now", "still",
))  # fmt: skip
"""Words that set the time of the one after them: "is crying", "was crying". Stems lose it."""

DENYING = frozenset((
    "not", "no", "never", "without", "none", "nothing", "nobody", "neither", "nor", "denies",
    "denied", "deny", "denying", "hardly",
))  # fmt: skip
"""Words that may deny what follows: "no sign of drugs". What they really do is learned."""

DENIED = 7
"""Words that a denial may reach."""

TIMED = ("ing", "ed")
"""Endings that tell of a time."""


@dataclass(frozen=True)
class Token:
    """A word as compared, what kinds it is of, what it means, and where it stands."""

    word: str
    stem: str
    kinds: tuple[str, ...]
    meanings: tuple[str, ...]
    start: int
    end: int


def stem(word: str) -> str:
    """A word without its commonest ending: rough, but the same for texts and word lists."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word[: -len(ending)] + instead
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "sl":
                base = base[:-1]
            return base.removesuffix("e") if len(base) > 3 else base
    return word.removesuffix("e") if len(word) > 3 else word


class _Sets:
    """Named sets of words and phrases, and which of them stand in a sentence."""

    def __init__(self, sets: Mapping[str, str]) -> None:
        """`sets`: the words of each, with spaces between; `a_b` stand together."""
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, words in sets.items():
            for entry in words.split():
                parts = tuple(stem(word) for part in entry.split("_") for word in _even(part))
                self._names[parts] = (*self._names.get(parts, ()), name)
        self._lengths = range(1, max(map(len, self._names), default=0) + 1)
        self._begins = {parts[0] for parts in self._names}

    def of(self, stems: Sequence[str]) -> list[tuple[str, ...]]:
        """The sets of each word; those of a phrase go to its first."""
        return [
            tuple(
                name
                for length in self._lengths
                for name in self._names.get(tuple(stems[at : at + length]), ())
            )
            if first in self._begins
            else ()
            for at, first in enumerate(stems)
        ]


class Featurer:
    """Turns texts into features. Made once, then safe to share."""

    def __init__(self, kinds: Mapping[str, str], meanings: Mapping[str, str]) -> None:
        """`kinds`, `meanings`: the words of each, with spaces between."""
        self._kinds, self._meanings = _Sets(kinds), _Sets(meanings)

    @classmethod
    def from_folder(cls, folder: Path = FOLDER) -> "Featurer":
        """With the word lists' files."""
        return cls(_read(folder, KINDS_FILE), _read(folder, MEANINGS_FILE))

    def sentences(self, text: str) -> list[list[Token]]:
        """The sentences of a text, as its writer marked them."""
        found: list[list[tuple[str, int, int]]] = [[]]
        for match in _WORD.finditer(text):
            raw = match.group().lower()
            if raw[0].isalnum():
                even = _even(raw.replace("'", "").replace("’", ""))
                found[-1].extend((word, *match.span()) for word in even)
            elif found[-1]:
                found.append([])
        return [self._tokens(sentence) for sentence in found if sentence]

    def _tokens(self, sentence: Sequence[tuple[str, int, int]]) -> list[Token]:
        stems = [stem(word) for word, _, _ in sentence]
        kinds, meanings = self._kinds.of(stems), self._meanings.of(stems)
        return [
            Token(word, stems[at], kinds[at] or _of_number(word), meanings[at], start, end)
            for at, (word, start, end) in enumerate(sentence)
        ]

    def features(self, sentence: Sequence[Token], known: Container[str] | None = None) -> set[str]:
        """The features of one sentence. `known`: those that count, once something is trained."""
        return set(_features(sentence, known))


def _even(word: str) -> list[str]:
    return _SHORT.get(word, word).split()


def _of_number(word: str) -> tuple[str, ...]:
    """An age of a child or of an adult, a year, or any other number."""
    if not word[0].isdigit():
        return ()
    digits = re.match(r"\d+", word)
    value = int(digits.group()) if digits and len(digits.group()) < 5 else 0
    if 5 <= value <= 17:
        return ("#child",)
    return ("#adult",) if 18 <= value <= 70 else ("#other",)


def _features(sentence: Sequence[Token], known: Container[str] | None) -> Iterator[str]:
    for token in sentence:
        yield f"w {token.stem}"
        for kind in token.kinds:
            yield f"k {kind}"
        for meaning in token.meanings:
            yield f"y {meaning}"
        yield from _pieces(token.word, known)
    yield from _denied(sentence)
    yield f"s {sentence[0].stem}"
    yield f"s {' '.join(token.stem for token in sentence[:OPENING])}"
    for one, other in pairwise(sentence):
        yield f"b {one.stem} {other.stem}"
        yield from _of_time(one, other)
        for kind in other.kinds:
            yield f"m {one.stem} {kind}"
        for kind in one.kinds:
            yield f"n {kind} {other.stem}"
    for at, token in enumerate(sentence):
        if not token.kinds:
            continue
        for other in sentence[at + 1 : at + 1 + NEAR]:
            for kind in token.kinds:
                for second in other.kinds:
                    yield f"p {kind} {second}"


def _pieces(word: str, known: Container[str] | None) -> Sequence[str]:
    if len(word) <= PIECE:
        return ()
    padded = f"_{word}_"
    pieces = [f"c {padded[at : at + PIECE]}" for at in range(len(padded) - PIECE + 1)]
    if known is None or sum(piece in known for piece in pieces) >= len(pieces) * LIKE_A_KNOWN_WORD:
        return pieces
    return ()


def _denied(sentence: Sequence[Token]) -> Iterator[str]:
    """What stands behind a denial, up to "but": "never comes home" and "no sign of" differ in what
    they deny, so both the words and that they are denied count."""
    left = 0
    for token in sentence:
        if token.word == "but":
            left = 0
        elif left:
            left -= 1
            yield f"d {token.stem}"
            for name in (*token.kinds, *token.meanings):
                yield f"d #{name}"
        if token.word in DENYING:
            left = DENIED


def _of_time(one: Token, other: Token) -> Iterator[str]:
    helping = one.word in HELPING
    if helping:
        yield f"t {one.word} {other.stem}"
    for ending in TIMED:
        if other.word.endswith(ending):
            yield f"t {one.word if helping else '-'} {ending}"


def whole(sentences: Sequence[Sequence[Token]]) -> Span:
    """From the first to the last word; its text is for the caller to cut."""
    return Span(sentences[0][0].start, sentences[-1][-1].end, "")
