"""The word lists that the reader works from, loaded once and checked.

They are YAML files so that a safeguarding lead can add a word without touching Python. A broken
entry stops the load with an error that names the file and the entry: a reader that silently
misses words would be worse than one that doesn't start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The C loader is the safe loader, ten times as fast; not every build of PyYAML has it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).parent / "lexicon"


class LexiconError(ValueError):
    """A lexicon file is missing, unreadable or has an entry of the wrong form."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        super().__init__(f"lexicon/{file}: {entry}: {problem}")
        self.file = file
        self.entry = entry


@dataclass(frozen=True)
class PersonNoun:
    """A word for a person: what it says about sex, age and part in the story."""

    word: str
    plural: bool
    sex: str | None
    age: str
    role: str


@dataclass(frozen=True)
class Model:
    """A vehicle model; `clear` is false for words that mean something else too."""

    name: str
    make: str
    clear: bool


@dataclass(frozen=True)
class Feast:
    """A day that people call by a name, on the same date each year."""

    month: int
    day: int
    night: bool


@dataclass(frozen=True)
class Lexicon:
    """All word lists, in the form that the reading modules need."""

    spelling: Mapping[str, str]
    persons: Mapping[str, PersonNoun]
    names: Mapping[str, str]
    name_is_word: frozenset[str]
    never_names: frozenset[str]
    makes: Mapping[str, str]
    unclear_makes: frozenset[str]
    models: Mapping[str, Model]
    feasts: Mapping[str, Feast]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]

    def group(self, file: str, name: str) -> tuple[str, ...]:
        """The words of one plain list, longest first, so that phrases win over their parts."""
        return self.words[file][name]


SPELLING = "spelling.yml"
PEOPLE = "people.yml"
NAMES = "first_names.yml"
VEHICLES = "vehicles.yml"
DAYS = "days.yml"
PLAIN: Mapping[str, tuple[str, ...]] = {
    "people.yml": (
        "concern_verbs",
        "contact_verbs",
        "relations_of_child",
        "telling_verbs",
        "approach_verbs",
    ),
    "places.yml": (
        "towns",
        "districts",
        "brands",
        "schools",
        "venue_kinds",
        "specific_kinds",
        "street_endings",
        "street_stop_words",
        "plain_adjectives",
        "after_origins",
    ),
    "vehicles.yml": ("kinds", "colours", "shades"),
    "descriptions.yml": (
        "looks",
        "weak_looks",
        "distress",
        "ages_of_adults",
        "ages_of_children",
        "origins",
        "clothing",
        "features",
        "details",
        "heads",
    ),
    "circumstances.yml": (
        "weapons",
        "weapon_actions",
        "recordings",
        "anonymous",
        "seen_by_writer",
        "told_to_writer",
        "informed",
        "platforms",
    ),
}
ROLES = ("person", "relation", "bystander", "professional", "driver")
AGES = ("child", "adult", "either")
SEXES = ("female", "male", None)
LEAP_YEAR = 2024
"""Any year that has every date."""


@cache
def load(folder: Path = FOLDER) -> Lexicon:
    """Load and check every word list in `folder`."""
    names = _names(_read(folder, NAMES))
    vehicles = _read(folder, VEHICLES)
    makes, unclear, models = _makes(vehicles)
    return Lexicon(
        spelling=_spelling(_read(folder, SPELLING)),
        persons={noun.word: noun for noun in _persons(_read(folder, PEOPLE))},
        names=names[0],
        name_is_word=names[1],
        never_names=frozenset(_strings(_read(folder, NAMES), NAMES, "never_names")),
        makes=makes,
        unclear_makes=unclear,
        models=models,
        feasts=dict(_feasts(_read(folder, DAYS))),
        words={file: _plain(_read(folder, file), file, keys) for file, keys in PLAIN.items()},
    )


def _read(folder: Path, file: str) -> dict[str, Any]:
    try:
        data = yaml.load((folder / file).read_bytes(), Loader=LOADER)  # noqa: S506
    except FileNotFoundError:
        raise LexiconError(file, "file", "is missing") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "file"
        raise LexiconError(file, line, "is not valid YAML") from error
    if not isinstance(data, dict):
        raise LexiconError(file, "file", "must be a mapping of lists")
    return data


