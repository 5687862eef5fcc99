"""What a typed text is, for the question being asked: an answer, a command, a question, …

The same words mean different things at different questions ("back of the Pennine" at "where?"
is a place), so the question decides first, exact phrases second, and the intent last.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.domain.definition import NONE, Option, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Found, Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import Command, Reply, Wording, normalise


class Heard(StrEnum):
    """The kinds of thing a text can be."""

    ANSWER = "answer"
    COMMAND = "command"
    QUESTION = "question"
    CHANGE = "change"
    CORRECTION = "correction"
    ACCOUNT = "account"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Hearing:
    """What a text is taken to be. `more` marks details that may answer other questions."""

    kind: Heard
    answer: Answer | None = None
    command: Command | None = None
    reply: Reply | None = None


LONGEST_QUESTION = 25
"""Words; a longer text that looks like a question is somebody's account."""
LONGEST_ADDRESS = 2
"""Words before a comma; "sorry, who sees this" and "Will, about 12" are judged by what follows."""
SHORTEST_PART = 6
"""Characters; fewer stand in a label by chance."""
LONGEST_CORRECTION = 12
"""Words; a longer text where words are asked for is the answer, however it begins."""
SHORTEST_ACCOUNT = 8
"""Words; a shorter text with no details in it is not taken for an account."""

_EXPECTED = {
    QuestionType.PERSON: "others_present",
    QuestionType.PLACE: "places",
    QuestionType.VEHICLE: "vehicles",
    QuestionType.CONTACT: "reporter",
    QuestionType.DATE_TIME: "incident_time",
}


def expected_detail(question: Question) -> str | None:
    """The detail a text answer to this question is read for."""
    return question.reads or _EXPECTED.get(question.type)


def looks_like_question(text: str, wording: Wording) -> bool:
    """Whether a text has the form of a question: a question mark, or how it begins.

    A name or a time may begin with the same words: "Will, about 12", "May Street", "when I got
    back". So what stands before a first comma may be a word of address or a name, and a verb or
    an adverb begins a question only where the sentence is turned round ("will they", "when do").
    """
    if text.rstrip().endswith("?"):
        return True
    head, comma, rest = text.partition(",")
    plain = normalise(rest if comma and len(head.split()) <= LONGEST_ADDRESS else text)
    if not _begins(plain, wording.question_openers):
        return False
    words = [*plain.split(), ""]
    follows = wording.question_follows.get(words[0])
    return follows is None or words[1] in follows


def hear_at_choice_of_way(
    text: str, question: Question, wording: Wording, understanding: Understanding | None, told: bool
) -> Hearing:
    """A text at the opening: an option, a question, a command, or already the account.

    `told` says that the text itself holds details of people, places or vehicles.
    """
    plain = normalise(text)
    option = match_option(plain, question.options)
    if option:
        return Hearing(Heard.ANSWER, Answer(option.value))
    fixed = _fixed(plain, wording)
    if fixed:
        return fixed
    wished = _wished(plain, question, wording)
    if wished:
        return Hearing(Heard.ANSWER, wished)
    chosen = _meant_option(understanding, question.options, wording)
    if chosen and not told:
        return Hearing(Heard.ANSWER, Answer(chosen.value))
    long = len(plain.split()) >= SHORTEST_ACCOUNT
    asks = asks_something(text, wording)
    if understanding is None:
        taken = told or (long and not asks)
        return Hearing(Heard.ACCOUNT if taken else Heard.UNCLEAR)
    shares = shares_of(understanding, wording)
    if shares.reply and _is_question(shares, asks, told, wording):
        return Hearing(Heard.QUESTION, reply=shares.reply)
    if told or (long and shares.concern >= wording.certainty.concern):
        meant = _meant(understanding, wording)
        about_self = meant is not None and meant.reply is not None and meant.reply.first_person
        return Hearing(Heard.ACCOUNT, reply=meant.reply if meant and about_self else None)
    return _meant(understanding, wording) or Hearing(Heard.UNCLEAR)


