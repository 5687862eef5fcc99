"""Danger now: 999 first, and nothing that was typed is lost or overwritten."""

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.casefile import DANGER, REVIEW
from assistant.domain.definition import Audience
from assistant.services.accounts import CHILD, Accounts
from assistant.services.deciding import Advisor
from assistant.services.drafting import Draft


@dataclass(frozen=True)
class Emergencies:
    """Answers danger."""

    accounts: Accounts
    advisor: Advisor

    def answer(
        self, draft: Draft, text: str, now: datetime, *, told: bool, asked: str | None
    ) -> None:
        """What to do now. `told`: it was said before; `asked`: what was being asked.

        In the middle of a form it is said in full once, and then as a reminder. At the review it is
        always said in full: whoever is about to send has stopped and begun to tell of danger.
        """
        self._notice_child(draft, text, now)
        said_no = self.advisor.no_danger(draft.case)
        if (told or said_no) and not draft.form.is_flow and asked != REVIEW:
            again = draft.speaker.wording.said["urgent_again"]
            draft.messages.insert(0, draft.speaker.say(draft.case, again, urgent=True))
            return
        enter_danger(draft)
        if asked == REVIEW:
            draft.say("urgent_kept")
            draft.set(revisit=self.advisor.danger_question(draft.case) if said_no else None)

    def _notice_child(self, draft: Draft, text: str, now: datetime) -> None:
        """A child is answered as one from now on."""
        is_child = self.accounts.reader.read(text, now).writer_is_child
        if is_child and CHILD not in draft.case.told and draft.case.audience is Audience.PUBLIC:
            draft.set(told=(*draft.case.told, CHILD))


def enter_danger(draft: Draft) -> None:
    """What to do now, and nothing else in the way."""
    interrupted = draft.case.resume if draft.form.is_flow else draft.case.form
    draft.set(form=DANGER, resume=interrupted, asked=None, trail=(), danger_told=True)
    draft.sends = False
    form = draft.form
    said = form.opening_to_child if CHILD in draft.case.told else form.opening
    notices = draft.speaker.notices(draft.case, said)
    draft.messages[:] = [{**notice, "urgent": True} for notice in notices]
