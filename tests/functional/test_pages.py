"""The pages without JavaScript in a real browser: both journeys, and everything that goes wrong."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.functional import pages
from tests.functional.browser import (
    ACCOUNT,
    CHROMIUM,
    NO_CHROMIUM,
    PageServer,
    Watch,
    chromium,
)
from tests.functional.keyboard_pages import Keyboard
from tests.functional.pages import begin, heading, plain_context, press, to_check, to_sent
from tests.functional.product import Product

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

WHAT = "In your own words, what did you see or hear?"
OWN_WORDS = "Say it in your own words, or ask a question"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    running = PageServer(tmp_path_factory.mktemp("pages")).start()
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
def page(browser: Any, watch: Watch) -> Iterator[Any]:
    context = plain_context(browser)
    opened = context.new_page()
    watch.over(opened)
    yield opened
    context.close()


def words(page: Any) -> str:
    return str(page.get_by_role("main").inner_text())


def say(page: Any, text: str) -> None:
    """Use the box that every page has for one's own words."""
    page.get_by_text(OWN_WORDS, exact=True).click()
    page.get_by_label("Your own words", exact=True).fill(text)
    press(page, "Send these words")


def delivered(page: Any, product: Product, count: int) -> None:
    """Look again until everything has arrived, and see that it has."""
    end = time.monotonic() + 60
    while page.get_by_text("Delivered", exact=True).count() < count:
        assert time.monotonic() < end, words(page)
        page.get_by_role("link", name="See where it is now").click()
    for reference in page.locator(".code").all_inner_texts()[::2]:
        if not reference.startswith("CRA"):
            assert list(product.delivered.rglob("document.pdf")), reference


# -- both journeys, to the delivered forms ---------------------------------------------------


