"""Which area a report belongs to, where nobody has said so: read from the places it names."""

from collections.abc import Callable, Iterator

from assistant.domain.definition import QuestionType
from assistant.domain.interview import Answer
from assistant.domain.reading import Span
from assistant.services.drafting import Draft


def locate(draft: Draft, area_of: Callable[[str], str | None]) -> None:
    """Take the area from the places that were named, so that it is shown at the review.

    The place comes first, then addresses, then the account. Where they name two areas, it is asked.
    What somebody has chosen is never changed; what was read is read again when a place changes.
    """
    question = next((q for form in draft.plan for q in form.questions if q.sets == "area"), None)
    if question is None:
        return
    before = draft.case.answers.get(question.id)
    if (before and not before.evidence) or (before is None and draft.case.area_known):
        return
    for texts in _texts(draft):
        found = {area: text for text in texts if (area := area_of(text))}
        if len(found) == 1:
            ((area, text),) = found.items()
            if before is None or before.value != area:
                span = (Span(0, len(text), text),)
                draft.record(question, Answer(area, evidence={"": span}))
        if found:
            return


def _texts(draft: Draft) -> Iterator[list[str]]:
    """The texts that may name a place, the surest first."""
    answers = [(q, draft.case.answers.get(q.id)) for q in draft.questions]
    given = [(q, a.value) for q, a in answers if a and a.has_value]
    for kind, part in ((QuestionType.PLACE, "text"), (QuestionType.PERSON, "address")):
        items = [v for q, v in given if q.type is kind]
        listed = [item for v in items for item in (v if isinstance(v, list) else [v])]
        yield [item[part] for item in listed if item.get(part)]
    yield [v for q, v in given if q == draft.form.account]
