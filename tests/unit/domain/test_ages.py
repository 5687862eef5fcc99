"""Ages as people write them."""

import pytest

from assistant.domain.ages import age_in


@pytest.mark.parametrize(
    ("text", "years", "words"),
    [
        ("14", 14, "14"),
        ("fourteen", 14, "14"),
        ("aged 14 yrs", 14, "14"),
        ("she's 14", 14, "14"),
        ("14-year-old", 14, "14"),
        ("14yo", 14, "14"),
        ("about 14", 14, "about 14"),
        ("14 or 15", 14, "14 or 15"),
        ("14/15", 14, "14/15"),
        ("nearly 16", 15, "nearly 16"),
        ("15ish", 15, "15ish"),
        ("12 and a half", 12, "12 and a half"),
        ("year 5", 9, "year 5"),
        ("Y5", 9, "Y5"),
        ("in year 10", 14, "year 10"),
        ("9 months", 0, "9 months"),
        ("18 months", 1, "18 months"),
        ("-3", -3, "-3"),
        ("age -3", -3, "-3"),
        ("150", 150, "150"),
    ],
)
def test_an_age_is_a_number_of_years_and_the_words_for_it(
    text: str, years: int, words: str
) -> None:
    age = age_in(text)
    assert age is not None
    assert (age.years, age.text) == (years, words)


@pytest.mark.parametrize("text", ["", "Ellie", "1234", "£14", "red hair", "2011-05-04", "u16s"])
def test_other_words_and_figures_are_no_age(text: str) -> None:
    assert age_in(text) is None


def test_what_is_said_to_be_an_age_goes_before_a_mere_number() -> None:
    age = age_in("2 brothers, aged 14")
    assert age is not None
    assert age.years == 14
