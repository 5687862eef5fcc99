"""Somebody who goes through the pages without JavaScript, in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.functional.browser import ACCOUNT

ETHNICITY = "What is the child's ethnicity, as the child or the family describes it?"
WHAT = "In your own words, what did you see or hear?"
OWN_WORDS = "Say it in your own words, or ask a question"


def plain_context(browser: Browser, width: int = 360, height: int = 740) -> BrowserContext:
    """A window without JavaScript, as wide as a phone."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        java_script_enabled=False,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    return context


def press(page: Page, name: str) -> None:
    """Press a button; the next page has come when this ends."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def words(page: Page) -> str:
    """What a page says."""
    return page.get_by_role("main").inner_text()


def say(page: Page, text: str) -> None:
    """Use the box that every page has for one's own words."""
    page.get_by_text(OWN_WORDS, exact=True).click()
    page.get_by_label("Your own words", exact=True).fill(text)
    press(page, "Send these words")


def begin(page: Page, address: str, query: str = "") -> None:
    """From the start page to the first question."""
    page.goto(f"{address}/pages{query}")
    press(page, "Start now")


def heading(page: Page) -> str:
    """What the page is called."""
    return page.get_by_role("heading", level=1).inner_text()


def to_check(page: Page, address: str) -> None:
    """A driver's way to the page where the answers are checked."""
    begin(page, address)
    press(page, "I saw something")
    page.get_by_label("In your own words, what did you see or hear?").fill(ACCOUNT)
    press(page, "Continue")
    page.get_by_label("None of these").check()
    press(page, "Continue")
    page.get_by_label("Stay anonymous").check()
    press(page, "Continue")
    press(page, "OK, show me the report")


def to_sent(page: Page, address: str) -> None:
    """The same, to the end."""
    to_check(page, address)
    press(page, "Send to the police")


@dataclass(frozen=True)
class Fill:
    """What a practitioner puts into one page: boxes, choices and ticks by their labels."""

    at: str
    """The heading of the page."""

    boxes: dict[str, str]
    ticks: tuple[str, ...] = ()
    within: dict[str, str] | None = None
    """Choices by the question they belong to, where two questions offer the same."""

    then: str = "Continue"


def _fill(at: str, *ticks: str, then: str = "Continue", **more: Any) -> Fill:
    return Fill(at, more.get("boxes", {}), ticks, more.get("within"), then)


def row(name: str, level: str, context: str, *types: str) -> Fill:
    """One indicator that is present."""
    return _fill(
        name,
        level,
        *(types or ("Sexual exploitation (CSE)",)),
        boxes={"Context: Give context to the indicator and level of risk.": context},
    )


ASSESSMENT = (
    _fill("What would you like to do?", then="Assess a child at risk (CRE risk assessment)"),
    _fill("Which area does the child live in?", "Derby"),
    _fill(
        "Practitioner completing the assessment",
        boxes={
            "Name": "Sam Field",
            "Phone number": "01332 555 0100",
            "Email": "sam.field@example.org",
            "What is your post or job title?": "designated safeguarding lead",
            "Which agency do you work for?": "Ashbourne Road School",
        },
    ),
    _fill(
        "Has this child been assessed here before?",
        boxes={"Has this child been assessed here before?": "no"},
    ),
    _fill(
        "The child",
        boxes={
            "Name": "Ellie Marsh",
            "Gender": "girl",
            "Day": "4",
            "Month": "5",
            "Year": "2011",
            ETHNICITY: "White British",
            "Which language does the child speak best?": "English",
        },
        within={"Is an interpreter needed for the child or the family?": "No"},
    ),
    _fill(
        "The child",
        "None of the others (SEND, care, placement, missing)",
        within={
            "Is the child, or anybody else, in danger now?": "No",
            "Has the child already been harmed, as far as you know?": "No",
            "Is the child already known to children's social care?": "No",
        },
    ),
    _fill(
        "Tell me in your own words what worries you about this child.",
        boxes={
            "Tell me in your own words what worries you about this child.": "Ellie has gone "
            "missing from home three Fridays running and will not say where she was. A friend saw "
            "her get into a black Audi with an older man she calls Ghost."
        },
    ),
    _fill(
        "Section 1. Which of these indicators are present: going missing, people and places?",
        "Regularly missing from home, care or education",
        "Getting into cars with adult(s)",
    ),
    _fill("Which of these are present: online, grooming and sexual harm?", "Evidence of grooming"),
    _fill("Which of these are present: money, drugs, crime and gangs?", "None of these"),
    _fill(
        "Which of these are present: appearance, health, harmful practices, or anything else?",
        "None of these",
    ),
    row(
        "Regularly missing from home, care or education",
        "Medium",
        "Three Fridays running, back after midnight.",
    ),
    row("Getting into cars with adult(s)", "Medium", "A friend saw her get into a black Audi."),
    row("Evidence of grooming", "High", "She met the man she calls Ghost after weeks of messages."),
)
"""A practitioner's way through the assessment, up to the last indicator. Nobody in it exists."""


