"""The intent classifier, trained on a dozen lines."""

from typing import Any

import pytest


@pytest.fixture
def classifier(probed: dict[str, Any]) -> dict[str, Any]:
    return dict(probed["classifier"])


def test_a_stored_model_answers_as_it_did_before(classifier: dict[str, Any]) -> None:
    before, after = dict(classifier["before"]), dict(classifier["after"])
    assert list(after) == list(before)
    assert after == pytest.approx(before, abs=1e-6)


def test_a_model_is_stored_without_any_code(classifier: dict[str, Any]) -> None:
    assert classifier["files"] == ["arrays.npz", "words.json"]


def test_confidences_of_all_intents_add_up_to_one(classifier: dict[str, Any]) -> None:
    assert classifier["sum"] == pytest.approx(1.0)


def test_misspelt_words_are_still_understood(classifier: dict[str, Any]) -> None:
    assert classifier["typo"] == "stop"


def test_unseen_digits_look_like_the_ones_in_the_examples(classifier: dict[str, Any]) -> None:
    assert classifier["digits"] == "plate"


def test_a_text_of_unknown_letters_still_gets_a_ranking(classifier: dict[str, Any]) -> None:
    assert classifier["unseen"] == 3


def test_capitals_apostrophes_and_the_guarding_mark_make_no_difference(
    classifier: dict[str, Any],
) -> None:
    assert classifier["plain"] == "dont 00"


def test_the_intent_comes_with_as_many_runners_up_as_configured(
    classifier: dict[str, Any],
) -> None:
    assert classifier["intent"]["name"] == "greet"
    assert classifier["ranking"][0] == classifier["intent"]
    assert len(classifier["ranking"]) == 2


def test_an_empty_text_has_no_intent(classifier: dict[str, Any]) -> None:
    assert classifier["silent"] is None
