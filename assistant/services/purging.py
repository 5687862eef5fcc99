"""Deleting on schedule: the text of whoever began and never sent."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from assistant.domain.audit import AuditEvent
from assistant.services.ports import Clock, Database

log = logging.getLogger(__name__)

WORKER = "worker"
BATCH = 20
"""Conversations in one transaction: on SQLite every message waits for it."""
ROUND_SECONDS = 3600.0
PURGED = "conversations.purged"
SUBJECT = "conversations"
"""What the audit event is about. No id: whoever deleted must not leave a list of the deleted."""


@dataclass(frozen=True)
class PurgeService:
    """Deletes conversations of which nothing was sent, once nobody has written in them for long.

    What was sent stays, with the conversation it came from. Several may run at once: each takes
    only what no other transaction holds.
    """

    database: Database
    clock: Clock
    days: int
    """How long a conversation may be idle."""

    round_seconds: float = ROUND_SECONDS

    def run(self, stop: Event) -> None:
        """Purge now and every hour until `stop` is set. Outlives a database that is away."""
        while not stop.is_set():
            try:
                self.purge(WORKER, stop)
            except Exception as error:
                # Only the name: the message of a driver's error may quote what was typed.
                log.error("Deleting unsent conversations failed: %s", type(error).__name__)
            stop.wait(self.round_seconds)

    def purge(self, actor: str, stop: Event | None = None) -> int:
        """Delete all that is due, in small batches; returns how many. `stop` ends it early."""
        deleted = 0
        while not (stop and stop.is_set()) and (batch := self._purge_batch(actor)):
            deleted += batch
        # Also when nothing was due: a reader may have been in the way of an earlier clean-up.
        self.database.clean_up()
        if deleted:
            log.info("Deleted %d conversations unsent and idle for %d days", deleted, self.days)
        return deleted

    def _purge_batch(self, actor: str) -> int:
        now = self.clock.now()
        with self.database.writing() as work:
            due = work.conversations.lock_unsent(now - timedelta(days=self.days), BATCH)
            if due:
                facts = {"deleted": len(due), "idle_days": self.days}
                event = AuditEvent(now, PURGED, SUBJECT, actor, facts)
                work.conversations.delete(due, event)
                work.commit()
        return len(due)
