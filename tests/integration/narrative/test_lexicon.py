"""A broken word list stops the load and says where."""

import shutil
from pathlib import Path

import pytest

from assistant.adapters.narrative.lexicon import FOLDER, LexiconError, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "lexicon"
    shutil.copytree(FOLDER, copy)
    return copy


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("people.yml", "one: bloke,", "one: 7,", "lexicon/people.yml: nouns, entry"),
        (
            "people.yml",
            "{one: bloke, many: blokes, sex: male",
            "{one: bloke, sex: m",
            "nouns, bloke",
        ),
        ("places.yml", '"on"', "on", "lexicon/places.yml: street_stop_words, entry"),
        ("vehicles.yml", "name: Dacia,", "nam: Dacia,", "lexicon/vehicles.yml: makes, entry"),
        ("vehicles.yml", '"500"', "500", "makes, Fiat"),
        ("days.yml", "1 January", "1 Januar", "lexicon/days.yml: feasts, entry 1"),
        ("circumstances.yml", "weapons:", "weapon:", "lexicon/circumstances.yml: weapons"),
        ("spelling.yml", "girls: [", "lass: [gril, ", "lexicon/spelling.yml"),
        ("descriptions.yml", "looks: [", "looks: [[", "is not valid YAML"),
    ],
)
def test_an_error_names_file_and_entry(
    folder: Path, file: str, before: str, after: str, message: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "places.yml").unlink()
    with pytest.raises(LexiconError, match=r"lexicon/places.yml: file: is missing"):
        load(folder)
