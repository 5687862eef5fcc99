"""No text that the product shows blames a child, or makes abuse sound like less than it is.

The words, and what to say instead, are data: language.yml. No file and no key is let off as the
toolkit's: its words that a pattern finds are let through one by one, by name.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SHOWN = (
    "*.md",
    "docs/*.md",
    "docs/decisions/*.md",
    "forms/*.yml",
    "forms/*.typ",
    "forms/*.toml",
    "assistant/rulebook/*.yml",
    "assistant/rulebook/areas/*.yml",
    "assistant/*.py",
    "assistant/domain/*.py",
    "assistant/services/*.py",
    "assistant/adapters/*.py",
    "assistant/adapters/database/**/*.py",
    "assistant/engine/*.py",
    "actions/*.py",
    "api/*.py",
    "api/pages/*.py",
    "api/pages/templates/*.html",
    "api/pages/words/*.json",
    "api/widget/*.html",
    "api/widget/*.js",
    "api/widget/words/*.json",
    "api/widget/assets/*.svg",
    "api/widget/assets/js/*.js",
    "locales/*.pot",
    "locales/*/LC_MESSAGES/*.po",
)
"""Where texts stand that somebody may see. Of Python every string counts: the help of the command
line and of the API are docstrings."""

NOT_SHOWN = (
    "assistant/rulebook/names.yml",  # What people type.
    "assistant/adapters/narrative/**/*",  # How people's words are read.
    "docs/transcripts/*",  # People's words; the answers to them stand in the places above.
    "docs/screenshots/*",  # Pictures of those places.
    "assistant/adapters/database/migrations/script.py.mako",
    "assistant/engine/requirements.*",
    "forms/fonts/*",
    "api/**/*.css",
)
TYPED = {
    "phrases",
    "called",
    "also",
    "inside",
    "told_by",
    "relations",
    "spellings",
    "concepts",
    "male",
    "female",
}
"""Keys in YAML of what people type. What stands at any other key is checked, a new one too."""

LISTS: dict[str, Any] = yaml.load(
    Path(__file__).with_name("language.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
GAP = r"(?:(?:<[^<>]*>|[^\w.?!;:<])+)"
"""What may stand between two words of a sentence: a mark-up tag, or anything but its end."""
STRINGS = re.compile(r'"""[\s\S]*?"""|(?:f?(?:"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')\s*)+')
"""Of Python and of catalogues: a docstring, or the pieces that together are one text."""


def expanded(pattern: str) -> str:
    """A pattern of language.yml as a regular expression."""
    while named := re.search(r"<(\w+)>", pattern):
        pattern = pattern.replace(named[0], f"(?:{LISTS['words'][named[1]]})")
    return pattern.replace(" ", GAP)


def whole(pattern: str) -> re.Pattern[str]:
    """The same, of whole words."""
    return re.compile(rf"\b(?:{expanded(pattern)})\b")


class Pattern:
    """Words that should be others."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.instead: str = row["instead"]
        self.fires: list[str] = row["fires"]
        self.misses: list[str] = row["misses"]
        self.any_of: list[str] = row["any_of"]
        self.words = whole("|".join(self.any_of))
        unless = row.get("unless")
        self._before = re.compile(expanded(rf"\b(?:{unless}) <any>$")) if unless else None

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Where they stand in a text of small letters, unless it speaks of somebody else."""
        for found in self.words.finditer(text):
            before = text[max(0, found.start() - 60) : found.start()]
            if not (self._before and self._before.search(before)):
                yield found


PATTERNS = [Pattern(row) for row in LISTS["patterns"]]
ANY = whole("|".join(words for pattern in PATTERNS for words in pattern.any_of))
"""One look at a text is quicker than one for each pattern."""
QUOTED = [*LISTS["toolkit"], *LISTS["titles"]]
LET_THROUGH = re.compile(
    "|".join(expanded(re.escape(q.lower()).replace("\\ ", " ")) for q in QUOTED)
)


def values(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Line and text of every value in YAML (or JSON) that is not typed by people."""
    if isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            if key.value not in TYPED:
                yield from values(inner)
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from values(inner)
    elif isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line, node.value


