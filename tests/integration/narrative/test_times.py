"""When it happened, resolved against now."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.narrative.reader import SpacyReader
from tests.integration.narrative.conftest import NIGHT, Reads

LONDON = ZoneInfo("Europe/London")
EVENING = datetime(2026, 11, 20, 22, 15, tzinfo=LONDON)  # Friday
MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=LONDON)  # Monday


@pytest.mark.parametrize("said", ["13 maybe", "13 may be"])
def test_an_age_before_maybe_is_no_day_in_may(read: Reads, said: str) -> None:
    found = read(f"dropped a lass at a house bout 2am she looked {said}")
    assert "date" not in found["incident_time"][0]
    assert found["victims"][0]["age"] == 13


@pytest.mark.parametrize(
    ("text", "now", "date", "time", "approximate"),
    [
        ("a man and a girl, about half eleven last night", NIGHT, "2026-11-20", "23:30", True),
        ("i saw them last night about 2", MORNING, "2026-11-23", "02:00", True),
        ("saw her at 10.30pm yesterday", MORNING, "2026-11-22", "22:30", False),
        ("it was friday just gone", MORNING, "2026-11-20", None, False),
        ("fri night at quarter to 1", MORNING, "2026-11-21", "00:45", False),
        ("sat night round midnight", MORNING, "2026-11-22", "00:00", True),
        ("they met tonight around 2", NIGHT, None, None, True),
        ("dropped them tonight around 11", NIGHT, "2026-11-20", "23:00", True),
        ("tonite bout 9 a girl got in", EVENING, "2026-11-20", "21:00", True),
        ("an hour ago a girl ran past", NIGHT, "2026-11-20", "23:40", True),
        ("half an hour ago", NIGHT, "2026-11-21", "00:10", True),
        ("ten mins ago", NIGHT, "2026-11-21", "00:30", True),
        ("a couple of hours ago", EVENING, "2026-11-20", "20:15", True),
        ("just now outside the club", NIGHT, "2026-11-21", "00:40", True),
        ("just had a girl in the cab", NIGHT, "2026-11-21", "00:40", True),
        ("on the 14th i saw a man", MORNING, "2026-11-14", None, False),
        ("on the 30th i saw a man", MORNING, "2026-10-30", None, False),
        ("it was 4th May at 3pm", MORNING, "2026-05-04", "15:00", False),
        ("on 18/11/2026 at 22:15", MORNING, "2026-11-18", "22:15", False),
        ("three days ago", MORNING, "2026-11-20", None, False),
        ("this morning at 8", MORNING, "2026-11-23", "08:00", False),
        ("at 3 in the morning on sunday", MORNING, "2026-11-22", "03:00", False),
        ("in the early hours of saturday", MORNING, "2026-11-21", None, False),
        ("yesterday afternoon about 3ish", MORNING, "2026-11-22", "15:00", True),
        ("yesterday about 4", MORNING, "2026-11-22", None, True),
        ("the day before yesterday", MORNING, "2026-11-21", None, False),
        ("last week they moved her", MORNING, None, None, True),
        ("a week ago", MORNING, "2026-11-16", None, True),
        ("twenty past ten on tuesday night", MORNING, "2026-11-17", "22:20", False),
    ],
)
def test_a_time_is_resolved(
    read: Reads, text: str, now: datetime, date: str | None, time: str | None, approximate: bool
) -> None:
    found = read(text, now=now)["incident_time"]
    assert len(found) == 1
    value = found[0]
    assert (value.get("date"), value.get("time"), value["approximate"]) == (date, time, approximate)


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("about half 11", "2026-11-20", "23:30"),
        ("11ish", "2026-11-20", "23:00"),
        ("around 2", "2026-11-20", "14:00"),
        ("last thursday", "2026-11-19", None),
        ("14th", "2026-11-14", None),
        ("half ten", "2026-11-20", "22:30"),
        ("gone midnight", "2026-11-21", "00:00"),
        ("7", "2026-11-20", "19:00"),
    ],
)
def test_a_bare_answer_to_when_is_the_last_time_it_was_then(
    read: Reads, text: str, date: str, time: str | None
) -> None:
    value = read(text, "incident_time")["incident_time"][0]
    assert (value.get("date"), value.get("time")) == (date, time)


@pytest.mark.parametrize(
    "text",
    [
        "he comes in every friday with a girl",
        "she has been missing since sunday",
        "a girl about 11 on her own",
        "room 11 with 2 girls",
        "the fare was 11 quid",
        "it took about 11 mins",
        "born on 14/5/2010",
        "most nights there are men in there",
        "their ages are 14 and 15",
        "tickets are for the 14th",
        "do i report it",
    ],
)
def test_other_numbers_and_habits_are_no_incident_time(read: Reads, text: str) -> None:
    assert "incident_time" not in read(text)


def test_an_hour_ago_counts_true_hours_when_the_clocks_go_back(read: Reads) -> None:
    now = datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON)
    assert read("an hour ago", now=now)["incident_time"][0]["time"] == "01:30"


def test_the_first_of_several_times_is_the_incident(read: Reads) -> None:
    text = "last night at 11 a girl got in. i rang my boss at 8 this morning"
    assert read(text, now=MORNING)["incident_time"][0]["time"] == "23:00"


def test_a_time_keeps_the_words_it_came_from(read: Reads) -> None:
    text = "Picked her up about HALF ELEVEN last night"
    assert read(text)["incident_time"][0]["text"] == "about HALF ELEVEN last night"


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("at 1.15 this morning I turned away a girl", "2026-11-20", "01:15"),
        ("today at 3pm a man got a girl in his car", "2026-11-20", "15:00"),
        ("Saturday at 9am a girl was crying", "2026-11-14", "09:00"),
        ("a girl went missing on Friday 13th", "2026-11-13", None),
        ("I saw her this evening", "2026-11-20", None),
        ("a girl got in today", None, None),
        ("a lad was stabbed at ten to midnight on Wednesday", "2026-11-18", "23:50"),
        ("Thursday teatime about twenty to six a lad got on", "2026-11-19", "17:40"),
        ("follows girls walking home from school at about half three", None, "15:30"),
        ("about half 8 on the way to school on Thursday", "2026-11-19", "08:30"),
        ("he comes at about half three", None, None),
        ("today it was a girl of about 12", None, None),
    ],
)
def test_the_hour_and_day_that_the_words_around_mean(
    read: Reads, text: str, day: str | None, clock: str | None
) -> None:
    when = read(text)["incident_time"][0]
    assert (when.get("date"), when.get("time")) == (day, clock)


@pytest.mark.parametrize(
    "text",
    ["4-Nov-2026", "2026/11/04", "2026-11-04", "4-11-2026", "(04/11/2026)", "Wed 4 Nov 2026.",
     "04.11.2026", "4th of November 2026"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "I saw a man with a girl on "])
def test_a_whole_date_is_read_in_every_notation(read: Reads, text: str, before: str) -> None:
    (found,) = read(f"{before}{text}", "incident_time")["incident_time"]
    assert found["date"] == "2026-11-04"
    assert "time" not in found


def test_a_clock_beside_a_date_is_still_its_time(read: Reads) -> None:
    (found,) = read("2026/11/04 at 10pm", "incident_time")["incident_time"]
    assert (found["date"], found["time"]) == ("2026-11-04", "22:00")


SATURDAY = datetime(2026, 11, 21, 17, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("text", "date", "approximate"),
    [
        ("Three weeks ago on a Friday", "2026-10-30", True),
        ("Friday, three weeks ago, a girl got in", "2026-10-30", True),
        ("a month ago on a Tuesday", None, True),
        ("friday last week", "2026-11-13", True),
        ("it was the weekend before last", "2026-11-07", True),
        ("three days ago", "2026-11-18", False),
        ("on friday. she was hurt three weeks ago", "2026-11-20", False),
        ("at the weekend", None, True),
    ],
)
def test_a_weekday_beside_a_week_is_the_one_about_then(
    read: Reads, text: str, date: str | None, approximate: bool
) -> None:
    (value,) = read(text, now=SATURDAY)["incident_time"]
    assert (value.get("date"), value["approximate"]) == (date, approximate)


@pytest.mark.parametrize(
    ("text", "date", "time", "approximate"),
    [
        ("It was on the 3rd Oct about 9pm", "2026-10-03", "21:00", True),
        ("on the 3rd of Oct", "2026-10-03", None, False),
        ("the 1st Dec", "2025-12-01", None, True),
        ("the 1st Dec 2025", "2025-12-01", None, False),
        ("on the 3rd", "2026-11-03", None, False),
        ("Halloween night about 9", "2026-10-31", "21:00", True),
        ("bonfire night", "2026-11-05", None, False),
        ("Christmas Eve", "2025-12-24", None, True),
        ("quarter past eleven last nite", "2026-11-20", "23:15", False),
    ],
)
def test_a_date_with_its_month_or_its_own_name_is_that_day(
    read: Reads, text: str, date: str, time: str | None, approximate: bool
) -> None:
    (value,) = read(text, now=SATURDAY)["incident_time"]
    assert (value.get("date"), value.get("time"), value["approximate"]) == (date, time, approximate)


@pytest.mark.parametrize("text", ["he comes every halloween", "born on boxing day"])
def test_a_feast_of_every_year_is_no_incident(read: Reads, text: str) -> None:
    assert "incident_time" not in read(text, now=SATURDAY)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("between 9pm and 10pm on Thursday", "21:00"),
        ("I saw them between 9 and 10pm on Thursday", "21:00"),
        ("from half nine till ten on Thursday night", "21:30"),
        ("9-10pm thursday", "21:00"),
        ("between 11pm and 1am on Thursday", "23:00"),
        ("between 01:00 and 04:00 on Thursday", "01:00"),
    ],
)
def test_a_stretch_of_time_is_when_it_began_with_its_words(
    read: Reads, text: str, time: str
) -> None:
    (value,) = read(text, now=SATURDAY)["incident_time"]
    assert (value["date"], value["time"], value["approximate"]) == ("2026-11-19", time, True)
    assert value["text"].startswith(("between", "from", "9-10pm"))


@pytest.mark.parametrize(
    "text",
    ["girls between 12 and 14", "from 10 Abbey Street to 12 Green Lane", "girls 12-14 got in"],
)
def test_ages_and_house_numbers_are_no_stretch_of_time(read: Reads, text: str) -> None:
    assert "incident_time" not in read(text, now=SATURDAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a bit earlier", "a bit earlier"),
        ("it was much earlier than that", "much earlier"),
        ("earlier this week", "this week"),
    ],
)
def test_earlier_than_something_is_not_today(read: Reads, text: str, words: str) -> None:
    assert read(text, "incident_time", SATURDAY)["incident_time"] == [
        {"text": words, "approximate": True}
    ]


def test_earlier_alone_is_today(read: Reads) -> None:
    (value,) = read("a girl got in earlier", now=SATURDAY)["incident_time"]
    assert value["date"] == "2026-11-21"


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("it was half ten not eleven", "2026-11-20", "22:30"),
        ("not at 11pm, half ten", "2026-11-20", "22:30"),
        ("not last night, thursday at 9pm", "2026-11-19", "21:00"),
    ],
)
def test_a_time_that_is_denied_is_not_the_time(
    read: Reads, text: str, date: str, time: str
) -> None:
    (value,) = read(text, "incident_time")["incident_time"]
    assert (value["date"], value["time"]) == (date, time)


def test_a_guessed_half_of_the_day_is_approximate(read: Reads) -> None:
    assert read("half ten", "incident_time")["incident_time"][0]["approximate"]
    assert not read("10.30pm", "incident_time")["incident_time"][0]["approximate"]


def test_a_night_named_by_its_day_is_last_weeks_where_its_hour_is_still_to_come() -> None:
    evening = datetime(2026, 11, 21, 19, 8, tzinfo=ZoneInfo("Europe/London"))  # a Saturday
    found = SpacyReader().read("Saturday night about 1am I had three lads in the cab", evening)
    (when,) = found.details["incident_time"]
    assert (when.value["date"], when.value["time"]) == ("2026-11-15", "01:00")
