"""Words that hold no answer: "nil" and "n/a" say that there is none, "as above" that it stands
elsewhere. They are never kept as the name of a place or a person, and take nothing back that was
read and never asked.
"""

from assistant.domain.definition import NONE, Audience, Question, QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.wording import normalise
from assistant.services.answering import Answering
from assistant.services.correcting import CHOSEN
from assistant.services.drafting import Draft
from assistant.services.naming import match_option

NO_EARLIER = "no"
"""What is kept where there is no earlier assessment."""


def says_nothing(draft: Draft, answering: Answering, question: Question, text: str) -> bool:
    """Take words that hold no answer, as fits the question; False: they may be one."""
    plain, wording = normalise(text), draft.speaker.wording
    if match_option(plain, question.options):
        return False
    if plain in wording.elsewhere and question.type not in CHOSEN:
        draft.say("elsewhere")
        return True
    if question.recalls and plain in wording.none_said | wording.no_earlier:
        answering.record(draft, question, Answer(NO_EARLIER))
        return True
    if plain in wording.none_said or (_lists(draft, question) and plain in wording.no):
        return _none(draft, answering, question, plain)
    return False


def _lists(draft: Draft, question: Question) -> bool:
    """Whether a practitioner is asked to list people or places: "no" is then an answer."""
    return question.repeat and draft.case.audience is Audience.PRACTITIONER


def _none(draft: Draft, answering: Answering, question: Question, plain: str) -> bool:
    stands = draft.case.answers.get(question.id)
    if question.type is QuestionType.CHOICES and any(o.value == NONE for o in question.options):
        answering.record(draft, question, Answer([NONE]))
    elif question.type in CHOSEN or (question.takes_no and plain):
        return False  # "none" is an answer in words; a dash is none
    elif question.repeat and not (stands and stands.read):
        answering.record(draft, question, Answer(given=Given.NOBODY))
    else:
        draft.decline(question, Given.SKIPPED)
    return True
