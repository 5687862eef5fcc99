"""Train the reader's trained part: `python -m assistant.adapters.narrative.learning --out DIR`.

Logistic regression for each label (scikit-learn) and a network of all. The thresholds are chosen
with a model that some cases are held back from. It takes half a minute and comes out the same each
time.
"""

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.preprocessing import normalize
from sklearn.utils.parallel import Parallel, delayed

from assistant.adapters.narrative.indicator_patterns import load_patterns
from assistant.adapters.narrative.indicators import IndicatorReader
from assistant.adapters.narrative.learned import (
    CONCERN,
    FILE,
    HIGH,
    KNOWN,
    NOW,
    OTHERS,
    OUTSIDE,
    TELLS,
    Learned,
    Model,
    as_arrays,
)
from assistant.adapters.narrative.learned_features import Featurer
from assistant.adapters.narrative.learned_network import Network, learn
from assistant.adapters.rulebook_files import load_toolkit
from assistant.adapters.yaml_files import ROOT, read_yaml
from assistant.progress import say

FOLDER = ROOT / "nlu_data" / "reading"
NLU = ROOT / "nlu_data" / "nlu"
OF_THE_CHAT: Mapping[str, tuple[str, int]] = {
    "outside.yml": ("out_of_scope", 4),
    "process.yml": ("advice", 10),
    "explanations.yml": ("advice", 10),
    "reassurance.yml": ("advice", 10),
    "smalltalk.yml": ("answer", 5),
    "commands.yml": ("answer", 5),
    "details.yml": ("answer", 5),
}
"""Examples of the chat's intents, by what they come to, and one in how many is taken: there are far
more of them than of accounts."""

VIGNETTES = ROOT / "tests" / "rulebook"
STORIES = ROOT / "tests" / "integration" / "narrative"
WEIGHING = "weighing.yml"
ROWS, PATTERN, CALM, NOTHING = "rows", "pattern_counts", "calm_below", "nothing_below"
HELD_BACK = 3
"""One case in so many is kept from the model that the thresholds are chosen with. More models, each
with other cases held back, come to much the same thresholds and take longer."""

STRENGTH = 10.0
"""How closely the weights follow the material: the inverse of the penalty on them."""

SEEN_AT_LEAST = 3
"""Texts that a feature must stand in to be learned from."""

WEIGHTS = {
    "w": 1.0, "k": 0.9, "y": 0.8, "c": 0.5, "b": 0.7, "m": 0.55, "n": 0.55, "p": 0.55, "t": 0.7,
    "s": 0.6, "d": 0.9,
}  # fmt: skip
"""How much each sort of feature may say: pieces of words are many and say little."""

YES_COUNTS = "balanced"
"""A label that is rarely stated counts as much as the same one not stated."""

LIVE_ROWS = frozenset(("abduction", "self_harm", "weapons", "unexplained_injuries"))
"""Rows whose short statements may be danger now or not: they teach nothing about it."""

TOLD: Mapping[str, Mapping[str, bool]] = {
    "emergency_999": {NOW: True, TELLS: True, OUTSIDE: False},
    "referral_and_liberty": {NOW: False, TELLS: True, OUTSIDE: False, KNOWN: True, CONCERN: True},
    "social_care_referral": {NOW: False, TELLS: True, OUTSIDE: False, KNOWN: True, CONCERN: False},
    "liberty_report": {NOW: False, TELLS: True, OUTSIDE: False, KNOWN: False, CONCERN: True},
    "advice": {NOW: False, TELLS: False, OUTSIDE: False},
    "out_of_scope": {NOW: False, TELLS: False, OUTSIDE: True},
    "answer": {NOW: False},
}
"""What the route that is right for a text says of it. An answer in a few words ("he isn't") leads
nowhere; it only is no danger."""

HEADINGS = {
    "now": "emergency_999",
    "elsewhere": "out_of_scope",
    "referral": "social_care_referral",
    "report": "liberty_report",
    "both": "referral_and_liberty",
    "question": "advice",
}

ROWLESS = frozenset(("question", "elsewhere"))

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A text and what is known of it; a label that isn't named is not learned from this text."""

    text: str
    says: Mapping[str, bool]
    is_case: bool = False
    """A whole case: thresholds are chosen on these."""


def examples() -> list[Example]:
    """All the material there is, in a fixed order."""
    rows = [row.id for row in load_toolkit().indicators if row.id != "other"]
    found: list[Example] = []
    for path in sorted(FOLDER.glob("rows_*.txt")):
        found += _statements(path, rows)
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
    found += _of_the_chat()
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
        yield Example(case["text"], says, is_case=True)


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


def _of_the_chat() -> Iterator[Example]:
    """A sample of what else is typed: questions, answers, commands, other matters."""
    for name, (kind, apart) in OF_THE_CHAT.items():
        lines = (
            line.removeprefix("- ").strip()
            for row in read_yaml(NLU / name)[0]["nlu"]
            for line in row["examples"].splitlines()
        )
        for text in islice(filter(None, lines), 0, None, apart):
            yield Example(text, TOLD[kind])


