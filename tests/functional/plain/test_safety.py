"""The pages without JavaScript are safe: 999 and the way out first, nobody else reads anything."""

import re
from typing import Any

import httpx
import pytest

from tests.functional import pages
from tests.functional.browser import PageServer
from tests.functional.pages import (
    WHAT,
    begin,
    heading,
    plain_context,
    press,
    to_check,
    to_sent,
    words,
)


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
    cookie["value"] = cookie["value"].split(".")[0] + ".wrong"
    other.add_cookies([cookie])
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
