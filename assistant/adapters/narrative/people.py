"""People in a text: children of concern, people of concern, others who were there."""

import re
from collections.abc import Iterator
from typing import Any, Final

from assistant.adapters.narrative.ages import CHILD, Age
from assistant.adapters.narrative.identifiers import Identifier
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.looks import attach_looks
from assistant.adapters.narrative.mentions import MentionFinder
from assistant.adapters.narrative.names import attach_names
from assistant.adapters.narrative.party import Anchor, Facts, Party
from assistant.adapters.narrative.passage import Passage
from assistant.adapters.narrative.place_finder import Place
from assistant.adapters.narrative.roles import Roles
from assistant.adapters.narrative.story import SINGULAR, Story
from assistant.adapters.narrative.whose_age import attach_ages, give_age
from assistant.adapters.narrative.writers_age import own_ages, writers_age
from assistant.domain.reading import WRITER, Found, Span

PEOPLE: Final = ("victims", "offenders", "others_present")
TOO_FEW: Final = 10
"""Below this a number right after "lads" counts them."""
NEAR_SCHOOL: Final = 6
"""Words between a pupil and the school, at most."""
DOB: Final = re.compile(
    r"\b(?:dob|d o b|date of birth|born(?: on)?|birthday)(?: is| was| ?:| ?,| -| on| the)* "
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
    attended: list[Place],
) -> dict[str, tuple[Found, ...]]:
    """Victims, offenders and others, each with what is known.

    `hidden`: words read otherwise; `attended`: the schools that somebody goes to.
    """
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
        give_age(story, party, None, age)
    named = attach_names(story, lexicon, hidden)
    attach_ages(story, [age for age in found_ages if age not in [a for _, a in inside]])
    _births(story)
    _pupils(story, attended)
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


def _pupils(story: Story, attended: list[Place]) -> None:
    """Whoever goes to a school is a child: "Her name's Ellie-Mae and she goes to ..."."""
    for school in attended:
        pupil = story.subject(school.first, None, NEAR_SCHOOL)
        if pupil is not None and pupil[0].kind == "either" and pupil[0].core:
            pupil[0].kind = "child"


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
