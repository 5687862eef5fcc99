"""Phone numbers and usernames of others, and who the writer says they are."""

import re
from typing import Final

from assistant.adapters.narrative.identifiers import Identifier
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.passage import Passage
from assistant.domain.reading import Found, Span

THEIRS: Final = re.compile(
    r"\b(?:his|her|their|the|a|this|another|that|he|she|they|gave|card|him|from|number on)\b"
)
MINE: Final = re.compile(
    r"\b(?:my (?:own )?(?:mobile|phone|numbers?|mob|tel|cell|contact|email|e mail|work|home)"
    r"|(?:call|ring|phone|text|contact|email|reach|get|message) (?:me|us)|im on|i am on|"
    r"(?:you )?can (?:call|ring|get|reach) (?:me|us)|get (?:me|hold of me)|me on|us on)\b"
)
NAME: Final = r"(?P<name>[^\W\d_][\w'-]+(?: [^\W\d_][\w'-]+)?)"
MY_NAME: Final = re.compile(
    r"\b(?:my (?:full |first )?name(?P<is> is| 's|'s| its| being)?|name is|names|"
    r"this is|(?:it's|it 's|its) |i am called|they call me|call me)(?! (?:on|at|back|when|if|"
    r"asap|a)\b)"
    rf"[ :]+{NAME}"
)
I_AM: Final = re.compile(rf"\b(?:i am|im|i 'm|this is|it's|its|it 's) {NAME}")
# "I'd like my name kept off this": what follows is no name.
WITHHELD: Final = re.compile(
    r"\b(?:like|want|wants|prefer|rather|need|keep|keeping|leave|leaving|without|not|have|having|"
    r"use|using|give|giving|put|putting|see|seeing|sooner|if|with)(?: to)?$"
)
NOT_A_NAME: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "but",
        "not",
        "on",
        "at",
        "in",
        "from",
        "just",
        "here",
        "so",
        "going",
        "to",
        "very",
        "really",
        "worried",
        "sorry",
        "calling",
        "ringing",
        "writing",
        "driver",
        "afraid",
        "scared",
        "sure",
        "at",
        "is",
        "was",
        "speaking",
        "by",
        "my",
        "with",
        "for",
        "of",
        "who",
        "that",
        "about",
        "i",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "when",
        "if",
        "private",
        "anonymous",
        "no",
        "none",
        "asap",
        "back",
    ]
)
LAST_WORDS: Final = frozenset(
    [
        "and",
        "but",
        "from",
        "here",
        "i",
        "im",
        "speaking",
        "calling",
        "ringing",
        "my",
        "on",
        "at",
        "with",
        "for",
        "the",
        "a",
        "is",
        "was",
        "of",
        "by",
        "who",
        "a,",
        "he",
        "she",
        "driver",
        "taxi",
        "manager",
        "owner",
        "we",
        "in",
        "to",
        "you",
    ]
)


def read_contacts(
    passage: Passage, items: list[Identifier], asked: str | None
) -> tuple[Found, ...]:
    """Phones, emails and usernames linked to the incident, never the writer's own."""
    found = []
    for item in items:
        if item.kind == "phone" and not is_writers(passage, item, asked):
            found.append(_contact(passage, "phone", item))
        elif item.kind == "username" and not MINE.search(_before(passage, item)):
            found.append(_username(passage, item))
        elif item.kind == "email" and not _is_writers_email(passage, item):
            found.append(_contact(passage, "email", item))
    return tuple(found)


def read_reporter(
    passage: Passage,
    items: list[Identifier],
    lexicon: Lexicon,
    asked: str | None,
    *,
    anonymous: bool = False,
) -> tuple[Found, ...]:
    """Name, phone and email that the writer gives as their own; no name if `anonymous`."""
    value: dict[str, str] = {}
    evidence: dict[str, tuple[Span, ...]] = {}
    for item in items:
        mine = item.kind == "email" and _is_writers_email(passage, item)
        if mine or (item.kind == "phone" and is_writers(passage, item, asked)):
            value.setdefault(item.kind, item.value)
            evidence.setdefault(item.kind, (passage.raw_span(item.start, item.end),))
    span = None if anonymous else writers_name(passage, lexicon, asked == "reporter")
    if span is not None:
        value["name"] = proper(span.text)
        evidence["name"] = (span,)
    return (Found(value, evidence),) if value else ()


def is_writers(passage: Passage, item: Identifier, asked: str | None) -> bool:
    """Whether a number is the writer's own: they say so, or were asked for it."""
    before = _before(passage, item)
    if MINE.search(before):
        return True
    return asked == "reporter" and not re.search(r"\b(?:his|her|their)\b", before)


def _is_writers_email(passage: Passage, item: Identifier) -> bool:
    """Whether an email is the writer's own: nobody else's is told of after the last "my"."""
    before = _before(passage, item, 150)
    mine = max((match.end() for match in MINE.finditer(before)), default=0)
    return not THEIRS.search(before, mine)


def writers_name(passage: Passage, lexicon: Lexicon, asked: bool) -> Span | None:
    """The words in which the writer gives their own name."""
    for match in MY_NAME.finditer(passage.norm):
        said = match.group()
        if said.startswith(("name", "names", "this is", "it")) and not _starts(passage, match):
            continue
        if _is_bare(match) and WITHHELD.search(passage.before(passage.words_of(match)[0], 3)):
            continue
        span = _name_span(passage, match, lexicon, sure=_is_sure(passage, match))
        if span is not None:
            return span
    for match in I_AM.finditer(passage.norm):
        span = _name_span(passage, match, lexicon, sure=_gives_number(passage, match, lexicon))
        if span is not None:
            return span
    return _bare_name(passage) if asked else None


