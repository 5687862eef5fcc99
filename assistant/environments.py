"""Build what the application needs: `python3 -m assistant.environments [--dev] [-- COMMAND]`.

Runs before anything is installed, so with the standard library only, on any Python from 3.11.
Two environments (docs/decisions/0001): `.venv` for the application and `.venv-rasa` for Rasa,
each installed from its lock file with hashes, and left alone while the lock is unchanged.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.progress import (
    ROOT,
    PlainError,
    StepFailedError,
    guarded,
    relative,
    run_step,
    say,
)

TOOLS = ROOT / ".tools"
LOG = TOOLS / "setup.log"
STAMP = "cre-stamp"
OLDEST_UV = (0, 5)

NO_NETWORK = re.compile(
    r"dns error|error sending request|could not connect|failed to fetch|connection refused"
    r"|name resolution|NewConnectionError|network is unreachable|timed out",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Environment:
    """One virtual environment and the lock files that fill it; a later one includes the earlier."""

    name: str
    directory: Path
    locks: tuple[Path, ...]
    needed_mb: int
    """Free disk that building it needs, the package cache included."""

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.directory / "bin" / "python"

    def wanted(self, dev: bool) -> Path:
        """The lock file to install: once the developers' tools are in, they stay."""
        dev = dev or f"lock {self.locks[-1].name} " in self.stamp()
        return self.locks[-1] if dev else self.locks[0]

    def is_current(self, lock: Path) -> bool:
        """Whether it holds what `lock` says, here, and its interpreter runs."""
        return set(stamp_lines(self.directory, self.upto(lock))) <= set(
            self.stamp().splitlines()
        ) and runs(self.python)

    def upto(self, lock: Path) -> tuple[Path, ...]:
        """The lock files that are satisfied once `lock` is installed."""
        return self.locks[: self.locks.index(lock) + 1]

    def can_be_updated(self) -> bool:
        """Whether it can be brought up to date in place: whole, not moved, and it runs."""
        stamp = self.stamp()
        return (not stamp or f"at {self.directory}\n" in stamp) and runs(self.python)

    def mark_unfinished(self) -> None:
        """From here on it can't be trusted, whatever interrupts."""
        (self.directory / STAMP).write_text("unfinished\n")

    def mark(self, lock: Path) -> None:
        """Note that `lock` is installed."""
        lines = stamp_lines(self.directory, self.upto(lock))
        (self.directory / STAMP).write_text("".join(f"{line}\n" for line in lines))

    def stamp(self) -> str:
        """What was noted last; nothing, if nothing ever was."""
        try:
            return (self.directory / STAMP).read_text()
        except OSError:
            return ""


APP = Environment(
    "application",
    ROOT / ".venv",
    (ROOT / "requirements.txt", ROOT / "requirements-dev.txt"),
    needed_mb=2000,
)
RASA = Environment(
    "Rasa",
    ROOT / ".venv-rasa",
    (ROOT / "assistant" / "engine" / "requirements.txt",),
    needed_mb=5000,
)


def stamp_lines(directory: Path, locks: tuple[Path, ...]) -> list[str]:
    """What a finished environment is recognised by: its place and its locks' checksums."""
    sums = [f"lock {lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}" for lock in locks]
    return [f"at {directory}", *sums]


