"""The check for danger: the rulebook, and a trained part beside it."""

from assistant.adapters.yaml_files import load_urgency
from assistant.domain.reading import Span
from assistant.domain.urgency import HeardDanger
from assistant.services.danger import LEARNED, DangerCheck

RULEBOOK = load_urgency()
CERTAIN = "she is not breathing, she took all her tablets"
SCENE = "two girls about 14 came in the shop with a man and they are scared of him"
CALM = "what time does the office open"


def deaf(_: str) -> HeardDanger:
    """A trained part that hears no danger, and isn't sure either that there is none."""
    return HeardDanger(None, sure=False, calm=False)


def calm(_: str) -> HeardDanger:
    """A trained part that is sure that nothing happens now, whatever the text."""
    return HeardDanger(None, sure=False, calm=True)


def hears(text: str) -> HeardDanger:
    return HeardDanger(Span(0, len(text), text), sure=True, calm=False)


def broken(_: str) -> HeardDanger:
    raise ValueError("upset")


def test_a_trained_part_takes_nothing_from_a_sure_entry_however_calm_it_is() -> None:
    assert DangerCheck(RULEBOOK, deaf).check(CERTAIN).urgent
    assert DangerCheck(RULEBOOK, calm).check(CERTAIN).urgent


def test_a_trained_part_adds_what_the_rulebook_does_not_know() -> None:
    assert not DangerCheck(RULEBOOK, deaf).check(CALM).urgent
    found = DangerCheck(RULEBOOK, hears).check(CALM)
    assert found.urgent
    assert [span.text for span in found.evidence] == [CALM]
    assert [match.entry for match in found.trace] == [LEARNED]


def test_a_close_call_counts_unless_the_text_says_that_it_was_before() -> None:
    def unsure(text: str) -> HeardDanger:
        return HeardDanger(Span(0, len(text), text), sure=False, calm=False)

    now, before = "two men wanted dropping with her", "last night two men wanted dropping with her"
    assert DangerCheck(RULEBOOK, unsure).check(now).urgent
    assert not DangerCheck(RULEBOOK, unsure).check(before).urgent
    assert DangerCheck(RULEBOOK, hears).check(before).urgent


def test_the_rulebooks_own_words_are_the_evidence_where_it_matched() -> None:
    found = DangerCheck(RULEBOOK, hears).check(CERTAIN)
    assert found.evidence == RULEBOOK.check(CERTAIN).evidence
    assert found.trace[-1].entry == LEARNED


def test_a_wide_net_counts_unless_the_text_is_clearly_calm() -> None:
    assert RULEBOOK.check(SCENE).urgent
    assert not RULEBOOK.check(SCENE, wide=False).urgent
    assert DangerCheck(RULEBOOK).check(SCENE).urgent
    assert DangerCheck(RULEBOOK, deaf).check(SCENE).urgent
    assert not DangerCheck(RULEBOOK, calm).check(SCENE).urgent


def test_a_trained_part_that_fails_leaves_the_whole_rulebook() -> None:
    assert DangerCheck(RULEBOOK, broken).check(SCENE).urgent
    assert not DangerCheck(RULEBOOK, broken).check(CALM).urgent
