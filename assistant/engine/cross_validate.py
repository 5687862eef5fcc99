"""Cross-validate a pipeline: `python -m assistant.engine.cross_validate --config FILE --out FILE`.

Does what `rasa test nlu --cross-validation` does, and no more: every example is understood by a
model that was trained without it. Rasa's own command also goes through all that each model was
trained with, and draws pictures. Run it with Rasa's interpreter, in the root of the project.
"""

import argparse
import asyncio
import contextlib
import io
import json
import logging
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.engine import quiet

FOLDS = 3
SEED = 1

logger = logging.getLogger("assistant.engine.cross_validate")


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="assistant.engine.cross_validate", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, help="the pipeline")
    parser.add_argument("--out", type=Path, required=True, help="where to write the figures")
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--most", type=int, help="examples of an intent; a slow pipeline needs it")
    return parser.parse_args(argv)


def understood(config: Path, train: Any, texts: list[str]) -> list[str]:
    """The likeliest intent of each text, by a model trained on `train` alone."""
    from rasa.core.agent import Agent  # type: ignore[import-not-found]
    from rasa.model_training import train_nlu  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory) / "train.yml"
        data.write_text(train.nlu_as_yaml(), encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            path = train_nlu(str(config), str(data), directory)
        agent = Agent.load(path)

        async def parsed() -> list[str]:
            return [(await agent.parse_message(text))["intent"]["name"] or "" for text in texts]

        return asyncio.run(parsed())


def sample(intents: list[str], most: int | None) -> list[int]:
    """The places of at most so many examples of each intent, the same ones every time."""
    places: dict[str, list[int]] = {}
    for place, intent in enumerate(intents):
        places.setdefault(intent, []).append(place)
    chosen = random.Random(SEED)  # noqa: S311 - nothing secret
    return sorted(
        place
        for of_intent in places.values()
        for place in chosen.sample(of_intent, min(len(of_intent), most or len(of_intent)))
    )


def cross_validate(
    config: Path, nlu_data: Path, folds: int, most: int | None = None
) -> dict[str, Any]:
    """Macro-F1 and accuracy over all examples, the F1 of each intent, and the seconds taken."""
    from rasa.shared.importers.utils import (  # type: ignore[import-not-found]
        training_data_from_paths,
    )
    from rasa.shared.nlu.constants import INTENT, TEXT  # type: ignore[import-not-found]
    from rasa.shared.nlu.training_data.training_data import (  # type: ignore[import-not-found]
        TrainingData,
    )
    from sklearn.metrics import classification_report
    from sklearn.model_selection import StratifiedKFold

    start = time.monotonic()
    paths = sorted(str(path) for path in nlu_data.rglob("*.yml"))
    every = training_data_from_paths(paths, "en").intent_examples
    examples = [every[place] for place in sample([one.get(INTENT) for one in every], most)]
    intents = [example.get(INTENT) for example in examples]
    guesses = [""] * len(examples)
    splits = StratifiedKFold(folds, shuffle=True, random_state=SEED).split(intents, intents)
    for number, (train, test) in enumerate(splits, start=1):
        data = TrainingData([examples[index] for index in train])
        found = understood(config, data, [examples[index].get(TEXT) for index in test])
        for index, guess in zip(test, found, strict=True):
            guesses[index] = guess
        logger.info("Fold %d of %d is done.", number, folds)
    report = classification_report(intents, guesses, output_dict=True, zero_division=0)
    return {
        "examples": len(examples),
        "folds": folds,
        "macro_f1": round(report["macro avg"]["f1-score"], 3),
        "accuracy": round(report["accuracy"], 3),
        "intents": {name: round(report[name]["f1-score"], 3) for name in sorted(set(intents))},
        "seconds": round(time.monotonic() - start),
    }


def main(argv: list[str] | None = None) -> int:
    """Measure, saying what is being done, and write the figures as JSON."""
    options = arguments(argv)
    quiet.prepare()
    quiet.route_structlog()
    figures = cross_validate(options.config, Path("nlu_data/nlu"), options.folds, options.most)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    shown = ", ".join(f"{name} {value}" for name, value in figures.items() if name != "intents")
    logger.info("%s: %s", options.config, shown)
    options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
