"""The lists that forms draw on: the toolkit's words, the areas and the census's codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.adapters.rulebook_files import load_toolkit
from assistant.adapters.yaml_files import RULEBOOK, load_areas, read_yaml
from assistant.domain.definition_lists import Item, Lists
from assistant.domain.toolkit import LEVELS, Indicator, Toolkit


def load_lists() -> Lists:
    """Everything that `options_from`, `label_from` and `for_each` may name."""
    toolkit, names, spoken = load_toolkit(), _names_of_thresholds(), _spoken_names()
    return Lists(
        lists={
            "indicators": [
                {**_indicator(i, toolkit), **_also(spoken["indicators"].get(i.id, ()))}
                for i in toolkit.indicators
            ],
            "very_unlikely_levels": [
                {**_indicator(i, toolkit), "level": level}
                for i in toolkit.indicators
                for level in LEVELS
                if toolkit.is_very_unlikely(i.id, level)
            ],
            "factors": [
                _called(f.id, f.wording, spoken["factors"].get(f.id, ())) for f in toolkit.factors
            ],
            "exploitation_types": [
                _called(t.id, t.wording, spoken["exploitation_types"].get(t.id, ()))
                for t in toolkit.section_3.exploitation_types
            ],
            "section_1_thresholds": [
                _called(t.id, t.section_1, names[t.id]) for t in toolkit.thresholds if t.section_1
            ],
            "section_3_thresholds": [
                _called(t.id, t.section_3, names[t.id]) for t in toolkit.thresholds
            ],
            "areas": [_item(id_, name) for id_, name in load_areas().names.items()],
            "cin_sources": [
                _called(s["id"], s["label"], spoken["cin_sources"].get(s["id"], ()))
                for s in _cin_sources()
            ],
        },
        labels=_labels(toolkit),
    )


def _item(id_: str, label: str) -> Item:
    return {"id": id_, "label": label[:1].upper() + label[1:]}


def _called(id_: str, label: str, also: Iterable[str]) -> Item:
    return {**_item(id_, label), **_also(also)}


def _also(names: Iterable[str]) -> Item:
    return {"also": "; ".join(names)}


def _indicator(indicator: Indicator, toolkit: Toolkit) -> Item:
    """An indicator with what is shown while its level is asked: Appendix 3's own words."""
    considered = [f"• {text}" for text in indicator.considerations]
    heading = [indicator.considerations_heading or ""] if considered else []
    return {
        **_item(indicator.id, indicator.wording),
        "name": indicator.id.replace("_", " "),
        "wording": indicator.wording.removesuffix(":").removesuffix("."),
        "considerations": "".join(f"{line}\n" for line in (*heading, *considered)),
        "examples": "\n".join(_examples(indicator, toolkit)),
    }


def _examples(indicator: Indicator, toolkit: Toolkit) -> Iterable[str]:
    if not indicator.examples:
        return [toolkit.section_1.texts["no_example"]]
    return [f"• {level.capitalize()}: {indicator.examples[level].text}" for level in LEVELS]


def _labels(toolkit: Toolkit) -> Mapping[str, str]:
    own = {
        "indicators.expand": toolkit.section_1.texts["expand"],
        "factors.other": toolkit.section_2.other.label,
    }
    summary = {f"summary.{f.id}": f.label for f in toolkit.section_1.summary}
    analysis = {f"analysis.{f.id}": f.label for f in toolkit.section_3.fields}
    return own | summary | analysis


def _names_of_thresholds() -> Mapping[str, Iterable[str]]:
    """What practitioners call each threshold. It is ours, and no part of the paper's wording."""
    data, _ = read_yaml(RULEBOOK / "thresholds.yml")
    return {option["id"]: option.get("also", ()) for option in data["options"]}


def _spoken_names() -> Mapping[str, Mapping[str, Iterable[str]]]:
    """What practitioners call the items of each list, by list and id."""
    data, _ = read_yaml(RULEBOOK / "names.yml")
    names: Mapping[str, Mapping[str, Iterable[str]]] = data
    return names


def _cin_sources() -> Iterable[Mapping[str, Any]]:
    data, _ = read_yaml(RULEBOOK / "cin_codes.yml")
    return list(data["sources"])
