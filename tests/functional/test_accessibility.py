"""Everybody can use the widget: axe in every state and frame, small windows, forced colours, zoom,
right to left, less motion, and forms that say what is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.functional.browser import (
    ACCOUNT,
    CHROMIUM,
    NO_CHROMIUM,
    HostSite,
    PageServer,
    chromium,
    new_context,
)
from tests.functional.chatting import button, choose, focused, go_to_review, heard, log, more, say
from tests.functional.embedding import opened, site_and_service
from tests.functional.practitioner import assessment, choose_continue
from tests.functional.screenshots import driver

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

SMALL = """() => [...document.querySelectorAll(
    "a, button, textarea, input, select, .tick, summary")]
  .filter((e) => e.checkVisibility() && !e.matches(".skip, .tick input"))
  .filter((e) => e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 80))"""
OUTSIDE = """() => [...document.querySelectorAll("#log *, #choices *, #dock *")]
  .filter((e) => e.checkVisibility() && !e.closest(".out-of-sight, .more-below, svg"))
  .filter((e) => { const box = e.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > innerWidth + 1); })
  .map((e) => e.outerHTML.slice(0, 80))"""
NOT_WIDER = "() => document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HostSite, PageServer]]:
    with site_and_service(tmp_path_factory.mktemp("accessible")) as running:
        yield running


@pytest.fixture(scope="module")
def address(both: tuple[HostSite, PageServer]) -> str:
    return both[1].address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = new_context(browser)
    yield context.new_page()
    context.close()


def start(page: Any, address: str, query: str = "") -> None:
    """The conversation on a page of its own."""
    page.goto(f"{address}/chat{query}")
    page.locator("#choices button").first.wait_for()


def axe() -> Any:
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed."
    )
    return module.Axe()


def violations(page: Any) -> list[tuple[str, Any]]:
    """What axe finds in a page and in every frame of it."""
    found = axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["target"]) for v in found]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_any_state_of_a_drivers_journey(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    # An element that is still fading in would be judged by half of its colour.
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    )
    opened_page = context.new_page()
    for state in driver(opened_page, address):
        assert (state, violations(opened_page)) == (state, [])
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_any_state_of_a_practitioners_journey(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    )
    opened_page = context.new_page()
    start(opened_page, address, "?audience=practitioner&area=derby")
    for state in assessment(opened_page):
        assert (state, violations(opened_page)) == (state, [])
        assert opened_page.evaluate(NOT_WIDER), state
        assert (state, opened_page.evaluate(SMALL)) == (state, [])
    context.close()


def test_axe_finds_nothing_in_the_embedding_page_and_its_frame(
    page: Any, both: tuple[HostSite, PageServer]
) -> None:
    site, service = both
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{service.address}/")
    page.get_by_role("button", name="Worried about a child?").wait_for()
    assert violations(page) == []
    frame = opened(page, f"{site.relative}/")
    choose(frame, "I saw something")
    assert violations(page) == []


@pytest.mark.parametrize("opener", ["Answers", "Numbers", "More"])
def test_axe_finds_nothing_in_any_sheet(page: Any, address: str, opener: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    start(page, address)
    say(page, ACCOUNT)
    page.get_by_role("button", name=opener).click()
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []
    assert page.evaluate(SMALL) == []
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.textContent").startswith(opener)


def warned(page: Any) -> None:
    """Nobody has used the page for a while."""
    choose(page, "I saw something")
    page.clock.run_for(21 * 60_000)
    page.get_by_role("alertdialog").wait_for()


def cleared(page: Any) -> None:
    """Nobody has answered the warning."""
    choose(page, "I saw something")
    page.clock.run_for(26 * 60_000)
    page.get_by_text("This chat was cleared from this device").wait_for()


def unreachable(page: Any) -> None:
    """The connection is gone while a message is on its way."""
    page.route("**/messages", lambda route: route.abort())
    button(page, "I saw something").click()
    button(page, "Try again").wait_for()


def refused(page: Any) -> None:
    """The service does not take a message."""
    page.route("**/messages", lambda route: route.fulfill(status=422, json={"detail": "No."}))
    page.get_by_label("Message").fill("something")
    button(page, "Send message").click()
    page.get_by_role("alert").get_by_text("another way").wait_for()


def restarting(page: Any) -> None:
    """Asked whether to start again."""
    more(page, "Start again")
    page.get_by_role("dialog", name="Start again?").wait_for()


def unknown_code(page: Any) -> None:
    """A receipt code that nobody was given."""
    more(page, "Check a receipt")
    page.get_by_label("Receipt code").fill("2222-2222-2222-2222")
    button(page, "Check").click()
    page.get_by_text("There is no report with that code.").wait_for()


@pytest.mark.parametrize("state", [warned, cleared, unreachable, refused, restarting, unknown_code])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_something_goes_wrong(
    page: Any, address: str, state: Callable[[Any], None], scheme: str
) -> None:
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    page.clock.install()
    start(page, address)
    state(page)
    assert violations(page) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(NOT_WIDER)


def test_axe_finds_nothing_where_scripts_are_off(browser: Any, address: str) -> None:
    # Axe is a script itself, so it looks at the same markup in a window that runs one.
    context = new_context(browser)
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{address}/chat")
    page.evaluate(
        """() => { const off = document.querySelector("noscript");
        off.outerHTML = off.textContent; }"""
    )
    page.get_by_role("link", name="one page at a time").wait_for()
    assert violations(page) == []
    assert page.evaluate(SMALL) == []
    context.close()


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 740), (768, 1024), (320, 256)])
def test_nothing_is_wider_than_the_window_and_targets_are_large(
    page: Any, address: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    start(page, address)
    choose(page, "I saw something")
    say(page, ACCOUNT)
    assert page.evaluate(NOT_WIDER)
    assert page.evaluate(SMALL) == []
    assert page.get_by_role("banner").bounding_box()["height"] <= height / 2


def test_right_to_left_nothing_is_wider_and_the_ways_out_change_sides(
    page: Any, address: str
) -> None:
    start(page, address)
    page.evaluate("() => document.documentElement.dir = 'rtl'")
    say(page, ACCOUNT)
    assert page.evaluate(NOT_WIDER)
    ring = page.get_by_role("banner").get_by_role("link", name="Ring 999").bounding_box()
    leave = page.get_by_role("link", name="Exit this page").bounding_box()
    assert ring["x"] > leave["x"]


def test_right_to_left_at_320_pixels_nothing_of_a_practitioners_journey_is_cut_off(
    page: Any, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    start(page, address, "?audience=practitioner&area=derby")
    page.evaluate("() => document.documentElement.dir = 'rtl'")
    for state in assessment(page):
        assert page.evaluate(NOT_WIDER), state
        outside = page.evaluate(OUTSIDE)
        assert (state, outside) == (state, [])


def test_in_forced_colours_every_control_has_an_edge_and_the_journey_works(
    page: Any, address: str
) -> None:
    page.emulate_media(forced_colors="active")
    start(page, address)
    choose(page, "I saw something")
    say(page, ACCOUNT)
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".choice, .main, .send, .leave, .ring, textarea")]
        .filter((e) => e.checkVisibility()).map((e) => getComputedStyle(e).borderTopStyle)"""
    )
    assert set(edges) == {"solid"}
    tick = page.get_by_label("None of these")
    tick.check()
    assert page.evaluate("() => getComputedStyle(document.querySelector("
        "'.tick:has(:checked)')).outlineStyle") == "solid"  # fmt: skip


