"""Reading what was sent: by its conversation's token, or by receipt code."""

import hmac
from dataclasses import dataclass
from typing import Any

from assistant.domain.delivery import Delivery
from assistant.domain.errors import NotFoundError
from assistant.domain.submission import Submission
from assistant.services.ports import Database
from assistant.services.tokens import digest, normalise_receipt_code


@dataclass(frozen=True)
class HandoverService:
    """What became of submissions. Every method may block: call it in a thread."""

    database: Database

    def submission(self, reference: str, token: str) -> Submission:
        """A submission, for the holder of its conversation's token.

        Raises NotFoundError for a wrong token and an unknown reference alike.
        """
        with self.database.reading() as work:
            found = work.submissions.get(reference)
            owner = found.conversation_id if found else None
            conversation = work.conversations.get(owner) if owner else None
        expected = conversation.token_hash if conversation else digest("")
        if not hmac.compare_digest(expected, digest(token)) or found is None:
            raise NotFoundError("There is no such submission, or the token is not its own.")
        return found

    def described(self, submission: Submission) -> dict[str, Any]:
        """A submission without its contents: where it stands and how often it was tried."""
        with self.database.reading() as work:
            deliveries = work.submissions.deliveries(submission.reference)
        return {
            "reference": submission.reference,
            "form": submission.form,
            "edition": submission.edition,
            "area": submission.area,
            "submitted_at": submission.submitted_at.isoformat(),
            "status": str(submission.status),
            "deliveries": [{**_delivery(d), "attempts": d.attempts} for d in deliveries],
        }

    def lookup(self, code: str) -> dict[str, Any]:
        """What happened to a submission, nothing personal. Raises NotFoundError."""
        with self.database.reading() as work:
            found = work.submissions.by_receipt(digest(normalise_receipt_code(code)))
            deliveries = work.submissions.deliveries(found.reference) if found else ()
        if found is None:
            raise NotFoundError("There is no report with that code. Please check it and try again.")
        return {
            "form": found.form,
            "area": found.area,
            "submitted_at": found.submitted_at.isoformat(),
            "status": str(found.status),
            "deliveries": [_delivery(d) for d in deliveries],
        }

    def counts(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        with self.database.reading() as work:
            return dict(work.submissions.counts())


def _delivery(delivery: Delivery) -> dict[str, Any]:
    at = delivery.delivered_at or delivery.created_at
    return {
        "recipient": delivery.recipient,
        "status": str(delivery.state),
        "at": at.isoformat(),
    }
