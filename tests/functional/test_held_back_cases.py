"""What the product makes of 620 situations that nothing was trained on.

Somebody wrote them who knew the toolkit and neither the code nor the material
(docs/understanding.md). None may become material: then nothing would be left to measure with.
"""

import json
import subprocess
import sys
from typing import Any

import pytest

from assistant.adapters.narrative.learning import FOLDER
from tests.functional.conftest import need_everything
from tests.functional.product import ROOT

HELD_BACK = ROOT / "tests/functional/held_back.jsonl"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    need_everything()
    command = [sys.executable, "-m", "assistant.cli", "evaluate", str(HELD_BACK), "--json"]
    done = subprocess.run(  # noqa: S603  (our own command, a list)
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("emergency_recall", 0.99),
        ("emergency_precision", 0.8),
        ("route_accuracy", 0.9),
        ("level_floor_met", 0.95),
        ("indicator_precision", 0.85),
        ("indicator_f1", 0.8),
        ("age_accuracy", 0.95),
    ],
)
def test_on_words_nobody_foresaw_the_reader_is_as_good_as_it_has_to_be(
    figures: dict[str, Any], figure: str, least: float
) -> None:
    assert figures[figure] >= least


def test_hardly_anybody_is_sent_lower_than_they_should_be(figures: dict[str, Any]) -> None:
    # Nobody is by the figures in docs/understanding.md. Trained on another machine, a model differs
    # a little, so one close call is let through here.
    assert len(figures["under_escalations"]) <= 1


def test_no_held_back_situation_is_material() -> None:
    texts = {
        json.loads(line)["text"] for line in HELD_BACK.read_text(encoding="utf-8").splitlines()
    }
    material = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()))
    assert not [text[:20] for text in texts if json.dumps(text, ensure_ascii=False) in material]
