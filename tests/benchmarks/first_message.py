"""How soon the first message is there on a slow phone line.

`python -m tests.benchmarks.first_message [--write]`. The profile is "slow 4G" as page-speed tools
have it: 150 ms there and back for every request, 1.6 megabits a second down, 0.75 up, nothing in
the cache. Two targets: the first message within 1.5 seconds of opening the conversation, and at
most 60 kB of compressed transfer until then. Status 1 if one is missed. `--write` puts the figures
into docs/performance.md.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from tests.functional.browser import PageServer, chromium
from tests.functional.product import ROOT

ROUNDS = 7
SECONDS = 1.5
KILOBYTES = 60
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- first message -->", "<!-- end of first message -->")

MESSAGE_SHOWN = """new Promise((resolve) => {
  const look = () => document.querySelector("#choices button")
    ? resolve(performance.now()) : requestAnimationFrame(look);
  look();
})"""


@dataclass(frozen=True)
class Figures:
    """Of several fresh starts."""

    seconds: list[float]
    kilobytes: float
    launcher_kilobytes: float
    launcher_seconds: float

    @property
    def met(self) -> bool:
        """Whether both targets are met."""
        return median(self.seconds) <= SECONDS and self.kilobytes <= KILOBYTES

    @property
    def table(self) -> str:
        """For the documentation."""
        return "\n".join(
            (
                "| | |",
                "| --- | ---: |",
                f"| **First message, median of {len(self.seconds)}** (at most {SECONDS} s) "
                f"| **{median(self.seconds):.2f} s** |",
                f"| First message, slowest | {max(self.seconds):.2f} s |",
                f"| **Transfer until then** (at most {KILOBYTES} kB) "
                f"| **{self.kilobytes:.1f} kB** |",
                f"| The launcher, on the embedding page | {self.launcher_kilobytes:.1f} kB |",
                f"| The launcher's button, after that page began | {self.launcher_seconds:.2f} s |",
            )
        )


class Line:
    """A fresh window on a slow line, which counts what comes over it."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport={"width": 360, "height": 740})
        self.page = self.context.new_page()
        self.bytes = 0
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


def first_message(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds from opening the conversation to its first question, and kilobytes until then."""
    line = Line(browser)
    line.page.goto(f"{address}/chat?area=derby", wait_until="commit")
    seconds = float(line.page.evaluate(MESSAGE_SHOWN)) / 1000
    kilobytes = line.bytes / 1000
    line.context.close()
    return seconds, kilobytes


def launcher(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the button is on the embedding page, and the script's kilobytes."""
    line = Line(browser)
    with line.page.expect_response(lambda response: response.url.endswith("widget.js")) as got:
        line.page.goto(f"{address}/", wait_until="commit")
    line.page.get_by_role("button", name="Worried about a child?").wait_for()
    seconds = float(line.page.evaluate("() => performance.now()")) / 1000
    sizes = got.value.request.sizes()
    line.context.close()
    return seconds, (sizes["responseBodySize"] + sizes["responseHeadersSize"]) / 1000


def measure() -> Figures:
    """All figures, from a server and a browser started for them."""
    with tempfile.TemporaryDirectory() as var:
        server = PageServer(Path(var)).start()
        try:
            with chromium() as browser:
                first_message(browser, server.address)  # the server's own first time
                rounds = [first_message(browser, server.address) for _ in range(ROUNDS)]
                button, size = launcher(browser, server.address)
        finally:
            server.stop()
    return Figures([s for s, _ in rounds], max(k for _, k in rounds), size, button)


def main() -> int:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into the docs")
    figures = measure()
    sys.stdout.write(figures.table + "\n")
    if parser.parse_args().write:
        before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        text = f"{before}{MARKS[0]}\n{figures.table}\n{MARKS[1]}{after}"
        PAGE.write_text(text, encoding="utf-8")
    return 0 if figures.met else 1


if __name__ == "__main__":
    raise SystemExit(main())
