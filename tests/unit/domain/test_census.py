"""The census's codes: proposed from what is present, and never from what isn't known."""

from typing import Any

import pytest

from assistant.adapters.rulebook_files import load_toolkit
from assistant.adapters.yaml_files import RULEBOOK, build, read_yaml
from assistant.domain.assessment_facts import Assessment, GivenFactor, GivenIndicator
from assistant.domain.census import build_census
from assistant.domain.errors import DefinitionProblem

CENSUS = build(RULEBOOK / "cin_codes.yml", build_census)
TOOLKIT = load_toolkit()
SMALL: dict[str, Any] = {
    "factors": [
        {"code": "1", "label": "One", "kinds": ["cse"]},
        {"code": "2", "label": "Two", "indicators": ["missing"]},
        {"code": "3", "label": "Three", "vulnerability_factors": ["homelessness"]},
    ]
}


def codes(assessment: Assessment, data: Any = None) -> list[str]:
    census = build_census(data) if data else CENSUS
    return [f["code"] for f in census.factors_of(assessment)]


def test_nothing_known_suggests_no_code() -> None:
    assert codes(Assessment()) == []


def test_a_row_that_is_present_suggests_its_code_and_its_columns() -> None:
    assert codes(Assessment(indicators=(GivenIndicator("missing"),)), SMALL) == ["2"]
    both = GivenIndicator("missing", kinds=("cse",))
    assert codes(Assessment(indicators=(both,)), SMALL) == ["1", "2"]


def test_a_row_that_is_not_known_suggests_nothing() -> None:
    row = GivenIndicator("missing", kinds=("cse",), present=None)
    assert codes(Assessment(indicators=(row,)), SMALL) == []


@pytest.mark.parametrize(("current", "expected"), [(True, ["3"]), (False, []), (None, [])])
def test_only_a_factor_that_is_current_suggests_its_code(
    current: bool | None, expected: list[str]
) -> None:
    factor = GivenFactor("homelessness", current=current, historic=True)
    assert codes(Assessment(factors=(factor,)), SMALL) == expected


def test_each_code_stands_once_and_in_the_censuss_order() -> None:
    everything = Assessment(
        indicators=tuple(GivenIndicator(i.id, kinds=("cse", "cce")) for i in TOOLKIT.indicators),
        factors=tuple(GivenFactor(f.id, current=True) for f in TOOLKIT.factors),
    )
    found = codes(everything)
    assert found == [f.code for f in CENSUS.factors]
    assert len(found) == len(set(found))


def test_a_code_names_only_rows_that_the_toolkit_has() -> None:
    factors = {f.id for f in TOOLKIT.factors}
    for factor in CENSUS.factors:
        assert set(factor.indicators) <= set(TOOLKIT.indicator_by_id), factor.code
        assert set(factor.factors) <= factors, factor.code
        assert set(factor.kinds) <= {"cce", "cse"}, factor.code
        assert [*factor.indicators, *factor.factors, *factor.kinds], factor.code


def test_a_row_that_is_said_to_lead_to_no_code_leads_to_none() -> None:
    data, _ = read_yaml(RULEBOOK / "cin_codes.yml")
    mapped = {i for f in CENSUS.factors for i in (*f.indicators, *f.factors)}
    rows = {*TOOLKIT.indicator_by_id, *(f.id for f in TOOLKIT.factors)}
    not_mapped = {row for entry in data["not_mapped"] for row in entry["rows"]}
    assert not_mapped <= rows
    assert mapped & not_mapped == set()


@pytest.mark.parametrize(
    ("entry", "path", "reason"),
    [
        ({"code": "1", "label": "Again"}, ("factors",), "1"),
        ({"label": "No code"}, ("factors", 3, "code"), "must be text"),
        ({"code": "9"}, ("factors", 3, "label"), "must be text"),
        (
            {"code": "9", "label": "Odd", "indicator": ["missing"]},
            ("factors", 3, "indicator"),
            "is not a part",
        ),
        ({"code": "9", "label": "Odd", "kinds": "cse"}, ("factors", 3, "kinds"), "list"),
    ],
)
def test_a_broken_entry_is_refused_with_its_place_and_reason(
    entry: dict[str, Any], path: tuple[str | int, ...], reason: str
) -> None:
    with pytest.raises(DefinitionProblem, match=reason) as caught:
        build_census({"factors": [*SMALL["factors"], entry]})
    assert caught.value.path[: len(path)] == path
