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
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
PLURAL: Final = frozenset(("they", "them", "their", "both", "themselves"))
OBJECTS: Final = frozenset(("him", "her", "them"))
ONE: Final = re.compile(
    r"^one (?:of (?:them|the \w+) ?,? ?)?(?:was|is|had|has|in|with|called|'s|wearing|looked|"
    r"looks|crying|upset|drunk|bald|shaking|carrying|holding|limping|bleeding|screaming|about|"
    r"around|maybe|only|just|probably|nearly|aged|no older|,|a\b|\d)"
)
# "the other two", "the older pair", "the others": who is left of three or more.
REST: Final = frozenset(("two", "three", "pair", "others", "rest", "other"))
THE_REST: Final = re.compile(
    r"\bthe (?:(?:other|older|younger|elder|bigger|taller|remaining) (?:two|three|pair)|others|"
    r"rest)$"
)
# "the older one", "the younger about 11": which of two.
COMPARED: Final = frozenset(
    ("older", "elder", "oldest", "eldest", "younger", "youngest", "taller", "smaller", "shorter")
)
AFTER_COMPARED: Final = re.compile(
    r"^(?:one|of the two|is|was|'s|about|looked|looks|maybe|had|has|being|probably|around|\d)\b"
)
TWO_MORE: Final = re.compile(r"^(?:about|around|were|was|looked|maybe|in|older|adults?|over|\d)")
A: Final = re.compile(
    r"\b(?:a|an|one|some|with|and|two|three|there 's|theres|another|few|our|my|his|her)$"
)
# "he's only a boy", "it looks like she's a girl": says again who "he" or "she" is.
PREDICATE: Final = re.compile(
    r"\b(?P<who>he|she|they) (?:is|was|'s|are|were|looks? like|looked like)"
    r"(?: only| just| still| really| clearly| obviously| like| such)*(?: an?)?$"
)


ANOTHER: Final = re.compile(r"^(?:with|in|had|was|about|who|wearing|called|one)$")


