"""However the assistant ends, nothing is left running. Real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from assistant.progress import ROOT

# Two children: one that answers a request to stop, one that doesn't and has a child of its own.
PROGRAM = """
import os, sys
from pathlib import Path
from assistant.supervisor import Service, Supervisor
polite = [sys.executable, "-c", "import time; time.sleep(600)"]
stubborn = [sys.executable, "-c", '''
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
time.sleep(600)
''']
services = [Service("polite", polite, os.environ), Service("stubborn", stubborn, os.environ)]
parent = os.getppid() if "--with-parent" in sys.argv else None
Supervisor(services, Path(sys.argv[1]), grace_seconds=0.5, parent=parent).run()
"""

GUARDS_COMMANDS_AND_A_GRANDCHILD = 5


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def descendants(process: psutil.Process) -> list[psutil.Process]:
    return process.children(recursive=True)


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def start(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  (our own interpreter, a list)
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A supervisor with everything below it started, and all of those processes."""
    process = start(sys.executable, "-c", PROGRAM, str(tmp_path))
    supervisor = psutil.Process(process.pid)
    assert until(lambda: len(descendants(supervisor)) == GUARDS_COMMANDS_AND_A_GRANDCHILD)
    below = descendants(supervisor)
    yield process, below
    for left in [supervisor, *below]:
        if left.is_running():
            left.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_and_a_request_to_stop_end_every_child(
    running: tuple[subprocess.Popen[str], list[psutil.Process]], number: signal.Signals
) -> None:
    process, below = running
    process.send_signal(number)
    assert process.wait(timeout=10) == 0
    assert all_gone(below)
    assert process.stdout
    assert process.stdout.read().splitlines()[-1] == "Stopped."


def test_a_killed_supervisor_leaves_nothing_behind(
    running: tuple[subprocess.Popen[str], list[psutil.Process]],
) -> None:
    process, below = running
    process.kill()
    assert until(lambda: all_gone(below))


def test_a_killed_program_comes_back_and_its_own_children_do_not_stay(
    running: tuple[subprocess.Popen[str], list[psutil.Process]],
) -> None:
    process, below = running
    grandchild = next(p for p in below if p.ppid() not in (process.pid, *guards(process, below)))
    stubborn = psutil.Process(grandchild.ppid())
    stubborn.kill()
    assert until(lambda: all_gone([stubborn, grandchild]))
    supervisor = psutil.Process(process.pid)
    assert until(lambda: len(descendants(supervisor)) == GUARDS_COMMANDS_AND_A_GRANDCHILD)
    assert process.stdout
    assert "stubborn stopped (ended by SIGKILL)" in process.stdout.readline()


def guards(process: subprocess.Popen[str], below: list[psutil.Process]) -> list[int]:
    return [p.pid for p in below if p.ppid() == process.pid]


def test_the_assistant_ends_with_make(tmp_path: Path) -> None:
    starter = (
        "import subprocess, sys;"
        "subprocess.Popen([sys.executable, '-c', *sys.argv[1:], '--with-parent']).wait()"
    )
    process = start(sys.executable, "-c", starter, PROGRAM, str(tmp_path))
    top = psutil.Process(process.pid)
    assert until(lambda: len(descendants(top)) == GUARDS_COMMANDS_AND_A_GRANDCHILD + 1)
    below = descendants(top)
    os.kill(process.pid, signal.SIGKILL)
    assert until(lambda: all_gone(below))
    process.communicate()
