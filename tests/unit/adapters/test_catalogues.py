"""The message catalogues: current, whole where it matters, off until somebody has reviewed them."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages import Catalog

from assistant.adapters.catalogues import (
    LOCALES,
    TEMPLATE,
    is_current,
    load_languages,
    read_catalogue,
    write_catalogues,
)
from assistant.adapters.definitions import load_wording
from assistant.domain.errors import DefinitionError
from assistant.domain.languages import ENGLISH
from assistant.extracting import every_text

LINE = load_wording().said["emergency"]
CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))
TEXTS = every_text()


def translations(catalogue: Catalog) -> dict[str, str]:
    """What is translated, reviewed or not."""
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}


def catalogue_of(folder: Path, tag: str, text: str) -> Path:
    """A catalogue as a translator might write it."""
    path = folder / tag / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{text}')
    return path


def test_the_template_and_every_catalogue_have_every_text() -> None:
    stale = [p.name for p in (LOCALES / TEMPLATE, *CATALOGUES) if not is_current(TEXTS, p)]
    assert stale == [], "run: make messages"


def test_a_new_text_makes_template_and_catalogues_stale(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path / "locales")
    more = {**TEXTS, "forms/new.yml": ["Something new to say"]}
    for path in sorted((tmp_path / "locales").rglob("messages.po*")):
        assert not is_current(more, path)
    before = translations(read_catalogue(CATALOGUES[0]))
    for path in write_catalogues(more, tmp_path / "locales"):
        assert is_current(more, path)
    kept = tmp_path / "locales" / CATALOGUES[0].relative_to(LOCALES)
    assert translations(read_catalogue(kept)) == before
    assert read_catalogue(kept).fuzzy == read_catalogue(CATALOGUES[0]).fuzzy


def test_polish_and_urdu_are_set_up() -> None:
    found = {one.tag: one.direction for one in load_languages(LINE, drafts=False).translations}
    assert found["pl"] == "ltr"
    assert found["ur"] == "rtl"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_has_the_places_lines_and_numbers_of_the_english(path: Path) -> None:
    for english, said in translations(read_catalogue(path)).items():
        assert sorted(re.findall(r"\{\w*\}", said)) == sorted(re.findall(r"\{\w*\}", english))
        assert said.count("\n") == english.count("\n"), english
        numbers = [re.findall(r"\d\d+", text) for text in (english, said)]
        assert sorted(set(numbers[0])) == sorted(set(numbers[1])), english


@pytest.mark.parametrize("drafts", [False, True])
def test_every_language_says_the_line_about_999(*, drafts: bool) -> None:
    languages = load_languages(LINE, drafts=drafts)
    for language in languages.translations:
        said = language.say(LINE)
        assert said != LINE
        assert "999" in said


def test_a_draft_is_off_by_default_and_holds_nothing_but_that_line() -> None:
    languages = load_languages(LINE, drafts=False)
    for path in CATALOGUES:
        language = languages.asked_for(path.parts[-3])
        if read_catalogue(path).fuzzy:
            assert not language.on
            assert set(language.texts) == {LINE}
            assert languages.find(language.tag) is ENGLISH
            assert languages.beside(language.tag) is language


def test_a_draft_that_is_switched_on_says_that_it_is_one() -> None:
    languages = load_languages(LINE, drafts=True)
    urdu = languages.find("ur-PK")
    assert (urdu.tag, urdu.on, urdu.draft) == ("ur", True, True)
    assert urdu.say("Send") != "Send"
    assert languages.beside("ur") is ENGLISH


def test_another_language_is_another_file_and_only_reviewed_texts_are_spoken(
    tmp_path: Path,
) -> None:
    text = (
        f'#, fuzzy\nmsgid "{LINE}"\nmsgstr "999 zuerst"\n\n'
        'msgid "Send"\nmsgstr "Senden"\n\n#, fuzzy\nmsgid "Close"\nmsgstr "Zu"\n'
    )
    catalogue_of(tmp_path, "de", text)
    languages = load_languages(LINE, drafts=False, folder=tmp_path)
    german = languages.find("de")
    assert (german.name, german.on, german.draft) == ("Deutsch", True, False)
    assert [german.say(t) for t in ("Send", "Close", LINE)] == ["Senden", "Close", "999 zuerst"]
    assert load_languages(LINE, drafts=True, folder=tmp_path).find("de").draft


def test_a_catalogue_without_the_line_about_999_stops_the_start(tmp_path: Path) -> None:
    catalogue_of(tmp_path, "de", 'msgid "Send"\nmsgstr "Senden"\n')
    with pytest.raises(DefinitionError, match=r"de/LC_MESSAGES/messages\.po: the line about 999"):
        load_languages(LINE, drafts=False, folder=tmp_path)


@pytest.mark.parametrize(("tag", "text"), [("de", 'msgid "Send\n'), ("not-one", "")])
def test_a_broken_catalogue_names_its_file(tmp_path: Path, tag: str, text: str) -> None:
    catalogue_of(tmp_path, tag, text)
    with pytest.raises(DefinitionError, match=f"{tag}/LC_MESSAGES/messages.po: cannot be read"):
        load_languages(LINE, drafts=False, folder=tmp_path)


def test_an_unknown_language_is_english() -> None:
    languages = load_languages(LINE, drafts=True)
    for tag in ("xx", "", None, "en-GB"):
        assert languages.find(tag) is ENGLISH
        assert languages.beside(tag) is None
