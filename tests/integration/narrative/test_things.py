"""Places, vehicles, contacts and what surrounds the incident."""

from typing import Any

import pytest

from tests.integration.narrative.conftest import Reads


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("saw her on normanton road", [{"text": "normanton road", "role": "seen at"}]),
        ("picked up at 14 Abbey Street", [{"text": "14 Abbey Street", "role": "picked up"}]),
        (
            "they wanted to go to the Pennine hotel",
            [{"text": "the Pennine hotel", "role": "going to"}],
        ),
        ("dropped them in the Asda car park", [{"text": "Asda car park", "role": "dropped off"}]),
        ("round the back of the Pennine", [{"text": "round the back of the Pennine"}]),
        ("she was taken to Nottingham", [{"text": "Nottingham", "role": "taken to"}]),
        (
            "he lives at 9 Peel Street, Derby, DE22 3GH",
            [{"text": "9 Peel Street, Derby", "postcode": "DE22 3GH", "role": "lives at"}],
        ),
        ("postcode de236rb", [{"text": "de236rb", "postcode": "DE23 6RB"}]),
        ("always hanging round the bus station", [{"text": "bus station", "role": "seen at"}]),
        ("lads from Manchester with a scouse accent", None),
        ("end of the road by the house", None),
        ("she goes to school", None),
        ("he has a London accent", None),
        ("im a driver in derby", None),
        ("a posh hotel", None),
        ("walking down our street", None),
    ],
)
def test_places_are_read_with_what_happened_there(
    read: Reads, text: str, places: list[dict[str, str]] | None
) -> None:
    assert read(text).get("places") == places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("outside Asda, Normanton Road", "outside Asda, Normanton Road"),
        ("no name street", "no name street"),
        ("it was the park by the canal", "the park by the canal"),
        ("Premier Inn", "Premier Inn"),
        ("derby", "derby"),
    ],
)
def test_a_bare_answer_to_where_is_a_place(read: Reads, text: str, place: str) -> None:
    assert read(text, "places")["places"] == [{"text": place}]


@pytest.mark.parametrize(
    ("text", "vehicle"),
    [
        (
            "silver audi a3 reg fh19klm",
            {"registration": "FH19 KLM", "colour": "silver", "make": "Audi", "model": "A3"},
        ),
        ("a dark blue vw golf", {"colour": "dark blue", "make": "Volkswagen", "model": "Golf"}),
        ("white transit van", {"colour": "white", "model": "Transit", "kind": "van"}),
        ("he drives a merc", {"make": "Mercedes"}),
        ("reg AB12 CDE", {"registration": "AB12 CDE"}),
        ("black car, reg starts FH19", {"registration": "starts FH19", "partial": True}),
        ("a van, plate ends XKD", {"registration": "ends XKD", "partial": True, "kind": "van"}),
        ("a red corsa", {"colour": "red", "make": "Vauxhall", "model": "Corsa"}),
        ("in a silver focus", {"colour": "silver", "make": "Ford", "model": "Focus"}),
        ("a grey peugeot 308", {"colour": "grey", "make": "Peugeot", "model": "308"}),
        ("older style plate M123 ABC", {"registration": "M123 ABC"}),
    ],
)
def test_a_vehicle_of_concern_is_read(read: Reads, text: str, vehicle: dict[str, Any]) -> None:
    found = read(text)["vehicles"]
    assert len(found) == 1
    assert vehicle.items() <= found[0].items()


