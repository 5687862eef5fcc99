"""Names and nicknames of people in a story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.contacts import proper
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.numbers import number
from assistant.adapters.narrative.party import Anchor, Party
from assistant.adapters.narrative.passage import Passage
from assistant.adapters.narrative.story import SINGULAR, Story
from assistant.domain.reading import Span

ONE: Final = r"[^\W\d_][\w'-]*"
NAMED: Final = re.compile(
    r"\b(?P<how>nick ?name(?:d)?(?: is| was| 's|:)?|street name(?: is| was| 's)?|"
    r"goes by(?: the name)?(?: of)?|go by|"
    r"known (?:only |just )?as|aka|a k a|(?:they|everyone|people|mates|friends|lads|all|girls|"
    r"she|he|"
    r"kids) (?:all )?calls? (?:him|her)|"
    r"calls? (?:him|her)self|calling (?:him|her)self|"
    r"called|named|by the name of|name of|(?:his|her|their|the|first|driver 's|real|full|"
    r"and) names?(?: is| was| 's|:)?|"
    r"name(?: is| was| 's|:)|(?:says?|said|have|has|got|with|use|uses) (?:the |a )?name|shouted|"
    r"shouting|(?:gave|giving) (?:his|her|the|their) names? as|"
    r"refers? to (?:him|her) as|referred to (?:him|"
    r"her) as|calling (?:him|her)|called (?:him|her))"
    rf"(?: like| something like| maybe| i think| possibly| out)? [\"' ]*(?P<name>{ONE}(?: {ONE})?)"
)
NICK: Final = re.compile(
    r"^(?:nick|street|goes by|go by|known|aka|a k a|.*\b(?:calls? (?:him|her)|calling (?:him|"
    r"her)|called (?:him|her)|as$))"
)
THEY_CALL: Final = re.compile(r"^(?:they|everyone|people|mates|friends|lads|kids) ")
TITLES: Final = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "uncle", "big", "little", "lil", "young")
)


@dataclass(frozen=True)
class Name:
    """A name in the text: its words, and whether it is a nickname."""

    first: int
    last: int
    at: int
    part: str
    shouted: bool
    clear: bool
    """It is written as a name, or they call somebody so."""


def attach_names(story: Story, lexicon: Lexicon, hidden: set[int]) -> set[int]:
    """Give every name to whom it belongs; add people known only by name."""
    used = set(hidden)
    for party in list(story.parties):
        used.update(_beside(story, party, lexicon, used))
    left = []
    for name in _introduced(story.passage, lexicon):
        if used.isdisjoint(range(name.first, name.last)):
            if not _attach(story, name, _whose(story, name), lexicon):
                left.append(name)
            used.update(range(name.first, name.last))
    _alone(story, lexicon, used)
    for name in left:
        _attach(story, name, _of_a_pronoun(story, name), lexicon)
    return used - hidden


def _introductions(passage: Passage) -> Iterator[re.Match[str]]:
    """Every way in which a name is introduced, also right after another: "named Rhys known as"."""
    at = 0
    while (match := NAMED.search(passage.norm, at)) is not None:
        yield match
        at = match.start("name") + 1


def _introduced(passage: Passage, lexicon: Lexicon) -> Iterator[Name]:
    for match in _introductions(passage):
        first, last = passage.words_of(match, "name")
        how = match["how"]
        if passage.before(passage.words_of(match)[0], 1) == "my":
            continue
        last = _end(passage, first, last, lexicon)
        shouted = how.startswith("shout")
        if last == first or not _is_name(passage, first, how, lexicon):
            continue
        part = "nickname" if NICK.match(how) else "name"
        word = passage.words[first]
        clear = word.capital or word.norm in lexicon.names or bool(THEY_CALL.match(how))
        yield Name(first, last, passage.words_of(match)[0], part, shouted, clear)


def _end(passage: Passage, first: int, last: int, lexicon: Lexicon) -> int:
    """Leave a second word out unless it is part of the name."""
    words = passage.words
    if words[first].norm in lexicon.never_names:
        return first
    if (
        passage.after(first + 1, 1) == "or"
        and words[first + 2 : first + 3]
        and words[first + 2].capital
    ):
        return first + 3  # "called Shan or Shannon": not sure which
    if last - first == 2:
        second = words[first + 1]
        title = words[first].norm in TITLES
        surname = words[first].capital and second.capital and second.norm not in lexicon.never_names
        if not (surname or (title and (second.capital or second.norm in lexicon.names))):
            return first + 1
    return last


def _is_name(passage: Passage, first: int, how: str, lexicon: Lexicon) -> bool:
    word = passage.words[first]
    if word.capital or word.norm in lexicon.names:
        return True
    if number(word.norm) is not None:
        return False  # "said her name four times"
    if how in ("called", "shouted", "shouting"):
        after = passage.after(first + 1, 1)
        return how == "called" and after in (
            "",
            ",",
            "and",
            "who",
            ".",
            "from",
            "he",
            "she",
            "about",
            "i",
            "-",
            ")",
        )
    return True


def _whose(story: Story, name: Name) -> tuple[Party, int | None] | None:
    """Whom a name is introduced for."""
    if name.shouted:
        people = [p for p in story.parties if p.core and not p.plural]
        first = people[0] if len(people) == 1 and people[0].first < name.first else None
        return (first, None) if first is not None else None
    inside = _anchors_inside(story, name)
    if not inside:
        return story.subject(name.at, None, 16)
    found = story.resolve(inside[-1], None)
    if found is not None:
        return found, inside[-1].member
    if inside[-1].pronoun:
        return _by_elimination(story, inside[-1])
    return story.subject(name.at + 1, None, 16)


def _anchors_inside(story: Story, name: Name) -> list[Anchor]:
    return [a for a in story.anchors if name.at <= a.first and a.last <= name.first]


def _attach(
    story: Story, name: Name, target: tuple[Party, int | None] | None, lexicon: Lexicon
) -> bool:
    """Give a name to whom it is for; false where nobody is."""
    if target is None:
        return False
    party, member = target
    if not party.plural or member is not None:
        span = story.passage.span(name.first, name.last)
        _give(party, name.part, span, lexicon, member)
        if member is None:
            party.called.append((name.first, name.last))
        story.note(Anchor(name.first, name.last, (party,), "", member))
    return True


def _give(party: Party, part: str, span: Span, lexicon: Lexicon, member: int | None = None) -> None:
    facts = party.member(member) if member is not None else party
    facts.put(part, proper(span.text), span)
    sex = lexicon.names.get(span.text.lower().split()[0].split("-")[0])
    if party.sex is None and member is None and sex != "either":
        party.sex, party.sex_guessed = sex, sex is not None


def _hyphened(passage: Passage, last: int) -> int:
    """Take in the second half of "ellie-mae"."""
    words = passage.words
    while last < len(words) and passage.text[words[last - 1].end : words[last].start] == "-":
        last += 1
    return last


def _by_elimination(story: Story, anchor: Anchor) -> tuple[Party, int | None] | None:
    """As in "his name was Kez": the one man who has no name yet."""
    unnamed = [p for p in story.means(anchor) if not p.known("name") and p.core]
    return (unnamed[0], None) if len(unnamed) == 1 else None


def _of_a_pronoun(story: Story, name: Name) -> tuple[Party, None] | None:
    """As in "They call him Ghost" with nobody told of before: the pronoun is the person."""
    inside = _anchors_inside(story, name)
    pronoun = inside[-1].pronoun if inside else ""
    # "calling himself" speaks of somebody in the sentence.
    if not name.clear or pronoun not in SINGULAR or "self" in pronoun or story.means(inside[-1]):
        return None
    at = inside[-1]
    party = Party(first=at.first, last=at.last, head=at.first, sex=SINGULAR[pronoun], implied=True)
    party.mentions.append((at.first, at.last))
    story.parties.append(party)
    return party, None


def _beside(story: Story, party: Party, lexicon: Lexicon, used: set[int]) -> set[int]:
    """As in "my daughter Ellie", "her uncle Dave": a name right after the noun."""
    words = story.passage.words
    if party.plural or party.known("name"):
        return set()
    for _, at in party.mentions:
        at += at < len(words) and words[at].norm == ","
        said = party.definite and words[at : at + 1] and words[at].norm in ("is", "was", "'s")
        at += 1 if said else 0  # "the man is Craig Dobson"
        if at >= len(words) or at in used or words[at].sentence != words[at - 1].sentence:
            continue
        word = words[at]
        known = word.norm in lexicon.names
        plain = known and word.norm not in lexicon.name_is_word
        follows = party.role != "person" or words[at - 1].norm == "," or plain or said
        relation = party.role == "relation" and not said
        clear = (word.capital and (known or relation)) or (plain and not said)
        if (
            not (follows and clear)
            or word.norm in lexicon.never_names
            or not word.norm.isalpha()
            or word.norm == "i"
        ):
            continue
        last = _hyphened(story.passage, at + 1)
        if (
            last < len(words)
            and words[last].capital
            and word.capital
            and words[last].norm.isalpha()
            and words[last].norm not in lexicon.never_names
        ):
            last += 1
        span = story.passage.span(at, last)
        _give(party, "name", span, lexicon)
        party.called.append((at, last))
        story.note(Anchor(at, last, (party,)))
        return set(range(at, last))
    return set()


def _alone(story: Story, lexicon: Lexicon, used: set[int]) -> None:
    """Names with a capital that nothing introduces: "Tyrone is 12", "a Mr Khan"."""
    passage = story.passage
    for at, word in enumerate(passage.words):
        if at in used or not word.capital:
            continue
        sex: str | None
        titled = word.norm in SEX_OF_TITLE and passage.words[at + 1 : at + 2][:1]
        if titled and titled[0].capital:
            last, sex = at + 2, SEX_OF_TITLE[word.norm]
        elif word.norm in lexicon.names and _stands_as_name(passage, at, lexicon):
            sex = {"female": "female", "male": "male"}.get(lexicon.names[word.norm])
            last = _surname(passage, at, lexicon)
        else:
            continue
        used.update(range(at, last))
        if not ALIAS.search(passage.before(at, 3)):
            _known_or_new(story, at, last, sex)


# "booked in as Mr and Mrs Smith": hardly who they are.
ALIAS: Final = re.compile(r"\b(?:as|mr and|mr &|names? of)$")
SEX_OF_TITLE: Final = {"mr": "male", "mrs": "female", "ms": "female", "miss": "female"}


def _known_or_new(story: Story, at: int, last: int, sex: str | None) -> None:
    passage = story.passage
    span = passage.span(at, last)
    known = _known_by_name(story, passage.words[at].norm)
    if known is None and passage.before(at, 1) == "," and passage.after(last, 1) == ",":
        known = _only_unnamed(story, at)
        if known is not None:  # "a lad at our school, Mason, got new trainers"
            known.put("name", span.text, span)
    if known is not None:
        known.mentions.append((at, last))
        story.note(Anchor(at, last, (known,)))
        return
    party = Party(first=at, last=last, head=at, role="named", sex=sex)
    party.sex_guessed = passage.words[at].norm not in SEX_OF_TITLE
    party.kind = "adult" if passage.words[at].norm in SEX_OF_TITLE else "either"
    party.mentions.append((at, last))
    party.put("name", span.text, span)
    story.add_named(party)


def _only_unnamed(story: Story, at: int) -> Party | None:
    sentence = story.passage.words[at].sentence
    people = [
        p
        for p in story.parties
        if p.first < at and story.passage.words[max(p.first, 0)].sentence == sentence
    ]
    return (
        people[0]
        if len(people) == 1 and people[0].kind == "child" and not people[0].plural
        else None
    )


def _surname(passage: Passage, at: int, lexicon: Lexicon) -> int:
    """Where a name ends that starts with this first name."""
    words = passage.words
    last = at + 1
    if (
        last < len(words)
        and words[last].capital
        and words[last].norm.isalpha()
        and words[last].norm not in lexicon.never_names
        and words[last].sentence == words[at].sentence
    ):
        last += 1
    return last


def _stands_as_name(passage: Passage, at: int, lexicon: Lexicon) -> bool:
    after = passage.after(at + 1, 2)
    if re.match(
        r"(?:street|road|st|rd|avenue|lane|drive|close|park|house|inn|hotel|arms|'s (?:cafe|bar|"
        r"shop|takeaway))\b",
        after,
    ):
        return False
    if passage.words[at].norm not in lexicon.name_is_word:
        return True
    starts = not passage.before(at, 1)
    return not starts or bool(re.match(r"(?:is|was|'s|,|\()", after))


def _known_by_name(story: Story, first_name: str) -> Party | None:
    for party in story.parties:
        name = party.parts.get("name") or party.parts.get("nickname")
        if name and str(name[0]).lower().split()[0] == first_name:
            return party
    return None
