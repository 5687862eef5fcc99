"""Nouns for people in a text, with the words that belong to them: "two older men"."""

import re
from collections.abc import Iterator
from typing import Final

from assistant.adapters.narrative.ages import Age
from assistant.adapters.narrative.lexicon import Lexicon, PersonNoun
from assistant.adapters.narrative.numbers import NUMBER, number
from assistant.adapters.narrative.party import Party
from assistant.adapters.narrative.passage import Mark, Passage

ADJECTIVES: Final = (
    "looks",
    "weak_looks",
    "distress",
    "ages_of_adults",
    "ages_of_children",
    "colour",
)
PADDING: Final = frozenset(
    (
        "very",
        "really",
        "quite",
        "proper",
        "right",
        "dead",
        "pretty",
        "bit",
        "well",
        "looking",
        "and",
        "strange",
        "random",
        "dodgy",
        "creepy",
        "weird",
        "poor",
        "lovely",
        "nice",
        "drunken",
        "weird",
    )
)
DEFINITE: Final = frozenset(("the", "this", "that", "these", "those", "said", "same", "both"))
OWNERS: Final = frozenset(("my", "our", "his", "her", "their", "your", "me", "'s", "ya"))
VAGUE: Final = re.compile(
    r"(?:\b(?:a )?(?:few|load of|loads of|group of|bunch of|gang of|number of|lot of|lots of|"
    r"crowd of|couple|couple of|"
    r"several|some|various|multiple|car full of|carload of)|"
    rf"\b{NUMBER} (?:or|to|maybe) {NUMBER}|\b\d+ - \d+|\b\d/\d|"
    rf"\b(?:at least|about|around|maybe|roughly|over) {NUMBER})$"
)
COUNTED: Final = re.compile(
    r"\b(?:the |these |those |my |our |with )?(?P<n>two|three|four|2|3|4)(?: of the| of these|"
    r" different| more)?$"
)
MANY: Final = re.compile(r"\b(?P<n>five|six|seven|eight|nine|ten|5|6|7|8|9|1\d)$")
NONE: Final = re.compile(
    r"\b(?:no|not an?|never an?|without an?|wasnt an?|isnt an?|any|nor an?|not any|no other|"
    r"not the|without any|not the only)$"
)
SUPPOSED: Final = re.compile(
    r"\b(?:if|suppose|supposing|in case|say i|whenever|imagine|should i see|what happens when|"
    r"when)\b(?: (?!,|then|because|but|so|theres|there|and)[\w']+){0,12}$"
)
NOT_SUPPOSED: Final = re.compile(
    r"\b(?:as if|even if|when (?:she|he|they|it|we|my|a|two|the|this|i (?:saw|got|picked|dropped|"
    r"seen|was|had|noticed|came|arrived|went)))\b"
)
I_AM: Final = re.compile(
    r"\b(?:i am|im|as|i was|being|i work as|i 'm|we are|speaking as)(?: just)?(?: an?|"
    r" the)?(?: \w+)?$|"
    r"\b(?:i am|im|i 'm|name is|name 's|this is) [\w']+(?: [\w']+)? ,?(?: an?| the)?(?: \w+)?$"
)
GREETING: Final = re.compile(
    r"^(?:good )?(?:evening|hi|hello|hiya|morning|alright|hey|afternoon|cheers|thanks|"
    r"sorry)(?: all| you)?$"
)
# "Is a 16 year old allowed to ...?": asked in general.
QUESTION: Final = re.compile(r"^(?:is|can|are|should|does|could|would|may|do) (?:an?|any)$")
WHOSE: Final = re.compile(r"^'s(?: (?:[.,!?]|and|but|not)|$)")
LIKENED: Final = re.compile(r"\b(?:is|was|'s|like|looks|sounds|looked|sounded)(?: an?)?$")
OTHER: Final = re.compile(r"\b(?:another|other|different|second|third|new|next|one more)$")
VERBLESS: Final = re.compile(
    r"^(?:called|named|name|names|a|an|got|been|always|on|only|not|also|really|about|\d+|in|just|"
    r"house|car|phone|boyfriend|mate|friend|school|room|bag|messages)$"
)
NOUN_PHRASE: Final = re.compile(
    r"(?:^|\b(?:a|an|the|this|that|my|our|his|her|one|two|three|with|2|3|and|another|"
    r"one of my|of our))$"
)
TOLD_OF: Final = re.compile(
    r"^(?:is|was|'s|has|had|called|named|aged|looked|looks|seemed|told|said|,|\()$"
)
# "year 9 teacher", "my year 9 class"
NOT_PUPIL: Final = re.compile(
    r"^(?:class|teacher|form|tutor|group|head|girls?|lads?|boys?|pupils?|kids?|students?|exams?|s)$"
)


