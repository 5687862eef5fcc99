"""What set-up and start tell the person at the terminal. Standard library only.

Long steps show that they go on; what their programs print goes to a log file; what can't be
done is one line that says what to do.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEARTBEAT_SECONDS = 15.0


class PlainError(Exception):
    """Something the person at the terminal has to put right; its text says what, in one line."""


class StepFailedError(Exception):
    """A program of a step failed; carries what it printed."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output

    @property
    def last_line(self) -> str:
        """The last thing the program said, which is mostly the reason."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else "it printed nothing"


def say(text: str) -> None:
    """One line to the terminal, at once; a terminal that has gone is no reason to stop."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def guarded(action: Callable[[], int]) -> int:
    """Run a command's `action`; a `PlainError` becomes its one line and status 1."""
    try:
        return action()
    except PlainError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    return 1


def relative(path: Path) -> str:
    """A path as a person in the project's root would write it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def run_step(
    label: str, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> None:
    """Run one long program in the root, showing that it goes on; its output goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    with log.open("ab") as output:
        begin = output.tell()
        process = subprocess.Popen(  # noqa: S603  (a list, no shell, of our own making)
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _show_until_done(label, process, start)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode != 0:
        raise StepFailedError(log.read_bytes()[begin:].decode(errors="replace"))


def _show_until_done(label: str, process: subprocess.Popen[bytes], start: float) -> None:
    """A counter on a terminal; elsewhere a line now and then."""
    live = sys.stdout.isatty()
    interval = 1.0 if live else HEARTBEAT_SECONDS
    if not live:
        say(f"  {label} ...")
    while True:
        seconds = time.monotonic() - start
        if live:
            sys.stdout.write(f"\r  {label} ... {seconds:.0f} s")
            sys.stdout.flush()
        elif seconds >= interval:
            say(f"  {label} ... {seconds:.0f} s")
        try:
            process.wait(timeout=interval)
        except subprocess.TimeoutExpired:
            continue
        break
    ended = "done" if process.returncode == 0 else "failed"
    say(f"{chr(13) if live else ''}  {label}: {ended}, {time.monotonic() - start:.1f} s")