def files(*places: str) -> set[Path]:
    """The files at some places."""
    return {path for place in places for path in ROOT.glob(place)}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a file, each with the line (from 0) at which it begins."""
    content = path.read_text(encoding="utf-8")
    if path.suffix in (".yml", ".json"):
        yield from values(yaml.compose(content, yaml.CSafeLoader))
    elif path.suffix in (".py", ".po", ".pot"):
        line = end = 0
        for found in STRINGS.finditer(content):
            line, end = line + content.count("\n", end, found.start()), found.start()
            yield line, re.sub(r"""["']\s+f?["']""", "", found[0])
    else:
        yield 0, content


@cache
def wrong(text: str) -> list[tuple[int, str]]:
    """What a text should say otherwise: the line in it, the words, and the better ones."""
    plain = text.lower().replace("\\n", "  ")
    if not ANY.search(plain):
        return []
    plain = LET_THROUGH.sub(lambda quoted: re.sub(r"\S", ".", quoted[0]), plain)
    return [
        (plain.count("\n", 0, found.start()), f"{found[0]!r}: say {pattern.instead!r}")
        for pattern in PATTERNS
        for found in pattern.found(plain)
    ]


@pytest.mark.parametrize("place", SHOWN)
def test_nothing_shown_blames_a_child(place: str) -> None:
    said = [
        (path, *one) for path in sorted(files(place) - files(*NOT_SHOWN)) for one in texts(path)
    ]
    assert [text for _, _, text in said if text.strip()], f"{place}: no text is found there"
    found = [
        f"{path.relative_to(ROOT)}:{start + line + 1}: {problem}"
        for path, start, text in said
        for line, problem in wrong(text)
    ]
    assert not found, "\n".join(found)


def test_no_file_is_left_out() -> None:
    """A new folder of texts has to be named above, as shown or not."""
    assert [place for place in NOT_SHOWN if not files(place)] == []
    named = files(*SHOWN, *NOT_SHOWN)
    for folder in ("actions", "api", "assistant", "docs", "forms", "locales"):
        found = {path for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc"}
        assert [path for path in found - named if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.yml",
            "questions:\n- options: [{value: a, also: [boyfriend],\n  label: Her boyfriend}]",
        ),
        ("a.json", '{"a":\n"No.\\nBoyfriend"}'),
        ("a.py", 'boyfriend = 1\nsay(\n    "She is a child "\n    f"prostitute"\n)'),
        ("b.py", "a = 1\n\nsay('a \"child\" ' f'prostitute')"),
        ("a.po", 'msgid ""\nmsgstr "a"\nmsgstr "a child "\n"prostitute"'),
        ("a.html", "<p>\n<p>\nShe puts <b>herself</b>\nat risk</p>"),
        ("a.js", 'a();\nb();\nsay("is asking to be a child " +\n"prostitute")'),
        ("a.typ", "#let a = [\n\n  Her boy-friend]"),
    ],
)
def test_words_are_found_in_every_kind_of_file(tmp_path: Path, name: str, content: str) -> None:
    """Though in pieces, and with the line they stand in; what people type is left out."""
    path = tmp_path / name
    path.write_text(content)
    assert [start + line for start, text in texts(path) for line, _ in wrong(text)] == [2]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.fires[0])
def test_every_pattern_fires_on_its_examples_and_not_on_its_near_misses(pattern: Pattern) -> None:
    fires = [text.lower() for text in pattern.fires]
    assert [text for text in fires if not any(pattern.found(text))] == []
    assert [words for words in pattern.any_of if not any(map(whole(words).search, fires))] == []
    assert pattern.misses
    assert [(text, wrong(text)) for text in pattern.misses if wrong(text)] == []


def test_what_is_let_through_as_the_toolkits_is_the_toolkits() -> None:
    """Word for word in the file that test_rulebook_wording compares with the document."""
    toolkit = [text for _, text in texts(ROOT / "assistant/rulebook/indicators.yml")]
    assert [w for w in LISTS["toolkit"] if not any(w in text for text in toolkit)] == []


@pytest.mark.parametrize("wording", QUOTED)
def test_nothing_is_let_through_without_need(wording: str) -> None:
    assert ANY.search(wording.lower())
    assert wrong(wording) == []