@pytest.mark.parametrize(
    "text",
    [
        "in my cab",
        "a girl in my silver octavia",
        "they got a taxi",
        "the focus is on safety",
        "sat in the back seat",
        "a game of golf",
        "blue lights came",
        "not a black audi",
        "she had a black coat",
        "my reg is AB12 CDE",
        "at 10 the lad got out",
    ],
)
def test_the_writers_own_cab_and_other_words_are_no_vehicle(read: Reads, text: str) -> None:
    assert "vehicles" not in read(text)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("his number is 07700 900123", "contacts", {"phone": "07700 900123"}),
        ("there was a card with 01632 960001 on it", "contacts", {"phone": "01632 960001"}),
        (
            "he is on snapchat as dark_prince99",
            "contacts",
            {"username": "dark_prince99", "platform": "Snapchat"},
        ),
        (
            "she met him on Instagram (username daz_89x)",
            "contacts",
            {"username": "daz_89x", "platform": "Instagram"},
        ),
        ("call me on 07700 900456", "reporter", {"phone": "07700 900456"}),
        ("my name is Priya Shah", "reporter", {"name": "Priya Shah"}),
        ("im dave and i drive nights", "reporter", {"name": "Dave"}),
        ("email me at kim@example.org", "reporter", {"email": "kim@example.org"}),
        ("i've told my boss", "informed", {"role": "boss"}),
        (
            "I've informed the social worker, Karen Holt.",
            "informed",
            {"role": "social worker", "name": "Karen Holt"},
        ),
        ("i dont want to give my name", "identity", "anonymous"),
        ("I'd rather not say who I am", "identity", "anonymous"),
        ("he had a knife", "weapons", "a knife"),
        ("they threatened him with a machete", "weapons", "a machete"),
        ("held at knifepoint", "weapons", "knifepoint"),
        ("I've got it on dashcam", "recording", "I've got it on dashcam"),
        (
            "incident number 123 of 4 May",
            "police_incident_number",
            "123 of 4 May",
        ),
        ("i picked up a girl", "witnessed", "yes"),
        ("Saw a man with a girl", "witnessed", "yes"),
        ("theres a girl in my cab", "witnessed", "yes"),
        ("my mate told me about a girl", "witnessed", "no"),
        ("my mate told me about a girl", "third_party", "yes"),
        ("my daughter says he does it to others", "third_party", "yes"),
    ],
)
def test_a_circumstance_is_read(read: Reads, text: str, name: str, value: object) -> None:
    assert read(text)[name] == [value]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("didnt see a knife", "weapons"),
        ("no weapons", "weapons"),
        ("he might have had a gun", "weapons"),
        ("what if he has a knife", "weapons"),
        ("no dashcam in this cab", "recording"),
        ("the cctv is broken", "recording"),
        ("should i check the cctv", "recording"),
        ("im worried about a girl", "reporter"),
        ("im asian and so was he", "reporter"),
        ("i havent told my boss", "informed"),
        ("should i tell the school", "informed"),
        ("nobody told me", "third_party"),
        ("if i saw a girl", "witnessed"),
        ("she told me he hits her", "third_party"),
        ("call me on 07700 900456", "contacts"),
        ("his number is 07700 900123", "reporter"),
        ("im not anonymous", "identity"),
    ],
)
def test_a_near_miss_gives_nothing(read: Reads, text: str, name: str) -> None:
    assert name not in read(text)


@pytest.mark.parametrize(
    ("text", "expecting", "value"),
    [
        ("black golf", "vehicles", {"colour": "black", "model": "Golf", "make": "Volkswagen"}),
        ("a silver one", "vehicles", {"colour": "silver"}),
        ("YK19", "vehicles", {"registration": "YK19", "partial": True}),
        ("Sam, 07700900123", "reporter", {"phone": "07700 900123", "name": "Sam"}),
        ("07700 900777", "contacts", {"phone": "07700 900777"}),
        ("my boss", "informed", {"role": "boss"}),
    ],
)
def test_a_bare_answer_is_read_as_what_was_asked(
    read: Reads, text: str, expecting: str, value: dict[str, Any]
) -> None:
    assert value.items() <= read(text, expecting)[expecting][0].items()


def test_a_bare_incident_number_is_no_phone(read: Reads) -> None:
    found = read("0412-040526", "police_incident_number")
    assert found == {"police_incident_number": ["0412-040526"]}


