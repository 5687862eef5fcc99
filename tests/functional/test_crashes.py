"""`kill -9` at every step of a driver's conversation: nothing is lost, nothing is doubled.

One round holds a driver at each step at once: all of them send, the program is killed while their
messages are in flight, and all of them try again, as the page does, until they are answered.
"""

import hashlib
import json
import random
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self
from uuid import uuid4

import httpx
import psutil
import pytest

from tests.functional.product import Person, Product, driver_says, new_word, reply_to

PROGRAMS = {
    "api": "assistant.main:create_app",
    "worker": "assistant.cli worker",
    "rasa": "assistant.engine.serve",
}
STEPS = tuple(driver_says(""))
PATIENCE_SECONDS = 90
LEASE_SECONDS = 180
"""A worker that dies with a delivery in its hands keeps its claim for so long.

Hence the order of the tests: those that kill it come first, the look at what arrived last.
"""

DICE = random.Random(20261120)  # noqa: S311 - a seed, so that a failure can be seen again


class PatientPerson(Person):
    """Tries each message under its one id until it is answered, and remembers what that said."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__(client)
        self.word = new_word()
        self.says = driver_says(self.word)
        self.ids: list[str] = []
        self.tries: list[int] = []

    def send(self, **body: Any) -> Self:
        """Send until there is a 200; what was acknowledged before must still be there."""
        message = {"id": str(uuid4()), **body}
        end = time.monotonic() + PATIENCE_SECONDS
        self.ids.append(message["id"])
        self.tries.append(0)
        while (reply := self._try(message)) is None:
            assert time.monotonic() < end, f"{self.word} got no answer at {self.asked}"
            time.sleep(0.25)
        before = self.state["answers"]
        self.messages, self.state = reply["messages"], reply["state"]
        lost = {k: v for k, v in before.items() if self.state["answers"].get(k) != v}
        assert not lost, f"{self.word} lost {sorted(lost)}"
        return self

    def _try(self, message: dict[str, Any]) -> dict[str, Any] | None:
        self.tries[-1] += 1
        path = f"/v1/conversations/{self.id}/messages"
        try:
            response = self.client.post(path, json=message, headers=self.headers)
        except httpx.HTTPError:
            return None
        if response.status_code >= 500:
            return None
        assert response.status_code == 200, response.text
        return dict(response.json())

    def step(self) -> Self:
        """Reply to what is asked."""
        return self.send(**reply_to(self.asked, self.says))

    def to(self, question: str | None) -> Self:
        """Go on to a question; None is the end."""
        while self.asked != question:
            self.step()
        return self

    @property
    def interrupted(self) -> int:
        """How many messages needed more than one try."""
        return sum(tries > 1 for tries in self.tries)


@pytest.fixture(scope="module")
def everybody() -> list[PatientPerson]:
    """All who have talked in this module; the last test looks for all of their reports."""
    return []


@pytest.fixture
def whole(private_product: Product) -> Iterator[Product]:
    """The product with every program running."""
    private_product.wait(lambda health: health.get("status") == "ok")
    yield private_product
    private_product.wait(lambda health: health.get("database") == "ok")


def some(product: Product, count: int) -> list[PatientPerson]:
    """New people."""
    client = product.client()  # one for all: making it costs more than a turn
    return [PatientPerson(client) for _ in range(count)]


def drivers(product: Product) -> list[PatientPerson]:
    """One at each step, and one whose report has just been sent and is being delivered."""
    made = some(product, len(STEPS) + 1)
    with ThreadPoolExecutor(4) as threads:
        list(
            threads.map(
                lambda pair: pair[0].to(pair[1]), zip(made, (*STEPS, "review"), strict=True)
            )
        )
    made[-1].to(None)
    return made


def crash(product: Product, program: str, after_seconds: float) -> list[PatientPerson]:
    """Kill a program while a message of every step is in flight; then everybody finishes."""
    people = drivers(product)
    victim = product.child(PROGRAMS[program])
    started = threading.Barrier(len(people))

    def go_on(someone: PatientPerson) -> None:
        started.wait()
        someone.to(None)

    with ThreadPoolExecutor(len(people)) as threads:
        talking = [threads.submit(go_on, someone) for someone in people[:-1]]
        started.wait()
        time.sleep(after_seconds)
        victim.kill()
        for one in talking:
            one.result()
    assert not victim.is_running() or victim.status() == psutil.STATUS_ZOMBIE
    return people


def assert_kept(someone: PatientPerson) -> None:
    """Every message once and in order, one submission, and the payload is what was acknowledged."""
    held = someone.read(f"/v1/conversations/{someone.id}").json()
    said = [entry["id"] for entry in held["transcript"] if entry["from"] == "person"]
    assert said == someone.ids
    assert held["state"]["answers"] == someone.state["answers"]
    assert len(held["state"]["submissions"]) == len(someone.state["submissions"]) == 1
    reference = someone.state["submissions"][0]["reference"]
    payload = someone.read(f"/v1/submissions/{reference}/payload.json").json()
    acknowledged = {
        key: entry["value"]
        for key, entry in someone.state["answers"].items()
        if re.split(r"[\[.]", key)[0] in payload["answers"] and entry["value"] is not None
    }
    assert flat(payload["answers"]) == acknowledged
    for question, body in someone.says.items():
        if "answer" in body:
            assert payload["answers"][question] == body["answer"]
    assert payload["answers"]["incident_details"] == someone.says["incident_details"]["text"]
    assert someone.word in payload["answers"]["weapons"]


def flat(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a payload as the state names them: `offenders[0].nickname`."""
    named: dict[str, Any] = {}
    for question, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for i, item in enumerate(value):
                named |= {f"{question}[{i}].{part}": one for part, one in item.items()}
        elif value is not None:
            named[question] = value
    return named


