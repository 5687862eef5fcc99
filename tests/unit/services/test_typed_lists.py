"""Typed lists: every part ticks, is denied, or is asked about; none answers anything else."""

from typing import Any

import pytest

from tests.unit.services.assessment_talk import at, go
from tests.unit.services.talk import Talk, assessing


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("person of concern", ["person_or_place_of_concern"]),
        ("place of concern", ["person_or_place_of_concern"]),
        (
            "crime, person of concern, sexual activity",
            ["crime", "person_or_place_of_concern", "sexual_activity"],
        ),
        ("crime and LADO", ["crime", "position_of_trust"]),
    ],
)
def test_a_person_of_concern_is_no_person_in_a_position_of_trust(
    text: str, ticked: list[str]
) -> None:
    assert at("situation_facts").say(text).value("situation_facts") == ticked


@pytest.mark.parametrize("text", ["physical", "the family", "children"])
def test_words_that_only_stand_in_a_fact_choose_it_not_and_are_asked_about(text: str) -> None:
    talk = at("situation_facts").say(text)
    assert talk.value("situation_facts") is None
    assert talk.asked == "situation_facts"


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("family conflict, abuse", ["family_conflict", "abuse_or_neglect"]),
        ("mental health, abuse", ["mental_health", "abuse_or_neglect"]),
        ("abuse", ["abuse_or_neglect"]),
        ("DV and parental substance misuse", ["abuse_or_neglect", "substance_misuse_in_family"]),
    ],
)
def test_every_part_of_a_list_of_factors_is_ticked(text: str, ticked: list[str]) -> None:
    assert at("factors_current").say(text).value("factors_current") == ticked


def test_a_part_that_fits_nothing_is_named_and_the_others_stay_ticked() -> None:
    talk = at("factors_current").say("mental health, brother in prison")
    assert talk.value("factors_current") == ["mental_health"]
    assert talk.asked == "factors_current"
    assert "“brother in prison”" in talk.texts
    talk.say("criminality in the family")
    assert talk.value("factors_current") == ["mental_health", "criminality_in_family"]
    assert talk.asked == "factors_historic"


@pytest.mark.parametrize("text", ["skip", "none", "no"])
def test_nothing_to_add_leaves_what_was_ticked(text: str) -> None:
    talk = at("factors_current").say("mental health, brother in prison").say(text)
    assert talk.value("factors_current") == ["mental_health"]
    assert talk.asked == "factors_historic"


def test_a_list_that_is_changed_later_is_not_added_to() -> None:
    talk = at("factors_current").say("mental health, brother in prison").say("skip")
    talk.say("change the current factors").say("neglect")
    assert talk.value("factors_current") == ["abuse_or_neglect"]


def test_words_beside_a_tick_never_answer_the_commentary() -> None:
    said = "abuse, because the father drinks and we all know it"
    talk = at("factors_current").say(said).say("none")
    assert talk.asked == "factors_commentary"
    assert "the father drinks and we all know it" in talk.value("own_words")


def test_a_part_that_could_be_several_rows_is_asked_about() -> None:
    talk = at("indicators_crime").say("weapons, money")
    assert talk.value("indicators_crime") == ["weapons"]
    assert "“money” could mean more than one" in talk.texts
    talk.say("need for money")
    assert talk.value("indicators_crime") == ["weapons", "need_for_money"]


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("weapons, gangs. not offending", ["weapons", "gang_association"]),
        ("drugs, not weapons", ["drugs_alcohol"]),
        ("drugs but no weapons or gangs", ["drugs_alcohol"]),
        ("debt, no evidence of trafficking", ["need_for_money"]),
    ],
)
def test_what_is_denied_is_left_out_and_said(text: str, ticked: list[str]) -> None:
    talk = at("indicators_crime").say(text)
    assert talk.value("indicators_crime") == ticked
    assert "I have left this out" in talk.texts


@pytest.mark.parametrize(
    "text", ["weapons, not seen", "not sure about weapons", "weapons not seen"]
)
def test_a_not_that_denies_no_row_by_name_ticks_nothing(text: str) -> None:
    assert at("indicators_crime").say(text).value("indicators_crime") is None


def proposed() -> Talk:
    signs = {"offending|stole a bike": None, "weapons|carries a knife": None}
    talk = go(assessing(signs=signs, area_known=True), "own_words")
    return go(talk.say("He stole a bike and carries a knife"), "indicators_crime")


@pytest.mark.parametrize("text", ["yes, but not offending", "weapons, not offending"])
def test_a_proposed_indicator_is_disagreed_with_in_words(text: str) -> None:
    assert proposed().say(text).value("indicators_crime") == ["weapons"]


def test_a_denial_alone_takes_the_proposal_back_and_asks_again() -> None:
    talk = proposed().say("not offending")
    assert talk.value("indicators_crime") is None
    assert "stole a bike" not in talk.texts.rpartition("Which of these")[2]
    assert talk.say("yes").value("indicators_crime") == ["weapons"]


