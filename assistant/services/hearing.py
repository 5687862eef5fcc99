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
from assistant.services.asking import asks_something, looks_like_question, turned_round
from assistant.services.choosing import (
    Chosen,
    chosen_in,
    exactly,
)
from assistant.services.correcting import (
    CHOSEN,
    corrects,
    is_bare,
    is_short,
    orders_change,
    says_so,
    unread,
)
from assistant.services.naming import tells


class Heard(StrEnum):
    """The kinds of thing a text can be."""

    ANSWER = "answer"
    COMMAND = "command"
    QUESTION = "question"
    CHANGE = "change"
    CORRECTION = "correction"
    ACCOUNT = "account"
    LISTED = "listed"
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
    chosen: Chosen | None = None
    """A list with parts that are denied or left open, or words that may mean several choices."""


LONGEST_QUESTION = 25
"""Words; a longer text that looks like a question is somebody's account."""
FEWEST_UNREAD = 2
"""Words besides what was read that are worth keeping."""
SHORTEST_KEPT = 3
"""Words; a shorter text that fits no choice is asked again and not kept as told."""
IDENTITY = "identity"
"""The detail of whether somebody gives their name: "stay anonymous" answers it there."""
LONGEST_ASIDE = 12
"""Words; in a longer text the words of a question are part of an account."""
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
    fixed = known_phrase(plain, wording)
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
    inside = None if own or question.reads == IDENTITY else wording.reply_inside(plain)
    if inside and len(plain.split()) <= LONGEST_ASIDE:
        return Hearing(Heard.QUESTION, reply=inside)
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
    if reading.details and says_so(plain, wording):
        return Hearing(Heard.CORRECTION)
    fixed = known_phrase(plain, wording)
    if fixed:
        return fixed
    if plain in wording.yes:
        return Hearing(Heard.UNCLEAR)  # "yes" to a screen with many choices sends nothing
    if begins(plain, wording.change_openers) and not reading.details:
        return Hearing(Heard.CHANGE)
    asked = _question_in_the_middle(text, wording, understanding)
    if asked:
        return asked
    if is_bare(text, reading, wording):
        return Hearing(Heard.CORRECTION)
    if reading.details:
        return Hearing(Heard.ACCOUNT)  # "she was missing last night too" is no change of the date
    return Hearing(Heard.CHANGE if len(plain.split()) < SHORTEST_ACCOUNT else Heard.ACCOUNT)


def from_details(question: Question, reading: Reading) -> Answer | None:
    """The answer a reading proposes to a question, or None.

    Where a place is asked, "a black Audi" could be one by its words, and is a vehicle.
    """
    detail = expected_detail(question) or ""
    found = reading.details.get(detail)
    if not found or (question.type is QuestionType.PLACE and _is_something_else(detail, reading)):
        return None
    return found_answer(question, found)


def _is_something_else(detail: str, reading: Reading) -> bool:
    """Whether every word read for a detail was read for another as well."""
    spans = {
        name: [span for item in items for spans in item.evidence.values() for span in spans]
        for name, items in reading.details.items()
    }
    others = [span for name in spans if name != detail for span in spans[name]]
    return bool(spans[detail]) and all(
        any(o.start < span.end and span.start < o.end for o in others) for span in spans[detail]
    )


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


def known_phrase(plain: str, wording: Wording) -> Hearing | None:
    """A whole message that is a known command or question, whatever a model thinks."""
    command = wording.command(plain)
    if command:
        return Hearing(Heard.COMMAND, command=command)
    reply = wording.reply(plain)
    return Hearing(Heard.QUESTION, reply=reply) if reply else None


def by_intent(understanding: Understanding | None, wording: Wording) -> Hearing | None:
    """What the intent says, where it is sure enough."""
    if understanding is None:
        return None
    reply = wording.reply_of(understanding.intent)
    if reply and not reply.beside and understanding.confidence >= wording.certainty.question:
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
    meant, words = by_intent(understanding, wording), normalise(text).split()
    if meant is None or meant.kind is not Heard.COMMAND or (len(words) > 1 and text.istitle()):
        return None
    return meant if set(words) <= wording.command_words else None


def _question_in_the_middle(
    text: str, wording: Wording, understanding: Understanding | None
) -> Hearing | None:
    """A question put to us instead of an answer: it must look like one, and be short.

    A command may be put as a question, too: "can I skip that one", "why do you want to know".
    """
    shaped = looks_like_question(text, wording)
    if len(text.split()) > LONGEST_QUESTION or not (shaped or turned_round(text, wording)):
        return None
    meant = by_intent(understanding, wording)
    if meant or not shaped:
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
    if said and not said.asks_more:
        return Hearing(Heard.ANSWER, said.answer, beside=said.beside)
    if said and (said.answer or said.denied or not own):
        return Hearing(Heard.LISTED, chosen=said)
    if own:
        whole = is_bare(text, reading, wording)
        return Hearing(Heard.ANSWER, own, beside="" if whole else text.strip())
    if is_bare(text, reading, wording) and is_short(text):
        return Hearing(Heard.CORRECTION)
    meant = None if reading.details else by_intent(understanding, wording)
    # "Kai doesn't know I'm doing this" orders nothing, whatever the intent.
    return meant if meant and meant.reply else Hearing(Heard.UNCLEAR)


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
    if own is None and _goes_on_telling(text, plain, question, wording, reading):
        return Hearing(Heard.ACCOUNT)
    if own is None:
        return Hearing(Heard.ANSWER, Answer(_as_said(text, question)))
    in_part = question.type in _READ_IN_PART or _tells(reading)
    more = in_part and unread(text, reading, wording) >= FEWEST_UNREAD
    return Hearing(Heard.ANSWER, own, beside=text.strip() if more else "")


def _goes_on_telling(
    text: str, plain: str, question: Question, wording: Wording, reading: Reading
) -> bool:
    """Whether a text where a place or a time is asked tells of something else instead.

    It begins as a tale does ("she was crying"), or holds nothing but what belongs elsewhere ("a
    black Audi").
    """
    if question.type not in (QuestionType.PLACE, QuestionType.DATE_TIME):
        return _tells(reading)
    tells_more = len(plain.split()) >= SHORTEST_KEPT and begins(plain, wording.tale_openers)
    return tells_more or _tells(reading) or is_bare(text, reading, wording)


def _tells(reading: Reading) -> bool:
    """Whether a whole text tells of something that may be harm, by the trained part."""
    return reading.outline is not None and reading.outline.tells


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
