"""The multi-agency toolkit's own words: indicators, vulnerability factors, analysis, thresholds.

Source: Annual Report – Children at Risk of Exploitation (CRE), Derby, 2018/19, Appendices 2 and 3.
The wording stands in `rulebook/`, as printed; nothing here adds to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

from assistant.domain.assessment_rows import Place, Row, unique
from assistant.domain.errors import DefinitionProblem

RiskLevel = Literal["low", "medium", "high"]
ExploitationKind = Literal["cce", "cse"]
Threshold = Literal["early_help", "child_in_need", "child_protection", "complex_abuse"]

LEVELS: tuple[RiskLevel, ...] = ("low", "medium", "high")
KINDS: tuple[ExploitationKind, ...] = ("cce", "cse")
THRESHOLDS: tuple[Threshold, ...] = (
    "early_help", "child_in_need", "child_protection", "complex_abuse",
)  # fmt: skip
"""From the least to the most serious."""


@dataclass(frozen=True)
class Example:
    """What Appendix 3 says of one level of an indicator."""

    text: str
    very_unlikely: bool
    """It says that this level is very unlikely: choosing it takes a reason."""


@dataclass(frozen=True)
class Indicator:
    """One row of Section 1."""

    id: str
    wording: str
    printed_as: str | None
    """What is printed, where `wording` puts a slip right so that it can be spoken."""

    considerations_heading: str | None
    considerations: tuple[str, ...]
    examples_heading: str | None
    examples: Mapping[RiskLevel, Example]

    @property
    def printed(self) -> str:
        """The row exactly as the paper has it, for documents."""
        return self.printed_as or self.wording


@dataclass(frozen=True)
class Labelled:
    """An id with the words that the paper has for it."""

    id: str
    label: str


@dataclass(frozen=True)
class Field(Labelled):
    """A place to fill in. `columns` where it is a table; a heading takes no answer."""

    columns: tuple[Labelled, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class VulnerabilityFactor:
    """One row of Section 2."""

    id: str
    wording: str


@dataclass(frozen=True)
class ThresholdOption:
    """A threshold, in each section's own words. Section 1 has no complex abuse."""

    id: Threshold
    section_1: str | None
    section_3: str


@dataclass(frozen=True)
class TypeOfExploitation:
    """A kind of exploitation, for Section 3's "primary risk / type of exploitation"."""

    id: str
    wording: str


@dataclass(frozen=True)
class IndicatorSection:
    """Section 1, its summary, and Appendix 3."""

    texts: Mapping[str, str]
    """Title, instructions and column heads, by their keys in `indicators.yml`."""

    kinds: Mapping[ExploitationKind, str]
    indicators: tuple[Indicator, ...]
    examples_order: tuple[str, ...]
    summary: tuple[Field, ...]


@dataclass(frozen=True)
class FactorSection:
    """Section 2."""

    texts: Mapping[str, str]
    columns: tuple[Labelled, ...]
    factors: tuple[VulnerabilityFactor, ...]
    other: Labelled


