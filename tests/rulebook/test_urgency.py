"""The rulebook of immediate danger holds on texts written for it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.yaml_files import ROOT, load_urgency, read_yaml

RULEBOOK = load_urgency()
VIGNETTES = ROOT / "tests" / "rulebook"
SETS = [
    VIGNETTES / f"urgency{name}.yml"
    for name in ("", "_unseen", "_third", "_fourth", "_fifth", "_sixth", "_seventh", "_eighth")
]
EXAMPLES: dict[str, dict[str, str]] = read_yaml(VIGNETTES / "urgency_entries.yml")[0]
ENTRIES = [entry.id for entry in RULEBOOK.entries]


def texts(path: Path, key: str) -> list[str]:
    data: dict[str, Any] = read_yaml(path)[0]
    return [text for spoken in data.get(key, {}).values() for text in spoken]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_danger_now_is_urgent(path: Path) -> None:
    assert [text for text in texts(path, "fires") if not RULEBOOK.check(text).urgent] == []


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_no_danger_now_is_not_urgent(path: Path) -> None:
    assert [text for text in texts(path, "near_misses") if RULEBOOK.check(text).urgent] == []


def test_every_entry_has_an_example_and_a_near_miss() -> None:
    assert sorted(EXAMPLES) == sorted(set(ENTRIES))


@pytest.mark.parametrize("entry", sorted(EXAMPLES))
def test_an_entrys_example_fires_it(entry: str) -> None:
    fired = {match.entry for match in RULEBOOK.check(EXAMPLES[entry]["fires"]).trace}
    assert entry in fired


@pytest.mark.parametrize("entry", sorted(EXAMPLES))
def test_an_entrys_near_miss_fires_nothing(entry: str) -> None:
    assert [match.entry for match in RULEBOOK.check(EXAMPLES[entry]["near_miss"]).trace] == []


def test_evidence_is_the_words_of_the_text_itself() -> None:
    for text in texts(VIGNETTES / "urgency.yml", "fires"):
        for span in RULEBOOK.check(text).evidence:
            assert span.text == text[span.start : span.end]
            assert span.text.strip()


def test_every_entry_has_a_source_and_a_review_date_after_it_takes_effect() -> None:
    for entry in RULEBOOK.entries:
        assert entry.source
        assert entry.review_by > entry.effective_from


def test_a_passed_review_date_never_switches_an_entry_off() -> None:
    assert RULEBOOK.check("he has got a knife", date(2040, 1, 1)).urgent