# "I'm Kofi, you can ring me on": who gives a number gives a name before it.
REACH_ME: Final = re.compile(
    r"^(?: [^\W\d_]+)?(?: here)?(?: [,-]| and| \()*(?: (?:you|please|feel free to|happy to|my|on|"
    r"tel|phone|mob|mobile|number|best|if you|call|ring|text|reach|contact|email|can|could|be|to|"
    r"should|want|need|or))* "
    r"(?:(?:call|ring|phone|text|reach|contact|get|email|message)(?:ed)? (?:me|us|back)|"
    r"(?:my )?(?:mobile|"
    r"number|phone|email|tel|mob)\b|§|reached|contacted)"
)


def _gives_number(passage: Passage, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether "I'm Kofi" is a name though no list knows it: a number of the writer's follows."""
    first = passage.words_of(match, "name")[0]
    word = passage.words[first]
    from_somewhere = {
        *lexicon.group("descriptions.yml", "origins"),
        *lexicon.group("descriptions.yml", "weak_looks"),
        *lexicon.group("places.yml", "towns"),
        *RELIGIONS,
    }
    if not word.capital or word.norm in from_somewhere or word.norm in lexicon.never_names:
        return False
    rest = passage.norm[match.start("name") + len(word.norm) :]
    return bool(REACH_ME.match(rest))


RELIGIONS: Final = frozenset(("muslim", "christian", "sikh", "hindu", "jewish", "catholic"))


def _is_bare(match: re.Match[str]) -> bool:
    """Whether "my name" stands without "is": "my name Kofi"."""
    return match.group().startswith("my") and match["is"] is None


def _is_sure(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the words before can only be followed by a name."""
    if passage.before(passage.words_of(match)[0], 1) == "not":
        return False
    capital = passage.words[passage.words_of(match, "name")[0]].capital
    if match.group().startswith("my"):
        return capital or not _is_bare(match)
    return match.group().startswith("name") and capital


def _starts(passage: Passage, match: re.Match[str]) -> bool:
    return passage.before(passage.words_of(match)[0], 1) in ("", ",", "hi", "hello", "hiya")


def _name_span(passage: Passage, match: re.Match[str], lexicon: Lexicon, sure: bool) -> Span | None:
    first, last = passage.words_of(match, "name")
    words = passage.words[first:last]
    known = words[0].norm in lexicon.names
    if words[0].norm in NOT_A_NAME or not (sure or known):
        return None
    if not sure and words[0].norm in lexicon.name_is_word and not words[0].capital:
        return None
    if (
        len(words) == 2 and (words[1].norm in LAST_WORDS or words[0].capital != words[1].capital)
    ) or (
        len(words) == 2 and not words[1].capital and words[1].norm not in lexicon.names and not sure
    ):
        last -= 1
    return passage.span(first, last)


def _bare_name(passage: Passage) -> Span | None:
    """An answer to "What is your name?" that is nothing but a name."""
    words = passage.words
    limit = next(
        (i for i, word in enumerate(words) if word.norm in (",", ".", "§", "-")), len(words)
    )
    if not 1 <= limit <= 3 or any(not w.norm.replace("'", "").isalpha() for w in words[:limit]):
        return None
    if any(word.norm in NOT_A_NAME | NOT_AN_ANSWER for word in words[:limit]):
        return None
    return passage.span(0, limit)


NOT_AN_ANSWER: Final = frozenset(
    [
        "no",
        "none",
        "nobody",
        "nope",
        "dont",
        "do",
        "not",
        "know",
        "dunno",
        "skip",
        "yes",
        "yeah",
        "prefer",
        "rather",
        "say",
        "anonymous",
        "why",
        "what",
        "unknown",
        "nothing",
        "anyone",
        "unsure",
        "sure",
        "idea",
        "pass",
        "maybe",
        "ok",
        "okay",
        "back",
        "stop",
        "help",
    ]
)


def _before(passage: Passage, item: Identifier, reach: int = 45) -> str:
    """The words of the same sentence before something with a form of its own."""
    text = passage.text[max(0, item.start - reach) : item.start].lower().replace("'", "")
    return re.split(r"[.?!\n](?:\s|$)", text)[-1]


def _contact(passage: Passage, part: str, item: Identifier) -> Found:
    return Found({part: item.value}, {part: (passage.raw_span(item.start, item.end),)})


def _username(passage: Passage, item: Identifier) -> Found:
    found = _contact(passage, "username", item)
    near = [
        mark
        for mark in passage.labelled("platform")
        if abs(passage.words[mark.first].start - item.start) <= 60
        and not (mark.term == "x" and passage.before(mark.first, 1) != "on")
    ]
    if not near:
        return found
    mark = min(near, key=lambda mark: abs(passage.words[mark.first].start - item.start))
    return Found(
        {**found.value, "platform": PLATFORM_NAMES.get(mark.term, mark.term.capitalize())},
        {**found.evidence, "platform": (passage.span(mark.first, mark.last),)},
    )


PLATFORM_NAMES: Final = {
    "snap": "Snapchat",
    "tiktok": "TikTok",
    "tik tok": "TikTok",
    "whatsapp": "WhatsApp",
    "psn": "PlayStation",
    "playstation": "PlayStation",
    "youtube": "YouTube",
    "onlyfans": "OnlyFans",
    "bereal": "BeReal",
}


def proper(name: str) -> str:
    """A name with capitals where it was typed without any."""
    return name.title() if name.islower() or name.isupper() else name
