"""Pictures of every state: `make screenshots`, or `python -m tests.functional.screenshots FOLDER`.

The embedding page, a driver's and a practitioner's journey, and the pages without JavaScript: every
state on a phone, a tablet and a desk, some in dark colours. Into a FOLDER of one's own comes every
state in every way, for whoever checks the design.
"""

import sys
import tempfile
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page

from tests.functional.browser import ACCOUNT, PageServer, chromium
from tests.functional.chatting import answered
from tests.functional.pages import states
from tests.functional.pictures import with_palette
from tests.functional.practitioner import assessment
from tests.functional.product import ROOT


class Every:
    """Holds everything."""

    def __contains__(self, _: object) -> bool:
        return True


EVERY = Every()
WAYS = {
    "360": (360, 740, "light"),
    "768": (768, 1024, "light"),
    "1280": (1280, 800, "light"),
    "360-dark": (360, 740, "dark"),
    "1280-dark": (1280, 800, "dark"),
}
"""Width and height of a phone, a tablet and a desk, and the colours, by the end of a name."""
IN_LIGHT: Mapping[str, Container[str]] = dict.fromkeys(("360", "768", "1280"), EVERY)
DOCUMENTED: Mapping[str, Mapping[str, Container[str]]] = {
    "embedded": {**IN_LIGHT, "360-dark": ("launcher",)},
    "driver": {**IN_LIGHT, "360-dark": ("danger", "interview")},
    "practitioner": {**IN_LIGHT, "360-dark": ("suggestion",), "1280-dark": ("suggestion",)},
    "pages": {**IN_LIGHT, "360-dark": ("opening",)},
}
"""The pictures that stand in the documentation, by journey and way."""
TALLEST = 1400
"""Pixels of a page without JavaScript; what is below it repeats what is above."""


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


JOURNEYS: Mapping[str, Callable[[Page, str], Iterator[str]]] = {
    "embedded": embedded,
    "driver": driver,
    "practitioner": practitioner,
    "pages": states,
}


def take(
    browser: Browser, address: str, folder: Path, wanted: Mapping[str, Mapping[str, Container[str]]]
) -> None:
    """Take the pictures of the states that are wanted, journey by journey."""
    for journey, ways in wanted.items():
        for way, states_wanted in ways.items():
            page = window(browser, way, scripts=journey != "pages")
            for number, state in enumerate(JOURNEYS[journey](page, address), start=1):
                if state in states_wanted:
                    page.wait_for_timeout(300)
                    picture = with_palette(screenshot(page, whole=journey == "pages"))
                    (folder / f"{journey}-{number:02d}-{state}-{way}.png").write_bytes(picture)
            page.context.close()


def window(browser: Browser, way: str, *, scripts: bool) -> Page:
    """A window of its own."""
    width, height, scheme = WAYS[way]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        java_script_enabled=scripts,
    )
    return context.new_page()


def screenshot(page: Page, *, whole: bool) -> bytes:
    """What the window shows, or the whole page as far as it is of use."""
    if not whole:
        return page.screenshot()
    box = page.locator("html").bounding_box()
    assert box
    height = min(box["height"], TALLEST)
    area: FloatRect = {"x": 0.0, "y": 0.0, "width": box["width"], "height": height}
    return page.screenshot(full_page=True, clip=area)


def main() -> None:
    """Start a server, take the pictures, stop it."""
    own = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    folder = own or ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    everything = dict.fromkeys(JOURNEYS, dict.fromkeys(WAYS, EVERY))
    with tempfile.TemporaryDirectory() as var:
        server = PageServer(Path(var)).start()
        try:
            with chromium() as browser:
                take(browser, server.address, folder, everything if own else DOCUMENTED)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
