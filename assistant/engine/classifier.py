"""The intent classifier: TF-IDF of words and of pieces of words, and logistic regression.

Rasa's own pieces (a tokenizer, two featurizers and `LogisticRegressionClassifier`) do the
same in four steps that each copy sparse matrices, use counts without weights, and load
through skops, whose import alone takes over ten seconds once TensorFlow is there. This is one
step, stored as plain arrays. The figures are in docs/decisions.
"""

import json
import re
from collections import Counter
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent  # type: ignore[import-not-found]
from rasa.engine.recipes.default_recipe import DefaultV1Recipe  # type: ignore[import-not-found]
from rasa.engine.storage.resource import Resource  # type: ignore[import-not-found]
from rasa.engine.storage.storage import ModelStorage  # type: ignore[import-not-found]
from rasa.nlu.classifiers.classifier import IntentClassifier  # type: ignore[import-not-found]
from rasa.shared.nlu.constants import INTENT, TEXT  # type: ignore[import-not-found]
from rasa.shared.nlu.training_data.message import Message  # type: ignore[import-not-found]
from rasa.shared.nlu.training_data.training_data import (  # type: ignore[import-not-found]
    TrainingData,
)
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

VIEWS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2},
)
"""Words and pairs of words; pieces of words, so that a typo still resembles what was meant."""

STEPS = 50
"""Where training stops: convergence takes twice as long and understands no better."""


def plain(text: str) -> str:
    """The text as the classifier sees it: no case, no apostrophes, any digit is a digit."""
    return re.sub(r"\d", "0", re.sub("[\u200b\u2019']", "", text.lower()))


def vectorizer(view: dict[str, Any], vocabulary: dict[str, int] | None = None) -> Any:
    """One view of a text, untrained or with the vocabulary that it was trained with."""
    return TfidfVectorizer(
        **view, preprocessor=plain, sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary
    )


class TextModel:
    """What training leaves: two vocabularies with their weights, and one row for each intent."""

    def __init__(self, views: list[Any], intents: list[str], rows: Any, offsets: Any) -> None:
        """Put a model together from its parts."""
        self.views = views
        self.intents = intents
        # Training leaves them column by column; so laid out, each use would copy all of them.
        self.rows = np.ascontiguousarray(rows)
        self.offsets = offsets
        self._terms = [(v.build_analyzer(), v.vocabulary_, np.asarray(v.idf_)) for v in views]

    @classmethod
    def fit(cls, texts: list[str], intents: list[str], strength: float) -> "TextModel":
        """Train on examples; a higher `strength` follows them more closely."""
        views = [vectorizer(view) for view in VIEWS]
        features = csr_matrix(hstack([view.fit_transform(texts) for view in views]))
        regression = LogisticRegression(C=strength, class_weight="balanced", max_iter=STEPS)
        regression.fit(features, intents)
        rows = regression.coef_.T.astype(np.float32)
        return cls(views, list(regression.classes_), rows, regression.intercept_)

    def ranking(self, text: str) -> list[tuple[str, float]]:
        """Every intent with its probability, likeliest first."""
        scores = self._scores(text) + self.offsets
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-shares)
        return [(self.intents[index], float(shares[index])) for index in order]

    def _scores(self, text: str) -> Any:
        """What the vectorizers' `transform` gives, times the rows.

        For one short text their checks and sparse matrices take longer than all the rest.
        """
        scores = np.zeros(self.rows.shape[1], dtype=np.float32)
        start = 0
        for analyze, vocabulary, weights in self._terms:
            counts = Counter(vocabulary[term] for term in analyze(text) if term in vocabulary)
            if counts:
                places = np.fromiter(counts, dtype=np.intp)
                often = np.fromiter(counts.values(), dtype=np.float32)
                shares = (1 + np.log(often)) * weights[places]
                scores += (shares / np.linalg.norm(shares)) @ self.rows[start + places]
            start += len(vocabulary)
        return scores

    def save(self, directory: Any) -> None:
        """Write plain JSON and arrays."""
        vocabularies = [
            {term: int(index) for term, index in view.vocabulary_.items()} for view in self.views
        ]
        words = json.dumps({"intents": self.intents, "vocabularies": vocabularies})
        (directory / "words.json").write_text(words, encoding="utf-8")
        weights = {f"weights_{number}": view.idf_ for number, view in enumerate(self.views)}
        np.savez(directory / "arrays.npz", rows=self.rows, offsets=self.offsets, **weights)

    @classmethod
    def open(cls, directory: Any) -> "TextModel":
        """Read what `save` wrote."""
        words = json.loads((directory / "words.json").read_text(encoding="utf-8"))
        with np.load(directory / "arrays.npz", allow_pickle=False) as arrays:
            views = []
            for number, (view, vocabulary) in enumerate(
                zip(VIEWS, words["vocabularies"], strict=True)
            ):
                views.append(vectorizer(view, vocabulary))
                views[-1].idf_ = arrays[f"weights_{number}"]
            return cls(views, words["intents"], arrays["rows"], arrays["offsets"])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TextClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """`TextModel` as a component of Rasa's pipeline."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength` is scikit-learn's C; `ranking_length` is how many intents are passed on."""
        return {"strength": 10.0, "ranking_length": 4}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """An untrained classifier."""
        self.config = config
        self.storage = storage
        self.resource = resource
        self.model: TextModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it
    ) -> "TextClassifier":
        """Made by Rasa before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it
        **_: Any,
    ) -> "TextClassifier":
        """Made by Rasa from a trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            component.model = TextModel.open(directory)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and store the result."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self.model = TextModel.fit(
            [example.get(TEXT) for example in examples],
            [example.get(INTENT) for example in examples],
            float(self.config["strength"]),
        )
        with self.storage.write_to(self.resource) as directory:
            self.model.save(directory)
        return self.resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message its likeliest intent and the runners-up."""
        for message in messages:
            if self.model is None or not message.get(TEXT):
                continue
            ranking = [
                {"name": name, "confidence": share}
                for name, share in self.model.ranking(message.get(TEXT))
            ]
            message.set("intent", ranking[0], add_to_output=True)
            kept = ranking[: int(self.config["ranking_length"])]
            message.set("intent_ranking", kept, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing later in the pipeline learns from the intents."""
        return training_data
