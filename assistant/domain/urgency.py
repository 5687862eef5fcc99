"""Immediate danger in a text: a deterministic check that needs no model.

Every entry of the urgency rulebook names what must stand together in a text (concepts) and the
frames that take the danger out of it: told as past, asked in general, denied, from a film. What
counts as danger now is policy, and stands in `rulebook/urgency.yml`, with its sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.domain.reading import Span
from assistant.domain.urgency_rows import Entry, Frame, Table, read_table
from assistant.domain.urgency_text import Hit, Words, read_words

PAST = "past"
"""The frame of what is told as over."""
DENIAL = "denied"
"""The frame that also takes away what would calm: "not home" isn't home."""


@dataclass(frozen=True)
class Matched:
    """An entry that matched, as the trace of a decision shows it."""

    entry: str
    version: int
    because: str
    source: str
    evidence: tuple[Span, ...]
    outcome: Literal["matched"] = "matched"


@dataclass(frozen=True)
class HeardDanger:
    """What a trained part hears in a text."""

    words: Span | None
    """Those that tell of danger now; None: none do."""

    sure: bool
    """They do so by far, and not as a close call."""

    calm: bool
    """It is clear that nothing in it happens now."""


@dataclass(frozen=True)
class Urgency:
    """Whether a text tells of danger now, the words that say so, and the entries matched."""

    urgent: bool
    evidence: tuple[Span, ...] = ()
    trace: tuple[Matched, ...] = ()
    needs: frozenset[str] = frozenset()
    """What has to be said besides 999 (the `needs` of the entries)."""


@dataclass(frozen=True)
class _Found:
    """Everything found in one text."""

    words: Words
    hits: Mapping[str, Sequence[Hit]]

    def present(self, concepts: Iterable[str]) -> bool:
        return any(concept in self.hits for concept in concepts)

    def true_of(self, concepts: Iterable[str], denial: "Frame | None") -> list[Hit]:
        """Where these concepts stand undenied: "not come home" doesn't say "come home"."""
        return [
            hit
            for concept in concepts
            for hit in self.hits.get(concept, ())
            if denial is None or not _framed(denial, hit, self)
        ]


class UrgencyRulebook:
    """The rulebook of immediate danger, ready to check texts."""

    def __init__(self, table: Table) -> None:
        self.entries = table.entries
        self._spelling = table.spelling
        self._finder = table.finder
        self._frames = table.frames

    @classmethod
    def from_data(cls, data: Any) -> "UrgencyRulebook":
        """Build from the plain data of `urgency.yml`. Raises DefinitionProblem."""
        return cls(read_table(data))

    def check(self, text: str, today: date | None = None, *, wide: bool = True) -> Urgency:
        """Whether `text` tells of danger now (design 2.5: low confidence never lowers this).

        `wide`: with the entries that are often wrong by themselves.
        """
        found = self._found(text)
        both = tuple(
            (entry, match)
            for entry in self.entries
            if (today is None or entry.in_force(today)) and (wide or not entry.wide)
            for match in self._matched(entry, found, text)
        )
        needs = frozenset(entry.needs for entry, _ in both if entry.needs)
        if not any(entry.by_itself for entry, _ in both):
            return Urgency(False, needs=needs)
        matched = tuple(match for _, match in both)
        spans = {span for match in matched for span in match.evidence}
        evidence = tuple(sorted(spans, key=lambda s: (s.start, s.end)))
        return Urgency(True, evidence, matched, needs)

    def tells_of_past(self, text: str) -> bool:
        """Whether a text says when it was, and that isn't now ("last night", "on Tuesday")."""
        frame, found = self._frames.get(PAST), self._found(text)
        if frame is None or not found.present(frame.markers):
            return False
        return not found.present(frame.cleared_by)

    def _found(self, text: str) -> _Found:
        words = read_words(text, self._spelling)
        return _Found(words, self._finder.find(words))

    def _matched(self, entry: Entry, found: _Found, text: str) -> Iterable[Matched]:
        """The entry with the words that fired it, or nothing."""
        if not all(found.present(group) for group in entry.groups):
            return
        if entry.text_has and not found.present(entry.text_has):
            return
        if found.true_of(entry.text_lacks, self._frames.get(DENIAL)):
            return
        choices = [self._open_hits(entry, group, found) for group in entry.groups]
        hits = _together(choices, entry.within, found.words)
        if hits:
            evidence = tuple(_span(hit, found.words, text) for hit in hits)
            yield Matched(entry.id, entry.version, entry.because, entry.source, evidence)

    def _open_hits(self, entry: Entry, group: Sequence[str], found: _Found) -> list[Hit]:
        """A group's hits that no frame takes the danger out of."""
        sentences = found.words.sentences
        calm = {
            sentences[hit.first] for hit in found.true_of(entry.none_of, self._frames.get(DENIAL))
        }
        return sorted(
            (
                hit
                for concept in group
                for hit in found.hits.get(concept, ())
                if sentences[hit.first] not in calm
                and not any(_framed(self._frames[name], hit, found) for name in entry.unless)
            ),
            key=lambda hit: (hit.first, -hit.last),
        )


