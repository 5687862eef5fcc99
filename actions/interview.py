"""The one action: hands each message to the conversation service, and says nothing itself."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker  # type: ignore[import-untyped]
from rasa_sdk.events import SlotSet  # type: ignore[import-untyped]
from rasa_sdk.executor import CollectingDispatcher  # type: ignore[import-untyped]

from actions.handler import current_handler
from assistant.domain.understanding import Entity, Understanding

logger = logging.getLogger(__name__)


def understanding_of(message: Mapping[str, Any]) -> Understanding:
    """What Rasa made of the message, as the core knows it."""
    intent = message.get("intent") or {}
    name = intent.get("name") or ""
    ranking = [entry for entry in message.get("intent_ranking") or () if entry["name"] != name]
    return Understanding(
        intent=name,
        confidence=float(intent.get("confidence") or 0.0),
        alternatives=tuple((entry["name"], float(entry["confidence"])) for entry in ranking),
        entities=tuple(
            Entity(item["entity"], str(item["value"]), item["start"], item["end"])
            for item in message.get("entities") or ()
        ),
    )


class ValidateInterviewForm(Action):  # type: ignore[misc]
    """Passes a message on by its id; the reply is committed there, not returned here."""

    def name(self) -> str:
        """As `domain.yml` calls it."""
        return "validate_interview_form"

    async def run(
        self,
        dispatcher: CollectingDispatcher,  # noqa: ARG002 - the SDK passes it
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - the SDK passes it
    ) -> list[dict[str, Any]]:
        """Have the message answered and leave the loop's slot empty, so that it goes on.

        If that fails, the api finds no reply of record and asks the service itself.
        """
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        try:
            await asyncio.to_thread(
                current_handler().answer,
                str(metadata["conversation_id"]),
                str(metadata["message_id"]),
                understanding_of(message),
            )
        except Exception as error:
            # The text of an exception may quote what was typed: only its kind is logged.
            logger.error("A message could not be answered: %s", type(error).__name__)
        return [SlotSet("answer", None)]
