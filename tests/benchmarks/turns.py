"""What a typed turn costs: `python -m tests.benchmarks.turns [--write]`.

Two targets, as ratios within one run on one machine, so that it does not matter which machine:
turn 150 of a conversation costs at most 1.3 times turn 10, and the median typed turn through
everything (api, database, Rasa, action) less than 3 times the reply of a bare Rasa, asked beside
it in turn. `--write` puts the figures into docs/performance.md. Status 1 if a target is missed.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.bare_rasa import BareRasa, bare_rasa
from tests.functional.product import ROOT, Person, Product

CONVERSATIONS = 8
TURNS = 160
EARLY = range(6, 16)
APART = 140
"""Turns between the early window and the late one; a multiple of the rounds' length."""

LATE_TO_EARLY = 1.3
TURN_TO_BARE = 3.0
PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- figures -->", "<!-- end of figures -->")

BEGINNING = (
    "I saw something",
    "I dropped a lad of about 15 at a flat above a shop on Harrier Road in Derby at eleven on "
    "Tuesday. An older man with a shaved head took his phone off him.",
    "none of these",
    "stay anonymous",
    "ok",
)
"""To the review, which is reached at turn 5."""

AGAIN = (
    "change the place to {place}",
    "who sees this?",
    "the man had a scar on his chin and a grey coat, number {number}",
    "can I stay anonymous?",
    "change the time to half past {hour} last night",
)
"""Then these again and again: two rounds make a window of ten turns."""

PLACES = ("Osprey Lane", "Heron Street", "the bus station", "Merlin Way car park")
HOURS = ("nine", "ten", "seven")


@dataclass
class Figures:
    """Seconds of the typed turns, and of the bare replies beside them."""

    turns: list[float] = field(default_factory=list)
    early: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def late_to_early(self) -> float:
        """The first target's ratio."""
        return median(self.late) / median(self.early)

    @property
    def turn_to_bare(self) -> float:
        """The second target's ratio."""
        return median(self.turns) / median(self.bare)

    @property
    def met(self) -> bool:
        """Whether both targets are met."""
        return self.late_to_early <= LATE_TO_EARLY and self.turn_to_bare < TURN_TO_BARE


@dataclass
class Talk:
    """One conversation, and how far it has come."""

    person: Person
    turns: int = 0

    def turn(self) -> float:
        """The next turn, in seconds."""
        self.turns += 1
        text = typed(self.turns)
        started = time.perf_counter()
        self.person.say(text)
        seconds = time.perf_counter() - started
        if self.turns >= len(BEGINNING):
            assert self.person.state["stage"] == "review", self.person.messages
        return seconds


def typed(number: int) -> str:
    """What is typed at a turn, counted from 1."""
    if number <= len(BEGINNING):
        return BEGINNING[number - 1]
    template = AGAIN[(number - 1) % len(AGAIN)]
    return template.format(
        place=PLACES[number % len(PLACES)], hour=HOURS[number % len(HOURS)], number=number
    )


def measure(product: Product, bare: BareRasa, tell: Callable[[str], None]) -> Figures:
    """Hold the conversations, each turn followed by a bare reply.

    The next conversation begins while the last one comes to its end, so that a late turn of the
    one and the same kind of turn, early, of the other are taken side by side: what else the
    machine is doing slows both.
    """
    figures = Figures()
    with product.client() as client:
        last = Talk(Person(client))
        for number in range(1, CONVERSATIONS + 1):
            while last.turns < APART:
                figures.turns.append(last.turn())
                figures.bare.append(bare.reply_seconds())
            new = Talk(Person(client))
            while last.turns < TURNS:
                late, early = last.turn(), new.turn()
                figures.turns += [late, early]
                figures.bare.append(bare.reply_seconds())
                if new.turns in EARLY:
                    figures.early.append(early)
                    figures.late.append(late)
            last = new
            tell(f"Conversation {number} of {CONVERSATIONS}: {TURNS} turns")
    assert product.health()["rasa"] == "ok"
    return figures


def table(figures: Figures) -> str:
    """The figures as a table of the page."""
    shown = {
        f"Turns {EARLY[0]} to {EARLY[-1]}, median": median(figures.early),
        f"Turns {EARLY[0] + APART} to {EARLY[-1] + APART}, median": median(figures.late),
        "All typed turns, median": median(figures.turns),
        "All typed turns, 95% are faster than": quantiles(figures.turns, n=20)[-1],
        "Bare Rasa's reply, median": median(figures.bare),
        "Bare Rasa's reply, 95% are faster than": quantiles(figures.bare, n=20)[-1],
    }
    lines = [f"| {what} | {seconds * 1000:.1f} ms |" for what, seconds in shown.items()]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return "\n".join(
        [
            f"{CONVERSATIONS} conversations of {TURNS} typed turns, "
            f"{datetime.now(UTC):%d %B %Y}, {platform.machine()}, {os.cpu_count()} cores, "
            f"load {load:.1f}.",
            "",
            "| | |",
            "| --- | ---: |",
            *lines,
            f"| **Turn 150 to turn 10** (at most {LATE_TO_EARLY}) | "
            f"**{figures.late_to_early:.2f}** |",
            f"| **A typed turn to a bare reply** (less than {TURN_TO_BARE:g}) | "
            f"**{figures.turn_to_bare:.2f}** |",
        ]
    )


def write(text: str) -> None:
    """Put the table where the page keeps it."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    PAGE.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")


def say(text: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"{text}\n")


def main() -> int:
    """Measure and print; status 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.turns", description=__doc__)
    parser.add_argument("--write", action="store_true", help="also into docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder) / "var")
        say("Training and starting a bare Rasa, about a minute ...")
        with bare_rasa(Path(folder) / "bare") as bare:
            try:
                say("Starting the product ...")
                product.start()
                figures = measure(product, bare, say)
            finally:
                product.stop()
    text = table(figures)
    sys.stdout.write(f"{text}\n")
    if options.write:
        write(text)
    return 0 if figures.met else 1


if __name__ == "__main__":
    sys.exit(main())
