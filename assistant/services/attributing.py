"""What a correction says of whom: details that were read go to the answers that they change.

"He is 16" is not said of a girl. Where it isn't clear who is meant nothing is changed, and that is
asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.domain.definition import Question, QuestionType
from assistant.domain.interview import Answer
from assistant.domain.placing import Item
from assistant.domain.reading import Found, Reading
from assistant.domain.wording import normalise
from assistant.services.drafting import Draft
from assistant.services.hearing import found_answer
from assistant.services.pointing import Place


@dataclass(frozen=True)
class Change:
    """What is to be laid over an answer."""

    place: Place
    answer: Answer
    detail: str = ""
    """The detail of the reading that told of it."""


class WhoError(Exception):
    """It isn't clear which of the people in the answers is meant."""


def changes_in(draft: Draft, reading: Reading) -> Iterator[Change]:
    """What was read, by the answers that it changes. Raises WhoError."""
    for question in draft.questions:
        found = reading.details.get(question.reads or "")
        if not found or follows(draft, question):
            continue
        if question.type is QuestionType.PERSON and len(found) == 1:
            yield replace(_said_of(draft, question, found[0]), detail=str(question.reads))
        else:
            yield Change(Place(question), found_answer(question, found), str(question.reads))


def person_in(reading: Reading, question: Question) -> Answer | None:
    """Whoever was read, as an answer to a question about somebody who is known already."""
    found = next((reading.details[d] for d in _PEOPLE if d in reading.details), None)
    return found_answer(question, found) if found else None


def tells_no_time(draft: Draft, change: Change) -> bool:
    """Whether a time that was read is only "a bit earlier" or "later"."""
    if change.place.question.type is not QuestionType.DATE_TIME:
        return False
    vague = draft.speaker.wording.amendments.vague_times
    said = normalise(str(change.answer.value.get("text", "")))
    return said in vague or said.rpartition(" ")[2] in vague


def without_pronoun(draft: Draft, found: Found) -> Found:
    """Without a gender that only "he" or "she" tells: it says of whom, and describes nobody."""
    words = {normalise(span.text) for span in found.evidence.get("gender", ())}
    if not words <= draft.speaker.wording.amendments.pronouns:
        return found
    told = {part: value for part, value in found.value.items() if part != "gender"}
    return replace(found, value=told)


def meant_by(draft: Draft, question: Question, item: Item) -> Place:
    """The person whom a description can mean, of this answer or of another. Raises WhoError."""
    known, placer = _known(draft, question), draft.placer(question)
    agrees = placer.agrees if len(known) > 1 else placer.alike
    agreeing = [i for i, one in enumerate(known) if agrees(one, item)]
    if agreeing or not known:
        return Place(question, agreeing[0] if len(agreeing) == 1 and len(known) > 1 else None)
    others = list(_elsewhere(draft, question, item))
    if len(others) != 1:
        raise WhoError
    return others[0]


def _said_of(draft: Draft, question: Question, found: Found) -> Change:
    """The person of the answers whom a pronoun can mean; a noun ("it was a boy") corrects."""
    plain = without_pronoun(draft, found)
    if plain.value in (found.value, {}):
        return Change(Place(question), found_answer(question, (found,)))
    place = meant_by(draft, question, found.value)
    return Change(place, found_answer(place.question, (plain,)))


def _elsewhere(draft: Draft, but: Question, described: Item) -> Iterator[Place]:
    """The people of other answers who are known to be of this sex."""
    for question in draft.questions:
        if question == but or question.reads not in _PEOPLE or not question.repeat:
            continue
        placer = draft.placer(question)
        for i, item in enumerate(_known(draft, question)):
            if placer.sexes.of(item) and placer.agrees(item, described):
                yield Place(question, i)


def _known(draft: Draft, question: Question) -> list[Item]:
    answer = draft.case.answers.get(question.id)
    if answer is None or not answer.has_value:
        return []
    return list(answer.value) if isinstance(answer.value, list) else [answer.value]


def follows(draft: Draft, question: Question) -> bool:
    """Whether its source is asked in the forms being filled in: a correction belongs there."""
    source = question.taken_from.question if question.taken_from else None
    return any(other.id == source for other in draft.questions)


_PEOPLE = ("victims", "offenders", "others_present")
