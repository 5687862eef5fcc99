"""The toolkit's rows in somebody's own words: indicators, vulnerability factors, harm done.

A pattern (`lexicon/indicators/*.yml`) says which phrases stand near each other. What a text
denies, asks in general, supposes, or tells of somebody else's family is left out again here,
because it is the same for every pattern.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant.adapters.narrative.indicator_patterns import FOLDER, Pattern, Patterns, load_patterns
from assistant.adapters.narrative.learned import Learned
from assistant.domain.reading import Reading, Sign, Span
from assistant.domain.toolkit import LEVELS, RiskLevel
from assistant.domain.urgency_text import Hit, Words, read_words
from assistant.services.ports import NarrativeReader

LONGEST = 8_000
"""Characters; beyond this a text isn't somebody's account (as for the details)."""

BEFORE = 5
"""Words back from a phrase in which a "no" or somebody else's name counts as belonging to it."""

CALMING = 8
"""Words between a phrase and others that speak against it (`lacks`), in the same sentence."""

EVIDENCE = 3
"""Stretches of text kept for one row: enough to see why, not the whole story again."""

PREPOSITIONS = frozenset(("to", "with", "from", "of", "by", "at", "for", "about", "on", "than"))

Hits = Mapping[str, Sequence[Hit]]


class IndicatorReader:
    """Finds the toolkit's rows in texts. Made once, then safe to share."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._patterns: Patterns = load_patterns(folder)

    def read(self, text: str) -> Reading:
        """What `text` states of the toolkit's rows; no details."""
        words = read_words(text[:LONGEST], self._patterns.spelling)
        hits = self._patterns.finder.find(words)
        found: dict[tuple[str, str], list[tuple[Pattern, tuple[Hit, ...]]]] = {}
        for pattern in self._patterns.patterns:
            together = _together(pattern, words, hits)
            if together:
                found.setdefault((pattern.section, pattern.row), []).append((pattern, together))
        return Reading(
            indicators=_signs("indicators", found, words, text),
            vulnerability_factors=_signs("factors", found, words, text),
            harm_already_happened=_spans("harm", found, words, text),
            child_known=_spans("child", found, words, text),
            facts=_signs("facts", found, words, text),
        )


class StoryReader:
    """The details of a story and the toolkit's rows in it, in one reading."""

    def __init__(
        self,
        details: NarrativeReader,
        indicators: IndicatorReader,
        learned: Learned | None = None,
    ) -> None:
        """`learned`: the trained part, where there is one."""
        self._details = details
        self._indicators = indicators
        self._learned = learned

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:
        """As `NarrativeReader`."""
        reading = self._indicators.read(text)
        if self._learned is not None:
            reading = self._learned.add_to(reading, text)
        details = self._details.read(text, now, expecting)
        return replace(reading, details=details.details, ages=details.ages)


def _signs(
    section: str,
    found: Mapping[tuple[str, str], Sequence[tuple[Pattern, tuple[Hit, ...]]]],
    words: Words,
    text: str,
) -> tuple[Sign, ...]:
    """The rows of one section, each at the highest level that its patterns hint at."""
    signs = []
    for (kind, row), matches in found.items():
        if kind == section:
            level = highest(pattern.level for pattern, _ in matches)
            spans = [span(hit, words, text) for _, hits in matches for hit in hits]
            signs.append(Sign(row, _shown(spans), level))
    return tuple(signs)


def _spans(
    section: str,
    found: Mapping[tuple[str, str], Sequence[tuple[Pattern, tuple[Hit, ...]]]],
    words: Words,
    text: str,
) -> tuple[Span, ...]:
    """The words found for a section that has one row."""
    return tuple(s for sign in _signs(section, found, words, text) for s in sign.evidence)


def highest(levels: Iterable[RiskLevel | None]) -> RiskLevel | None:
    """The highest of some levels, of which some or all may not be known."""
    ranks = [LEVELS.index(level) for level in levels if level is not None]
    return LEVELS[max(ranks)] if ranks else None


def span(hit: Hit, words: Words, text: str) -> Span:
    """The stretch of the original text that a hit covers."""
    start, end = words.places[hit.first][0], words.places[hit.last][1]
    return Span(start, end, text[start:end])


