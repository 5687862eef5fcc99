"""The one action: it passes a message on and says nothing."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker  # type: ignore[import-untyped]  # ships no types
from rasa_sdk.executor import (  # type: ignore[import-untyped]  # ships no types
    CollectingDispatcher,
)

from actions.handler import NoHandlerError, current_handler, set_handler
from actions.interview import ValidateInterviewForm, understanding_of
from assistant.domain.understanding import Entity, Understanding

MESSAGE = {
    "text": "what happens to Marigold",
    "intent": {"name": "ask_what_happens_next", "confidence": 0.8},
    "intent_ranking": [
        {"name": "ask_what_happens_next", "confidence": 0.8},
        {"name": "ask_how_long", "confidence": 0.1},
        {"name": "ask_help", "confidence": 0.05},
        {"name": "give_detail", "confidence": 0.03},
    ],
    "entities": [],
    "metadata": {"message_id": "m1", "conversation_id": "c1"},
}


class Recorder:
    """A handler that remembers what it was given."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.calls: list[tuple[str, str, Understanding]] = []
        self.thread: threading.Thread | None = None

    def answer(self, conversation_id: str, message_id: str, understanding: Understanding) -> None:
        self.calls.append((conversation_id, message_id, understanding))
        self.thread = threading.current_thread()
        if self.error:
            raise self.error


@pytest.fixture(autouse=True)
def no_handler_afterwards() -> Iterator[None]:
    yield
    set_handler(None)


def run(message: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    tracker = Tracker("c1", {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(ValidateInterviewForm().run(dispatcher, tracker, {}))
    return events, dispatcher.messages


def test_it_has_the_name_that_the_domain_gives_it() -> None:
    with open("domain.yml", encoding="utf-8") as file:
        assert yaml.safe_load(file)["actions"] == [ValidateInterviewForm().name()]


def test_the_handler_is_given_both_ids_and_what_was_understood() -> None:
    handler = Recorder()
    set_handler(handler)
    run(MESSAGE)
    [(conversation, message, understanding)] = handler.calls
    assert (conversation, message) == ("c1", "m1")
    assert understanding.intent == "ask_what_happens_next"
    assert understanding.confidence == 0.8
    assert understanding.alternatives == (
        ("ask_how_long", 0.1),
        ("ask_help", 0.05),
        ("give_detail", 0.03),
    )


def test_the_handler_does_not_run_in_the_event_loop() -> None:
    handler = Recorder()
    set_handler(handler)
    run(MESSAGE)
    assert handler.thread is not threading.main_thread()


def test_the_slot_stays_empty_so_that_the_loop_goes_on() -> None:
    set_handler(Recorder())
    events, responses = run(MESSAGE)
    assert [(event["event"], event["name"], event["value"]) for event in events] == [
        ("slot", "answer", None)
    ]
    assert responses == []


def test_a_failure_is_logged_without_text_and_ends_like_any_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    set_handler(Recorder(ValueError("could not store Marigold")))
    with caplog.at_level(logging.DEBUG):
        events, responses = run(MESSAGE)
    assert len(events) == 1
    assert responses == []
    assert "ValueError" in caplog.text
    assert "Marigold" not in caplog.text


def test_a_message_without_ids_is_not_passed_on() -> None:
    handler = Recorder()
    set_handler(handler)
    run({**MESSAGE, "metadata": {}})
    run({**MESSAGE, "metadata": None})
    assert handler.calls == []


def test_without_a_handler_the_turn_still_ends() -> None:
    assert len(run(MESSAGE)[0]) == 1
    with pytest.raises(NoHandlerError):
        current_handler()


def test_a_message_that_was_not_understood_has_no_intent_and_no_confidence() -> None:
    nothing = understanding_of({"intent": {"name": None, "confidence": 0.0}})
    assert nothing == Understanding("", 0.0)


def test_entities_are_passed_on_with_their_place() -> None:
    message = {"entities": [{"entity": "town", "value": "Derby", "start": 3, "end": 8}]}
    assert understanding_of(message).entities == (Entity("town", "Derby", 3, 8),)