def _wished(plain: str, question: Question, wording: Wording) -> Answer | None:
    """The option that a wish names ("I'd like to do a risk assessment"); an account is no wish."""
    if not _begins(plain, wording.wish_openers) or len(plain.split()) > LONGEST_CORRECTION:
        return None
    return _mentioned(plain, question, question.options)


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
    replies = [(c, r) for name, c in ranking if (r := wording.reply_of(name))]
    outside = sum(c for c, r in replies if r.out_of_scope)
    best = max(replies, key=lambda pair: pair[0], default=(0.0, None))[1]
    return Shares(concern, sum(c for c, _ in replies), outside, best)


def _is_question(shares: Shares, asks: bool, told: bool, wording: Wording) -> bool:
    """Whether a first message asks and does not tell.

    Somebody who tells of a child or an offender is not sent away with an answer, unless what they
    say is clearly about something else (fares, seats, lost property).
    """
    if told:
        return shares.outside >= wording.certainty.question
    if asks and shares.question >= shares.concern:
        return True
    return shares.question >= wording.certainty.question


def asks_something(text: str, wording: Wording) -> bool:
    """Whether any clause of a text has the form of a question."""
    clauses = (normalise(c) for c in re.split(r"[,.;:!\n]|\band\b", text))
    return "?" in text or any(_begins(c, wording.question_openers) for c in clauses)


def hear(
    text: str,
    question: Question,
    options: tuple[Option, ...],
    wording: Wording,
    understanding: Understanding | None,
    reading: Reading,
    names_question: bool,
) -> Hearing:
    """A text at a question of a form; `names_question` says that it names one of them."""
    plain = normalise(text)
    answer = _exact(text, question, options, wording)
    if answer:
        return Hearing(Heard.ANSWER, answer)
    fixed = _fixed(plain, wording)
    if fixed:
        return fixed
    if names_question and _begins(plain, wording.change_openers) and _is_short(plain):
        return Hearing(Heard.CHANGE)
    own = from_details(question, reading)
    if own is None and reading.details and _corrects(plain, question, wording):
        return Hearing(Heard.CORRECTION)
    ordered = None if own else _command_in_own_words(plain, wording, understanding)
    if ordered:
        return ordered
    asked = _question_in_the_middle(text, wording, understanding)
    if asked and not (own and not looks_like_question(text, wording)):
        return asked
    return _as_answer(text, plain, question, options, wording, understanding, reading, own)


def hear_at_review(
    text: str, wording: Wording, understanding: Understanding | None, reading: Reading
) -> Hearing:
    """A text while the answers are being checked."""
    plain = normalise(text)
    fixed = _fixed(plain, wording)
    if fixed:
        return fixed
    if plain in wording.yes:
        return Hearing(Heard.UNCLEAR)  # "yes" to a screen with many choices sends nothing
    if _begins(plain, wording.change_openers) and not reading.details:
        return Hearing(Heard.CHANGE)
    asked = _question_in_the_middle(text, wording, understanding)
    if asked:
        return asked
    if reading.details:
        return Hearing(Heard.CORRECTION)
    return Hearing(Heard.CHANGE if len(plain.split()) < SHORTEST_ACCOUNT else Heard.ACCOUNT)


def from_details(question: Question, reading: Reading) -> Answer | None:
    """The answer a reading proposes to a question, or None."""
    found = reading.details.get(expected_detail(question) or "")
    return found_answer(question, found) if found else None


def found_answer(question: Question, found: tuple[Found, ...]) -> Answer:
    """What was found, in the shape of the question's answer, with evidence for each part."""
    if question.repeat:
        evidence = {
            f"[{i}].{part}": spans
            for i, item in enumerate(found)
            for part, spans in item.evidence.items()
        }
        return Answer([item.value for item in found], evidence=evidence)
    if question.composite:
        return Answer(found[0].value, evidence=dict(found[0].evidence))
    if question.type is QuestionType.TEXT:
        spans = tuple(s for item in found for s in item.evidence.get("", ()))
        return Answer("; ".join(str(item.value) for item in found), evidence={"": spans})
    return Answer(found[0].value, evidence=dict(found[0].evidence))


