"""The widget in Urdu, in a browser: from right to left, with the machine's draft named as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.catalogues import load_languages
from assistant.adapters.definitions import load_wording
from tests.functional.browser import (
    ACCOUNT,
    CHROMIUM,
    NO_CHROMIUM,
    PageServer,
    chromium,
    new_context,
)
from tests.functional.chatting import log

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

SAID = load_wording().said
URDU = load_languages(SAID["emergency"], drafts=True).find("ur")
SIDES = (
    "() => ['#text', '#send'].map((s) => document.querySelector(s).getBoundingClientRect().left)"
)


NOTED = SAID["noted_line"]
MESSAGES_RUN = (
    "() => [...new Set([...document.querySelectorAll('.from-assistant')]"
    ".map((e) => getComputedStyle(e).direction))]"
)
FITS = "() => document.documentElement.scrollWidth <= innerWidth"


@contextmanager
def in_urdu(var: Path, height: int) -> Iterator[Any]:
    """The chat in a small window, where a site asks for Urdu."""
    server = PageServer(var).start()
    try:
        with chromium() as browser:
            page = new_context(browser, 320, height).new_page()
            page.goto(f"{server.address}/chat?lang=ur")
            page.locator("#choices button").first.wait_for()
            yield page
    finally:
        server.stop()


def test_in_urdu_the_chat_runs_from_right_to_left_and_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRE_DRAFT_TRANSLATIONS", "true")
    with in_urdu(tmp_path, 640) as page:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        assert URDU.say(SAID["machine_draft"]) in log(page).inner_text()
        assert URDU.say(SAID["english_only"]) in log(page).inner_text()
        box, send = page.evaluate(SIDES)
        assert send < box, "the button stands at the end of the line, which is the left"
        bar = page.get_by_role("banner").inner_text()
        assert URDU.say("Ring 999") in bar
        assert SAID["emergency"] in bar
        page.get_by_role("button", name=URDU.say("I saw something")).click()
        page.get_by_text(URDU.say("I'd rather not say"), exact=True).wait_for()
        assert page.evaluate(MESSAGES_RUN) == ["rtl"]
        page.locator("#text").fill(ACCOUNT)
        page.locator("#text").press("Enter")
        words = page.locator(".message dd .source").first
        words.wait_for()
        assert words.inner_text().startswith("(" + URDU.say(NOTED).split("(")[1].split("{")[0])
        assert page.evaluate(FITS)
        assert [v["id"] for v in axe.run(page).response["violations"]] == []


def test_while_urdu_is_off_its_line_about_999_stays_pinned_even_zoomed_in(tmp_path: Path) -> None:
    with in_urdu(tmp_path, 256) as page:
        banner = page.get_by_role("banner")
        assert page.locator("html").get_attribute("lang") == "en-GB"
        assert banner.get_by_text(URDU.say(SAID["emergency"])).is_visible()
        assert banner.bounding_box()["height"] <= 256 / 2
        assert page.evaluate(FITS)
