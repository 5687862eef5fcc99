"""Train the reader's trained part: `python -m assistant.adapters.narrative.learning --out DIR`.

Logistic regression with an L2 penalty for every label at once, in its dual form: with some
thousands of texts that takes seconds and comes out the same each time. `--check` doesn't write;
it holds back a fifth at a time and prints how good the rest makes it.
"""

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.adapters.narrative.indicator_patterns import load_patterns
from assistant.adapters.narrative.learned import (
    CONCERN,
    FILE,
    HIGH,
    KNOWN,
    NOW,
    OTHERS,
    OUTSIDE,
    TELLS,
    Model,
    as_arrays,
)
from assistant.adapters.narrative.learned_features import Featurer
from assistant.adapters.rulebook_files import load_toolkit
from assistant.adapters.yaml_files import ROOT, read_yaml
from assistant.progress import say

FOLDER = ROOT / "nlu_data" / "reading"
NLU = ROOT / "nlu_data" / "nlu"
INTENTS = {
    "outside.yml": "out_of_scope",
    "process.yml": "advice",
    "explanations.yml": "advice",
    "reassurance.yml": "advice",
}
"""Examples of the chat's intents that tell of nobody, by where they lead."""

VIGNETTES = ROOT / "tests" / "rulebook"
STORIES = ROOT / "tests" / "integration" / "narrative"
THRESHOLDS = "thresholds.yml"

PENALTY = 0.1
ROUNDS = 250
SEEN_AT_LEAST = 2
"""Texts that a feature must stand in to be learned from."""

WEIGHTS = {"w": 1.0, "k": 0.9, "c": 0.5, "b": 0.7, "m": 0.55, "n": 0.55, "p": 0.55}
"""How much each sort of feature may say: pieces of words are many and say little."""

QUESTIONS_APART = {"out_of_scope": 4, "advice": 10}
"""One in so many of the chat's examples: there are far more of them than of accounts."""

YES_COUNTS = 0.6, 8.0
"""How much more a stated label counts than one that isn't: this times the root of how rare it is,
and at most so much."""

LIVE_ROWS = frozenset(("abduction", "self_harm", "weapons", "unexplained_injuries"))
"""Rows whose short statements may be danger now or not: they teach nothing about it."""

TOLD: Mapping[str, Mapping[str, bool]] = {
    "emergency_999": {NOW: True, TELLS: True, OUTSIDE: False},
    "referral_and_liberty": {NOW: False, TELLS: True, OUTSIDE: False, KNOWN: True, CONCERN: True},
    "social_care_referral": {NOW: False, TELLS: True, OUTSIDE: False, KNOWN: True, CONCERN: False},
    "liberty_report": {NOW: False, TELLS: True, OUTSIDE: False, KNOWN: False, CONCERN: True},
    "advice": {NOW: False, TELLS: False, OUTSIDE: False},
    "out_of_scope": {NOW: False, TELLS: False, OUTSIDE: True},
}
"""What the route that is right for a text says of it."""

HEADINGS = {
    "now": "emergency_999",
    "elsewhere": "out_of_scope",
    "referral": "social_care_referral",
    "report": "liberty_report",
    "both": "referral_and_liberty",
    "question": "advice",
}

ROWLESS = frozenset(("question", "elsewhere"))

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A text and what is known of it; a label that isn't named is not learned from this text."""

    text: str
    says: Mapping[str, bool]
    case: Mapping[str, Any] | None = field(default=None, compare=False)
    """The whole case, for those that cross-validation is measured on."""


