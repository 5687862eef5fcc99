"""The urgency check: how words, frames and evidence work, on a small rulebook of its own."""

from datetime import date
from typing import Any

import pytest

from assistant.domain.errors import DefinitionProblem
from assistant.domain.urgency import UrgencyRulebook

ENTRY: dict[str, Any] = {
    "id": "urgent.knife",
    "version": 2,
    "effective_from": date(2026, 1, 1),
    "all_of": ["knife"],
    "none_of": ["kitchen"],
    "unless": ["past", "general", "denied"],
    "because": "A knife is there.",
    "basis": "design decision",
    "source": "A test",
    "review_by": date(2027, 1, 1),
}


def table(**changes: Any) -> dict[str, Any]:
    return {
        "spellings": {"hes": "he is", "cant": "can not", "nife": "knife"},
        "corrected": ["screaming"],
        "real_words": ["streaming"],
        "concepts": {
            "knife": ["got a? knife", "scream*", "can't breathe", "knife ..2 throat"],
            "kitchen": ["kitchen"],
            "past": ["last week"],
            "now": ["now"],
            "general": ["what if"],
            "denied": ["not|no_one got?"],
            "child": ["girl|boy"],
        },
        "frames": [
            {"id": "past", "markers": ["past"], "reach": "text", "cleared_by": ["now"]},
            {"id": "general", "markers": ["general"], "reach": "after", "words": 5},
            {"id": "denied", "markers": ["denied"], "reach": "touching"},
        ],
        "entries": [{**ENTRY, **changes}],
    }


def urgent(text: str, **changes: Any) -> bool:
    return UrgencyRulebook.from_data(table(**changes)).check(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "hes got a knife",
        "He’s GOT A KNIFE!!!",
        "got a kniiiife",
        "got nife",
        "she is screamin",
        "screeaming",
        "i can’t breathe",
        "i cant breathe",
        "knife at her throat",
    ],
)
def test_capitals_apostrophes_and_misspellings_do_not_matter(text: str) -> None:
    assert urgent(text)


def test_a_real_word_is_not_taken_for_a_misspelling() -> None:
    assert not urgent("he is streaming films")


def test_evidence_is_the_words_as_typed_even_after_corrections() -> None:
    text = "omg — he’s GOT a NIFE, help"
    (span,) = UrgencyRulebook.from_data(table()).check(text).evidence
    assert (span.text, text[span.start : span.end]) == ("GOT a NIFE", "GOT a NIFE")


def test_the_past_is_not_now_unless_the_sentence_says_now() -> None:
    assert not urgent("Last week. He got a knife.")
    assert urgent("Last week we argued. Now he has got a knife.")


def test_a_marker_of_the_past_closer_than_now_keeps_it_past() -> None:
    assert not urgent("got a knife last week and he is fine at home with us now")


def test_a_question_in_general_covers_only_what_follows_closely() -> None:
    assert not urgent("what if he has got a knife")
    assert urgent("he has got a knife what if he comes back")
    assert urgent("what if i go out there and run past him he has got a knife")


def test_a_denial_touches_only_the_next_words() -> None:
    assert not urgent("he has not got a knife")
    assert urgent("no one, got a knife")
    assert urgent("he is not moving. got a knife")


def test_what_calms_a_sentence_leaves_the_next_one_alone() -> None:
    assert not urgent("I got a knife from the kitchen")
    assert urgent("We were in the kitchen. He has got a knife.")


def test_every_group_must_be_found_within_reach() -> None:
    groups = {"all_of": ["knife", ["child", "now"]]}
    assert urgent("a girl is here. got a knife", **groups, within="text")
    assert not urgent("a girl is here. got a knife", **groups, within="sentence")
    assert urgent("got a knife now", **groups, within=3)
    assert not urgent("got a knife and so on and so forth now", **groups, within=3)


def test_the_trace_names_entry_version_reason_and_source() -> None:
    (match,) = UrgencyRulebook.from_data(table()).check("got a knife").trace
    assert (match.entry, match.version) == ("urgent.knife", 2)
    assert (match.because, match.source) == ("A knife is there.", "A test")
    assert [span.text for span in match.evidence] == ["got a knife"]


def test_an_entry_applies_between_its_dates_and_after_its_review_date() -> None:
    rulebook = UrgencyRulebook.from_data(table(effective_to=date(2026, 12, 31)))
    assert not rulebook.check("got a knife", date(2025, 12, 31)).urgent
    assert rulebook.check("got a knife", date(2026, 12, 31)).urgent
    assert not rulebook.check("got a knife", date(2027, 1, 1)).urgent
    assert UrgencyRulebook.from_data(table()).check("got a knife", date(2030, 1, 1)).urgent


@pytest.mark.parametrize("text", ["", "   ", "?!...", "🙂", "\n\n", "İ", "0" * 5000])
def test_any_text_can_be_checked(text: str) -> None:
    assert not urgent(text)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"all_of": ["unheard_of"]}, "no concept 'unheard_of'"),
        ({"unless": ["unheard_of"]}, "no frame 'unheard_of'"),
        ({"basis": "hearsay"}, "must be one of"),
        ({"source": ""}, "must be text"),
        ({"version": 0}, "whole number"),
        ({"review_by": "soon"}, "must be a date"),
        ({"within": "the town"}, "must be sentence, text"),
        ({"all_of": []}, "needs all_of or any_of"),
        ({"allof": ["knife"]}, "is not a part of an entry"),
    ],
)
def test_a_broken_entry_is_refused_with_its_place(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(DefinitionProblem, match=reason) as caught:
        UrgencyRulebook.from_data(table(**changes))
    assert caught.value.path[:2] == ("entries", 0)


@pytest.mark.parametrize("phrase", ["... knife", "knife ...", "a?", "ab*", "<unheard_of>"])
def test_a_broken_phrase_is_refused_with_its_place(phrase: str) -> None:
    data = table()
    data["concepts"]["knife"].append(phrase)
    with pytest.raises(DefinitionProblem) as caught:
        UrgencyRulebook.from_data(data)
    assert caught.value.path == ("concepts", "knife", 4)


def test_an_empty_rulebook_is_refused() -> None:
    with pytest.raises(DefinitionProblem, match="nothing would ever be urgent"):
        UrgencyRulebook.from_data({**table(), "entries": []})


def test_one_entry_is_never_in_force_twice_on_the_same_day() -> None:
    with pytest.raises(DefinitionProblem, match="twice at the same time"):
        UrgencyRulebook.from_data({**table(), "entries": [ENTRY, {**ENTRY, "version": 3}]})
