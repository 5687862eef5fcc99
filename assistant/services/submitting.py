"""From checked answers to submissions, ready to be kept in one transaction."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assistant.domain.audit import AuditEvent
from assistant.domain.casefile import CaseFile, Receipt
from assistant.domain.definition import FormDefinition
from assistant.domain.definition_checks import SENT
from assistant.domain.delivery import Delivery, new_delivery
from assistant.domain.display import Words
from assistant.domain.errors import ConflictError
from assistant.domain.interview import Answer, Answers, in_form
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


Extras = Callable[[FormDefinition, CaseFile], dict[str, Any]]
"""What a form's payload holds besides its answers: the tables that it `includes`."""


@dataclass(frozen=True)
class Submitter:
    """Fills forms. `recipients` gives where a form of an area goes today."""

    filler: DocumentFiller
    recipients: Callable[[str, str], Sequence[Recipient]]
    words: Words
    extras: Extras

    def reaches(self, form_id: str, area: str) -> tuple[str, ...]:
        """The names of those whom the form reaches from this area today."""
        return tuple(recipient.name for recipient in self.recipients(form_id, area))

    def prepare(
        self,
        case: CaseFile,
        forms: Sequence[FormDefinition],
        conversation_id: str,
        now: datetime,
    ) -> Prepared:
        """Fill every form, once for each victim where the paper asks for that. `now` is the time
        of the report.

        Takes long enough (documents) to be done outside any transaction. Raises ConflictError
        for an edition that is superseded or a form with nowhere to go.
        """
        now = now.replace(microsecond=0)
        copies = [
            _Copy(form, answers, new_reference(form.reference_prefix, now))
            for form in forms
            for answers in split(form, case.answers)
        ]
        filling = _Filling(self, case, conversation_id, now, copies)
        return filling.prepared()


@dataclass(frozen=True)
class _Copy:
    """One form to be sent: with the answers of one victim, where it is split."""

    form: FormDefinition
    answers: Answers
    reference: str


@dataclass(frozen=True)
class _Filling:
    """All the forms that are sent together."""

    submitter: Submitter
    case: CaseFile
    conversation_id: str
    now: datetime
    copies: Sequence[_Copy]

    def prepared(self) -> Prepared:
        """Every copy with its document, deliveries and receipt."""
        group = str(uuid.uuid4()) if len(self.copies) > 1 else None
        submissions, deliveries, receipts = [], [], []
        for number, copy in enumerate(self.copies, 1):
            code = new_receipt_code()
            recipients = self._recipients(copy.form)
            submissions.append(self._submission(copy, code, group, number, bool(recipients)))
            deliveries.append(
                tuple(
                    new_delivery(copy.reference, r.name, r.channel, r.target, self.now)
                    for r in recipients
                )
            )
            receipts.append(Receipt(copy.form.id, copy.reference, code))
        return Prepared(tuple(submissions), tuple(deliveries), tuple(receipts))

    def _recipients(self, form: FormDefinition) -> Sequence[Recipient]:
        recipients = self.submitter.recipients(form.id, self.case.area)
        if not form.deliverable or (form.needs_recipient and not recipients):
            raise ConflictError("This form cannot be sent from here.")
        return recipients

    def _submission(
        self, copy: _Copy, code: str, group: str | None, number: int, goes: bool
    ) -> Submission:
        payload = self._payload(copy)
        filler, form = self.submitter.filler, copy.form
        return Submission(
            reference=copy.reference,
            conversation_id=self.conversation_id,
            form=form.id,
            edition=form.edition,
            area=self.case.area,
            receipt_hash=digest(code),
            payload=payload,
            document=filler.fill(payload, form.template or form.id),
            # A form that goes to nobody is complete: its author has it.
            status=Status.QUEUED if goes else Status.DELIVERED,
            submitted_at=self.now,
            group=group,
            number_in_group=number,
        )

    def _payload(self, copy: _Copy) -> dict[str, Any]:
        form, case = copy.form, self.case
        answers = {**copy.answers, **self._dates(form)}
        given = {q.id for q, a in in_form(form, case.audience, answers) if a.has_value}
        others = tuple(c.reference for c in self.copies if c.reference != copy.reference)
        heading = Heading(
            copy.reference, others, self.case.area, self.now, case.audience, "reporter" not in given
        )
        payload = build_payload(form, answers, heading, self.submitter.words)
        if form.annex:
            annexed = next((c for c in self.copies if c.form.id == form.annex), None)
            payload["assessment"] = self._payload(annexed) if annexed else None
        return payload | self.submitter.extras(form, case)

    def _dates(self, form: FormDefinition) -> dict[str, Answer]:
        """The dates on which this and the other forms go."""
        sent = {f"{SENT}{copy.form.id}" for copy in self.copies}
        today = f"{self.now.day} {self.now:%B %Y}"
        return {q.id: Answer(today) for q in form.questions if q.computed in sent}
