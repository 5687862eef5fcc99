"""Areas: whom a form goes to, whom to ring, and what may be shown to people today.

Contact details in the source documents date from 2015 to 2019. Outside development mode one that
nobody has confirmed, or whose review date has passed, is withheld and named to the operator
(design, section 6). 999 and 101 are always served.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.domain.errors import DefinitionProblem, NotFoundError

Mode = Literal["development", "production"]
Place = tuple[str | int, ...]

_STREETS = r"(?!\s+(?:road|rd|street|st|lane|ln|avenue|ave|close|drive|way|arms|inn|hotel)\b)"


@dataclass(frozen=True)
class Confirmation:
    """Where a contact comes from, and whether someone has made sure that it still holds."""

    source: str
    confirmed_on: date | None
    review_by: date | None

    def why_withheld(self, mode: Mode, today: date) -> str | None:
        """Why it must not be shown as live today, or None (design, section 6)."""
        if mode == "development":
            return None
        if self.confirmed_on is None or self.confirmed_on > today:
            return "nobody has confirmed it"
        if self.review_by is None:
            return "it has no review date"
        if self.review_by < today:
            return f"its review date, {self.review_by.isoformat()}, has passed"
        return None


@dataclass(frozen=True)
class Contact:
    """A number, an address or a role that people may turn to."""

    id: str
    name: str
    kind: str
    value: str | None
    hours: str | None
    confirmation: Confirmation
    always: bool = False
    """999 and 101: served whatever else is withheld."""

    find: str | None = None
    """Where people find it themselves, said while it can't be served."""

    def why_withheld(self, mode: Mode, today: date) -> str | None:
        """Why it must not be shown today, or None."""
        if self.value is None:
            return "it isn't known"
        return None if self.always else self.confirmation.why_withheld(mode, today)


@dataclass(frozen=True)
class Withheld:
    """A contact or recipient that isn't served today, named for the operator."""

    area: str | None
    """None for a national contact."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True)
class Recipient:
    """Where a completed form goes. `information` names a contact that is only told of."""

    id: str
    form: str
    name: str
    channel: str
    target: str
    information: str | None
    confirmation: Confirmation

    def why_withheld(self, mode: Mode, today: date) -> str | None:
        """Why nothing may be sent there today, or None."""
        return self.confirmation.why_withheld(mode, today)


@dataclass(frozen=True)
class Area:
    """A place's contacts, recipients and names for things."""

    id: str
    name: str
    kind: str
    forms: Mapping[str, str]
    """The edition in force of each form."""

    recipients: tuple[Recipient, ...]
    contacts: Mapping[str, Contact]
    pathways: Mapping[str, str]
    place_names: tuple[str, ...]

    @classmethod
    def from_data(cls, data: Any) -> "Area":
        """Build from the plain data of `areas/<id>.yml`. Raises DefinitionProblem."""
        row = _mapping(data, ())
        contacts = _contacts(row.get("contacts", []), ("contacts",))
        return cls(
            id=_text(row, "id", ()),
            name=_text(row, "name", ()),
            kind=_text(row, "kind", ()),
            forms=_words(row.get("forms", {}), ("forms",)),
            recipients=tuple(
                _recipient(item, ("recipients", number), contacts)
                for number, item in enumerate(_sequence(row.get("recipients", []), ("recipients",)))
            ),
            contacts=contacts,
            pathways=_words(row.get("pathways", {}), ("pathways",)),
            place_names=tuple(
                str(name) for name in _sequence(row.get("place_names", []), ("place_names",))
            ),
        )

    def served_recipients(self, form: str, mode: Mode, today: date) -> tuple[Recipient, ...]:
        """Where a form may go today; none where nobody has confirmed the way there."""
        return tuple(
            recipient
            for recipient in self.recipients
            if recipient.form == form and not recipient.why_withheld(mode, today)
        )

    def withheld(self, mode: Mode, today: date) -> tuple[Withheld, ...]:
        """Everything of this area that isn't served today, for the operator."""
        reasons = [(r.id, r.name, r.why_withheld(mode, today)) for r in self.recipients]
        reasons += [(c.id, c.name, c.why_withheld(mode, today)) for c in self.contacts.values()]
        return tuple(Withheld(self.id, id_, name, why) for id_, name, why in reasons if why)


