"""What a typed text is, for the question being asked: an answer, a command, a question, …

The same words mean different things at different questions ("back of the Pennine" at "where?"
is a place), so the question decides first, exact phrases second, and the intent last.
"""

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.domain.definition import Option, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.reading import Found, Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import Command, Reply, Wording, begins, normalise
from assistant.services.asking import asks_something, looks_like_question
from assistant.services.choosing import (
    Chosen,
    chosen_in,
    exactly,
    match_option,
    names_of_option,
    tells,
)
from assistant.services.correcting import (
    CHOSEN,
    corrects,
    is_bare,
    is_short,
    orders_change,
    unread,
)


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
    """What a text is taken to be."""

    kind: Heard
    answer: Answer | None = None
    command: Command | None = None
    reply: Reply | None = None
    beside: str = ""
    """Words typed beside a choice that it doesn't hold: a reason, or more that was seen."""


LONGEST_QUESTION = 25
"""Words; a longer text that looks like a question is somebody's account."""
MOST_AFTER_WISH = 8
"""Words after what is wished for; more may be an account."""
LONGEST_WISH = 12
"""Words; a longer text that begins like a wish is an account."""
FEWEST_UNREAD = 2
"""Words besides what was read that are worth keeping."""
SHORTEST_KEPT = 3
"""Words; a shorter text that fits no choice is asked again and not kept as told."""
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


def hear_at_choice_of_way(
    text: str, question: Question, wording: Wording, understanding: Understanding | None, told: bool
) -> Hearing:
    """A text at the opening: an option, a question, a command, or already the account.

    `told` says that the text itself holds details of people, places or vehicles.
    """
    plain = normalise(text)
    option = match_option(plain, question.options) or option_inside(text, question, wording)
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
    named = _named_first(_without(plain, wording.wish_openers), question, wording)
    if named or len(plain.split()) > LONGEST_WISH:
        return named
    found = chosen_in(_without(plain, wording.wish_openers), question, question.options, wording)
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


def hear(
    text: str,
    question: Question,
    options: tuple[Option, ...],
    wording: Wording,
    understanding: Understanding | None,
    reading: Reading,
    names_question: bool,
    held: Container[str],
) -> Hearing:
    """A text at a question of a form.

    `names_question` says that it names one of them to change it; `held` are the details that have
    been told already.
    """
    plain = normalise(text)
    if names_question and is_short(plain) and orders_change(plain, wording):
        return Hearing(Heard.CHANGE)
    answer = exactly(text, question, options, wording)
    if answer:
        return Hearing(Heard.ANSWER, answer)
    own = from_details(question, reading)
    if own is None and corrects(text, question, reading, held, wording):
        return Hearing(Heard.CORRECTION)
    fixed = _fixed(plain, wording)
    if fixed and not (own and fixed.kind is Heard.QUESTION):
        return fixed
    if names_question and begins(plain, wording.change_openers) and is_short(plain):
        return Hearing(Heard.CHANGE)
    ordered = None if own else _command_in_own_words(text, wording, understanding)
    if ordered:
        return ordered
    asked = _question_in_the_middle(text, wording, understanding)
    if asked and not (own and not looks_like_question(text, wording)):
        return asked
    if question.type in CHOSEN:
        return _as_choice(text, question, options, wording, understanding, reading, own)
    return _as_words(text, plain, question, wording, reading, own)


def worth_keeping(text: str, wording: Wording) -> bool:
    """Whether a text that fits no choice tells something: no question to us, and no change."""
    enough = len(text.split()) >= SHORTEST_KEPT and tells(text, wording)
    ours = asks_something(text, wording) or begins(normalise(text), wording.change_openers)
    return enough and not ours


def hear_at_review(
    text: str, wording: Wording, understanding: Understanding | None, reading: Reading
) -> Hearing:
    """A text while the answers are being checked."""
    plain = normalise(text)
    if reading.details and begins(plain, wording.correction_openers):
        return Hearing(Heard.CORRECTION)
    fixed = _fixed(plain, wording)
    if fixed:
        return fixed
    if plain in wording.yes:
        return Hearing(Heard.UNCLEAR)  # "yes" to a screen with many choices sends nothing
    if begins(plain, wording.change_openers) and not reading.details:
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
) -> Chosen | None:
    """The answer in a text that is known to be one, because it names its question."""
    command = wording.command(normalise(text))
    if command and command.id in tuple(Given):
        return Chosen(Answer(given=Given(command.id)))
    exact = exactly(text, question, options, wording)
    if exact:
        return Chosen(exact)
    own = from_details(question, reading)
    if question.type in CHOSEN:
        said = chosen_in(text, question, options, wording)
        return said or (Chosen(own, text.strip()) if own else None)
    if question.type is QuestionType.TEXT:
        return Chosen(Answer(text.strip()))
    return Chosen(own or Answer(_as_said(text, question)))


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
    text: str, wording: Wording, understanding: Understanding | None
) -> Hearing | None:
    """A command that is none of the phrases: the intent is sure, and every word belongs to one.

    The intent alone would take a place ("back of the Pennine") for a command, and the words alone
    can't tell "the next stop" from "stop". "Stop It Now" in capitals is a name.
    """
    meant, words = _meant(understanding, wording), normalise(text).split()
    if meant is None or meant.kind is not Heard.COMMAND or (len(words) > 1 and text.istitle()):
        return None
    return meant if set(words) <= wording.command_words else None


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


def _as_choice(
    text: str,
    question: Question,
    options: tuple[Option, ...],
    wording: Wording,
    understanding: Understanding | None,
    reading: Reading,
    own: Answer | None,
) -> Hearing:
    """The text as a choice with the words beside it, or unclear: those words are kept as well."""
    said = chosen_in(text, question, options, wording)
    if said:
        return Hearing(Heard.ANSWER, said.answer, beside=said.beside)
    if own:
        whole = is_bare(text, reading, wording)
        return Hearing(Heard.ANSWER, own, beside="" if whole else text.strip())
    if is_bare(text, reading, wording) and is_short(text):
        return Hearing(Heard.CORRECTION)
    if reading.details:
        return Hearing(Heard.UNCLEAR)
    return _meant(understanding, wording) or Hearing(Heard.UNCLEAR)


def _as_words(
    text: str,
    plain: str,
    question: Question,
    wording: Wording,
    reading: Reading,
    own: Answer | None,
) -> Hearing:
    """The text as an answer in words, or unclear where it says nothing."""
    if question.takes_no and plain in wording.no:
        return Hearing(Heard.ANSWER, Answer(text.strip()))
    if own is None and plain in wording.yes | wording.no:
        return Hearing(Heard.UNCLEAR)  # "yes" tells nothing where a place or a name is asked
    if question.type is QuestionType.TEXT:
        return Hearing(Heard.ANSWER, Answer(text.strip()))
    if own is None:
        return Hearing(Heard.ANSWER, Answer(_as_said(text, question)))
    more = question.type in _READ_IN_PART and unread(text, reading, wording) >= FEWEST_UNREAD
    return Hearing(Heard.ANSWER, own, beside=text.strip() if more else "")


_READ_IN_PART = frozenset({QuestionType.PLACE, QuestionType.VEHICLE, QuestionType.DATE_TIME})
"""Answers that hold what was read of them, and no words besides."""


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