REST = "I don’t know the rest"
REFERRAL = (
    _fill(
        "Summary of CRE Risk Indicators",
        boxes={
            "Place": "the car park behind the Assembly Rooms",
            "Is there any other risk?": "no",
        },
        then=REST,
    ),
    _fill("Summary of CRE Risk Indicators", "High", "Child protection concerns (Section 47)"),
    _fill(
        "Section 2: Cultural, Identity or Additional Vulnerability Factors",
        within={
            "Section 2. Which of these factors are current?": "Lack of love and security",
            "And which were so in the past?": "None of these",
        },
        then=REST,
    ),
    _fill("Which of these is so?", "A person or place that puts children at risk"),
    _fill(
        "Section 3: Risk Assessment Analysis and Summary",
        "Child sexual exploitation",
        boxes={
            "What worries you most, today and in the coming days?": "She will meet him on Friday."
        },
        then=REST,
    ),
    _fill(
        "Section 3: Risk Assessment Analysis and Summary",
        "No, it would not be safe",
        boxes={
            "Actions: Immediate actions to safeguard the child.": "Collected; aunt; from Friday",
            "What does the child say and want?": "She says that he is her boyfriend.",
        },
        then=REST,
    ),
    _fill(
        "Decision",
        "High",
        "Child protection concerns (Section 47)",
        "Referral to children's social care",
        "Operation Liberty report to the police",
    ),
    _fill("Telephone call to children's social care", "Yes, I have rung"),
    _fill("Privacy notice", then="OK, go on"),
    _fill(
        "The child",
        boxes={"School: The child's school, college or nursery.": "Ashbourne Road School"},
        then=REST,
    ),
    _fill(
        "Consent and awareness",
        "Not asked because it would not be safe",
        boxes={"Which kind of agency is the referral from?": "Schools"},
    ),
    _fill(
        "Date/time/location and details of incident",
        boxes={
            "Date/time/location and details of incident": "On Friday 6 November about half past "
            "nine at night a girl was seen getting into a black Audi behind the Assembly Rooms."
        },
    ),
    _fill("Alleged offender(s), other persons and victim", then="Skip the rest"),
    _fill("Is there any of these to add?", "None of these"),
    _fill("Who has this information been shared with?", then="I don't know"),
    _fill("Advice sought before completing", "Nobody yet"),
)
"""The rest of the way, until everything is checked."""


def fill(page: Page, step: Fill) -> None:
    """Fill in one page and send it."""
    assert heading(page) == step.at, (heading(page), step.at)
    for label, text in step.boxes.items():
        chosen = page.get_by_role("combobox", name=label, exact=True)
        if chosen.count():
            chosen.select_option(text)
        else:
            page.get_by_role("textbox", name=label, exact=True).first.fill(text)
    for tick in step.ticks:
        page.get_by_label(tick, exact=True).check()
    for question, choice in (step.within or {}).items():
        page.get_by_role("group", name=question).get_by_label(choice, exact=True).check()
    press(page, step.then)


def states(page: Page, address: str) -> Iterator[str]:
    """Every kind of page; pauses at each that is worth a picture or a check, and names it."""
    yield from driver_states(page, address)
    yield from practitioner_states(page, address)


def driver_states(page: Page, address: str) -> Iterator[str]:
    """The pages of a driver's report."""
    page.goto(f"{address}/pages")
    yield "start"
    press(page, "Start now")
    yield "opening"
    press(page, "Danger now")
    yield "danger"
    press(page, "Write down what I saw")
    press(page, "Continue")
    yield "error"
    page.get_by_label("In your own words, what did you see or hear?").fill(ACCOUNT)
    press(page, "Continue")
    yield "read"
    page.get_by_label("A phone number or username").check()
    press(page, "Continue")
    yield "contacts"
    press(page, "Add another contact")
    yield "add-another"
    press(page, "I don't know")
    page.get_by_label("Stay anonymous").check()
    press(page, "Continue")
    yield "privacy"
    press(page, "OK, show me the report")
    yield "check"
    press(page, "Change: Date/time")
    yield "change"
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    press(page, "Continue")
    yield "date-error"
    press(page, "Skip this")
    page.goto(f"{address}/pages/2")
    yield "earlier"
    page.goto(f"{address}/pages/0")
    yield "stale"
    page.goto(f"{address}/pages/now")
    press(page, "Send to the police")
    yield "sent"


def practitioner_states(
    page: Page, address: str, goes: str = "Referral to children's social care"
) -> Iterator[str]:
    """The pages of an assessment that look different; `goes` is where it is decided to go."""
    page.context.clear_cookies()
    begin(page, address, "?audience=practitioner")
    pictured = {2: "who", 4: "child", 5: "facts", 7: "indicators", 11: "indicator"}
    for number, step in enumerate(ASSESSMENT):
        if number in pictured:
            yield pictured[number]
        fill(page, step)
    yield "concern"
    while heading(page) != "Check your answers":
        if page.get_by_role("heading", name="What the rulebook suggests").count():
            yield "suggestion"
            page.get_by_role("group", name="What is the current level of risk").get_by_label(
                "High"
            ).check()
            page.get_by_label("Child protection concerns").check()
            page.get_by_label(goes).check()
            press(page, "Continue")
        elif "Your decision differs from the suggestion" in words(page):
            page.locator("main textarea").first.fill("I ring them first.")
            press(page, "Continue")
        elif page.get_by_role("button", name="OK, go on").count():
            press(page, "OK, go on")
        else:
            rest = page.get_by_role("button", name=REST).count()
            press(page, REST if rest else "I don't know")
    yield "check-assessment"
