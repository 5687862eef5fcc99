"""The pages without JavaScript for everybody: axe, 320 pixels, right to left, forced colours."""

from typing import Any

import pytest

from tests.functional import pages
from tests.functional.browser import PageServer
from tests.functional.pages import (
    begin,
    plain_context,
)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_any_state(
    browser: Any, server: PageServer, width: int, scheme: Any
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed."
    ).Axe()
    # Axe is a script, so it looks at the same pages in a window that runs one.
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)
    context.set_default_timeout(10_000)
    opened = context.new_page()
    for state in pages.states(opened, server.address):
        found = axe.run(opened).response["violations"]
        assert [(state, v["id"], v["nodes"][0]["target"]) for v in found] == []
    context.close()


_TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, textarea, .tick,"
  + "input[type=text], input[type=tel], input[type=email]")]
  .filter((e) => e.checkVisibility() && !e.matches(".skip, .out-of-sight"))
  .filter((e) => e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML)"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_at_320_pixels_nothing_is_cut_off_and_targets_are_large(
    browser: Any, server: PageServer, direction: str
) -> None:
    context = plain_context(browser, 320, 256)
    page = context.new_page()
    for state in pages.states(page, server.address):
        page.evaluate("(way) => document.documentElement.dir = way", direction)
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, state
        assert page.evaluate(_TOO_SMALL) == [], state
        assert page.get_by_role("heading", level=1).count() == 1, state
    context.close()


def test_choices_can_be_told_apart_in_forced_colours(browser: Any, server: PageServer) -> None:
    context = browser.new_context(forced_colors="active", java_script_enabled=False)
    page = context.new_page()
    begin(page, server.address)
    borders = page.locator(".stacked button").evaluate_all(
        "found => found.map((e) => getComputedStyle(e).borderTopWidth)"
    )
    assert set(borders) == {"2px"}
    context.close()
