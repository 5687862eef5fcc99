"""How somebody says that an answer is to be changed, taken out or added to: only the shape of it.

The templates and words stand in `forms/answers.yml` (`amendments`). Whether the words speak of an
answer that was given is judged elsewhere: an answer may look the same ("not English, Polish").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from assistant.domain.errors import DefinitionProblem

LONGEST = 16
"""Words; a longer text tells more than one change, and is left as it stands."""
LONGEST_DENIED = 6
"""Words that are denied; more are a sentence of their own."""


class Kind(StrEnum):
    """What is to be done with an answer."""

    CHANGE = "change"
    REMOVE = "remove"
    ABSENT = "absent"
    WRONG = "wrong"
    ADD = "add"
    ALSO = "also"
    INSTEAD = "instead"
    IS = "is"
    SHOULD = "should"


@dataclass(frozen=True)
class Amendment:
    """`what` names an answer, `old` are words that stand in one, `new` is what is so instead;
    `beside` was said with it."""

    kind: Kind
    what: str = ""
    old: str = ""
    new: str = ""
    beside: str = ""


@dataclass(frozen=True)
class AmendmentWords:
    """`amendments` of `forms/answers.yml`."""

    templates: Mapping[Kind, tuple[str, ...]]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    denials: tuple[str, ...]
    resumes: tuple[str, ...]
    are: tuple[str, ...]
    """What stands between somebody or something and what is said of it ("is", "was")."""

    ordinals: tuple[str, ...]
    pointing: frozenset[str]
    parts: frozenset[str]
    """Words that name only a part of somebody or something: without it the rest stands."""

    pronouns: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    vague_times: frozenset[str]
    """Words of a time that tell no time."""


_LISTS = ("leads", "tails", "denials", "resumes", "are", "ordinals")
_SETS = ("pointing", "parts", "pronouns", "male", "female", "vague_times")


def build_amendment_words(data: Any) -> AmendmentWords:
    """The words out of parsed YAML. Raises DefinitionProblem if a list is missing."""
    for key in ("templates", *_LISTS, *_SETS):
        if not isinstance(data, Mapping) or key not in data:
            raise DefinitionProblem(("amendments", key), "is missing")
    words: dict[str, Any] = {key: tuple(data[key]) for key in _LISTS}
    words |= {key: frozenset(data[key]) for key in _SETS}
    templates = {Kind(kind): tuple(said) for kind, said in data["templates"].items()}
    return AmendmentWords(templates=templates, **words)


def amendments_in(text: str, words: AmendmentWords) -> Iterator[Amendment]:
    """What a text may ask to be changed, the clearest first; nothing where it has no such shape."""
    plain = bare_of(" ".join(text.replace("’", "'").split()), words)
    if not plain or len(plain.split()) > LONGEST or ";" in plain:
        return
    for kind in (kind for kind in words.templates if kind is not Kind.IS):
        yield from _matches(kind, plain, words)
    yield from _contrast(plain, words)
    yield from _matches(Kind.IS, plain, words)  # "the car was blue, not red" denies something


def bare_of(text: str, words: AmendmentWords) -> str:
    """A text without what goes before and after a correction ("my mistake …", "… sorry")."""
    leads, tails = _ends(words.leads), _ends(words.tails)
    before = ""
    while text != before:
        before = text
        text = re.sub(rf"^\W*(?:{leads})(?:[\s,.:!]+|$)", "", text, flags=re.IGNORECASE)
        text = re.sub(rf"(?:^|[\s,.!]+)(?:{tails})\W*$", "", text, flags=re.IGNORECASE)
        text = text.strip(" ,.!?-")
    return text


def core_of(text: str, words: AmendmentWords) -> str:
    """What is said of somebody or something: "15" of "she was 15"."""
    match = re.match(rf"(?:[\w'-]+ ){{0,4}}?(?:{_ends(words.are)})\s+(.+)$", text, re.IGNORECASE)
    return match[1] if match else text


def _matches(kind: Kind, text: str, words: AmendmentWords) -> Iterator[Amendment]:
    head, rest = _clauses(text)
    for template in words.templates[kind]:
        whole, first = (_pattern(template).fullmatch(said) for said in (text, head))
        if whole:
            yield Amendment(kind, **whole.groupdict())
        if rest and first:
            yield Amendment(kind, **first.groupdict(), beside=rest)


def _contrast(text: str, words: AmendmentWords) -> Iterator[Amendment]:
    """ "She wasn't 13, she was 15", "Friday not Thursday", "not London Road, Lombard Street"."""
    denial = re.search(rf"(?<!\w)(?:{_ends(words.denials)})(?!\w)", text, re.IGNORECASE)
    if denial is None:
        return
    said, after = text[: denial.start()].strip(" ,-"), text[denial.end() :].strip(" ,-")
    resumed = re.search(rf"\s*,\s*(?:but\s+)?|\s+(?=(?:{_ends(words.resumes)})\s)", after, re.I)
    if resumed:
        old, new = after[: resumed.start()], after[resumed.end() :]
    elif denial[0].lower() == "not" and said:
        old, new = after, said
    else:
        old, new = after, ""
    bare = not (new or said) and denial[0].lower() == "not"  # "not far": nothing is told of it
    if old and len(old.split()) <= LONGEST_DENIED and not bare:
        yield Amendment(Kind.INSTEAD, what=said, old=old, new=new)


def _clauses(text: str) -> tuple[str, str]:
    """A text cut at its first punctuation: a change, and what is said beside it."""
    parts = re.split(r"\s*[,:]\s+|\s+[-–—]\s+|\.\s+|\s+(?=because\s)", text, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (text, "")


@cache
def _ends(phrases: tuple[str, ...]) -> str:
    """Any of these, the longest first; the apostrophe of "wasn't" is often left out."""
    return "|".join(_escaped(p) for p in sorted(phrases, key=len, reverse=True))


def _escaped(phrase: str) -> str:
    return re.escape(phrase).replace("'", "'?")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    made = [_escaped(p) if i % 2 == 0 else _PLACES[p] for i, p in enumerate(parts)]
    return re.compile("".join(made), re.IGNORECASE)


_PLACES = {
    "what": r"(?P<what>[^,;]+?)",
    "old": r"(?P<old>[^;]+?)",
    "new": r"(?P<new>.+?)",
}
