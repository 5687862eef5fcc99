"""Pictures of the pages without JavaScript: `python -m tests.functional.screenshots_pages`.

A folder may be named. The main states on a phone and on a desk, light; `--all` takes every state in
three widths, light and dark, for somebody who checks the design.
"""

import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser

from tests.functional.browser import PageServer, chromium
from tests.functional.pages import plain_context, states
from tests.functional.product import ROOT
from tests.functional.screenshots import PHONE, SIZES

DESK = (1280, 800)
ON_A_PHONE = (
    "start",
    "opening",
    "danger",
    "error",
    "read",
    "change",
    "earlier",
    "check",
    "sent",
    "child",
    "indicator",
)
ON_A_DESK = ("check", "who", "indicators", "suggestion")


def take(
    browser: Browser,
    address: str,
    folder: Path,
    size: tuple[int, int],
    wanted: Collection[str] | None = None,
    scheme: str = "light",
) -> None:
    """Take the pictures of one window; without `wanted`, of every state."""
    width, height = size
    context = plain_context(browser, width, height)
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for state in states(page, address):
        if wanted is None or state in wanted:
            name = f"{state}-{width}" if wanted else f"{state}-{width}-{scheme}"
            page.screenshot(path=folder / f"{name}.png", full_page=True)
    context.close()


def main() -> None:
    """Start a server, take the pictures, stop it."""
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = Path(given[0]) if given else ROOT / "docs" / "screenshots" / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        server = PageServer(Path(var)).start()
        try:
            with chromium() as browser:
                if "--all" in sys.argv:
                    for size in SIZES:
                        for scheme in ("light", "dark"):
                            take(browser, server.address, folder, size, scheme=scheme)
                else:
                    take(browser, server.address, folder, PHONE, ON_A_PHONE)
                    take(browser, server.address, folder, DESK, ON_A_DESK)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
