"""What must be set before anything of Rasa is imported."""

import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "RASA_MAX_CACHE_SIZE": "0",
    "LOG_LEVEL": "WARNING",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


SLOT_NOTICE = "Slot auto-fill has been removed"


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, *_: Any, **__: Any
) -> None:
    """Log Rasa's own warnings, which are about our data; other libraries' are about their code.

    (A warning filter does not last: several of the libraries reset them.)
    """
    if (
        category is UserWarning
        and "rasa" in Path(filename).parts
        and SLOT_NOTICE not in str(message)
    ):
        logging.getLogger("assistant.engine.warnings").warning(message)


def prepare(level: int = logging.WARNING) -> None:
    """Switch off telemetry, caches and chatter; log to the standard error stream."""
    os.environ.update(ENVIRONMENT)
    warnings.showwarning = _show_warning
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("assistant.engine").setLevel(logging.INFO)


def route_structlog() -> None:
    """Send Rasa's structured log lines through `logging`, where they are held back.

    Left alone, structlog prints straight to the standard output stream.
    """
    import structlog  # type: ignore[import-not-found]

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.render_to_log_kwargs,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