def answer_in(
    text: str,
    question: Question,
    options: tuple[Option, ...],
    wording: Wording,
    reading: Reading,
) -> Answer | None:
    """The answer in a text that is known to be one, because it names its question."""
    plain = normalise(text)
    command = wording.command(plain)
    if command and command.id in tuple(Given):
        return Answer(given=Given(command.id))
    exact = _exact(text, question, options, wording)
    if exact:
        return exact
    own = from_details(question, reading)
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.YES_NO):
        return own or _mentioned(plain, question, options)
    if question.type is QuestionType.TEXT:
        return Answer(text.strip())
    return own or Answer(_as_said(text, question))


def match_option(plain: str, options: tuple[Option, ...]) -> Option | None:
    """The option whose value, label or other name is exactly this normalised text."""
    for option in options:
        names = (option.value, option.label, *option.also)
        if plain in {normalise(n) for n in names}:
            return option
    return None


def _exact(
    text: str, question: Question, options: tuple[Option, ...], wording: Wording
) -> Answer | None:
    """An answer that needs no guess: an option, several options, yes or no."""
    plain = normalise(text)
    if question.type is QuestionType.YES_NO:
        value = _yes_or_no(plain, wording)
        return Answer(value) if value else None
    option = match_option(plain, options)
    if question.type is QuestionType.CHOICE:
        return Answer(option.value) if option else None
    if question.type is QuestionType.CHOICES:
        chosen = [option] if option else _several(text, options)
        return Answer([o.value for o in chosen]) if chosen else None
    return None


_SEPARATORS = (r";|\n", r",", r"\band\b")
"""What stands between several options, the surest first: a label may hold a comma or an "and"."""


def _several(
    text: str, options: tuple[Option, ...], separators: tuple[str, ...] = _SEPARATORS
) -> list[Option]:
    """Several options typed one after the other; all must match, or none count."""
    whole = match_option(normalise(text), options) or _partly(normalise(text), options)
    if whole:
        return [whole]
    if not separators:
        return []
    found: list[Option] = []
    for piece in filter(None, map(str.strip, re.split(separators[0], text))):
        matched = _several(piece, options, separators[1:])
        if not matched:
            return []
        found += [o for o in matched if o not in found]
    return found


def _partly(plain: str, options: tuple[Option, ...]) -> Option | None:
    """The one option whose label holds these words ("family conflict"), if they are telling."""
    if len(plain) < SHORTEST_PART:
        return None
    named = [o for o in options if f" {plain} " in f" {normalise(o.label)} "]
    return named[0] if len(named) == 1 else None


def _yes_or_no(plain: str, wording: Wording) -> str | None:
    if plain in wording.yes:
        return "yes"
    if plain in wording.no:
        return "no"
    first = plain.split(" ", 1)[0] if plain else ""
    # "no idea" is no "no"; "yes, I was driving" is a "yes" with more in it.
    if wording.command(plain):
        return None
    if first in wording.yes:
        return "yes"
    return "no" if first in wording.no else None


def _fixed(plain: str, wording: Wording) -> Hearing | None:
    """A whole message that is a known command or question, whatever a model thinks."""
    command = wording.command(plain)
    if command:
        return Hearing(Heard.COMMAND, command=command)
    reply = wording.reply(plain)
    return Hearing(Heard.QUESTION, reply=reply) if reply else None


def _meant(understanding: Understanding | None, wording: Wording) -> Hearing | None:
    """What the intent says, where it is sure enough."""
    if understanding is None:
        return None
    reply = wording.reply_of(understanding.intent)
    if reply and understanding.confidence >= wording.certainty.question:
        return Hearing(Heard.QUESTION, reply=reply)
    command = wording.command_of(understanding.intent)
    if command and understanding.confidence >= wording.certainty.command:
        return Hearing(Heard.COMMAND, command=command)
    return None


