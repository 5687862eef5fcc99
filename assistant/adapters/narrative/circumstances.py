"""What surrounds the incident: weapons, recordings, who has been informed."""

import re
from typing import Final

from assistant.adapters.narrative.identifiers import Identifier
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.passage import Mark, Passage
from assistant.domain.reading import Found, Span

NEGATED: Final = re.compile(
    r"\b(?:no|not|never|without|nobody|none|neither|nor|any|if|in case|might have|could have|"
    r"whether|"
    r"unless|like an?|as if|didnt|dont|havent|hasnt|isnt|wasnt|no sign of)(?: \w+){0,4}$"
)
HYPOTHETICAL: Final = re.compile(r"\b(?:if|whether|suppose|supposing|in case|say i|imagine)\b")
NOT_WEAPON: Final = re.compile(
    r"\b(?:plastic|toy|butter|fruit|nail|water|nerf|glue|top|massage|big) $"
)
KEPT: Final = re.compile(
    r"\b(?:got|have|has|saved|save|kept|keep|caught|recorded|shows|on|check|checked|pulled|"
    r"downloaded|is|there "
    r"'s|theres|can get|took|showed|it 's|all|records|the|our|my|his|her|a)\b"
)
NO_RECORDING: Final = re.compile(
    r"\b(?:no|not|never|without|dont|have not|do not have|is not|was not|broken|any|wasn t|"
    r"turned off|did not)"
    r"(?: \w+){0,3}$"
)
NO_RECORDING_AFTER: Final = re.compile(
    r"^(?:\w+ )?(?:was not|is not|does not|did not|not|broken|was off|is off|off|has gone|"
    r"not working|doesnt|isnt|wasnt|down|deleted)\b"
)
INFORM: Final = re.compile(
    r"\b(?:i|we|ive|weve|have|i've|already|and|just)(?: \w+){0,2}? (?:told|rang|rung|called|"
    r"phoned|informed|"
    r"reported (?:it |this )?to|spoke to|spoken to|let|notified|emailed|texted|messaged|"
    r"raised it with|"
    r"passed (?:it |this )?(?:on )?to|contacted|mentioned it to|logged it with|reported it to|"
    r"spoke with)"
    r"(?: (?:the|my|our|her|his|their|to|at|a|with))*$|"
    r"^(?:told|rang|rung|called|phoned|informed|reported to|spoke to|spoken to|notified)"
    r"(?: (?:the|my|our|her|his|their|to|at|a))*$"
)
NOT_INFORMED: Final = re.compile(
    r"\b(?:not|never|no one|nobody|should|shall|can|if|do|going to|will|want|would|who|when|"
    r"could|to be|"
    r"before|must|need to|did|until|unless|or) (?:\w+ ){0,4}$"
)
BY_THEM: Final = re.compile(
    r"\b(?:she|he|they|mum|who|tells|her|him|pupil) (?:has |have |had |'s )?(?:told|tells|rang|"
    r"disclosed)\b"
)


