"""Rasa's memory: there is none."""

from typing import Any

import pytest


@pytest.fixture
def store(probed: dict[str, Any]) -> dict[str, Any]:
    return dict(probed["tracker_store"])


def test_rasa_takes_it_for_an_asynchronous_tracker_store(store: dict[str, Any]) -> None:
    assert store["is_rasas"]


def test_every_message_finds_the_loop_waiting_for_an_answer(store: dict[str, Any]) -> None:
    assert store["loop"] == "interview_form"
    assert store["requested"] == "answer"
    assert store["listening"] == "action_listen"
    assert store["loop_in_domain"] == ["interview_form"]


def test_a_saved_message_is_not_there_the_next_time(store: dict[str, Any]) -> None:
    assert store["messages_kept"] == 0
    assert store["keys"] == []


def test_a_conversation_never_grows(store: dict[str, Any]) -> None:
    assert store["events_after_a_turn"] == store["events_at_first"]


def test_a_tracker_belongs_to_the_conversation_that_asked(store: dict[str, Any]) -> None:
    assert store["sender"] == "two"
