"""The trained model of the chat: when it is trained again, and whether it is ours.

Beside the model stands a record of what it was trained from (a fingerprint) and of its own
SHA-256. A model that doesn't fit its record is never served: Rasa's models hold pickles, and
so can run code. Standard library only.
"""

import hashlib
import json
import os
from pathlib import Path

from assistant.progress import ROOT, PlainError, StepFailedError, relative, run_step, say

RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
SOURCES = (
    "nlu_data",
    "config.yml",
    "domain.yml",
    "assistant/engine/classifier.py",
    "assistant/engine/requirements.txt",
)
CONFIG = "config.yml"
NAME = "assistant.tar.gz"
RECORD = "model.json"


def fingerprint(root: Path = ROOT, config: str = CONFIG) -> str:
    """One value for everything that the model of a pipeline is trained from."""
    digest = hashlib.sha256()
    for source in (config if name == CONFIG else name for name in SOURCES):
        top = root / source
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(directory: Path) -> dict[str, str]:
    try:
        record = json.loads((directory / RECORD).read_text())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def is_ours(directory: Path) -> bool:
    """Whether the model is, byte for byte, the one that was trained here."""
    model = directory / NAME
    return model.is_file() and _record(directory).get("sha256") == _sha256(model)


def is_current(directory: Path, root: Path = ROOT, config: str = CONFIG) -> bool:
    """Whether the model was trained from the training data as it is now."""
    return _record(directory).get("fingerprint") == fingerprint(root, config)


def write_record(directory: Path, trained_from: str) -> None:
    """Record what the model was trained from and what it is, in one step."""
    unfinished = directory / f"{RECORD}.new"
    record = {"fingerprint": trained_from, "sha256": _sha256(directory / NAME)}
    unfinished.write_text(json.dumps(record, indent=2) + "\n")
    os.replace(unfinished, directory / RECORD)


def why_train(directory: Path, root: Path = ROOT, config: str = CONFIG) -> str | None:
    """The reason for training, or None when the model is ours and current."""
    if not (directory / NAME).is_file():
        return "There is no model of the chat yet."
    if not is_ours(directory):
        return "The model isn't the one that was trained here; it will not be used."
    if not is_current(directory, root, config):
        return "The training data has changed."
    return None


def ensure(directory: Path, log: Path, *, force: bool = False, config: str = CONFIG) -> None:
    """Train where that is due. Raises PlainError if it can't be done."""
    reason = "Training was asked for." if force else why_train(directory, config=config)
    if reason is None:
        say("  Model of the chat: up to date")
        return
    if not RASA_PYTHON.exists():
        raise PlainError("Rasa's environment isn't there. Set it up first: make setup")
    say(f"  {reason}")
    trained_from = fingerprint(config=config)
    command = [str(RASA_PYTHON), "-m", "assistant.engine.train"]
    command += ["--out", str(directory), "--config", config]
    try:
        run_step("Training the model of the chat", command, log, rasa_environment())
    except StepFailedError as error:
        raise PlainError(
            f"The model could not be trained: {error.last_line} (all of it: {relative(log)})"
        ) from error
    write_record(directory, trained_from)


def rasa_environment(**more: str) -> dict[str, str]:
    """What Rasa's processes get to know: none of the application's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CRE_", "RASA_")) and name not in ("PYTHONHOME", "VIRTUAL_ENV")
    }
    return kept | {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"} | more
