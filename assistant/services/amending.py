"""An answer is changed, taken out or added to by saying so, whatever is being asked.

What is changed is shown; everything else stays, and so does the question asked. Where it isn't
clear which of several things is meant, that is asked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.domain.amendments import Amendment, Kind, amendments_in, bare_of
from assistant.domain.definition import Question, QuestionType
from assistant.domain.interview import Answer
from assistant.domain.wording import normalise
from assistant.services.attributing import Change, WhoError, follows
from assistant.services.changing import Changer, only
from assistant.services.correcting import is_bare, orders_change
from assistant.services.drafting import Draft
from assistant.services.hearing import from_details, worth_keeping
from assistant.services.naming import match_option, tells
from assistant.services.pointing import (
    Place,
    holders,
    is_part,
    label_of,
    levels_in,
    named_elsewhere,
    named_in,
    rows_in,
)
from assistant.services.stating import apply_row

_POINTED = re.compile(r"(?:the [\w'-]+(?: [\w'-]+)?|it|that)$", re.IGNORECASE)
"""What is said to be wrong, in a word or two; more tells of something."""
_THINGS = frozenset({QuestionType.PERSON, QuestionType.PLACE, QuestionType.VEHICLE})
"""Answers that are somebody or something, and may be said not to have been there."""


def amend(changer: Changer, text: str) -> bool:
    """Take a text as a change of an answer; False: it is none. Where somebody is telling their
    account only an order is one."""
    if _says_which(changer, text):
        return True
    asked = changer.asked
    if asked and match_option(normalise(text), asked.options):
        return False
    telling = asked is not None and asked == changer.draft.form.account
    found = (a for a in amendments_in(text, changer.words) if not telling or a.kind is Kind.CHANGE)
    try:
        return any(_TAKES[amendment.kind](changer, amendment, text) for amendment in found)
    except WhoError:
        changer.draft.say("who_is_meant")
        return True


def asks_for_change(draft: Draft, text: str) -> bool:
    """Whether a text that changed nothing asks for a change: it is no part of an account."""
    wording = draft.speaker.wording
    found = amendments_in(text, wording.amendments)
    refused = (Kind.WRONG, Kind.SHOULD)
    wrong = any(a.kind in refused and _POINTED.match(a.what) for a in found)
    return wrong or orders_change(normalise(bare_of(text, wording.amendments)), wording)


def _says_which(changer: Changer, text: str) -> bool:
    """Whether a text says which of several an earlier change is about; then it is made."""
    draft, question = changer.draft, changer.asked
    waiting = draft.case.unplaced
    if waiting:
        draft.set(unplaced="")
    if not waiting or question is None or draft.case.revisit != question.id:
        return False
    item = _chosen(changer, question, text)
    if item is None:
        return False
    draft.set(revisit=None)
    again = replace(changer, meant=Place(question, item), asked=None)
    if not amend(again, waiting):
        again.correct(waiting)
    return True


def _chosen(changer: Changer, question: Question, text: str) -> int | None:
    """Which of several a text names: "Beth", "the second one"."""
    said = normalise(text).split()
    items = changer.draft.case.answers[question.id].value
    counted = [i for i, word in enumerate(changer.words.ordinals[: len(items)]) if word in said]
    telling = " ".join(w for w in said if w not in changer.wording.untelling)
    found = counted or changer.draft.placer(question).find(items, telling)
    return found[0] if len(found) == 1 else None


# -- each kind -------------------------------------------------------------------------------------


def _change(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "Change the time to eleven", "change the time"."""
    draft, what = changer.draft, amendment.what
    if not what:
        return _instead(changer, amendment, text)
    levels = levels_in(draft, what)
    if len(levels) > 1:
        draft.say("which_level", names="; ".join(q.name for q in levels))
        return True
    question = levels[0] if levels else named_in(draft, what)
    ordered = amendment.kind is Kind.CHANGE and changer.in_words
    if question is None and ordered and named_elsewhere(draft, what):
        draft.say("no_such_question")
        return True
    if question is None or (amendment.new and question == draft.form.account):
        return False
    part = label_of(draft, what)
    new = changer.answer(question, amendment.new, part) if amendment.new else None
    if new is None:
        draft.revisit(question)
        return True
    return _give(changer, question, new, amendment, text)


def _give(
    changer: Changer, question: Question, new: Answer, amendment: Amendment, text: str
) -> bool:
    place = changer.one_of(question, amendment.what)
    if place.question.repeat and not question.repeat:
        new = replace(new, value=[new.value], evidence={})
    return changer.lay(Change(place, new), text, amendment.old)


