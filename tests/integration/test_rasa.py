"""The real Rasa with a trained model, calling the real action route."""

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
import yaml
from fastapi import FastAPI, Request

from actions.handler import set_handler
from actions.routes import router
from assistant.domain.understanding import Understanding

ROOT = Path(__file__).parents[2]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
TRAINED = ROOT / "var" / "model"
GUARD = "\u200b"
UNDERSTOOD = 0.9
"""The share of held-back lines that must get their intent."""

pytestmark = pytest.mark.skipif(
    not RASA_PYTHON.exists(), reason="Rasa's environment .venv-rasa is missing: run `make setup`"
)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass
class Handler:
    """Keeps what it was given; fails when asked to, quoting what was typed."""

    given: list[tuple[str, str, Understanding]] = field(default_factory=list)
    failing: str = ""
    sizes: list[int] = field(default_factory=list)
    """How many bytes each call of an action had."""

    def answer(self, conversation_id: str, message_id: str, understanding: Understanding) -> None:
        if self.failing:
            raise RuntimeError(self.failing)
        self.given.append((conversation_id, message_id, understanding))


@dataclass
class Running:
    """Rasa and the application it calls."""

    url: str
    actions_url: str
    handler: Handler
    output: Path
    sent: int = 0

    def say(self, text: str, conversation: str = "c1") -> Understanding | None:
        """Send a message as the client does; what the handler was told of it."""
        self.sent += 1
        message = f"m{self.sent}"
        response = httpx.post(
            f"{self.url}/webhooks/rest/webhook",
            json={
                "sender": conversation,
                "message": text,
                "metadata": {"message_id": message, "conversation_id": conversation},
            },
            timeout=20,
        )
        assert response.status_code == 200
        assert response.json() == []
        told = [entry for entry in self.handler.given if entry[:2] == (conversation, message)]
        assert len(told) <= 1
        return told[0][2] if told else None


def environment(port: int, token: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CRE_ACTIONS_URL": f"http://127.0.0.1:{port}/actions",
        "CRE_ACTIONS_TOKEN": token,
    }


