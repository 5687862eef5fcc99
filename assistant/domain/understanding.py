"""What a classifier made of one message: a guess for the core to weigh, never a decision."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entity:
    """A thing named in a message: characters `start` (included) to `end` (excluded)."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Understanding:
    """The likeliest intent with its confidence, the runners-up, and the things named."""

    intent: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    """The next likeliest intents with their confidence, best first, without `intent`."""

    entities: tuple[Entity, ...] = ()
