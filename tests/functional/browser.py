"""A real server and a real Chromium for the tests of the page."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.functional.product import ROOT, free_port

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None
)
NO_CHROMIUM = "Chromium is not installed (Debian: apt-get install chromium, or set CHROMIUM)."
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90

ACCOUNT = (
    "Last night about eleven I picked up two men in their thirties and a girl about 14 outside "
    "the Station Hotel on Midland Road in Derby. She looked drunk and frightened. One was called "
    "Ghost. There was a silver Audi AB12 CDE waiting."
)
"""What the driver of these tests saw. Nobody in it exists."""


@dataclass
class PageServer:
    """The web application alone, without Rasa: buttons and plain answers."""

    var: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait until it answers."""
        self.var.mkdir(parents=True, exist_ok=True)
        own = {"CRE_VAR": str(self.var), "CRE_RASA_PORT": str(free_port())}
        factory = ("--factory", "assistant.main:create_app", "--log-level", "warning")
        log = self.var / "server.log"
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "uvicorn", *factory, "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, **own},
            stdout=log.open("ab"),
            stderr=subprocess.STDOUT,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                httpx.get(f"{self.address}/health", timeout=3).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError(f"The server did not start: {log.read_text()[-2000:]}")

    def stop(self) -> None:
        """As a crash would stop it."""
        if self.process:
            self.process.kill()
            self.process.wait()


@dataclass
class Watch:
    """What a page must never do, noted while it runs."""

    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page."""
        page.on("console", lambda m: self._note(m.type, m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._request(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _request(self, url: str) -> None:
        self.urls.append(url)
        own = urlsplit(self.address).netloc
        if urlsplit(url).scheme not in ("blob", "data") and urlsplit(url).netloc != own:
            self.foreign.append(url)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that calls nobody by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser, width: int = 360, height: int = 740) -> BrowserContext:
    """A fresh window as wide as a phone; it waits seconds, not half a minute."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    context.set_default_timeout(10_000)
    return context
