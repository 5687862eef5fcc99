"""Contacts are served, or withheld and named."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.adapters.yaml_files import load_areas
from assistant.domain.areas import Area, Areas, Confirmation, Contact, Withheld
from assistant.domain.errors import DefinitionProblem, NotFoundError

TODAY = date(2026, 11, 21)
AREAS = load_areas()


def confirmed(contact: Contact, on: date | None, review_by: date | None) -> Contact:
    return replace(contact, confirmation=Confirmation("a test", on, review_by))


def areas_with(contact: Contact) -> Areas:
    derby = AREAS.area("derby")
    return Areas([replace(derby, contacts={**derby.contacts, contact.id: contact})], AREAS.national)


@pytest.mark.parametrize("contact_id", ["emergency", "silent_solution", "police_non_emergency"])
@pytest.mark.parametrize("area", ["derby", "derbyshire"])
def test_999_and_101_are_always_served(area: str, contact_id: str) -> None:
    served = AREAS.contact(area, contact_id, "production", date(2040, 1, 1))
    assert isinstance(served, Contact)


def test_every_local_contact_is_withheld_in_production_until_someone_confirms_it() -> None:
    for area_id in AREAS.ids:
        for contact_id in AREAS.area(area_id).contacts:
            assert isinstance(AREAS.contact(area_id, contact_id, "production", TODAY), Withheld)


def test_development_shows_what_the_source_documents_say() -> None:
    served = AREAS.contact("derby", "child_protection_manager", "development", TODAY)
    assert isinstance(served, Contact)
    assert served.value == "01332 642376"
    other = AREAS.contacts("derbyshire", "development", TODAY)["child_protection_manager"]
    assert other == "01629 532834"


def test_a_contact_nobody_knows_is_withheld_even_in_development() -> None:
    found = AREAS.contact("derby", "social_care", "development", TODAY)
    assert found == Withheld(
        "derby", "social_care", "Children's social care, Derby", "it isn't known"
    )
    assert "website" in str(AREAS.contacts("derby", "development", TODAY)["social_care"])


@pytest.mark.parametrize(
    ("on", "review_by", "served"),
    [
        (date(2026, 11, 1), date(2027, 5, 1), True),
        (date(2026, 11, 1), TODAY, True),
        (date(2026, 5, 1), date(2026, 11, 20), False),
        (None, date(2027, 5, 1), False),
        (date(2026, 11, 1), None, False),
        (date(2026, 12, 1), date(2027, 5, 1), False),
    ],
)
def test_production_serves_a_contact_from_its_confirmation_until_its_review_date(
    on: date | None, review_by: date | None, served: bool
) -> None:
    contact = confirmed(AREAS.area("derby").contacts["child_protection_manager"], on, review_by)
    found = areas_with(contact).contact("derby", contact.id, "production", TODAY)
    assert isinstance(found, Contact) is served


def test_an_unconfirmed_recipient_is_withheld_in_production_and_named() -> None:
    assert AREAS.served_recipients("operation_liberty", "derby", "production", TODAY) == ()
    named = {(item.area, item.id) for item in AREAS.withheld("production", TODAY)}
    assert {("derby", "police_referral_unit"), (None, "childline")} <= named
    assert (None, "emergency") not in named


def test_development_drops_the_information_report_into_the_units_folder() -> None:
    for area in AREAS.ids:
        (only,) = AREAS.served_recipients("operation_liberty", area, "development", TODAY)
        assert (only.name, only.channel) == ("Police Referral Unit, Derbyshire Police", "folder")
    assert AREAS.served_recipients("unknown_form", "derby", "development", TODAY) == ()


def test_the_edition_of_the_information_report_in_force_is_2019() -> None:
    assert {AREAS.area(area).forms["operation_liberty"] for area in AREAS.ids} == {"2019"}


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("the Travelodge on Pride Park", "derby"),
        ("Chesterfield Road, Derby", "derby"),
        ("outside the chippy in ilkeston", "derbyshire"),
        ("South Normanton", "derbyshire"),
        ("Normanton", "derby"),
        ("chapel en le frith", "derbyshire"),
        ("somewhere in Derbyshire", "derbyshire"),
        ("Derby and Buxton", None),
        ("Nottingham", None),
        ("the Derby Arms", None),
        ("", None),
    ],
)
def test_a_place_points_to_its_area_by_its_words(text: str, area: str | None) -> None:
    assert AREAS.area_for_place(text) == area


def test_an_unknown_area_or_contact_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        AREAS.area("atlantis")
    with pytest.raises(NotFoundError):
        AREAS.contact("derby", "nobody", "development", TODAY)


def test_every_contact_names_its_source() -> None:
    for area in AREAS.ids:
        assert all(c.confirmation.source for c in AREAS.area(area).contacts.values())
    assert all(c.confirmation.source for c in AREAS.national.values())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"contacts": [{"id": "a", "name": "A", "kind": "telephone", "value": 999}]}, "quotes"),
        ({"contacts": [{"id": "a", "name": "A", "kind": "x", "source": ""}]}, "must be text"),
        ({"recipients": {}}, "must be a list"),
        ({"name": None}, "must be text"),
    ],
)
def test_a_broken_area_says_what_is_wrong(change: dict[str, Any], reason: str) -> None:
    row = {"id": "x", "name": "X", "kind": "city", **change}
    with pytest.raises(DefinitionProblem, match=reason):
        Area.from_data(row)
