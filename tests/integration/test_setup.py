"""`make run` where it can't work: one clear line, a status that isn't 0, nothing left running."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.progress import ROOT


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def make(target: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("CRE_", "MAKE"))}
    return subprocess.run(  # noqa: S603  (our own Makefile)
        ["/usr/bin/make", target],
        cwd=ROOT,
        env=env | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What stood on the error stream, without make's own last line."""
    return [line for line in done.stderr.splitlines() if not line.startswith("make")]


def test_a_busy_port_is_one_clear_line(busy_port: int, tmp_path: Path) -> None:
    done = make("run", CRE_PORT=str(busy_port), CRE_VAR=str(tmp_path))
    assert done.returncode != 0
    [line] = said(done)
    assert line.startswith(f"Port {busy_port} is in use.")
    assert "make run" in line


def test_a_setting_that_is_no_number_is_one_clear_line(tmp_path: Path) -> None:
    done = make("run", CRE_PORT="eighty", CRE_VAR=str(tmp_path))
    assert done.returncode != 0
    [line] = said(done)
    assert line.startswith("CRE_PORT: ")


def test_without_a_python_that_is_new_enough_one_line_says_so(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text().replace("/usr/bin/python3;", "/nowhere/python3;")
    (tmp_path / "Makefile").write_text(makefile)
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        ["/usr/bin/make", "run"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert said(done) == ["Python 3.11 or newer is needed. Install it and start again."]


def test_make_alone_names_the_commands() -> None:
    shown = make("help").stdout
    assert "make run " in shown
    assert "make test" in shown


def test_the_command_is_installed_beside_the_interpreter() -> None:
    command = Path(sys.executable).with_name("cre-assistant")
    done = subprocess.run(  # noqa: S603  (our own command)
        [command, "--help"], cwd="/", capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "migrate" in done.stdout


def test_lock_files_name_no_place_that_packages_came_from() -> None:
    locks = [*ROOT.glob("requirements*.txt"), *ROOT.glob("assistant/engine/requirements.txt")]
    assert len(locks) == 4
    for lock in locks:
        text = lock.read_text()
        assert not re.search(r"(?<!no-emit-)index-url", text)
        assert "://" not in text
        assert "--hash=sha256:" in text
