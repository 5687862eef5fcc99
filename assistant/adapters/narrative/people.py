"""People in a text: children of concern, people of concern, others who were there."""

import re
from collections.abc import Iterator
from typing import Any, Final

from assistant.adapters.narrative.ages import CHILD, Age, own_ages, writers_age
from assistant.adapters.narrative.identifiers import Identifier
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.looks import attach_looks
from assistant.adapters.narrative.mentions import MentionFinder
from assistant.adapters.narrative.names import attach_names
from assistant.adapters.narrative.party import Anchor, Facts, Party
from assistant.adapters.narrative.passage import Passage
from assistant.adapters.narrative.roles import Roles
from assistant.adapters.narrative.story import SINGULAR, Story
from assistant.domain.reading import WRITER, Found, Span

PEOPLE: Final = ("victims", "offenders", "others_present")
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
TOO_FEW: Final = 10
"""Below this a number right after "lads" counts them."""
TIME_AFTER: Final = re.compile(
    r"^(?:last night|tonight|yesterday|this morning|this evening|on (?:the|mon|tue|wed|thu|fri|"
    r"sat|sun)|mon|tues|wed|"
    r"thurs|friday|sat|sunday|o'clock|at night|in the)"
)
DOB: Final = re.compile(
    r"\b(?:dob|d o b|date of birth|born(?: on)?|birthday)(?: is| was|:|,| on| the)* "
    r"(?P<date>\d\d?[/.]\d\d?[/.]\d{2,4}|\d\d? (?:st |nd |rd |th )?(?:of )?[a-z]{3,9} (?:19|"
    r"20)\d\d)"
)


def read_people(
    passage: Passage,
    items: list[Identifier],
    lexicon: Lexicon,
    asked: str | None,
    hidden: set[int],
    all_ages: list[Age],
) -> dict[str, tuple[Found, ...]]:
    """Victims, offenders and others, each with what is known. `hidden`: words read otherwise."""
    own = {i for first, last in own_ages(passage) for i in range(first, last)}
    found_ages = [
        a
        for a in all_ages
        if not own & set(range(a.first, a.last))
        and not hidden & set(range(a.first, a.last))
        and not _is_birth(passage, a)
        and not _counts_people(passage, a, lexicon)
    ]
    story = Story(passage)
    finder = MentionFinder(passage, lexicon, found_ages)
    age_words = {i for a in found_ages for i in range(a.first, a.last)}
    inside = story.add_all(finder.parties(), age_words)
    if asked in PEOPLE and not story.parties:
        _implied(story, asked)
    _sexes(story)
    for party, age in inside:
        _give_age(story, party, None, age)
    named = attach_names(story, lexicon, hidden)
    attach_ages(story, [age for age in found_ages if age not in [a for _, a in inside]])
    _births(story)
    attach_looks(story, hidden | named, age_words)
    _sexes(story)
    _said_sexes(story)
    _phones(story, items)
    writer = _writer(passage)
    roles = Roles(story, lexicon, asked, writer is not None).sort()
    if writer is not None:
        roles["victims"].insert(0, writer)
    if len(roles["victims"]) > 1:
        told = [child for child in roles["victims"] if not _only_more(child)]
        roles["victims"] = told or roles["victims"]
    return {
        name: tuple(_all_found(passage, parties, name))
        for name, parties in roles.items()
        if parties
    }


def _only_more(party: Party) -> bool:
    """As in "every week with different girls": that there are more, and nothing to know one by."""
    uncounted = party.plural and party.count == 1 and party.vague_count is None
    return uncounted and not party.looks and not party.known("age_text") and not party.known("name")


def _is_birth(passage: Passage, age: Age) -> bool:
    return bool(re.search(r"\b(?:born|dob|birth|birthday)\b", passage.before(age.first, 4)))


def _counts_people(passage: Passage, age: Age, lexicon: Lexicon) -> bool:
    """As in "three lasses", "groups of lads 5": how many, not how old."""
    small = age.years is not None and age.years < TOO_FEW and age.last - age.first == 1
    return age.form == "bare" and any(
        lexicon.persons[mark.term].plural
        and (mark.first == age.last or (small and mark.last == age.first))
        for mark in passage.labelled("person")
    )


def attach_ages(story: Story, found: list[Age]) -> None:
    """Give each age outside a noun to the person it is about, or to nobody."""
    for age in found:
        target = _age_target(story, age)
        if target is not None:
            _give_age(story, target[0], target[1], age)


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
    has = has or (age.form == "school" and between in ("in", "from", ", in", "( in"))
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
    if age.kind is None or age.claimed:
        return None
    party = Party(
        first=anchor.first,
        last=anchor.last,
        head=anchor.first,
        sex=SINGULAR[anchor.pronoun],
        kind=age.kind,
    )
    party.implied = True
    party.mentions.append((anchor.first, anchor.last))
    story.parties.append(party)
    return party, None


def _give_age(story: Story, party: Party, member: int | None, age: Age) -> None:
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


def _births(story: Story) -> None:
    for match in DOB.finditer(story.passage.norm):
        first = story.passage.words_of(match)[0]
        target = story.subject(first, None, 25)
        before = story.passage.before(first, 1)
        if target is not None and before != "my":
            span = story.passage.span_of(match, "date")
            target[0].put("date_of_birth", span.text, span)


