"""The pages without JavaScript: both journeys, to the delivered forms."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.functional import pages
from tests.functional.browser import ACCOUNT, PageServer, Watch
from tests.functional.keyboard_pages import Keyboard
from tests.functional.pages import (
    WHAT,
    begin,
    heading,
    plain_context,
    press,
    to_sent,
    words,
)
from tests.functional.product import Product


def delivered(page: Any, product: Product, count: int) -> None:
    """Look again until everything has arrived, and see that it has."""
    end = time.monotonic() + 60
    while page.get_by_text("Delivered", exact=True).count() < count:
        assert time.monotonic() < end, words(page)
        page.get_by_role("link", name="See where it is now").click()
    for reference in page.locator(".code").all_inner_texts()[::2]:
        if not reference.startswith("CRA"):
            assert list(product.delivered.rglob("document.pdf")), reference


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


def test_an_assessment_that_goes_to_nobody_is_saved_and_not_called_sent(
    browser: Any, server: PageServer
) -> None:
    context = plain_context(browser)
    page = context.new_page()
    neither = "Neither now: I keep it and take advice"
    for _ in pages.practitioner_states(page, server.address, goes=neither):
        pass
    press(page, "Save it (nobody is told)")
    assert heading(page) == "It is saved"
    assert "Nobody has been told." in words(page)
    assert page.title().startswith("Saved")
    assert "It is sent" not in page.content()
    context.close()
