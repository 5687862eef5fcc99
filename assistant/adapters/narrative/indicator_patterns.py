"""The patterns of the toolkit's rows, read from their files and checked.

They are YAML so that a safeguarding lead can add one, with an example that it must find and one
that it must not. A broken one stops the load with an error that names file and entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from assistant.adapters.narrative.indicator_words import Language, read_language
from assistant.adapters.narrative.lexicon import LexiconError, _read  # one way to read a word list
from assistant.domain.errors import DefinitionProblem
from assistant.domain.toolkit import LEVELS, RiskLevel
from assistant.domain.urgency_text import PhraseFinder, Spelling

FOLDER = Path(__file__).parent / "lexicon" / "indicators"
SHARED = "_words.yml"
FRAMES = ("supposing", "denying", "fiction", "family", "child_subject")
SECTIONS = ("indicators", "factors", "harm", "child", "facts")
_KEYS = {"say", "with", "also", "within", "lacks", "level", "whose", "deniable", "fires", "misses"}


@dataclass(frozen=True)
class Pattern:
    """Phrases that state a row where they stand near each other."""

    section: str
    row: str
    level: RiskLevel | None
    groups: tuple[tuple[str, ...], ...]
    """Concepts: one of each group must be found."""

    within: str | int
    """`sentence`, `text`, or a number of words."""

    lacks: tuple[str, ...]
    """Concepts that must not stand in the same sentence."""

    whose: str
    """`child`: not where it is told of one of the family. `anyone`: whoever it is told of."""

    deniable: bool
    """Whether a "no" before takes it away; not where the phrase itself says no to something."""

    fires: tuple[str, ...]
    near_misses: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Patterns:
    """Everything that reading takes."""

    spelling: Spelling
    finder: PhraseFinder
    patterns: tuple[Pattern, ...]


@cache
def load_patterns(folder: Path = FOLDER) -> Patterns:
    """Load and check every file of patterns. Raises LexiconError."""
    language = read_language(_read(folder, SHARED), SHARED)
    concepts = dict(language.concepts)
    files = sorted(path.name for path in folder.glob("*.yml") if path.name != SHARED)
    patterns = tuple(
        pattern
        for file in files
        for pattern in _file(_read(folder, file), file, concepts, language)
    )
    used = {name for p in patterns for group in (*p.groups, p.lacks) for name in group}
    try:
        finder = PhraseFinder(concepts, used | set(FRAMES))
    except DefinitionProblem as problem:
        raise LexiconError("indicators", str(problem.path[1:]), problem.reason) from problem
    return Patterns(language.spelling(concepts), finder, patterns)


def _file(
    data: Mapping[str, Any], file: str, concepts: dict[str, Sequence[str]], language: Language
) -> Iterator[Pattern]:
    for section, rows in data.items():
        if section not in SECTIONS or not isinstance(rows, dict):
            raise LexiconError(file, str(section), f"must be one of {', '.join(SECTIONS)}")
        for row, entries in rows.items():
            for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
                place = f"{section}.{row}, entry {number}"
                yield _Builder(file, place, concepts, language).pattern(section, row, entry)


@dataclass(frozen=True)
class _Builder:
    """Builds one pattern; its phrases become concepts of their own."""

    file: str
    place: str
    concepts: dict[str, Sequence[str]]
    language: Language

    def pattern(self, section: str, row: str, entry: Any) -> Pattern:
        if not isinstance(entry, dict) or set(entry) - _KEYS or "say" not in entry:
            raise self._wrong(f"needs `say`, and may have {', '.join(sorted(_KEYS))}")
        level = entry.get("level")
        if level is not None and level not in LEVELS:
            raise self._wrong(f"`level` must be one of {', '.join(LEVELS)}")
        groups = [self._group(entry, key) for key in ("say", "with", "also") if key in entry]
        within = entry.get("within", "sentence")
        if within not in ("sentence", "text") and not isinstance(within, int):
            raise self._wrong("`within` must be sentence, text or a number of words")
        return Pattern(
            section=section,
            row=str(row),
            level=cast(RiskLevel | None, level),
            groups=tuple(groups),
            within=within,
            lacks=self._group(entry, "lacks") if "lacks" in entry else (),
            whose=str(entry.get("whose", "child")),
            deniable=bool(entry.get("deniable", True)),
            fires=self._texts(entry.get("fires", [])),
            near_misses=self._texts(entry.get("misses", [])),
            place=f"{self.file}: {self.place}",
        )

    def _group(self, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """The concepts of a group: those named alone, and one for its own phrases."""
        items = self._texts(entry[key])
        named = [
            item[1:-1]
            for item in items
            if item.startswith("<")
            and item.count("<") == 1
            and item.endswith(">")
            and " " not in item
        ]
        for name in named:
            if name not in self.concepts:
                raise self._wrong(f"`{key}`: there is no concept {name!r}")
        own = [item for item in items if item[1:-1] not in named]
        if not own:
            return tuple(named)
        name = f"{self.place} {key}"
        self.concepts[name] = [self.language.evened(item) for item in own]
        return (*named, name)

    def _texts(self, values: Any) -> tuple[str, ...]:
        values = [values] if isinstance(values, str) else values
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise self._wrong("phrases must be text: quote numbers and `no`")
        return tuple(values)

    def _wrong(self, problem: str) -> LexiconError:
        return LexiconError(f"indicators/{self.file}", self.place, problem)
