"""What is checked before Rasa is started."""

from pathlib import Path

import pytest

from assistant.engine import quiet, serve


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "assistant.tar.gz").touch()
    return tmp_path


def test_it_starts_with_a_model_an_address_and_a_secret(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRE_ACTIONS_URL", "http://127.0.0.1:8080/actions")
    monkeypatch.setenv("CRE_ACTIONS_TOKEN", "secret")
    assert serve.problems(model) == []


def test_a_missing_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRE_ACTIONS_URL", "http://127.0.0.1:8080/actions")
    monkeypatch.setenv("CRE_ACTIONS_TOKEN", "secret")
    assert [str(tmp_path) in problem for problem in serve.problems(tmp_path)] == [True]


def test_each_missing_variable_is_named(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in serve.NEEDED:
        monkeypatch.delenv(name, raising=False)
    found = serve.problems(model)
    assert len(found) == len(serve.NEEDED)
    assert all(name in problem for name, problem in zip(serve.NEEDED, found, strict=True))


def test_it_listens_on_the_loopback_interface_only() -> None:
    assert serve.HOST == "127.0.0.1"


def test_telemetry_is_off() -> None:
    assert quiet.ENVIRONMENT["RASA_TELEMETRY_ENABLED"] == "false"