def wait_for(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert process.poll() is None, output.read_text()
        try:
            httpx.get(url, timeout=2)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(output.read_text())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the project if it has been trained, otherwise one of our own."""
    if (TRAINED / "assistant.tar.gz").exists():
        return TRAINED
    out = tmp_path_factory.mktemp("model")
    subprocess.run(  # noqa: S603 - our own command
        [RASA_PYTHON, "-m", "assistant.engine.train", "--out", out],
        cwd=ROOT,
        env=environment(1, "unused"),
        check=True,
        timeout=300,
    )
    return out


@pytest.fixture(scope="module")
def application() -> Iterator[tuple[int, Handler]]:
    """A small application with the action route, on a port of its own."""
    handler, app, port = Handler(), FastAPI(), free_port()
    app.include_router(router("the secret"))
    set_handler(handler)

    @app.middleware("http")
    async def measure(request: Request, call_next: Any) -> Any:
        handler.sizes.append(int(request.headers.get("content-length", 0)))
        return await call_next(request)

    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield port, handler
    server.should_exit = True
    thread.join(10)
    set_handler(None)


def start_rasa(
    model: Path, output: Path, environ: dict[str, str]
) -> tuple[str, subprocess.Popen[bytes]]:
    port = free_port()
    with output.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [RASA_PYTHON, "-m", "assistant.engine.serve", "--model", model, "--port", str(port)],
            cwd=ROOT,
            env=environ,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process, output)
    except BaseException:
        process.kill()
        raise
    return url, process


@pytest.fixture(scope="module")
def rasa(
    model: Path,
    application: tuple[int, Handler],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    port, handler = application
    output = tmp_path_factory.mktemp("rasa") / "output.txt"
    url, process = start_rasa(model, output, environment(port, "the secret"))
    yield Running(url, f"http://127.0.0.1:{port}/actions", handler, output)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def test_a_typed_text_reaches_the_handler_with_its_ids_and_its_intent(rasa: Running) -> None:
    understood = rasa.say("what happens after I send it?", "conversation-7")
    assert understood is not None
    assert understood.intent == "ask_what_happens_next"
    assert 0 < understood.confidence <= 1
    shares = [share for _, share in understood.alternatives]
    assert len(shares) >= 3
    assert shares == sorted(shares, reverse=True)
    assert understood.intent not in dict(understood.alternatives)


def test_many_messages_of_one_conversation_each_reach_the_handler_once(rasa: Running) -> None:
    before = len(rasa.handler.given)
    for _ in range(40):
        assert rasa.say("a silver car", "long") is not None
    assert len(rasa.handler.given) == before + 40


def test_what_rasa_posts_does_not_grow_with_the_conversation(rasa: Running) -> None:
    rasa.handler.sizes.clear()
    for _ in range(20):
        rasa.say("a silver car", "growing")
    sizes = rasa.handler.sizes
    assert len(sizes) == 20, "one action a turn"
    assert max(sizes) - min(sizes) < 200


def test_a_restarted_rasa_needs_to_know_nothing_of_the_conversation(rasa: Running) -> None:
    assert rasa.say("back of the shops", "never seen before") is not None


@pytest.mark.parametrize("command", ["/restart", "/back", "/session_start", "/greet", "/x{broken"])
def test_a_typed_slash_behind_the_guard_is_text(rasa: Running, command: str) -> None:
    understood = rasa.say(GUARD + command)
    assert understood is not None
    assert understood.confidence < 1, "Rasa took it for a command"


def test_a_turn_that_fails_ends_and_the_next_one_works(rasa: Running) -> None:
    rasa.handler.failing = "boom"
    try:
        assert rasa.say("yes") is None
    finally:
        rasa.handler.failing = ""
    assert rasa.say("yes") is not None


def test_nothing_typed_appears_in_what_rasa_writes_even_when_things_fail(rasa: Running) -> None:
    typed = "Marigold Tansy at 9 Sorrel Street"
    rasa.handler.failing = typed
    try:
        for text in (typed, f"/greet{{{typed}", f'/greet{{"a": {typed}', f"/{typed}", "/restart"):
            rasa.say(text)
        for body in (f'{{"message": "{typed}"', f'["{typed}"]', f'"{typed}"'):
            httpx.post(f"{rasa.url}/webhooks/rest/webhook", content=body)
        httpx.post(f"{rasa.url}/webhooks/rest/webhook", json={"message": {"text": typed}})
        httpx.get(f"{rasa.url}/{typed}")
    finally:
        rasa.handler.failing = ""
    written = rasa.output.read_text()
    assert "text withheld" in written, "something must have failed for this to show anything"
    assert not re.search("marigold|tansy|sorrel", written, re.IGNORECASE)


def test_the_action_route_refuses_a_wrong_token(rasa: Running) -> None:
    response = httpx.post(rasa.actions_url, json={}, headers={"X-Actions-Token": "wrong"})
    assert response.status_code == 404


def test_rasa_serves_neither_its_api_nor_anything_outside_this_machine(rasa: Running) -> None:
    assert httpx.get(f"{rasa.url}/status").status_code == 404
    assert httpx.get(f"{rasa.url}/conversations/c1/tracker").status_code == 404
    assert httpx.post(f"{rasa.url}/model/parse", json={"text": "hello"}).status_code == 404
    port = rasa.url.rpartition(":")[2]
    listening = Path("/proc/net/tcp").read_text() if Path("/proc/net/tcp").exists() else ""
    addresses = re.findall(rf"^ *\d+: ([0-9A-F]{{8}}):{int(port):04X} ", listening, re.MULTILINE)
    assert set(addresses) <= {"0100007F"}


def test_a_rasa_with_the_wrong_secret_gets_nothing_answered(
    rasa: Running, model: Path, tmp_path: Path
) -> None:
    port = int(rasa.actions_url.split(":")[2].split("/")[0])
    output = tmp_path / "output.txt"
    url, process = start_rasa(model, output, environment(port, "another secret"))
    try:
        stranger = Running(url, rasa.actions_url, rasa.handler, output, sent=10_000)
        assert stranger.say("Marigold") is None
    finally:
        process.terminate()
        process.wait(20)
    assert "Marigold" not in output.read_text()


def test_without_a_model_it_says_so_and_stops(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [RASA_PYTHON, "-m", "assistant.engine.serve", "--model", tmp_path],
        cwd=ROOT,
        env=environment(1, "unused"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "no trained model" in done.stderr


def test_with_a_damaged_model_it_says_so_and_stops(tmp_path: Path) -> None:
    (tmp_path / "assistant.tar.gz").write_bytes(b"not a model")
    done = subprocess.run(  # noqa: S603 - our own command
        [
            RASA_PYTHON,
            *("-m", "assistant.engine.serve", "--model", tmp_path, "--port", str(free_port())),
        ],
        cwd=ROOT,
        env=environment(1, "unused"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "could not be loaded" in done.stderr


@pytest.mark.parametrize("name", ["test_understanding.yml", "test_blind.yml"])
def test_held_back_lines_are_understood(rasa: Running, name: str) -> None:
    path = ROOT / "tests" / "conversations" / name
    expected = [
        (entry["intent"], line.removeprefix("- "))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
    ]
    missed = []
    for intent, text in expected:
        understood = rasa.say(text)
        assert understood is not None
        if understood.intent != intent:
            missed.append((text, intent, understood.intent, round(understood.confidence, 2)))
    share = 1 - len(missed) / len(expected)
    assert share >= UNDERSTOOD, json.dumps(missed, indent=1)
