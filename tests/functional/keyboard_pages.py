"""Somebody who has no mouse: every page by the Tab key, the space bar, Enter and typing."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.functional.pages import Fill, heading

MOST_STOPS = 250
"""Stops of the Tab key on the longest page, with room to go round once."""

_FOCUSED = """() => { const e = document.activeElement;
  const group = e.closest("fieldset");
  const label = e.labels?.[0]?.innerText || e.getAttribute("aria-label") || e.innerText || "";
  return [label.trim(), group ? group.querySelector("legend").innerText.trim() : "", e.type || ""];
}"""


@dataclass(frozen=True)
class Keyboard:
    """Keys only."""

    page: Page

    def focused(self) -> tuple[str, str, str]:
        """Label, group and type of what has the focus."""
        label, group, kind = self.page.evaluate(_FOCUSED)
        return label, group, kind

    def to(self, name: str, group: str = "") -> None:
        """Go on by Tab, and among radio buttons by the arrow, until something is reached."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self._at(name, group):
                return
            if self.focused()[2] == "radio" and self._in(group) and self._along(name, group):
                return
        raise AssertionError(f"The Tab key does not reach {name!r}: {self.focused()}")

    def _along(self, name: str, group: str) -> bool:
        """The other radio buttons of a group, by the arrow key."""
        first = self.focused()[0]
        if not self._offers(name):
            return False
        while True:
            self.page.keyboard.press("ArrowDown")
            if self._at(name, group):
                return True
            if self.focused()[0] == first:
                return False

    def _offers(self, name: str) -> bool:
        return bool(
            self.page.evaluate(
                """(name) => [...document.getElementsByName(document.activeElement.name)]
                .some((e) => e.labels[0].innerText.trim() === name)""",
                name,
            )
        )

    def _at(self, name: str, group: str) -> bool:
        return self.focused()[0] == name and self._in(group)

    def _in(self, group: str) -> bool:
        return self.focused()[1].startswith(group)

    def press(self, name: str) -> None:
        """Reach a button and press it; the next page has come when this ends."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, group: str = "") -> None:
        """Reach a choice and take it."""
        self.to(name, group)
        if not self.page.evaluate("() => document.activeElement.checked"):
            self.page.keyboard.press("Space")

    def write(self, name: str, text: str) -> None:
        """Reach a box and type; in a list typing finds the choice."""
        self.to(name)
        if self.focused()[2].startswith("select"):
            self.page.keyboard.type(text)
        else:
            self.page.keyboard.insert_text(text)

    def fill(self, step: Fill) -> None:
        """Fill in one page and send it."""
        assert heading(self.page) == step.at, (heading(self.page), step.at)
        for label, text in step.boxes.items():
            self.write(label, text)
        for tick in step.ticks:
            self.choose(tick)
        for question, choice in (step.within or {}).items():
            self.choose(choice, question)
        self.press(step.then)
