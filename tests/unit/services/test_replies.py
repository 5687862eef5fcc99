"""What was read is shown with its words, in one order however it was found."""

from itertools import permutations

from assistant.domain.casefile import CaseFile
from assistant.domain.interview import Answer
from assistant.domain.reading import Span
from assistant.services.replies import Speaker
from tests.unit.services.talk import FORMS, WORDING

SPEAKER = Speaker(WORDING, lambda _area: {}, lambda _area: {}, {"unsent_days": "30"})
FORM = FORMS["operation_liberty"]
SPANS = (
    Span(4, 9, "Ellie"),
    Span(4, 20, "Ellie, about 14,"),
    Span(4, 13, "Ellie, ab"),
    Span(30, 35, "blond"),
)


def test_words_that_begin_together_are_quoted_once_the_longest_first_in_any_order() -> None:
    said = set()
    for spans in permutations(SPANS):
        answer = Answer([{"name": "Ellie"}], evidence={str(i): (s,) for i, s in enumerate(spans)})
        case = CaseFile("derby", answers={"victims": answer})
        said.add(SPEAKER.noted(case, FORM, ["victims"])["text"])
    assert len(said) == 1
    assert "“Ellie, about 14, … blond”" in said.pop()
