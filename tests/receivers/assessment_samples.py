"""Completed assessments and referrals, made from the toolkit's own rows. Nobody in them exists."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.yaml_files import RULEBOOK, read_yaml
from assistant.domain.assessment import suggest
from assistant.domain.assessment_facts import Assessment, GivenIndicator
from assistant.domain.definition import Audience
from assistant.domain.interview import Answer
from assistant.domain.payload import Heading, build_payload
from assistant.domain.toolkit import ExploitationKind, RiskLevel

NOW = datetime(2026, 11, 20, 16, 5, tzinfo=UTC)
EARLIER = datetime(2026, 6, 3, 9, 30, tzinfo=UTC)
FORMS = in_force(load_editions())
WORDS = load_wording().words
RULES = load_assessment_rulebook()
TOOLKIT = RULES.toolkit

PRESENT: Mapping[str, tuple[RiskLevel, tuple[ExploitationKind, ...], str]] = {
    "missing": (
        "medium", ("cce",),
        "Missing overnight three times since September. Came back with a new phone each time.",
    ),
    "cars_with_adults": ("medium", ("cce", "cse"), "Seen getting into AB12 CDE outside school."),
    "unaccounted_money_goods": ("medium", ("cce",), "Two phones and £140 in cash, unexplained."),
    "gang_association": ("high", ("cce",), "New nickname, and tags on the school bag."),
    "grooming": ("medium", ("cse",), "Messages every night from a man who says he is 24."),
    "self_harm": ("low", (), "Scratches on the left arm, seen once by the school nurse."),
}  # fmt: skip
"""Indicator: level, types and context of six rows that are present."""
NOT_KNOWN = ("online_activity", "sexual_health", "other")
CURRENT = ("family_conflict", "capacity_or_disability", "social_exclusion")
HISTORIC = ("family_conflict", "bereavement_or_loss")
FACTOR_NOT_KNOWN = "new_arrival"

REPORTER = {
    "name": "Priya Sampleton",
    "phone": "07700 900123",
    "email": "p.sampleton@sample-school.example",
}
CHILD = {
    "name": "Robin Invented", "nickname": "Rob", "age": 14, "gender": "boy",
    "date_of_birth": "2012-03-14", "address": "12 Sample Street, Derby DE1 2AB",
}  # fmt: skip
ANSWERS: Mapping[str, Any] = {
    "area": "derby",
    "reporter": REPORTER,
    "reporter_post": "Designated Safeguarding Lead",
    "reporter_agency": "Sample Street Academy",
    "child": CHILD,
    "ethnicity": "White British, as his mother describes it",
    "language": "English",
    "interpreter": "no",
    "harm_already_happened": "no",
    "known_to_social_care": "yes",
    "child_facts": ["send"],
    "own_words": "I have known Robin since Year 7. He used to be first in and last out.\n"
    "Since September he falls asleep in lessons and will not say where he has been.",
    "indicators_people": ["missing", "cars_with_adults"],
    "expand": "The cash was counted by two members of staff on 12 November.",
    "places": [{"text": "Normanton Road Library", "postcode": "DE23 6RB"}],
    "environments": "The bus station after school; a group chat of older boys.",
    "offenders": [
        {"name": "Dee", "age_text": "24", "description": "tall, grey tracksuit"},
        {"nickname": "Smiley", "relationship": "friend of Dee"},
    ],
    "other_risk": "Runs across the ring road to get away from staff.",
    "level_1": "high",
    "threshold_1": "child_protection",
    "factors_current": list(CURRENT),
    "factors_historic": list(HISTORIC),
    "factors_commentary": "He has an education, health and care plan, and trusts new people fast.",
    "other_information": "His uncle died in May.",
    "situation_facts": ["person_or_place_of_concern", "crime"],
    "exploitation_type": "criminal_exploitation",
    "immediate_concerns": "He is expected to go out again on Friday night.",
    "action_already_taken": "The head teacher has written to the library.",
    "protective_factors": "A grandmother he rings every day; football on Saturdays.",
    "contextual_analysis": "Other pupils have begun to avoid him.",
    "actions": "Change of route home; form tutor; Monday",
    "family_aware": "not_safe",
    "child_views": "“They are my mates, they look after me.”",
    "parents_views": "Not asked: it would not be safe yet.",
    "barriers": "He does not trust adults in uniform.",
    "risks_to_practitioners": "A dog at the address.",
    "level_3": "medium",
    "threshold_3": "child_protection",
    "route": ["social_care_referral", "liberty_report"],
    "decision_differs": "yes",
    "decision_reason": "The gang row rests on one report that I have not been able to check.",
    "rang_social_care": "rang",
    "completed_on": "Friday 20 November 2026",
    "referred_to_social_care_on": "Friday 20 November 2026",
    "referred_to_police_on": "Friday 20 November 2026",
}
ACTIONS = [
    {"action": "Change of route home", "responsible": "Form tutor", "timescale": "Monday"},
    {"action": "Safety plan with grandmother", "responsible": "P. Sampleton", "timescale": ""},
]
REFERRAL_ANSWERS: Mapping[str, Any] = {
    "child": CHILD,
    "identifier": "NHS number 999 000 0000 (invented)",
    "family": [
        {"name": "Kim Invented", "relationship": "mother", "phone": "07700 900456"},
        {"name": "Alex Invented", "relationship": "brother", "age": 9},
    ],
    "school": "Sample Street Academy, Ms Sampleton",
    "gp": "Sample Street Surgery",
    "professionals": "Jo Madeup, youth worker, 07700 900789",
    "consent": "not_safe",
    "referral_source": "2A",
    "reporter": REPORTER,
    "reporter_post": "Designated Safeguarding Lead",
    "reporter_agency": "Sample Street Academy",
}
PUBLIC_ANSWERS: Mapping[str, Any] = {
    "incident_details": "The boy next door comes home in a different car every night.",
    "victims": [{"name": "Robin", "age_text": "about 14", "address": "next door to me"}],
    "child_now": "At home, I think. I don't know about tonight.",
    "family": [{"name": "Kim", "relationship": "mother"}],
    "how_known": "I live next door.",
}
CODES = {
    "source": "2A",
    "factors": [
        {"code": "10A", "label": "Missing"},
        {"code": "24A", "label": "Child criminal exploitation"},
    ],
}
CHANGES = {
    "reference": "CRA-2026-EARLIER",
    "reported_at": EARLIER.isoformat(),
    "rows": [
        {"id": "missing", "wording": "Regularly missing from home, care or education",
         "then": "Low", "now": "Medium"},
        {"id": "gang_association", "wording": "Gang member or association with gangs",
         "then": "Not present", "now": "High"},
    ],
}  # fmt: skip


def assessment(**changes: Any) -> dict[str, Any]:
    """A whole assessment with six indicators; `changes` replace answers, or whole tables."""
    tables = {
        "indicators": indicator_rows(),
        "vulnerability_factors": factor_rows(),
        "actions": ACTIONS,
        "suggestion": suggestion(),
        "changes": CHANGES,
    }
    given = {key: changes.pop(key) for key in tables if key in changes}
    return _payload("cre_risk_assessment", "CRA-2026-TESTREF", ANSWERS, changes) | tables | given


def nothing_answered() -> dict[str, Any]:
    """An assessment in which nobody answered anything."""
    empty = dict.fromkeys(ANSWERS)
    return assessment(
        **empty,
        indicators=indicator_rows({}, tuple(i.id for i in TOOLKIT.indicators)),
        vulnerability_factors=[
            {"id": f.id, "wording": f.wording, "current": None, "historic": None}
            for f in TOOLKIT.factors
        ],
        suggestion=suggestion(Assessment()),
        changes=None,
    ) | {"actions": []}


def referral(**changes: Any) -> dict[str, Any]:
    """A practitioner's referral with its assessment."""
    given = {
        "assessment": changes.pop("assessment") if "assessment" in changes else assessment(),
        "cin_codes": changes.pop("cin_codes", CODES),
    }
    return _payload("social_care_referral", "SCR-2026-TESTREF", REFERRAL_ANSWERS, changes) | given


