"""A person's own words: those that speak for an answer, and those it was read from."""

from assistant.domain.casefile import CaseFile
from assistant.domain.definition import Question, Told
from assistant.domain.interview import Answer


def heard(case: CaseFile, question: Question) -> dict[str, str]:
    """The person's own words that speak for an answer not yet given, by the answer's value."""
    weighs = question.weighs
    settled = question.id in case.answers and question.id != case.revisit
    if weighs is None or settled:
        return {}
    spans = {o.value: case.proposed[o.value] for o in question.options if o.value in case.proposed}
    row, fact = weighs.row or "", weighs.fact or ""
    if fact in case.proposed:
        spans["yes"] = case.proposed[fact]
    if weighs.told is Told.LEVEL and row in case.levels_read:
        spans[case.levels_read[row]] = case.proposed.get(row, ())
    return {value: " … ".join(span.text for span in found) for value, found in spans.items()}


def words_of(answer: Answer) -> list[str]:
    """The words an answer came from, in their order, each once."""
    every = {span for group in answer.evidence.values() for span in group}
    spans = sorted(every, key=lambda span: (span.start, -span.end, span.text))
    words: list[str] = []
    reached = -1
    for span in spans:
        if span.end > reached:
            words.append(span.text)
            reached = span.end
    return words
