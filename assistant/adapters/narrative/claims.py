"""What somebody in a story is said or claims to be to a child: "he said he was her uncle"."""

import re
from collections.abc import Iterable

from assistant.adapters.narrative.story import Story


def claim_relations(story: Story, relations: Iterable[str]) -> None:
    """As in "said he was her uncle", "she called him uncle": said of somebody in the story."""
    names = "|".join(map(re.escape, sorted(relations, key=len, reverse=True)))
    pattern = re.compile(
        rf"\b(?:(?P<who>he|she|they|him|her) (?:is|was|'s|were|are|as)(?: (?:supposed to be|"
        rf"meant to be|like))?|"
        rf"(?:saying|claiming|claimed|said) to be|she called(?: (?P<obj>him|her))?|"
        rf"he called(?: (?P<obj2>him|her))?|"
        rf"calls him|claims to be|claimed to be|says he 's|said he 's) (?:her|his|their|"
        rf"the girl 's|the boy 's|an?|the child 's)? ?(?P<rel>{names})\b"
    )
    for match in pattern.finditer(story.passage.norm):
        _claim(story, match)


def _claim(story: Story, match: re.Match[str]) -> None:
    passage = story.passage
    first = passage.words_of(match)[0]
    before = passage.before(first, 2)
    if re.search(r"\b(?:not|if)\b", before + " " + match.group()):
        return
    span = passage.span_of(match, "rel")
    rel_at = passage.words_of(match, "rel")[0]
    story.parties = [
        p for p in story.parties if not (p.role in ("relation", "bystander") and p.head == rel_at)
    ]
    inside = [
        a
        for a in story.anchors
        if first <= a.first < rel_at - 1 and a.pronoun in ("he", "she", "him")
    ]
    adults = [
        p for p in story.parties if p.kind == "adult" and p.role == "person" and p.first < first
    ]
    fitting = [p for a in inside[-1:] for p in story.means(a) if p in adults] or (
        adults if not inside else []
    )
    if len(fitting) == 1:
        fitting[0].put("relationship", span.text.lower(), span)
