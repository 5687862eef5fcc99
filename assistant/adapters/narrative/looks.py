"""What people look like and how they seemed, given to whom the words are about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.party import Party
from assistant.adapters.narrative.passage import Mark, Passage
from assistant.adapters.narrative.story import OBJECTS, Story

COPULA: Final = re.compile(
    r"\b(?:is|was|'s|are|were|looked|looks|look|looking|seemed|seems|seem|being|got|been|shes|"
    r"hes|having|am|had been)"
    r"(?: (?:a|an|very|really|quite|proper|all|so|well|dead|like|bit|a bit|obviously|clearly|"
    r"visibly|absolutely|still|"
    r"just|really|pretty|totally|completely|kind of|sort of|in|both|probably|possibly|maybe|"
    r"either|about|also|then|now|"
    r"sat|stood|there))*$"
)
NEGATED: Final = re.compile(
    r"\b(?:no|not|never|without|isnt|wasnt|didnt|nor|any|hardly|neither)(?: (?:a|an|any|the|have|"
    r"had|got|wearing|"
    r"seem|look|been|really|even|on|her|his|very|to be|be))*$"
)
SUPPOSED: Final = re.compile(r"\b(?:if|whether|suppose)\b(?: [\w']+){0,5}$")
MYSELF: Final = re.compile(
    r"\b(?:i|we|im|me)(?: (?:am|was|were|'m|got|felt|feel|is|had|have|been))+(?: \w+){0,2}$"
)
MALE_LOOKS: Final = re.compile(
    r"\b(?:bald\w*|beard\w*|goatee|moustache|tash|stubbl\w*|unshaven|shaved head|skinhead|"
    r"clean shaven|receding)\b"
)
REACH: Final = 16


@dataclass(frozen=True)
class Look:
    """Words of description and how surely they are about somebody."""

    first: int
    last: int
    label: str


def look_phrases(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The words that are looked for, by label."""
    names = (
        "looks",
        "weak_looks",
        "distress",
        "ages_of_adults",
        "ages_of_children",
        "clothing",
        "features",
        "details",
        "heads",
        "origins",
    )
    return {name: lexicon.group("descriptions.yml", name) for name in names}


def attach_looks(story: Story, hidden: set[int], age_words: set[int]) -> None:
    """Give every stretch of description to the person it is about."""
    passage = story.passage
    inside = {
        i for party in story.parties for first, last in party.mentions for i in range(first, last)
    }
    compared = {a.first for a in story.anchors if a.member is not None}
    previous: tuple[int, Party, int | None] | None = None
    for look in _phrases(passage):
        taken = set(range(look.first, look.last))
        if passage.after(look.last, 1) == "than":
            continue
        if taken & compared and look.label.startswith("ages_of"):
            continue
        if taken & (inside | hidden | age_words) or _denied(passage, look):
            continue
        target = _target(story, look, previous, age_words)
        if target is None:
            continue
        party, member = target
        if party.listed and member is not None:
            continue  # "two girls, 14 and 16, one of them in uniform": which one isn't said
        span = passage.span(look.first, look.last)
        if party.vague_count is not None and look.first - party.last > 4:
            continue  # "one of them was crying" isn't all of "3 or 4 girls"
        (party.member(member) if member is not None else party).look(span)
        _tells_age(party, look)
        previous = (look.last, party, member)


def _tells_age(party: Party, look: Look) -> None:
    """As in "looked under age", "a lot older": settles a word like "passenger"."""
    kind = {"ages_of_adults": "adult", "ages_of_children": "child"}.get(look.label)
    if kind and party.kind == "either":
        party.kind = kind


def _phrases(passage: Passage) -> list[Look]:
    """Clothing, hair and features with the words before them, then single words."""
    found = [*_dressed(passage), *_accents(passage)]
    for label in ("distress", "looks", "weak_looks", "ages_of_adults", "ages_of_children"):
        found += [Look(mark.first, mark.last, label) for mark in passage.labelled(label)]
    kept: list[Look] = []
    for look in sorted(found, key=lambda look: (look.first - look.last, look.first)):
        if not any(look.first < old.last and old.first < look.last for old in kept):
            kept.append(look)
    return sorted(kept, key=lambda look: look.first)


def _dressed(passage: Passage) -> Iterator[Look]:
    before = {mark.last: mark for mark in passage.labelled("details")}
    for mark in passage.labelled("clothing", "features", "heads"):
        if mark.term in ("accent", "voice"):
            continue
        first = _with_details(passage, before, mark)
        last = _where_on_body(passage, mark)
        if mark.label == "heads" and first == mark.first:
            continue  # "hair" alone says nothing
        if first == mark.first and last == mark.last and mark.term in NEEDS_DETAIL:
            continue
        yield Look(first, last, "dress")


ON_BODY: Final = re.compile(
    r"^(?:of an? \w+ (?:\w+ )?)?(?:on|across|above|over|under|below|down|up|behind|beneath|"
    r"round|around|along|through|by|near|in) (?:(?:one|both) of )?(?:his|her|their|the|one|both)"
    r"(?: (?:left|right|upper|lower|top|bottom|whole|entire|back of (?:his|her|the)|side of "
    r"(?:his|her|the)))* (?:chin|face|cheeks?|neck|head|forehead|eyes?|eyebrows?|nose|lips?|ears?|"
    r"hands?|knuckles|fingers?|wrists?|arms?|forearms?|shoulders?|chest|legs?|calf|ankle|throat|"
    r"jaw|skull|back)\b"
)


