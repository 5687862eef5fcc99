"""Route from words: what a text suggests, with and without an intent."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.definitions import load_wording
from assistant.adapters.narrative.indicators import IndicatorReader, StoryReader
from assistant.adapters.narrative.reader import SpacyReader
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.yaml_files import load_routing, load_urgency
from assistant.domain.errors import DefinitionProblem
from assistant.domain.reading import Outline, Reading, Sign, Span
from assistant.domain.routing import build_routing
from assistant.domain.understanding import Understanding
from assistant.services.assessing import AssessmentService
from assistant.services.routing import RoutingService

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Europe/London"))
NOTHING = {"person_indicators": [], "at_home": {"factors": [], "phrases": []}, "entries": []}
MAN = "A man of 30 keeps messaging my daughter, she's 14."


@pytest.fixture(scope="module")
def routing() -> RoutingService:
    return RoutingService(
        rules=load_routing(),
        assessments=AssessmentService(load_assessment_rulebook(), lambda: NOW.date()),
        reader=StoryReader(SpacyReader(), IndicatorReader()),
        check=load_urgency().check,
        wording=load_wording(),
        now=lambda: NOW,
    )


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("He's dragging her into his van now, she's about 13", ("emergency_999",)),
        (MAN, ("social_care_referral", "liberty_report")),
        ("My son is 14, keeps going missing and has dropped his mates", ("social_care_referral",)),
        ("An older man brings different young girls in here every week", ("liberty_report",)),
        ("Who reads the form?", ("advice",)),
        ("One of my pupils, 14, has been skipping lessons", ("advice",)),
    ],
)
def test_words_lead_to_routes(routing: RoutingService, text: str, routes: tuple[str, ...]) -> None:
    assert routing.route(text).routes == routes


def test_a_low_row_of_a_child_under_13_is_never_only_advice(routing: RoutingService) -> None:
    found = routing.route("My son is 11 and has been skipping lessons")
    assert (found.routes, found.suggestion.level) == (("social_care_referral",), "medium")


def test_something_else_has_no_route_and_nothing_told_has_advice(routing: RoutingService) -> None:
    outside = next(r for r in routing.wording.questions if r.out_of_scope)
    intent = Understanding(next(iter(outside.intents)), 0.99)
    assert routing.route("Can I have my fare back", intent).routes == ()
    assert routing.route("Can I have my fare back").routes == ("advice",)


def test_an_intent_never_takes_a_concern_away(routing: RoutingService) -> None:
    outside = next(r for r in routing.wording.questions if r.out_of_scope)
    found = routing.route(MAN, Understanding(next(iter(outside.intents)), 1.0))
    assert found.routes == ("social_care_referral", "liberty_report")


def test_an_intent_of_danger_adds_to_the_words(routing: RoutingService) -> None:
    danger = Understanding(min(routing.wording.dangers), 1.0)
    assert routing.route("please come quick", danger).routes == ("emergency_999",)


def test_what_was_not_read_is_not_known_and_never_no(routing: RoutingService) -> None:
    facts = routing.assessment(routing.route("He skips lessons").reading).facts
    assert set(facts.values()) == {None}


def test_entries_name_where_they_come_from_and_the_last_always_holds() -> None:
    rules = load_routing()
    assert not rules.entries[-1].when
    assert all(entry.source and entry.because and entry.basis for entry in rules.entries)
    with pytest.raises(DefinitionProblem, match="without condition"):
        build_routing({**NOTHING, "entries": []})
    with pytest.raises(DefinitionProblem, match="factors and phrases"):
        build_routing({**NOTHING, "at_home": []})


TALE = Understanding("report_concern", 0.9)


def reads(reading: Reading) -> Any:
    """A reader that reads the same from every text."""
    return SimpleNamespace(read=lambda *_: reading)


@pytest.mark.parametrize(
    ("outline", "routes"),
    [
        (Outline(True, False, True, True), ("social_care_referral", "liberty_report")),
        (Outline(True, False, True, False), ("social_care_referral",)),
        (Outline(True, False, False, True), ("liberty_report",)),
        (Outline(True, False, False, False), ("social_care_referral",)),
        (Outline(False, False, False, False), ("advice",)),
        (Outline(False, True, False, False), ()),
    ],
)
def test_who_is_told_of_leads_to_the_route(
    routing: RoutingService, outline: Outline, routes: tuple[str, ...]
) -> None:
    assert replace(routing, reader=reads(Reading(outline=outline))).route("words").routes == routes


def test_what_clearly_tells_of_nothing_is_advice_though_its_intent_is_a_tale(
    routing: RoutingService,
) -> None:
    outlines = (Outline(False, False, False, True, tells_nothing=clear) for clear in (True, False))
    clear, close = (replace(routing, reader=reads(Reading(outline=one))) for one in outlines)
    assert clear.route("who does staff go to", TALE).routes == ("advice",)
    assert close.route("who does staff go to", TALE).routes != ("advice",)


def test_two_indicators_are_not_passed_over_for_a_question_beside_them(
    routing: RoutingService,
) -> None:
    span = (Span(0, 5, "words"),)
    signs = (Sign("missing", span), Sign("grooming", span))
    for outline in (Outline(False, False, True, False), Outline(False, False, True, False, True)):
        one, two = (Reading(indicators=signs[:count], outline=outline) for count in (1, 2))
        assert replace(routing, reader=reads(one)).route("words").routes == ("advice",)
        assert replace(routing, reader=reads(two)).route("words").routes != ("advice",)


def test_harm_already_done_is_never_put_aside_as_something_else(routing: RoutingService) -> None:
    text = "he was raped"
    reading = Reading(
        harm_already_happened=(Span(0, len(text), text),),
        outline=Outline(False, True, True, False),
    )
    assert replace(routing, reader=reads(reading)).route(text).routes != ()


@pytest.mark.parametrize(
    "text",
    [
        "The boy next door is 7, always hungry and dirty, and his mum leaves him alone at night",
        "The boy next door, about 7, is screaming right now, and nobody ever feeds him",
        "My neighbour's son of 7 has been left alone in the house and is crying now",
        "the neighbours kid is 7 and left home alone every night",
        "the 7 year old next door is being neglected, he is filthy and hungry",
        "He is 7 and always in dirty clothes, his mum goes out and he comes to us for food",
    ],
)
def test_a_neglected_child_next_door_is_for_social_care_also_while_it_sounds_like_danger(
    routing: RoutingService, text: str
) -> None:
    assert routing.is_for_social_care(text)


@pytest.mark.parametrize(
    "text",
    [
        "Girl in my cab about 14 with two older men, she is crying and they won't let her out",
        "Two men are fighting outside the pub with a knife now",
    ],
)
def test_a_strangers_danger_is_for_the_police(routing: RoutingService, text: str) -> None:
    assert not routing.is_for_social_care(text)


def test_a_child_who_writes_of_harm_to_themselves_is_for_social_care(
    routing: RoutingService,
) -> None:
    assert routing.is_for_social_care("my uncle touches me and i dont know what to do im 11")


def test_a_child_left_alone_by_strangers_is_for_the_police(routing: RoutingService) -> None:
    text = "a girl about 13 was left alone outside the club by two men in a BMW last week"
    assert not routing.is_for_social_care(text)
