"""Which options of a question a text names, and which it may mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.domain.definition import NONE, OTHERS_UNKNOWN, Option, Question, Told
from assistant.domain.wording import Wording, normalise

SHORTEST_PART = 6
"""Characters; fewer stand in a label by chance."""
SHORTEST_NAME = 3
"""Characters; a shorter name of an option ("m", "no") doesn't count inside other words."""

SEPARATORS = (r";|\n|(?<=[^\W\d_]{2})\.(?=\s|$)", r",", r"\band\b|&|\+|/")
"""What stands between several options, the surest first: a label may hold a comma or an "and"."""
_ARTICLES = frozenset({"a", "an", "the"})


def match_option(plain: str, options: tuple[Option, ...]) -> Option | None:
    """The option whose value, label or other name is exactly this normalised text.

    A name that two options share names neither: which is meant has to be asked.
    """
    named = named_exactly(plain, options)
    return named[0] if len(named) == 1 else None


def named_exactly(plain: str, options: tuple[Option, ...]) -> list[Option]:
    """Every option of this name; "abused by adult" is "abused by an adult"."""
    exact = [o for o in options if plain in names_of_option(o)]
    bare = _bare(plain)
    return exact or [o for o in options if bare and bare in _bare_names(names_of_option(o))]


def names_of_option(option: Option) -> frozenset[str]:
    """What an option is called, as phrases are compared."""
    return _names((option.value, option.label, *option.also))


@cache
def _names(called: tuple[str, ...]) -> frozenset[str]:
    """Of a definition only, so what is kept is no more than the forms have."""
    return frozenset(map(normalise, called))


@cache
def _bare_names(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_bare, names))


def _bare(plain: str) -> str:
    return " ".join(word for word in plain.split() if word not in _ARTICLES)


def tells(text: str, wording: Wording) -> bool:
    """Whether words say anything beyond what goes with any answer ("I did", "if that's ok")."""
    return any(word not in wording.untelling for word in normalise(text).split())


def mentions(text: str, option: Option) -> bool:
    """Whether a name of the option stands anywhere in the text."""
    plain = f" {normalise(text)} "
    return any(f" {n} " in plain for n in names_of_option(option) if len(n) >= SHORTEST_NAME)


@dataclass(frozen=True)
class Names:
    """The options of a question, as somebody names them."""

    options: tuple[Option, ...]
    wording: Wording
    in_part: bool = True
    """Whether some telling words of a label name it ("family conflict"). Not among facts: each
    leads to a duty of its own, and "physical" is not yet what the label goes on to say."""

    def in_text(self, text: str, separators: tuple[str, ...] = SEPARATORS) -> list[Option]:
        """Options typed one after the other; all must match, or none count."""
        plain = normalise(text)
        whole = self._one(plain)
        if whole:
            return [whole]
        if plain in self.wording.both:
            return self._both()
        for phrases, value in (
            (self.wording.rest_no, NONE),
            (self.wording.rest_unknown, OTHERS_UNKNOWN),
        ):
            if plain in phrases:
                return [o for o in self.options if o.value == value]
        if not separators:
            return []
        pieces = cut_at(separators[0], text)
        if len(pieces) < 2:
            return self.in_text(text, separators[1:])
        found: list[Option] = []
        for piece in pieces:
            matched = self.in_text(piece, separators[1:])
            if not matched and tells(piece, self.wording):
                return []
            found += [o for o in matched if o not in found]
        return found

    def maybe(self, text: str) -> list[Option]:
        """The options that a few words may mean, where they name no single one."""
        plain = normalise(text)
        shared = next((n for p in self._parts(plain) if (n := named_exactly(p, self.options))), [])
        holds = f" {_bare(plain)} "
        in_label = [o for o in self.options if holds in f" {_bare(normalise(o.label))} "]
        return shared or in_label or [o for o in self.options if mentions(text, o)]

    def _one(self, plain: str) -> Option | None:
        """The option in a text, apart from words that go with any choice ("I think it is high")."""
        for part in self._parts(plain):
            found = match_option(part, self.options) or self._by_part(part)
            if found:
                return found
        return None

    def _parts(self, plain: str) -> Iterator[str]:
        words = plain.split()
        most_before = _count(words, self.wording.choice_leads)
        most_after = _count(words[::-1], self.wording.choice_tails)
        for before in range(most_before + 1):
            for after in range(most_after + 1):
                yield " ".join(words[before : len(words) - after])

    def _by_part(self, plain: str) -> Option | None:
        """The one option whose label holds these words, if they are telling."""
        if len(plain) < SHORTEST_PART or not self.in_part or named_exactly(plain, self.options):
            return None
        named = [o for o in self.options if f" {plain} " in f" {normalise(o.label)} "]
        return named[0] if len(named) == 1 else None

    def _both(self) -> list[Option]:
        """The two options that there are besides "neither" and "not known"."""
        real = [
            o
            for o in self.options
            if o.value != OTHERS_UNKNOWN and not names_of_option(o) & self.wording.negations
        ]
        return real if len(real) == 2 else []


def names_at(question: Question, options: tuple[Option, ...], wording: Wording) -> Names:
    """The options of a question, named as strictly as it needs."""
    facts = question.weighs is not None and question.weighs.told is Told.FACTS
    return Names(options, wording, in_part=not facts)


def cut_at(separator: str, text: str) -> list[str]:
    """The pieces of a text that hold a word."""
    return [p for p in re.split(separator, text, flags=re.IGNORECASE) if normalise(p)]


def _count(words: list[str], allowed: frozenset[str]) -> int:
    """How many words from the beginning are among the allowed ones."""
    return next((i for i, word in enumerate(words) if word not in allowed), len(words))
