"""The published cases with a level floor meet it when their indicators are entered by hand."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.rulebook_vignettes import given
from assistant.adapters.yaml_files import read_yaml
from assistant.domain.assessment import suggest
from assistant.domain.toolkit import LEVELS

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(os.environ.get("CRE_CASES", ROOT.parent / "shared/cases/development.jsonl"))
BY_HAND = read_yaml(ROOT / "tests/rulebook/development_levels.yml")[0]
RULEBOOK = load_assessment_rulebook()
TODAY = date(2026, 11, 21)
WITH_SEND = {"H048", "H049"}
"""The cases that tell of a special educational need or disability."""


def cases() -> list[dict[str, Any]]:
    """The cases with a floor; none where the file isn't there."""
    if not CASES.exists():
        return []
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in rows if row["expected_min_level"]]


pytestmark = pytest.mark.skipif(
    not CASES.exists(), reason=f"The cases ({CASES.name}) are not beside the project."
)


def test_every_case_with_a_floor_is_entered_by_hand() -> None:
    assert {case["id"] for case in cases()} == set(BY_HAND)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_case_with_a_floor_meets_it(case: dict[str, Any]) -> None:
    rows = BY_HAND[case["id"]]
    assert set(rows) == set(case["indicators"])
    # Where the age isn't told fifteen is taken, so that nothing is met by a level merely held.
    age, send = case["child_age"] or 15, case["id"] in WITH_SEND
    result = suggest(RULEBOOK, given({"age": age, "send": send, "indicators": rows}), TODAY)
    assert result.level
    assert not result.held
    assert LEVELS.index(result.level) >= LEVELS.index(case["expected_min_level"])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_case_meets_its_floor_before_age_and_send_are_known(case: dict[str, Any]) -> None:
    result = suggest(RULEBOOK, given({"indicators": BY_HAND[case["id"]]}), TODAY)
    assert result.level
    assert LEVELS.index(result.level) >= LEVELS.index(case["expected_min_level"])
