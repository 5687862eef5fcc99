"""Train Rasa's model: `python -m assistant.engine.train --out DIR`.

Run it with Rasa's own interpreter, in the root of the project. The finished model replaces
the old one in one step, so a half-written model is never served.
"""

import argparse
import contextlib
import io
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

from assistant.engine import quiet

OUT = Path("var/model")
NAME = "assistant.tar.gz"

logger = logging.getLogger("assistant.engine.train")


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="assistant.engine.train", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="where to put the model")
    parser.add_argument("--config", type=Path, default=Path("config.yml"), help="the pipeline")
    return parser.parse_args(argv)


def train(root: Path, config: Path, out: Path) -> bool:
    """Train from the project in `root`; whether a model stands in `out` now."""
    from rasa.model_training import train as train_model  # type: ignore[import-not-found]

    logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as unfinished:
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):  # coloured, and names the temporary file
                result = train_model(
                    domain=str(root / "domain.yml"),
                    config=str(root / config),
                    training_files=[str(root / "nlu_data")],
                    output=unfinished,
                    fixed_model_name=NAME,
                    force_training=True,
                )
        except BaseException:
            logger.error(said.getvalue())
            raise
        if result.code != 0 or result.model is None:
            return False
        os.replace(result.model, out / NAME)
    return True


def main(argv: list[str] | None = None) -> int:
    """Train, saying what is being done; status 1 if no model came of it."""
    options = arguments(argv)
    quiet.prepare()
    quiet.route_structlog()
    logger.info("Training the model of the chat.")
    start = time.monotonic()
    if not train(Path.cwd(), options.config, options.out):
        logger.error("The training failed.")
        return 1
    logger.info("Trained in %d seconds.", time.monotonic() - start)
    return 0


if __name__ == "__main__":
    sys.exit(main())
