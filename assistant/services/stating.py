"""What is told or changed at another question: "missing is present after all", "she's 14".

It goes where it belongs, and the question that was asked stays.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache

from assistant.domain.definition import NONE, OTHERS_UNKNOWN, Option, Question, Told
from assistant.domain.interview import Answer
from assistant.domain.reading import Span
from assistant.domain.wording import Wording, normalise
from assistant.services.accounts import Accounts
from assistant.services.choosing import options_in
from assistant.services.drafting import Draft
from assistant.services.hearing import Heard, Hearing, worth_keeping
from assistant.services.naming import match_option, names_of_option

KINDS: Mapping[Told, str] = {
    Told.INDICATORS: "rows",
    Told.CURRENT: "rows",
    Told.FACTS: "facts",
}
"""Which words of `said_present` speak of a list's options."""
_NO_ROWS = (NONE, OTHERS_UNKNOWN)


def states(draft: Draft, asked: Question | None, text: str) -> bool:
    """Take a statement about a row or a fact of another question; False: it is none."""
    if asked and (asked == draft.form.account or match_option(normalise(text), asked.options)):
        return False
    if asked and _lists_other_indicators(draft, asked, text):
        return True
    claim = next(_claims(draft, draft.speaker.wording, text), None)
    if claim is None or claim[0] == asked:
        return False
    return apply_row(draft, *claim, text)


def keep_words(
    draft: Draft,
    accounts: Accounts,
    asked: Question | None,
    heard: Hearing,
    text: str,
    now: datetime,
) -> None:
    """Keep words beside a choice, and words that fit none: nothing typed may be lost.

    At the list of further things, words that fit no choice are something to add.
    """
    opens = asked is not None and any(o.opens for o in asked.options)
    if heard.kind is Heard.ACCOUNT:
        accounts.keep_loose(draft, asked, text.strip(), now)
    elif heard.kind is not Heard.UNCLEAR:
        accounts.keep_beside(draft, asked, heard.beside, now)
    elif worth_keeping(text, draft.speaker.wording) and not opens:
        accounts.keep_loose(draft, asked, text.strip(), now)


def _lists_other_indicators(draft: Draft, asked: Question, text: str) -> bool:
    """Take indicators typed at another group's list; those of this list answer it."""
    lists = [q for q in draft.questions if q.weighs and q.weighs.told is Told.INDICATORS]
    if asked not in lists:
        return False
    others = [
        (question, option)
        for question in lists
        for option in question.options
        if question != asked and option.value not in _NO_ROWS
    ]
    every = (*asked.options, *(option for _, option in others))
    found = options_in(text, every, draft.speaker.wording)
    elsewhere = [(question, option) for question, option in others if option in found]
    here = [option.value for option in found if option in asked.options]
    if not elsewhere or NONE in here:
        return False
    for question, option in elsewhere:
        apply_row(draft, question, option, True, text)
    if here:
        draft.record(asked, Answer(here))
    return True


Claim = tuple[Question, Option, bool]
"""The question, the option that is spoken of, and whether it is so."""


def _claims(draft: Draft, wording: Wording, text: str) -> Iterator[Claim]:
    plain = _stripped(normalise(text), wording)
    for question in draft.questions:
        kind = KINDS.get(question.weighs.told) if question.weighs else None
        if kind is None:
            continue
        for so, said in ((False, wording.said_absent), (True, wording.said_present)):
            named = {_subject(plain, template) for template in said.get(kind, ())}
            for option in question.options:
                if option.value != NONE and named & names_of_option(option):
                    yield question, option, so


def _stripped(plain: str, wording: Wording) -> str:
    """The statement without what may stand before and after it ("actually …, after all")."""
    words = plain.split()
    while words and words[0] in wording.statement_leads:
        words = words[1:]
    said = " ".join(words)
    ends = (end for end in wording.statement_tails if said.endswith(f" {end}"))
    return said.removesuffix(max(ends, key=len, default="")).strip()


def _subject(plain: str, template: str) -> str:
    """What stands in the place of {} ("grooming" in "grooming is present"); empty: no match."""
    before, after = _around(template)
    if not (plain.startswith(before) and plain.endswith(after)):
        return ""
    named = plain[len(before) : len(plain) - len(after)].strip()
    return named.removeprefix("the ").removeprefix("a ")


@cache
def _around(template: str) -> tuple[str, str]:
    before, _, after = template.partition("{}")
    return normalise(before), normalise(after)


def apply_row(draft: Draft, question: Question, option: Option, so: bool, text: str) -> bool:
    """Tick a row, or untick it; one whose list is still to come is noted for then."""
    answer = draft.case.answers.get(question.id)
    if answer is None:
        if so:
            span = (Span(0, len(text), text),)
            draft.set(proposed={**draft.case.proposed, option.value: span})
            draft.say("proposed", label=option.label)
        return so
    before = answer.value or []
    ticked = [v for v in before if v not in (NONE, option.value)]
    # "None of the others" still holds where one more is ticked among facts.
    rest = [NONE] if NONE in before and _is_fact(question) else []
    values = [*ticked, *([option.value] if so else []), *rest]
    draft.record(question, Answer(values or [NONE]))
    draft.say_answered(question, answer)
    return True


def _is_fact(question: Question) -> bool:
    return question.weighs is not None and question.weighs.told is Told.FACTS