class Areas:
    """All areas and the national contacts."""

    def __init__(self, areas: Sequence[Area], national: Mapping[str, Contact]) -> None:
        self._areas = {area.id: area for area in areas}
        self.national = dict(national)
        self._places = _place_pattern(areas)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all areas."""
        return tuple(self._areas)

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each area by its id."""
        return {area.id: area.name for area in self._areas.values()}

    def area(self, area_id: str) -> Area:
        """One area. Raises NotFoundError."""
        if area_id not in self._areas:
            raise NotFoundError("There is no such area.")
        return self._areas[area_id]

    def contact(self, area_id: str, contact_id: str, mode: Mode, today: date) -> Contact | Withheld:
        """A contact of the area, or a national one, if it may be served today.

        Raises NotFoundError where neither has one of that id.
        """
        area = self.area(area_id)
        contact = area.contacts.get(contact_id) or self.national.get(contact_id)
        if contact is None:
            raise NotFoundError("There is no such contact.")
        reason = contact.why_withheld(mode, today)
        if reason is None:
            return contact
        owner = area_id if contact_id in area.contacts else None
        return Withheld(owner, contact.id, contact.name, reason)

    def contact_names(self, area_id: str) -> dict[str, str]:
        """What each contact of an area, and each national one, is called."""
        contacts = {**self.national, **self.area(area_id).contacts}
        return {contact_id: contact.name for contact_id, contact in contacts.items()}

    def contacts(self, area_id: str, mode: Mode, today: date) -> dict[str, str | None]:
        """Every contact by its id: what to ring or write to, or where it is to be found while it
        is withheld; None where nobody says."""
        known = {**self.national, **self.area(area_id).contacts}
        return {
            contact.id: contact.find if contact.why_withheld(mode, today) else contact.value
            for contact in known.values()
        }

    def telephones(self, area_id: str, mode: Mode, today: date) -> list[dict[str, str | None]]:
        """The numbers to ring that may be shown today: the area's own, then the national ones."""
        known = {**self.area(area_id).contacts, **self.national}
        return [
            {"id": c.id, "name": c.name, "number": c.value, "hours": c.hours}
            for c in known.values()
            if c.kind == "telephone" and not c.why_withheld(mode, today)
        ]

    def served_recipients(
        self, form: str, area_id: str, mode: Mode, today: date
    ) -> tuple[Recipient, ...]:
        """Where a form of that area may go today."""
        return self.area(area_id).served_recipients(form, mode, today)

    def withheld(self, mode: Mode, today: date) -> tuple[Withheld, ...]:
        """Everything that isn't served today, national contacts first, for the operator."""
        national = [
            Withheld(None, contact.id, contact.name, reason)
            for contact in self.national.values()
            if (reason := contact.why_withheld(mode, today))
        ]
        local = [item for area in self._areas.values() for item in area.withheld(mode, today)]
        return (*national, *local)

    def area_for_place(self, text: str) -> str | None:
        """The area that a place's words point to; None where they point to none or to several.

        A street named after a town ("Chesterfield Road, Derby") says nothing about where it is.
        """
        found = {
            area
            for match in self._places.finditer(text)
            for area, number in self._place_owner(match.group())
            if number
        }
        return found.pop() if len(found) == 1 else None

    def _place_owner(self, name: str) -> Iterable[tuple[str, int]]:
        folded = _folded(name)
        for area in self._areas.values():
            yield area.id, sum(_folded(place) == folded for place in area.place_names)


def national_contacts(data: Any) -> dict[str, Contact]:
    """Build from the plain data of `national.yml`. Raises DefinitionProblem."""
    return _contacts(_mapping(data, ()).get("contacts", []), ("contacts",))


def _folded(name: str) -> str:
    return " ".join(re.split(r"[\s-]+", name.casefold()))


def _place_pattern(areas: Sequence[Area]) -> re.Pattern[str]:
    """All place names, the longest first: "South Normanton" isn't Normanton."""
    names = sorted({name for area in areas for name in area.place_names}, key=len, reverse=True)
    if not names:
        return re.compile(r"(?!)")
    choices = "|".join(
        r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", name)) for name in names
    )
    return re.compile(rf"\b(?:{choices})\b{_STREETS}", re.IGNORECASE)


def _contacts(data: Any, place: Place) -> dict[str, Contact]:
    contacts: dict[str, Contact] = {}
    for number, item in enumerate(_sequence(data, place)):
        here: Place = (*place, number)
        row = _mapping(item, here)
        contact = Contact(
            id=_text(row, "id", here),
            name=_text(row, "name", here),
            kind=_text(row, "kind", here),
            value=_optional(row, "value", here),
            hours=_optional(row, "hours", here),
            confirmation=_confirmation(row, here),
            always=row.get("always") is True,
            find=_optional(row, "find", here),
        )
        if contact.id in contacts:
            raise DefinitionProblem((*here, "id"), f"{contact.id} stands here twice")
        contacts[contact.id] = contact
    return contacts


def _recipient(data: Any, place: Place, contacts: Mapping[str, Contact]) -> Recipient:
    row = _mapping(data, place)
    information = _optional(row, "information", place)
    if information is not None and information not in contacts:
        raise DefinitionProblem((*place, "information"), f"there is no contact {information!r}")
    return Recipient(
        id=_text(row, "id", place),
        form=_text(row, "form", place),
        name=_text(row, "name", place),
        channel=_text(row, "channel", place),
        target=_text(row, "target", place),
        information=information,
        confirmation=_confirmation(row, place),
    )


def _confirmation(row: Mapping[str, Any], place: Place) -> Confirmation:
    return Confirmation(
        source=_text(row, "source", place),
        confirmed_on=_day(row, "confirmed_on", place),
        review_by=_day(row, "review_by", place),
    )


def _mapping(value: Any, place: Place) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DefinitionProblem(place, "must be a table of names")
    return value


def _sequence(value: Any, place: Place) -> Sequence[Any]:
    if not isinstance(value, list):
        raise DefinitionProblem(place, "must be a list")
    return value


def _words(value: Any, place: Place) -> dict[str, str]:
    return {str(key): str(word) for key, word in _mapping(value, place).items()}


def _text(row: Mapping[str, Any], key: str, place: Place) -> str:
    value = _optional(row, key, place)
    if value is None or not value.strip():
        raise DefinitionProblem((*place, key), "must be text")
    return value


def _optional(row: Mapping[str, Any], key: str, place: Place) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        # A number written without quotes would have lost its leading noughts.
        raise DefinitionProblem((*place, key), "must be text, in quotes if it is a number")
    return value


def _day(row: Mapping[str, Any], key: str, place: Place) -> date | None:
    value = row.get(key)
    if value is not None and not isinstance(value, date):
        raise DefinitionProblem((*place, key), "must be a date like 2026-01-31, or null")
    return value
