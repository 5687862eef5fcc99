"""The toolkit and the rulebook of assessments, from their files."""

from functools import partial
from pathlib import Path
from typing import Any

from assistant.adapters.yaml_files import RULEBOOK, build
from assistant.domain.assessment_entries import (
    TABLES,
    AssessmentRulebook,
    build_entries,
    build_not_encoded,
)
from assistant.domain.assessment_rows import Row
from assistant.domain.toolkit import (
    ThresholdOption,
    Toolkit,
    build_section_1,
    build_section_2,
    build_section_3,
    build_threshold_options,
)


def load_toolkit(folder: Path = RULEBOOK) -> Toolkit:
    """The toolkit's wording. Raises DefinitionError naming file, line and reason."""
    return Toolkit(
        section_1=build(folder / "indicators.yml", build_section_1),
        section_2=build(folder / "vulnerability_factors.yml", build_section_2),
        section_3=build(folder / "analysis.yml", build_section_3),
        thresholds=build(folder / "thresholds.yml", _options),
    )


def load_assessment_rulebook(folder: Path = RULEBOOK) -> AssessmentRulebook:
    """Every entry, over the toolkit beside it. Raises DefinitionError likewise."""
    toolkit = load_toolkit(folder)
    entries = [
        entry
        for table in TABLES
        for entry in build(
            folder / f"{table}.yml", partial(build_entries, table=table, toolkit=toolkit)
        )
    ]
    return AssessmentRulebook(toolkit, entries, build(folder / "duties.yml", build_not_encoded))


def _options(data: Any) -> tuple[ThresholdOption, ...]:
    return build_threshold_options(Row(data, (), ("source", "options", "entries")))
