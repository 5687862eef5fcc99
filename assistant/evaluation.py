"""`cre-assistant evaluate`: cases through the path of a conversation, with a Rasa of its own.

A Rasa that already runs reports to its own application, so a private one is started on a free
port and reports here. Cases go in by its REST channel and come back by the action, as messages do.
"""

import asyncio
import contextlib
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import uvicorn
from fastapi import FastAPI

from actions.handler import set_handler
from actions.routes import router as actions_router
from assistant import model
from assistant.adapters.rasa_client import RasaClient
from assistant.bootstrap import Container
from assistant.domain.understanding import Understanding
from assistant.progress import ROOT, PlainError, say
from assistant.services.evaluating import Case, Given
from assistant.supervisor import answers

HOST = "127.0.0.1"
STARTING_SECONDS = 180.0
ANSWERING_SECONDS = 30.0


@dataclass
class Listener:
    """Takes the place of the conversation service: notes what Rasa understood."""

    heard: dict[str, Understanding] = field(default_factory=dict)

    def answer(self, conversation_id: str, message_id: str, understanding: Understanding) -> None:  # noqa: ARG002
        """As the action calls it."""
        self.heard[message_id] = understanding


def evaluate(container: Container, cases: list[Case], chat: model.Part = model.CHAT) -> list[Given]:
    """What the assistant gives for every case, its intents being those of a pipeline.

    Any pipeline but its own has its model apart, where no conversation finds it. Raises PlainError
    if Rasa can't be had.
    """
    var = container.settings.var.resolve()
    model.ensure(var / "model", var / "log" / "train.log")
    models = var / ("model" if chat == model.CHAT else "baseline")
    model.ensure(models, var / "log" / "train.log", parts=(chat,))
    container.warm()
    listener = Listener()
    set_handler(listener)
    try:
        with _rasa(var, models) as address:
            return asyncio.run(_all(container, cases, listener, address))
    finally:
        set_handler(None)


async def _all(
    container: Container, cases: list[Case], listener: Listener, address: str
) -> list[Given]:
    client = RasaClient(address, ANSWERING_SECONDS)
    given = []
    try:
        for number, case in enumerate(cases, start=1):
            given.append(await _one(container, case, listener, client))
            if number % 20 == 0 or number == len(cases):
                say(f"  {number} of {len(cases)} cases")
    finally:
        await client.close()
    return given


async def _one(container: Container, case: Case, listener: Listener, client: RasaClient) -> Given:
    """One case: the same check, intent, reading and entries as a message of a conversation."""
    start, message_id = time.perf_counter(), str(uuid4())
    await client.send("evaluation", message_id, case.text)
    understanding = listener.heard.pop(message_id, None)
    if understanding is None:
        raise PlainError("Rasa answered without saying what it understood.")
    found = container.routing.route(case.text, understanding)
    return Given(case, found, (time.perf_counter() - start) * 1000)


@contextlib.contextmanager
def _rasa(var: Path, models: Path) -> Iterator[str]:
    """A Rasa with the trained model, and an application for its action; gives its address."""
    token, own, port = secrets.token_urlsafe(32), _free_port(), _free_port()
    command = [str(model.RASA_PYTHON), "-m", "assistant.engine.serve"]
    environment = model.rasa_environment(
        CRE_ACTIONS_URL=f"http://{HOST}:{own}/actions", CRE_ACTIONS_TOKEN=token
    )
    log = var / "log" / "evaluate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with _application(token, own), log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  (a list, no shell, of our own making)
            [*command, "--model", str(models), "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    say("  Starting Rasa ...")
    start = time.monotonic()
    while not answers(HOST, port, "/"):
        if process.poll() is not None or time.monotonic() - start > STARTING_SECONDS:
            raise PlainError("Rasa did not start: see evaluate.log where the other logs are.")
        time.sleep(0.5)
    say(f"  Rasa is ready after {time.monotonic() - start:.0f} s")


@contextlib.contextmanager
def _application(token: str, port: int) -> Iterator[None]:
    """The action endpoint, served in a thread."""
    app = FastAPI()
    app.router.routes[:0] = actions_router(token).routes
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def progress_to_stderr() -> contextlib.AbstractContextManager[object]:
    """Standard output is for the figures alone."""
    return contextlib.redirect_stdout(sys.stderr)