def examples() -> list[Example]:
    """All the material there is, in a fixed order."""
    rows = [row.id for row in load_toolkit().indicators if row.id != "other"]
    found: list[Example] = []
    for name in ("rows_a.txt", "rows_b.txt"):
        found += _statements(FOLDER / name, rows)
    for path in sorted(FOLDER.glob("situations_*.jsonl")):
        found += _cases(path, rows)
    found += _headed(FOLDER / "danger.txt", {"now": {NOW: True}, "not now": {NOW: False}})
    for name in ("told.txt", "accounts.txt"):
        found += _accounts(FOLDER / name, rows)
    for name in ("stories.txt", "stories_blind.txt"):
        found += _statements(STORIES / name, rows)
    found += _cases(STORIES / "cases_blind.jsonl", rows)
    found += _pattern_examples(rows)
    found += _vignettes()
    found += _questions()
    return found


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The heading that each line stands under, and the line's parts."""
    heading = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[] ")
        elif line and not line.startswith("#"):
            yield heading, [part.strip() for part in line.split("|")]


def _names(parts: Sequence[str], number: int) -> set[str]:
    return (
        {name.strip() for name in parts[number].split(",") if name.strip()}
        if (len(parts) > number)
        else set()
    )


def _statements(path: Path, rows: Sequence[str]) -> Iterator[Example]:
    for heading, parts in _lines(path):
        stated = ({heading} | _names(parts, 1)) - {"none", ""}
        says = {row: row in stated for row in rows if row not in _names(parts, 2) - stated}
        if stated:
            says |= {OUTSIDE: False}
        # A whole story, which stands under no heading, may well be of now.
        short = bool(heading) and not LIVE_ROWS & stated
        yield Example(parts[0], says | {NOW: False} if short else says)


def _headed(path: Path, meaning: Mapping[str, Mapping[str, bool]]) -> Iterator[Example]:
    for heading, parts in _lines(path):
        yield Example(parts[0], meaning[heading])


def _accounts(path: Path, rows: Sequence[str]) -> Iterator[Example]:
    """Rows count only where the line names some, or its heading is of texts that state none."""
    for heading, parts in _lines(path):
        stated, may = _names(parts, 1), _names(parts, 2)
        known = rows if len(parts) > 1 or heading in ROWLESS else []
        yield Example(
            parts[0],
            {row: row in stated for row in known if row not in may} | dict(TOLD[HEADINGS[heading]]),
        )


def _cases(path: Path, rows: Sequence[str]) -> Iterator[Example]:
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        may = set(case["optional_indicators"])
        says = {row: row in case["indicators"] for row in rows if row not in may}
        if not case["doubtful"]:
            says |= TOLD[case["expected_route"]]
        if case["expected_min_level"]:
            says |= {HIGH: case["expected_min_level"] == "high"}
        yield Example(case["text"], says, case)


def _pattern_examples(rows: Sequence[str]) -> Iterator[Example]:
    for pattern in load_patterns().patterns:
        if pattern.section == "indicators" and pattern.row in rows:
            for text in pattern.fires:
                yield Example(text, {pattern.row: True})
            for text in pattern.near_misses:
                yield Example(text, {pattern.row: False})


def _vignettes() -> Iterator[Example]:
    for path in sorted(VIGNETTES.glob("urgency*.yml")):
        data = read_yaml(path)[0]
        for key, now in (("fires", True), ("near_misses", False)):
            for texts in data.get(key, {}).values():
                for text in texts:
                    yield Example(text, {NOW: now})


def _questions() -> Iterator[Example]:
    """A sample of what is asked of the chat, and of what is about something else."""
    for name, route in INTENTS.items():
        lines = (
            line.removeprefix("- ").strip()
            for row in read_yaml(NLU / name)[0]["nlu"]
            for line in row["examples"].splitlines()
        )
        for text in islice(filter(None, lines), 0, None, QUESTIONS_APART[route]):
            yield Example(text, TOLD[route])


