"""The people of a story while it is read: who they are and what is known of them."""

from dataclasses import dataclass, field
from typing import Any

from assistant.adapters.narrative.lexicon import PersonNoun
from assistant.domain.reading import Span


@dataclass
class Facts:
    """What is known of one person, part by part, and the words each part came from."""

    parts: dict[str, tuple[Any, tuple[Span, ...]]] = field(default_factory=dict)
    looks: list[Span] = field(default_factory=list)

    def put(self, part: str, value: object, *spans: Span) -> None:
        """Set a part, unless it is known already: what was said first stands."""
        self.parts.setdefault(part, (value, spans))

    def look(self, span: Span) -> None:
        """Add words of description, once."""
        if not any(span.start < old.end and old.start < span.end for old in self.looks):
            self.looks.append(span)


@dataclass(eq=False)
class Party(Facts):
    """One person, or several that are spoken of together ("two older men")."""

    first: int = 0
    last: int = 0
    head: int = 0
    noun: PersonNoun | None = None
    sex: str | None = None
    sex_guessed: bool = False
    """It goes by a first name alone: enough to know who "she" is, not to be written down."""

    kind: str = "either"
    role: str = "person"
    plural: bool = False
    count: int = 1
    vague_count: Span | None = None
    definite: bool = False
    other: bool = False
    owner: str = ""
    writer: bool = False
    older: bool = False
    implied: bool = False
    listed: bool = False
    members: dict[int, Facts] = field(default_factory=dict)
    mentions: list[tuple[int, int]] = field(default_factory=list)
    called: list[tuple[int, int]] = field(default_factory=list)
    """Where its name stands, as it was introduced."""

    def member(self, number: int) -> Facts:
        """What is known of one of several only."""
        return self.members.setdefault(number, Facts())

    def known(self, part: str) -> bool:
        """Whether a part is known of this party."""
        return part in self.parts

    @property
    def core(self) -> bool:
        """Whether the story is about this person, not about who stood by."""
        return self.role in ("person", "driver", "named")


@dataclass(frozen=True, eq=False)
class Anchor:
    """A place in the text that speaks of someone: a noun, a name or a pronoun."""

    first: int
    last: int
    parties: tuple[Party, ...]
    pronoun: str = ""
    member: int | None = None
