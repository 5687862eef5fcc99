"""Who of the people in a story is a child of concern, a person of concern, or stood by."""

import re
from typing import Final

from assistant.adapters.narrative.claims import claim_relations
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.party import Party
from assistant.adapters.narrative.story import Story

PRESENT: Final = re.compile(
    r"^(?:who |also |was |he |she |has |had |as well |there |at |on |of mine |\w+ )?(?:saw|seen|"
    r"sees|was there|was with|"
    r"noticed|witnessed|served|heard|let them in|checked (?:them|him|her) in|was on|clocked|"
    r"spotted|watched|took the|is here|was stood|"
    r"on (?:the )?(?:door|desk|reception|bar)|was sat|were there|were with|stayed with|"
    r"tried to help)\b"
)
BENIGN: Final = re.compile(
    r"^(?:next door|from the council|on reception|on the desk|at the desk|on the door who|"
    r"over the road|who works|"
    r"behind the (?:counter|bar|desk)|from (?:the )?(?:school|work|office|base)|on the (?:phone|"
    r"counter|till|tills)|down the road (?:told|said|says)|"
    r"(?:told|tells) (?:me|us)|(?:rang|phoned) (?:me|us|in|up)|upstairs (?:told|said)|"
    r"walking (?:his|her|their) dog|called the police)\b"
)
OWNS: Final = re.compile(r"^'s (?!\w+ing\b)")
LAD: Final = frozenset(
    (
        "lad",
        "lads",
        "youth",
        "youths",
        "male",
        "males",
        "student",
        "students",
        "female",
        "females",
        "young man",
        "young men",
        "young lady",
        "young ladies",
    )
)
STRONG: Final = re.compile(
    r"\b(?:hit|hits|hitting|beats?|beating|touch\w*|grop\w*|sells|selling|sold|rap(?:ed|ing)|"
    r"abus\w+|hurt\w*|groom\w*|"
    r"messag\w+ (?:her|him|them|girls|pupils)|texting (?:her|him)|kiss\w+|threaten\w*|forc\w+|"
    r"punch\w*|slapp\w*|blackmail\w*)\b"
)


# Goods that pass to a child or back: never "gave the girl her coat", "a leaflet".
GOODS: Final = re.compile(
    r"\b(?:hand\w*|pass\w*|giv\w+|gave|slip\w*|swap\w*|buy\w*|bought|shar\w+|offer\w*|"
    r"tak\w+|took|count\w*|sell\w*|sold) (?:\w+ ){0,5}?"
    r"(?:(?:an?|some|out|over|more|little|two|three|\w+ of|him|her|them|kids|boys|girls|lads) "
    r"(?:\w+ ){0,2}?|\b)(?:carrier bags?|bags?|packages?|packets?|parcels?|"
    r"envelopes?|cash|money|notes|wads?|wraps?|drugs|weed|cannabis|pills|tablets|powder|vapes?|"
    r"cigarettes|fags|alcohol|vodka|cider|burner|knife|\w* ?baggies?)\b"
)


USES: Final = re.compile(
    r"\b(?:us(?:es?|ing)|recruit\w*|groom\w*|lur\w+|ply\w+|supply\w*|supplies|get(?:s|ting)|"
    r"mak(?:es|ing)|brings?|bringing|sell\w* to|pay(?:s|ing)) (?:\w+ ){0,3}(?:girls?|boys?|"
    r"lads?|kids|"
    r"children|lasses|teenagers|pupils|schoolgirls) (?:from \w+ )?(?:to|for|in|into)\b"
)


OFFSPRING: Final = frozenset(("kid", "kids", "child", "children"))
OTHERS: Final = frozenset(("his", "her", "their"))
PARTNERS: Final = frozenset(("girlfriend", "girlfriends", "boyfriend", "boyfriends", "ex"))


