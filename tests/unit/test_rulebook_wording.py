"""The toolkit's words, row by row, against the document they come from, both ways.

Where the source documents aren't at hand, a checksum of the reviewed wording takes their place.
"""

import hashlib
import os
import re
from dataclasses import asdict
from json import dumps
from pathlib import Path

import pytest

from assistant.adapters.rulebook_files import load_toolkit
from assistant.domain.toolkit import LEVELS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(os.environ.get("CRE_SOURCES", ROOT.parent / "shared/sources"))
TOOLKIT = load_toolkit()
REVIEWED = "ad6b046b32dd189621c58808d104682db01e0ccdd418036c827e67fdd36c50d7"
"""Of the wording as it was last compared with the source. Change it only after comparing again."""


def plain(text: str) -> str:
    """Without differences of white space and of bullets, which the PDF's text has at random."""
    return " ".join(text.replace("•", " ").replace("\uf0b7", " ").split())


def the_report(mark: str = "Section 1: CRE Risk Indicators") -> str:
    """The report that holds the toolkit. Skips where it isn't at hand."""
    for path in sorted(SOURCES.glob("*.txt")) if SOURCES.is_dir() else ():
        text = path.read_text(encoding="utf-8")
        if mark in text:
            return text
    pytest.skip("The source documents are not beside the project: the checksum stands for them.")


def between(text: str, start: str, end: str) -> str:
    """From the last `start` before the last `end`, without it."""
    first = text.rindex(start)
    return text[first : text.index(end, first)]


def section_1() -> str:
    """Section 1 of the paper as our data gives it, in the paper's order."""
    own = TOOLKIT.section_1
    t = own.texts
    head = [t["column"], t["instruction"], *own.kinds.values(), t["level_column"]]
    parts = [t["title"], t["remember"], t["key"], *head]
    for indicator in own.indicators:
        parts += [indicator.printed, indicator.considerations_heading or ""]
        parts += indicator.considerations
        if indicator.id == "online_activity":
            parts.append(t["context_instruction"])
    parts += [t["expand"], t["summary_title"], *(field.label for field in own.summary)]
    return plain(" ".join(parts))


def section_2() -> str:
    """Section 2 likewise."""
    own = TOOLKIT.section_2
    columns = [column.label for column in own.columns]
    parts = [own.texts["title"], own.texts["instruction"], own.texts["column"], *columns]
    return plain(" ".join([*parts, *(factor.wording for factor in own.factors), own.other.label]))


def section_3() -> str:
    """Section 3 likewise."""
    own = TOOLKIT.section_3
    parts = [own.texts["title"]]
    for field in own.fields:
        parts += [field.label, *(column.label for column in field.columns)]
    return plain(" ".join(parts))


def appendix_3() -> str:
    """Appendix 3 likewise."""
    own = TOOLKIT.section_1
    parts = [own.texts["examples_title"], own.texts["examples_instruction"]]
    for id_ in own.examples_order:
        indicator = TOOLKIT.indicator_by_id[id_]
        parts.append(indicator.examples_heading or "")
        parts += [indicator.examples[level].text for level in LEVELS]
    return plain(" ".join(parts))


def test_section_1_is_the_papers_word_for_word() -> None:
    printed = plain(between(the_report(), "Section 1: CRE Risk Indicators", "Section 2: Cultural"))
    head = "Indicators One or more indicators identified requires input CCE CSE Risk L/M/H"
    first = printed.index(head) + len(head)
    # The head of the table is printed again on the second page.
    assert section_1() == printed[:first] + printed[first:].replace(f" {head} ", " ")


def test_section_2_is_the_papers_word_for_word() -> None:
    printed = plain(between(the_report(), "Section 2: Cultural", "Section 3: Risk Assessment"))
    head = "Factors Historic Current Commentary"
    first = printed.index(head) + len(head)
    # A page number, and the head of the table again.
    assert section_2() == printed[:first] + re.sub(rf" 32 {head}", "", printed[first:])


def test_section_3_is_the_papers_word_for_word() -> None:
    printed = plain(between(the_report(), "Section 3: Risk Assessment", "Guidance on Completing"))
    # The first two questions stand side by side, and a page ends within the first.
    kind = "What is the primary risk / type of exploitation?"
    assert f"Low, Medium or {kind} High?" in printed
    printed = printed.replace(f"Low, Medium or {kind} High?", f"Low, Medium or High? {kind}")
    assert section_3() == printed


def test_appendix_3_is_the_papers_word_for_word() -> None:
    printed = between(the_report(), "CRE EXAMPLE INDICATORS", "Appendix 4")
    # The column of levels is printed apart from the examples; it slips in front of two of them.
    printed = re.sub(r"^\s*(Risk|Level|Low|Medium|High|Examples)\s*$", "", printed, flags=re.M)
    printed = re.sub(r"^High (?=linked to|A child)", "", printed, flags=re.M)
    assert appendix_3() == plain(printed)


def test_the_types_of_exploitation_are_the_reports() -> None:
    types = TOOLKIT.section_3
    printed = plain(between(the_report(), "Exploitation has many components", "Government Def"))
    own = " ".join(kind.wording for kind in types.exploitation_types)
    assert printed.partition("priority strategies; ")[2] == own


def test_the_strategys_types_of_exploitation_are_the_strategys() -> None:
    text = the_report("Priority 2: Participation of children and young people in meetings\n\nThe")
    printed = plain(
        text.partition("range of behaviours including:")[2].partition("National con")[0]
    )
    printed = printed.replace("- ", "").replace("· ", "").replace(" ¹(1)", "")
    assert printed == " ".join(kind.wording for kind in TOOLKIT.section_3.strategy_types)


def test_the_thresholds_are_those_of_the_two_lists() -> None:
    first, third = (
        next(field.label for field in section if field.id == "threshold")
        for section in (TOOLKIT.section_1.summary, TOOLKIT.section_3.fields)
    )
    options = TOOLKIT.thresholds
    assert all(option.section_1 in first for option in options if option.section_1)
    assert all(option.section_3 in third for option in options)
    assert [option.id for option in options if option.section_1 is None] == ["complex_abuse"]


def test_the_wording_is_the_reviewed_wording() -> None:
    data = dumps(asdict(TOOLKIT), sort_keys=True, ensure_ascii=False)
    assert hashlib.sha256(data.encode()).hexdigest() == REVIEWED
