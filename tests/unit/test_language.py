"""No text that the product shows blames a child, or makes abuse sound like less than it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
RULES = yaml.safe_load(Path(__file__).with_name("language.yml").read_text(encoding="utf-8"))
TOOLKIT = {"indicators.yml", "vulnerability_factors.yml", "levels.yml", "analysis.yml"}
"""They hold the toolkit's own words, which are not ours to change."""
NOT_SHOWN = {"phrases", "called", "also", "intents", "source", "question_openers", "label"}
"""What people type, where a text comes from, and labels in the words of the paper form."""


def texts(content: Any, key: str = "") -> Iterator[str]:
    """Every text of a YAML file that somebody may see."""
    if isinstance(content, dict):
        for name, inner in content.items():
            if name not in NOT_SHOWN:
                yield from texts(inner, str(name))
    elif isinstance(content, list):
        for inner in content:
            yield from texts(inner, key)
    elif isinstance(content, str):
        yield content


def shown() -> Iterator[tuple[str, str]]:
    """File and text of everything shown."""
    files = [*(ROOT / "forms").glob("*.yml"), *(ROOT / "assistant/rulebook").rglob("*.yml")]
    for path in sorted(files):
        if path.name not in TOOLKIT and path.name != "urgency.yml":
            for text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
                yield path.name, text
    for path in sorted((ROOT / "api/page").rglob("*")):
        if path.suffix in (".html", ".js"):
            yield path.name, path.read_text(encoding="utf-8")


def wrong(text: str) -> list[str]:
    """What stands in a text that should be said otherwise, with the better words."""
    plain = " ".join(text.replace("’", "'").split())
    return [
        f"{found[0]}: say {rule['instead']!r}"
        for rule in RULES
        for found in re.finditer(rf"\b(?:{rule['pattern']})\b", plain, re.IGNORECASE)
    ]


def test_nothing_shown_has_words_that_blame_a_child() -> None:
    found = [(name, problem) for name, text in shown() for problem in wrong(text)]
    assert found == []


def test_there_is_much_to_look_at() -> None:
    assert len(list(shown())) > 200


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["fires"])
def test_every_pattern_fires_on_its_example_and_not_on_its_near_miss(rule: dict[str, str]) -> None:
    pattern = rf"\b(?:{rule['pattern']})\b"
    assert re.search(pattern, rule["fires"], re.IGNORECASE)
    assert not re.search(pattern, rule["misses"], re.IGNORECASE)
    assert wrong(rule["fires"])