class MentionFinder:
    """Finds the nouns for people and what stands right before each."""

    def __init__(self, passage: Passage, lexicon: Lexicon, found_ages: list[Age]) -> None:
        self._passage = passage
        self._lexicon = lexicon
        self._age_ending = {age.last: age for age in found_ages}
        self._adjective_ending: dict[int, Mark] = {}
        for mark in passage.labelled(*ADJECTIVES):
            best = self._adjective_ending.get(mark.last)
            if best is None or mark.first < best.first:
                self._adjective_ending[mark.last] = mark
        self._ages = found_ages

    def parties(self) -> Iterator[tuple[Party, Age | None]]:
        """Each mention as a new party, with the age that stands inside it."""
        passage = self._passage
        heads: set[int] = set()
        starts = {mark.first for mark in passage.labelled("person")}
        worn = {i for mark in passage.labelled("clothing") for i in range(mark.first, mark.last)}
        for mark in passage.labelled("person"):
            if mark.first in worn:
                continue  # "man bags"
            heads.update(range(mark.first, mark.last))
            if mark.last in starts:
                continue  # "a female driver": the second noun is the person
            made = self._party(mark.first, mark.last, self._lexicon.persons[mark.term])
            if made is not None:
                yield made
        for age in self._ages:
            if age.form in ("years", "school") and age.kind and age.last not in heads:
                made = self._headless(age, heads)
                if made is not None:
                    yield made

    def _party(self, head: int, last: int, noun: PersonNoun) -> tuple[Party, Age | None] | None:
        from_noun = self._without_apostrophe(noun, head, last)
        start, age, adjectives = self._before_head(head)
        before = self._passage.before(start, 7)
        if self._is_absent(before, start, last):
            return None
        if noun.word == "victim" and not self._is_told_of(before, last):
            return None
        party = Party(
            first=start,
            last=last,
            head=head,
            noun=from_noun,
            sex=from_noun.sex,
            kind=from_noun.age,
            role=from_noun.role,
            plural=from_noun.plural,
        )
        self._counts(party, before)
        self._determiner(party, before)
        self._adjectives(party, adjectives)
        if re.search(r"\bone of (?:my|our|their)$", before):
            party.plural, party.owner, party.definite = False, "", False
        party.mentions.append((start, last))
        return party, age

    def _is_told_of(self, before: str, last: int) -> bool:
        """Whether "the victim" is somebody: not "victim support", "is he the victim here"."""
        return before.endswith("the") and bool(TOLD_OF.match(self._passage.after(last, 1)))

    def _without_apostrophe(self, noun: PersonNoun, head: int, last: int) -> PersonNoun:
        """As in "her boyfriends called Stu": one boyfriend who is called Stu."""
        single = self._lexicon.persons.get(noun.word.removesuffix("s"))
        if not noun.plural or single is None or noun.role == "person":
            return noun
        owned = [w for w in self._passage.before(head, 5).split() if w in OWNERS]
        after = self._passage.after(last, 1)
        mine = bool(owned) or noun.word in ("mums", "dads")
        return single if mine and VERBLESS.match(after) else noun

    def _headless(self, age: Age, heads: set[int]) -> tuple[Party, Age | None] | None:
        """As in "a 14 year old" with no noun: the age is the person."""
        start, _, adjectives = self._before_head(age.first)
        before = self._passage.before(start, 5)
        after = self._passage.after(age.last, 3).split()
        plural = self._passage.words[age.last - 1].norm in ("olds", "s")
        plural = plural and not before.endswith(("one of my", "one of our"))
        if not plural and not NOUN_PHRASE.search(before):
            return None
        if any(
            index in heads for index in range(age.last, age.last + min(3, len(after)))
        ) and self._joined(age.last, heads):
            return None
        if self._is_absent(before, start, age.last) or (
            age.form == "school" and after[:1] and NOT_PUPIL.match(after[0])
        ):
            return None
        party = Party(
            first=start, last=age.last, head=age.last - 1, kind=age.kind or "either", plural=plural
        )
        self._counts(party, before)
        if plural and party.count == 1 and party.vague_count is None:
            party.vague_count = self._passage.span(age.first, age.last)
        self._determiner(party, before)
        self._adjectives(party, adjectives)
        party.mentions.append((start, age.last))
        return party, age

    def _joined(self, at: int, heads: set[int]) -> bool:
        """Whether only describing words stand between an age and the noun after it."""
        while at not in heads:
            mark = next((m for m in self._passage.labelled(*ADJECTIVES) if m.first == at), None)
            if mark is None:
                return False
            at = mark.last
        return True

    def _before_head(self, head: int) -> tuple[int, Age | None, list[Mark]]:
        """Walk left over adjectives and an age to where the noun's words start."""
        start, age, adjectives = head, None, []
        words = self._passage.words
        while start > 0:
            if start in self._age_ending and age is None:
                age = self._age_ending[start]
                start = age.first
            elif start in self._adjective_ending:
                adjectives.append(self._adjective_ending[start])
                start = adjectives[-1].first
            elif words[start - 1].norm in PADDING or (
                adjectives and words[start - 1].norm == "," and start - 1 in self._adjective_ending
            ):
                start -= 1
            else:
                break
        while start < head and words[start].norm == "and":
            start += 1
        return start, age, adjectives

    def _is_absent(self, before: str, start: int, last: int) -> bool:
        longer = self._passage.before(start, 15)
        if NONE.search(before) and not before.endswith("if any"):
            return True
        if SUPPOSED.search(longer) and not NOT_SUPPOSED.search(longer):
            return True
        if GREETING.match(before):
            return True
        if WHOSE.match(self._passage.after(last, 2)) and LIKENED.search(before):
            return True  # "his voice is a grown man's"
        if QUESTION.match(before) and longer == before:
            return True
        return bool(I_AM.search(before)) or self._passage.after(last, 1) in (
            "line",
            "hotline",
            "protection",
        )

    def _counts(self, party: Party, before: str) -> None:
        counted, vague, many = COUNTED.search(before), VAGUE.search(before), MANY.search(before)
        words = None
        if (
            vague
            and (party.plural or "couple" in vague.group())
            and not (counted and not _numeric(vague.group()))
        ):
            words, party.count = vague.group(), 1
        elif counted:
            party.plural, party.count = True, number(counted["n"]) or 1
            party.first -= 1
        elif many and (party.plural or not many["n"].isdigit()):
            words = many.group()
        if words:
            first = party.first - len(words.split())
            party.vague_count = self._passage.span(first, party.last)
            party.plural = True

    def _determiner(self, party: Party, before: str) -> None:
        words = before.split()
        word = words[-1] if words else ""
        if COUNTED.search(before) and len(words) > 1:
            word = words[-2]
        party.definite = word in DEFINITE
        party.owner = word if word in OWNERS else ""
        if (
            word == "'s"
            and len(words) > 1
            and words[-2] in ("it", "there", "that", "he", "she", "what", "who")
        ):
            party.owner = ""
        party.other = bool(OTHER.search(before)) and not COUNTED.search(before)

    def _adjectives(self, party: Party, adjectives: list[Mark]) -> None:
        passage = self._passage
        labels = {mark.label for mark in adjectives}
        if "ages_of_adults" in labels:
            party.older = True
            if party.kind == "either" or party.role == "person":
                party.kind = "adult" if party.kind != "child" or party.noun is None else party.kind
        if "ages_of_children" in labels and party.kind == "either":
            party.kind = "child"
        if labels - {"colour"} and party.vague_count is None:
            first = min(mark.first for mark in adjectives)
            if all(mark.last <= party.head for mark in adjectives):
                self._look(party, first, passage)

    def _look(self, party: Party, first: int, passage: Passage) -> None:
        age_inside = next(
            (a for a in self._ages if first <= a.first and a.last <= party.head), None
        )
        if age_inside is None:
            party.look(passage.span(first, party.last))
        elif age_inside.first > first:
            party.look(passage.span(first, age_inside.first))
        else:
            party.look(passage.span(age_inside.last, party.last))


def _numeric(words: str) -> bool:
    """Whether "two or three", "at least 3": a number that isn't sure."""
    return bool(re.search(r"\b(?:or|to|maybe|-|at least|about|around|roughly|over)\b|/", words))
