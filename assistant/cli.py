"""The command line, `cre-assistant`.

The application's parts are imported by the command that needs them, so that each starts fast.
"""

import json
import os
import secrets
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from assistant import model
from assistant.adapters.rulebook_cli import rulebook
from assistant.domain.errors import AssistantError
from assistant.environments import check_disk
from assistant.progress import ROOT, PlainError, guarded, say
from assistant.supervisor import Service, Supervisor, answers, check_port, reachable

if TYPE_CHECKING:
    from assistant.bootstrap import Container

NEEDED_MB = 500
OPERATOR = "operator"
"""Who did it, in the audit log, where a command was given."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would show local variables: people's answers
    help="Guided referrals for children at risk of exploitation.",
)
app.add_typer(rulebook, name="rulebook")


def services(host: str, port: int, rasa_port: int, var: Path) -> list[Service]:
    """The three programs. Secrets travel in the environment, never on a command line."""
    here, models = reachable(host), var / "model"
    authority = f"[{here}]:{port}" if ":" in here else f"{here}:{port}"
    address = f"http://{authority}"
    token = secrets.token_urlsafe(32)
    own = {k: v for k, v in os.environ.items() if k != "CRE_ACTIONS_TOKEN"}
    own["PYTHONPATH"] = str(ROOT)
    python = sys.executable
    web = ["-m", "uvicorn", "--factory", "assistant.main:create_app"]
    quiet = ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5"]
    serve = ["-m", "assistant.engine.serve", "--model", str(models), "--port", str(rasa_port)]
    api = Service(
        "api",
        [python, *web, *quiet, "--no-server-header", "--host", host, "--port", str(port)],
        own | {"CRE_ACTIONS_TOKEN": token},
        ready=partial(answers, here, port, "/health"),
        essential=True,
        says_ready=f"The assistant is ready{{again}}: {address} (Ctrl-C ends it)",
    )
    worker = Service("worker", [python, "-m", "assistant.cli", "worker"], own, after_essential=True)
    rasa = Service(
        "rasa",
        [str(model.RASA_PYTHON), *serve],
        model.rasa_environment(CRE_ACTIONS_URL=f"{address}/actions", CRE_ACTIONS_TOKEN=token),
        ready=partial(answers, "127.0.0.1", rasa_port, "/"),
        refuse=partial(refusal, models),
        says_ready="Rasa is ready{again}.",
        says_waiting="Rasa is still loading; until then the assistant answers without it.",
    )
    return [rasa, api, worker]


def refusal(models: Path) -> str | None:
    """Why Rasa must not serve the model as it stands."""
    if model.is_ours(models):
        return None
    return "its model isn't the one that was trained here. Train it again: make train"


def assembled() -> "Container":
    """The container; what is wrong with settings or data files, in one line."""
    from assistant.bootstrap import bootstrap

    try:
        return bootstrap()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in ("cre", *wrong["loc"])).upper()
        raise PlainError(f"{name}: {wrong['msg']}.") from error
    except AssistantError as error:
        raise PlainError(str(error)) from error


def migrated(container: "Container") -> None:
    """Bring the database up to date, or say in one line why not."""
    try:
        container.migrate()
    except AssistantError as error:
        raise PlainError(f"{error} The database was left as it is.") from error
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise PlainError(f"The database can't be used: {reason} (CRE_DATABASE_URL)") from error
    say("  Database: up to date")


@app.command()
def messages() -> None:
    """Bring the message catalogues up to date with every text that can be translated."""
    from assistant.adapters.catalogues import write_catalogues
    from assistant.extracting import every_text

    for path in write_catalogues(every_text()):
        say(f"  {path.relative_to(ROOT)}")


@app.command()
def run(
    until_parent_ends: Annotated[
        bool, typer.Option(hidden=True, help="Stop with the program that started this.")
    ] = False,
) -> None:
    """Start the assistant: train and migrate where due, then api, worker and Rasa."""
    raise typer.Exit(guarded(partial(_run, os.getppid() if until_parent_ends else None)))


def _run(parent: int | None) -> int:
    container = assembled()
    settings = container.settings
    check_port(settings.host, settings.port, "CRE_PORT")
    check_port("127.0.0.1", settings.rasa_port, "CRE_RASA_PORT", taken=[settings.port])
    var = settings.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    check_disk(NEEDED_MB, var)
    model.ensure(var / "model", var / "log" / "train.log")
    migrated(container)
    say("Starting ...")
    programs = services(settings.host, settings.port, settings.rasa_port, var)
    return Supervisor(programs, var / "log", parent=parent).run()


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="Even if the model is up to date.")] = False,
) -> None:
    """Train the model of the chat, if its training data has changed."""
    raise typer.Exit(guarded(partial(_train, force)))


def _train(force: bool) -> int:
    var = assembled().settings.var.resolve()
    model.ensure(var / "model", var / "log" / "train.log", force=force)
    return 0


@app.command()
def worker() -> None:
    """Deliver what was submitted and delete what was never sent, until stopped."""
    raise typer.Exit(guarded(_worker))


def _worker() -> int:
    stop = threading.Event()

    def on_signal(*_: object) -> None:
        # Not from here: setting an event that the interrupted code is waiting on can deadlock.
        threading.Thread(target=stop.set).start()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    container = assembled()
    # In a thread of its own: deleting never waits for a slow receiver, nor a delivery for it.
    purging = threading.Thread(target=container.purging.run, args=[stop], name="purge")
    purging.start()
    try:
        container.deliveries.run(stop)
    finally:
        stop.set()
        purging.join()
    return 0


@app.command()
def purge() -> None:
    """Delete the conversations that were never sent and are past their time, as the worker does."""
    raise typer.Exit(guarded(_purge))


def _purge() -> int:
    container = assembled()
    migrated(container)
    deleted = container.purging.purge(OPERATOR)
    days = container.settings.unsent_days
    say(f"  Deleted: {deleted} conversations (nothing sent, no message for {days} days)")
    return 0


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Cases, one JSON object a line.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    baseline: Annotated[
        Path | None, typer.Option(help="Another pipeline, measured on the same cases after it.")
    ] = None,
) -> None:
    """Measure the assistant on cases, by the path that a conversation uses."""
    raise typer.Exit(guarded(partial(_evaluate, file, as_json, baseline)))


def _evaluate(file: Path, as_json: bool, baseline: Path | None) -> int:
    """Status 0 whatever the figures; 2 where the file isn't of the agreed form."""
    from assistant.evaluation import evaluate, progress_to_stderr
    from assistant.services.evaluating import CaseFormatError, as_text, read_cases, report

    with progress_to_stderr():
        container = assembled()
        try:
            text = file.read_text(encoding="utf-8")
            cases = read_cases(text, container.assessments.toolkit.indicator_by_id)
        except (OSError, UnicodeDecodeError, CaseFormatError) as error:
            reason = error if isinstance(error, CaseFormatError) else "line 1: can't be read"
            sys.stderr.write(f"{file.name}: {reason}\n")
            return 2
        figures = report(evaluate(container, cases))
    say(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else as_text(figures))
    if baseline and not as_json:
        with progress_to_stderr():
            other = report(evaluate(container, cases, model.chat(str(baseline))))
        say(f"\nWith the intents of {baseline} instead:\n{as_text(other)}")
    return 0


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    raise typer.Exit(guarded(_migrate))


def _migrate() -> int:
    migrated(assembled())
    return 0


if __name__ == "__main__":
    app()
