"""When an environment is built again, and the one line said when it can't be."""

import sys
from pathlib import Path

import pytest

from assistant import environments
from assistant.environments import Environment, explained, find_python_310, uv_version
from assistant.progress import PlainError, StepFailedError


@pytest.fixture
def built(tmp_path: Path) -> Environment:
    """An environment that looks finished, with the running interpreter inside."""
    locks = (tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt")
    for lock in locks:
        lock.write_text(lock.name)
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "bin" / "python").symlink_to(sys.executable)
    return Environment("application", tmp_path / "venv", locks, needed_mb=1)


def test_a_finished_environment_is_left_alone(built: Environment) -> None:
    built.mark(built.locks[0])
    assert built.is_current(built.wanted(dev=False))


def test_a_changed_lock_file_means_an_update(built: Environment) -> None:
    built.mark(built.locks[0])
    built.locks[0].write_text("another release")
    assert not built.is_current(built.locks[0])
    assert built.can_be_updated()


def test_an_interrupted_installation_is_never_trusted(built: Environment) -> None:
    built.mark(built.locks[0])
    built.mark_unfinished()
    assert not built.is_current(built.locks[0])
    assert not built.can_be_updated()


def test_a_moved_clone_is_built_again(built: Environment, tmp_path: Path) -> None:
    built.mark(built.locks[0])
    built.directory.rename(tmp_path / "elsewhere")
    moved = Environment("application", tmp_path / "elsewhere", built.locks, needed_mb=1)
    assert not moved.is_current(moved.locks[0])
    assert not moved.can_be_updated()


def test_an_interpreter_that_has_gone_is_noticed(built: Environment) -> None:
    built.mark(built.locks[0])
    built.python.unlink()
    built.python.symlink_to("/nonexistent/python3.11")
    assert not built.is_current(built.locks[0])
    assert not built.can_be_updated()


def test_the_developers_tools_serve_a_run_too_and_stay(built: Environment) -> None:
    run, dev = built.locks
    built.mark(run)
    assert not built.is_current(built.wanted(dev=True))
    built.mark(dev)
    assert built.is_current(run)
    assert built.wanted(dev=False) == dev


def test_a_full_disk_is_said_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match=r"MB free and 999999999999 MB are needed. Make room"):
        environments.check_disk(999_999_999_999, tmp_path)


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("error: No space left on device (os error 28)", "The disk is full"),
        ("  cause: dns error", "is the network there?"),
        ("WARNING: Retrying after NewConnectionError(...)", "is the network there?"),
        ("error: Hash mismatch for `idna==3.10`", "differs from the lock file"),
        ("first\nerror: something else\n", "error: something else"),
    ],
)
def test_a_failed_installation_is_one_line_that_says_what_to_do(output: str, line: str) -> None:
    said = str(explained("Rasa", StepFailedError(output)))
    assert line in said
    assert "Rasa" in said
    assert "\n" not in said


@pytest.mark.parametrize("named", ["/nonexistent/python3.10", "/bin/false", sys.executable])
def test_an_interpreter_named_for_rasa_must_be_a_python_310_that_starts(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRE_RASA_PYTHON", named)
    with pytest.raises(PlainError, match=r"isn't a Python 3\.10 that starts"):
        find_python_310("uv")


def test_a_machine_without_python_310_and_network_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRE_RASA_PYTHON", raising=False)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(environments, "LOG", tmp_path / "setup.log")
    with pytest.raises(PlainError, match=r"pyenv install 3.10.*CRE_RASA_PYTHON="):
        find_python_310("/bin/false")


def test_uv_is_recognised_by_its_version_not_by_its_name() -> None:
    assert uv_version("uv 0.13.8 (x86_64-unknown-linux-gnu)") == (0, 13)
    assert uv_version(None) < environments.OLDEST_UV
    assert uv_version("pyenv: uv: command not found") < environments.OLDEST_UV
