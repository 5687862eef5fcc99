"""The first message on a slow line. The time is the benchmark's to judge; the size is fixed."""

from pathlib import Path

import pytest

from tests.benchmarks.first_message import KILOBYTES, first_message
from tests.functional.browser import CHROMIUM, NO_CHROMIUM, PageServer, chromium

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

BUSY_SECONDS = 4.0
"""On a machine that runs other tests as well; the target itself is tests/benchmarks'."""


def test_the_first_message_takes_at_most_60_kb_and_comes_soon(tmp_path: Path) -> None:
    server = PageServer(tmp_path).start()
    try:
        with chromium() as browser:
            first_message(browser, server.address)
            seconds, kilobytes = first_message(browser, server.address)
    finally:
        server.stop()
    assert 0 < kilobytes <= KILOBYTES
    assert seconds <= BUSY_SECONDS