def _framed(frame: Frame, hit: Hit, found: _Found) -> bool:
    """Whether a frame takes the danger out of a hit.

    A word of the present brings a sentence back, unless a marker stands closer to the hit:
    in "an overdose in March, now doing well" the overdose stays in the past.
    """
    sentences = found.words.sentences
    markers = [
        marker
        for concept in frame.markers
        for marker in found.hits.get(concept, ())
        if _reaches(frame, marker, hit, found.words)
    ]
    if not markers:
        return False
    cleared = [
        _distance(clearing, hit)
        for concept in frame.cleared_by
        for clearing in found.hits.get(concept, ())
        if sentences[clearing.first] == sentences[hit.first]
    ]
    if not cleared:
        return True
    beside = [
        _distance(marker, hit)
        for marker in markers
        if sentences[marker.first] == sentences[hit.first]
    ]
    return bool(beside) and min(beside) < min(cleared)


def _distance(one: Hit, other: Hit) -> int:
    """How many words apart two hits are; 0 where they overlap."""
    return max(0, one.first - other.last, other.first - one.last)


def _reaches(frame: Frame, marker: Hit, hit: Hit, words: Words) -> bool:
    """Whether a frame's marker reaches a hit."""
    if frame.reach == "text":
        return True
    if words.sentences[marker.first] != words.sentences[hit.first]:
        return False
    if frame.reach == "sentence":
        return True
    if frame.reach == "after":
        return 0 <= hit.first - marker.first <= frame.words
    return marker.first < hit.first <= marker.last + 1 and hit.first not in words.commas


def _together(
    choices: Sequence[Sequence[Hit]], within: str | int, words: Words
) -> tuple[Hit, ...] | None:
    """One hit of every group, within reach of the first group's, or None."""
    if not all(choices):
        return None
    for anchor in choices[0]:
        hits = [anchor]
        for others in choices[1:]:
            near = [hit for hit in others if _near(anchor, hit, within, words)]
            if not near:
                break
            hits.append(min(near, key=lambda hit: abs(hit.first - anchor.first)))
        else:
            return tuple(hits)
    return None


def _near(anchor: Hit, hit: Hit, within: str | int, words: Words) -> bool:
    """Whether two hits stand within reach of each other."""
    if within == "text":
        return True
    if within == "sentence":
        return words.sentences[anchor.first] == words.sentences[hit.first]
    return max(anchor.first, hit.first) - min(anchor.last, hit.last) <= int(within)


def _span(hit: Hit, words: Words, text: str) -> Span:
    """The stretch of the original text that a hit covers."""
    start, end = words.places[hit.first][0], words.places[hit.last][1]
    return Span(start, end, text[start:end])
