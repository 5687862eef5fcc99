"""Sixty people at once: every message is answered, and nobody reads another's words."""

import asyncio
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.functional.product import Product, driver_says, new_word, reply_to

PEOPLE = 60
LONGEST_SECONDS = 180
"""For all of them together, on a slow machine that does other things too."""


@dataclass
class Talk:
    """One person's conversation, with the words that nobody else uses."""

    word: str
    seconds: list[float] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    id: str = ""

    async def open(self, client: httpx.AsyncClient) -> None:
        """Begin."""
        response = await client.post("/v1/conversations", json={})
        assert response.status_code == 201, response.text
        opened = response.json()
        self.id, self.state = opened["id"], opened["state"]
        self.headers = {"Authorization": f"Bearer {opened['token']}"}

    async def hold(self, client: httpx.AsyncClient) -> None:
        """The first half of a report; each reply must be a good one."""
        says = driver_says(self.word)
        while self.state["question"] != "more":
            asked = self.state["question"]
            started = time.perf_counter()
            response = await client.post(
                f"/v1/conversations/{self.id}/messages",
                json={"id": str(uuid4()), **reply_to(asked, says)},
                headers=self.headers,
            )
            self.seconds.append(time.perf_counter() - started)
            assert response.status_code == 200, response.text
            reply = response.json()
            assert reply["messages"]
            assert reply["state"]["question"] != asked
            self.state, self.messages = reply["state"], reply["messages"]


async def everybody(address: str) -> list[Talk]:
    """Sixty talk at once."""
    talks = [Talk(new_word()) for _ in range(PEOPLE)]
    limits = httpx.Limits(max_connections=PEOPLE)
    async with httpx.AsyncClient(
        base_url=address, timeout=60, limits=limits, trust_env=False
    ) as client:
        async with asyncio.timeout(LONGEST_SECONDS):
            await asyncio.gather(*(talk.open(client) for talk in talks))
            await asyncio.gather(*(talk.hold(client) for talk in talks))
            for talk in talks:
                path = f"/v1/conversations/{talk.id}"
                read = (await client.get(path, headers=talk.headers)).json()
                assert read["state"] == talk.state
                said = [entry for entry in read["transcript"] if entry["from"] == "person"]
                assert len(said) == len(talk.seconds)
    return talks


def assert_own_words(talks: list[Talk]) -> None:
    """Each state holds its own person's words and nobody else's."""
    words = {talk.word for talk in talks}
    for talk in talks:
        shown = f"{talk.state} {talk.messages}"
        assert {word for word in words if word in shown} == {talk.word}
        answers = talk.state["answers"]
        assert answers["incident_details"]["value"].endswith(f"He kept saying {talk.word}.")
        assert answers["victims[0].description"]["value"] == f"a girl in a {talk.word} jacket"


def report(what: str, talks: list[Talk], seconds: float) -> str:
    """Throughput and percentiles, to be read and not asserted."""
    all_seconds = [one for talk in talks for one in talk.seconds]
    cuts = quantiles(all_seconds, n=100)
    shown = ", ".join(f"{n}%: {cuts[n - 1] * 1000:.0f} ms" for n in (50, 90, 95, 99))
    return (
        f"{what}: {len(talks)} people, {len(all_seconds)} messages in {seconds:.1f} s "
        f"({len(all_seconds) / seconds:.0f} a second); {shown}"
    )


@pytest.mark.parametrize("rasa", ["up", "down"])
def test_sixty_people_at_once_get_all_their_replies(
    private_product: Product, rasa: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with private_product.without_rasa() if rasa == "down" else nullcontext():
        started = time.perf_counter()
        talks = asyncio.run(everybody(private_product.address))
    seconds = time.perf_counter() - started
    assert_own_words(talks)
    with capsys.disabled():
        print(f"\n{report(f'Rasa {rasa}', talks, seconds)}")  # noqa: T201
