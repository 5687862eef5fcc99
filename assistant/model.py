"""The trained models, the chat's and the reader's: when they are trained again, and whether ours.

Beside each model stands a record of what it was trained from (a fingerprint) and of its own
SHA-256. A model that doesn't fit its record is never served: Rasa's models hold pickles, and
so can run code. Standard library only.
"""

import hashlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.progress import ROOT, PlainError, StepFailedError, relative, run_step, say

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Trainings beside each other get in each other's way with more: 84 seconds for both, not 71."""

RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


@dataclass(frozen=True)
class Part:
    """One of the models: its file, its record, and what it is trained from (glob patterns)."""

    title: str
    name: str
    record: str
    trainer: tuple[str, ...]
    sources: tuple[str, ...]
    by_rasa: bool = False


def chat(config: str) -> Part:
    """Rasa's model, by the pipeline of a file."""
    return Part(
        "model of the chat",
        "assistant.tar.gz",
        "model.json",
        ("assistant.engine.train", "--config", config),
        (
            "nlu_data/nlu/**/*",
            "nlu_data/rules/**/*",
            config,
            "domain.yml",
            "assistant/engine/classifier.py",
            "assistant/engine/requirements.txt",
        ),
        by_rasa=True,
    )


CHAT = chat("config.yml")
READER = Part(
    "trained part of the reader",
    "reading.npz",
    "reading.json",
    ("assistant.adapters.narrative.learning",),
    (
        "nlu_data/reading/*",
        "nlu_data/nlu/outside.yml",
        "nlu_data/nlu/process.yml",
        "nlu_data/nlu/explanations.yml",
        "nlu_data/nlu/reassurance.yml",
        "nlu_data/nlu/smalltalk.yml",
        "nlu_data/nlu/commands.yml",
        "nlu_data/nlu/details.yml",
        "tests/rulebook/urgency*.yml",
        "tests/integration/narrative/stories.txt",
        "tests/integration/narrative/stories_blind.txt",
        "tests/integration/narrative/cases_blind.jsonl",
        "assistant/adapters/narrative/learn*.py",
        "assistant/adapters/narrative/lexicon/kinds.yml",
        "assistant/adapters/narrative/lexicon/meanings.yml",
        "assistant/adapters/narrative/lexicon/indicators/*.yml",
    ),
)
NAME, RECORD = CHAT.name, CHAT.record


def fingerprint(root: Path = ROOT, part: Part = CHAT) -> str:
    """One value for everything that a model is trained from."""
    digest = hashlib.sha256()
    for source in part.sources:
        for path in sorted(root.glob(source)):
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(directory: Path, part: Part) -> dict[str, str]:
    try:
        record = json.loads((directory / part.record).read_text())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def is_ours(directory: Path, part: Part = CHAT) -> bool:
    """Whether a model is, byte for byte, the one that was trained here."""
    model = directory / part.name
    return model.is_file() and _record(directory, part).get("sha256") == _sha256(model)


def is_current(directory: Path, root: Path = ROOT, part: Part = CHAT) -> bool:
    """Whether a model was trained from the training data as it is now."""
    return _record(directory, part).get("fingerprint") == fingerprint(root, part)


def write_record(directory: Path, trained_from: str, part: Part = CHAT) -> None:
    """Record what a model was trained from and what it is, in one step."""
    unfinished = directory / f"{part.record}.new"
    record = {"fingerprint": trained_from, "sha256": _sha256(directory / part.name)}
    unfinished.write_text(json.dumps(record, indent=2) + "\n")
    os.replace(unfinished, directory / part.record)


def why_train(directory: Path, root: Path = ROOT, part: Part = CHAT) -> str | None:
    """The reason for training, or None when a model is ours and current."""
    if not (directory / part.name).is_file():
        return f"There is no {part.title} yet."
    if not is_ours(directory, part):
        return "The model isn't the one that was trained here; it will not be used."
    if not is_current(directory, root, part):
        return "The training data has changed."
    return None


def ensure(
    directory: Path, log: Path, *, parts: tuple[Part, ...] = (CHAT, READER), force: bool = False
) -> None:
    """Train the parts where that is due, beside each other. Raises PlainError if one can't be."""
    due = []
    for part in parts:
        reason = "Training was asked for." if force else why_train(directory, part=part)
        say(f"  {reason}" if reason else f"  {part.title.capitalize()}: up to date")
        due += [part] if reason else []
    # Rasa's training keeps one core busy, the reader's two for half of the time.
    with ThreadPoolExecutor(max(len(due), 1)) as pool:
        for done in [pool.submit(_train, part, directory, log) for part in due]:
            done.result()


def _train(part: Part, directory: Path, log: Path) -> None:
    if part.by_rasa and not RASA_PYTHON.exists():
        raise PlainError("Rasa's environment isn't there. Set it up first: make setup")
    python = str(RASA_PYTHON) if part.by_rasa else sys.executable
    environment = rasa_environment() if part.by_rasa else application_environment()
    trained_from = fingerprint(part=part)
    environment |= ONE_THREAD
    command = [python, "-m", *part.trainer, "--out", str(directory)]
    log = log.with_stem(f"{log.stem}-{Path(part.record).stem}")
    try:
        run_step(f"Training the {part.title}", command, log, environment)
    except StepFailedError as error:
        raise PlainError(
            f"The {part.title} could not be trained: {error.last_line} (all of it: {relative(log)})"
        ) from error
    write_record(directory, trained_from, part)


def application_environment() -> dict[str, str]:
    """The environment as it is, with the application's code on the path."""
    return dict(os.environ) | {"PYTHONPATH": str(ROOT)}


def rasa_environment(**more: str) -> dict[str, str]:
    """What Rasa's processes get to know: none of the application's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CRE_", "RASA_")) and name not in ("PYTHONHOME", "VIRTUAL_ENV")
    }
    return kept | {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"} | more
