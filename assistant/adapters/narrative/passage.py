"""A text cut into words, with spelling evened out and every word's place in the text kept."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from assistant.adapters.narrative.lexicon import Lexicon
from assistant.domain.reading import Span

# Same length on both sides: a span must fit the text as it was typed.
QUOTES: Final = str.maketrans("‘’‛`´“”„–—", "'''''\"\"\"--")  # noqa: RUF001
PIECE: Final = re.compile(r"\d+(?:[:./]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|\n|[^\w\s]")
CONTRACTED: Final = {
    "n't": "not",
    "nt": "not",
    "'ve": "have",
    "'re": "are",
    "'m": "am",
    "'ll": "will",
}
HALVES: Final = {
    "a.m.": "am",
    "p.m.": "pm",
    "a.m": "am",
    "p.m": "pm",
    "d.o.b.": "dob",
    "d.o.b": "dob",
}
SENTENCE_ENDS: Final = frozenset(".?!\n;")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as compared (`norm`), where it stands, which sentence it is in."""

    norm: str
    start: int
    end: int
    capital: bool
    sentence: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Words `first` (included) to `last` (excluded) that a word list knows."""

    label: str
    term: str
    first: int
    last: int


@dataclass(frozen=True)
class Passage:
    """A text and its words. `norm` is the words joined by single spaces, for patterns."""

    text: str
    words: tuple[Word, ...]
    marks: tuple[Mark, ...]

    @cached_property
    def norm(self) -> str:
        """The words as compared, joined by single spaces."""
        return " ".join(word.norm for word in self.words)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for word in self.words:
            starts.append(position)
            position += len(word.norm) + 1
        return starts

    @cached_property
    def by_label(self) -> dict[str, list[Mark]]:
        """The marks, by label, in the order of the text."""
        grouped: dict[str, list[Mark]] = {}
        for mark in self.marks:
            grouped.setdefault(mark.label, []).append(mark)
        return grouped

    def labelled(self, *labels: str) -> list[Mark]:
        """The marks with any of these labels, in the order of the text."""
        found = [mark for label in labels for mark in self.by_label.get(label, [])]
        return sorted(found, key=lambda mark: mark.first) if len(labels) > 1 else found

    def index(self, position: int) -> int:
        """The word at a character of `norm`."""
        return bisect_right(self._starts, position) - 1

    def words_of(self, match: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """First word (included) and last word (excluded) of a match on `norm`."""
        start, end = match.span(group)
        return self.index(start), self.index(max(start, end - 1)) + 1

    def span(self, first: int, last: int) -> Span:
        """The stretch of the text from word `first` to before word `last`."""
        start, end = self.words[first].start, self.words[last - 1].end
        return Span(start, end, self.text[start:end])

    def span_of(self, match: re.Match[str], group: int | str = 0) -> Span:
        """The stretch of the text that a match on `norm` covers."""
        return self.span(*self.words_of(match, group))

    def raw_span(self, start: int, end: int) -> Span:
        """The stretch of the text between two of its characters."""
        return Span(start, end, self.text[start:end])

    def before(self, first: int, count: int) -> str:
        """Up to `count` words of the same sentence before word `first`."""
        if first >= len(self.words):
            return ""
        sentence = self.words[first].sentence
        chosen = self.words[max(0, first - count) : first]
        return " ".join(word.norm for word in chosen if word.sentence == sentence)

    def norm_between(self, first: int, last: int) -> str:
        """The words from `first` to before `last`, as compared."""
        return " ".join(word.norm for word in self.words[first:last])

    def after(self, last: int, count: int) -> str:
        """Up to `count` words of the same sentence from word `last` on."""
        if not 0 < last <= len(self.words):
            return ""
        sentence = self.words[last - 1].sentence
        chosen = self.words[last : last + count]
        return " ".join(word.norm for word in chosen if word.sentence == sentence)


class Cutter:
    """Cuts texts into passages with spaCy's English tokenizer and phrase matcher."""

    def __init__(self, lexicon: Lexicon, phrases: dict[str, Iterable[str]]) -> None:
        self._spelling = lexicon.spelling
        self._nlp: Language = spacy.blank("en")
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        self._terms: dict[tuple[str, tuple[str, ...]], str] = {}
        for label, terms in phrases.items():
            self._add(label, terms)

    def _add(self, label: str, terms: Iterable[str]) -> None:
        docs = []
        for term in terms:
            norms = tuple(word.norm for word in self._cut(term, ()))
            if norms:
                self._terms[label, norms] = term
                docs.append(Doc(self._nlp.vocab, words=list(norms)))
        self._matcher.add(label, docs)

    def passage(self, text: str, hidden: Iterable[tuple[int, int]] = ()) -> Passage:
        """Cut a text; words inside `hidden` stretches are kept out of every pattern."""
        words = tuple(self._cut(text, tuple(hidden)))
        if not words:
            return Passage(text, (), ())
        doc = Doc(self._nlp.vocab, words=[word.norm for word in words])
        return Passage(text, words, tuple(self._marks(doc)))

    def _marks(self, doc: Doc) -> list[Mark]:
        found = []
        for key, first, last in self._matcher(doc):
            label = self._nlp.vocab.strings[key]
            norms = tuple(token.text for token in doc[first:last])
            found.append(Mark(label, self._terms[label, norms], first, last))
        found.sort(key=lambda mark: (mark.label, mark.first, mark.first - mark.last))
        return _longest(found)

    def _cut(self, text: str, hidden: tuple[tuple[int, int], ...]) -> list[Word]:
        words: list[Word] = []
        sentence = 0
        evened = text.translate(QUOTES)
        for norm, start, end in self._pieces(evened):
            if any(low <= start < high for low, high in hidden):
                norm = "§"
            words.append(Word(norm, start, end, text[start].isupper(), sentence))
            if norm in SENTENCE_ENDS:
                sentence += 1
        return words

    def _pieces(self, text: str) -> list[tuple[str, int, int]]:
        pieces: list[tuple[str, int, int]] = []
        for token in self._nlp.make_doc(text):
            lower, start = token.lower_, token.idx
            if lower in self._spelling:
                self._respelt(self._spelling[lower], start, start + len(lower), pieces)
            elif lower in HALVES:
                pieces.append((HALVES[lower], start, start + len(lower)))
            elif "\n" in lower:
                pieces.append((".", start, start + 1))
            elif lower.isalpha() or lower.startswith("'") or lower in CONTRACTED:
                pieces.append((self._norm(lower, token.norm_, pieces), start, start + len(lower)))
            else:
                self._split(text, start, start + len(lower), pieces)
        return pieces

    def _split(self, text: str, start: int, end: int, pieces: list[tuple[str, int, int]]) -> None:
        for piece in PIECE.finditer(text, start, end):
            norm = piece.group().lower()
            low, high = piece.span()
            joined = low > 0 and high < len(text) and not text[low - 1 : high + 1].count(" ")
            ranged = low > 0 and text[low - 1].isdigit() and text[high : high + 1].isdigit()
            if norm == "-" and joined and not ranged:
                continue  # "14-year-old" is read as "14 year old"
            self._respelt(self._spelling.get(norm, norm), low, high, pieces)

    @staticmethod
    def _respelt(norm: str, start: int, end: int, pieces: list[tuple[str, int, int]]) -> None:
        # A word that stands for two ("2nite", "weegirl") gives both, over the same characters.
        pieces.extend((part, start, end) for part in norm.split())

    def _norm(self, lower: str, norm: str, pieces: list[tuple[str, int, int]]) -> str:
        if lower in CONTRACTED:
            return CONTRACTED[lower]
        if lower in ("s", "m") and pieces and pieces[-1][0] in PRONOUNS:
            return "'s" if lower == "s" else "am"
        if norm in ("not", "have", "are", "am", "will", "can", "going", "to", "them", "because"):
            return norm
        return lower


PRONOUNS: Final = frozenset(("he", "she", "it", "i", "there", "that", "what", "who", "where"))


def _longest(marks: list[Mark]) -> list[Mark]:
    """Leave out marks that lie inside a longer one with the same label."""
    kept: list[Mark] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last and last.label == mark.label and mark.first < last.last:
            continue
        kept.append(mark)
    return kept
