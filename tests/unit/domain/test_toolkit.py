"""The toolkit as data: how many of everything, and what the others get from it."""

from assistant.adapters.rulebook_files import load_toolkit
from assistant.domain.toolkit import LEVELS

TOOLKIT = load_toolkit()


def test_indicators_stand_in_the_toolkits_order_with_other_last() -> None:
    assert [indicator.id for indicator in TOOLKIT.indicators] == [
        "online_activity", "missing", "abused_or_targeted_by_adult", "change_of_contact",
        "drugs_alcohol", "change_of_appearance", "peer_on_peer_abuse", "cars_with_adults",
        "associating_with_known_risk", "meeting_for_sexual_activity", "withdrawn_complaint",
        "unexplained_injuries", "unsafe_places", "out_of_area", "unaccounted_money_goods",
        "need_for_money", "self_harm", "offending", "gang_association", "coerced_sexual_activity",
        "grooming", "abduction", "modern_slavery_trafficking", "sexual_health", "weapons",
        "forced_marriage", "fgm", "radicalisation", "other",
    ]  # fmt: skip


def test_vulnerability_factors_stand_in_the_toolkits_order() -> None:
    assert [factor.id for factor in TOOLKIT.factors] == [
        "looked_after", "family_conflict", "abuse_or_neglect", "homelessness", "mental_health",
        "substance_misuse_in_family", "capacity_or_disability", "discrimination",
        "criminality_in_family", "bereavement_or_loss", "financially_unsupported",
        "lack_of_love_and_security", "new_arrival", "social_exclusion", "previous_exploitation",
    ]  # fmt: skip


def test_appendix_3_has_33_examples_and_three_very_unlikely_levels_for_12_indicators() -> None:
    cells = [
        (indicator.id, level, indicator.examples[level])
        for indicator in TOOLKIT.indicators
        if indicator.examples
        for level in LEVELS
    ]
    unlikely = [(id_, level) for id_, level, example in cells if example.very_unlikely]
    assert len(cells) == 36
    assert len({id_ for id_, _, _ in cells}) == 12
    assert unlikely == [
        ("abused_or_targeted_by_adult", "low"),
        ("abduction", "low"),
        ("abduction", "medium"),
    ]
    assert all(
        ("very unlikely" in example.text) == example.very_unlikely for _, _, example in cells
    )


def test_the_other_rows_say_that_the_toolkit_gives_no_example() -> None:
    without = [indicator.id for indicator in TOOLKIT.indicators if not indicator.examples]
    assert len(without) == 17
    for id_ in without:
        for level in LEVELS:
            assert TOOLKIT.example(id_, level) == "The toolkit gives no example."
            assert not TOOLKIT.is_very_unlikely(id_, level)


def test_a_slip_in_print_is_kept_for_documents_and_put_right_for_speech() -> None:
    fgm = TOOLKIT.indicator_by_id["fgm"]
    assert "(FBM)" in fgm.printed
    assert "(FGM)" in fgm.wording
    others = [indicator for indicator in TOOLKIT.indicators if indicator.id != "fgm"]
    assert all(indicator.printed == indicator.wording for indicator in others)


def test_the_gang_row_has_three_considerations() -> None:
    rows = [indicator for indicator in TOOLKIT.indicators if indicator.considerations]
    assert [(row.id, len(row.considerations)) for row in rows] == [("gang_association", 3)]


def test_both_exploitation_columns_and_both_time_columns_are_there() -> None:
    assert dict(TOOLKIT.section_1.kinds) == {"cce": "CCE", "cse": "CSE"}
    assert [c.id for c in TOOLKIT.section_2.columns] == ["historic", "current", "commentary"]


def test_section_3_asks_everything_the_paper_asks() -> None:
    assert [field.id for field in TOOLKIT.section_3.fields] == [
        "level", "exploitation_type", "immediate_concerns", "action_already_taken",
        "protective_factors", "contextual_analysis", "actions", "family_aware", "barriers",
        "risks_to_practitioners", "threshold", "completed_on", "referred_to_social_care_on",
        "referred_to_police_on", "practitioner", "practitioner_date", "agency",
    ]  # fmt: skip
    actions = next(field for field in TOOLKIT.section_3.fields if field.id == "actions")
    assert [column.label for column in actions.columns] == ["Action", "Responsible", "Timescale"]


def test_only_section_3_has_complex_abuse() -> None:
    assert [t.id for t in TOOLKIT.thresholds if t.section_1 is None] == ["complex_abuse"]