def answer(*command: str) -> str | None:
    """What a short command prints, or None if it can't be run or fails."""
    try:
        done = subprocess.run(  # noqa: S603  (a list, no shell, of our own making)
            command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def runs(python: Path | str, version: str = "") -> bool:
    """Whether an interpreter starts, and is of the version asked for."""
    said = answer(str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
    return said is not None and said.startswith(version)


def clean_environment() -> Mapping[str, str]:
    """The caller's environment without what would lead uv or an interpreter astray."""
    astray = ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME", "UV_PYTHON")
    return {name: value for name, value in os.environ.items() if name not in astray}


def check_disk(needed_mb: int, folder: Path = ROOT) -> None:
    """Raise PlainError if the disk is too full to begin."""
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < needed_mb:
        raise PlainError(
            f"The disk has {free_mb} MB free and {needed_mb} MB are needed. "
            "Make room and start again."
        )


def explained(what: str, error: StepFailedError) -> PlainError:
    """A failed program's output as one line that says what to do."""
    if "No space left on device" in error.output:
        return PlainError(f"The disk is full: {what} could not be installed. Make room and retry.")
    if re.search("hash mismatch", error.output, re.IGNORECASE):
        return PlainError(
            f"A package for {what} differs from the lock file, so nothing was installed. "
            f"Check where packages come from; details: {relative(LOG)}"
        )
    if NO_NETWORK.search(error.output):
        return PlainError(
            f"The packages for {what} could not be fetched: is the network there? "
            f"Connect and start again; details: {relative(LOG)}"
        )
    return PlainError(f"{what} could not be installed: {error.last_line} ({relative(LOG)})")


def find_uv() -> str:
    """The path of uv: the machine's own, or one installed into `.tools` from a hashed pin."""
    found = shutil.which("uv")
    if found and uv_version(answer(found, "--version")) >= OLDEST_UV:
        return found
    pin = ROOT / "requirements-uv.txt"
    own = TOOLS / "uv"
    uv = own / "bin" / "uv"
    lines = stamp_lines(own, (pin,))
    stamp = own / STAMP
    if stamp.is_file() and stamp.read_text().splitlines() == lines and answer(str(uv), "--version"):
        return str(uv)
    shutil.rmtree(own, ignore_errors=True)
    if answer(sys.executable, "-m", "venv", str(own)) is None:
        raise PlainError(
            "Python's venv module doesn't work here. Install it (Debian, Ubuntu: "
            "apt-get install python3-venv), or install uv, and start again."
        )
    pip = [str(own / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    try:
        command = [*pip, "--quiet", "--require-hashes", "-r", str(pin)]
        run_step("Installing uv", command, LOG, clean_environment())
    except StepFailedError as error:
        raise explained("uv", error) from error
    stamp.write_text("".join(f"{line}\n" for line in lines))
    return str(uv)


def uv_version(said: str | None) -> tuple[int, ...]:
    """`uv 0.13.8 (...)` as numbers; nothing readable is no version at all."""
    match = re.match(r"uv (\d+)\.(\d+)", said or "")
    return tuple(int(part) for part in match.groups()) if match else ()


def find_python_310(uv: str) -> str:
    """An interpreter for Rasa: named by the person, found, or fetched by uv."""
    named = os.environ.get("CRE_RASA_PYTHON")
    if named:
        if runs(named, "3.10"):
            return named
        raise PlainError(f"CRE_RASA_PYTHON is {named}, which isn't a Python 3.10 that starts.")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    find = (uv, "python", "find", "--no-project", "3.10")
    for found in (answer(*find), *sorted(pyenv.glob("versions/3.10.*/bin/python"))):
        if found and runs(found, "3.10"):
            return str(found)
    try:
        fetch = [uv, "python", "install", "3.10"]
        run_step("Fetching Python 3.10 for Rasa", fetch, LOG, clean_environment())
    except StepFailedError:
        found = None
    else:
        found = answer(*find)
    if not found:
        raise PlainError(
            "Rasa needs Python 3.10, and it could be neither found nor fetched. Install it "
            "(pyenv install 3.10) or name it (CRE_RASA_PYTHON=/path/to/python3.10 make run)."
        )
    return found


def build(environment: Environment, lock: Path, python: str, uv: str) -> None:
    """Install exactly what `lock` names, into a new environment if there is none that runs."""
    check_disk(environment.needed_mb)
    env = clean_environment()
    try:
        if not environment.can_be_updated():
            shutil.rmtree(environment.directory, ignore_errors=True)
            new = [uv, "venv", "--quiet", "--no-project", "--python", python]
            label = f"New environment for {environment.name}"
            run_step(label, [*new, str(environment.directory)], LOG, env)
        environment.mark_unfinished()
        sync = [uv, "pip", "sync", "--require-hashes", "--compile-bytecode"]
        sync += ["--python", str(environment.python), str(lock)]
        run_step(f"Packages for {environment.name}", sync, LOG, env)
    except StepFailedError as error:
        raise explained(environment.name, error) from error


def install_command() -> None:
    """Make `assistant`, `api` and `actions` importable, and `.venv/bin/cre-assistant` work.

    An editable install would do the same but fetch a build tool each time.
    """
    for packages in (APP.directory / "lib").glob("python3.*/site-packages"):
        (packages / "cre_assistant.pth").write_text(f"{ROOT}\n")
    command = APP.directory / "bin" / "cre-assistant"
    command.write_text(f"#!{APP.python}\nfrom assistant.cli import app\n\napp()\n")
    command.chmod(0o755)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the set-up's lock, so that two `make` at once don't build into each other."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Another set-up is under way; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def set_up(dev: bool) -> None:
    """Build what is missing or out of date."""
    with one_at_a_time():
        app_lock = APP.wanted(dev)
        if not APP.is_current(app_lock):
            build(APP, app_lock, sys.executable, find_uv())
            install_command()
            APP.mark(app_lock)
        if not RASA.is_current(RASA.locks[0]):
            uv = find_uv()
            build(RASA, RASA.locks[0], find_python_310(uv), uv)
            RASA.mark(RASA.locks[0])
    say("  Environments: up to date")


def main(argv: list[str] | None = None) -> int:
    """Set up, then become the command that follows `--`."""
    parser = argparse.ArgumentParser(prog="assistant.environments", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="with the developers' tools")
    parser.add_argument("--print-uv", action="store_true", help="only say where uv is")
    parser.add_argument("command", nargs="*", help="what to run afterwards")
    options = parser.parse_args(argv)
    if options.print_uv:
        sys.stdout.write(find_uv() + "\n")
        return 0
    set_up(options.dev)
    if options.command:
        sys.stdout.flush()
        os.execv(options.command[0], options.command)  # noqa: S606  (no shell wanted)
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