def test_in_forced_colours_a_form_and_its_errors_have_edges(page: Any, address: str) -> None:
    page.emulate_media(forced_colors="active")
    start(page, address, "?audience=practitioner&area=derby")
    choose(page, "Assess a child at risk (CRE risk assessment)")
    choose_continue(page)
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".error-summary, .answer-form input")]
        .filter((e) => e.checkVisibility()).map((e) => getComputedStyle(e).borderTopStyle)"""
    )
    assert len(edges) > 3
    assert set(edges) == {"solid"}


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_with_less_motion_nothing_moves(page: Any, address: str, motion: Any) -> None:
    page.emulate_media(reduced_motion=motion)
    start(page, address)
    page.route("**/messages", lambda _route: None)  # the reply never comes
    button(page, "I saw something").click()
    page.locator("#typing").wait_for()
    page.wait_for_timeout(300)
    moving = page.evaluate("() => document.getAnimations().length")
    assert (moving == 0) is (motion == "reduce")


def test_each_message_of_a_practitioners_page_is_announced_once(page: Any, address: str) -> None:
    start(page, address, "?audience=practitioner&area=derby")
    heard(page)
    choose(page, "Assess a child at risk (CRE risk assessment)")
    announced = [text for live, text in page.evaluate("heard") if live == "polite"]
    assert len([text for text in announced if "Who are you?" in text]) == 1
    # The other questions of the page are labels of its form, and not read out twice.
    assert not [text for text in announced if "post or job title" in text]


def test_a_form_says_what_is_wrong_at_its_top_and_at_the_field(page: Any, address: str) -> None:
    start(page, address, "?audience=practitioner&area=derby")
    choose(page, "Assess a child at risk (CRE risk assessment)")
    choose_continue(page)
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    assert focused(page) == ""
    assert page.evaluate("() => document.activeElement.className") == "error-summary"
    summary.get_by_role("link").click()
    assert page.evaluate("() => document.activeElement.labels[0].innerText") == "Name"
    page.get_by_label("What is your post").fill("Teacher")
    choose_continue(page)
    choose(page, "I don’t know these")
    assert "earlier" in log(page).inner_text() or "assessed here before" in log(page).inner_text()


def test_an_age_that_can_not_be_is_explained_at_its_field(page: Any, address: str) -> None:
    start(page, address, "?audience=practitioner&area=derby")
    choose(page, "Assess a child at risk (CRE risk assessment)")
    page.get_by_label("Name", exact=True).fill("Robin Example")
    choose_continue(page)
    choose(page, "I don’t know these")
    say(page, "no")
    page.get_by_label("Age", exact=True).fill("999")
    choose_continue(page)
    page.get_by_text("Error: Give the age as a number from 0 to 120").wait_for()
    page.get_by_label("Age", exact=True).fill("about 14")
    choose_continue(page)
    choose(page, "I don’t know these")
    assert "about 14" in log(page).inner_text()


def test_an_answer_is_changed_from_what_was_gathered(page: Any, address: str) -> None:
    start(page, address)
    go_to_review(page)
    page.get_by_role("button", name="Answers").click()
    sheet = page.get_by_role("dialog", name="What I have so far")
    assert "You said: “Last night about eleven" in sheet.inner_text()
    sheet.get_by_role("button", name="Change Date/time", exact=True).click()
    page.get_by_label("When, in your own words").wait_for()
    page.get_by_label("When, in your own words").fill("Friday night about ten")
    button(page, "Continue").click()
    button(page, "Send to the police").wait_for()
    assert "Friday night about ten" in page.locator(".review").last.inner_text()


def test_an_unused_page_warns_and_then_clears_itself(page: Any, address: str) -> None:
    page.clock.install()
    start(page, address)
    choose(page, "I saw something")
    page.clock.run_for(21 * 60_000)
    warning = page.get_by_role("alertdialog", name="Are you still there?")
    warning.wait_for()
    assert "4 minutes left" in warning.inner_text()
    button(page, "Yes, carry on").click()
    assert log(page).locator(".from-person").count() == 1
    page.clock.run_for(26 * 60_000)
    page.get_by_text("This chat was cleared from this device").wait_for()
    assert "token" not in page.evaluate("() => sessionStorage.assistant ?? ''")
    button(page, "Start a new chat").click()
    button(page, "I saw something").wait_for()


def test_the_numbers_are_there_without_a_connection(page: Any, address: str) -> None:
    start(page, address, "?area=derby")
    page.locator(".numbers a[href^='tel:0']").first.wait_for(state="attached")
    page.context.set_offline(True)
    page.get_by_text("You are offline.").wait_for()
    button(page, "Numbers").click()
    sheet = page.get_by_role("dialog", name="Numbers to ring")
    assert sheet.get_by_role("link", name="101").get_attribute("href") == "tel:101"
    assert sheet.get_by_role("link").count() > 2
