"""A correction is laid over the one it is about; where that isn't clear nothing is changed."""

from typing import Any

import pytest

from assistant.domain.definition import QuestionType
from assistant.domain.interview import Answer, Given
from assistant.domain.placing import Placer, Sexes, UnclearError
from assistant.domain.reading import Span

SEXES = Sexes(frozenset({"boy", "man"}), frozenset({"girl", "woman"}))
ANN, BETH = {"name": "Ann Cole", "age": 12}, {"name": "Beth Cole", "age": 14}


def placer(kind: QuestionType = QuestionType.PERSON) -> Placer:
    return Placer(kind, SEXES, lambda item: " ".join(map(str, item.values())))


def laid(old: list[dict[str, Any]], *new: dict[str, Any], denied: str = "") -> Any:
    return placer().lay(Answer(old), Answer(list(new)), denied).value


def test_a_correction_of_one_thing_keeps_what_it_does_not_mention() -> None:
    span = (Span(0, 3, "red"),)
    old = Answer([{"colour": "red", "make": "Ford"}], evidence={"[0].colour": span})
    new = placer(QuestionType.VEHICLE).lay(
        old, Answer([{"colour": "blue"}], evidence={"[0].colour": ()})
    )
    assert new.value == [{"colour": "blue", "make": "Ford"}]
    assert new.evidence == {"[0].colour": ()}
    assert old.value == [{"colour": "red", "make": "Ford"}]


def test_an_age_in_words_replaces_an_age_in_figures() -> None:
    assert laid([{"age": 14}], {"age_text": "about 15"}) == [{"age_text": "about 15"}]


def test_of_several_the_one_with_that_name_is_changed_and_keeps_the_whole_of_it() -> None:
    assert laid([ANN, BETH], {"name": "Beth", "age": 13}) == [ANN, {"name": "Beth Cole", "age": 13}]


def test_of_several_the_one_with_the_words_that_are_wrong_is_changed() -> None:
    assert laid([ANN, BETH], {"age": 13}, denied="14") == [ANN, {"name": "Beth Cole", "age": 13}]


def test_of_a_girl_and_a_boy_the_one_that_is_named_is_changed() -> None:
    old = [{"gender": "girl", "age": 12}, {"gender": "boy", "age": 10}]
    assert laid(old, {"gender": "boy", "age": 11}) == [old[0], {"gender": "boy", "age": 11}]


@pytest.mark.parametrize("new", [{"age": 13}, {"name": "Cara"}, {"name": "Cole", "age": 9}])
def test_where_it_is_not_clear_which_of_several_nothing_is_changed(new: dict[str, Any]) -> None:
    with pytest.raises(UnclearError):
        laid([ANN, BETH], new)


def test_fewer_people_than_there_are_change_nothing() -> None:
    with pytest.raises(UnclearError):
        laid([ANN, BETH, {"name": "Cara"}], {"age": 13}, {"age": 14})


def test_more_people_than_there_were_leave_what_was_known_of_the_first() -> None:
    old = [{"gender": "man", "description": "older man"}]
    assert laid(old, {"gender": "man"}, {"gender": "man"}) == [*old, {"gender": "man"}]


def test_what_is_denied_goes() -> None:
    old = [{"gender": "man", "description": "older man"}]
    assert laid(old, {"gender": "boy", "age": 17}, denied="a man") == [{"gender": "boy", "age": 17}]


def test_another_place_takes_the_place_of_the_first() -> None:
    old = Answer([{"text": "4 Mill Lane", "postcode": "DE1 2AB"}])
    new = placer(QuestionType.PLACE).lay(old, Answer([{"text": "Green Lane"}]))
    assert new.value == [{"text": "Green Lane"}]


def test_what_was_not_answered_takes_the_answer_whole() -> None:
    new = Answer([{"name": "A"}])
    assert placer().lay(Answer(given=Given.DONT_KNOW), new) is new


# -- times -------------------------------------------------------------------------------------

TUESDAY = {"text": "last tuesday at 11pm", "date": "2026-11-17", "time": "23:00"}


def retimed(new: dict[str, Any], **said: tuple[int, int]) -> Any:
    spans = {part: (Span(*ends, "x" * (ends[1] - ends[0])),) for part, ends in said.items()}
    whole = placer(QuestionType.DATE_TIME).lay(Answer(TUESDAY), Answer(new, evidence=spans))
    return whole.value


def test_another_hour_leaves_the_day() -> None:
    new = {"text": "10pm", "date": "2026-11-20", "time": "22:00"}
    said = retimed(new, text=(0, 4), date=(0, 4), time=(0, 4))
    assert said == {"text": "10pm", "date": "2026-11-17", "time": "22:00"}


def test_another_day_leaves_the_hour() -> None:
    said = retimed({"text": "thursday", "date": "2026-11-19"}, text=(0, 8), date=(0, 8))
    assert said == {"text": "thursday", "date": "2026-11-19", "time": "23:00"}


def test_another_day_and_hour_replace_both() -> None:
    new = {"text": "friday at 10", "date": "2026-11-20", "time": "22:00"}
    assert retimed(new, text=(0, 12), date=(0, 6), time=(7, 12)) == new


def test_a_time_that_says_the_same_changes_nothing() -> None:
    assert retimed({"text": "tuesday", "date": "2026-11-17"}, date=(0, 7)) == TUESDAY