def test_a_worker_killed_in_the_middle_of_delivering_makes_no_second_delivery(
    whole: Product, everybody: list[PatientPerson]
) -> None:
    people = [someone.to("review") for someone in some(whole, 6)]
    dropped = len(list(whole.delivered.glob("*/*")))
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda someone: someone.to(None), people))
    end = time.monotonic() + 30
    while len(list(whole.delivered.glob("*/*"))) == dropped and time.monotonic() < end:
        time.sleep(0.001)
    whole.kill(PROGRAMS["worker"])
    everybody += people
    for someone in people:
        assert_kept(someone)


def test_kills_at_random_moments_of_many_conversations_lose_nothing(
    whole: Product, everybody: list[PatientPerson]
) -> None:
    people = some(whole, 8)

    def talk(someone: PatientPerson) -> None:
        while someone.asked is not None:
            someone.step()
            time.sleep(0.3)

    with ThreadPoolExecutor(len(people)) as threads:
        talking = [threads.submit(talk, someone) for someone in people]
        for program in ("rasa", "api", "worker", "api"):
            time.sleep(DICE.uniform(0.3, 1.5))
            whole.wait(lambda health: health.get("database") == "ok")
            whole.kill(PROGRAMS[program])
        for one in talking:
            one.result()
    everybody += people
    for someone in people:
        assert_kept(someone)


def test_everything_killed_at_once_and_started_again_goes_on(
    whole: Product, everybody: list[PatientPerson]
) -> None:
    people = drivers(whole)
    assert whole.process
    with ThreadPoolExecutor(len(people)) as threads:
        talking = [threads.submit(someone.to, None) for someone in people]
        time.sleep(0.2)
        whole.process.kill()
        whole.process.wait()
        whole.with_rasa = False  # nobody waits for it
        whole.start()
        for one in talking:
            one.result()
    everybody += people
    for someone in people:
        assert_kept(someone)


@pytest.mark.parametrize("again", [1, 2])
@pytest.mark.parametrize("program", ["worker", "api", "rasa"])
def test_a_program_killed_at_any_step_loses_and_doubles_nothing(
    whole: Product, everybody: list[PatientPerson], program: str, again: int
) -> None:
    after = DICE.uniform(0.0, 0.4)
    people = crash(whole, program, after)
    everybody += people
    for someone in people:
        assert_kept(someone)
    count = sum(someone.interrupted for someone in people)
    told = f"{program} killed after {after * 1000:.0f} ms, time {again}: {count} sent again"
    print(f"\n{told}")  # noqa: T201


def test_every_report_has_arrived_once_and_whole(
    private_product: Product, everybody: list[PatientPerson]
) -> None:
    references = [someone.state["submissions"][0]["reference"] for someone in everybody]
    assert references
    twice = 0
    for someone, reference in zip(everybody, references, strict=True):
        found = someone.delivered(reference, LEASE_SECONDS + 30)
        assert len(found["deliveries"]) == 1
        twice += found["deliveries"][0]["attempts"] > 1
    print(f"\n{len(references)} reports, {twice} of them tried again")  # noqa: T201
    arrived: Counter[str] = Counter()
    folders = [path for path in private_product.delivered.glob("*/*") if path.is_dir()]
    for folder in folders:
        manifest = json.loads((folder / "manifest.json").read_text())
        assert folder.name == manifest["delivery_id"]
        assert {p.name for p in folder.iterdir()} == {*manifest["files"], "manifest.json"}
        for name, told in manifest["files"].items():
            content = (folder / name).read_bytes()
            assert told == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        assert (
            json.loads((folder / "payload.json").read_text())["reference"] == manifest["reference"]
        )
        arrived[manifest["reference"]] += 1
    assert arrived == Counter(references)
    assert not list(private_product.delivered.glob("*/.*")), "Something half-made was left behind."
    assert {(f.name, r) for f, r in zip(folders, map(reference_of, folders), strict=True)} == set(
        rows(private_product, "SELECT id, reference FROM deliveries")
    )
    assert (
        Counter(r for (r,) in rows(private_product, "SELECT reference FROM submissions")) == arrived
    )


def reference_of(folder: Any) -> str:
    """Which submission a delivered folder is of."""
    return str(json.loads((folder / "manifest.json").read_text())["reference"])


def rows(product: Product, query: str) -> list[tuple[str, ...]]:
    """What stands in the database."""
    connection = sqlite3.connect(f"file:{product.var / 'assistant.db'}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
