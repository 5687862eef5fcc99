"""A practitioner's assessment by keyboard alone: whatever is asked, from the focus onwards."""

from typing import Any

WANTED = {"missing", "cse", "social_care_referral"}
"""Ticked where they stand in a list; otherwise none of them, or else the last."""
MOST_STOPS = 150
MOST_TURNS = 60

WHERE = """() => {
  const e = document.activeElement;
  const boxes = [...(e.closest(".ticks")?.querySelectorAll("input") ?? [])];
  return {
    id: e.id, tag: e.localName, type: e.type ?? "", value: e.value ?? "", checked: !!e.checked,
    label: e.labels?.[0]?.innerText ?? e.innerText ?? "", first: boxes[0] === e,
    values: boxes.map((box) => box.value), in_form: !!e.closest("#choices"),
    page: document.hasFocus(),
  };
}"""
STATE = """() => ({
  stage: document.body.dataset.stage,
  form: !!document.querySelector(".answer-form, #choices .ticks"),
  buttons: document.querySelectorAll("#choices .main-choices button").length,
  blank: !!document.querySelector(".error-summary:not([hidden])"),
})"""


class Keyboard:
    """Somebody without a mouse: `keys` are the page's, the chat is in `frame`."""

    def __init__(self, page: Any, frame: Any) -> None:
        self.keys = page.keyboard
        self.frame = frame

    def where(self) -> dict[str, Any]:
        """What has the focus."""
        return dict(self.frame.evaluate(WHERE))

    def reach(self, name: str) -> None:
        """Go to a button by its name, by the Tab key alone."""
        for _ in range(MOST_STOPS):
            at = self.where()
            if at["page"] and at["tag"] == "button" and name in at["label"]:
                return
            self.keys.press("Tab")
        raise AssertionError(f"The Tab key does not reach {name!r}.")

    def press(self, name: str) -> None:
        """Press a button."""
        self.reach(name)
        self.keys.press("Enter")
        self.settled()

    def type(self, text: str) -> None:
        """Type a message."""
        for _ in range(MOST_STOPS):
            at = self.where()
            if at["page"] and at["id"] == "text":
                break
            self.keys.press("Tab")
        self.keys.insert_text(text)
        self.keys.press("Enter")
        self.settled()

    def settled(self) -> None:
        """Wait until nothing is on its way."""
        self.frame.page.wait_for_timeout(50)
        self.frame.wait_for_function(
            "() => document.getElementById('typing').hidden"
            " && !document.querySelector('#choices.frozen')"
        )

    def answer(self, text: str) -> None:
        """Answer whatever is asked now; `text` is typed where words are asked for."""
        state = self.frame.evaluate(STATE)
        if state["form"]:
            self._fill_in(text)
        elif state["buttons"]:
            self._first_button()
        else:
            self.type(text)

    def _fill_in(self, text: str) -> None:
        filled = False
        for _ in range(MOST_STOPS):
            at = self.where()
            if at["page"] and at["in_form"]:
                if at["tag"] == "button" and at["label"] == "Continue" and filled:
                    self.keys.press("Enter")
                    self.settled()
                    break
                filled = self._fill(at, text) or filled
            self.keys.press("Tab")
        if self.frame.evaluate(STATE)["blank"]:
            self.press("I don’t know these")

    def _fill(self, at: dict[str, Any], text: str) -> bool:
        if at["type"] == "checkbox" and at["values"]:
            wanted = [v for v in at["values"] if v in WANTED]
            wanted = wanted or [v for v in at["values"] if v == "none"] or at["values"][-1:]
            if at["value"] in wanted and not at["checked"]:
                self.keys.press("Space")
        elif at["type"] == "radio" and not at["checked"]:
            # Nobody is in danger; otherwise the second of the choices.
            self.keys.press("Space" if at["value"] == "no" else "ArrowDown")
        elif at["tag"] == "select":
            self.keys.press("ArrowDown")
        elif at["tag"] == "textarea" or (at["type"] == "text" and at["label"] == "Name"):
            self.keys.insert_text(text)
        elif at["type"] == "text" and at["label"] == "Age":
            self.keys.insert_text("14")
        else:
            return False
        return True

    def _first_button(self) -> None:
        label = self.frame.locator("#choices .main-choices button").first.inner_text()
        self.press(label)

    def assess(self) -> None:
        """From the opening for practitioners until everything is sent."""
        self.press("Assess a child at risk")
        for _ in range(MOST_TURNS):
            stage = self.frame.evaluate(STATE)["stage"]
            if stage == "submitted":
                return
            asked = self.frame.locator("#log .from-assistant").last.inner_text()
            self.answer("no" if "assessed here before" in asked else "None known.")
        raise AssertionError("The assessment does not come to an end.")
