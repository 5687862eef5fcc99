"""Whose age is whose: gives each age of a text to the person it is about, or to nobody."""

import re
from typing import Final

from assistant.adapters.narrative.ages import Age
from assistant.adapters.narrative.party import Anchor, Facts, Party
from assistant.adapters.narrative.passage import Passage
from assistant.adapters.narrative.story import OBJECTS, SINGULAR, Story

COPULA_BEFORE: Final = re.compile(
    r"(?:\b(?:is|was|'s|are|were|looked|looks|look|looking|like|seemed|seems|turned|turning|be|"
    r"being|been|only|id|"
    r"aged|of|or|,|just|actually|really|say|said|hes|shes|theyre|tell me)|\()$"
)
CLOSE: Final = re.compile(
    r"^(?:|,|\(|of|aged|who looked|that looks|who looks|looking|who was|who is|who 's|looks|"
    r"looked|that looked|at|, about|"
    r"she 's|he 's|is|was|she looked|'s|are|were|, maybe|she was|he was|both|all|must be|"
    r"must have been|"
    r"can only be|can not be|could only be|no|i 'd say|i would say|id say|could be|might be|"
    r"they were|they are|they looked)$"
)
IN_YEAR: Final = re.compile(
    r"^(?:is|was|'s|are|who is|who 's|,|\()?(?: only| just| still| now)*(?:^| )(?:in|from)$"
)
# "came in with him looks about 15": he is not who looks it.
NO_SUBJECT: Final = re.compile(r"\b(?:with|by|to|at|behind|beside|near|for|after|next to)$")
VERB: Final = re.compile(r"^(?:looks|looked|is|was|are|were|seems|seemed)\b")
TIME_AFTER: Final = re.compile(
    r"^(?:last night|tonight|yesterday|this morning|this evening|on (?:the|mon|tue|wed|thu|fri|"
    r"sat|sun)|mon|tues|wed|"
    r"thurs|friday|sat|sunday|o'clock|at night|in the)"
)


def attach_ages(story: Story, found: list[Age]) -> None:
    """Give each age outside a noun to the person it is about, or to nobody.

    How old somebody is now comes first: "when she was 13 ... she's 15 now".
    """
    for age in sorted(found, key=lambda age: age.other_time):
        target = _age_target(story, age)
        if target is not None:
            give_age(story, target[0], target[1], age)


def _age_target(story: Story, age: Age) -> tuple[Party, int | None] | None:
    passage = story.passage
    close = _close_anchor(story, age)
    member = story.member_meant(close) if close is not None else None
    if member is not None and member.parties[0].kind in (age.kind, "either"):
        return member.parties[0], member.member
    if close is not None:
        party = story.resolve(close, age.kind)
        if party is None and not close.pronoun and _may_turn(close.parties[0], age):
            party = close.parties[0]
        if party is not None:
            return party, close.member
        if close.pronoun in SINGULAR and not any(p for p in close.parties if _takes(p, age)):
            return _from_pronoun(story, close, age)
    if age.form == "list":
        return None
    sure = age.form != "bare" or _is_stated(passage, age)
    if not sure or (age.kind is None and age.form == "bare"):
        return None
    target = story.subject(age.first, age.kind, 12)
    if target is None:
        return None
    return target if _takes(target[0], age) else None


def _takes(party: Party, age: Age) -> bool:
    new = not party.known("age_text") or _is_surer(party, age)
    return new and party.kind in (age.kind, "either")


def _may_turn(party: Party, age: Age) -> bool:
    """As in "a girl of 22", "a man about 17": the age said beside the noun decides."""
    return age.kind is not None and party.role in ("person", "relation") and not age.claimed


def _is_stated(passage: Passage, age: Age) -> bool:
    """Whether a bare number is clearly an age: "14ish", or about 14 and nothing more."""
    if TIME_AFTER.match(passage.after(age.last, 2)):
        return False
    words = passage.norm_between(age.first, age.last).split()
    spoken = {"older", "been", "be", "than", "more"} & set(words)
    enough = age.years is None or age.years > 12 or bool(spoken)
    alone = passage.before(age.first, 1) == "," and passage.after(age.last, 1) in (",", "", ".")
    if alone and (len(words) == 1 or "or" in words):
        return True  # "a lad on my bus, 13, ..."
    return (
        enough and (words[-1] == "ish" or len(words) > 1) and passage.before(age.first, 1) != "at"
    )