def public_referral(**changes: Any) -> dict[str, Any]:
    """The short referral of somebody who stays anonymous."""
    payload = _payload(
        "social_care_referral", "SCR-2026-PUBLIC", PUBLIC_ANSWERS, changes, Audience.PUBLIC
    )
    return payload | {"assessment": None, "cin_codes": {"source": None, "factors": []}}


def indicator_rows(
    present: Mapping[str, tuple[RiskLevel, tuple[ExploitationKind, ...], str]] = PRESENT,
    unknown: tuple[str, ...] = NOT_KNOWN,
) -> list[dict[str, Any]]:
    """All 29 rows as printed, in the toolkit's order."""
    rows = []
    for indicator in TOOLKIT.indicators:
        level, types, context = present.get(indicator.id, (None, (), None))
        is_present = None if indicator.id in unknown else indicator.id in present
        rows.append(
            {
                "id": indicator.id,
                "wording": indicator.printed,
                "present": is_present,
                "types": None if is_present is None else list(types),
                "level": level,
                "context": context,
            }
        )
    return rows


def factor_rows() -> list[dict[str, Any]]:
    """All 15 factors, one of them not known."""
    return [
        {
            "id": factor.id,
            "wording": factor.wording,
            "current": None if factor.id == FACTOR_NOT_KNOWN else factor.id in CURRENT,
            "historic": None if factor.id == FACTOR_NOT_KNOWN else factor.id in HISTORIC,
        }
        for factor in TOOLKIT.factors
    ]


def suggestion(given: Assessment | None = None) -> dict[str, Any]:
    """What the rulebook itself suggests for the rows above."""
    rows = tuple(
        GivenIndicator(id_, level, types, context)
        for id_, (level, types, context) in PRESENT.items()
    )
    unknown = tuple(GivenIndicator(id_, present=None) for id_ in NOT_KNOWN)
    facts = {"send": True, "crime": True, "person_or_place_of_concern": True}
    whole = given or Assessment(age=14, facts=facts, indicators=rows + unknown)
    return suggest(RULES, whole, date(2026, 11, 22)).as_dict()


def census_sources() -> dict[str, str]:
    """The census's codes for the source of a referral, with their labels."""
    data, _ = read_yaml(RULEBOOK / "cin_codes.yml")
    return {source["id"]: source["label"] for source in data["sources"]}


def _payload(
    form_id: str,
    reference: str,
    usual: Mapping[str, Any],
    changes: Mapping[str, Any],
    audience: Audience = Audience.PRACTITIONER,
) -> dict[str, Any]:
    values = {key: value for key, value in {**usual, **changes}.items() if value is not None}
    answers = {k: v if isinstance(v, Answer) else Answer(v) for k, v in values.items()}
    anonymous = audience is Audience.PUBLIC and "reporter" not in values
    heading = Heading(reference, (), "derby", NOW, audience, anonymous)
    return build_payload(FORMS[form_id], answers, heading, WORDS)
