"""A small network beside the regression: one hidden layer that all labels share.

The regression learns each label by itself. Here what is learned of one helps the others ("a man
waits in a car" bears on a dozen rows, on danger and on the route), and words can count together.
The two are added up. Not every text tells of every label, so each has a mask of what is known.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

HIDDEN = 128
ROUNDS = 8
"""Times that the whole material is gone through."""

AT_ONCE = 256
"""Texts that one step learns from."""

RATE = 0.01
"""How far the first steps go; the last ones go nowhere."""

UNREAD, UNUSED = 0.3, 0.5
"""The shares of features and of the hidden layer that a step leaves out, so that nothing is leant
on alone."""

RARE = 6.0
"""What a stated label may count beside one not stated, where it is rarely stated."""

LENGTH = 3.0
"""Of a text's row of features: at 1, as the regression has it, learning is slower."""

SEED = 0

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Network:
    """What was learned: from features to the hidden layer, and from there to labels."""

    into: Floats
    into_bias: Floats
    out: Floats
    out_bias: Floats

    def score(self, rows: npt.NDArray[np.intp], values: Floats) -> Floats:
        """The score of every label for a text: its features' rows and their values."""
        hidden = np.maximum((values * np.float32(LENGTH)) @ self.into[rows] + self.into_bias, 0)
        found: Floats = hidden @ self.out + self.out_bias
        return found


class _Weights:
    """Some weights that learn by Adam; of the many, only those that a step touches."""

    def __init__(self, values: npt.NDArray[np.floating]) -> None:
        self.values: Floats = values.astype(np.float32)
        self._slope = np.zeros_like(self.values)
        self._square = np.zeros_like(self.values)

    def step(
        self,
        slope: Floats,
        rate: float,
        number: int,
        rows: npt.NDArray[np.integer] | slice = slice(None),
    ) -> None:
        """Go down the slope; `number`: the step's, from 1."""
        mean, square = self._slope[rows], self._square[rows]
        mean *= 0.9
        mean += 0.1 * slope
        square *= 0.999
        square += 0.001 * slope**2
        self._slope[rows], self._square[rows] = mean, square
        far = np.sqrt(square)
        far += 1e-8
        far *= (1 - 0.9**number) / (1 - 0.999**number) ** 0.5 / rate
        self.values[rows] -= mean / far


def learn(table: csr_matrix, says: Floats, known: Floats) -> Network:
    """The network that comes of some texts; the same each time.

    `table`: a row of features for each text, of length 1. `says`: 1 where a label is stated.
    `known`: 1 where it is known whether it is; the rest teaches nothing.
    """
    rng = np.random.default_rng(SEED)
    texts, labels = says.shape
    into = _Weights(rng.normal(0, 0.05, (table.shape[1], HIDDEN)))
    into_bias = _Weights(np.zeros(HIDDEN))
    out = _Weights(rng.normal(0, 0.1, (HIDDEN, labels)))
    out_bias = _Weights(np.full(labels, -2.0))
    stated, not_stated = (says * known).sum(axis=0), ((1 - says) * known).sum(axis=0)
    counts = known * np.where(
        says > 0, np.clip(np.sqrt(not_stated / np.maximum(stated, 1)), 1, RARE), 1
    )
    starts = range(0, texts, AT_ONCE)
    for turn in range(ROUNDS):
        rate, order = RATE * (1 - turn / ROUNDS), rng.permutation(texts)
        for nth, start in enumerate(starts):
            number, some = turn * len(starts) + nth + 1, order[start : start + AT_ONCE]
            columns, read = _read(table[some], rng)
            before = read @ into.values[columns] + into_bias.values
            used = ((rng.random(before.shape) > UNUSED) / (1 - UNUSED)).astype(np.float32)
            hidden = np.maximum(before, 0) * used
            scores = hidden @ out.values + out_bias.values
            wrong = (1 / (1 + np.exp(-scores)) - says[some]) * counts[some] / len(some)
            back = (wrong @ out.values.T) * used * (before > 0)
            out.step(hidden.T @ wrong, rate, number)
            out_bias.step(wrong.sum(axis=0), rate, number)
            into.step(read.T @ back, rate, number, columns)
            into_bias.step(back.sum(axis=0), rate, number)
    return Network(into.values, into_bias.values, out.values, out_bias.values)


def _read(part: csr_matrix, rng: np.random.Generator) -> tuple[npt.NDArray[np.integer], csr_matrix]:
    """The features of a few texts, some left out: their columns, and a table of these alone."""
    columns, places = np.unique(part.indices, return_inverse=True)
    values = part.data * (rng.random(part.nnz) > UNREAD) * (LENGTH / (1 - UNREAD))
    shape = (part.shape[0], len(columns))
    return columns, csr_matrix((values.astype(np.float32), places, part.indptr), shape=shape)
