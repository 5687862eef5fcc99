"""When the model is trained again, and which model is never served."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant import model
from assistant.progress import PlainError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "nlu_data" / "nlu").mkdir(parents=True)
    (tmp_path / "assistant" / "engine").mkdir(parents=True)
    (tmp_path / "nlu_data" / "nlu" / "greet.yml").write_text("hello")
    for name in ("config.yml", "domain.yml", "assistant/engine/requirements.txt"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def trained(project: Path) -> Path:
    directory = project / "var" / "model"
    directory.mkdir(parents=True)
    (directory / model.NAME).write_bytes(b"a model")
    model.write_record(directory, model.fingerprint(project))
    return directory


@pytest.mark.parametrize(
    "changed", ["config.yml", "domain.yml", "nlu_data/nlu/greet.yml", "nlu_data/rules/new.yml"]
)
def test_model_is_trained_again_when_what_it_learns_from_changes(
    project: Path, trained: Path, changed: str
) -> None:
    assert model.why_train(trained, project) is None
    (project / changed).parent.mkdir(exist_ok=True)
    (project / changed).write_text("changed")
    assert model.why_train(trained, project) == "The training data has changed."


def test_a_renamed_file_counts_as_a_change(project: Path, trained: Path) -> None:
    old = project / "nlu_data" / "nlu" / "greet.yml"
    old.rename(old.with_name("welcome.yml"))
    assert model.why_train(trained, project) is not None


def test_each_pipeline_has_a_fingerprint_of_its_own(project: Path, trained: Path) -> None:
    (project / "other.yml").write_text("another pipeline")
    other = model.chat("other.yml")
    assert model.why_train(trained, project, other) == "The training data has changed."
    model.write_record(trained, model.fingerprint(project, other), other)
    assert model.why_train(trained, project, other) is None


def test_a_form_changes_without_training(project: Path, trained: Path) -> None:
    (project / "forms").mkdir()
    (project / "forms" / "a.yml").write_text("a question")
    assert model.why_train(trained, project) is None


def test_a_model_that_was_exchanged_is_not_served(project: Path, trained: Path) -> None:
    (trained / model.NAME).write_bytes(b"another model")
    assert not model.is_ours(trained)
    assert "isn't the one that was trained here" in (model.why_train(trained, project) or "")


@pytest.mark.parametrize("record", ["", "not json", "[]", "{}"])
def test_a_model_without_a_readable_record_is_not_served(trained: Path, record: str) -> None:
    (trained / model.RECORD).write_text(record)
    assert not model.is_ours(trained)


def test_training_without_rasa_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "RASA_PYTHON", tmp_path / "nowhere")
    with pytest.raises(PlainError, match="make setup"):
        model.ensure(tmp_path / "model", tmp_path / "train.log", parts=(model.CHAT,))


def test_a_failed_training_keeps_the_reason_and_leaves_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'domain.yml: line 3 is wrong'\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(model, "RASA_PYTHON", broken)
    with pytest.raises(PlainError, match="line 3 is wrong"):
        model.ensure(tmp_path / "model", tmp_path / "train.log", parts=(model.CHAT,))
    assert not (tmp_path / "model" / model.RECORD).exists()


def test_rasa_is_told_nothing_of_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRE_DATABASE_URL", "postgresql://name:word@host/db")
    monkeypatch.setenv("CRE_KEYS_FILE", "keys.json")
    told: Mapping[str, str] = model.rasa_environment(CRE_ACTIONS_TOKEN="one")  # noqa: S106  (not a secret)
    assert {name for name in told if name.startswith("CRE_")} == {"CRE_ACTIONS_TOKEN"}
    assert told["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_readers_part_is_trained_again_for_its_own_material_alone(project: Path) -> None:
    directory = project / "var" / "model"
    directory.mkdir(parents=True)
    material = project / "nlu_data" / "reading" / "danger.txt"
    material.parent.mkdir()
    material.write_text("[now]")
    assert model.why_train(directory, project, model.READER) == (
        "There is no trained part of the reader yet."
    )
    (directory / model.READER.name).write_bytes(b"weights")
    model.write_record(directory, model.fingerprint(project, model.READER), model.READER)
    (project / "nlu_data" / "nlu" / "greet.yml").write_text("hi")
    assert model.why_train(directory, project, model.READER) is None
    material.write_text("[not now]")
    assert model.why_train(directory, project, model.READER) == "The training data has changed."
    (directory / model.READER.name).write_bytes(b"others")
    assert not model.is_ours(directory, model.READER)


def test_the_chats_model_is_not_trained_again_for_the_readers_material(
    project: Path, trained: Path
) -> None:
    (project / "nlu_data" / "reading").mkdir()
    (project / "nlu_data" / "reading" / "danger.txt").write_text("[now]")
    assert model.why_train(trained, project) is None
