"""Start the programs that make up the assistant, watch them, restart them, and end them all.

Each runs under `guard.py` in a process group of its own, so that Ctrl-C reaches only the
supervisor, a stop reaches everything, and nothing is left behind if the supervisor is killed.
What they print goes to log files that are rotated. Standard library only.
"""

import contextlib
import errno
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path

from assistant.progress import ROOT, PlainError, relative, say

GUARD = ROOT / "assistant" / "guard.py"
LOG_BYTES = 5_000_000
LOG_FILES = 3
STEADY_SECONDS = 30.0
"""After so long without a fault, the next one is met without delay again."""

LONGEST_WAIT_SECONDS = 30.0
STARTS_BEFORE_GIVING_UP = 3
LONGEST_HOLD_SECONDS = 20.0


@dataclass(frozen=True)
class Service:
    """One program to keep running."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    ready: Callable[[], bool] | None = None
    """Whether it answers now; None where nobody waits for it."""

    refuse: Callable[[], str | None] | None = None
    """A reason for not starting it at this moment, or None."""

    essential: bool = False
    """Without it there is no assistant: if it can't be started at all, everything stops."""

    after_essential: bool = False
    """At the start, leave the machine to the essential services until they are ready."""

    says_ready: str = ""
    says_waiting: str = ""
    """Said if an essential service is ready and this one is not."""


@dataclass
class Child:
    """A service as it runs now."""

    service: Service
    log: RotatingFileHandler
    process: subprocess.Popen[bytes] | None = None
    reader: threading.Thread | None = None
    started: float = 0.0
    due: float = 0.0
    probed: float = 0.0
    faults: int = 0
    is_ready: bool = False
    was_ready: bool = False


