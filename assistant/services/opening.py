"""What a first message is, where somebody chooses what they are here for.

An option, a wish ("I'd like to do a risk assessment"), a question, a command, or already the
account: nobody has to press a button before they may tell.
"""

import re
from dataclasses import dataclass

from assistant.domain.definition import Option, Question
from assistant.domain.interview import Answer
from assistant.domain.reading import Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import Reply, Wording, begins, normalise
from assistant.services.asking import asks_something, looks_like_question
from assistant.services.choosing import chosen_in
from assistant.services.hearing import (
    LONGEST_ASIDE,
    SHORTEST_ACCOUNT,
    Heard,
    Hearing,
    by_intent,
    known_phrase,
)
from assistant.services.naming import match_option, names_of_option, tells

MOST_AFTER_WISH = 8
"""Words after what is wished for; more may be an account."""
LONGEST_WISH = 12
"""Words; a longer text that begins like a wish is an account."""


@dataclass(frozen=True)
class Tale:
    """What a reading makes of a first message."""

    details: bool
    """It tells of a person, a vehicle or a way to reach somebody."""

    tells: bool
    """It tells of something that may be harm, by the trained part."""

    rows: bool
    """Rows of the toolkit were read in it, and it isn't about something else."""

    child_known: bool
    """It tells of a child whom the writer knows, or who is the writer."""


def tale_of(reading: Reading) -> Tale:
    """What a reading comes to, for `hear_first`."""
    outline = reading.outline
    return Tale(
        details=bool(set(reading.details) & TELLING),
        tells=outline is not None and outline.tells,
        rows=bool(reading.indicators) and not (outline and outline.elsewhere),
        child_known=bool(reading.child_known),
    )


def hear_first(
    text: str,
    question: Question,
    wording: Wording,
    understanding: Understanding | None,
    tale: Tale,
) -> Hearing:
    """A text at the opening: an option, a question, a command, or already the account.

    An account that also asks has the reply to its question.
    """
    plain = normalise(text)
    said = _in_so_many_words(text, question, wording)
    if said:
        return said
    inside = wording.reply_inside(plain)
    if inside and not tale.tells and len(plain.split()) <= LONGEST_ASIDE:
        return Hearing(Heard.QUESTION, reply=inside)
    asks = asks_something(text, wording)
    told = tale.tells or (tale.rows and (tale.child_known or not asks))
    chosen = _meant_option(understanding, question.options, wording)
    if chosen and not (told or tale.details):
        return Hearing(Heard.ANSWER, Answer(chosen.value))
    long = len(plain.split()) >= SHORTEST_ACCOUNT
    if understanding is None:
        taken = told or tale.details or (long and not asks)
        return Hearing(Heard.ACCOUNT if taken else Heard.UNCLEAR)
    shares = shares_of(understanding, wording)
    if not told and shares.reply and _is_question(shares, asks, tale.details, wording):
        return Hearing(Heard.QUESTION, reply=shares.reply)
    if told or tale.details or (long and shares.concern >= wording.certainty.concern):
        return Hearing(Heard.ACCOUNT, reply=_beside(understanding, asks, wording))
    return by_intent(understanding, wording) or Hearing(Heard.UNCLEAR)


def _beside(understanding: Understanding, asks: bool, wording: Wording) -> Reply | None:
    """What is said before an account is taken: to a child, to a parent, to a question in it."""
    if understanding.confidence < wording.certainty.question:
        return None
    reply = wording.reply_of(understanding.intent)
    if reply is None or not (reply.first_person or reply.beside or asks):
        return None
    return None if reply.out_of_scope else reply


def _in_so_many_words(text: str, question: Question, wording: Wording) -> Hearing | None:
    """An option, a known phrase or a wish, whatever a model makes of the text."""
    plain = normalise(text)
    option = match_option(plain, question.options) or option_inside(text, question, wording)
    if option:
        return Hearing(Heard.ANSWER, Answer(option.value))
    wished = _wished(plain, question, wording)
    return known_phrase(plain, wording) or (Hearing(Heard.ANSWER, wished) if wished else None)


def hear_in_danger(
    text: str, question: Question, wording: Wording, understanding: Understanding | None
) -> Hearing:
    """A text while danger is answered: an option, a known phrase, a question, or something told."""
    said = _in_so_many_words(text, question, wording)
    if said:
        return said
    if "?" in text or looks_like_question(text, wording):
        meant = by_intent(understanding, wording)
        return meant if meant and meant.reply else Hearing(Heard.QUESTION)
    return Hearing(Heard.ACCOUNT if tells(text, wording) else Heard.UNCLEAR)


