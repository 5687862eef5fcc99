"""The trained part of the reader: rows, danger and who is told of, in words no pattern foresaw.

A linear model over words, pairs and kinds of words, trained on this machine by `make train`
(`learning.py`). It only ever adds to what the patterns and the danger check find, above the
thresholds chosen in training; the same text always gets the same answer.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.adapters.narrative.learned_features import Featurer, Token
from assistant.adapters.narrative.learned_network import Network
from assistant.adapters.rulebook_files import load_toolkit
from assistant.domain.reading import Outline, Reading, Sign, Span
from assistant.domain.urgency import HeardDanger

FILE = "reading.npz"
LONGEST = 8_000
"""Characters; beyond this a text isn't somebody's account (as for the patterns)."""

SHORTEST = 6
"""Words; fewer ("he isn't") tell too little to weigh, and the rulebook knows the cries for help."""
SHORT = 10
SURER = 2.0
"""How far above the line danger is sure. A text of fewer words than SHORT must be: "in the toilets
at the bus station" is an answer, and short cries are the rulebook's. In the material no short text
of danger is lost by this, and all four false alarms are."""
CASE_HISTORY = 20
"""Words; a shorter text may well be typed by somebody who is there, and is never found calm."""

TOGETHER = 0.7
"""What the network counts for beside the regression."""

NOW, KNOWN, CONCERN, TELLS, OUTSIDE, HIGH = "now", "known", "concern", "tells", "outside", "high"
OTHERS = (NOW, KNOWN, CONCERN, TELLS, OUTSIDE, HIGH)
"""What is learned besides the toolkit's rows: danger now, a child who can be found, a person or
place of concern, that something is told at all, that it is about something else, harm at high."""

log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """What the model makes of a text: how far each label is above its threshold, and where."""

    above: Mapping[str, float]
    """Label to its score less the threshold: 0 or more means yes."""

    spans: Mapping[str, Span]
    """The sentence that speaks most for each label."""

    def says(self, label: str) -> bool:
        """Whether a label holds."""
        return self.above.get(label, -1.0) >= 0


@dataclass(frozen=True)
class Model:
    """What was learned: a weight for each feature and label."""

    labels: tuple[str, ...]
    index: Mapping[str, int]
    """Feature to its row in the weights."""

    scale: Floats
    weights: Floats
    bias: Floats
    network: Network
    """What was learned of all labels together; it reads a text as a whole."""

    thresholds: Floats
    bonus: float
    """What a pattern counts for, where it found a row."""

    calm: float
    """The score of danger now below which nothing happens now."""

    nothing: float
    """How far below its threshold "something is told" must be for it to be clear that it isn't."""

    def save(self, path: Path) -> None:
        """Write it as plain arrays: nothing that could run."""
        features = sorted(self.index, key=lambda feature: self.index[feature])
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            features=np.array("\n".join(features)),
            scale=self.scale,
            weights=self.weights,
            bias=self.bias,
            into=self.network.into,
            into_bias=self.network.into_bias,
            out=self.network.out,
            out_bias=self.network.out_bias,
            thresholds=self.thresholds,
            bonus=self.bonus,
            calm=self.calm,
            nothing=self.nothing,
        )

    @classmethod
    def load(cls, path: Path) -> "Model":
        """Read it back; a file with anything but plain arrays is refused."""
        with np.load(path, allow_pickle=False) as file:
            features = str(file["features"]).split("\n")
            return cls(
                labels=tuple(str(label) for label in file["labels"]),
                index={feature: number for number, feature in enumerate(features)},
                scale=file["scale"],
                weights=file["weights"],
                bias=file["bias"],
                network=Network(file["into"], file["into_bias"], file["out"], file["out_bias"]),
                thresholds=file["thresholds"],
                bonus=float(file["bonus"]),
                calm=float(file["calm"]),
                nothing=float(file["nothing"]),
            )

    def rows_of(self, features: set[str]) -> npt.NDArray[np.intp]:
        """The rows of the features that were seen in training, in order."""
        index = self.index
        return np.array(sorted(index[f] for f in features if f in index), dtype=np.intp)

    def score(self, rows: npt.NDArray[np.intp]) -> Floats:
        """The score of every label for some features, each label by itself."""
        return as_arrays(self._values(rows) @ self.weights[rows] + self.bias)

    def score_together(self, rows: npt.NDArray[np.intp]) -> Floats:
        """The score of every label for the features of a whole text, all labels together."""
        return as_arrays(TOGETHER * self.network.score(rows, self._values(rows)))

    def _values(self, rows: npt.NDArray[np.intp]) -> Floats:
        scale = self.scale[rows]
        return as_arrays(scale / np.float32(np.linalg.norm(scale) or 1))