def circumstance_phrases(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The words that are looked for, by label."""
    names = {
        "weapon": "weapons",
        "weapon_action": "weapon_actions",
        "recording": "recordings",
        "anonymous": "anonymous",
        "seen": "seen_by_writer",
        "told": "told_to_writer",
        "informed": "informed",
        "platform": "platforms",
    }
    return {label: lexicon.group("circumstances.yml", name) for label, name in names.items()}


def _words(passage: Passage, mark: Mark, value: str) -> Found:
    return Found(value, {"": (passage.span(mark.first, mark.last),)})


def read_identity(passage: Passage) -> tuple[Found, ...]:
    """Give "anonymous" where the writer doesn't want to be named."""
    marks = passage.labelled("anonymous")
    marks = [
        mark
        for mark in marks
        if not passage.before(mark.first, 3).endswith(("not", "can i be", "do not need to be"))
    ]
    return (_words(passage, marks[0], "anonymous"),) if marks else ()


def read_weapons(passage: Passage) -> tuple[Found, ...]:
    """Weapons seen or spoken of, not those that were absent or feared."""
    found: list[Found] = []
    said: set[str] = set()
    for mark in passage.labelled("weapon", "weapon_action"):
        before = passage.before(mark.first, 6)
        if NEGATED.search(before) or NOT_WEAPON.search(before + " ") or HYPOTHETICAL.search(before):
            continue
        article = before.split()[-1:] == ["a"] or before.split()[-1:] == ["an"]
        span = passage.span(mark.first - (1 if article else 0), mark.last)
        if mark.term not in said:
            said.add(mark.term)
            found.append(Found(span.text, {"": (span,)}))
    return tuple(found)


def read_recording(passage: Passage) -> tuple[Found, ...]:
    """A recording that exists, in the writer's words."""
    for mark in passage.labelled("recording"):
        before, after = passage.before(mark.first, 5), passage.after(mark.last, 4)
        if NO_RECORDING.search(before) or NO_RECORDING_AFTER.search(after):
            continue
        if HYPOTHETICAL.search(before) or re.search(
            r"\b(?:should i|do i|can i|shall i|sent her|sent him)\b", before
        ):
            continue
        if re.search(r"\b(?:should i|do i need|can i|shall i)\b", passage.before(mark.first, 12)):
            continue
        first, last = _clause(passage, mark)
        span = passage.span(first, last)
        return (Found(span.text, {"": (span,)}),)
    return ()


CLAUSE_ENDS: Final = frozenset(
    (",", ".", "?", "!", ";", "\n", "and", "but", "so", "because", "-", "(", ")", "then")
)


def _clause(passage: Passage, mark: Mark) -> tuple[int, int]:
    """The few words around a mark that say what there is."""
    first, last = mark.first, mark.last
    words = passage.words
    while first > 0 and mark.first - first < 6 and words[first - 1].norm not in CLAUSE_ENDS:
        first -= 1
    while last < len(words) and last - mark.last < 4 and words[last].norm not in CLAUSE_ENDS:
        last += 1
    return first, last


def read_incident_number(
    passage: Passage, items: list[Identifier], asked: bool
) -> tuple[Found, ...]:
    """The police incident number."""
    for item in items:
        if item.kind == "incident":
            return (Found(item.value, {"": (passage.raw_span(item.start, item.end),)}),)
    match = (
        re.search(r"[A-Za-z]{0,3}[/-]?\d[\d/-]+(?: of [\w /]+)?", passage.text) if asked else None
    )
    if match is None:
        return ()
    span = passage.raw_span(*match.span())
    return (Found(span.text, {"": (span,)}),)


def read_informed(passage: Passage, lexicon: Lexicon, asked: bool) -> tuple[Found, ...]:
    """Whom the writer has told already."""
    found: list[Found] = []
    last_told = -9
    for mark in passage.labelled("informed"):
        before = passage.before(mark.first, 7)
        listed = mark.first - last_told <= 3 and bool(re.search(r"(?:\band|,)(?: \w+)?$", before))
        if not listed and not _told(before, asked):
            continue
        last_told = mark.last
        found.append(_informed(passage, mark, lexicon))
    return tuple(found)


def _told(before: str, asked: bool) -> bool:
    if NOT_INFORMED.search(before + " ") or BY_THEM.search(before):
        return False
    plain = re.search(
        r"^(?:yes |yeah |just |only |told |i told |,)*(?:the |my |our |to )*$", before + " "
    )
    return bool(INFORM.search(before)) or (asked and bool(plain))


def _informed(passage: Passage, mark: Mark, lexicon: Lexicon) -> Found:
    role = passage.span(mark.first, mark.last)
    value, evidence = {"role": role.text}, {"role": (role,)}
    name = _name_after(passage, mark.last, lexicon)
    if name is not None:
        value["name"], evidence["name"] = name.text, (name,)
    return Found(value, evidence)


def _name_after(passage: Passage, at: int, lexicon: Lexicon) -> Span | None:
    words = passage.words
    if at < len(words) and words[at].norm in (",", "called") and at + 1 < len(words):
        at += 1
    if at >= len(words) or not words[at].capital:
        return None
    title = words[at].norm in ("mr", "mrs", "ms", "miss", "dr")
    if words[at].norm in lexicon.names or title:
        more = at + 1 < len(words) and words[at + 1].capital and words[at + 1].norm.isalpha()
        return passage.span(at, at + 2 if more else at + 1)
    return None
