"""Run one command and end with the program that started this one.

`python guard.py COMMAND...`, started as the leader of a process group of its own, with a pipe
as its standard input that only the supervisor holds open. However the supervisor ends, by
`kill -9` too, the pipe closes, and the whole group is killed. This needs nothing particular
to Linux, and reaches the command's own children as well, unlike a parent-death signal.

Runs as a plain file with the standard library only, so that it starts in a few milliseconds.
"""

import os
import signal
import subprocess
import sys
import threading


def _kill_group_when_orphaned() -> None:
    while os.read(0, 1024):
        pass
    os.killpg(0, signal.SIGKILL)


def main(command: list[str]) -> int:
    """Run `command`; its status, or 128 and the signal's number as shells have it."""
    # The group is signalled as a whole: the command answers, this waits for it. A handler,
    # unlike SIG_IGN, isn't inherited by the command.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  (a list, no shell)
    except OSError as error:
        sys.stderr.write(f"{command[0]} can't be started: {error.strerror}\n")
        return 127
    threading.Thread(target=_kill_group_when_orphaned, daemon=True).start()
    status = process.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
