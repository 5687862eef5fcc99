"""Danger now: 999 first, and nothing that was typed is lost or overwritten."""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.casefile import DANGER, REVIEW, CaseFile
from assistant.domain.definition import Audience, Question
from assistant.domain.wording import normalise
from assistant.services.accounts import CHILD, Accounts
from assistant.services.deciding import Advisor
from assistant.services.drafting import Draft

_PAUSE = re.compile("[,.;!]")
"""What may stand between such an answer and more words ("no, at his flat")."""


@dataclass(frozen=True)
class Emergencies:
    """Answers danger."""

    accounts: Accounts
    advisor: Advisor
    needs_of: Callable[[str], frozenset[str]]
    """What the words need to be told besides 999."""

    def answer(
        self, draft: Draft, text: str, now: datetime, before: CaseFile, asked: Question | None
    ) -> None:
        """What to do now. `before`: the case file before these words; `asked`: the question they
        answer.

        In the middle of a form it is said in full once, and then as a reminder. Whoever needs
        something else than was said is always told in full, and so is everybody at the review:
        whoever is about to send has stopped and begun to tell of danger.
        """
        needs = self.needs_of(text) | alarmed_by(text, asked)
        self._notice_child(draft, text, needs, now)
        said_no = self.advisor.no_danger(draft.case)
        at_review = before.asked == REVIEW
        repeated = (before.danger_told or said_no) and not needs - {CHILD}
        if repeated and not draft.form.is_flow and not at_review:
            again = draft.speaker.wording.said["urgent_again"]
            draft.messages.insert(0, draft.speaker.say(draft.case, again, urgent=True))
            return
        enter_danger(draft, needs - {CHILD})
        if at_review:
            draft.say("urgent_kept")
            draft.set(revisit=self.advisor.danger_question(draft.case) if said_no else None)

    def _notice_child(self, draft: Draft, text: str, needs: Set[str], now: datetime) -> None:
        """A child is answered as one from now on."""
        if CHILD in needs or self.accounts.reader.read(text, now).writer_is_child:
            answer_as_child(draft)


def alarmed_by(text: str, asked: Question | None) -> frozenset[str]:
    """What an answer needs that tells of danger only here ("no" to "Are they safe tonight?")."""
    if asked is None:
        return frozenset()
    first = normalise(_PAUSE.split(text, maxsplit=1)[0]).replace("'", "")
    return frozenset(need for need, said in asked.alarms.items() if first in said)


def answer_as_child(draft: Draft) -> bool:
    """A member of the public is answered as a child from now on; False: was so before."""
    if CHILD in draft.case.told or draft.case.audience is not Audience.PUBLIC:
        return False
    draft.set(told=(*draft.case.told, CHILD))
    return True


def enter_danger(draft: Draft, needs: Set[str] = frozenset()) -> None:
    """What to do now, and nothing else in the way."""
    interrupted = draft.case.resume if draft.form.is_flow else draft.case.form
    draft.set(form=DANGER, resume=interrupted, asked=None, trail=(), danger_told=True)
    draft.sends = False
    every = needs | {CHILD} if CHILD in draft.case.told else needs
    notices = draft.speaker.notices(draft.case, draft.form.opening, every)
    draft.messages[:] = [{**notice, "urgent": True} for notice in notices]
