"""Free text in, details out: each with the words that it came from."""

from collections.abc import Iterable
from datetime import datetime

from assistant.adapters.narrative import circumstances, place_finder, places, schools, vehicles
from assistant.adapters.narrative.ages import Age, ages
from assistant.adapters.narrative.childs_age import childs_ages
from assistant.adapters.narrative.contacts import read_contacts, read_reporter
from assistant.adapters.narrative.identifiers import Identifier, identifiers
from assistant.adapters.narrative.lexicon import Lexicon, load
from assistant.adapters.narrative.looks import look_phrases
from assistant.adapters.narrative.passage import Cutter, Passage
from assistant.adapters.narrative.people import read_people
from assistant.adapters.narrative.times import read_time
from assistant.adapters.narrative.witness import read_witnessed
from assistant.domain.reading import Found, Reading, Span

# Beyond this a text isn't somebody's account; reading stays quick whatever is pasted in.
LONGEST = 8_000


class SpacyReader:
    """Reads details from a person's own words. Made once, then safe to share."""

    def __init__(self) -> None:
        self._lexicon: Lexicon = load()
        phrases: dict[str, Iterable[str]] = {
            "person": self._lexicon.persons,
            "feast": self._lexicon.feasts,
            **vehicles.vehicle_phrases(self._lexicon),
            **place_finder.place_phrases(self._lexicon),
            **look_phrases(self._lexicon),
            **circumstances.circumstance_phrases(self._lexicon),
        }
        self._cutter = Cutter(self._lexicon, phrases)
        self._places = place_finder.PlaceFinder(self._lexicon)

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:
        """What `text` tells. `now`: local time; `expecting`: the detail being asked for."""
        text_read = text[:LONGEST]
        items = identifiers(text_read)
        if expecting == "police_incident_number":
            items = [item for item in items if item.kind != "phone"]
        passage = self._cutter.passage(text_read, [(item.start, item.end) for item in items])
        if not passage.words:
            return Reading({})
        found_ages = ages(passage)  # once: reading them is not cheap
        details = self._details(passage, items, now, expecting, found_ages)
        return Reading(
            {name: found for name, found in details.items() if found},
            ages=childs_ages(
                passage, _not_hours(passage, found_ages, details), details.get("victims", ())
            ),
        )

    def _details(
        self,
        passage: Passage,
        items: list[Identifier],
        now: datetime,
        asked: str | None,
        found_ages: list[Age],
    ) -> dict[str, tuple[Found, ...]]:
        lexicon = self._lexicon
        when = read_time(passage, now, lexicon, asked == "incident_time")
        named = self._places.places(passage)
        attended = schools.schools(passage, named)
        where = places.read_places(passage, named, items, attended, asked == "places")
        cars = vehicles.read_vehicles(passage, items, lexicon, asked == "vehicles")
        identity = circumstances.read_identity(passage)
        reporter = read_reporter(passage, items, lexicon, asked, anonymous=bool(identity))
        informed = circumstances.read_informed(passage, lexicon, asked == "informed")
        hidden = _words_of(
            passage, [*where, *reporter, *informed, *cars, *((when,) if when else ())]
        )
        details: dict[str, tuple[Found, ...]] = {
            "incident_time": (when,) if when else (),
            "places": where,
            "school": schools.read_school(passage, attended) if asked != "places" else (),
            "vehicles": cars,
            "contacts": read_contacts(passage, items, asked),
            "reporter": reporter,
            "informed": informed,
            "identity": identity,
            "weapons": circumstances.read_weapons(passage),
            "recording": circumstances.read_recording(passage),
            "police_incident_number": circumstances.read_incident_number(
                passage, items, asked == "police_incident_number"
            ),
            **read_witnessed(passage, lexicon),
            **read_people(passage, items, lexicon, asked, hidden, found_ages, attended),
        }
        return details


def _not_hours(
    passage: Passage, found_ages: list[Age], details: dict[str, tuple[Found, ...]]
) -> list[Age]:
    """The ages but for the hours that a time was read from: "between 9 and 10 last night"."""
    timed = [when for when in details["incident_time"] if "time" in when.value]
    hours = _words_of(passage, timed)
    return [age for age in found_ages if not hours & set(range(age.first, age.last))]


def _words_of(passage: Passage, found: Iterable[Found]) -> set[int]:
    """The words that a detail has been read from, kept from being read as another."""
    spans: list[Span] = [
        span
        for item in found
        for part, spans in item.evidence.items()
        if part not in ("role", "partial")
        for span in spans
    ]
    places_read = {place for span in spans for place in range(span.start, span.end)}
    return {index for index, word in enumerate(passage.words) if word.start in places_read}
