"""The check for immediate danger: the rulebook, and a trained part that adds to it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.reading import Span
from assistant.domain.urgency import Matched, Urgency, UrgencyRulebook

log = logging.getLogger(__name__)

LEARNED = "urgent.learned"
"""The trained part, as a trace shows it."""


@dataclass(frozen=True)
class DangerCheck:
    """Whether a text tells of danger now. The same text always gets the same answer."""

    rulebook: UrgencyRulebook
    learned: Callable[[str], Span | None] | None = None
    """The words that tell of danger now, by what was learned from examples; None: by that there
    is none. Where nothing was trained, the rulebook's stand-ins take its place."""

    def check(self, text: str) -> Urgency:
        """The rulebook's answer, to which the trained part can add and never takes away."""
        if self.learned is None:
            return self.rulebook.check(text)
        try:
            heard = self.learned(text)
        except Exception as error:
            # Whatever upsets the trained part, nobody in danger may go without an answer.
            log.error("The trained part failed: %s", type(error).__name__)
            return self.rulebook.check(text)
        ruled = self.rulebook.check(text, stand_ins=False)
        if heard is None:
            return ruled
        match = Matched(
            LEARNED,
            version=1,
            because="It reads like other texts that tell of danger now.",
            source="Design decision: texts labelled for it (docs/understanding.md)",
            evidence=(heard,),
        )
        return Urgency(True, ruled.evidence or match.evidence, (*ruled.trace, match))
