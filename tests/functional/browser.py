"""A real server and a real Chromium for the tests of the page."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
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
    """The web application alone, without Rasa: buttons and plain answers.

    `ancestors` are the sites that may frame it; a `worker` delivers what is sent.
    """

    var: Path
    port: int = field(default_factory=free_port)
    ancestors: str = "'self'"
    with_worker: bool = False
    process: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait until it answers."""
        self.var.mkdir(parents=True, exist_ok=True)
        own = {
            "CRE_VAR": str(self.var),
            "CRE_RASA_PORT": str(free_port()),
            "CRE_FRAME_ANCESTORS": self.ancestors,
        }
        factory = ("--factory", "assistant.main:create_app", "--log-level", "warning")
        log = self.var / "server.log"

        def run(*command: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env={**os.environ, **own},
                stdout=log.open("ab"),
                stderr=subprocess.STDOUT,
            )

        self.process = run("uvicorn", *factory, "--port", str(self.port))
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                httpx.get(f"{self.address}/health", timeout=3).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                if self.with_worker:
                    self.worker = run("assistant.cli", "worker")
                return self
        raise AssertionError(f"The server did not start: {log.read_text()[-2000:]}")

    def stop(self) -> None:
        """As a crash would stop it."""
        for process in (self.worker, self.process):
            if process:
                process.kill()
                process.wait()

    def delivered(self, recipient: str, seconds: float = 30) -> list[dict[str, Any]]:
        """The payloads that have arrived at a recipient, once there are any."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            arrived = list((self.var / "delivered" / recipient).glob("*/payload.json"))
            if arrived:
                return [json.loads(path.read_text(encoding="utf-8")) for path in arrived]
            time.sleep(0.2)
        raise AssertionError(f"Nothing arrived at {recipient}.")


class HostSite:
    """Somebody else's site, which embeds the conversation: any page, by its path."""

    def __init__(self, pages: dict[str, str], policy: str = "") -> None:
        self.pages = pages
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.pages.get(self.path.partition("?")[0], "").encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # By another name than the service's own address it is another site; by the same name a
        # relative, as two addresses under one domain are.
        self.address = f"http://localhost:{self.server.server_port}"
        self.relative = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close it."""
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Watch:
    """What a page must never do, noted while it runs."""

    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)

    def over(self, page: Page) -> None:
        """Watch a page."""
        page.on("console", lambda m: self._note(m.type, m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        page.on("request", lambda request: self._token(request.headers.get("authorization", "")))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _token(self, header: str) -> None:
        if header:
            self.tokens.add(header.removeprefix("Bearer "))

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
