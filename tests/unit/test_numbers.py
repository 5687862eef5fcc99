"""What is said where a number isn't known or may not be served: where to find it, never a gap."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import pairwise

import pytest

from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.yaml_files import load_areas
from assistant.domain.areas import Mode
from assistant.domain.assessment import suggest
from assistant.domain.assessment_facts import SITUATION_FACTS, Assessment, GivenIndicator
from assistant.domain.casefile import CaseFile
from assistant.domain.definition import Audience
from assistant.services.replies import Speaker

FORMS = in_force(load_editions()).values()
WORDING = load_wording()
AREAS = load_areas()
TODAY = date(2026, 11, 21)
RULEBOOK = load_assessment_rulebook()
MODES: tuple[Mode, ...] = ("development", "production")


def texts() -> Iterator[str]:
    """Every text that may hold a number."""
    for form in FORMS:
        said = (form.opening, form.before_sending, form.after_sending, form.when_withheld,
                form.when_kept)  # fmt: skip
        yield from (notice.text for notices in said for notice in notices)
        yield from (q.prompts[audience] for q in form.questions for audience in Audience)
    yield from (q.texts[audience] for q in WORDING.questions for audience in Audience)


def speaker(mode: Mode) -> Speaker:
    contacts, figures = partial(AREAS.contacts, mode=mode, today=TODAY), {"unsent_days": "30"}
    return Speaker(WORDING, contacts, AREAS.contact_names, figures)


def dangling(text: str) -> list[str]:
    """The lines that announce something and have nothing after them."""
    lines = [*text.split("\n"), ""]
    return [a for a, b in pairwise(lines) if a.endswith(":") and not b.strip()]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("area", AREAS.ids)
def test_no_line_is_left_hanging(area: str, mode: Mode) -> None:
    case = CaseFile(area)
    shown = [speaker(mode).say(case, text)["text"] for text in texts() if "{social_care" in text]
    assert len(shown) > 5
    for text in shown:
        assert dangling(text) == []
        assert "Children's social care: " in text
        assert "{" not in text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("area", AREAS.ids)
def test_every_duty_says_whom_to_turn_to_and_where_to_find_them(area: str, mode: Mode) -> None:
    everything = Assessment(
        age=12,
        facts={**dict.fromkeys(SITUATION_FACTS, True), "missing_now": True},
        indicators=tuple(
            GivenIndicator(i.id, "high", context="seen") for i in RULEBOOK.toolkit.indicators
        ),
    )
    duties = suggest(RULEBOOK, everything, TODAY).duties
    assert {"position_of_trust", "licensed", "ring_social_care_now"} <= {d.id for d in duties}
    for duty in duties:
        text = speaker(mode).duties(CaseFile(area), [duty])["text"]
        contacts = [line for line in text.split("\n") if line.startswith("  ")][1:]
        assert bool(contacts) == bool(duty.contacts), duty.id
        assert all(not line.rstrip().endswith(":") for line in contacts), duty.id
