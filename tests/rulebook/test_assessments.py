"""The rulebook of assessments as a whole: checked, rendered, compared, and broken on purpose."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.adapters import rulebook_check
from assistant.adapters.rulebook_cli import PAGE, rulebook
from assistant.adapters.rulebook_diff import compare
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.rulebook_page import render
from assistant.adapters.rulebook_vignettes import VIGNETTES, given, load_vignettes
from assistant.adapters.yaml_files import RULEBOOK
from assistant.domain.errors import DefinitionError
from assistant.domain.toolkit import LEVELS

TODAY = date(2026, 11, 21)
BOOK = load_assessment_rulebook()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the rulebook to break."""
    return Path(shutil.copytree(RULEBOOK, tmp_path / "rulebook"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def report() -> rulebook_check.Report:
    """What the check finds, once for all tests: it goes through every combination."""
    return rulebook_check.check(TODAY)


def test_the_rulebook_is_whole_and_every_vignette_comes_out_as_it_says(
    report: rulebook_check.Report,
) -> None:
    assert report.faults == ()
    assert report.due == ()
    assert report.combinations >= 1300


def test_each_of_appendix_3s_36_cells_has_its_reviewed_suggestion() -> None:
    cells = [case for case in load_vignettes() if case.entry is None]
    assert len(cells) == 36
    assert all({"level", "threshold", "routes", "duties"} <= set(cell.expect) for cell in cells)


def test_every_entry_says_where_it_comes_from() -> None:
    for entry in BOOK.entries:
        if entry.basis == "toolkit":
            assert "Appendix 2" in entry.source or "Appendix 3" in entry.source, entry.id
        elif entry.basis == "design decision":
            assert "Design decision" in entry.source, entry.id
        elif entry.basis == "national guidance":
            assert "checked 2026-11-21" in entry.source or "Act" in entry.source, entry.id
        else:
            assert "Report" in entry.source or "Strategy" in entry.source, entry.id


def test_what_a_source_does_not_say_outright_is_marked_inferred() -> None:
    assert {entry.id for entry in BOOK.entries if entry.inferred} == {
        "strategy_meeting",
        "fgm_child_protection",
        "forced_marriage_child_protection",
        "organised_complex_abuse",
        "crime_to_report",
        "family_not_told",
        "licensed",
    }


def test_mandatory_reporting_of_child_sexual_abuse_is_not_encoded_as_law() -> None:
    (left_out,) = BOOK.not_encoded
    assert left_out.id == "mandatory_reporting_child_sexual_abuse"
    assert not any("Crime and Policing Act" in entry.source for entry in BOOK.entries)


def test_no_duty_prompts_anyone_to_tell_a_family_where_it_could_raise_the_risk() -> None:
    risky = {"forced_marriage", "fgm"}
    for entry in BOOK.entries:
        if entry.outcome.what and any(word in str(entry.conditions) for word in risky):
            assert "tell the parents" not in entry.outcome.what.lower()
            assert "inform the family" not in entry.outcome.what.lower()


def test_the_page_is_in_step_with_the_rulebook() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(BOOK), "Run: cre-assistant rulebook render"


def test_the_page_shows_every_row_every_entry_and_every_source() -> None:
    page = render(BOOK)
    for indicator in BOOK.toolkit.indicators:
        assert indicator.printed in page
        assert all(example.text in page for example in indicator.examples.values())
    assert all(factor.wording in page for factor in BOOK.toolkit.factors)
    assert all(field.label in page for field in BOOK.toolkit.section_3.fields)
    for entry in BOOK.entries:
        assert f"`{entry.id}`, version {entry.version}" in page
        assert entry.because in page
        assert entry.source in page


def test_a_broken_entry_is_named_with_file_and_line(copied: Path) -> None:
    file = copied / "routes.yml"
    change(file, "immediate_danger: true", "immediate_dnager: true")
    line = file.read_text(encoding="utf-8").splitlines().index("      immediate_dnager: true") + 1
    with pytest.raises(DefinitionError, match=rf"routes\.yml:{line}: entries\[0\]\.when"):
        load_assessment_rulebook(copied)


def test_a_row_left_out_of_appendix_3_is_named(copied: Path) -> None:
    change(copied / "indicators.yml", "      low: Prolonged contact with a groomer", "      lo: x")
    with pytest.raises(DefinitionError, match=r"indicators\.yml:\d+: .*examples\.lo"):
        load_assessment_rulebook(copied)


def test_an_entry_without_vignettes_is_a_fault(copied: Path) -> None:
    change(copied / "duties.yml", "  - id: licensed\n", "  - id: licensed_too\n")
    faults = rulebook_check.check(TODAY, copied, combine=False).faults
    assert "licensed_too: lacks a firing vignette" in faults
    assert "licensed_too: lacks a near miss" in faults


def test_a_level_without_a_threshold_is_a_fault(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(copied / "thresholds.yml", "      level: high\n", "      level: low\n")
    rows = [given({"age": 15, "send": False, "indicators": {"missing": at}}) for at in LEVELS]
    monkeypatch.setattr(rulebook_check, "_combinations", lambda: rows)
    faults = rulebook_check.check(TODAY, copied).faults
    assert "the level high suggests no threshold" in faults
    assert "the level low has not exactly one threshold entry" in faults


def test_a_contact_that_no_area_has_is_a_fault(copied: Path) -> None:
    change(copied / "duties.yml", "contacts: [lado]", "contacts: [lada]")
    faults = rulebook_check.check(TODAY, copied, combine=False).faults
    assert "position_of_trust: there is no contact 'lada'" in faults


def test_a_gap_between_two_versions_is_a_fault(copied: Path) -> None:
    file = copied / "routes.yml"
    text = file.read_text(encoding="utf-8")
    entry = text.split("entries:\n")[1].split("  - id: missing_child_now")[0]
    ended = entry.replace("effective_to: null", "effective_to: 2026-12-31")
    later = entry.replace("version: 1", "version: 2").replace(
        "effective_from: 2026-11-21", "effective_from: 2027-01-02"
    )
    file.write_text(text.replace(entry, ended + later), encoding="utf-8")
    faults = rulebook_check.check(TODAY, copied, combine=False).faults
    assert "danger_now: versions 1 and 2 leave a gap" in faults


def test_a_passed_review_date_is_named() -> None:
    due = rulebook_check.check(date(2028, 1, 1), combine=False).due
    assert len(due) == len(BOOK.entries)


def test_a_change_shows_which_vignettes_it_moves(copied: Path) -> None:
    change(copied / "levels.yml", "at_least: high", "at_least: medium")
    found = compare(str(copied), None, TODAY)
    assert "Appendix 3: grooming at high" in [moved.vignette for moved in found.moved]
    moved = next(m for m in found.moved if m.vignette == "Appendix 3: grooming at high")
    assert "  level: medium -> high" in list(moved.lines())
    assert found.added == found.removed == ()


def test_the_same_rulebook_moves_nothing() -> None:
    assert compare(str(RULEBOOK), str(RULEBOOK), TODAY).moved == ()


def test_a_revision_that_does_not_exist_is_refused_in_one_line() -> None:
    with pytest.raises(DefinitionError, match="no such folder or revision"):
        compare("no-such-revision", None, TODAY)


def test_the_commands_check_render_and_compare(
    tmp_path: Path, report: rulebook_check.Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulebook_check, "check", lambda _today: report)
    run = CliRunner().invoke
    checked = run(rulebook, ["check"])
    assert (checked.exit_code, "The rulebook is whole." in checked.output) == (0, True)
    page = tmp_path / "page.md"
    assert run(rulebook, ["render", "--output", str(page)]).exit_code == 0
    assert page.read_text(encoding="utf-8") == render(BOOK)
    compared = run(rulebook, ["diff", str(RULEBOOK)])
    assert (compared.exit_code, compared.output[:5]) == (0, "0 of ")


def test_a_broken_rulebook_ends_the_command_with_one_line(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(copied / "duties.yml", "contacts: [lado]", "contacts: [lada]")
    real = rulebook_check.check
    monkeypatch.setattr(
        rulebook_check, "check", lambda today: real(today, copied, VIGNETTES, False)
    )
    checked = CliRunner().invoke(rulebook, ["check"])
    assert checked.exit_code == 1
    assert "there is no contact 'lada'" in checked.output