def _sexes(story: Story) -> None:
    """As in "a kid ... he": the pronoun tells, where it can mean nobody else."""
    for anchor in story.anchors:
        sex = SINGULAR.get(anchor.pronoun)
        meant = story.means(anchor) if sex else []
        core = [p for p in meant if p.core or p.kind == "child"]
        # "her boyfriend" after "mum" says nothing of the bairn.
        rival = any(p.sex is not None for p in meant)
        if len(core) == 1 and core[0].sex is None and not rival:
            core[0].sex = sex


def _said_sexes(story: Story) -> None:
    """A first name is no proof; "she" or "his" of that person says it."""
    for anchor in story.anchors:
        sex = SINGULAR.get(anchor.pronoun)
        meant = story.means(anchor) if sex else []
        if len(meant) == 1 and meant[0].sex == sex:
            meant[0].sex_guessed = False


def _phones(story: Story, items: list[Identifier]) -> None:
    """As in "his number is": a phone that belongs to somebody in the story."""
    for item in items:
        if item.kind != "phone":
            continue
        at = next((i for i, w in enumerate(story.passage.words) if w.end > item.start), None)
        if at is None:
            continue
        near = [a for a in story.anchors if a.pronoun in ("his", "her") and 0 < at - a.first <= 5]
        party = story.resolve(near[-1], None) if near else None
        if party is not None:
            party.put("phone", item.value, story.passage.raw_span(item.start, item.end))


def _writer(passage: Passage) -> Party | None:
    """A child who writes about themselves."""
    found = writers_age(passage)
    if found is None or not 3 <= found[0] <= CHILD:
        return None
    years, first, last = found
    span = passage.span(first, last)
    party = Party(first=first, last=last, kind="child", writer=True)
    party.put("age", years, span)
    party.put("age_text", str(years), span)
    party.put("description", WRITER, span)
    if re.search(r"\b(?:girl)\b", passage.norm_between(first, last)):
        party.sex = "female"
    return party


def _implied(story: Story, asked: str) -> None:
    """Somebody asked about is meant by an answer without a noun: "about 14, blonde"."""
    words = story.passage.words
    if not words:
        return
    counted = re.match(
        r"(?:about )?(?P<n>two|three|four|2|3|4)(?: of them)?(?= ,| asian| white| black|$| men|"
        r" all| both)",
        story.passage.norm,
    )
    party = Party(
        kind="child" if asked == "victims" else "adult" if asked == "offenders" else "either",
        implied=True,
    )
    if counted:
        party.plural, party.count = (
            True,
            {"two": 2, "2": 2, "three": 3, "3": 3}.get(counted["n"], 4),
        )
    party.first = -1
    party.mentions.append((-1, 0))
    story.parties.append(party)
    sexes = {SINGULAR[a.pronoun] for a in story.anchors if a.pronoun in SINGULAR}
    party.sex = sexes.pop() if len(sexes) == 1 else None
    story.note(Anchor(0, 0, (party,)))


def _all_found(passage: Passage, parties: list[Party], name: str) -> Iterator[Found]:
    for party in parties:
        for index in range(party.count if party.vague_count is None else 1):
            found = _one_found(passage, party, party.members.get(index, Facts()), name)
            if found is not None:
                yield found


def _one_found(passage: Passage, party: Party, member: Facts, name: str) -> Found | None:
    value: dict[str, Any] = {}
    evidence: dict[str, tuple[Span, ...]] = {}
    for facts in (member, party):
        for part, (known, spans) in facts.parts.items():
            if part not in value:
                value[part], evidence[part] = known, spans
    looks = sorted([*party.looks, *member.looks], key=lambda span: span.start)
    if party.vague_count is not None:
        looks.insert(0, party.vague_count)
    if party.plural and party.count == 1 and not looks and party.last > party.head:
        looks = [passage.span(party.head, party.last)]  # "men": more than one, not counted
    if looks and "description" not in value:
        value["description"] = ", ".join(dict.fromkeys(span.text for span in looks))
        evidence["description"] = tuple(looks)
    _gender(passage, party, value, evidence)
    if name == "offenders" and party.role in ("relation", "professional") and party.noun:
        span = passage.span(party.head, party.last)
        value.setdefault("relationship", party.noun.word)
        evidence.setdefault("relationship", (span,))
    if (
        name == "others_present"
        and party.role in ("bystander", "professional", "relation")
        and "description" not in value
    ):
        first = party.head - (1 if party.owner == "my" else 0)
        span = passage.span(first, party.last)
        value["description"], evidence["description"] = span.text, (span,)
    return Found(value, evidence) if value else None


def _gender(
    passage: Passage, party: Party, value: dict[str, Any], evidence: dict[str, tuple[Span, ...]]
) -> None:
    if party.sex is None or party.sex_guessed:
        if not value and party.noun is not None:
            span = passage.span(party.head, party.last)
            value["description"], evidence["description"] = span.text, (span,)
        return
    words = ("girl", "boy") if party.kind == "child" else ("woman", "man")
    value["gender"] = words[0] if party.sex == "female" else words[1]
    if party.last > party.head:
        evidence["gender"] = (passage.span(party.head, party.last),)
