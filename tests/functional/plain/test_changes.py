"""The pages without JavaScript lose nothing and send nothing twice; any answer can be changed."""

from typing import Any

import httpx

from tests.functional import pages
from tests.functional.browser import ACCOUNT, PageServer
from tests.functional.pages import (
    WHAT,
    begin,
    heading,
    press,
    say,
    to_check,
    to_sent,
    words,
)


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
