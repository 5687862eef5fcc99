"""Nothing that was typed is written out."""

import logging
import subprocess
import sys
from pathlib import Path

from assistant.engine.privacy import hidden_record, what_happened

ROOT = Path(__file__).parents[3]
TYPED = "Marigold Street, number nine"


def record(name: str, message: str, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, None) if error else None
    return hidden_record(name, logging.ERROR, __file__, 12, message, (TYPED,), exc_info)


def shown(made: logging.LogRecord) -> str:
    return logging.Formatter("%(name)s %(message)s").format(made)


def raised(text: str) -> BaseException:
    try:
        try:
            raise ValueError(text)
        except ValueError as cause:
            raise KeyError(text) from cause
    except KeyError as error:
        return error


def test_a_line_of_rasa_keeps_its_place_and_loses_its_words() -> None:
    line = shown(record("rasa.core.channels", "failed for %s"))
    assert TYPED not in line
    assert "test_privacy:12" in line


def test_a_text_put_into_the_line_itself_is_lost_too() -> None:
    assert TYPED not in shown(record("rasa", f"failed for {TYPED} %s"))


def test_a_traceback_is_replaced_by_the_kinds_of_the_exceptions() -> None:
    line = shown(record("sanic.error", "failed %s", raised(TYPED)))
    assert TYPED not in line
    assert "KeyError" in line
    assert "ValueError" in line


def test_our_own_lines_stay_as_they_are() -> None:
    made = hidden_record(
        "assistant.engine.serve", logging.INFO, __file__, 1, "Rasa is ready.", (), None
    )
    assert shown(made) == "assistant.engine.serve Rasa is ready."


def test_a_module_that_only_looks_like_ours_is_not_trusted() -> None:
    assert TYPED not in shown(record("assistant.engineering", "failed %s"))


def test_an_exception_that_causes_itself_is_described_once() -> None:
    error = ValueError(TYPED)
    error.__cause__ = error
    assert what_happened(error) == "ValueError"


def test_logs_warnings_and_crashes_of_a_process_hold_no_text() -> None:
    script = f"""
import logging, threading, warnings
from assistant.engine import privacy
logging.basicConfig()
privacy.withhold_texts()
secret = {TYPED!r}
logging.getLogger("rasa").error("one " + secret)
logging.getLogger("other").addHandler(logging.StreamHandler())
logging.getLogger("other").error("two %s", secret, stack_info=True)
warnings.warn("three " + secret)
def crash(): raise RuntimeError("four " + secret)
thread = threading.Thread(target=crash); thread.start(); thread.join()
raise SystemError("five " + secret)
"""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert TYPED not in done.stdout + done.stderr
    assert "RuntimeError" in done.stderr
    assert "SystemError" in done.stderr
