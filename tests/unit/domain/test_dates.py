"""Dates as people write them, and the ages that follow."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.dates import age_on, dates_in, day_in

DAY = date(2011, 5, 4)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "2011-05-04",
        "04/05/2011",
        "4/5/2011",
        "4/5/11",
        "4.5.11",
        "04-05-2011",
        "4 May 2011",
        "4th May 2011",
        "4th of May 2011",
        "4 of May, 2011",
        "May 4, 2011",
        "May 4th 2011",
        "  4 MAY 2011 ",
    ],
)
def test_a_date_is_read_day_first_however_it_is_written(text: str) -> None:
    assert day_in(text) == DAY


@pytest.mark.parametrize("month", ["August", "Aug"])
@pytest.mark.parametrize("day", ["1st", "2nd", "3rd", "21st", "22nd", "23rd", "31st"])
def test_every_ordinal_goes_and_the_months_keep_their_letters(day: str, month: str) -> None:
    found = day_in(f"{day} {month} 2010")
    assert found is not None
    assert (found.day, found.month) == (int(day[:-2]), 8)


@pytest.mark.parametrize(
    "text",
    ["", "May 2011", "2011", "14", "about 14", "last Friday", "31/02/2011", "04/13/2011", "4 Mai"],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert day_in(text) is None
    assert age_on(text, TODAY) is None


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("21/11/2013", 13),
        ("22/11/2013", 12),
        ("20/11/2013", 13),
        ("1/12/2013", 12),
        ("29/02/2012", 14),
        ("21/11/2026", 0),
    ],
)
def test_a_year_is_added_on_the_birthday_and_not_before(born: str, age: int) -> None:
    assert age_on(born, TODAY) == age


@given(st.dates(date(2000, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%Y-%m-%d"]))
def test_a_date_written_in_any_of_the_ways_is_the_same_date(born: date, how: str) -> None:
    assert day_in(born.strftime(how)) == born


@given(st.dates(date(2000, 1, 1), TODAY), st.dates(TODAY, date(2040, 1, 1)))
def test_an_age_never_falls_as_time_goes_on(born: date, later: date) -> None:
    text = born.isoformat()
    now, then = age_on(text, TODAY), age_on(text, later)
    assert now is not None
    assert then is not None
    assert 0 <= now <= then


@pytest.mark.parametrize(
    "text",
    [
        "4-May-2011",
        "4 May 11",
        "04-MAY-2011",
        "2011/05/04",
        "2011.05.04",
        "Wednesday 4 May 2011",
        "Wed, 4th May 2011.",
        "the 4th of May 2011",
        "(04/05/2011)",
        "04/05/2011.",
        "4 / 5 / 2011",
    ],
)
def test_a_date_is_read_with_weekday_brackets_or_full_stop_and_in_other_notations(
    text: str,
) -> None:
    assert day_in(text) == DAY


@pytest.mark.parametrize("month", ["Sep", "Sept", "September", "SEPT."])
def test_september_is_known_by_each_of_its_names(month: str) -> None:
    assert day_in(f"4 {month} 2014") == date(2014, 9, 4)


def test_dates_are_found_inside_other_words() -> None:
    found = list(dates_in("Tom Smith 03/02/2012, seen 4-Sep-2026, ring 01332 555 0100"))
    assert [written.day for written in found] == [date(2012, 2, 3), date(2026, 9, 4)]


@pytest.mark.parametrize("text", ["01332 555 0100", "CRA-2026-10-12", "10/11/12/13", "1.2.3.4"])
def test_other_figures_are_no_dates(text: str) -> None:
    assert list(dates_in(text)) == []


@pytest.mark.parametrize(
    ("born", "age"), [("1/2/65", 61), ("1/2/12", 14), ("22/11/26", 99), ("4 May 2031", -5)]
)
def test_a_birth_in_two_figures_is_past_and_one_to_come_is_below_zero(born: str, age: int) -> None:
    assert age_on(born, TODAY) == age