# How far back, in words, a pronoun may reach: beyond a few paragraphs nobody means that.
MEMORY: Final = 150


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
            elif word.norm in COMPARED and self._is_compared(at):
                self._compared(at, word.norm)
            elif word.norm == "another" and at not in taken:
                self._another(at)
            elif word.norm in REST and at not in taken and self._is_rest(at):
                self._rest_of_them(at)
            elif word.norm in ("one", "other") and at not in taken and at not in skip:
                self._one_of_them(at, word.norm)
        return inside

    def _mention(self, party: Party, age: Age | None) -> Party:
        known = self._earlier(party, age)
        if known is not None and self.passage.before(party.first, 3) == "one of the":
            return known  # "one of the men, about 30": said of that one
        self._spelt_out(party)
        if known is None:
            self.parties.append(party)
            self.anchors.append(Anchor(party.first, party.last, (party,)))
            return party
        known.mentions.append((party.first, party.last))
        known.sex = known.sex or party.sex
        known.older = known.older or party.older
        if known.kind == "either":
            known.kind = party.kind
        for span in party.looks:
            known.look(span)
        self.anchors.append(Anchor(party.first, party.last, (known,)))
        return known

    def _spelt_out(self, party: Party) -> None:
        """As in "two teenagers, a boy and a girl": the pair is told again one by one."""
        last = self.parties[-1] if self.parties else None
        if (
            last is None
            or party.plural
            or self.passage.before(party.first, 2)[:1] not in (",", ":")
        ):
            return
        pair = re.match(r"and (?:an?|one|the other) ", self.passage.after(party.last, 3) + " ")
        adjacent = last.last >= party.first - 3
        if pair and adjacent and last.count == 2 and last.sex is None and last.kind == party.kind:
            self.parties.remove(last)
            self.anchors = [a for a in self.anchors if a.parties != (last,)]

    def _earlier(self, party: Party, age: Age | None) -> Party | None:
        """The party that a noun speaks of again, or None for somebody new."""
        if party.other or party.vague_count or party.role not in ("person", "driver"):
            return self._same_relation(party)
        said_again = self._predicate(party) or self._apposition(party)
        if said_again is not None:
            return said_again
        before = self.passage.before(party.first, 1)
        if not party.definite and (A.search(before) or party.count > 1 or party.owner):
            return None
        if age is not None and not party.definite:
            return None
        same = [old for old in self.parties if _compatible(old, party)]
        if party.role == "driver":
            return self._driver(party, same)
        if party.definite or not party.plural:
            return same[-1] if len(same) == 1 or (same and party.definite) else None
        return None

    def _predicate(self, party: Party) -> Party | None:
        """Whom "he" means in "he's only a boy"."""
        match = PREDICATE.search(self.passage.before(party.first, 6))
        if match is None or party.plural != (match["who"] == "they"):
            return None
        pronoun = next(a for a in reversed(self.anchors) if a.pronoun == match["who"])
        fitting = [old for old in self.means(pronoun) if _may_be(old, party)]
        return fitting[0] if len(fitting) == 1 else None

    def _apposition(self, party: Party) -> Party | None:
        """Whom a bare noun after a comma says more of: "this kid, lad about 14"."""
        if party.definite or party.owner or party.count > 1 or party.plural:
            return None
        if self.passage.before(party.first, 1) != ",":
            return None
        if self.anchors and self.anchors[-1].last == party.first - 1:
            before = self.means(self.anchors[-1])
            return before[0] if len(before) == 1 and _may_be(before[0], party) else None
        if not party.looks:
            return None
        # "He got angry, big lad": the subject of the sentence, where only one fits.
        same = [old for old in self.parties if _may_be(old, party) and old.sex == party.sex]
        return same[0] if len(same) == 1 else None

    def _driver(self, party: Party, same: list[Party]) -> Party | None:
        men = [old for old in same if old.kind == "adult" and not old.plural]
        if len(men) != 1 or not party.definite:
            return None
        after = self.passage.after(men[0].mentions[0][1], 8)
        drives = re.search(r"\b(?:in|driving|drives?|car|van|pulled up)\b", after)
        return men[0] if drives else None

    def _same_relation(self, party: Party) -> Party | None:
        if party.noun is None or party.other or party.vague_count or party.role == "person":
            return None
        return next(
            (
                old
                for old in self.parties
                if old.noun == party.noun and (old.owner == party.owner or party.definite)
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
        if self.passage.before(at, 2) == "one of":
            return
        self.anchors.append(Anchor(at, at + 1, (), word))

    def means(self, anchor: Anchor) -> list[Party]:
        """Whom a place in the text may speak of, the last spoken of first."""
        if not anchor.pronoun:
            return list(anchor.parties)
        before = [
            p
            for p in self.parties
            if p.implied or (anchor.first - MEMORY < p.mentions[-1][0] and p.first < anchor.first)
        ]
        if anchor.pronoun in PLURAL:
            fitting = [p for p in before if p.plural or p.sex is None]
        else:
            sex = SINGULAR[anchor.pronoun]
            fitting = [p for p in before if not p.plural and p.sex in (sex, None)]
        return sorted(fitting, key=lambda p: -_last_before(p, anchor.first))

    def _one_of_them(self, at: int, word: str) -> None:
        """Members of a pair: "one was bald ... the other had a beard"."""
        following = " ".join(w.norm for w in self.passage.words[at : at + 5])
        if word == "one" and not ONE.match(following):
            return
        if word == "other" and self.passage.before(at, 1) != "the":
            return
        groups = [p for p in self.parties if p.plural and p.count > 1 and p.first < at]
        named = re.search(r"of the (\w+)", following)
        if named:
            groups = [p for p in groups if p.noun and p.noun.word == named.group(1)]
        group = _group_meant(groups)
        if group is not None:
            self._tell_apart(group, at, word, 3 if following.startswith("one of") else 1)

    def _tell_apart(self, group: Party, at: int, word: str, length: int) -> None:
        first = next((a for a in self.anchors if a.member == 0 and a.parties == (group,)), None)
        second = word == "other" or first is not None
        if word == "other" and group.count > 2:
            return  # "the other two" is read at its number
        if word == "one" and first is not None and not self._is_second_one(at, first, group):
            return  # a second "one of them" may be either
        if second and group.kind == "either" and first is not None:
            self._part(group, at, 1)  # two lads: one may be a child, the other a man
        else:
            self.anchors.append(Anchor(at, at + length, (group,), "", 1 if second else 0))

    def _is_second_one(self, at: int, first: Anchor, group: Party) -> bool:
        """As in "one 12 and one 14"."""
        words = self.passage.words
        joined = words[at - 1].norm in ("and", ",", "&", "-", "/")
        near = words[first.first].sentence == words[at].sentence
        return group.count == 2 and joined and near and self.passage.after(at + 1, 1) != "of"

    def _is_rest(self, at: int) -> bool:
        if THE_REST.search(self.passage.before(at + 1, 3)):
            return True
        # "one 14, two about 20"
        return self.passage.before(at, 1) in (",", "and") and bool(
            TWO_MORE.match(self.passage.after(at + 1, 1))
        )

    def _rest_of_them(self, at: int) -> None:
        """As in "three lads, one about 13 and the other two late twenties"."""
        groups = [p for p in self.parties if p.plural and p.count > 2 and p.first < at]
        group = _group_meant(groups)
        if group is None or not any(a.member == 0 and a.parties == (group,) for a in self.anchors):
            return
        said = {"two": 2, "pair": 2, "three": 3}.get(self.passage.words[at].norm, group.count - 1)
        if said == group.count - 1:
            self._part(group, at, said)

    def _part(self, group: Party, at: int, count: int) -> None:
        """Tell one of a group apart from the rest: two parties from here on."""
        rest = Party(
            first=at,
            last=at + 1,
            head=at,
            noun=group.noun,
            sex=group.sex,
            kind=group.kind,
            role=group.role,
            plural=count > 1,
            count=count,
        )
        rest.mentions.append((at, at + 1))
        group.plural, group.count = False, 1
        self.anchors = [
            Anchor(a.first, a.last, a.parties, a.pronoun) if a.parties == (group,) else a
            for a in self.anchors
        ]
        self.parties.append(rest)
        self.anchors.append(Anchor(at, at + 1, (rest,)))

    def _is_compared(self, at: int) -> bool:
        after = self.passage.after(at + 1, 3)
        return self.passage.before(at, 1) == "the" and bool(AFTER_COMPARED.match(after))

    def _compared(self, at: int, word: str) -> None:
        """As in "the older one maybe 15 and the younger about 11"."""
        groups = [p for p in self.parties if p.plural and p.count == 2 and p.first < at]
        group = _group_meant(groups)
        if group is None or group.kind == "either":
            return
        said = [a for a in self.anchors if a.member is not None and a.parties == (group,)]
        spoken = {self.passage.words[a.first].norm: a.member for a in said}
        if spoken.keys() - COMPARED or (word not in spoken and len(spoken) > 1):
            return  # "one was 12": which one is older isn't known yet
        last = at + (2 if self.passage.after(at + 1, 1) == "one" else 1)
        self.anchors.append(Anchor(at, last, (group,), "", spoken.get(word, len(spoken))))

    def _another(self, at: int) -> None:
        """As in "a bloke with a tattoo and another with gold teeth": one more of the same."""
        last = self.parties[-1] if self.parties else None
        if last is None or last.plural or not ANOTHER.match(self.passage.after(at + 1, 1)):
            return
        party = Party(first=at, last=at + 1, head=at, noun=last.noun, sex=last.sex, kind=last.kind)
        party.mentions.append((at, at + 1))
        party.other = True
        self.parties.append(party)
        self.anchors.append(Anchor(at, at + 1, (party,)))

    def resolve(self, anchor: Anchor, kind: str | None) -> Party | None:
        """The one person a place speaks of; None where it could be more than one."""
        fitting = [p for p in self.means(anchor) if fits(p, kind)]
        if not anchor.pronoun or len(fitting) == 1:
            return fitting[0] if fitting else None
        core = [p for p in fitting if p.core or (p.owner == "my" and p.kind == "child")]
        for chosen in (core, [p for p in core if p.sex is not None]):
            if len(chosen) == 1:
                return chosen[0]
        return None

    def member_meant(self, anchor: Anchor) -> Anchor | None:
        """As in "two men, one of them is called Rafi, he's 30": the one just spoken of."""
        if anchor.pronoun not in SINGULAR:
            return None
        before = [a for a in self.anchors if anchor.first - 9 < a.last <= anchor.first]
        last = before[-1] if before else None
        if last is None or last.member is None:
            return None
        return last if last.parties[0].sex in (SINGULAR[anchor.pronoun], None) else None

    def subject(
        self, first: int, kind: str | None, reach: int = 14
    ) -> tuple[Party, int | None] | None:
        """Whom words at `first` are about: the nearest person spoken of before them."""
        sentence = self.passage.words[first].sentence
        earlier = [a for a in self.anchors if a.last <= first and self._may_act(a, first)]
        for anchor in reversed(earlier[-3:]):
            where = self.passage.words[anchor.first].sentence
            if where < sentence - 1 or first - anchor.last > reach:
                return None
            party = self.resolve(anchor, kind)
            if party is not None:
                return party, anchor.member
            if anchor.pronoun and any(fits(p, kind) for p in self.means(anchor)):
                return None  # "she" could be either of two: leave it open
        return None

    def _may_act(self, anchor: Anchor, first: int) -> bool:
        """Leave out "let them in, stocky": what follows is about who let them in."""
        return anchor.pronoun not in OBJECTS or first - anchor.last < 1


def fits(party: Party, kind: str | None) -> bool:
    """Whether words that only suit a child (or an adult) may be about this party."""
    return kind is None or party.kind in ("either", kind)


def _last_before(party: Party, at: int) -> int:
    return max((first for first, _ in party.mentions if first < at), default=party.first)


def _group_meant(groups: list[Party]) -> Party | None:
    return groups[0] if len(groups) == 1 else None


def _may_be(old: Party, new: Party) -> bool:
    """Whether a noun may say again who somebody is."""
    if old.plural != new.plural or old.role not in ("person", "named", "relation"):
        return False
    return (None in (old.sex, new.sex) or old.sex == new.sex) and (
        old.kind == new.kind or "either" in (old.kind, new.kind)
    )


def _compatible(old: Party, new: Party) -> bool:
    """Whether a noun used again may mean somebody spoken of before."""
    if old.plural != new.plural or old.role not in ("person", "named", "driver"):
        return False
    if None not in (old.sex, new.sex) and old.sex != new.sex:
        return False
    if new.role == "driver" or old.kind == new.kind:
        return True
    if "either" not in (old.kind, new.kind) or old.sex != new.sex:
        return False
    return old.noun == new.noun or (old.role == "person" and new.definite)
