"""The pages without JavaScript say what is wrong, and keep what was typed."""

from typing import Any

from tests.functional import pages
from tests.functional.browser import ACCOUNT, PageServer
from tests.functional.pages import (
    OWN_WORDS,
    WHAT,
    begin,
    heading,
    press,
    to_check,
    words,
)


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
    assert heading(page) != "Danger now"
    # Both are answered: that it was no emergency is the answer to the danger.
    assert page.get_by_role("group", name=danger).count() == 0
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
