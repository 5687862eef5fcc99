"""Pictures of every state: `python -m tests.functional.screenshots [folder] [part of a name]`.

A driver's and a practitioner's journey and the embedding page, at the widths of a phone, a tablet
and a laptop; a few in dark colours too. For the documentation, and for whoever checks the design.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.functional.browser import ACCOUNT, PageServer, chromium
from tests.functional.chatting import answered
from tests.functional.practitioner import assessment
from tests.functional.product import ROOT

SIZES = ((360, 740), (768, 1024), (1280, 800))
IN_DARK = {"embedded": "launcher", "driver": "interview", "practitioner": "suggestion"}
"""The one state of each journey that is shown in dark colours too."""


def press(page: Page, name: str) -> None:
    """Choose something and wait for the reply."""
    page.get_by_role("button", name=name, exact=True).click()
    answered(page)


def sheet(page: Page, opener: str) -> None:
    """Open one of the sheets."""
    page.locator("#tools").get_by_role("button", name=opener).click()
    page.get_by_role("dialog").wait_for()


def driver(page: Page, address: str) -> Iterator[str]:
    """The driver's journey; pauses at each state worth a picture, and names it."""
    page.goto(f"{address}/chat?area=derby")
    page.get_by_role("button", name="I saw something").wait_for()
    yield "opening"
    sheet(page, "Numbers")
    yield "numbers"
    page.keyboard.press("Escape")
    sheet(page, "More")
    yield "more"
    page.keyboard.press("Escape")
    press(page, "Danger now")
    yield "danger"
    press(page, "Write down what I saw")
    page.get_by_label("Message").fill(ACCOUNT)
    yield "typing"
    press(page, "Send message")
    yield "interview"
    page.get_by_label("None of these").scroll_into_view_if_needed()
    yield "several-choices"
    narrow = page.locator("#open-gathered").is_visible()
    if narrow:
        sheet(page, "Answers")
    yield "answers"  # on a wide page they stand beside the chat
    if narrow:
        page.keyboard.press("Escape")
    page.get_by_label("A phone number or username").check()
    press(page, "Continue")
    yield "boxes"
    press(page, "Skip this")
    press(page, "Stay anonymous")
    press(page, "OK, show me the report")
    yield "review"
    page.context.set_offline(True)
    page.get_by_text("You are offline.").wait_for()
    yield "offline"
    page.context.set_offline(False)
    page.get_by_text("You are offline.").wait_for(state="hidden")
    press(page, "Send to the police")
    yield "sent"
    press(page, "See what happened to it")
    page.get_by_text("You sent it on").wait_for()
    yield "receipt"


def practitioner(page: Page, address: str) -> Iterator[str]:
    """The practitioner's."""
    page.goto(f"{address}/chat?area=derby&audience=practitioner")
    page.locator("#choices button").first.wait_for()
    yield "opening"
    yield from assessment(page)


def embedded(page: Page, address: str) -> Iterator[str]:
    """The embedding page, and the chat in it."""
    page.goto(f"{address}/")
    launcher = page.get_by_role("button", name="Worried about a child?")
    launcher.wait_for()
    yield "launcher"
    launcher.click()
    page.locator("iframe").wait_for()
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame
    frame.locator("#choices button").first.wait_for()
    yield "chat"


JOURNEYS = {"embedded": embedded, "driver": driver, "practitioner": practitioner}


def take(browser: Browser, address: str, folder: Path, wanted: str) -> None:
    """Take the pictures whose names hold what is wanted."""
    for name, states in JOURNEYS.items():
        for width, height in SIZES:
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="reduce",
                    locale="en-GB",
                )
                page = context.new_page()
                for number, state in enumerate(states(page, address), start=1):
                    picture = f"{name}-{number:02d}-{state}-{width}"
                    if scheme == "dark":
                        picture += "-dark"
                    if wanted in picture and (scheme == "light" or state == IN_DARK[name]):
                        page.wait_for_timeout(300)
                        page.screenshot(path=folder / f"{picture}.png")
                    if scheme == "dark" and state == IN_DARK[name]:
                        break
                context.close()


def main() -> None:
    """Start a server, take the pictures, stop it."""
    given = [*sys.argv[1:], "", ""]
    folder = Path(given[0]) if given[0] else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        if given[1] in old.name:
            old.unlink()
    with tempfile.TemporaryDirectory() as var:
        server = PageServer(Path(var)).start()
        try:
            with chromium() as browser:
                take(browser, server.address, folder, given[1])
        finally:
            server.stop()


if __name__ == "__main__":
    main()
