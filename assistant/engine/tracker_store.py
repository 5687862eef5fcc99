"""The constant tracker store: Rasa remembers nothing about anybody.

The case file in the application's database is the only truth, so every message finds the
same tracker: waiting for a person's words inside the one loop. Nothing expires, grows or has
to be found again after a restart, and a turn costs the same at turn 150 as at turn 5.
"""

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore  # type: ignore[import-not-found]
from rasa.shared.core.constants import (  # type: ignore[import-not-found]
    ACTION_LISTEN_NAME,
    REQUESTED_SLOT,
)
from rasa.shared.core.events import (  # type: ignore[import-not-found]
    ActionExecuted,
    ActiveLoop,
    Event,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker  # type: ignore[import-not-found]

LOOP = "interview_form"
SLOT = "answer"


def constant_events() -> list[Event]:
    """What has always just happened: the loop runs, asks for the answer, and listens."""
    return [ActiveLoop(LOOP), SlotSet(REQUESTED_SLOT, SLOT), ActionExecuted(ACTION_LISTEN_NAME)]


class ConstantTrackerStore(TrackerStore):  # type: ignore[misc]
    """Gives every conversation the same fresh tracker and keeps none."""

    def __init__(self, domain: Any, event_broker: Any = None, **_: Any) -> None:
        """Rasa also passes the host and settings of a database; there is none."""
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A new tracker inside the loop, never one that has seen a message."""
        return DialogueStateTracker.from_events(
            sender_id, constant_events(), slots=self.domain.slots
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Forget the conversation."""

    async def keys(self) -> Iterable[str]:
        """No conversation is kept."""
        return []
