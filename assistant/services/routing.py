"""Route from words: what a reading suggests, before the person has confirmed any of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.domain.assessment import Suggestion, TraceEntry
from assistant.domain.assessment_facts import OLDEST, Assessment, GivenFactor, GivenIndicator
from assistant.domain.reading import Found, Reading
from assistant.domain.routing import RoutingRules
from assistant.domain.understanding import Understanding
from assistant.domain.urgency import Urgency
from assistant.domain.wording import Wording, normalise
from assistant.services import opening
from assistant.services.assessing import AssessmentService
from assistant.services.ports import NarrativeReader

ADULT = 18
SEND_FACTOR = "capacity_or_disability"
CARE_FACTOR = "looked_after"
FAMILY = frozenset(("dad", "mum", "father", "mother", "parents", "brother", "sister"))


@dataclass(frozen=True)
class FromWords:
    """What a text comes to: danger, what was read, and what that suggests."""

    urgency: Urgency
    reading: Reading
    suggestion: Suggestion
    routes: tuple[str, ...]
    """The most urgent first; none: the text is about something else."""

    trace: TraceEntry
    """The entry that the routes come from."""


@dataclass(frozen=True)
class RoutingService:
    """Reads a text and weighs it, with or without what Rasa understood. It keeps nothing."""

    rules: RoutingRules
    assessments: AssessmentService
    reader: NarrativeReader
    check: Callable[[str], Urgency]
    wording: Wording
    now: Callable[[], datetime]
    """Local time: "last night" is meant there."""

    def route(self, text: str, understanding: Understanding | None = None) -> FromWords:
        """What `text` suggests; `understanding`: its intent, where a conversation has one."""
        now = self.now()
        urgency, reading = self.check(text), self.reader.read(text, now)
        assessment = self.assessment(reading)
        suggestion = self.assessments.suggest(assessment)
        urgent = urgency.urgent or self._sounds_urgent(understanding)
        facts = self._facts(reading, assessment, suggestion) | {
            "urgent": urgent,
            "kind": kind_of(understanding, self.wording),
        }
        entry = self.rules.first(facts, now.date())
        routes = suggestion.routes if entry.routes is None else entry.routes
        trace = TraceEntry(entry.id, entry.version, "matched", entry.because, entry.source)
        return FromWords(urgency, reading, suggestion, routes, trace)

    def is_for_social_care(self, text: str, understanding: Understanding | None = None) -> bool:
        """Whether a member of the public should reach social care with this, not the police alone.

        So it is where a child writes of harm to themselves, where a child may lack care at home,
        where the words tell of a child whom the writer knows, and where they tell of no person or
        place for the police (design, section 5). A driver who saw a stranger's child
        tells the police, at once.
        """
        found = self.route(text, understanding)
        routes = found.routes
        if self._of_the_child(found.reading) or self._at_home(found.reading, text):
            return True
        if self._of_own_child(found.reading):
            return True
        if "emergency_999" in routes:
            routes = self._besides_danger(found)
        if "social_care_referral" not in routes:
            return False
        return _knows_the_child(found.reading) or "liberty_report" not in routes

    def _of_the_child(self, reading: Reading) -> bool:
        """Whether a child writes of something done to themselves."""
        return reading.writer_is_child and bool(
            reading.indicators or reading.vulnerability_factors or reading.harm_already_happened
        )

    def _of_own_child(self, reading: Reading) -> bool:
        """Whether a child whom the writer knows is told of, and a row that is not at low."""
        return _knows_the_child(reading) and _rows(reading) not in ("none", "low")

    def _at_home(self, reading: Reading, text: str) -> bool:
        """Whether a child is told of who may lack care at home, and no stranger or vehicle."""
        plain = f" {normalise(text)} "
        told = any(f" {phrase} " in plain for phrase in self.rules.home_phrases)
        factors = {factor.id for factor in reading.vulnerability_factors}
        strangers = (
            person
            for person in reading.details.get("offenders", ())
            if isinstance(person.value, Mapping) and "relationship" not in person.value
        )
        return (
            (told or bool(factors & self.rules.home_factors))
            and bool(reading.child_known or reading.details.get("victims"))
            and not any(strangers)
            and "vehicles" not in reading.details
        )

    def _besides_danger(self, found: FromWords) -> tuple[str, ...]:
        """Danger now comes first, and is not all: where the words go by what else they tell."""
        assessment = self.assessment(found.reading)
        facts = self._facts(found.reading, assessment, found.suggestion)
        entry = self.rules.first(facts | {"urgent": False, "kind": "tells"}, self.now().date())
        return found.suggestion.routes if entry.routes is None else entry.routes

    def assessment(self, reading: Reading) -> Assessment:
        """A reading as an assessment: what was not read isn't known, and never "no"."""
        factors = {factor.id for factor in reading.vulnerability_factors}
        return Assessment(
            age=age_of_child(reading),
            facts={
                "send": True if SEND_FACTOR in factors else None,
                "in_care": True if CARE_FACTOR in factors else None,
                "harm_already_happened": True if reading.harm_already_happened else None,
                "person_or_place_of_concern": True if self._concern(reading) else None,
            },
            indicators=tuple(
                GivenIndicator(
                    sign.id, sign.level, context="; ".join(span.text for span in sign.evidence)
                )
                for sign in reading.indicators
            )
            or None,
            factors=tuple(GivenFactor(factor, current=True) for factor in sorted(factors)),
        )

    def _concern(self, reading: Reading) -> bool:
        """Whether a person, vehicle or place that poses a risk is told of."""
        if reading.outline is not None:
            return reading.outline.concern
        if any(sign.id in self.rules.person_indicators for sign in reading.indicators):
            return True
        people = reading.details.get("offenders", ())
        return any(_may_be_adult(person) for person in people)

    def _facts(
        self, reading: Reading, assessment: Assessment, suggestion: Suggestion
    ) -> dict[str, Any]:
        return {
            "concern": self._concern(reading),
            "harm": bool(reading.harm_already_happened),
            "under_13": assessment.age is not None and assessment.age < 13,
            "send": bool(assessment.facts["send"]),
            "rows": _rows(reading),
            "child": "known" if is_known(reading) else "stranger",
            "level": suggestion.level,
            "child_told": bool(reading.child_known or reading.details.get("victims")),
            "told": _told(reading),
        }

    def _sounds_urgent(self, understanding: Understanding | None) -> bool:
        """As in a conversation: an intent may add danger to what the words say, never take it."""
        return bool(
            understanding
            and understanding.intent in self.wording.dangers
            and understanding.confidence >= self.wording.certainty.danger
        )