def _shown(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The first few stretches in the order of the text, none inside another."""
    kept: list[Span] = []
    for one in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return tuple(kept[:EVIDENCE])


def _together(pattern: Pattern, words: Words, hits: Hits) -> tuple[Hit, ...] | None:
    """One hit of every group, near enough to the first group's, or None."""
    if not all(any(concept in hits for concept in group) for group in pattern.groups):
        return None
    first, *others = pattern.groups
    calming = [hit for concept in pattern.lacks for hit in hits.get(concept, ())]
    for anchor in _of(first, hits):
        if any(_calms(calm, anchor, words) for calm in calming):
            continue
        if not _stated(pattern, anchor, words, hits):
            continue
        chosen = [anchor]
        for group in others:
            near = [hit for hit in _of(group, hits) if _near(anchor, hit, pattern.within, words)]
            if not near:
                break
            chosen.append(min(near, key=lambda hit: abs(hit.first - anchor.first)))
        else:
            return tuple(chosen)
    return None


def _calms(calm: Hit, anchor: Hit, words: Words) -> bool:
    """Whether words that speak against a row stand near enough to count."""
    return words.sentences[calm.first] == words.sentences[anchor.first] and (
        max(anchor.first, calm.first) - min(anchor.last, calm.last) <= CALMING
    )


def _of(group: Sequence[str], hits: Hits) -> list[Hit]:
    found = [hit for concept in group for hit in hits.get(concept, ())]
    return sorted(found, key=lambda hit: (hit.first, -hit.last))


def _near(anchor: Hit, hit: Hit, within: str | int, words: Words) -> bool:
    if within == "text":
        return True
    if within == "sentence":
        return words.sentences[anchor.first] == words.sentences[hit.first]
    return max(anchor.first, hit.first) - min(anchor.last, hit.last) <= int(within)


def _stated(pattern: Pattern, hit: Hit, words: Words, hits: Hits) -> bool:
    """Whether a phrase is said of the child and as so: not denied, supposed or another's."""
    if _inside("fiction", hit, words, hits) or _supposed(hit, words, hits):
        return False
    if pattern.deniable and _denied(hit, words, hits):
        return False
    return pattern.whose == "anyone" or not _of_family(hit, words, hits)


def _inside(concept: str, hit: Hit, words: Words, hits: Hits) -> bool:
    sentence = words.sentences[hit.first]
    return any(words.sentences[marker.first] == sentence for marker in hits.get(concept, ()))


def _supposed(hit: Hit, words: Words, hits: Hits) -> bool:
    """ "What if", "how do I know whether": whatever follows in the sentence is supposed."""
    sentence = words.sentences[hit.first]
    return any(
        words.sentences[marker.first] == sentence and marker.first <= hit.first
        for marker in hits.get("supposing", ())
    )


def _denied(hit: Hit, words: Words, hits: Hits) -> bool:
    """Whether a "no" shortly before reaches the phrase, with no new clause between them."""
    for marker in hits.get("denying", ()):
        between = words.words[marker.last + 1 : hit.first]
        if marker.last < hit.first <= marker.last + BEFORE and not (
            {".", "?", "!", "but", "just", "because", "since", "so"} & set(between)
            or any(at in words.commas for at in range(marker.last + 1, hit.first + 1))
        ):
            return True
    return False


def _is_subject(marker: Hit, words: Words) -> bool:
    """Whether somebody does something: not "with his brother", "to her mum"."""
    return PREPOSITIONS.isdisjoint(words.words[max(0, marker.first - 3) : marker.first])


def _of_family(hit: Hit, words: Words, hits: Hits) -> bool:
    """Whether the nearest person named before the phrase is one of the family, not the child."""
    nearest = max(
        (
            (marker.last, concept)
            for concept in ("family", "child_subject")
            for marker in hits.get(concept, ())
            if hit.first - BEFORE <= marker.last < hit.first
            and words.sentences[marker.first] == words.sentences[hit.first]
            and (concept != "family" or _is_subject(marker, words))
        ),
        default=None,
    )
    return nearest is not None and nearest[1] == "family"