def _is_child_of_concern(party: Party, others: list[Party]) -> bool:
    """Whether somebody's relation is the child told of: no other is, or a partner is younger."""
    told = [child for child in others if not _in_general(child)]
    if not told:
        return True
    if party.noun is None or party.noun.word not in PARTNERS or not party.known("age"):
        return False
    ages = [child.parts["age"][0] for child in told if child.known("age")]
    return len(ages) == len(told) and party.parts["age"][0] < min(ages)


def _in_general(party: Party) -> bool:
    """Children nobody is told of by: "getting kids to run drugs"."""
    uncounted = party.plural and party.count == 1 and party.vague_count is None
    return uncounted and not party.looks and not party.parts and not party.definite


# "the witness is my sister Anna"
WITNESS: Final = re.compile(r"\bwitness (?:is|was|'s)(?: (?:an?|my|our|the|her|his))?$")


class Roles:
    """Sorts the people of a story."""

    def __init__(
        self, story: Story, lexicon: Lexicon, asked: str | None, child_writes: bool
    ) -> None:
        self._story = story
        self._passage = story.passage
        self._asked = asked
        self._pronouns: dict[int, list[tuple[int, int]]] = {}
        self._child_writes = child_writes
        verbs = lexicon.group("people.yml", "concern_verbs")
        self._concern = re.compile(rf"\b(?:{'|'.join(map(re.escape, verbs))})\b")
        approaches = "|".join(map(re.escape, lexicon.group("people.yml", "approach_verbs")))
        self._approaches = re.compile(
            rf"\b(?:{approaches})(?: (?:the|some|all|these|those|up))*$|"
            r"\b(?:giv\w+|gave|sell\w*|sold|hand\w*|offer\w*|pass\w*|deal\w*|suppl\w+|buy\w*|"
            r"bought|"
            r"show\w*|send\w*|sent) (?:\w+ ){1,3}(?:to|for)$"
        )
        tells = lexicon.group("people.yml", "telling_verbs")
        self._tells = re.compile(
            rf"^(?:(?:has|have|had|also|just|who|'s) )?(?:{'|'.join(map(re.escape, tells))})\b"
        )
        self._relations = frozenset(lexicon.group("people.yml", "relations_of_child"))

    def sort(self) -> dict[str, list[Party]]:
        """The parties by the detail that they answer."""
        result: dict[str, list[Party]] = {"victims": [], "offenders": [], "others_present": []}
        claim_relations(self._story, self._relations)
        self._find_pronouns()
        self._settle_lads()
        children = [p for p in self._story.parties if p.kind == "child"]
        for party in self._story.parties:
            name = self._role(party, children)
            if name is not None:
                result[name].append(party)
        return result

    def _find_pronouns(self) -> None:
        """Where "he", "she" or "they" can mean one party only; once, for a long text."""
        for anchor in self._story.anchors:
            if anchor.pronoun in ("he", "she", "they"):
                meant = self._story.means(anchor)
                if len(meant) == 1:
                    spoken = self._pronouns.setdefault(id(meant[0]), [])
                    spoken.append((anchor.first, anchor.last))

    def _role(self, party: Party, children: list[Party]) -> str | None:
        if party.implied and not party.mentions[0][1]:
            return self._asked if party.parts or party.looks or party.plural else None
        if self._is_older_peer(party, children):
            return "offenders"
        if party.kind == "child":
            return "victims" if self._is_victim(party, children) else None
        if self._asked == "others_present" and party.role != "person":
            return "others_present"
        if self._is_offender(party, children):
            return "offenders"
        if self._is_present(party):
            return "others_present"
        return None

    def _is_older_peer(self, party: Party, children: list[Party]) -> bool:
        """Lads under 18 who do something to another child."""
        noun = party.noun.word if party.noun else ""
        if party.kind != "child" or noun not in LAD or len(children) < 2:
            return False
        return any(self._concern.search(text) for text in self._does(party))

    def _after(self, party: Party, words: int = 8) -> list[str]:
        """What follows each mention of a party, in its sentence."""
        spoken = [*party.mentions, *self._pronouns.get(id(party), [])]
        return [self._passage.after(last, words) for _, last in spoken]

    def _does(self, party: Party, words: int = 10) -> list[str]:
        """What a party itself does: not what follows "my mum's boyfriend"."""
        by_name = [self._passage.after(last, words) for _, last in party.called]
        return [text for text in (*self._after(party, words), *by_name) if not OWNS.match(text)]

    def _is_victim(self, party: Party, children: list[Party]) -> bool:
        if self._asked == "victims":
            return True
        others = [p for p in children if p is not party]
        if party.role == "relation" and party.owner not in ("my", "our", ""):
            known = party.known("age") or party.known("name")
            return known and _is_child_of_concern(party, others)
        if party.noun and party.noun.word in OFFSPRING and party.owner in OTHERS and others:
            return False  # "the driver's kids were 5 and 7": another child is told of
        follows = self._after(party, 3)
        if any(
            re.match(r"'s (?:\w+ )?(?:friend|mate|mates|classmate|friends|best)\b", text)
            for text in follows
        ):
            return False
        if party.role == "bystander" and not (party.known("age") or party.known("name")):
            return not others and bool(party.looks)
        if (
            others
            and party.role == "relation"
            and any(
                self._tells.match(t) or re.match(r"(?:is|,) \w+(?: ,)? and (?:saw|seen|told)", t)
                for t in self._after(party, 6)
            )
        ):
            return False
        return self._is_somebody(party, others)

    def _is_somebody(self, party: Party, others: list[Party]) -> bool:
        """Leave out children in general: bare plurals, "other kids", "my kids"."""
        if party.known("age") or party.known("age_text") or party.known("name"):
            return True
        noun = party.noun.word if party.noun else ""
        if (
            party.owner
            and noun in ("kids", "children", "pupils", "girls", "boys", "students", "kid")
            and party.count == 1
        ):
            return False
        if party.other and party.plural and not party.looks:
            return "different" in self._passage.before(party.first, 2)
        if party.plural and party.count == 1 and party.vague_count is None:
            if self._is_approached(party):
                return True
            generic = noun in ("young ones", "young uns", "kids", "children", "young people")
            return bool(party.looks) or (party.definite and not party.other and not generic)
        if noun in ("kid", "child") and not party.looks and not party.definite and others:
            return False
        if noun in ("child", "young person", "pupil", "minor", "juvenile", "student", "kid"):
            before = self._passage.before(party.first, 1)
            return before in ("a", "an", "this", "one", "another", "that", "with", "young") or bool(
                party.looks
            )
        return True

    def _is_approached(self, party: Party) -> bool:
        """As in "a man calling young lads over": children in general, but somebody acts on them."""
        before = self._passage.before(party.first, 6)
        return bool(self._approaches.search(before)) and any(
            adult.kind == "adult" and adult.role in ("person", "named", "relation")
            for adult in self._story.parties
        )

    def _is_offender(self, party: Party, children: list[Party]) -> bool:
        if self._asked == "offenders" and party.role != "bystander":
            return party.kind == "adult" or bool(
                party.parts or party.looks or party.role == "person"
            )
        follows = self._does(party)
        mine = party.owner in ("my", "our", "me")
        if (mine and not self._child_writes) or any(BENIGN.match(t) for t in self._after(party)):
            return False
        if party.role == "person":
            return self._person(party, children, follows)
        if party.role == "driver":
            return self._driver(party, follows)
        if party.role == "relation":
            return self._relation(party, children, follows)
        if party.role == "professional":
            return bool(children) and any(STRONG.search(" ".join(t.split()[:5])) for t in follows)
        if party.role == "named":
            return party.kind == "adult" and bool(children or party.older)
        return party.role == "bystander" and (party.older and bool(children))

    def _person(self, party: Party, children: list[Party], follows: list[str]) -> bool:
        if party.kind == "either":
            return False
        plural_talk = party.plural and party.count == 1 and party.vague_count is None
        if party.sex == "female" and not self._is_girl_grown(party):
            return self._woman(party, children, follows)
        if party.sex == "female":
            return any(self._concern.search(t) for t in follows)
        if plural_talk and not (
            party.looks or party.definite or party.older or party.parts or children
        ):
            return any(self._concern.search(t) for t in follows)
        if party.noun and party.noun.word in (
            "adult",
            "adults",
            "pensioner",
            "stranger",
            "dealer",
            "dealers",
        ):
            return bool(party.looks or party.parts)
        return True

    def _is_girl_grown(self, party: Party) -> bool:
        return party.noun is not None and party.noun.age == "child"

    def _woman(self, party: Party, children: list[Party], follows: list[str]) -> bool:
        """A woman is a person of concern where she is with the child or does something to it."""
        if any(self._concern.search(t) for t in follows):
            return True
        if children and any(GOODS.search(t) or USES.search(t) for t in self._does(party, 14)):
            return True
        if any(self._tells.match(t) for t in follows) or not children:
            return False
        before = self._passage.before(party.first, 4)
        return bool(re.search(r"\bwith(?: an?| the| this| some)?(?: \w+)?$", before)) or any(
            re.match(
                r"(?:\w+ ){0,7}(?:with|for) (?:an?|two|three|four|2|3|4|this|some|the|young)\b", t
            )
            for t in follows
        )

    def _driver(self, party: Party, follows: list[str]) -> bool:
        if party.owner and party.owner not in ("his", "her", "their"):
            return False
        known = bool(party.parts or party.looks)
        return known or any(self._concern.search(t) for t in follows)

    def _relation(self, party: Party, children: list[Party], follows: list[str]) -> bool:
        noun = party.noun.word if party.noun else ""
        mine = party.owner == "my"
        if noun not in self._relations and noun.removesuffix("s") not in self._relations:
            return False
        if any(self._concern.search(t) for t in follows):
            return True
        partner = noun in ("boyfriend", "boyfriends", "girlfriend", "partner", "uncle", "uncles")
        if partner and (children or mine or party.owner in ("her", "his")):
            return (
                party.kind == "adult" and (party.older or bool(party.parts) or "uncle" in noun)
            ) or bool(party.parts)
        return (
            party.older and party.kind == "adult" and noun not in ("mum", "dad", "mother", "father")
        )

    def _is_present(self, party: Party) -> bool:
        if party.noun and (
            WITNESS.search(self._passage.before(party.first, 3))
            or (party.noun.word == "witness" and party.known("name"))
        ):
            return True
        if party.role in ("bystander", "professional") and party.kind != "child":
            alone = not party.plural and party.noun is not None and party.noun.word != "staff"
            return alone and any(PRESENT.match(t) for t in self._after(party, 6))
        return party.role == "person" and party.kind == "adult" and self._is_girl_grown(party)

    def _settle_lads(self) -> None:
        """Words that fit a boy as well as a man: the rest of the story decides."""
        story = self._story
        girls = [p for p in story.parties if p.kind == "child"]
        adults = [p for p in story.parties if p.kind == "adult" and p.role == "person"]
        for party in story.parties:
            noun = party.noun.word if party.noun else ""
            only_called = party.implied and party.known("nickname")
            if party.kind != "either" or not (noun in LAD or only_called):
                continue
            if party.owner in ("my", "our"):
                continue
            if self._asked == "victims":
                party.kind = "child"
            elif self._asked == "offenders" or (girls and self._acts(party, noun)):
                party.kind = "adult"
            elif party.known("nickname") and party.sex == "male":
                party.kind = "adult"  # a street name goes with who does it to children
            elif adults and not girls and not party.other and (not party.plural or party.count > 1):
                party.kind = "child"

    def _acts(self, party: Party, noun: str) -> bool:
        """With a child in the story: a "male", or a lad who does something to it."""
        return noun in ("male", "males") or any(
            self._concern.search(text) or USES.search(text) for text in self._does(party)
        )