def _plain(
    data: Mapping[str, Any], file: str, keys: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    return {key: _strings(data, file, key) for key in keys}


def _strings(data: Mapping[str, Any], file: str, key: str) -> tuple[str, ...]:
    values = data.get(key)
    if not isinstance(values, list) or not values:
        raise LexiconError(file, key, "must be a list of words")
    for number, value in enumerate(values, start=1):
        # YAML reads an unquoted `no`, `on` or 206 as something else than a word.
        if not isinstance(value, str) or not value.strip():
            raise LexiconError(file, f"{key}, entry {number}", f"{value!r} is not text: quote it")
    lowered = {value.strip().lower() for value in values}
    return tuple(sorted(lowered, key=lambda word: (-len(word), word)))


def _spelling(data: Mapping[str, Any]) -> Mapping[str, str]:
    result: dict[str, str] = {}
    for meant, typed in data.items():
        for word in _strings(data, SPELLING, meant) if typed is not None else ():
            if result.get(word, meant) != meant:
                raise LexiconError(SPELLING, meant, f"{word!r} already stands for {result[word]!r}")
            result[word] = str(meant)
    return result


def _persons(data: Mapping[str, Any]) -> Iterator[PersonNoun]:
    rows = data.get("nouns")
    if not isinstance(rows, list):
        raise LexiconError(PEOPLE, "nouns", "must be a list")
    for number, row in enumerate(rows, start=1):
        entry = f"nouns, entry {number}"
        if not isinstance(row, dict) or not isinstance(row.get("one"), str):
            raise LexiconError(PEOPLE, entry, "needs `one`, the word for one person")
        entry = f"nouns, {row['one']}"
        sex, age, role = row.get("sex"), row.get("age"), row.get("role", "person")
        for value, allowed, name in (
            (sex, SEXES, "sex"),
            (age, AGES, "age"),
            (role, ROLES, "role"),
        ):
            if value not in allowed:
                raise LexiconError(PEOPLE, entry, f"`{name}` can't be {value!r}")
        yield PersonNoun(row["one"].lower(), False, sex, str(age), role)
        if isinstance(row.get("many"), str):
            yield PersonNoun(row["many"].lower(), True, sex, str(age), role)


def _feasts(data: Mapping[str, Any]) -> Iterator[tuple[str, Feast]]:
    rows = data.get("feasts")
    if not isinstance(rows, list):
        raise LexiconError(DAYS, "feasts", "must be a list")
    for number, row in enumerate(rows, start=1):
        entry = f"feasts, entry {number}"
        try:
            when = datetime.strptime(f"{row['date']} {LEAP_YEAR}", "%d %B %Y")
        except (KeyError, TypeError, ValueError):
            raise LexiconError(DAYS, entry, "needs a `date` such as 5 November") from None
        for name in _strings(row, f"{DAYS}: {entry}", "names"):
            yield name, Feast(when.month, when.day, bool(row.get("night")))


def _names(data: Mapping[str, Any]) -> tuple[Mapping[str, str], frozenset[str]]:
    result: dict[str, str] = {}
    for sex in ("female", "male", "either"):
        for name in _strings(data, NAMES, sex):
            result[name] = sex
    return result, frozenset(_strings(data, NAMES, "also_words"))


def _makes(
    data: Mapping[str, Any],
) -> tuple[Mapping[str, str], frozenset[str], Mapping[str, Model]]:
    rows = data.get("makes")
    if not isinstance(rows, list):
        raise LexiconError(VEHICLES, "makes", "must be a list")
    makes: dict[str, str] = {}
    unclear: set[str] = set()
    models: dict[str, Model] = {}
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            raise LexiconError(VEHICLES, f"makes, entry {number}", "needs a `name`")
        name = row["name"]
        spellings = [name, *_optional(row, "also")]
        makes |= {word.lower(): name for word in spellings}
        if row.get("also_a_word"):
            unclear |= {word.lower() for word in spellings}
        for key, clear in (("models", True), ("models_also_words", False)):
            models |= {m.lower(): Model(m, name, clear) for m in _optional(row, key)}
    return makes, frozenset(unclear), models


def _optional(row: Mapping[str, Any], key: str) -> list[str]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise LexiconError(
            VEHICLES, f"makes, {row['name']}", f"`{key}` must be a list of words: quote numbers"
        )
    return values