@dataclass(frozen=True)
class AnalysisSection:
    """Section 3 and the types of exploitation."""

    texts: Mapping[str, str]
    fields: tuple[Field, ...]
    exploitation_types: tuple[TypeOfExploitation, ...]
    strategy_types: tuple[TypeOfExploitation, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Toolkit:
    """All of it."""

    section_1: IndicatorSection
    section_2: FactorSection
    section_3: AnalysisSection
    thresholds: tuple[ThresholdOption, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator in the paper's order, "other" last."""
        return self.section_1.indicators

    @property
    def factors(self) -> tuple[VulnerabilityFactor, ...]:
        """Every vulnerability factor in the paper's order."""
        return self.section_2.factors

    @cached_property
    def indicator_by_id(self) -> Mapping[str, Indicator]:
        """Every indicator by its id."""
        return {indicator.id: indicator for indicator in self.indicators}

    def example(self, indicator: str, level: RiskLevel) -> str:
        """Appendix 3's words for a level, or that the toolkit gives no example."""
        found = self.indicator_by_id[indicator].examples.get(level)
        return found.text if found else self.section_1.texts["no_example"]

    def is_very_unlikely(self, indicator: str, level: RiskLevel) -> bool:
        """Whether Appendix 3 calls that level very unlikely for that indicator."""
        found = self.indicator_by_id[indicator].examples.get(level)
        return found is not None and found.very_unlikely


_SECTION_1_TEXTS = (
    "source", "title", "remember", "key", "column", "instruction", "level_column",
    "context_instruction", "expand", "no_example", "examples_source", "examples_title",
    "examples_instruction", "summary_title",
)  # fmt: skip
_SECTION_1_LISTS = ("types", "indicators", "examples_order", "summary")
_INDICATOR = (
    "id", "wording", "printed_as", "considerations_heading", "considerations",
    "examples_heading", "examples", "very_unlikely",
)  # fmt: skip


def build_section_1(data: Any) -> IndicatorSection:
    """Build from the plain data of `indicators.yml`. Raises DefinitionProblem."""
    row = Row(data, (), (*_SECTION_1_TEXTS, *_SECTION_1_LISTS))
    indicators = tuple(_indicator(item, place) for item, place in row.items("indicators"))
    unique([indicator.id for indicator in indicators], ("indicators",))
    with_examples = {indicator.id for indicator in indicators if indicator.examples}
    order = row.texts("examples_order")
    if set(order) != with_examples or len(order) != len(with_examples):
        raise DefinitionProblem(("examples_order",), "must name each row with examples once")
    types = [Row(item, place, ("id", "column", "wording")) for item, place in row.items("types")]
    return IndicatorSection(
        texts={key: row.text(key) for key in _SECTION_1_TEXTS},
        kinds={
            cast(ExploitationKind, kind.choice("id", KINDS)): kind.text("column") for kind in types
        },
        indicators=indicators,
        examples_order=order,
        summary=_fields(row, "summary"),
    )


def build_section_2(data: Any) -> FactorSection:
    """Build from the plain data of `vulnerability_factors.yml`. Raises DefinitionProblem."""
    texts = ("source", "title", "instruction", "column")
    row = Row(data, (), (*texts, "columns", "factors", "other"))
    factors = tuple(
        VulnerabilityFactor(r.text("id"), r.text("wording"))
        for r in (Row(i, place, ("id", "wording")) for i, place in row.items("factors"))
    )
    unique([factor.id for factor in factors], ("factors",))
    other = row.below("other", ("id", "label"))
    return FactorSection(
        texts={key: row.text(key) for key in texts},
        columns=_labels(row.items("columns")),
        factors=factors,
        other=Labelled(other.text("id"), other.text("label")),
    )


def build_section_3(data: Any) -> AnalysisSection:
    """Build from the plain data of `analysis.yml`. Raises DefinitionProblem."""
    texts = ("source", "title")
    row = Row(data, (), (*texts, "fields", "exploitation_types", "strategy_types"))
    lists = {
        key: row.below(key, ("source", "types")) for key in ("exploitation_types", "strategy_types")
    }
    return AnalysisSection(
        texts={key: row.text(key) for key in texts},
        fields=_fields(row, "fields"),
        exploitation_types=_types(lists["exploitation_types"]),
        strategy_types=_types(lists["strategy_types"]),
        sources={key: below.text("source") for key, below in lists.items()},
    )


def build_threshold_options(row: Row) -> tuple[ThresholdOption, ...]:
    """The options of `thresholds.yml`, each in both sections' words. Raises DefinitionProblem."""
    found = []
    for item, place in row.items("options"):
        option = Row(item, place, ("id", "section_1", "section_3", "also"))
        id_ = cast(Threshold, option.choice("id", THRESHOLDS))
        found.append(ThresholdOption(id_, option.optional("section_1"), option.text("section_3")))
    if tuple(option.id for option in found) != THRESHOLDS:
        raise DefinitionProblem(("options",), f"must be {', '.join(THRESHOLDS)}, in this order")
    return tuple(found)


def _indicator(data: Any, place: Place) -> Indicator:
    row = Row(data, place, _INDICATOR)
    return Indicator(
        id=row.text("id"),
        wording=row.text("wording"),
        printed_as=row.optional("printed_as"),
        considerations_heading=row.optional("considerations_heading"),
        considerations=row.texts("considerations"),
        examples_heading=row.optional("examples_heading"),
        examples=_examples(row) if row.data.get("examples") is not None else {},
    )


def _examples(row: Row) -> dict[RiskLevel, Example]:
    """All three levels or none: the toolkit never leaves one out."""
    row.text("examples_heading")
    texts = row.below("examples", LEVELS)
    unlikely = row.texts("very_unlikely")
    return {level: Example(texts.text(level), level in unlikely) for level in LEVELS}


def _fields(row: Row, key: str) -> tuple[Field, ...]:
    fields = []
    for item, place in row.items(key):
        field = Row(item, place, ("id", "label", "columns", "heading"))
        columns = _labels(field.items("columns"))
        fields.append(Field(field.text("id"), field.text("label"), columns, field.flag("heading")))
    unique([field.id for field in fields], (*row.place, key))
    return tuple(fields)


def _labels(items: Sequence[tuple[Any, Place]]) -> tuple[Labelled, ...]:
    rows = [Row(item, place, ("id", "label")) for item, place in items]
    return tuple(Labelled(row.text("id"), row.text("label")) for row in rows)


def _types(row: Row) -> tuple[TypeOfExploitation, ...]:
    rows = [Row(item, place, ("id", "wording")) for item, place in row.items("types")]
    unique([r.text("id") for r in rows], (*row.place, "types"))
    return tuple(TypeOfExploitation(r.text("id"), r.text("wording")) for r in rows)