def _is(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "The child's name is Mia Low": where words are asked for, it may well be the answer."""
    question = named_in(changer.draft, amendment.what)
    if changer.in_words or question is None or question.id not in changer.draft.case.answers:
        return False
    part = label_of(changer.draft, amendment.what)
    in_parts = question.composite or question.type is QuestionType.TEXT
    if not in_parts or not (part or changer.fits(question, amendment.new)):
        return False
    new = changer.answer(question, amendment.new, part)
    return new is not None and _give(changer, question, new, amendment, text)


def _remove(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "Remove the man", "take 'Mill Lane' out of the location", "remove grooming"."""
    draft, what = changer.draft, amendment.what
    if amendment.old:
        return changer.cut(named_in(draft, what), amendment.old)
    if _rows(changer, what, amendment.beside, so=False):
        return True
    question = named_in(draft, what)
    places = [Place(question)] if question else holders(draft, what)
    if question and changer.told(question) and is_part(draft, what):
        draft.revisit(question)
        return True
    if len(places) == 1 and changer.told(places[0].question):
        changer.take_out(places[0], what, text)
        return True
    if changer.in_words and not places:
        return False
    draft.say("nothing_taken_out")
    return True


def _absent(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "There was no man": only of somebody or something that stands in an answer."""
    question = named_in(changer.draft, amendment.what)
    if question is None or question.type not in _THINGS or not changer.told(question):
        return False
    if is_part(changer.draft, amendment.what):
        return False
    changer.take_out(Place(question), amendment.what, text)
    return True


def _wrong(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "The time is wrong", "wrong street, it was Mill Lane"."""
    question = named_in(changer.draft, amendment.what)
    places = [Place(question)] if question else holders(changer.draft, amendment.what)
    if len(places) != 1 or not changer.told(places[0].question):
        return False
    beside = amendment.beside
    if not (beside and changer.put(places[0], beside, text, amendment.what)):
        changer.draft.revisit(places[0].question)
    return True


def _also(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "There was also a boy": where words are asked for, it may well be the answer."""
    return not changer.in_words and _add(changer, amendment, text)


def _add(changer: Changer, amendment: Amendment, _text: str) -> bool:
    """ "Add another girl", "add grooming, he buys her phones"."""
    if _rows(changer, amendment.new, amendment.beside, so=True):
        return True
    draft, said = changer.draft, amendment.new
    reading = changer.answering.accounts.reader.read(said, changer.now)
    lists = [q for q in draft.questions if q.repeat and q.reads in reading.details]
    added = [q for q in lists if q.type in _THINGS and q != changer.asked and not follows(draft, q)]
    for question in added:
        new, old = from_details(question, reading), draft.case.answers.get(question.id)
        value = [*(old.value if old and old.has_value else ()), *(new.value if new else ())]
        changer.record(question, Answer(value))
    if added and not is_bare(said, only(reading, {q.reads for q in added}), changer.wording):
        _keep(changer, said)
    return bool(added)


def _instead(changer: Changer, amendment: Amendment, text: str) -> bool:
    """ "She wasn't 13, she was 15": what is denied stands in an answer."""
    draft, new = changer.draft, amendment.new
    places = [changer.meant] if changer.meant else holders(draft, amendment.old)
    places = [p for p in places if _may_reword(p, amendment.old)]
    if not places:
        return _counted(changer, amendment)
    if len(places) > 1 and len({p.question.id for p in places}) == 1:
        changer.ask_which(places[0].question, text)
        return True
    fitting = [p for p in places if changer.fits(p.question, new)] or places
    if len(fitting) > 1:
        draft.say("which_answer", names="; ".join(p.question.name for p in fitting))
        return True
    if not new:
        return _only_denied(changer, fitting[0].question)
    return changer.put(fitting[0], new, text, amendment.old)


def _only_denied(changer: Changer, question: Question) -> bool:
    """ "She's not 13": it is asked again. Where words are asked for, "he was not on Mill Lane" may
    well be the answer."""
    if changer.in_words and question.type is not QuestionType.PERSON:
        return False
    changer.draft.revisit(question)
    return True


def _may_reword(place: Place, old: str) -> bool:
    """In somebody's own account only a name or several words may stand for others: "two" may
    count anything."""
    if not place.question.narrative or place.question.type is not QuestionType.TEXT:
        return True
    return len(old.split()) > 1 or old[:1].isupper()


def _counted(changer: Changer, amendment: Amendment) -> bool:
    """ "There were three men, not two": the denied words stand nowhere, what is so is read."""
    reading = changer.answering.accounts.reader.read(amendment.new, changer.now)
    known = is_bare(amendment.new, reading, changer.wording)
    if changer.in_words or not known or not set(reading.details) <= changer.draft.held:
        return False
    changer.correct(amendment.new)
    return True


def _rows(changer: Changer, words: str, beside: str, *, so: bool) -> bool:
    """Tick or untick rows of the toolkit; what was said with it is kept."""
    draft = changer.draft
    rows = [(q, option) for q, option in rows_in(draft, words) if q != changer.asked]
    for question, option in rows:
        apply_row(draft, question, option, so, beside or words)
    if rows and beside and so:
        _keep(changer, beside)
    elif rows and beside and tells(beside, changer.wording):
        changer.answering.accounts.keep_reason(draft, beside)
    return bool(rows)


def _keep(changer: Changer, words: str) -> None:
    if worth_keeping(words, changer.wording):
        changer.answering.accounts.keep_loose(changer.draft, changer.asked, words, changer.now)


_TAKES: Mapping[Kind, Callable[[Changer, Amendment, str], bool]] = {
    Kind.CHANGE: _change,
    Kind.SHOULD: _change,
    Kind.REMOVE: _remove,
    Kind.ABSENT: _absent,
    Kind.WRONG: _wrong,
    Kind.ADD: _add,
    Kind.ALSO: _also,
    Kind.INSTEAD: _instead,
    Kind.IS: _is,
}
