"""The toolkit's rows in people's own words: every pattern's examples, and whole stories."""

from pathlib import Path

import pytest

from assistant.adapters.narrative.indicator_patterns import SHARED, Pattern, load_patterns
from assistant.adapters.narrative.indicator_words import noun_forms, verb_forms
from assistant.adapters.narrative.indicators import IndicatorReader
from assistant.adapters.narrative.lexicon import LexiconError
from assistant.adapters.rulebook_files import load_toolkit

HERE = Path(__file__).parent
LEAST = {
    "stories.txt": (0.9, 0.85),
    "stories_blind.txt": (0.9, 0.8),
    "stories_unseen.txt": (0.8, 0.5),
}
"""Precision and recall that must not be lost: what was reached, with a little room."""


@pytest.fixture(scope="module")
def indicators() -> IndicatorReader:
    return IndicatorReader()


def rows(reader: IndicatorReader, text: str) -> set[tuple[str, str]]:
    reading = reader.read(text)
    found = {("indicators", sign.id) for sign in reading.indicators}
    found |= {("factors", sign.id) for sign in reading.vulnerability_factors}
    found |= {("facts", sign.id) for sign in reading.facts}
    found |= {("harm", "done")} if reading.harm_already_happened else set()
    found |= {("child", "known")} if reading.child_known else set()
    spans = [span for sign in reading.indicators for span in sign.evidence]
    assert all(text[span.start : span.end] == span.text for span in spans)
    return found


@pytest.mark.parametrize("pattern", load_patterns().patterns, ids=lambda p: p.place)
def test_a_pattern_finds_its_example_and_passes_its_near_miss(
    indicators: IndicatorReader, pattern: Pattern
) -> None:
    assert pattern.fires
    assert pattern.near_misses
    for text in pattern.fires:
        assert (pattern.section, pattern.row) in rows(indicators, text), text
    for text in pattern.near_misses:
        assert (pattern.section, pattern.row) not in rows(indicators, text), text


def test_every_row_of_the_toolkit_has_a_pattern() -> None:
    toolkit, patterns = load_toolkit(), load_patterns().patterns
    assert {p.row for p in patterns if p.section == "indicators"} == {
        row.id for row in toolkit.indicators
    } - {"other"}
    assert {p.row for p in patterns if p.section == "factors"} == {f.id for f in toolkit.factors}


@pytest.mark.parametrize("name", LEAST)
def test_stories_keep_the_precision_and_recall_reached(
    indicators: IndicatorReader, name: str
) -> None:
    right = wrong = missed = 0
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, wanted, optional = (part.strip() for part in line.split("|"))
        want = {one.strip() for one in wanted.split(",") if one.strip()}
        may = {one.strip() for one in optional.split(",") if one.strip()}
        got = {row for section, row in rows(indicators, text) if section == "indicators"}
        right += len(got & want)
        wrong += len(got - want - may)
        missed += len(want - got)
    precision, recall = right / (right + wrong), right / (right + missed)
    assert (precision, recall) >= LEAST[name]
    assert recall >= LEAST[name][1]


@pytest.mark.parametrize(
    "text",
    [
        "There is no sign of drugs or alcohol.",
        "What if a child in my car is being groomed?",
        "The film is about a girl who was trafficked.",
        "His dad was arrested for dealing drugs.",
        "A boy of 9 was in my cab on his own going to school.",
    ],
)
def test_what_is_denied_asked_watched_or_somebody_elses_is_left_out(
    indicators: IndicatorReader, text: str
) -> None:
    assert indicators.read(text).indicators == ()


def test_the_highest_level_of_a_rows_patterns_is_the_hint(indicators: IndicatorReader) -> None:
    reading = indicators.read("He skips lessons, and last week he vanished for three days.")
    assert {sign.id: sign.level for sign in reading.indicators}["missing"] == "high"


def test_every_form_of_a_word_is_read_as_its_base_form() -> None:
    assert {"gives", "giving"} <= set(verb_forms("give"))
    assert {"grabbed", "grabbing"} <= set(verb_forms("grab"))
    assert "seeing" in set(verb_forms("see"))
    assert "parties" in set(noun_forms("party"))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{fires: x}", "needs `say`"),
        ("{say: [x], level: severe}", "`level`"),
        ("{say: [x], within: near}", "`within`"),
        ("{say: [x, 7]}", "phrases must be text"),
        ("{say: [<nobody>]}", "there is no concept"),
        ("{say: [x ...]}", "ends with a gap"),
    ],
)
def test_a_broken_pattern_stops_the_load_and_is_named(
    tmp_path: Path, entry: str, says: str
) -> None:
    from assistant.adapters.narrative.indicator_patterns import FOLDER

    (tmp_path / SHARED).write_text((FOLDER / SHARED).read_text(encoding="utf-8"))
    (tmp_path / "own.yml").write_text(f"indicators:\n  missing:\n    - {entry}\n")
    with pytest.raises(LexiconError, match="missing, entry 1") as caught:
        load_patterns(tmp_path)
    assert says in str(caught.value)