def _close_anchor(story: Story, age: Age) -> Anchor | None:
    """The person right before an age: "girl about 14", "she's 15", "Ellie (13)"."""
    passage = story.passage
    before = [a for a in story.anchors if a.last <= age.first and age.first - a.last <= 4]
    if not before or (age.form == "decade" and not before):
        return None
    anchor = before[-1]
    between = passage.norm_between(anchor.last, age.first)
    if passage.words[anchor.last - 1].sentence != passage.words[age.first].sentence:
        return None
    has = age.form == "beside" and between in ("have", "has", "has only", "have only")
    has = has or (age.form == "school" and bool(IN_YEAR.match(between)))
    object_of = NO_SUBJECT.search(passage.before(anchor.first, 2))
    if anchor.pronoun in OBJECTS and object_of and VERB.match(between):
        return None
    joined = CLOSE.match(between) or COPULA_BEFORE.search(between) or has
    alone = passage.norm_between(age.first, age.last).isdigit() or True
    if not joined or (
        not between and anchor.pronoun and anchor.pronoun in ("her", "his", "their", "him", "them")
    ):
        return None
    late = (
        age.years is not None
        and age.years <= 12
        and age.form == "bare"
        and not COPULA_BEFORE.search(between)
    )
    if late and (TIME_AFTER.match(passage.after(age.last, 2)) or not alone):
        return None
    return anchor


def _from_pronoun(story: Story, anchor: Anchor, age: Age) -> tuple[Party, int | None] | None:
    """As in "shes about 14" with nobody named before: the pronoun is the person."""
    if age.kind is None or age.claimed or (age.other_time and _is_told_now(story, anchor)):
        return None
    sex = SINGULAR[anchor.pronoun]
    if age.form == "school" and any(p.sex == sex for p in story.means(anchor)):
        return None  # "he can't be older than my lad and he's in year 10"
    party = Party(
        first=anchor.first,
        last=anchor.last,
        head=anchor.first,
        sex=sex,
        kind=age.kind,
    )
    party.implied = True
    party.mentions.append((anchor.first, anchor.last))
    story.parties.append(party)
    return party, None


def _is_told_now(story: Story, anchor: Anchor) -> bool:
    """Whether it is said how old she is now: who "was 12" then is no other child."""
    sex = SINGULAR[anchor.pronoun]
    return any(
        p.known("age_text") and not p.plural and (p.sex == sex or (not p.sex and p.kind == "child"))
        for p in story.parties
    )


def give_age(story: Story, party: Party, member: int | None, age: Age) -> None:
    """Set down an age with the person it is about, unless a surer one is known."""
    span = story.passage.span(age.first, age.last)
    facts: Facts = party.member(member) if member is not None else party
    if age.claimed and age.kind != "child":
        return  # "says she's 18" is what was said, not how old she is
    if age.claimed and story.passage.after(age.last, 2).replace(", ", "").startswith("but"):
        return  # "says he's 15 but ...": the writer doesn't believe it
    if age.every and party.count == 1 and party.vague_count is None:
        party.plural, party.count = True, len(age.every)  # "lads of 18 and 19"
    if age.every and party.count == len(age.every):
        party.listed = True
        for index, years in enumerate(age.every):
            party.member(index).put("age", years, span)
            party.member(index).put("age_text", str(years), span)
    elif "age_text" not in facts.parts or _is_surer(facts, age):
        facts.parts.pop("age_text", None)
        facts.parts.pop("age", None)
        if age.years is not None and not age.every:
            facts.put("age", age.years, span)
        facts.put("age_text", age.text, span)
    if member is None and age.kind is not None:
        party.kind = age.kind
        if party.count == 1 and party.role == "named":
            party.role = "person"


def _is_surer(facts: Facts, age: Age) -> bool:
    """Whether "aged 14" comes after a mere "Year 10"."""
    said = str(facts.parts["age_text"][0]).lower()
    return said.startswith("y") and age.form != "school" and age.years is not None
