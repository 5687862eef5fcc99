"""A practitioner at any question of the assessment."""

from typing import Any

from assistant.domain.definition import Audience
from tests.unit.services.talk import Talk

ROW = "grooming"
"""The row that is ticked where a question of a row is wanted."""
TOWARDS: dict[str, Any] = {
    "area": "derby",
    "immediate_danger": "no",
    f"{ROW}_level": "medium",
    "level_1": "medium",
    "level_3": "high",
    "threshold_3": "child_protection",
    "privacy_notice": "understood",
}
"""How to get past questions that take no "don't know", or lead nowhere without an answer."""


def at(question: str) -> Talk:
    """A conversation in which this question of the assessment is being asked."""
    return go(Talk(audience=Audience.PRACTITIONER).choose("assess"), question)


def go(talk: Talk, question: str) -> Talk:
    """The same conversation, further on."""
    for _ in range(90):
        if talk.asked == question:
            return talk
        if talk.asked == "child":
            talk.say("Ella Ward")
        elif talk.asked == "indicators_abuse":
            talk.tick(ROW)
        elif talk.asked == "decision_reason":
            talk.say("A reason")
        else:
            talk.choose(TOWARDS.get(str(talk.asked), "dont_know"))
    raise AssertionError(f"never asked: {question}")