class Learned:
    """The trained part, ready to read. Made once, then safe to share."""

    def __init__(self, model: Model, featurer: Featurer) -> None:
        self._model = model
        self._featurer = featurer
        now = model.thresholds[model.labels.index(NOW)]
        self._calm = model.calm - float(now)
        self._high_rows = frozenset(
            row.id for row in load_toolkit().indicators if "high" in row.examples
        )

    def hear(self, text: str) -> Heard:
        """What `text` says, label by label."""
        sentences = self._featurer.sentences(text[:LONGEST])
        if not sentences:
            return Heard({}, {})
        scores, best = self._scores(sentences)
        spans = {
            label: _span(sentences[best[number]], text)
            for number, label in enumerate(self._model.labels)
        }
        above = scores - self._model.thresholds
        return Heard(dict(zip(self._model.labels, map(float, above), strict=True)), spans)

    def danger(self, text: str) -> HeardDanger:
        """Whether `text` tells of danger now. Of a few words nothing is said either way."""
        if len(text.split()) < SHORTEST:
            return HeardDanger(None, sure=False, calm=False)
        heard = self.hear(text)
        length, above = len(text.split()), heard.above.get(NOW, 0.0)
        sure = above >= SURER
        urgent = (sure or (above >= 0 and length >= SHORT)) and not heard.says(OUTSIDE)
        calm = above < self._calm and length >= CASE_HISTORY
        return HeardDanger(heard.spans[NOW] if urgent else None, sure, calm)

    def add_to(self, reading: Reading, text: str) -> Reading:
        """A reading by patterns, and what was learned, in one.

        A row that no pattern found is added where the trained part is sure of it. A pattern counts
        for a good deal but not for everything: its row stays unless the trained part speaks
        strongly against it, because on words they were not written for some patterns are right
        only half of the time.
        """
        heard = self.hear(text)
        found = {sign.id: sign for sign in reading.indicators}
        signs = [
            found.get(row) or Sign(row, (heard.spans[row],))
            for row, above in heard.above.items()
            if row not in OTHERS and above + (self._model.bonus if row in found else 0) >= 0
        ]
        return replace(
            reading,
            indicators=tuple(self._raised(signs, heard)),
            outline=Outline(
                tells=heard.says(TELLS),
                elsewhere=heard.says(OUTSIDE),
                child_can_be_found=heard.says(KNOWN),
                concern=heard.says(CONCERN),
                tells_nothing=heard.above.get(TELLS, 0.0) < self._model.nothing,
            ),
        )

    def _raised(self, signs: Sequence[Sign], heard: Heard) -> list[Sign]:
        """The surest row at high, where the text reads so.

        One that Appendix 3 has an example of goes before one that it has none of, as forced
        marriage and FGM: for these the person sets the level without the toolkit's help.
        """
        if not signs or not heard.says(HIGH):
            return list(signs)
        may = [sign.id for sign in signs if sign.id in self._high_rows]
        surest = max(may or [sign.id for sign in signs], key=lambda row: heard.above[row])
        return [replace(sign, level="high") if sign.id == surest else sign for sign in signs]

    def _scores(self, sentences: Sequence[Sequence[Token]]) -> tuple[Floats, Sequence[int]]:
        """Each label's score, and the sentence that speaks most for it.

        A row may stand in one sentence or in two beside each other, and what else is told counts
        too; danger and who is told of are a matter of the whole text.
        """
        model = self._model
        features = [self._featurer.features(sentence, model.index) for sentence in sentences]
        rows = model.rows_of(set().union(*features))
        whole = model.score(rows)
        each = np.stack([model.score(model.rows_of(one)) for one in features])
        best: Sequence[int] = each.argmax(axis=0).tolist()
        windows = [whole, *each]
        windows += [model.score(model.rows_of(one | two)) for one, two in pairwise(features)]
        highest: Floats = np.stack(windows).max(axis=0)
        of_whole = np.array([label in OTHERS for label in model.labels])
        alone = np.where(of_whole, whole, (highest + whole) / 2)
        return alone + model.score_together(rows), best


def load_learned(directory: Path, fits: bool) -> Learned | None:
    """The trained part from the folder of the models, or None, said once, where it isn't there.

    `fits`: whether the file is the one that was trained here.
    """
    path = directory / FILE
    try:
        if fits:
            return Learned(Model.load(path), Featurer.from_folder())
    except (OSError, ValueError, KeyError) as error:
        log.warning("The trained part of the reader can't be read: %s", type(error).__name__)
        return None
    log.warning("The trained part of the reader isn't there: patterns alone are used (make train)")
    return None


def _span(sentence: Sequence[Token], text: str) -> Span:
    start, end = sentence[0].start, sentence[-1].end
    return Span(start, end, text[start:end])


def as_arrays(values: Any) -> Floats:
    """Numbers as the model keeps them."""
    return np.asarray(values, dtype=np.float32)