@pytest.mark.parametrize("text", ["abused by adult", "abused by an adult", "Abused by the adult"])
def test_words_that_name_an_indicator_win_over_an_intent(text: str) -> None:
    talk = at("indicators_abuse").say(text, "ask_adult_at_risk", 0.99)
    assert talk.value("indicators_abuse") == ["abused_or_targeted_by_adult"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("CSE", "sexual_exploitation"),
        ("CCE", "criminal_exploitation"),
        ("CCE, county lines", "criminal_exploitation"),
        ("online", "internet_based"),
    ],
)
def test_the_short_name_of_a_type_answers_the_question_that_has_it(text: str, value: str) -> None:
    talk = at("exploitation_type").say(text, "ask_what_is_cse", 0.99)
    assert talk.value("exploitation_type") == value


def test_what_a_type_is_is_explained_to_whoever_asks() -> None:
    talk = at("exploitation_type").say("what is CSE?", "ask_what_is_cse", 0.99)
    assert talk.value("exploitation_type") is None
    assert "Child sexual exploitation is when" in talk.texts


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("medium cce as above", ["cce"]),
        ("Med CSE as above", ["cse"]),
        ("medium cse seen twice with an older man", ["cse"]),
    ],
)
def test_a_type_may_follow_a_level_without_a_comma(text: str, types: list[str]) -> None:
    talk = at("grooming_level").say(text, "ask_what_is_cce", 0.99)
    assert talk.value("grooming_level") == "medium"
    assert talk.value("grooming_types") == types
    assert "as above" not in str(talk.value("grooming_context"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("LAC, no SEND", ["in_care", "no_send"]),
        ("autistic", ["send"]),
        ("foster placement", ["in_care"]),
        ("no SEND, not in care", ["no_send", "not_in_care"]),
    ],
)
def test_facts_are_ticked_and_denied_in_everyday_words(text: str, value: Any) -> None:
    assert at("child_facts").say(text).value("child_facts") == value


def test_a_fact_that_is_denied_is_known_and_the_rest_is_not() -> None:
    talk = at("child_facts").say("LAC, no SEND")
    assessment = talk.taker.advisor.assessment(talk.last.case)
    assert assessment is not None
    assert assessment.facts["send"] is False
    assert assessment.facts["in_care"] is True
    assert assessment.facts["missing_now"] is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on a CP plan", "yes"),
        ("CP plan", "yes"),
        ("CIN", "yes"),
        ("LAC", "yes"),
        ("open to EH", "no"),
        ("EH only, closed 2023", "no"),
        ("not on a CP plan", None),
    ],
)
def test_known_to_social_care_is_heard_in_everyday_words_which_are_kept(
    text: str, value: str | None
) -> None:
    talk = at("known_to_social_care").say(text)
    assert talk.value("known_to_social_care") == value
    assert text in talk.last.case.words


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("SC referral", ["social_care_referral"]),
        ("SC referral and liberty", ["social_care_referral", "liberty_report"]),
        ("both", ["social_care_referral", "liberty_report"]),
        ("liberty only", ["liberty_report"]),
    ],
)
def test_the_route_is_heard_in_everyday_words(text: str, routes: list[str]) -> None:
    assert at("route").say(text).value("route") == routes


def chosen(route: str, question: str) -> Talk:
    """A form of this route, in which this question is being asked."""
    talk = at("route").choose(route)
    known = {"consent": "not_asked", "privacy_notice": "understood"}
    for _ in range(30):
        if talk.asked == question:
            return talk
        if talk.asked == "decision_reason":
            talk.say("A reason")
        else:
            talk.choose(known.get(str(talk.asked), "dont_know"))
    raise AssertionError(question)


def test_a_safeguarding_lead_is_somebody_to_take_advice_from() -> None:
    talk = chosen("liberty_report", "advice_step").say("DSL")
    assert talk.value("advice_step") == ["senior_practitioner_or_manager"]


def referral(question: str) -> Talk:
    return chosen("social_care_referral", question)


def test_no_consent_asks_whether_it_was_refused_or_never_asked() -> None:
    talk = referral("consent").say("no")
    assert talk.value("consent") is None
    assert "Asked, and not agreed" in talk.texts
    assert "Not asked" in talk.texts
    assert talk.say("refused").value("consent") == "refused"


@pytest.mark.parametrize(("text", "code"), [("school", "2A"), ("school nurse", "3C")])
def test_a_school_is_no_school_nurse(text: str, code: str) -> None:
    assert referral("referral_source").say(text).value("referral_source") == code


def test_a_source_that_could_be_several_is_asked_about() -> None:
    talk = referral("referral_source").say("health")
    assert talk.value("referral_source") is None
    assert "“health” could mean more than one" in talk.texts
