"""The widget's texts: complete, used, plain, and told apart from markup."""

import json
import re
from pathlib import Path

import pytest

from api.words import WIDGET, as_data, fill, words_in
from assistant.domain import languages
from tests.unit.api.reading_age import reading_age

JS = sorted((WIDGET / "assets" / "js").glob("*.js"))
PAGES = [WIDGET / "frame.html", WIDGET / "home.html"]
ENGLISH = words_in(languages.ENGLISH)
PUBLIC = ("launcher", "frame", "chat", "gathered", "fields", "receipts")
"""What a member of the public meets. The home page and the card speak to other people."""

OLDEST = 9
HARDEST = 13
"""For any one text: a single long word weighs much in a short one."""


def used() -> set[str]:
    """Every text that a page or a module names, by section and name."""
    named = {
        f"{section}.{name}"
        for page in PAGES
        for section, name in re.findall(r"\$\{(\w+)\.(\w+)\}", page.read_text(encoding="utf-8"))
    }
    for module in JS:
        named |= set(re.findall(r'"(\w+\.\w+)"', module.read_text(encoding="utf-8")))
    launcher = (WIDGET / "launcher.js").read_text(encoding="utf-8")
    named |= {f"launcher.{name}" for name in re.findall(r"\bwords\.(\w+)", launcher)}
    return {name for name in named if name.split(".")[0] in ENGLISH}


def named_by_parts() -> re.Pattern[str]:
    """Texts whose names are put together: `receipts.status_${status}`."""
    found = set()
    for module in JS:
        for text in re.findall(r"`(\w+\.[^`]*)`", module.read_text(encoding="utf-8")):
            found.add(re.sub(r"\\\$\\\{[^}]*\\\}", r"\\w+", re.escape(text)))
    found.add(r"receipts\.(status|delivery)_\w+")
    found.add(r"practitioner\.(level|threshold|route)_\w+")
    found.add(r"fields\.(person|place|vehicle|contact|date_time)_\w+")
    return re.compile("|".join(found))


def test_every_text_that_is_used_is_there() -> None:
    for name in used():
        section, key = name.split(".")
        assert key in ENGLISH[section], name


def test_every_text_that_is_there_is_used() -> None:
    there = {f"{s}.{k}" for s, texts in ENGLISH.items() for k in texts if s != "about"}
    by_parts = named_by_parts()
    assert {name for name in there - used() if not by_parts.fullmatch(name)} == set()


def test_no_text_stands_in_a_module_of_its_own() -> None:
    for module in JS:
        code = re.sub(r"//.*|/\*.*?\*/", "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
        quoted = re.findall(r'"([A-Z][a-z]+(?: [\w’,]+)+[.?!]?)"', code)
        logged = [text for text in quoted if f'("{text}")' in code]
        assert set(quoted) == set(logged), module.name


@pytest.mark.parametrize("section", PUBLIC)
def test_the_public_texts_can_be_read_at_the_age_of_nine(section: str) -> None:
    texts = [text for name, text in ENGLISH[section].items() if " " in text]
    assert reading_age(" ".join(ended(text) for text in texts)) <= OLDEST + 0.5
    for text in texts:
        if len(text.split()) >= 8:
            assert reading_age(text) <= HARDEST, text


def ended(text: str) -> str:
    """As a sentence of its own."""
    return text if text[-1] in ".?!" else f"{text}."


def test_a_text_without_a_translation_is_english() -> None:
    urdu = languages.Language("ur", "اردو", "rtl", texts={"Close": "بند کریں"})
    words = words_in(urdu)
    assert words["about"] == {"language": "ur", "direction": "rtl", "name": "اردو"}
    assert words["frame"]["close"] == "بند کریں"
    assert words["frame"]["more"] == ENGLISH["frame"]["more"]


def test_a_text_can_not_become_markup() -> None:
    words = {"frame": {"tab": "<b>&</b>"}}
    assert fill("${frame.tab}", words) == "&lt;b&gt;&amp;&lt;/b&gt;"
    data = as_data({"chat": {"x": "</script><script>"}})
    assert "</script>" not in data
    assert json.loads(data)["chat"]["x"] == "</script><script>"


def test_a_text_can_hold_a_place_of_its_own() -> None:
    words = {"frame": {"kept": "<${extra.days}> days"}}
    assert fill("${frame.kept}", words, {"days": "30"}) == "&lt;30&gt; days"


def test_sections_can_be_left_out_of_what_a_page_gets() -> None:
    assert set(json.loads(as_data(ENGLISH, "home"))) == set(ENGLISH) - {"home"}


def test_the_style_sheets_use_colours_only_by_their_tokens() -> None:
    for sheet in sorted((WIDGET / "assets").glob("*.css")):
        if sheet.name == "tokens.css":
            continue
        named = re.findall(r":[^;{}]*(#[0-9a-f]{3,6})\b", Path(sheet).read_text(encoding="utf-8"))
        # On paper ink is black; the pinned line in danger is the alarm turned round.
        assert set(named) <= {"#000", "#fff", "#9c1319"}, sheet.name
