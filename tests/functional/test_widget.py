"""The widget on somebody else's site, in a real browser, against a real server without Rasa."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional.browser import (
    ACCOUNT,
    CHROMIUM,
    NO_CHROMIUM,
    HostSite,
    PageServer,
    Watch,
    chromium,
    new_context,
)
from tests.functional.chatting import (
    TO_REVIEW,
    answered,
    button,
    choose,
    go_to_review,
    log,
    say,
)
from tests.functional.embedding import frame_of, opened, site_and_service, strict_site
from tests.functional.keyboard import Keyboard
from tests.functional.practitioner import assessment

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

EXIT = "https://www.bbc.co.uk/**"
LAUNCHER = "Worried about a child?"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HostSite, PageServer]]:
    with site_and_service(tmp_path_factory.mktemp("widget")) as running:
        yield running


@pytest.fixture(scope="module")
def site(both: tuple[HostSite, PageServer]) -> HostSite:
    return both[0]


@pytest.fixture(scope="module")
def service(both: tuple[HostSite, PageServer]) -> PageServer:
    return both[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = new_context(browser, 1024, 800)
    context.route(EXIT, lambda route: route.fulfill(body="Weather", status=200))
    yield context.new_page()
    context.close()


def test_a_driver_goes_from_the_embedding_page_to_the_delivered_report_by_mouse(
    page: Any, site: HostSite, service: PageServer
) -> None:
    watch = Watch(service.address)
    watch.over(page)
    frame = opened(page, f"{site.address}/")
    go_to_review(frame)
    choose(frame, "Send to the police")
    reference = frame.locator(".confirmation dd").first.inner_text()
    arrived = service.delivered("police_referral_unit")
    assert reference in [payload["reference"] for payload in arrived]
    assert watch.complaints == []
    assert {url for url in watch.foreign if not url.startswith(site.address)} == set()
    (token,) = watch.tokens
    assert not [url for url in watch.urls if token in url]


def test_a_driver_goes_from_the_embedding_page_to_the_sent_report_by_keyboard_alone(
    page: Any, site: HostSite
) -> None:
    page.goto(f"{site.address}/")
    page.get_by_role("button", name=LAUNCHER).wait_for()
    keys = page.keyboard
    keys.press("Tab")  # the page's own link
    keys.press("Tab")
    keys.press("Enter")
    frame = frame_of(page)
    reach(page, frame, "I saw something")
    keys.press("Enter")
    answered(frame)
    reach(page, frame, "Message")
    keys.insert_text(ACCOUNT)
    keys.press("Enter")
    answered(frame)
    for _ in range(12):
        keys.press("Shift+Tab")
        if frame.evaluate("() => document.activeElement.value") == "none":
            break
    keys.press("Space")
    for name in ("Continue", *TO_REVIEW, "Send to the police"):
        reach(page, frame, name)
        keys.press("Enter")
        answered(frame)
    frame.locator(".confirmation").wait_for()
    keys.press("Escape")
    assert page.evaluate("() => document.activeElement.localName") == "cre-assistant"
    assert page.get_by_role("button", name=LAUNCHER).is_visible()


def reach(page: Any, frame: Any, name: str) -> None:
    """Reach something in the frame by the Tab key alone."""
    for _ in range(60):
        words = frame.evaluate(
            "() => { const e = document.activeElement;"
            " return e.labels?.[0]?.innerText || e.innerText || '' }"
        )
        kind = frame.evaluate("() => document.activeElement.localName")
        if name in words and kind in ("button", "textarea", "input"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not reach {name!r}.")


def test_a_practitioner_goes_from_the_embedding_page_to_the_delivered_referral(
    page: Any, site: HostSite, service: PageServer
) -> None:
    watch = Watch(service.address)
    watch.over(page)
    frame = opened(page, f"{site.address}/practitioners")
    frame.get_by_role("button", name="Make the chat bigger").click()
    seen = []
    for state in assessment(frame):
        seen.append(state)
        if state == "blank":
            summary = frame.locator(".error-summary")
            assert "You left some of it blank" in summary.inner_text()
            assert frame.evaluate("() => document.activeElement.className") == "error-summary"
            summary.get_by_role("link", name="Agency").click()
            assert frame.evaluate("() => document.activeElement.labels[0].innerText").startswith(
                "Which agency"
            )
        if state == "indicators":
            assert "From your words" in frame.locator(".ticks").inner_text()
            assert frame.locator(".from-person mark").count() > 0
        if state == "suggestion":
            card = frame.locator(".suggestion")
            assert "High" in card.locator(".tile").first.inner_text()
            assert "Child protection" in card.inner_text()
            card.get_by_text("Where this comes from").first.click()
            assert "Rulebook entry" in card.inner_text()
        if state == "review":
            assert frame.locator(".review .part-title").count() >= 8
            assert frame.locator(".review .change").count() >= 30
    assert seen[-1] == "sent"
    with page.expect_download() as download:
        button(frame, "Save it as Word").first.click()
    assert download.value.suggested_filename.endswith(".docx")
    assert service.delivered("childrens_social_care_derby")
    assert watch.complaints == []


def test_a_practitioner_goes_from_the_embedding_page_to_the_sent_referral_by_keyboard_alone(
    page: Any, site: HostSite
) -> None:
    page.goto(f"{site.address}/practitioners")
    page.get_by_role("button", name=LAUNCHER).wait_for()
    for _ in range(2):  # the page's own link, then the launcher
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = frame_of(page)
    Keyboard(page, frame).assess()
    assert "SCR-" in frame.locator(".confirmation").inner_text()


def test_the_embedding_page_keeps_no_trace(page: Any, site: HostSite) -> None:
    page.goto(f"{site.address}/")
    page.get_by_role("button", name=LAUNCHER).wait_for()
    bare = page.evaluate("() => { const f = document.createElement('iframe');"
        " document.body.append(f); const names = Object.keys(f.contentWindow); f.remove();"
        " return Object.keys(window).filter((n) => !names.includes(n) && isNaN(n)) }")  # fmt: skip
    assert bare == []
    frame = opened(page, f"{site.address}/")
    choose(frame, "I saw something")
    assert page.evaluate("() => document.querySelectorAll('body *').length") == 4
    assert page.evaluate("() => document.documentElement.children.length") == 3
    kept = "() => [localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(kept) == [0, 0, ""]
    assert page.context.cookies() == []
    frame = opened(page, f"{site.relative}/")
    choose(frame, "I saw something")
    assert frame.evaluate("() => [localStorage.length, document.cookie]") == [0, ""]


def test_the_widget_survives_a_hostile_style_sheet(page: Any, site: HostSite) -> None:
    frame = opened(page, f"{site.address}/hostile")
    panel = page.locator("iframe").bounding_box()
    assert panel["width"] > 400
    assert panel["height"] > 600
    choose(frame, "I saw something")
    frame.get_by_role("button", name="Hide the chat").click()
    launcher = page.get_by_role("button", name=LAUNCHER).bounding_box()
    assert launcher["height"] >= 44
    assert launcher["y"] > 600


def test_the_widget_works_on_a_site_with_a_strict_policy(
    page: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = PageServer(tmp_path_factory.mktemp("strict"))
    site = strict_site(own.address)
    own.ancestors = site.address
    own.start()
    watch = Watch(own.address)
    watch.over(page)
    try:
        frame = opened(page, site.address)
        choose(frame, "I saw something")
        assert page.locator("iframe").bounding_box()["width"] > 400
        assert watch.complaints == []
    finally:
        site.stop()
        own.stop()


def test_a_site_that_is_not_named_in_the_settings_can_not_frame_it(
    page: Any, service: PageServer
) -> None:
    stranger = HostSite({"/": f'<iframe src="{service.address}/chat"></iframe>'})
    try:
        page.goto(stranger.address)
        page.wait_for_timeout(500)
        assert all("chat" not in frame.url for frame in page.frames)
    finally:
        stranger.stop()


def test_a_plain_frame_works_and_leaves_the_whole_page(page: Any, site: HostSite) -> None:
    page.goto(f"{site.address}/frame")
    frame = frame_of(page)
    choose(frame, "I saw something")
    frame.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(EXIT)


@pytest.mark.parametrize("way", ["link", "shift in the chat", "shift in the page"])
def test_exit_leaves_the_whole_page_and_clears_this_device(
    page: Any, site: HostSite, way: str
) -> None:
    frame = opened(page, f"{site.address}/")
    choose(frame, "I saw something")
    if way == "link":
        frame.get_by_role("link", name="Exit this page").click()
    else:
        if way == "shift in the page":
            page.get_by_role("heading").click()
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(EXIT)
    page.go_back()
    assert page.url == "about:blank" or "localhost" not in page.url
    frame = opened(page, f"{site.address}/")
    assert log(frame).locator(".from-person").count() == 0


def test_exit_comes_right_after_the_skip_link_and_counts_presses_aloud(
    page: Any, site: HostSite
) -> None:
    frame = opened(page, f"{site.address}/")
    order = "() => [...document.querySelectorAll('a, button')].slice(0, 2).map((e) => e.className)"
    assert frame.evaluate(order) == ["skip", "leave"]
    button(frame, "I saw something").focus()
    page.keyboard.press("Shift")
    frame.get_by_text("Press 2 more times to exit").wait_for(state="attached")
    page.keyboard.press("Shift")
    frame.get_by_text("Press 1 more time to exit").wait_for(state="attached")
    page.keyboard.press("a")
    assert frame.locator("#leave-said").inner_text() == ""


def test_hiding_and_opening_again_goes_on_where_it_was(page: Any, site: HostSite) -> None:
    frame = opened(page, f"{site.relative}/")
    choose(frame, "I saw something")
    frame.get_by_role("button", name="Hide the chat").click()
    page.locator("iframe").wait_for(state="hidden")
    page.get_by_role("button", name=LAUNCHER).click()
    assert log(frame).locator(".from-person").count() == 1
    page.reload()
    page.get_by_role("button", name=LAUNCHER).click()
    assert log(frame_of(page)).locator(".from-person").count() == 1


def test_a_pale_colour_is_made_readable_and_an_unknown_area_stops_nobody(
    page: Any, site: HostSite
) -> None:
    frame = opened(page, f"{site.address}/pale")
    frame.wait_for_function("() => document.documentElement.style.getPropertyValue('--accent')")
    ratio = frame.evaluate(
        """async () => { const { contrast } = await import("/widget/js/colours.js");
        const parts = (value) => value.match(/\\d+/g).map(Number);
        const style = getComputedStyle(document.querySelector(".choice:not(.danger)"));
        return contrast(parts(style.color), parts(style.backgroundColor)) }"""
    )
    assert ratio >= 4.5
    choose(frame, "I saw something")


def test_two_tabs_are_two_conversations(page: Any, site: HostSite) -> None:
    frame = opened(page, f"{site.address}/")
    choose(frame, "I saw something")
    other = page.context.new_page()
    other_frame = opened(other, f"{site.address}/")
    assert log(other_frame).locator(".from-person").count() == 0
    say(other_frame, ACCOUNT)
    assert "Station Hotel" not in log(frame).inner_text()


def test_where_the_browser_blocks_storage_in_frames_the_chat_still_works(
    page: Any, site: HostSite
) -> None:
    frame = opened(page, f"{site.address}/")
    choose(frame, "I saw something")
    frame.get_by_role("button", name="Hide the chat").click()
    page.get_by_role("button", name=LAUNCHER).click()
    say(frame, ACCOUNT)
    assert log(frame).locator(".from-person").count() == 2


def test_the_focus_moves_only_when_a_person_opens_the_chat(page: Any, site: HostSite) -> None:
    page.goto(f"{site.address}/")
    page.get_by_role("button", name=LAUNCHER).wait_for()
    assert page.evaluate("() => document.activeElement.localName") == "body"
    page.get_by_role("button", name=LAUNCHER).click()
    frame = frame_of(page)
    assert frame.evaluate("() => document.hasFocus()")
    reached = []
    for _ in range(2):
        page.keyboard.press("Tab")
        reached.append(frame.evaluate("() => document.activeElement.className"))
    assert reached == ["skip", "leave"]


def test_the_launcher_takes_less_than_10_kb(page: Any, service: PageServer) -> None:
    with page.expect_response(re.compile("widget.js")) as got:
        page.goto(f"{service.address}/")
    assert got.value.request.sizes()["responseBodySize"] < 10_000
