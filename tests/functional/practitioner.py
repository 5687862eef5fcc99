"""A practitioner's assessment in the browser, page by page, by mouse."""

from collections.abc import Iterator
from typing import Any

from tests.functional.chatting import button, choose, say

STORY = (
    "Sam was missing overnight twice last week and came back with a new phone. Sam gets into cars "
    "with older men outside the Example Cafe on Normanton Road."
)
"""What the practitioner of these tests has seen. Nobody in it exists."""
MOST_PAGES = 30


def assessment(page: Any) -> Iterator[str]:
    """From the opening for practitioners to the confirmation; names each state worth a look."""
    choose(page, "Assess a child at risk (CRE risk assessment)")
    yield "page"
    page.get_by_label("Name", exact=True).fill("Robin Example")
    page.get_by_label("Phone number").fill("01332 496000")
    choose_continue(page)
    yield "blank"
    page.get_by_label("What is your post").fill("Teacher")
    page.get_by_label("Which agency").fill("Example School")
    choose_continue(page)
    say(page, "no")
    page.get_by_label("Name", exact=True).fill("Sam Example")
    page.get_by_label("Age", exact=True).fill("14")
    choose_continue(page)
    choose(page, "I don’t know these")
    group(page, "Danger now").get_by_label("No", exact=True).check()
    group(page, "Has the child already").get_by_label("No", exact=True).check()
    group(page, "Is the child already known").get_by_label("Yes", exact=True).check()
    page.get_by_label("None of the others").check()
    choose_continue(page)
    say(page, STORY)
    page.get_by_label("Regularly missing").check()
    page.get_by_label("Getting into cars").check()
    yield "indicators"
    choose_continue(page)
    for _ in range(3):
        page.get_by_label("None of these").check()
        choose_continue(page)
    yield "level"
    for _ in range(2):
        page.get_by_label("High").check()
        page.get_by_label("Sexual exploitation (CSE)").check()
        page.get_by_label("Give context").fill("Seen by two members of staff.")
        choose_continue(page)
    answer_until(page, lambda: page.locator(".suggestion").count() == 1)
    yield "suggestion"
    page.locator("input[value=high]").check()
    page.locator("input[value=child_protection]").check()
    page.locator("input[value=social_care_referral]").check()
    yield "decision"
    choose_continue(page)
    answer_until(page, lambda: page.evaluate("() => document.body.dataset.stage") == "review")
    yield "review"
    page.locator("#choices .main").click()
    page.locator(".confirmation").wait_for()
    yield "sent"


def answer_until(page: Any, reached: Any) -> None:
    """Answer whatever is asked: briefly, or by the last of the choices."""
    for _ in range(MOST_PAGES):
        if reached():
            return
        form = page.locator(".answer-form")
        if form.count():
            fill_in(form)
            choose_continue(page)
            if button(page, "I don’t know these").count():
                choose(page, "I don’t know these")
        elif page.locator(".tick").count():
            page.locator(".tick input").last.check()
            choose_continue(page)
        elif page.locator(".main-choices button").count():
            page.locator(".main-choices button").last.click()
            settled(page)
        else:
            say(page, "None known.")
        settled(page)
    raise AssertionError("The assessment does not come to an end.")


def fill_in(form: Any) -> None:
    """Every box that is shown, with the least that answers it."""
    for box in form.locator("textarea:visible, .field > .parts input[type=text]:visible").all():
        box.fill("None known.")
    for field in form.locator("fieldset.field").all():
        ticks = field.locator(".ticks input")
        if ticks.count():
            ticks.last.check()
    for select in form.locator("select").all():
        select.select_option(index=2)


def group(page: Any, name: str) -> Any:
    """The boxes of one question."""
    return page.get_by_role("group", name=name)


def choose_continue(page: Any) -> None:
    """Send what is filled in."""
    choose(page, "Continue")


def settled(page: Any) -> None:
    """Nothing is on its way, nor about to be."""
    page.wait_for_function(
        "() => document.getElementById('typing').hidden"
        " && !document.querySelector('#choices.frozen')"
    )