def test_an_empty_text_gives_nothing(read: Reads) -> None:
    assert read("") == {}
    assert read("   \n ") == {}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("picked him up from the station and took him to a flat on Saltergate", "Saltergate"),
        ("up to room 9 at the Railway Lodge", "Railway Lodge"),
        ("a girl lives in a house on Airbnb", None),
        ("he drives a dark green Volvo estate", None),
        ("Allestree Park, Sunday evening, five teenagers", "Allestree Park"),
    ],
)
def test_a_street_or_venue_is_known_by_what_stands_before_it(
    read: Reads, text: str, place: str | None
) -> None:
    found = [where["text"] for where in read(text).get("places", [])]
    assert found == ([place] if place else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a man called Marek, about 35, scar on his chin", "scar on his chin"),
        ("a man with a tattoo of a swallow on his hand", "tattoo of a swallow on his hand"),
        ("a man buys girls coats and trainers", None),
    ],
)
def test_a_feature_says_where_it_is(read: Reads, text: str, words: str | None) -> None:
    assert read(text)["offenders"][0].get("description") == words


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("She goes to Ashbourne Road School and lives in Normanton. She meets men at the bus "
         "station in Derby", ["bus station in Derby"]),
        ("She lives at 12 Park Road, Derby DE1 2AB. A man parks outside Asda on Osmaston Road",
         ["outside Asda on Osmaston Road"]),
        ("Ellie, 14, lives in Normanton and gets into cars outside Asda on Osmaston Road",
         ["outside Asda on Osmaston Road"]),
        ("An older man lives at 40 Green Lane, Derby and girls go in", ["40 Green Lane, Derby"]),
        ("I saw him outside Ashbourne Road School", ["outside Ashbourne Road School"]),
    ],
)  # fmt: skip
def test_a_childs_own_school_and_home_are_no_places_of_risk(
    read: Reads, text: str, places: list[str]
) -> None:
    assert [place["text"] for place in read(text).get("places", [])] == places


@pytest.mark.parametrize("years", ["a 7 year old boy", "a 3 yr old", "a 5 years old girl"])
def test_an_age_is_no_model_of_a_car(read: Reads, years: str) -> None:
    assert "vehicles" not in read(f"there is {years} at number 12 who is never washed")


def test_a_carpark_is_no_car(read: Reads) -> None:
    assert "vehicles" not in read("Chesterfield station carpark")


@pytest.mark.parametrize(
    ("text", "username"),
    [
        ("his insta is dan the man 88", "dan the man 88"),
        ("he's Shadow#1234 on discord", "Shadow#1234"),
        ("his username is Shadow#1234", "Shadow#1234"),
        ("his snap is private and she is 14", None),
        ("he is in room #1234", None),
    ],
)
def test_a_screen_name_of_several_words_or_with_a_number_sign(
    read: Reads, text: str, username: str | None
) -> None:
    found = read(text).get("contacts", [{}])
    assert found[0].get("username") == username


@pytest.mark.parametrize(
    ("text", "vehicle"),
    [
        (
            "a black BMW, FJ19, last three were KLO",
            {"colour": "black", "make": "BMW", "registration": "FJ19 KLO"},
        ),
        ("plate FJ19 something, last letters KLO", {"registration": "FJ19 KLO"}),
        ("a black BMW, FJ19, the last three were men", {"colour": "black", "make": "BMW"}),
        ("a bottle green Golf", {"colour": "bottle green", "make": "Volkswagen", "model": "Golf"}),
        ("a dark coloured van", {"colour": "dark coloured", "kind": "van"}),
        ("a silver A1", {"colour": "silver", "make": "Audi", "model": "A1"}),
    ],
)
def test_a_vehicle_is_read_with_the_whole_of_its_plate_and_colour(
    read: Reads, text: str, vehicle: dict[str, Any]
) -> None:
    (found,) = read(text)["vehicles"]
    assert {k: v for k, v in found.items() if k != "text"}.items() >= vehicle.items()
    assert found.get("registration", "FJ19") in ("FJ19 KLO", "FJ19")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("my colleague Steve, a driver at A1 cars", None),
        ("ona ma 14 lat", None),
        ("ona ma 14 lat", "vehicles"),
        ("ea are 14 ani", None),
    ],
)
def test_a_firm_and_an_age_in_polish_are_no_vehicle(
    read: Reads, text: str, asked: str | None
) -> None:
    assert "vehicles" not in read(text, asked)


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("his email is creepyguy99@hotmail.com", False),
        ("his number is 07700900123 and email is creepyguy99@hotmail.com", False),
        ("I work at the hotel, my email is sam@example.org", True),
        ("sam@example.org", True),
    ],
)
def test_an_email_belongs_to_whom_it_is_told_of(read: Reads, text: str, mine: bool) -> None:
    found = read(text)
    assert ("email" in found.get("reporter", [{}])[0]) is mine
    assert any("email" in c for c in found.get("contacts", [])) is not mine


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'd like my name kept off this if possible", None),
        ("please keep my name Out Of It", None),
        ("my name Kofi, I drive a cab", "Kofi"),
        ("my name is kofi mensah", "Kofi Mensah"),
    ],
)
def test_a_name_that_is_kept_off_is_no_name(read: Reads, text: str, name: str | None) -> None:
    assert read(text).get("reporter", [{}])[0].get("name") == name