def _command_in_own_words(
    plain: str, wording: Wording, understanding: Understanding | None
) -> Hearing | None:
    """A command that is none of the phrases: the intent is sure, and every word belongs to one.

    The intent alone would take a place ("back of the Pennine") for a command, and the words alone
    can't tell "the next stop" from "stop".
    """
    meant = _meant(understanding, wording)
    if meant is None or meant.kind is not Heard.COMMAND:
        return None
    return meant if set(plain.split()) <= wording.command_words else None


def _question_in_the_middle(
    text: str, wording: Wording, understanding: Understanding | None
) -> Hearing | None:
    """A question put to us instead of an answer: it must look like one, and be short.

    A command may be put as a question, too: "can I skip that one", "why do you want to know".
    """
    if not looks_like_question(text, wording) or len(text.split()) > LONGEST_QUESTION:
        return None
    meant = _meant(understanding, wording)
    if meant:
        return meant
    return Hearing(Heard.QUESTION) if text.rstrip().endswith("?") else None


def _as_answer(
    text: str,
    plain: str,
    question: Question,
    options: tuple[Option, ...],
    wording: Wording,
    understanding: Understanding | None,
    reading: Reading,
    own: Answer | None,
) -> Hearing:
    """The text as an answer of the question's type, or unclear where only a choice will do."""
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.YES_NO):
        if own:
            return Hearing(Heard.ANSWER, own)
        mentioned = _mentioned(plain, question, options)
        if mentioned:
            return Hearing(Heard.ANSWER, mentioned)
        if reading.details and not any(o.opens for o in options):
            return Hearing(Heard.CORRECTION)
        return _meant(understanding, wording) or Hearing(Heard.UNCLEAR)
    if question.takes_no and plain in wording.no:
        return Hearing(Heard.ANSWER, Answer(text.strip()))
    if own is None and plain in wording.yes | wording.no:
        return Hearing(Heard.UNCLEAR)  # "yes" tells nothing where a place or a name is asked
    if question.type is QuestionType.TEXT:
        return Hearing(Heard.ANSWER, Answer(text.strip()))
    return Hearing(Heard.ANSWER, own or Answer(_as_said(text, question)))


def _mentioned(plain: str, question: Question, options: tuple[Option, ...]) -> Answer | None:
    """The one option that is named inside a longer text ("I'd like to stay anonymous")."""
    if question.type is QuestionType.YES_NO:
        return None
    named = [
        o
        for o in options
        if any(f" {normalise(n)} " in f" {plain} " for n in (o.label, *o.also) if len(n) > 4)
    ]
    if len(named) != 1 or (question.weighs and named[0].value == NONE):
        return None  # "she has SEND, none of the others" is not "none"
    return Answer([named[0].value] if question.type is QuestionType.CHOICES else named[0].value)


def _as_said(text: str, question: Question) -> Any:
    """Nothing could be read from it, so it is kept as it was said: odd answers are accepted."""
    part = {
        QuestionType.PERSON: "description",
        QuestionType.CONTACT: "other",
    }.get(question.type, "text")
    said: dict[str, Any] = {part: text.strip()}
    if question.type is QuestionType.DATE_TIME:
        said["approximate"] = True
    return [said] if question.repeat else said


def _corrects(plain: str, question: Question, wording: Wording) -> bool:
    """Whether a text begins like a correction, and isn't the long text that was asked for."""
    in_own_words = question.type is QuestionType.TEXT and len(plain.split()) > LONGEST_CORRECTION
    return _begins(plain, wording.correction_openers) and not in_own_words


def _is_short(plain: str) -> bool:
    return len(plain.split()) <= SHORTEST_ACCOUNT


def _begins(plain: str, openers: tuple[str, ...]) -> bool:
    return any(plain == o or plain.startswith(f"{o} ") for o in openers)
