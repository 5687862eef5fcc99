"""The check for immediate danger: the rulebook, and a trained part beside it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.urgency import HeardDanger, Matched, Urgency, UrgencyRulebook

log = logging.getLogger(__name__)

LEARNED = "urgent.learned"
"""The trained part, as a trace shows it."""


@dataclass(frozen=True)
class DangerCheck:
    """Whether a text tells of danger now. The same text always gets the same answer."""

    rulebook: UrgencyRulebook
    learned: Callable[[str], HeardDanger] | None = None
    """What was learned from examples; None: nothing is trained, and the rulebook stands alone."""

    def check(self, text: str) -> Urgency:
        """The rulebook's answer, to which the trained part can add.

        It takes nothing from the rulebook's sure entries. A wide net counts unless the text is
        clearly calm, as one of the long past is (docs/understanding.md has the figures).
        """
        if self.learned is None:
            return self.rulebook.check(text)
        try:
            heard = self.learned(text)
        except Exception as error:
            # Whatever upsets the trained part, nobody in danger may go without an answer.
            log.error("The trained part failed: %s", type(error).__name__)
            return self.rulebook.check(text)
        ruled = self.rulebook.check(text, wide=not heard.calm)
        if heard.words is None or (not heard.sure and self.rulebook.tells_of_past(text)):
            return ruled  # an account of last night may read like one of now
        match = Matched(
            LEARNED,
            version=1,
            because="It reads like other texts that tell of danger now.",
            source="Design decision: texts labelled for it (docs/understanding.md)",
            evidence=(heard.words,),
        )
        evidence = ruled.evidence or match.evidence
        return Urgency(True, evidence, (*ruled.trace, match), ruled.needs)