@dataclass(frozen=True)
class Wish:
    """An option that is wished for after something was told."""

    value: str
    told: str


def wish_at_end(text: str, question: Question, wording: Wording) -> Wish | None:
    """A case that ends in a wish ("… Can you do the risk assessment and a referral"): a
    practitioner pastes it whole, and it begins what is wished for with the case's words kept."""
    *told, last = [s for s in _SENTENCE.split(text.strip()) if normalise(s)] or [""]
    plain = normalise(last)
    openers = (*wording.wish_openers, *wording.asks_us)
    if not told or not begins(plain, openers):
        return None
    named = _named_first(_without(plain, openers), question, wording)
    return Wish(str(named.value), text.strip().removesuffix(last).strip()) if named else None


_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def option_inside(text: str, question: Question, wording: Wording) -> Option | None:
    """The option whose words stand inside a short text ("i rang them"), unless it is not done."""
    plain = normalise(text)
    words = plain.split()
    if len(words) > LONGEST_WISH or looks_like_question(text, wording):
        return None
    if any(word in wording.not_done for word in words):
        return None
    return next(
        (o for o in question.options if any(f" {n} " in f" {plain} " for n in o.inside)), None
    )


def _wished(plain: str, question: Question, wording: Wording) -> Answer | None:
    """The option that a wish names ("I'd like to do a risk assessment"); an account is no wish."""
    plain = _without(plain, wording.greetings)
    if not begins(plain, wording.wish_openers):
        return None
    wish = _without(plain, wording.wish_openers)
    if begins(wish, tuple(wording.first_person)):
        return None  # "do I have to tell the police" asks
    named = _named_first(wish, question, wording)
    if named or len(plain.split()) > LONGEST_WISH:
        return named
    found = chosen_in(wish, question, question.options, wording)
    return found.answer if found else None


def _named_first(wish: str, question: Question, wording: Wording) -> Answer | None:
    """What is wished for by its name, with a few words after it ("… for a young person")."""
    words = wish.split()
    leads = wording.fillers | set(wording.wish_openers)
    while words and words[0] in leads:
        words = words[1:]
    wish = " ".join(words)
    for option in question.options:
        for name in names_of_option(option):
            rest = wish.removeprefix(name)
            if len(name.split()) > 1 and begins(wish, (name,)) and _says_little(rest):
                return Answer(option.value)
    return None


def _says_little(rest: str) -> bool:
    """Whether nothing is lost with these words: they are few and hold no age, date or number."""
    return len(rest.split()) <= MOST_AFTER_WISH and not any(c.isdigit() for c in rest)


def _without(plain: str, openers: tuple[str, ...]) -> str:
    """The words after the longest of these beginnings."""
    said = max((o for o in openers if begins(plain, (o,))), key=len, default="")
    return plain.removeprefix(said).strip()


def _meant_option(
    understanding: Understanding | None, options: tuple[Option, ...], wording: Wording
) -> Option | None:
    """The option that an intent stands for, where it is sure enough."""
    if understanding is None or understanding.confidence < wording.certainty.command:
        return None
    return next((o for o in options if understanding.intent in o.intents), None)


@dataclass(frozen=True)
class Shares:
    """How much of the classifier's certainty falls to each kind of intent.

    With fifty intents a long message is rarely sure of one, but often of the kind.
    """

    concern: float
    question: float
    outside: float
    reply: Reply | None
    """The likeliest reply among the questions."""


def shares_of(understanding: Understanding, wording: Wording) -> Shares:
    ranking = ((understanding.intent, understanding.confidence), *understanding.alternatives)
    concern = sum(c for name, c in ranking if name in wording.concerns | wording.dangers)
    replies = [(c, r) for name, c in ranking if (r := wording.reply_of(name)) and not r.beside]
    outside = sum(c for c, r in replies if r.out_of_scope)
    best = max(replies, key=lambda pair: pair[0], default=(0.0, None))[1]
    return Shares(concern, sum(c for c, _ in replies), outside, best)


def _is_question(shares: Shares, asks: bool, details: bool, wording: Wording) -> bool:
    """Whether a first message asks and does not tell.

    Somebody who tells of a child or an offender is not sent away with an answer, unless they ask,
    or what they say is clearly about something else (fares, seats, lost property).
    """
    if asks and shares.question >= shares.concern:
        return True
    share = shares.outside if details else shares.question
    return share >= wording.certainty.question


TELLING = frozenset({"victims", "offenders", "vehicles", "contacts"})
"""Details that only somebody's account holds; a place or a time may stand in any question."""
