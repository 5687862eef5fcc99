"""The chat page in a real browser, against a real server without Rasa."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.functional.browser import (
    ACCOUNT,
    CHROMIUM,
    NO_CHROMIUM,
    PageServer,
    Watch,
    chromium,
    new_context,
)
from tests.functional.chatting import (
    TO_REVIEW,
    answered,
    box,
    button,
    choose,
    focused,
    go_to_review,
    heard,
    log,
    more,
    say,
    tab_to,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    running = PageServer(tmp_path_factory.mktemp("page")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def watch(server: PageServer) -> Watch:
    return Watch(server.address)


@pytest.fixture
def page(browser: Any, server: PageServer, watch: Watch) -> Iterator[Any]:
    context = new_context(browser)
    opened = context.new_page()
    watch.over(opened)
    opened.goto(f"{server.address}/chat")
    button(opened, "I saw something").wait_for()
    yield opened
    context.close()


def test_a_driver_goes_from_opening_to_pdf_with_a_mouse_on_a_phone(
    page: Any, watch: Watch, tmp_path: Path
) -> None:
    go_to_review(page)
    assert "Station Hotel" in page.locator(".review").inner_text()
    choose(page, "Send to the police")
    code = page.locator(".confirmation code").inner_text()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", code)
    with page.expect_download() as download:
        button(page, "Save the report (PDF)").click()
    assert re.fullmatch(r"LIB-\d{4}-\w{6}\.pdf", download.value.suggested_filename)
    saved = tmp_path / "report.pdf"
    download.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")
    button(page, "See what happened to it").click()
    page.get_by_text("You sent it on").wait_for()
    assert watch.complaints == []
    assert watch.foreign == []
    token = page.evaluate("() => JSON.parse(sessionStorage.assistant).token")
    assert not [url for url in watch.urls if token in url or code in url]
    assert page.evaluate("() => [localStorage.length, document.cookie]") == [0, ""]


def test_the_whole_journey_works_by_keyboard_alone(page: Any) -> None:
    keys = page.keyboard
    for name in ("I saw something", "Message"):
        tab_to(page, name)
        keys.press("Enter")
        answered(page)
    keys.insert_text(ACCOUNT)
    keys.press("Enter")
    answered(page)
    # Typing goes on in the text box; the choices stand before it.
    assert focused(page) == "text"
    for _ in range(12):
        keys.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.value") == "none":
            break
    keys.press("Space")
    tab_to(page, "Continue")
    keys.press("Enter")
    answered(page)
    for name in (*TO_REVIEW, "Send to the police"):
        # The focus waits at the new choices, so each is the first few stops away.
        assert focused(page) == "choices"
        tab_to(page, name)
        keys.press("Enter")
        answered(page)
    page.locator(".confirmation").wait_for()
    assert focused(page) == "log"
    tab_to(page, "Save the report (PDF)")
    with page.expect_download():
        keys.press("Enter")


def test_shift_and_enter_start_a_new_line_and_the_box_grows(page: Any) -> None:
    height = box(page).bounding_box()["height"]
    box(page).press_sequentially("one")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("two")
    assert box(page).input_value() == "one\ntwo"
    assert box(page).bounding_box()["height"] > height


def test_a_reload_in_the_middle_goes_on_where_it_was(page: Any) -> None:
    choose(page, "I saw something")
    say(page, ACCOUNT)
    box(page).fill("half a thought")
    before = log(page).inner_text()
    page.reload()
    button(page, "Continue").wait_for()
    assert log(page).inner_text() == before
    assert box(page).input_value() == "half a thought"


def test_a_reload_after_sending_still_has_code_and_pdf(page: Any) -> None:
    go_to_review(page)
    choose(page, "Send to the police")
    code = page.locator(".confirmation code").inner_text()
    page.reload()
    with page.expect_download():
        button(page, "Save the report (PDF)").click()
    assert page.locator(".confirmation code").inner_text() == code


def test_an_unknown_conversation_begins_anew_and_says_so(page: Any) -> None:
    choose(page, "I saw something")
    page.evaluate("() => sessionStorage.assistant = JSON.stringify({id: 'gone', token: 'gone'})")
    page.reload()
    button(page, "I saw something").wait_for()
    page.get_by_text("The earlier chat has ended").wait_for()


def test_with_the_server_down_nothing_is_lost_and_nothing_sent_twice(
    page: Any, server: PageServer
) -> None:
    choose(page, "I saw something")
    server.stop()
    box(page).fill(ACCOUNT)
    box(page).press("Enter")
    button(page, "Try again").wait_for()
    assert "ring 999" in page.locator("#notice").inner_text()
    assert ACCOUNT in log(page).inner_text()
    # Not even by a reload, while the page itself is still in the browser's hands.
    assert "pending" in page.evaluate("() => sessionStorage.assistant")
    server.start()
    button(page, "Try again").or_(button(page, "Continue")).first.click(timeout=3000)
    button(page, "Continue").wait_for()
    assert log(page).locator(".from-person", has_text="Station Hotel").count() == 1
    assert page.locator("#notice").inner_text() == ""
    page.reload()
    button(page, "Continue").wait_for()
    assert log(page).locator(".from-person", has_text="Station Hotel").count() == 1


def test_a_reply_that_is_lost_on_its_way_is_asked_for_again_under_the_same_id(page: Any) -> None:
    ids: list[str] = []

    def lose_first(route: Any) -> None:
        ids.append(route.request.post_data_json["id"])
        if len(ids) == 1:
            route.fetch()  # the server has it, the page doesn't hear
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose_first)
    button(page, "I saw something").click()
    page.get_by_text("what did you see or hear?").wait_for()
    assert len(ids) == 2
    assert len(set(ids)) == 1
    page.reload()
    page.get_by_text("what did you see or hear?").wait_for()
    assert log(page).locator(".from-person").count() == 1


def test_a_message_on_its_way_at_a_reload_is_sent_after_it(page: Any) -> None:
    page.route("**/messages", lambda route: route.abort())
    button(page, "I saw something").click()
    button(page, "Try again").wait_for()
    page.unroute("**/messages")
    page.reload()
    page.get_by_text("what did you see or hear?").wait_for()
    assert log(page).locator(".from-person").count() == 1


@pytest.mark.parametrize(
    ("status", "words"), [(409, "moved on"), (422, "another way"), (429, "Plain words.")]
)
def test_a_refused_message_is_explained_and_its_text_stays(
    page: Any, status: int, words: str
) -> None:
    answer = {"status": status, "json": {"detail": "Plain words."}}
    page.route("**/messages", lambda route: route.fulfill(**answer))
    box(page).fill("something I saw")
    button(page, "Send message").click()
    page.get_by_role("alert").get_by_text(words).wait_for()
    assert box(page).input_value() == "something I saw"
    assert log(page).locator(".from-person").count() == 0
    page.unroute("**/messages")
    choose(page, "I saw something")


def test_a_choice_that_another_tab_has_answered_shows_where_the_chat_is_now(
    page: Any, server: PageServer
) -> None:
    session = page.evaluate("() => sessionStorage.assistant")
    twin = page.context.new_page()
    twin.add_init_script(f"sessionStorage.assistant ??= {json.dumps(session)}")
    twin.goto(f"{server.address}/chat")
    choose(twin, "I saw something")
    button(page, "I'm a practitioner").click()
    page.get_by_role("alert").get_by_text("moved on").wait_for()
    page.get_by_text("what did you see or hear?").wait_for()


def test_offline_the_page_says_so_with_999(page: Any) -> None:
    page.context.set_offline(True)
    page.get_by_text("You are offline.").wait_for()
    assert "999" in page.locator("#notice").inner_text()
    page.context.set_offline(False)
    page.get_by_text("You are offline.").wait_for(state="hidden")


def test_words_of_danger_show_999_at_once_and_pinned(page: Any) -> None:
    heard(page)
    say(page, "There is a girl in my cab, he has a knife and he is hurting her now")
    urgent = log(page).locator(".urgent").first
    assert "999" in urgent.inner_text()
    assert urgent.get_by_role("link", name="Ring 999").get_attribute("href") == "tel:999"
    assert {live for live, _ in page.evaluate("heard")} == {"assertive"}
    top = page.get_by_role("banner")
    assert "Can’t speak?" in top.inner_text()
    page.mouse.wheel(0, 5000)
    assert top.bounding_box()["y"] == 0
    assert "not watched" in top.inner_text()


def test_each_reply_is_announced_once_and_the_focus_stays(page: Any) -> None:
    heard(page)
    box(page).focus()
    say(page, "who sees this?")
    announced = [text for live, text in page.evaluate("heard") if live == "polite"]
    assert len([text for text in announced if "Derbyshire Police read it" in text]) == 1
    assert not [text for text in announced if "who sees this" in text]
    assert focused(page) == "text"


def test_an_answer_is_changed_from_its_row_in_the_review(page: Any) -> None:
    go_to_review(page)
    log(page).get_by_role("button", name="Change Date/time", exact=True).click()
    answered(page)
    say(page, "Friday night")
    assert button(page, "Send to the police").is_visible()


def test_none_of_these_unticks_the_others(page: Any) -> None:
    choose(page, "I saw something")
    say(page, ACCOUNT)
    weapon, none = page.get_by_label("A weapon or other danger"), page.get_by_label("None of these")
    choose(page, "Continue")
    page.get_by_text("Tick at least one first.").wait_for()
    weapon.check()
    none.check()
    assert not weapon.is_checked()
    weapon.check()
    assert not none.is_checked()


def test_start_again_asks_first_and_then_forgets(page: Any) -> None:
    choose(page, "I saw something")
    more(page, "Start again")
    button(page, "Carry on").click()
    assert log(page).locator(".from-person").count() == 1
    more(page, "Start again")
    page.get_by_role("dialog", name="Start again?").get_by_role(
        "button", name="Start again"
    ).click()
    button(page, "I saw something").wait_for()
    assert log(page).locator(".from-person").count() == 0


@pytest.mark.parametrize("way", ["link", "shift"])
def test_leaving_is_instant_and_clears_the_session(page: Any, server: PageServer, way: str) -> None:
    page.context.route(
        "https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather", status=200)
    )
    choose(page, "I saw something")
    if way == "link":
        page.get_by_role("link", name="Exit this page").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/**")
    page.goto(f"{server.address}/chat")
    button(page, "I saw something").wait_for()
    assert log(page).locator(".from-person").count() == 0


def test_capital_letters_do_not_leave_the_page(page: Any) -> None:
    box(page).focus()
    for letter in "ABCDE":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    assert box(page).input_value() == "ABCDE"


def test_a_wrong_receipt_code_is_explained(page: Any) -> None:
    more(page, "Check a receipt")
    page.get_by_label("Receipt code").fill("2222-2222-2222-2222")
    button(page, "Check").click()
    page.get_by_text("There is no report with that code.").wait_for()


def test_without_javascript_the_page_says_whom_to_ring_and_leads_to_the_pages(
    browser: Any, server: PageServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{server.address}/chat?area=derby&audience=practitioner")
    words = opened.get_by_role("main").inner_text()
    assert "999" in words
    assert "101" in words
    assert not opened.locator("#composer").is_visible()
    opened.get_by_role("link", name="one page at a time").click()
    opened.wait_for_url(f"{server.address}/pages?audience=practitioner&area=derby")
    context.close()


def test_the_tab_says_nothing_about_children(page: Any) -> None:
    assert page.title() == "Assistant"
