"""Run Rasa: `python -m assistant.engine.serve --model DIR --port N`.

Run it with Rasa's own interpreter, in the root of the project, with `CRE_ACTIONS_URL` and
`CRE_ACTIONS_TOKEN` set. It listens on the loopback interface only, without Rasa's HTTP API.
`GET /` answers as soon as the model is loaded.
"""

import argparse
import asyncio
import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

from assistant.engine import privacy, quiet, validator

HOST = "127.0.0.1"
NEEDED = ("CRE_ACTIONS_URL", "CRE_ACTIONS_TOKEN")
MODEL = Path("var/model")

logger = logging.getLogger("assistant.engine.serve")


class ModelNotLoadedError(RuntimeError):
    """Rasa itself would go on without a model and answer nothing."""


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="assistant.engine.serve", description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL, help="directory of the trained model")
    parser.add_argument("--port", type=int, default=8081)
    return parser.parse_args(argv)


def problems(model: Path) -> list[str]:
    """What is missing before Rasa can be started, in words."""
    found = [
        f"The environment variable {name} is not set." for name in NEEDED if name not in os.environ
    ]
    if not list(model.glob("*.tar.gz")):
        found.append(f"There is no trained model in {model}: run assistant.engine.train first.")
    return found


async def _seal(app: Any, _: asyncio.AbstractEventLoop) -> None:
    """The model is loaded and the first message may come: from here no text is logged."""
    if not app.ctx.agent.is_ready():
        raise ModelNotLoadedError
    logger.info("Rasa is ready.")
    privacy.withhold_texts()


def build(model: Path, root: Path) -> Any:
    """Rasa's web application with its REST channel, and nothing else."""
    from rasa.core import run  # type: ignore[import-not-found]
    from rasa.core.utils import AvailableEndpoints  # type: ignore[import-not-found]
    from rasa.utils.common import update_sanic_log_level  # type: ignore[import-not-found]

    quiet.route_structlog()
    validator.install()
    endpoints = AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))
    channels = run.create_http_input_channels(None, str(root / "credentials.yml"))
    app = run.configure_app(channels, enable_api=False, endpoints=endpoints)
    load = partial(run.load_agent_on_start, str(model), endpoints, None)
    app.register_listener(load, "before_server_start")
    app.register_listener(_seal, "before_server_start")
    app.register_listener(run.close_resources, "after_server_stop")
    update_sanic_log_level()
    return app


def main(argv: list[str] | None = None) -> int:
    """Serve until stopped; a clear message and status 1 when that is not possible."""
    options = arguments(argv)
    quiet.prepare()
    missing = problems(options.model)
    for problem in missing:
        logger.error(problem)
    if missing:
        return 1
    logger.info("Rasa is loading its model.")
    app = build(options.model, Path.cwd())
    try:
        app.run(host=HOST, port=options.port, workers=1, access_log=False, motd=False)
    except ModelNotLoadedError:
        logger.error("The model could not be loaded.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
