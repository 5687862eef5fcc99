"""What the trained part sees of a text: words, pairs of words, kinds of words, pieces of words.

Training material is small, so a word counts not only as itself: `lexicon/kinds.yml` says of what
kind it is, and pairs of kinds (a man, then a lift) are features of their own. Pieces of words
let a slip of the finger or an ending nobody listed still count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from assistant.adapters.narrative.lexicon import FOLDER, _read  # one way to read a word list
from assistant.domain.reading import Span

KINDS_FILE = "kinds.yml"
PIECE = 4
"""Letters of a piece of a word."""

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


@dataclass(frozen=True)
class Token:
    """A word as compared, what kinds it is of, and where it stands."""

    word: str
    stem: str
    kinds: tuple[str, ...]
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


class Featurer:
    """Turns texts into features. Made once, then safe to share."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        """`kinds`: the words of each kind, with spaces between."""
        self._single: dict[str, tuple[str, ...]] = {}
        self._joined: dict[tuple[str, ...], tuple[str, ...]] = {}
        for kind, words in kinds.items():
            for entry in words.split():
                parts = tuple(stem(word) for part in entry.split("_") for word in _even(part))
                if len(parts) == 1:
                    self._single[parts[0]] = (*self._single.get(parts[0], ()), kind)
                else:
                    self._joined[parts] = (*self._joined.get(parts, ()), kind)
        self._longest = max((len(parts) for parts in self._joined), default=1)

    @classmethod
    def from_folder(cls, folder: Path = FOLDER) -> "Featurer":
        """With the kinds of the word list's file."""
        return cls(_read(folder, KINDS_FILE))

    def sentences(self, text: str) -> list[list[Token]]:
        """The sentences of a text, as its writer marked them."""
        found: list[list[Token]] = [[]]
        for match in _WORD.finditer(text):
            raw = match.group().lower()
            if not raw[0].isalnum():
                if found[-1]:
                    found.append([])
                continue
            for word in _even(raw.replace("'", "").replace("’", "")):
                base = stem(word)
                kinds = self._single.get(base, ())
                found[-1].append(Token(word, base, kinds or _of_number(word), *match.span()))
        return [self._with_joined(sentence) for sentence in found if sentence]

    def _with_joined(self, sentence: list[Token]) -> list[Token]:
        """The kinds of words that stand together go to the first of them."""
        stems = [token.stem for token in sentence]
        for at, token in enumerate(sentence):
            kinds = token.kinds
            for length in range(2, self._longest + 1):
                kinds += self._joined.get(tuple(stems[at : at + length]), ())
            if kinds != token.kinds:
                sentence[at] = Token(token.word, token.stem, kinds, token.start, token.end)
        return sentence

    def features(self, sentence: Sequence[Token]) -> set[str]:
        """The features of one sentence."""
        return set(_features(sentence))


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


def _features(sentence: Sequence[Token]) -> Iterator[str]:
    for token in sentence:
        yield f"w {token.stem}"
        for kind in token.kinds:
            yield f"k {kind}"
        if len(token.word) >= PIECE + 1:
            padded = f"_{token.word}_"
            for at in range(len(padded) - PIECE + 1):
                yield f"c {padded[at : at + PIECE]}"
    for one, other in pairwise(sentence):
        yield f"b {one.stem} {other.stem}"
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


def whole(sentences: Sequence[Sequence[Token]]) -> Span:
    """From the first to the last word; its text is for the caller to cut."""
    return Span(sentences[0][0].start, sentences[-1][-1].end, "")
