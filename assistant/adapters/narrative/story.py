"""Who is who: joins nouns, names and pronouns that speak of the same person."""

import re
from collections.abc import Iterable
from typing import Final

from assistant.adapters.narrative.ages import Age
from assistant.adapters.narrative.party import Anchor, Party
from assistant.adapters.narrative.passage import Passage

SINGULAR: Final = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "hes": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
    "shes": "female",
}
PLURAL: Final = frozenset(("they", "them", "their", "both", "theyre", "themselves"))
ONE: Final = re.compile(
    r"^one (?:of (?:them|the \w+) )?(?:was|is|had|has|in|with|called|'s|wearing|looked|about|,|about|a|,)"
)
AGAIN: Final = re.compile(r"\b(?:a|an|one|some|with|and|two|three|there 's|theres|another|few)$")


class Story:
    """The parties of a passage in their order, and every place that speaks of one."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.parties: list[Party] = []
        self.anchors: list[Anchor] = []

    def add_all(
        self, found: Iterable[tuple[Party, Age | None]], skip: set[int]
    ) -> list[tuple[Party, Age]]:
        """Take in nouns and pronouns in the order of the text; gives the ages inside nouns."""
        inside: list[tuple[Party, Age]] = []
        nouns = {party.head: (party, age) for party, age in found}
        taken = {i for party, _ in nouns.values() for i in range(party.first, party.last)}
        for at, word in enumerate(self.passage.words):
            if at in nouns:
                party, age = nouns[at]
                known = self._mention(party, age)
                if age is not None:
                    inside.append((known, age))
            elif word.norm in SINGULAR or word.norm in PLURAL:
                self._pronoun(at, word.norm)
            elif word.norm in ("one", "other") and at not in taken and at not in skip:
                self._one_of_them(at, word.norm)
        return inside

    def _mention(self, party: Party, age: Age | None) -> Party:
        known = self._earlier(party, age)
        if known is None:
            self.parties.append(party)
            self.anchors.append(Anchor(party.first, party.last, (party,)))
            return party
        known.mentions.append((party.first, party.last))
        known.sex = known.sex or party.sex
        if known.kind == "either":
            known.kind = party.kind
        for span in party.looks:
            known.look(span)
        self.anchors.append(Anchor(party.first, party.last, (known,)))
        return known

    def _earlier(self, party: Party, age: Age | None) -> Party | None:
        """The party that a repeated noun speaks of ("the girl", or a bare "girl")."""
        if party.other or party.vague_count or party.role not in ("person", "driver"):
            return self._same_relation(party)
        before = self.passage.before(party.first, 1)
        if not party.definite and (AGAIN.search(before) or party.count > 1 or party.owner):
            return None
        if age is not None and not party.definite:
            return None
        same = [old for old in self.parties if _compatible(old, party)]
        if party.role == "driver":
            men = [old for old in same if old.kind == "adult" and not old.plural]
            return men[-1] if len(men) == 1 and party.definite and self._drives(men[0]) else None
        if party.definite or not party.plural:
            return same[-1] if len(same) == 1 or (same and party.definite) else None
        return None

    def _drives(self, party: Party) -> bool:
        after = self.passage.after(party.mentions[0][1], 8)
        return bool(re.search(r"\b(?:in|driving|drives?|car|van|pulled up)\b", after))

    def _same_relation(self, party: Party) -> Party | None:
        if party.noun is None or party.other or party.vague_count:
            return None
        return next(
            (
                old
                for old in self.parties
                if old.noun == party.noun
                and old.owner == party.owner
                and old.role == party.role
                and party.role != "person"
            ),
            None,
        )

    def add_named(self, party: Party) -> None:
        """Take in somebody known by name only."""
        self.parties.append(party)
        self.note(Anchor(party.first, party.last, (party,)))

    def note(self, anchor: Anchor) -> None:
        """Add a place that speaks of someone, keeping the order of the text."""
        self.anchors.append(anchor)
        self.anchors.sort(key=lambda a: (a.first, a.last))

    def _pronoun(self, at: int, word: str) -> None:
        self.anchors.append(Anchor(at, at + 1, tuple(self.candidates(at, word)), word))

    def candidates(self, at: int, word: str) -> list[Party]:
        """Whom a pronoun may mean, the last spoken of first."""
        before = [party for party in self.parties if party.first < at and not party.writer]
        if word in PLURAL:
            fitting = [p for p in before if p.plural or p.sex is None]
        else:
            sex = SINGULAR[word]
            fitting = [p for p in before if not p.plural and p.sex in (sex, None)]
        return sorted(fitting, key=lambda p: -max(m[0] for m in p.mentions if m[0] < at))

    def _one_of_them(self, at: int, word: str) -> None:
        """ "one was bald ... the other had a beard" after two men."""
        following = " ".join(w.norm for w in self.passage.words[at : at + 5])
        if word == "one" and not ONE.match(following):
            return
        if word == "other" and not self.passage.before(at, 1) == "the":
            return
        groups = [p for p in self.parties if p.plural and p.count > 1 and p.first < at]
        named = re.search(r"of the (\w+)", following)
        if named:
            groups = [p for p in groups if p.noun and p.noun.word == named.group(1)] or groups
        adults = [p for p in groups if p.kind != "child"]
        if len(groups) == 1 or (len(adults) == 1 and named):
            group = groups[-1]
            self.anchors.append(Anchor(at, at + 1, (group,), "", 0 if word == "one" else 1))

    def resolve(self, anchor: Anchor, kind: str | None) -> Party | None:
        """The one person a place speaks of; None where it could be more than one."""
        fitting = [p for p in anchor.parties if fits(p, kind)]
        if not anchor.pronoun or len(fitting) == 1:
            return fitting[0] if fitting else None
        for chosen in (
            [
                p
                for p in fitting
                if p.core or (p.role == "relation" and p.owner == "my" and p.kind == "child")
            ],
            [p for p in fitting if p.sex is not None and p.core],
        ):
            if len(chosen) == 1:
                return chosen[0]
        return None

    def subject(
        self, first: int, kind: str | None, reach: int = 14
    ) -> tuple[Party, int | None] | None:
        """Whom words at `first` are about: the nearest person spoken of before them."""
        tries = 0
        sentence = self.passage.words[first].sentence
        for anchor in reversed([a for a in self.anchors if a.last <= first]):
            where = self.passage.words[anchor.first].sentence
            if where < sentence - 1 or first - anchor.last > reach or tries >= 3:
                return None
            party = self.resolve(anchor, kind)
            if party is not None:
                return party, anchor.member
            if anchor.pronoun and any(fits(p, kind) for p in anchor.parties):
                return None  # "she" could be either of two: leave it open
            tries += 1
        return None


def fits(party: Party, kind: str | None) -> bool:
    """Whether words that only suit a child (or an adult) may be about this party."""
    if kind is None or party.kind == "either":
        return True
    return party.kind == kind


def _compatible(old: Party, new: Party) -> bool:
    if old.plural != new.plural or old.role not in ("person", "named", "driver"):
        return False
    if None not in (old.sex, new.sex) and old.sex != new.sex:
        return False
    if new.role == "driver":
        return True
    return (
        old.kind == new.kind
        or ("either" in (old.kind, new.kind) and old.sex == new.sex and old.noun == new.noun)
        or (
            old.role == "person"
            and "either" in (old.kind, new.kind)
            and new.definite
            and old.sex == new.sex
        )
    )
