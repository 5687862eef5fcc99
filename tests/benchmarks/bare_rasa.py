"""The least that Rasa can do: one intent, one fixed reply, no action, trackers in memory."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from assistant.model import RASA_PYTHON, rasa_environment
from tests.functional.product import free_port

FILES = {
    "config.yml": """
recipe: default.v1
assistant_id: bare
language: en
pipeline:
- name: KeywordIntentClassifier
policies:
- name: RulePolicy
  enable_fallback_prediction: false
""",
    "domain.yml": """
version: "3.1"
intents: [greet]
responses:
  utter_greet:
  - text: Hello. How can I help?
""",
    "data.yml": """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - good evening
rules:
- rule: Greet
  steps:
  - intent: greet
  - action: utter_greet
""",
    "credentials.yml": "rest:\n",
    "endpoints.yml": "tracker_store:\n  type: InMemory\n",
}
START_SECONDS = 180
MESSAGES_OF_A_SENDER = 6


class BareRasa:
    """Asks it, a new person every few messages, as its own costs grow with a conversation."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.asked = 0
        self.sender = ""

    def reply_seconds(self) -> float:
        """How long one reply took."""
        if self.asked % MESSAGES_OF_A_SENDER == 0:
            self.sender = uuid4().hex
            self._ask()  # beginning a session costs more and is not counted
        self.asked += 1
        return self._ask()

    def _ask(self) -> float:
        body = {"sender": self.sender, "message": "hello"}
        started = time.perf_counter()
        response = self.client.post("/webhooks/rest/webhook", json=body)
        seconds = time.perf_counter() - started
        assert response.json()[0]["text"] == "Hello. How can I help?"
        return seconds


@contextmanager
def bare_rasa(folder: Path) -> Iterator[BareRasa]:
    """Train it into `folder`, run it, and end it again."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    environment = {**rasa_environment(), "LOG_LEVEL": "ERROR", "LOG_LEVEL_LIBRARIES": "ERROR"}
    command = [str(RASA_PYTHON), "-m", "rasa"]
    train = ["train", "--data", "data.yml", "--fixed-model-name", "bare", "--quiet"]
    with (folder / "log").open("ab") as log:
        subprocess.run(  # noqa: S603
            [*command, *train],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            check=True,
        )
        port = free_port()
        serve = ["run", "-i", "127.0.0.1", "-p", str(port), "--model", "models/bare.tar.gz"]
        server = subprocess.Popen(  # noqa: S603
            [*command, *serve, "--credentials", "credentials.yml", "--endpoints", "endpoints.yml"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                _wait(client, server)
                yield BareRasa(client)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(client: httpx.Client, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            client.get("/", timeout=2).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError(f"Bare Rasa did not start (see its log; status {server.poll()}).")
