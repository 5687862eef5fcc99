"""A list that was typed: its ticks are kept, and a part that isn't clear is asked about.

What was ticked stands while a part is asked about, so that the answer to that is added to it.
"""

from datetime import datetime

from assistant.domain.definition import Option, Question
from assistant.domain.interview import Answer
from assistant.services.answering import Answering
from assistant.services.choosing import Chosen
from assistant.services.drafting import Draft
from assistant.services.hearing import worth_keeping
from assistant.services.listing import Part
from assistant.services.rest import ask_rest, withdraw


def take_list(
    draft: Draft, answering: Answering, question: Question, chosen: Chosen, now: datetime
) -> None:
    """Keep the ticks of a list; say what was left out, and ask about what isn't clear."""
    proposed = [o.value for o in question.options if o.value in draft.case.proposed]
    denied = {option.value for option in chosen.denied}
    ticked = chosen.answer.value if chosen.answer else []
    stood = draft.case.answers.get(question.id)
    if chosen.agrees:
        ticked = [*(v for v in proposed if v not in ticked), *ticked]
    elif not ticked and stood and stood.has_value:
        ticked = stood.value
    kept = [value for value in ticked if value not in denied]
    withdraw(draft, denied)
    answering.accounts.keep_beside(draft, question, chosen.beside, now)
    if kept:
        answering.record(draft, question, Answer(kept))
    if chosen.denied:
        draft.say("list_denied", labels=_labels(chosen.denied))
    for part in chosen.open:
        _ask_about(draft, answering, question, part, now)
    if kept and chosen.open:
        ask_rest(draft, question)


def _ask_about(
    draft: Draft, answering: Answering, question: Question, part: Part, now: datetime
) -> None:
    """Say which words fit none of the choices, or several. Those that tell something are kept."""
    if part.may_be:
        said = "part_several" if len(part.may_be) > 1 else "part_one"
        draft.say(said, words=part.text, labels=_labels(part.may_be))
        return
    if worth_keeping(part.text, draft.speaker.wording):
        answering.accounts.keep_loose(draft, question, part.text, now)
    draft.say("part_unmatched", words=part.text)


def _labels(options: tuple[Option, ...]) -> str:
    return "; ".join(f"“{option.label}”" for option in options)
