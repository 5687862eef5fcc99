"""The rest of a list: a list that has been ticked is asked again for a part that wasn't clear, or
for what the person's own words say besides. What is said now is added to what was ticked.
"""

from collections.abc import Collection
from dataclasses import replace

from assistant.domain.definition import NONE, OTHERS_UNKNOWN, Question, Told
from assistant.domain.interview import Answer
from assistant.services.drafting import DENIED, REST, Draft


def withdraw(draft: Draft, denied: Collection[str]) -> None:
    """No longer propose what the person says is not so."""
    left = {id_: spans for id_, spans in draft.case.proposed.items() if id_ not in denied}
    if len(left) < len(draft.case.proposed):
        draft.set(proposed=left)


def ask_rest(draft: Draft, question: Question) -> None:
    """Ask a list again for the part that wasn't clear; what is ticked now is added to."""
    shown = draft.speaker.display(question, draft.case.answers[question.id])
    draft.say("list_so_far", display=shown)
    told = (*draft.case.told, f"{REST}{question.id}")
    draft.set(revisit=question.id, asked=None, told=tuple(dict.fromkeys(told)))


def asks_rest(draft: Draft, question: Question) -> bool:
    """Whether only the rest of a list is being asked."""
    again = draft.case.revisit == question.id
    return again and f"{REST}{question.id}" in draft.case.told


def added(draft: Draft, question: Question, answer: Answer) -> Answer:
    """The answer with what was ticked before its rest was asked about; "none" adds nothing."""
    stood = draft.case.answers.get(question.id)
    if not asks_rest(draft, question) or not answer.has_value or stood is None:
        return answer
    facts = question.weighs is not None and question.weighs.told is Told.FACTS
    tails = (OTHERS_UNKNOWN,) if facts else (NONE, OTHERS_UNKNOWN)
    more = [v for v in answer.value if v not in (*stood.value, *tails)]
    untrue = {o.value for o in question.options if o.denies in more}
    return replace(stood, value=[*(v for v in stood.value if v not in untrue), *more])


def query_left_out(draft: Draft, question: Question) -> None:
    """Ask again, once, about facts of a list that the person's words state and that were not
    ticked: a low level may hang on them."""
    answer, mark = draft.case.answers.get(question.id), f"{DENIED}{question.id}"
    facts = question.weighs is not None and question.weighs.told is Told.FACTS
    if not (facts and answer and answer.has_value) or mark in draft.case.told:
        return
    read = [o for o in question.options if o.value in draft.case.proposed and not o.denies]
    left = [o for o in read if o.value not in answer.value]
    if left:
        draft.say("read_left_out", labels="; ".join(f"“{o.label}”" for o in left))
        told = (*draft.case.told, mark, f"{REST}{question.id}")
        draft.set(revisit=question.id, asked=None, told=told)