@dataclass
class Supervisor:
    """Keeps services running until it is told to stop."""

    services: Sequence[Service]
    log_directory: Path
    tell: Callable[[str], None] = say
    grace_seconds: float = 8.0
    first_wait_seconds: float = 0.5
    tick_seconds: float = 0.1
    probe_seconds: float = 0.5
    parent: int | None = None
    """Stop when this process is no longer the one that started us."""

    children: list[Child] = field(default_factory=list, init=False)
    stopping: bool = field(default=False, init=False)
    hurry: bool = field(default=False, init=False)
    began: float = field(default_factory=time.monotonic, init=False)

    def run(self) -> int:
        """Run until a signal or the parent's end; raise PlainError if the start fails."""
        self.log_directory.mkdir(parents=True, exist_ok=True)
        self.children = [Child(service, self._log(service.name)) for service in self.services]
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._on_signal) for number in signals}
        try:
            while not self.stopping and not self._orphaned():
                for child in self.children:
                    self._look_after(child)
                time.sleep(self.tick_seconds)
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)
        self.tell("Stopped.")
        return 0

    def _on_signal(self, *_: object) -> None:
        self.hurry = self.stopping
        self.stopping = True

    def _orphaned(self) -> bool:
        return self.parent is not None and os.getppid() != self.parent

    def _log(self, name: str) -> RotatingFileHandler:
        path = self.log_directory / f"{name}.log"
        return RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, delay=True)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.due and not self._held(child, now):
                self._start(child, now)
        elif (status := child.process.poll()) is not None:
            self._after_exit(child, status, now)
        elif not child.is_ready and now - child.probed >= self.probe_seconds:
            child.probed = now
            if child.service.ready is not None and child.service.ready():
                self._now_ready(child)

    def _held(self, child: Child, now: float) -> bool:
        """Whether it still waits for the essential services; not for ever, if one hangs."""
        if not child.service.after_essential or now - self.began > LONGEST_HOLD_SECONDS:
            return False
        return any(c.service.essential and not c.was_ready for c in self.children)

    def _start(self, child: Child, now: float) -> None:
        service = child.service
        reason = service.refuse() if service.refuse else None
        if reason is not None:
            self._later(child, f"{service.name} is not started: {reason}", now)
            return
        child.is_ready = False
        child.started = now
        child.process = subprocess.Popen(  # noqa: S603  (a list, no shell, of our own making)
            [sys.executable, "-I", "-S", str(GUARD), *service.command],
            cwd=ROOT,
            env=dict(service.env),
            stdin=subprocess.PIPE,  # the guard's lifeline: closed by our end, however it comes
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        child.reader = threading.Thread(
            target=copy_lines, args=(child.process, child.log), daemon=True
        )
        child.reader.start()

    def _after_exit(self, child: Child, status: int, now: float) -> None:
        self._end_group(child)
        name, log = child.service.name, relative(Path(child.log.baseFilename))
        if now - child.started >= STEADY_SECONDS:
            child.faults = 0
        first_start_failed = child.service.essential and not child.was_ready
        if first_start_failed and child.faults + 1 >= STARTS_BEFORE_GIVING_UP:
            raise PlainError(f"{name} does not start ({in_words(status)}). See {log}")
        self._later(child, f"{name} stopped ({in_words(status)}). See {log}.", now)

    def _later(self, child: Child, what: str, now: float) -> None:
        wait = min(self.first_wait_seconds * 2**child.faults, LONGEST_WAIT_SECONDS)
        child.faults += 1
        child.due = now + wait
        self.tell(f"{what} Starting it again in {wait:g} s.")

    def _now_ready(self, child: Child) -> None:
        child.is_ready = True
        if child.service.says_ready:
            again = " again" if child.was_ready else ""
            self.tell(child.service.says_ready.format(again=again))
        if child.service.essential and not child.was_ready:
            for other in self.children:
                if other.service.says_waiting and not other.is_ready:
                    self.tell(other.service.says_waiting)
        child.was_ready = True

    def _stop_all(self) -> None:
        running = [child for child in self.children if child.process is not None]
        for child in running:
            signal_group(child.process, signal.SIGTERM)
        deadline = time.monotonic() + self.grace_seconds
        while time.monotonic() < deadline and not self.hurry:
            if all(child.process and child.process.poll() is not None for child in running):
                break
            time.sleep(self.tick_seconds)
        for child in running:
            self._end_group(child)
        for child in self.children:
            child.log.close()

    def _end_group(self, child: Child) -> None:
        """Leave nothing of a child behind: not its own children, not its pipes."""
        if child.process is None:
            return
        signal_group(child.process, signal.SIGKILL)
        child.process.wait()
        if child.process.stdin:
            child.process.stdin.close()
        if child.reader:
            child.reader.join(timeout=1)
        child.process = None


def signal_group(process: subprocess.Popen[bytes] | None, number: int) -> None:
    """Signal a child and all of its own children, if any are left."""
    if process is not None:
        # Nobody left: macOS says "not permitted" where only a finished process remains.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)


def copy_lines(process: subprocess.Popen[bytes], log: logging.Handler) -> None:
    """Write what a child prints to its log until it has closed its output."""
    if process.stdout is None:
        return
    with process.stdout as output:
        for line in iter(lambda: output.readline(8192), b""):
            text = line.decode(errors="replace").rstrip("\n")
            log.handle(logging.makeLogRecord({"msg": text}))


def in_words(status: int) -> str:
    """How a program ended. The guard reports signals as shells do: 128 and the number."""
    number = -status if status < 0 else status - 128
    try:
        return f"ended by {signal.Signals(number).name}"
    except ValueError:
        return f"exit code {status}"


def answers(host: str, port: int, path: str) -> bool:
    """Whether something speaks HTTP there; any status will do. Never through a proxy."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def reachable(host: str) -> str:
    """The address by which this machine reaches a server bound to `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (read, not bound)


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now. Raises OSError if it never could."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host, port))
            server.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def check_port(host: str, port: int, variable: str, taken: Sequence[int] = ()) -> None:
    """Raise PlainError, naming a port that is free, if `port` can't be had."""
    try:
        if port not in taken and is_free(host, port):
            return
        later = range(port + 10, port + 500)
        other = next(free for free in later if free not in taken and is_free(host, free))
    except (OSError, OverflowError) as error:
        raise PlainError(
            f"Port {port} of {host} can't be opened ({getattr(error, 'strerror', error)}). "
            f"Choose another, with {variable} or CRE_HOST."
        ) from error
    except StopIteration:
        other = 8090
    choose = f"choose another port: {variable}={other} make run"
    if port in taken:
        raise PlainError(f"Port {port} is asked for twice. Please {choose}")
    raise PlainError(f"Port {port} is in use. Stop the other program or {choose}")