def train(material: Sequence[Example], featurer: Featurer) -> Model:
    """The model that comes of some material, without thresholds."""
    labels = (*_rows(), *OTHERS)
    texts = [
        set[str]().union(*map(featurer.features, featurer.sentences(example.text)))
        for example in material
    ]
    seen = Counter(feature for text in texts for feature in text)
    kept = sorted(feature for feature, count in seen.items() if count >= SEEN_AT_LEAST)
    scale = as_arrays([WEIGHTS[f[0]] * np.log(1 + len(texts) / seen[f]) ** 0.5 for f in kept])
    index = {feature: number for number, feature in enumerate(kept)}
    table = _table(texts, index, scale)
    learned = [_learn(label, material, table) for label in labels]
    return Model(
        labels=labels,
        index=index,
        scale=scale,
        weights=as_arrays(np.stack([weights for weights, _ in learned], axis=1)),
        bias=as_arrays([bias for _, bias in learned]),
        network=_network(labels, material, table),
        thresholds=as_arrays(np.zeros(len(labels))),
        bonus=0.0,
        calm=0.0,
        nothing=0.0,
    )


def _table(texts: Sequence[set[str]], index: Mapping[str, int], scale: Floats) -> csr_matrix:
    """A row for each text, of length 1, as `Model.score` makes it."""
    columns = [sorted(index[feature] for feature in text if feature in index) for text in texts]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter(chain.from_iterable(columns), dtype=np.int64, count=ends[-1])
    table = csr_matrix((scale[flat], flat, ends), shape=(len(texts), len(scale)))
    normalize(table, copy=False)
    return table


def _learn(label: str, material: Sequence[Example], table: csr_matrix) -> tuple[Floats, float]:
    """The weights and the bias of one label, from the texts of which it is known."""
    known = [number for number, example in enumerate(material) if label in example.says]
    says = [material[number].says[label] for number in known]
    # Solved in its dual form, which takes a third of the time here and comes to the same weights.
    model = LogisticRegression(
        C=STRENGTH, class_weight=YES_COUNTS, solver="liblinear", dual=True, tol=0.01, random_state=0
    )
    model.fit(table[known], says)
    return model.coef_[0], float(model.intercept_[0])


def _network(labels: Sequence[str], material: Sequence[Example], table: csr_matrix) -> Network:
    says = [[example.says.get(label, False) for label in labels] for example in material]
    known = [[label in example.says for label in labels] for example in material]
    return learn(table, as_arrays(says), as_arrays(known))


def _rows() -> list[str]:
    return [row.id for row in load_toolkit().indicators if row.id != "other"]


def limits(tried: Sequence["Tried"]) -> dict[str, float]:
    """The scores from which a label holds, as cases show that the model never saw.

    Each is where the balance of missed and false finds is best, by the weight that
    `nlu_data/reading/weighing.yml` gives to a miss.
    """
    weights, rows = read_yaml(FOLDER / WEIGHING)[0], _rows()
    found = {
        label: _best([(t.above[label], t.says[label]) for t in tried if label in t.says], weight)[0]
        for label, weight in weights["a_miss_counts"].items()
        if label != ROWS
    }
    by_bonus = {
        bonus: _best(
            [
                (t.above[row] + (bonus if row in t.patterns else 0), t.says[row])
                for t in tried
                for row in rows
                if row in t.says
            ],
            weights["a_miss_counts"][ROWS],
        )
        for bonus in weights["pattern_may_count"]
    }
    bonus = max(by_bonus, key=lambda bonus: by_bonus[bonus][1])
    given = {name: weights[name] for name in (CALM, NOTHING)}
    return found | given | {ROWS: by_bonus[bonus][0], PATTERN: bonus}


def _with_limits(model: Model, limits: Mapping[str, float]) -> Model:
    thresholds = [limits[label if label in OTHERS else ROWS] for label in model.labels]
    return replace(
        model,
        thresholds=as_arrays(thresholds),
        bonus=limits[PATTERN],
        calm=limits[CALM],
        nothing=limits[NOTHING],
    )


@dataclass(frozen=True)
class Tried:
    """A case, and how a model that never saw it scores its labels."""

    says: Mapping[str, bool]
    above: Mapping[str, float]
    patterns: frozenset[str]
    """The rows that patterns find in it."""


def _tried(material: Sequence[Example], featurer: Featurer) -> list[Tried]:
    """The cases held back, tried with a model of everything else."""
    held = {example.text for example in [e for e in material if e.is_case][::HELD_BACK]}
    learned = Learned(train([e for e in material if e.text not in held], featurer), featurer)
    patterns, found = IndicatorReader(), []
    for example in (e for e in material if e.is_case and e.text in held):
        rows = frozenset(sign.id for sign in patterns.read(example.text).indicators)
        found.append(Tried(example.says, learned.hear(example.text).above, rows))
    return found


def _best(scored: Sequence[tuple[float, bool]], miss: float) -> tuple[float, float]:
    """The threshold with the best F-measure, in which a miss counts `miss` times, and that."""
    scores, so = zip(*scored, strict=True)
    precision, recall, thresholds = precision_recall_curve(so, scores)
    both = np.maximum(miss**2 * precision + recall, 1e-9)
    balance = (1 + miss**2) * precision * recall / both
    best = int(np.argmax(balance[:-1]))
    return float(thresholds[best]), float(balance[best])


def write(out: Path) -> None:
    """Train from everything, on two cores, and put the model in place in one step."""
    material, featurer = examples(), Featurer.from_folder()
    model, tried = Parallel(n_jobs=2)(
        [delayed(train)(material, featurer), delayed(_tried)(material, featurer)]
    )
    model = _with_limits(model, limits(tried))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        unfinished = Path(folder) / FILE
        model.save(unfinished)
        os.replace(unfinished, out / FILE)


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
