"""The whole product as a person would start it: supervisor, api, worker, Rasa, on free ports."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]
TRAINED = ROOT / "var" / "model"
START_SECONDS = 240


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """One running product with its own `var` folder."""

    var: Path
    port: int = field(default_factory=free_port)
    rasa_port: int = field(default_factory=free_port)
    with_rasa: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the api listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait until it answers (and Rasa too, if it is to)."""
        self.var.mkdir(parents=True, exist_ok=True)
        if TRAINED.exists() and not (self.var / "model").exists():
            shutil.copytree(TRAINED, self.var / "model")
        own = {
            "CRE_VAR": str(self.var),
            "CRE_PORT": str(self.port),
            "CRE_RASA_PORT": str(self.rasa_port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", "run"],
            cwd=ROOT,
            env={**os.environ, **own},
            stdout=(self.var / "supervisor.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        wanted = "ok" if self.with_rasa else "degraded"
        self.wait(lambda health: health.get("status") in (wanted, "ok"))
        return self

    def wait(self, ready: Any, seconds: float = START_SECONDS) -> None:
        """Wait until `/health` says what is wanted."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                break
            if ready(self.health()):
                return
            time.sleep(0.2)
        raise AssertionError(f"Not ready: {(self.var / 'supervisor.log').read_text()[-2000:]}")

    def health(self) -> dict[str, Any]:
        """What `/health` says; empty while nobody answers."""
        try:
            return dict(httpx.get(f"{self.address}/health", timeout=3).json())
        except (httpx.HTTPError, ValueError):
            return {}

    @property
    def rasa_address(self) -> str:
        """Where Rasa listens."""
        return f"http://127.0.0.1:{self.rasa_port}"

    def child(self, words: str) -> psutil.Process:
        """The child program whose command line holds these words (not the guard that runs it)."""
        assert self.process
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                line = process.cmdline()
                if words in " ".join(line) and not any(part.endswith("guard.py") for part in line):
                    return process
        raise AssertionError(f"No child runs {words}.")

    def kill(self, words: str) -> None:
        """`kill -9` one child, as a crash would."""
        self.child(words).send_signal(signal.SIGKILL)

    @contextlib.contextmanager
    def without_rasa(self) -> Iterator[None]:
        """Rasa stays down for the length of a block: nobody starts a model without its record."""
        record, aside = self.var / "model" / "model.json", self.var / "model.json.aside"
        record.rename(aside)
        try:
            self.kill("assistant.engine.serve")
            self.wait(lambda health: health.get("rasa") == "down")
            yield
        finally:
            aside.rename(record)

    def stop(self) -> None:
        """Ctrl-C."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)

    def client(self) -> httpx.Client:
        """A client of its HTTP contract."""
        return httpx.Client(base_url=self.address, timeout=30)

    @property
    def delivered(self) -> Path:
        """Where the folder drop puts what it delivers."""
        return self.var / "delivered"


class Person:
    """Somebody who talks over the HTTP contract alone."""

    def __init__(self, client: httpx.Client, **opening: Any) -> None:
        self.client = client
        response = client.post("/v1/conversations", json=opening)
        response.raise_for_status()
        opened = response.json()
        self.id, self.token = opened["id"], opened["token"]
        self.messages: list[dict[str, Any]] = opened["messages"]
        self.state: dict[str, Any] = opened["state"]
        self.sent = 0
        self.transcript: list[tuple[str, str]] = [("assistant", m["text"]) for m in self.messages]

    @property
    def headers(self) -> dict[str, str]:
        """The token, where it belongs."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def asked(self) -> str | None:
        """The question being asked."""
        question: str | None = self.state["question"]
        return question

    @property
    def last(self) -> dict[str, Any]:
        """The last message, which alone may ask something."""
        return self.messages[-1]

    @property
    def values(self) -> list[str]:
        """The choices offered now."""
        return [c["value"] for c in self.last["choices"]]

    def say(self, text: str) -> Self:
        """Type something."""
        return self.send(text=text)

    def choose(self, value: str) -> Self:
        """Press a button."""
        return self.send(choice=value)

    def send(self, **body: Any) -> Self:
        """Send one message and take the reply."""
        self.sent += 1
        label = next(iter(body.values()))
        labels = {c["value"]: c["label"] for c in self.last["choices"]}
        if "choice" in body:
            label = f"[{labels.get(label, label)}]"
        elif "choices" in body:
            label = "\n".join(f"[{labels.get(value, value)}]" for value in label)
        self.transcript.append(("person", str(label)))
        path = f"/v1/conversations/{self.id}/messages"
        response = self.client.post(path, json={"id": str(uuid4()), **body}, headers=self.headers)
        response.raise_for_status()
        reply = response.json()
        self.messages, self.state = reply["messages"], reply["state"]
        self.transcript += [("assistant", m["text"]) for m in self.messages]
        return self

    def read(self, path: str) -> httpx.Response:
        """Read something with the conversation's token."""
        response = self.client.get(path, headers=self.headers)
        response.raise_for_status()
        return response

    def delivered(self, reference: str, seconds: float = 30) -> dict[str, Any]:
        """The submission once it is delivered."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = dict(self.read(f"/v1/submissions/{reference}").json())
            if found["status"] == "delivered":
                return found
            time.sleep(0.2)
        raise AssertionError(f"Not delivered: {found['status']}")


def new_word() -> str:
    """A word that nobody else types: no digits, so that nothing takes it for a number plate."""
    syllables = [c + v for c in "bdfgklmnprtvz" for v in "aeou"]
    return "qu" + "".join(secrets.choice(syllables) for _ in range(7)) + "x"


def driver_says(word: str) -> dict[str, dict[str, Any]]:
    """What a driver replies to each question: typed, pressed, ticked and filled in.

    Every free reply holds `word`, so that whose words they are can be told afterwards.
    """
    return {
        "need": {"choice": "saw_something"},
        "incident_details": {"text": f"It did not look right to me. He kept saying {word}."},
        "places": {"text": f"behind {word} Yard"},
        "area": {"choice": "derby"},
        "incident_time": {"text": "Friday about half past ten at night"},
        "victims": {"answer": [{"description": f"a girl in a {word} jacket"}]},
        "witnessed": {"choice": "yes"},
        "more": {"choices": ["vehicle", "offender", "weapon"]},
        "vehicles": {"answer": [{"colour": "silver", "text": f"{word} on the door"}]},
        "offenders": {"answer": [{"nickname": word, "description": "tall, grey hood"}]},
        "weapons": {"text": f"a bat marked {word}"},
        "identity": {"choice": "named"},
        "reporter": {"answer": {"name": f"Robin {word}", "other": f"ask for {word}"}},
        "privacy_notice": {"choice": "understood"},
        "review": {"choice": "send"},
    }


def reply_to(asked: str | None, says: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The body that answers a question."""
    body = says[str(asked)]
    return {**body, "question": asked} if "answer" in body else body
