"""Nothing that a person typed appears in what Rasa writes out.

Rasa logs message text when an action fails, when a slash command is malformed and in other
places, by formatting it into the line: no filter can tell it apart. So once messages can
arrive, a log record of Rasa or of any library keeps only its place in the code and the kinds
of the exceptions. This is done where records are made, so no handler can get round it.
Before that, while the model loads, there is nothing personal, and lines stay as they are.
"""

import logging
import sys
import threading
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any

OWN = "assistant.engine"
"""Our own lines are plain text without variables, and are kept."""

logger = logging.getLogger(f"{OWN}.privacy")


def what_happened(error: BaseException | None) -> str:
    """The kinds of an exception and of its causes, with where each was raised, and no message."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        parts.append(f"{type(error).__name__}{place}")
        error = error.__cause__ or error.__context__
    return " from ".join(parts)


def hidden_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A log record without the words of the line, unless the line is our own."""
    record = logging.LogRecord(*args, **kwargs)
    if record.name == OWN or record.name.startswith(f"{OWN}."):
        return record
    error = record.exc_info[1] if record.exc_info else None
    reason = f": {what_happened(error)}" if error else ""
    record.msg = f"(text withheld) {record.module}:{record.lineno}{reason}"
    record.args = ()
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _log_crash(
    _: type[BaseException], error: BaseException | None, __: TracebackType | None
) -> None:
    logger.critical("Stopped by %s", what_happened(error))


def withhold_texts() -> None:
    """From now on let no record or crash report carry a message, and show no warning."""
    logging.setLogRecordFactory(hidden_record)
    warnings.showwarning = lambda *_, **__: None
    sys.excepthook = _log_crash
    threading.excepthook = lambda crash: _log_crash(
        crash.exc_type, crash.exc_value, crash.exc_traceback
    )
