"""What a person does in the chat, on a page of its own or in a frame: for the browser tests."""

from typing import Any

from tests.functional.browser import ACCOUNT

TO_REVIEW = ("Stay anonymous", "OK, show me the report")


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def log(page: Any) -> Any:
    return page.get_by_role("log")


def box(page: Any) -> Any:
    return page.get_by_label("Message")


def answered(page: Any) -> None:
    """Wait until nothing is on its way."""
    page.locator("#typing").wait_for(state="hidden")


def choose(page: Any, name: str) -> None:
    button(page, name).click()
    answered(page)


def say(page: Any, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")
    answered(page)


def go_to_review(page: Any) -> None:
    choose(page, "I saw something")
    say(page, ACCOUNT)
    page.get_by_label("None of these").check()
    choose(page, "Continue")
    for name in TO_REVIEW:
        choose(page, name)


def tab_to(page: Any, name: str) -> None:
    """Reach something by the Tab key alone."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.labels?.[0]?.innerText || e.innerText || '' }"
        ):
            return
    raise AssertionError(f"The Tab key does not reach {name!r}.")


def more(page: Any, name: str) -> None:
    """Open something from behind "More"."""
    button(page, "More").click()
    button(page, name).click()


def focused(page: Any) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("() => document.activeElement.id"))


def heard(page: Any) -> None:
    """Note what the log announces, and how."""
    page.evaluate(
        """() => { window.heard = []; const log = document.getElementById("log");
        new MutationObserver((changes) => { for (const change of changes)
          for (const node of change.addedNodes)
            if (log.ariaLive !== "off") heard.push([log.ariaLive, node.innerText]);
        }).observe(log, { childList: true }) }"""
    )
