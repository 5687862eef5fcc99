"""The check for danger: the rulebook, and a trained part that only adds to it."""

from assistant.adapters.yaml_files import load_urgency
from assistant.domain.reading import Span
from assistant.services.danger import LEARNED, DangerCheck

RULEBOOK = load_urgency()
CERTAIN = "he has got a knife at my throat, help me"
SCENE = "two girls about 14 came in the shop with a man and they are scared of him"
CALM = "what time does the office open"


def deaf(_: str) -> None:
    """A trained part that hears no danger anywhere."""


def hears(text: str) -> Span:
    return Span(0, len(text), text)


def broken(_: str) -> Span | None:
    raise ValueError("upset")


def test_a_trained_part_that_hears_nothing_takes_nothing_away() -> None:
    assert DangerCheck(RULEBOOK, deaf).check(CERTAIN).urgent


def test_a_trained_part_adds_what_the_rulebook_does_not_know() -> None:
    assert not DangerCheck(RULEBOOK, deaf).check(CALM).urgent
    found = DangerCheck(RULEBOOK, hears).check(CALM)
    assert found.urgent
    assert [span.text for span in found.evidence] == [CALM]
    assert [match.entry for match in found.trace] == [LEARNED]


def test_the_rulebooks_own_words_are_the_evidence_where_it_matched() -> None:
    found = DangerCheck(RULEBOOK, hears).check(CERTAIN)
    assert found.evidence == RULEBOOK.check(CERTAIN, stand_ins=False).evidence
    assert found.trace[-1].entry == LEARNED


def test_stand_ins_are_heeded_where_nothing_is_trained_and_only_there() -> None:
    assert RULEBOOK.check(SCENE).urgent
    assert not RULEBOOK.check(SCENE, stand_ins=False).urgent
    assert DangerCheck(RULEBOOK).check(SCENE).urgent
    assert not DangerCheck(RULEBOOK, deaf).check(SCENE).urgent


def test_a_trained_part_that_fails_leaves_the_rulebook_with_its_stand_ins() -> None:
    assert DangerCheck(RULEBOOK, broken).check(SCENE).urgent
    assert not DangerCheck(RULEBOOK, broken).check(CALM).urgent
