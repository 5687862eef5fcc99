"""What the documentation says that a test can check."""

import re
from pathlib import Path

import pytest

from assistant.domain import definition_reading
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_setting_an_operator_may_need_is_in_the_readme() -> None:
    made_at_start = {"actions_token", "rasa_url"}
    for name in set(Settings.model_fields) - made_at_start:
        assert f"CRE_{name.upper()}" in README, name


def test_every_setting_in_the_readme_exists() -> None:
    named = {m.lower() for m in re.findall(r"CRE_([A-Z_]+)", README)}
    assert named <= set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), target


def test_every_state_is_pictured_on_phone_tablet_and_desk_and_the_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "screenshots").rglob("*.png"))
    ways = {way: {p.stem.removesuffix(way) for p in pictures if p.stem.endswith(way)}
            for way in ("-360", "-768", "-1280")}  # fmt: skip
    assert len(ways["-360"]) > 40
    assert ways["-360"] == ways["-768"] == ways["-1280"]
    for picture in pictures:
        assert picture.stat().st_size < 150_000, picture.name


def test_every_path_named_in_the_readme_exists() -> None:
    for path in re.findall(r"`((?:forms|assistant|nlu_data|api|docs)/[\w./-]*)`", README):
        assert (ROOT / path).exists(), path


def test_the_readme_shows_a_transcript_as_it_was_made() -> None:
    shown = re.search(r"<!-- transcript: (\w+) -->\n(.*?)<!-- /transcript -->", README, re.DOTALL)
    assert shown
    made = (ROOT / "docs/transcripts" / f"{shown[1]}.md").read_text(encoding="utf-8")
    assert shown[2].strip()
    assert shown[2].strip() in made


def test_every_key_of_a_form_is_explained() -> None:
    page = (ROOT / "docs/forms.md").read_text(encoding="utf-8")
    keys = definition_reading._FORM_KEYS | definition_reading._QUESTION_KEYS
    keys |= definition_reading._OPTION_KEYS
    assert {key for key in keys if f"`{key}`" not in page} <= {"kind"}
