"""YAML files are read with the line of everything in them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters import yaml_files
from assistant.domain.errors import DefinitionError, DefinitionProblem


def written(folder: Path, text: str) -> Path:
    path = folder / "sample.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_and_item_has_its_line(tmp_path: Path) -> None:
    data, lines = yaml_files.read_yaml(written(tmp_path, "a: 1\nb:\n  - x\n  - c: 2\n"))
    assert data == {"a": 1, "b": ["x", {"c": 2}]}
    assert lines[("b", 1, "c")] == 4
    assert lines[("b", 0)] == 3


def test_yes_no_times_and_numbers_with_a_leading_nought_stay_text(tmp_path: Path) -> None:
    data, _ = yaml_files.read_yaml(
        written(tmp_path, "- no\n- off\n- 10:30\n- 0300\n- 12\n- true\n- 2026-01-31\n- null\n")
    )
    assert data == ["no", "off", "10:30", "0300", 12, True, date(2026, 1, 31), None]


def test_a_repeated_key_is_an_error_that_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"sample.yml:3: form\.id: stands here twice"):
        yaml_files.read_yaml(written(tmp_path, "form:\n  id: a\n  id: b\n"))


def test_text_that_is_not_yaml_is_an_error_that_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"sample\.yml:\d: not YAML"):
        yaml_files.read_yaml(written(tmp_path, "a: 1\nb: [1\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"gone\.yml"):
        yaml_files.read_yaml(tmp_path / "gone.yml")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert yaml_files.read_yaml(written(tmp_path, "")) == (None, {(): 1})


def test_a_tag_that_would_run_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError):
        yaml_files.read_yaml(written(tmp_path, "a: !!python/object/apply:os.getcwd []\n"))


def test_a_problem_found_while_building_gets_file_line_and_place(tmp_path: Path) -> None:
    def refuse(data: Any) -> None:
        raise DefinitionProblem(("questions", 1, "type"), f"unknown type {data['a']}")

    path = written(tmp_path, "a: 1\nquestions:\n  - type: x\n  - type: y\n")
    with pytest.raises(DefinitionError, match=r"sample.yml:4: questions\[1\]\.type: unknown type"):
        yaml_files.build(path, refuse)


def test_a_problem_with_something_missing_points_at_the_nearest_line_above(tmp_path: Path) -> None:
    path = written(tmp_path, "a: 1\nquestions:\n  - type: x\n")
    _, lines = yaml_files.read_yaml(path)
    error = yaml_files.located(path, lines, ("questions", 0, "prompt"), "is missing")
    assert "sample.yml:3: questions[0].prompt: is missing" in str(error)


def test_files_of_the_project_are_named_from_its_root() -> None:
    error = yaml_files.located(yaml_files.RULEBOOK / "x.yml", {(): 1}, (), "is empty")
    assert str(error) == "assistant/rulebook/x.yml:1: is empty"
