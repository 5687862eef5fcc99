"""Pictures of the page: `python -m tests.functional.screenshots [folder] [--all]`.

Without `--all` the driver's journey on a phone, for the documentation; with it every state in
three widths, light and dark, for somebody who checks the design.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.functional.browser import ACCOUNT, PageServer, chromium
from tests.functional.product import ROOT

PHONE = (360, 740)
SIZES = (PHONE, (768, 1024), (1280, 800))


def press(page: Page, name: str) -> None:
    """Choose something and wait for the reply."""
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def settle(page: Page) -> None:
    """Wait until the reply is there and nothing moves."""
    page.locator("#typing").wait_for(state="hidden")
    page.wait_for_timeout(600)


def journey(page: Page, address: str) -> Iterator[str]:
    """The driver's journey; pauses at each state worth a picture, and names it."""
    page.goto(address)
    page.get_by_role("button", name="I saw something").wait_for()
    settle(page)
    yield "opening"
    press(page, "Danger now")
    yield "danger"
    press(page, "Write down what I saw")
    page.get_by_label("Your message").fill(ACCOUNT)
    page.wait_for_timeout(200)
    yield "typing"
    press(page, "Send message")
    yield "interview"
    page.get_by_label("None of these").scroll_into_view_if_needed()
    yield "several-choices"
    page.get_by_label("None of these").check()
    press(page, "Continue")
    press(page, "Stay anonymous")
    press(page, "OK, show me the report")
    yield "review"
    page.get_by_text("Change something", exact=True).click()
    page.get_by_text("Change something", exact=True).scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    yield "changing"
    press(page, "Send to the police")
    yield "sent"
    press(page, "See what happened to it")
    page.get_by_text("You sent it on").wait_for()
    yield "receipt"


DOCUMENTED = ("opening", "danger", "interview", "several-choices", "review", "sent")


def take(browser: Browser, address: str, folder: Path, everything: bool) -> None:
    """Take the pictures."""
    for width, height in SIZES if everything else (PHONE,):
        for scheme in ("light", "dark") if everything else ("light",):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
                locale="en-GB",
            )
            page = context.new_page()
            for number, state in enumerate(journey(page, address), start=1):
                if everything:
                    name = f"{number}-{state}-{width}-{scheme}"
                elif state in DOCUMENTED:
                    name = f"{DOCUMENTED.index(state) + 1}-{state}"
                else:
                    continue
                page.screenshot(path=folder / f"{name}.png")
            context.close()


def main() -> None:
    """Start a server, take the pictures, stop it."""
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = Path(given[0]) if given else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        server = PageServer(Path(var)).start()
        try:
            with chromium() as browser:
                take(browser, server.address, folder, "--all" in sys.argv)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
