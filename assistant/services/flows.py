"""What is typed where a way is chosen, and while danger is answered."""

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.definition import Audience, Question
from assistant.domain.interview import Given
from assistant.domain.reading import Reading
from assistant.domain.understanding import Understanding
from assistant.domain.wording import Wording
from assistant.services import opening
from assistant.services.accounts import CHILD
from assistant.services.answering import Answering
from assistant.services.asides import aside, reply
from assistant.services.drafting import Draft
from assistant.services.emergencies import answer_as_child, enter_danger
from assistant.services.hearing import Heard, by_intent


@dataclass(frozen=True)
class Words:
    """A text as it was typed, with what Rasa understood. `urgent`: it tells of danger now."""

    text: str
    understanding: Understanding | None
    now: datetime
    urgent: bool = False


def at_choice_of_way(draft: Draft, answering: Answering, question: Question, words: Words) -> None:
    """A text where somebody chooses what they are here for, or whom to tell."""
    accounts = answering.accounts
    wish = opening.wish_at_end(words.text, question, draft.speaker.wording)
    if wish and draft.case.audience is Audience.PRACTITIONER:
        draft.set(words="\n".join(filter(None, (draft.case.words, wish.told))))
        answering.given(draft, question, wish.value, words.now)
        return
    reading = accounts.stories.read(words.text, words.now)
    heard = opening.hear_first(
        words.text,
        question,
        draft.speaker.wording,
        words.understanding,
        opening.tale_of(reading),
    )
    if heard.kind is Heard.ACCOUNT:
        of_self = heard.reply is not None and heard.reply.first_person
        if heard.reply and not of_self:
            reply(draft, heard.reply)
        accounts.take_first(draft, words.text, reading, words.understanding, of_self=of_self)
    elif heard.kind is Heard.ANSWER and heard.answer:
        answering.given(draft, question, heard.answer.value, words.now)
    else:
        if heard.reply and heard.reply.first_person:
            accounts.keep_words(draft, words.text, words.now)
            draft.set(told=(*draft.case.told, CHILD))
        if heard.kind is Heard.UNCLEAR:
            accounts.keep_unclear(draft, words.text, words.now)
        aside(draft, heard, at_opening=True)


def in_danger(draft: Draft, answering: Answering, question: Question, words: Words) -> None:
    """A button in words, a question, or something told. What is told may be evidence: it is
    kept, whatever the intent, and leads nowhere before somebody is safe."""
    wording, accounts = draft.speaker.wording, answering.accounts
    heard = opening.hear_in_danger(words.text, question, wording, words.understanding)
    if heard.kind is Heard.ANSWER and heard.answer:
        if opening.option_inside(words.text, question, wording):
            accounts.keep_words(draft, words.text, words.now)
        answering.given(draft, question, heard.answer.value, words.now)
    elif heard.kind is Heard.ACCOUNT:
        accounts.keep_in_danger(draft, words.text, words.now)
        is_child = _read(answering, words).writer_is_child or of_self(wording, words.understanding)
        if is_child and answer_as_child(draft):
            enter_danger(draft)
        draft.say("danger_words_kept")
    elif heard.command and heard.command.id == Given.DONT_KNOW:
        draft.say("danger_unsure")
    elif heard.kind is Heard.UNCLEAR:
        draft.say("urgent_again")
    else:
        if heard.kind is Heard.QUESTION and set(_read(answering, words).details) & opening.TELLING:
            accounts.keep_in_danger(draft, words.text, words.now)  # it tells as well as asks
        aside(draft, heard, at_opening=True)


def of_self(wording: Wording, understanding: Understanding | None) -> bool:
    """Whether the intent is that of a child who tells of themselves."""
    meant = by_intent(understanding, wording)
    return meant is not None and meant.reply is not None and meant.reply.first_person


def _read(answering: Answering, words: Words) -> Reading:
    return answering.accounts.reader.read(words.text, words.now)