def test_a_driver_goes_from_the_start_to_the_delivered_report_by_mouse(
    browser: Any, product: Product, tmp_path: Path
) -> None:
    context = plain_context(browser)
    page, watch = context.new_page(), Watch(product.address)
    watch.over(page)
    to_sent(page, product.address)
    assert heading(page) == "It is sent"
    code = page.locator(".code").last.inner_text()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", code)
    delivered(page, product, 1)
    for name, start in (("Save as PDF", b"%PDF"), ("Save as Word", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert re.fullmatch(r"LIB-\d{4}-\w{6}\.\w+", download.value.suggested_filename)
        download.value.save_as(tmp_path / "saved")
        assert (tmp_path / "saved").read_bytes().startswith(start)
    (cookie,) = context.cookies()
    token = cookie["value"].split(".")[1]
    assert not [url for url in watch.urls if token in url or code in url or "LIB" in url]
    assert watch.foreign == []
    assert watch.complaints == []
    context.close()


def test_a_driver_reports_by_keyboard_alone(browser: Any, server: PageServer) -> None:
    context = plain_context(browser)
    page = context.new_page()
    page.goto(f"{server.address}/pages")
    keys = Keyboard(page)
    for name in ("Start now", "I saw something"):
        keys.press(name)
    keys.write(WHAT, ACCOUNT)
    keys.press("Continue")
    keys.choose("None of these")
    keys.press("Continue")
    keys.choose("Stay anonymous")
    keys.press("Continue")
    for name in ("OK, show me the report", "Send to the police"):
        keys.press(name)
    assert heading(page) == "It is sent"
    context.close()


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_practitioner_goes_through_the_whole_assessment_to_referral_and_report(
    browser: Any, product: Product, way: str
) -> None:
    context = plain_context(browser, 1280, 800)
    page = context.new_page()
    begin(page, product.address, "?audience=practitioner")
    for step in (*pages.ASSESSMENT, *pages.REFERRAL):
        if way == "mouse":
            pages.fill(page, step)
        else:
            Keyboard(page).fill(step)
    assert heading(page) == "Check your answers"
    assert "Ellie Marsh" in words(page)
    if way == "mouse":
        press(page, "Send all of it")
    else:
        Keyboard(page).press("Send all of it")
    assert heading(page) == "It is sent"
    references = page.locator(".code").all_inner_texts()[::2]
    assert [r[:3] for r in references] == ["CRA", "SCR", "LIB"]
    delivered(page, product, 2)
    context.close()


def test_an_area_and_an_audience_can_be_set_in_the_address(page: Any, server: PageServer) -> None:
    begin(page, server.address, "?audience=practitioner&area=derbyshire")
    assert heading(page) == "What would you like to do?"
    press(page, "Assess a child at risk (CRE risk assessment)")
    assert heading(page) == "Practitioner completing the assessment"


def test_an_unknown_area_or_audience_starts_as_usual(page: Any, server: PageServer) -> None:
    begin(page, server.address, "?audience=nobody&area=nowhere")
    assert heading(page) == "How can I help?"


# -- safety ----------------------------------------------------------------------------------


def test_words_of_danger_put_999_before_everything_else(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    page.get_by_label("Or say it in your own words").fill(
        "There is a girl in my cab, he has a knife and he is hurting her now"
    )
    press(page, "Send these words")
    first = page.get_by_role("main").locator(":scope > *").first
    assert first.get_attribute("class") == "urgent"
    assert "Ring 999 now" in first.inner_text()
    assert first.get_by_role("link", name="Ring 999").get_attribute("href") == "tel:999"
    assert heading(page) == "Danger now"


def test_danger_in_an_answer_is_heard_and_the_answer_is_kept(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill("He is hurting her now, he has a knife, outside the Station Hotel")
    press(page, "Continue")
    assert heading(page) == "Danger now"
    press(page, "Write down what I saw")
    assert heading(page) != WHAT


def test_every_page_has_999_and_the_way_out_first(page: Any, server: PageServer) -> None:
    for state in pages.driver_states(page, server.address):
        links = page.get_by_role("link")
        assert links.nth(0).inner_text() == "Skip to main content", state
        assert links.nth(1).inner_text() == "Exit this page", state
        assert links.nth(2).get_attribute("href") == "tel:999", state
        assert page.title().endswith("Assistant")
        assert "child" not in page.title().lower()


def test_leaving_is_instant_and_nothing_can_be_opened_again(page: Any, server: PageServer) -> None:
    page.context.route(
        "https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather", status=200)
    )
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url("https://www.bbc.co.uk/**")
    assert page.context.cookies() == []
    page.go_back()
    assert WHAT not in words(page)
    page.goto(f"{server.address}/pages/1")
    assert "not open in this browser" in words(page)


def test_the_start_page_says_that_history_remains(page: Any, server: PageServer) -> None:
    page.goto(f"{server.address}/pages")
    assert "history will still show" in words(page)


def test_another_browser_reads_nothing(browser: Any, page: Any, server: PageServer) -> None:
    to_sent(page, server.address)
    other = plain_context(browser)
    stranger = other.new_page()
    for path in (page.url, f"{server.address}/pages/1", f"{server.address}/pages/now"):
        stranger.goto(path)
        assert "not open in this browser" in words(stranger)
    refused = other.request.get(f"{server.address}/pages/documents/1.pdf", max_redirects=0)
    assert refused.status == 303
    (cookie,) = page.context.cookies()
    wrong = cookie["value"].split(".")[0] + ".wrong"
    other.add_cookies([{**cookie, "value": wrong}])
    stranger.goto(page.url)
    assert "not open in this browser" in words(stranger)
    other.close()


def test_the_cookie_is_for_these_pages_alone(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    (cookie,) = page.context.cookies()
    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (
        "/pages",
        True,
        "Strict",
        -1,
    )


def test_beyond_this_machine_the_cookie_travels_encrypted_only(server: PageServer) -> None:
    there = {"Host": "help.example.org", "Origin": "http://help.example.org"}
    opened = httpx.post(f"{server.address}/pages/start", headers=there)
    assert "Secure" in opened.headers["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_a_post_from_another_site_is_refused(server: PageServer, headers: dict[str, str]) -> None:
    for path in ("start", "answer"):
        refused = httpx.post(f"{server.address}/pages/{path}", headers=headers)
        assert refused.status_code == 403
        assert "set-cookie" not in refused.headers


def test_a_link_on_another_site_cannot_close_a_conversation(server: PageServer) -> None:
    left = httpx.get(f"{server.address}/pages/exit", headers={"Sec-Fetch-Site": "cross-site"})
    assert left.status_code == 303
    assert "set-cookie" not in left.headers


def test_no_page_is_stored_framed_or_runs_a_script(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    response = page.goto(page.url)
    assert response.headers["cache-control"] == "no-store"
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script|style=|\son\w+=", page.content())


# -- nothing lost, nothing twice -------------------------------------------------------------


def test_what_was_read_is_shown_with_its_words_and_not_asked_again(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill(ACCOUNT)
    press(page, "Continue")
    assert "you said: “outside the Station Hotel" in words(page)
    assert heading(page) == "Do you know any of these?"


def test_a_reload_asks_the_same_and_sends_nothing(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    before = words(page)
    page.reload()
    assert words(page) == before
    page.goto(f"{server.address}/pages")
    page.get_by_role("link", name="Carry on where you were").click()
    assert words(page) == before


def test_the_browsers_back_shows_the_earlier_answer_and_takes_a_change(
    page: Any, server: PageServer
) -> None:
    to_check(page, server.address)
    for _ in range(2):
        page.go_back()
    assert "You answered this before" in words(page)
    assert page.get_by_label("Stay anonymous").is_checked()
    page.get_by_label("Give my name or number").check()
    press(page, "Continue")
    page.get_by_label("Name", exact=True).fill("Jo Marsh")
    press(page, "Continue")
    assert heading(page) == "Check your answers"
    assert "Jo Marsh" in words(page)
    assert "Station Hotel" in words(page)


def test_an_earlier_step_that_is_left_alone_changes_nothing(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    before = words(page)
    page.goto(f"{server.address}/pages/2")
    page.get_by_role("link", name="Go on where you were").click()
    assert words(page) == before


def test_an_earlier_page_of_several_questions_is_changed_as_one(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address, "?audience=practitioner&area=derby")
    for step in (pages.ASSESSMENT[0], *pages.ASSESSMENT[2:4]):
        pages.fill(page, step)
    now = page.url
    page.goto(f"{server.address}/pages/1")
    assert page.get_by_label("Name", exact=True).input_value() == "Sam Field"
    page.get_by_label("What is your post or job title?").fill("head of year")
    press(page, "Continue")
    assert heading(page) == "The child"
    assert page.url != now
    page.goto(f"{server.address}/pages/1")
    assert page.get_by_label("What is your post or job title?").input_value() == "head of year"
    assert page.get_by_label("Which agency do you work for?").input_value() != ""


def test_the_same_case_file_can_be_read_over_the_contract(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    conversation, token = page.context.cookies()[0]["value"].split(".")
    bearer = {"Authorization": f"Bearer {token}"}
    path = f"{server.address}/v1/conversations/{conversation}"
    state = httpx.get(path, headers=bearer).json()["state"]
    assert state["stage"] == "review"
    assert state["answers"]["incident_details"]["value"] == ACCOUNT


def test_go_back_asks_the_question_before_with_its_answer(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    press(page, "Go back")
    press(page, "Go back")
    assert page.get_by_label("Stay anonymous").is_checked()


def _posted(page: Any) -> dict[str, str]:
    """What the hidden fields of the page's own form hold."""
    form = page.locator("form.ask")
    return {name: form.locator(f'[name="{name}"]').input_value() for name in ("step", "id")}


def _post(page: Any, server: PageServer, form: dict[str, str]) -> Any:
    own = {"Origin": server.address}
    return page.context.request.post(f"{server.address}/pages/answer", form=form, headers=own)


def test_a_form_that_is_sent_twice_makes_one_message(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    form = {**_posted(page), "do": "answer", "a.incident_details": ACCOUNT}
    first, second = _post(page, server, form), _post(page, server, form)
    assert first.url == second.url
    page.goto(f"{server.address}/pages/now")
    assert page.url.endswith("/pages/2")


def test_two_different_buttons_of_one_page_answer_one_question(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    form = {**_posted(page), "a.incident_details": ACCOUNT}
    _post(page, server, {**form, "do": "answer"})
    _post(page, server, {**form, "do": "dont_know"})
    page.goto(f"{server.address}/pages/now")
    assert heading(page) == "Do you know any of these?"


def test_sending_twice_sends_one_report(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    form = {**_posted(page), "do": "send"}
    _post(page, server, form)
    _post(page, server, form)
    page.goto(f"{server.address}/pages/now")
    assert page.get_by_text("Receipt code", exact=True).count() == 1


def test_a_page_that_the_browser_kept_can_be_changed_and_sent_again(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill("It did not look right to me, behind the Station Hotel.")
    form = _posted(page)
    press(page, "Continue")
    changed = {**form, "do": "answer", "a.incident_details": "A white van behind the baths."}
    _post(page, server, changed)
    _post(page, server, changed)
    page.goto(f"{server.address}/pages/2")
    page.goto(f"{server.address}/pages/1")
    assert page.get_by_label(WHAT).input_value() == "A white van behind the baths."


def test_an_answer_is_changed_from_the_check_and_leads_back_to_it(
    page: Any, server: PageServer
) -> None:
    to_check(page, server.address)
    press(page, "Change: Date/time")
    assert page.get_by_label("When, in your own words").input_value() == "Last night about eleven"
    page.get_by_label("When, in your own words").fill("Friday night")
    for box, text in (("Day", "6"), ("Month", "11"), ("Year", "2026"), ("Hour", "22")):
        page.get_by_label(box, exact=True).fill(text)
    page.get_by_label("Minutes").fill("30")
    press(page, "Continue")
    assert heading(page) == "Check your answers"
    assert "Friday 6 November 2026, about 22:30" in words(page)


def test_an_account_that_is_changed_from_the_check_replaces_the_first(
    page: Any, server: PageServer
) -> None:
    to_check(page, server.address)
    press(page, "Change: Date/time/location and details of incident")
    assert page.get_by_label(WHAT).input_value() == ACCOUNT
    page.get_by_label(WHAT).fill("Last night there were two men outside the Station Hotel.")
    press(page, "Continue")
    press(page, "Change: Date/time/location and details of incident")
    box = page.get_by_label(WHAT).input_value()
    assert box == "Last night there were two men outside the Station Hotel."


def test_an_answer_is_changed_by_saying_so(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill(ACCOUNT)
    press(page, "Continue")
    say(page, "change the time")
    assert heading(page) == "When was this?"


def test_a_question_in_the_middle_is_answered_above_the_question(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    say(page, "who sees this?")
    assert "Derbyshire Police read it" in words(page)
    assert heading(page) == WHAT


def test_people_are_added_and_removed_without_a_script(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    press(page, "Change: Alleged offender(s) (if known)")
    boxes = page.get_by_label("What they look like")
    assert boxes.count() == 2
    press(page, "Add another person")
    assert boxes.count() == 3
    boxes.nth(2).fill("tall, grey coat")
    press(page, "Remove Person 2")
    assert boxes.count() == 2
    assert boxes.nth(1).input_value() == "tall, grey coat"
    press(page, "Continue")
    assert "tall, grey coat" in words(page)


def test_what_is_left_blank_on_a_practitioners_page_is_asked_again_or_declined_at_once(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address, "?audience=practitioner&area=derby")
    press(page, "Assess a child at risk (CRE risk assessment)")
    page.get_by_label("What is your post or job title?").fill("teacher")
    press(page, "Continue")
    assert page.get_by_label("Which agency do you work for?").is_visible()
    assert not page.get_by_label("What is your post or job title?").is_visible()
    press(page, pages.REST)
    assert heading(page) == "Has this child been assessed here before?"


def test_another_report_can_be_begun_after_the_first(page: Any, server: PageServer) -> None:
    to_sent(page, server.address)
    press(page, "Report something else")
    press(page, "Yes, start again")
    assert heading(page) == "How can I help?"


# -- errors ----------------------------------------------------------------------------------


def test_a_blank_answer_is_an_error_that_leads_to_its_box(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    press(page, "Continue")
    assert page.title().startswith("Error: ")
    summary = page.get_by_role("alert")
    assert summary.evaluate("e => e === document.activeElement")
    summary.get_by_role("link").click()
    assert page.get_by_label(WHAT).evaluate("e => e === document.activeElement")
    assert page.get_by_label(WHAT).get_attribute("aria-invalid") == "true"


def test_an_error_loses_nothing(page: Any, server: PageServer) -> None:
    to_check(page, server.address)
    press(page, "Change: Victim (if known)")
    page.get_by_label("Age", exact=True).fill("140")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Nickname").fill("Lil")
    press(page, "Continue")
    assert [link.inner_text() for link in page.get_by_role("alert").get_by_role("link").all()] == [
        "The age must be a number from 0 to 120",
        "The date needs a day, a month and a year",
    ]
    assert page.get_by_label("Nickname").input_value() == "Lil"
    assert page.get_by_label("Age", exact=True).input_value() == "140"
    page.get_by_label("Age", exact=True).fill("about 15")
    page.get_by_label("Day", exact=True).fill("")
    press(page, "Continue")
    assert "about 15" in words(page)
    assert "known as Lil" in words(page)


def test_an_error_can_be_loaded_again(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    press(page, "Continue")
    page.reload()
    assert page.title().startswith("Error: ")
    page.get_by_label(WHAT).fill(ACCOUNT)
    press(page, "Continue")
    assert heading(page) == "Do you know any of these?"


def test_far_too_much_at_once_is_refused_in_plain_words_and_still_there(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill("a" * 8001)
    press(page, "Continue")
    assert "Use at most 8000 characters" in words(page)
    page.get_by_label(WHAT).fill("a" * 66_000)
    press(page, "Continue")
    assert heading(page) == "That is too long to send at once"


def test_danger_ticked_among_other_answers_puts_999_first_and_keeps_them(
    page: Any, server: PageServer
) -> None:
    begin(page, server.address, "?audience=practitioner")
    for step in pages.ASSESSMENT[:5]:
        pages.fill(page, step)
    facts = pages.ASSESSMENT[5]
    danger = "Is the child, or anybody else, in danger now?"
    given = {**(facts.within or {}), danger: "Yes, now"}
    pages.fill(page, pages.Fill(facts.at, facts.boxes, facts.ticks, given))
    assert heading(page) == "Danger now"
    press(page, "It's not an emergency now")
    assert page.get_by_role("group", name=danger).count() == 1
    assert page.get_by_role("group", name="Has the child already been harmed").count() == 0


def test_boxes_and_own_words_together_are_asked_about(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill("One thing.")
    page.get_by_text(OWN_WORDS, exact=True).click()
    page.get_by_label("Your own words", exact=True).fill("Another thing.")
    press(page, "Continue")
    assert page.title().startswith("Error: ")
    assert page.get_by_label(WHAT).input_value() == "One thing."
    assert page.get_by_label("Your own words", exact=True).input_value() == "Another thing."


def test_an_address_that_leads_nowhere_leads_to_the_start(page: Any, server: PageServer) -> None:
    for path in ("nonsense", "99", "answer", "documents/7.pdf"):
        page.goto(f"{server.address}/pages/{path}")
        assert heading(page) == "Worried about a child?"
    begin(page, server.address)
    page.goto(f"{server.address}/pages/99")
    assert heading(page) == "How can I help?"


def test_logs_hold_nothing_that_was_said(page: Any, server: PageServer) -> None:
    begin(page, server.address)
    press(page, "I saw something")
    page.get_by_label(WHAT).fill("quzodamebex behind the Station Hotel")
    press(page, "Continue")
    assert "quzodamebex" not in (server.var / "server.log").read_text(encoding="utf-8")


# -- for everybody ---------------------------------------------------------------------------


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