def train(material: Sequence[Example], featurer: Featurer, limits: Mapping[str, float]) -> Model:
    """The model that comes of some material."""
    labels = (*(row.id for row in load_toolkit().indicators if row.id != "other"), *OTHERS)
    texts = [
        set[str]().union(*map(featurer.features, featurer.sentences(example.text)))
        for example in material
    ]
    seen = Counter(feature for text in texts for feature in text)
    kept = sorted(feature for feature, count in seen.items() if count >= SEEN_AT_LEAST)
    scale = as_arrays([WEIGHTS[f[0]] * np.log(1 + len(texts) / seen[f]) ** 0.5 for f in kept])
    index = {feature: number for number, feature in enumerate(kept)}
    table = np.zeros((len(texts), len(kept)), dtype=np.float32)
    for number, text in enumerate(texts):
        rows = [index[feature] for feature in text if feature in index]
        table[number, rows] = scale[rows]
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    wanted = np.array([[e.says.get(label, False) for label in labels] for e in material], float)
    counted = np.array([[label in e.says for label in labels] for e in material], float)
    yes, no = (counted * wanted).sum(axis=0), (counted * (1 - wanted)).sum(axis=0)
    share, most = YES_COUNTS
    rarity = np.clip(share * np.sqrt(no / np.maximum(yes, 1)), 1, most)
    counted = np.where(wanted > 0, counted * rarity, counted)
    dual, bias = _solve((table @ table.T).astype(float), wanted, counted)
    return Model(
        labels=labels,
        index=index,
        scale=scale,
        weights=as_arrays(table.T @ as_arrays(dual)),
        bias=as_arrays(bias),
        thresholds=as_arrays([limits[label if label in OTHERS else "rows"] for label in labels]),
        bonus=limits["pattern_counts"],
    )


def _solve(likeness: Matrix, wanted: Matrix, counted: Matrix) -> tuple[Matrix, Matrix]:
    """Accelerated descent on the dual coefficients and the bias of every label."""
    texts, labels = wanted.shape
    step = 1 / (0.25 * float(counted.max()) * _largest(likeness) + PENALTY)
    bias_step = 1 / (0.25 * np.maximum(counted.sum(axis=0), 1))
    dual, bias = np.zeros((texts, labels)), np.full(labels, -2.0)
    ahead, bias_ahead, pace = dual, bias, 1.0
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(likeness @ ahead + bias_ahead, -30, 30)))
        slope = counted * (chance - wanted)
        new, new_bias = (
            ahead - step * (slope + PENALTY * ahead),
            bias_ahead - bias_step * slope.sum(0),
        )
        quicker = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = new + (pace - 1) / quicker * (new - dual)
        bias_ahead = new_bias + (pace - 1) / quicker * (new_bias - bias)
        dual, bias, pace = new, new_bias, quicker
    return dual, bias


def _largest(likeness: Matrix) -> float:
    """No less than the largest eigenvalue, by a few rounds of the power method."""
    vector = np.full(len(likeness), len(likeness) ** -0.5)
    length = 0.0
    for _ in range(20):
        vector = likeness @ vector
        length = float(np.linalg.norm(vector))
        vector /= length
    return length * 1.05


def thresholds() -> dict[str, float]:
    """The scores from which a label holds."""
    data = read_yaml(FOLDER / THRESHOLDS)[0]
    return {name: float(data[name]) for name in ("rows", "pattern_counts", *OTHERS)}


def write(out: Path) -> None:
    """Train from everything and put the model in place in one step."""
    model = train(examples(), Featurer.from_folder(), thresholds())
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        unfinished = Path(folder) / FILE
        model.save(unfinished)
        os.replace(unfinished, out / FILE)


def folds(
    material: Sequence[Example], count: int = 5
) -> Iterable[tuple[list[Example], list[Example]]]:
    """Parts of the cases held back in turn, with everything else to learn from."""
    cases = [example for example in material if example.case]
    for fold in range(count):
        held = {example.text for example in cases[fold::count]}
        yield [e for e in material if e.text not in held], [e for e in cases if e.text in held]


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where to put the model")
    options = parser.parse_args(argv)
    write(options.out)
    say("done")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