def kind_of(understanding: Understanding | None, wording: Wording) -> str:
    """What a first message is by its intent: it tells, asks, or is about something else."""
    if understanding is None:
        return "unclear"
    shares = opening.shares_of(understanding, wording)
    if shares.concern >= max(shares.question, wording.certainty.concern):
        return "tells"
    if shares.reply is None or shares.question < shares.concern:
        return "unclear"
    return "outside" if shares.outside > shares.question - shares.outside else "asks"


def age_of_child(reading: Reading) -> int | None:
    """The age of the child, of the youngest where there are several: the reader puts it first."""
    return next((age for age in reading.ages if age <= OLDEST), None)


def is_known(reading: Reading) -> bool:
    """Whether the child could be found again: a name, an age, or told of by somebody close."""
    if reading.outline is not None:
        return reading.outline.child_can_be_found
    return bool(reading.child_known) or any(
        isinstance(child.value, Mapping) and {"name", "age", "school"} & set(child.value)
        for child in reading.details.get("victims", ())
    )


def _knows_the_child(reading: Reading) -> bool:
    """Whether the writer knows the child. "My daughter says …" tells of somebody else's."""
    return bool(reading.child_known) and "third_party" not in reading.details


def _rows(reading: Reading) -> str:
    """How much was read of Section 1."""
    levels = [sign.level for sign in reading.indicators]
    if set(levels) <= {"low"}:
        return "low" if levels else "none"
    return "several" if len(levels) > 1 else "some"


def _told(reading: Reading) -> str:
    """Whether something that may be harm is told of, by the trained part, where there is one."""
    if reading.outline is None:
        return "unknown"
    if reading.outline.tells:
        return "yes"
    if reading.outline.elsewhere:
        return "elsewhere"
    return "nothing" if reading.outline.tells_nothing else "no"


def _may_be_adult(person: Found) -> bool:
    """Whether somebody is a person of concern: not a child, and not the child's own family.

    What the family did is for social care to hear; it isn't information on a place or a stranger.
    """
    value = person.value if isinstance(person.value, Mapping) else {}
    age = value.get("age")
    return value.get("relationship") not in FAMILY and (not isinstance(age, int) or age >= ADULT)