def _where_on_body(passage: Passage, mark: Mark) -> int:
    """Take in "on his chin" after "scar", "of a spider on her neck" after "tattoo"."""
    if mark.label != "features":
        return mark.last
    match = ON_BODY.match(passage.after(mark.last, 9))
    return mark.last + len(match.group().split()) if match else mark.last


NEEDS_DETAIL: Final = frozenset(
    (
        "top",
        "mask",
        "suit",
        "tie",
        "vest",
        "chain",
        "fringe",
        "bob",
        "limp",
        "brace",
        "shoes",
        "scar",
        "boots",
        "afro",
        "bun",
        "bottoms",
        "shirt",
        "quiff",
        "gloves",
    )
)


def _with_details(passage: Passage, before: dict[int, Mark], mark: Mark) -> int:
    first = mark.first
    while first > 0:
        if first in before:
            first = before[first].first
        elif (
            passage.words[first - 1].norm in ("and", ",")
            and first - 1 in before
            and first < mark.first
        ):
            first -= 1
        else:
            return first
    return first


def _accents(passage: Passage) -> Iterator[Look]:
    origin = {mark.last: mark for mark in passage.labelled("origins")}
    for mark in passage.labelled("heads"):
        if mark.term in ("accent", "voice") and mark.first in origin:
            yield Look(origin[mark.first].first, mark.last, "dress")


def _denied(passage: Passage, look: Look) -> bool:
    before = passage.before(look.first, 7)
    if look.label == "dress" and BOUGHT.search(before + " "):
        return True  # what somebody is given isn't what they had on
    return bool(NEGATED.search(before) or SUPPOSED.search(before) or MYSELF.search(before))


BOUGHT: Final = re.compile(
    r"\b(?:buys?|buying|bought|gives?|giving|gave|given|get(?:s|ting)|sells?|selling|sold|sends?|"
    r"sent|sending|offer\w*|promis\w+|nick\w*|steal\w*|stole|paid for|pays for|money for) "
    r"(?:him |her |them |me |us |kids |girls |lads |boys |the \w+ )?(?:(?!(?:in|wearing|with|"
    r"who|had|has|was)\b)\w+ |, ){0,4}$|\b(?:my|"
    r"our) (?:\w+ )?$"
)


def _target(
    story: Story,
    look: Look,
    previous: tuple[int, Party, int | None] | None,
    age_words: set[int],
) -> tuple[Party, int | None] | None:
    passage = story.passage
    if previous is not None and _continues(passage, previous[0], look, age_words):
        return previous[1], previous[2]
    words = passage.norm_between(look.first, look.last)
    if look.label not in ("dress", "looks", "distress") and not _beside_person(
        story, look, age_words
    ):
        return None
    if look.label == "distress":
        return _distressed(story, look)
    if MALE_LOOKS.search(words):
        found = story.subject(look.first, None, REACH)
        if found is not None and found[0].sex != "female" and found[0].kind != "child":
            return found
        return _only(story, lambda p: p.sex == "male" and p.kind != "child" and p.core)
    return story.subject(look.first, None, REACH)


def _continues(passage: Passage, end: int, look: Look, age_words: set[int]) -> bool:
    """As in "bald, grey hoodie, Liverpool accent": one list, one person."""
    between = [passage.words[i].norm for i in range(end, look.first) if i not in age_words]
    return len(between) <= 4 and all(
        word
        in (
            ",",
            "and",
            "with",
            "in",
            "a",
            "an",
            "his",
            "her",
            "has",
            "had",
            "got",
            "wearing",
            "very",
            "really",
            "quite",
            "big",
            "on",
            "some",
            "&",
            "of",
        )
        for word in between
    )


def _beside_person(story: Story, look: Look, age_words: set[int]) -> bool:
    passage = story.passage
    before = passage.before(look.first, 6)
    if COPULA.search(before):
        anchors = [a for a in story.anchors if look.first - 7 <= a.first and a.last <= look.first]
        return bool(anchors)
    if any(party.implied and party.first < 0 for party in story.parties):
        return True  # the whole text is an answer about somebody
    return any(
        0 <= _gap(passage, a.last, look.first, age_words) <= (0 if a.pronoun else 1)
        for a in story.anchors
        if look.first - REACH <= a.last <= look.first and a.pronoun not in OBJECTS
    )


BETWEEN: Final = frozenset((",", "was", "is", "'s", "were", "are", "looked"))


def _gap(passage: Passage, first: int, last: int, age_words: set[int]) -> int:
    """How many words lie between, but for an age and commas."""
    between = [i for i in range(first, last) if i not in age_words]
    return sum(1 for i in between if passage.words[i].norm not in BETWEEN) if last >= first else -1


def _distressed(story: Story, look: Look) -> tuple[Party, int | None] | None:
    """Distress is taken to be the child's, unless the words say whose it was."""
    passage = story.passage
    near = [a for a in story.anchors if look.first - 7 <= a.first and a.last <= look.first]
    stated = bool(COPULA.search(passage.before(look.first, 6))) and near
    found = story.subject(look.first, "child" if not stated else None, REACH)
    if found is not None and (found[0].kind == "child" or (found[0].kind == "either" and stated)):
        return found
    if stated:
        return None
    return _only(story, lambda p: p.kind == "child" and (p.core or p.owner == "my"))


def _only(story: Story, condition: object) -> tuple[Party, None] | None:
    chosen = [p for p in story.parties if callable(condition) and condition(p)]
    return (chosen[0], None) if len(chosen) == 1 else None
