"""The decision and where things go, over the HTTP contract."""

import pytest

from tests.functional.journeys import WALKS, answer_all, walked
from tests.functional.product import Person, Product

STEPS = {step["at"]: number for number, step in enumerate(WALKS["typed"])}


def test_danger_now_is_recorded_and_suggested_after_999(product: Product) -> None:
    with product.client() as client:
        person = walked(client, WALKS["typed"][: STEPS["immediate_danger"]])
        person.choose("yes")
        assert person.state["stage"] == "danger"
        person.choose("record")
        assert person.state["answers"]["immediate_danger"]["value"] == "yes"
        assert person.asked != "immediate_danger"
        assert person.state["suggestion"]["routes"][0] == "emergency_999"


def test_a_walk_that_goes_to_nobody_is_saved_and_not_called_sent(product: Product) -> None:
    """The same decision as typed, but kept: a reason is asked for, and can't be skipped."""
    with product.client() as client:
        person = walked(client, WALKS["typed"][: STEPS["level_3"]])
        person.say("high, section 47, neither")
        assert person.asked == "decision_reason"
        person.say("skip")
        assert person.asked == "decision_reason"
        person.say("I ring social care first")
        assert person.asked == "rang_social_care"
        person.choose("rang")
        person.say("ok")
        assert person.asked == "review"
        person.choose("send")
        said = "\n".join(text for who, text in person.transcript if who == "assistant")
    assert person.state["stage"] == "submitted"
    assert "Saved. Nobody has been told." in said
    assert "It is sent" not in said


@pytest.mark.parametrize(
    ("where", "area"),
    [("by the bus station in Chesterfield", "derbyshire"), ("in Spondon", "derby")],
)
def test_a_report_goes_to_the_area_that_its_place_lies_in(
    product: Product, where: str, area: str
) -> None:
    with product.client() as client:
        person = Person(client)
        person.choose("saw_something")
        person.say(f"A man of about 40 gave a girl of about 13 a phone {where} last night")
        asked = answer_all(person, {})
        (sent,) = person.state["submissions"]
        payload = person.read(f"/v1/submissions/{sent['reference']}/payload.json").json()
    assert "area" not in asked
    assert payload["area"] == area
