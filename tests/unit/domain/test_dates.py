"""Dates as people write them, and the ages that follow."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.dates import age_on, day_in

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
