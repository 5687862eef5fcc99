"""Words and phrases of the urgency check: a text as people type it, made comparable.

Apostrophes, capitals, drawn-out letters, text-speak and common misspellings are evened out,
while each word keeps its place in the original text, so that evidence can be shown in the
person's own words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.errors import DefinitionProblem

_TOKEN = re.compile(r"[^\W_]+(?:['’‘`´ʼ][^\W_]+)*|[.!?;…]+|\n+|[,:()–—]")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_NUMBER_AND_WORD = re.compile(r"(\d+)([^\W\d_]+)")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_BREAKS = {"?": "?", "!": "!"}
_ENDINGS = {"s": "is", "ll": "will", "ve": "have", "re": "are", "m": "am", "d": "would"}
_SHORTEST_TO_CORRECT = 7
_GAP_WORD = r"(?:[^ .?!]+ )"


@dataclass(frozen=True)
class Words:
    """A text as comparable words: `line` joins them, each followed by one space.

    Sentence ends are words of their own (`.`, `?` or `!`), one at each end of the text too.
    """

    line: str
    starts: Sequence[int]
    """Where each word starts in `line`."""

    words: Sequence[str]
    places: Sequence[tuple[int, int]]
    """Where each word stands in the original text."""

    sentences: Sequence[int]
    """The number of the sentence that each word belongs to."""

    commas: frozenset[int]
    """Words that a comma, colon, dash or bracket stands before."""


@dataclass(frozen=True)
class Hit:
    """A phrase found: the first and the last of its words."""

    first: int
    last: int


class Spelling:
    """Evens out how words are written.

    `known` are the words that phrases use; `corrected` those long ones that a word one slip of
    the finger away is taken for, unless it is one of `real_words`.
    """

    def __init__(
        self,
        spellings: Mapping[str, str],
        known: Iterable[str],
        corrected: Iterable[str] = (),
        real_words: Iterable[str] = (),
    ) -> None:
        self._spellings = dict(spellings)
        self._known = set(known)
        self._corrected_to = {word for word in corrected if len(word) >= _SHORTEST_TO_CORRECT}
        self._real_words = set(real_words)
        self._shortened: dict[str, str] = {}
        for word in sorted(self._corrected_to):
            for short in _with_one_letter_less(word):
                self._shortened.setdefault(short, word)

    def even_out(self, raw: str) -> list[str]:
        """The comparable words for one word as typed: `can't` gives `can` and `not`."""
        word = raw.lower()
        plain = _APOSTROPHES.sub("", word)
        parts = _APOSTROPHES.split(word)
        if plain in self._spellings:
            return self._spellings[plain].split()
        if len(parts) > 1 and parts[-1] in _ENDINGS:
            return [*self.even_out("".join(parts[:-1])), _ENDINGS[parts[-1]]]
        numbered = _NUMBER_AND_WORD.fullmatch(plain)
        if numbered:
            return [numbered[1], *self.even_out(numbered[2])]
        return self._corrected(plain).split()

    def _corrected(self, word: str) -> str:
        """The known word that this one stands for, or the word itself."""
        if word in self._known or word.isdigit():
            return word
        if _DRAWN_OUT.search(word):
            for shorter in (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)):
                if shorter in self._spellings:
                    return self._spellings[shorter]
                if shorter in self._known:
                    return shorter
            word = _DRAWN_OUT.sub(r"\1", word)
        if word.endswith("in") and word + "g" in self._known:
            return word + "g"
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        """The long known word that is one slip of the finger away, if there is one."""
        if len(word) < _SHORTEST_TO_CORRECT - 1 or word in self._real_words:
            return word
        for form in (word, *_with_one_letter_less(word)):
            known = form if form in self._corrected_to else self._shortened.get(form)
            if known and known[0] == word[0] and not _only_ending_differs(known, word):
                return known
        return word


def _with_one_letter_less(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _only_ending_differs(known: str, word: str) -> bool:
    """Whether two words share all but their endings: another form, not a slip of the finger."""
    shorter = min(len(known), len(word)) - 1
    return known[:shorter] == word[:shorter]


def read_words(text: str, spelling: Spelling) -> Words:
    """The comparable words of a text, with their places."""
    words, places, sentences, commas = ["."], [(0, 0)], [0], set[int]()
    sentence = 1
    for token in _TOKEN.finditer(text):
        raw, place = token.group(), token.span()
        if raw in ",:()–—":
            commas.add(len(words))
            continue
        if not raw[0].isalnum():
            words.append(next((mark for sign, mark in _BREAKS.items() if sign in raw), "."))
            places.append(place)
            sentences.append(sentence)
            sentence += 1
            continue
        for word in spelling.even_out(raw):
            words.append(word)
            places.append(place)
            sentences.append(sentence)
    words.append(".")
    places.append((len(text), len(text)))
    sentences.append(sentence)
    starts, position = [], 0
    for word in words:
        starts.append(position)
        position += len(word) + 1
    return Words(" ".join(words) + " ", starts, words, places, sentences, frozenset(commas))


@dataclass(frozen=True)
class _Phrase:
    concept: str
    pattern: re.Pattern[str]
    needs: frozenset[str]
    """One of these words must stand in the text, or the phrase need not be tried; empty: any."""


def _needed(phrase: str) -> frozenset[str]:
    """The fewest words of which a text must have one, for a phrase to be found in it."""
    sets = []
    for element in phrase.split()[1:]:
        choices = element.split("|")
        if element.endswith("?") or element in "^$" or element.startswith(".."):
            continue
        if all(choice[0].isalnum() and choice[-1].isalnum() for choice in choices):
            sets.append(frozenset(choice.split("_")[0] for choice in choices))
    return min(sets, key=len, default=frozenset())


class PhraseFinder:
    """Finds the phrases of many concepts in one pass over a text's words.

    A phrase is words with a space between. `a|b` is either, `scream*` any word that starts so,
    `*ing` any that ends so (not as the first), `x?` may be missing, `...` up to three words of
    the same sentence, `..6` up to six, `#` a number, `<concept>` any phrase of that concept,
    `^` and `$` the start and end of a sentence.
    """

    def __init__(self, concepts: Mapping[str, Sequence[str]], used: Iterable[str]) -> None:
        self._concepts = concepts
        self._sources: dict[str, str] = {}
        self._by_word: dict[str, list[_Phrase]] = {}
        self._by_stem: dict[str, list[tuple[str, _Phrase]]] = {}
        for concept in sorted(set(used)):
            for number, phrase in enumerate(concepts[concept]):
                self._add(concept, number, phrase)

    def find(self, words: Words) -> dict[str, list[Hit]]:
        """Every concept found, with its phrases in the order of the text."""
        hits: dict[str, list[Hit]] = {}
        ends = {start: number for number, start in enumerate(words.starts)}
        ends[len(words.line)] = len(words.words)
        present = set(words.words)
        for number, word in enumerate(words.words):
            for phrase in self._candidates(word):
                # Trying a pattern costs far more than looking whether it can match at all.
                if phrase.needs and phrase.needs.isdisjoint(present):
                    continue
                match = phrase.pattern.match(words.line, words.starts[number])
                if match:
                    hits.setdefault(phrase.concept, []).append(Hit(number, ends[match.end()] - 1))
        return hits

    def _candidates(self, word: str) -> Iterator[_Phrase]:
        yield from self._by_word.get(word, ())
        if word.isdigit():
            yield from self._by_word.get("#", ())
        for stem, phrase in self._by_stem.get(word[:3], ()):
            if word.startswith(stem):
                yield phrase

    def _add(self, concept: str, number: int, phrase: str) -> None:
        if phrase.split()[-1].startswith(".."):
            raise DefinitionProblem(("concepts", concept, number), "ends with a gap")
        try:
            pattern = re.compile(self._pattern(phrase, ()))
            compiled = _Phrase(concept, pattern, _needed(phrase))
            firsts = set(self._firsts(phrase))
        except (KeyError, ValueError, re.error) as error:
            raise DefinitionProblem(
                ("concepts", concept, number), f"broken phrase: {error}"
            ) from error
        for first in firsts:
            if first.endswith("*"):
                if len(first) < len("abc*"):
                    raise DefinitionProblem(
                        ("concepts", concept, number), "a stem needs three letters"
                    )
                self._by_stem.setdefault(first[:3], []).append((first[:-1], compiled))
            else:
                self._by_word.setdefault(first, []).append(compiled)

    def _pattern(self, phrase: str, above: tuple[str, ...]) -> str:
        return "".join(self._part(element, above) for element in phrase.split())

    def _part(self, element: str, above: tuple[str, ...]) -> str:
        """The pattern of one element; everything that takes a word takes the space after it."""
        if element == "^":
            return r"(?<=[.?!] )"
        if element == "$":
            return r"(?=[.?!] )"
        if element.startswith(".."):
            return f"{_GAP_WORD}{{0,{3 if element == '...' else int(element[2:])}}}"
        optional = "?" if element.endswith("?") else ""
        choices = element.rstrip("?").split("|")
        return f"(?:{'|'.join(self._choice(choice, above) for choice in choices)}){optional}"

    def _choice(self, choice: str, above: tuple[str, ...]) -> str:
        if choice.startswith("<"):
            name = choice[1:-1]
            if name in above:
                raise ValueError(f"{name} stands within itself")
            if name not in self._sources:
                within = (self._pattern(phrase, (*above, name)) for phrase in self._concepts[name])
                self._sources[name] = f"(?:{'|'.join(within)})"
            return self._sources[name]
        if choice == "#":
            return r"\d+ "
        if choice.endswith("*"):
            return re.escape(choice[:-1]) + r"[^ .?!]* "
        if choice.startswith("*"):
            return r"[^ .?!]+" + re.escape(choice[1:]) + " "
        return re.escape(choice).replace("_", " ") + " "

    def _firsts(self, phrase: str) -> Iterator[str]:
        """The words that a phrase may start with."""
        for element in phrase.split():
            if element == "^":
                continue
            if element.startswith("..") or element == "$":
                raise ValueError("starts with a gap or an end")
            for choice in element.rstrip("?").split("|"):
                if choice.startswith("<"):
                    for inner in self._concepts[choice[1:-1]]:
                        yield from self._firsts(inner)
                else:
                    yield choice.split("_")[0]
            if not element.endswith("?"):
                return
        raise ValueError("could be empty")
