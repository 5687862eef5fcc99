"""From checked answers to submissions, ready to be kept in one transaction."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.domain.audit import AuditEvent
from assistant.domain.casefile import CaseFile, Receipt
from assistant.domain.definition import FormDefinition
from assistant.domain.delivery import Delivery, new_delivery
from assistant.domain.display import Words
from assistant.domain.errors import ConflictError
from assistant.domain.interview import in_form
from assistant.domain.payload import Heading, build_payload, split
from assistant.domain.submission import Status, Submission
from assistant.services.ports import DocumentFiller, UnitOfWork
from assistant.services.tokens import digest, new_receipt_code, new_reference


class Recipient(Protocol):
    """Where a form goes: a name people know, a channel and its target."""

    @property
    def name(self) -> str:
        """As people know it."""
        ...

    @property
    def channel(self) -> str:
        """Which sender takes it there."""
        ...

    @property
    def target(self) -> str:
        """Where the channel takes it."""
        ...


@dataclass(frozen=True)
class Prepared:
    """Submissions that are filled but not kept yet, with the codes that only the reporter gets."""

    submissions: tuple[Submission, ...]
    deliveries: tuple[tuple[Delivery, ...], ...]
    receipts: tuple[Receipt, ...]

    def keep(self, work: UnitOfWork, now: datetime) -> None:
        """Keep everything in the caller's transaction."""
        for submission, deliveries in zip(self.submissions, self.deliveries, strict=True):
            facts: dict[str, str | int] = {
                "form": submission.form,
                "edition": submission.edition,
                "deliveries": len(deliveries),
            }
            event = AuditEvent(now, "submission.made", submission.reference, "reporter", facts)
            work.submissions.add(submission, deliveries, event)


@dataclass(frozen=True)
class Submitter:
    """Fills forms. `recipients` gives where a form of an area goes today, `area_of` the area a
    place lies in, where its name tells."""

    filler: DocumentFiller
    recipients: Callable[[str, str], Sequence[Recipient]]
    area_of: Callable[[str], str | None]
    words: Words

    def may_send(self, form_id: str, area: str) -> bool:
        """Whether the form has anywhere to go from this area today."""
        return bool(self.recipients(form_id, area))

    def prepare(
        self, case: CaseFile, form: FormDefinition, conversation_id: str, now: datetime
    ) -> Prepared:
        """Fill the form, once for each victim. `now` is the time of the report.

        Takes long enough (documents) to be done outside any transaction. Raises ConflictError
        for an edition that is superseded or a form with nowhere to go.
        """
        now = now.replace(microsecond=0)
        area = self._area(case)
        recipients = self.recipients(form.id, area)
        if not form.deliverable or not recipients:
            raise ConflictError("This form cannot be sent from here.")
        answer_sets = split(form, case.answers)
        references = tuple(new_reference(form.reference_prefix, now) for _ in answer_sets)
        group = str(uuid.uuid4()) if len(references) > 1 else None
        given = {q.id for q, a in in_form(form, case.audience, case.answers) if a.has_value}
        submissions, deliveries, receipts = [], [], []
        for number, (reference, answers) in enumerate(zip(references, answer_sets, strict=True), 1):
            others = tuple(r for r in references if r != reference)
            anonymous = "reporter" not in given
            heading = Heading(reference, others, area, now, case.audience, anonymous)
            payload = build_payload(form, answers, heading, self.words)
            code = new_receipt_code()
            submissions.append(
                Submission(
                    reference=reference,
                    conversation_id=conversation_id,
                    form=form.id,
                    edition=form.edition,
                    area=area,
                    receipt_hash=digest(code),
                    payload=payload,
                    document=self.filler.fill(payload, form.template or form.id),
                    status=Status.QUEUED,
                    submitted_at=now,
                    group=group,
                    number_in_group=number,
                )
            )
            deliveries.append(
                tuple(new_delivery(reference, r.name, r.channel, r.target, now) for r in recipients)
            )
            receipts.append(Receipt(form.id, reference, code))
        return Prepared(tuple(submissions), tuple(deliveries), tuple(receipts))

    def _area(self, case: CaseFile) -> str:
        """The area somebody chose, or that the place tells, or the usual one."""
        if case.area_known:
            return case.area
        places = case.answers.get("places")
        texts = [p.get("text", "") for p in places.value] if places and places.has_value else []
        return next((a for a in map(self.area_of, texts) if a), case.area)
