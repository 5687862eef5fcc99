"""Which vignettes come out differently under another version of the rulebook."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.rulebook_vignettes import VIGNETTES, load_vignettes, summary
from assistant.adapters.yaml_files import ROOT, RULEBOOK
from assistant.domain.assessment import suggest
from assistant.domain.assessment_entries import TABLES, AssessmentRulebook
from assistant.domain.errors import AssistantError, DefinitionError

FILES = ("indicators", "vulnerability_factors", "analysis", *TABLES)


@dataclass(frozen=True)
class Moved:
    """One vignette whose outcome differs."""

    vignette: str
    before: dict[str, Any]
    after: dict[str, Any]

    def lines(self) -> Iterable[str]:
        """What differs, for people."""
        yield self.vignette
        for key, was in self.before.items():
            if was != self.after.get(key):
                yield f"  {key}: {_shown(was)} -> {_shown(self.after.get(key))}"


@dataclass(frozen=True)
class Difference:
    """What differs between two versions."""

    moved: tuple[Moved, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    vignettes: int


def compare(old: str, new: str | None, today: date, vignettes: Path = VIGNETTES) -> Difference:
    """Compare two versions, each a folder or a git revision; the new one is the present files.

    Raises DefinitionError where one can't be read.
    """
    before, after = _load(old), _load(new) if new else load_assessment_rulebook(RULEBOOK)
    cases = load_vignettes(vignettes)
    moved = []
    for case in cases:
        was, now = (_outcome(book, case.given, today) for book in (before, after))
        if was != now:
            moved.append(Moved(case.name, was, now))
    ids = [{f"{e.id} version {e.version}" for e in book.entries} for book in (before, after)]
    return Difference(
        tuple(moved), tuple(sorted(ids[1] - ids[0])), tuple(sorted(ids[0] - ids[1])), len(cases)
    )


def _outcome(book: AssessmentRulebook, given: Any, today: date) -> dict[str, Any]:
    """What a version makes of a case; one that doesn't know a row or fact says so."""
    try:
        return summary(suggest(book, given, today))
    except AssistantError as error:
        return {"refused": type(error).__name__}


def _load(where: str) -> AssessmentRulebook:
    folder = Path(where)
    if folder.is_dir():
        return load_assessment_rulebook(folder)
    with TemporaryDirectory() as name:
        for file in FILES:
            text = _at_revision(where, f"assistant/rulebook/{file}.yml")
            (Path(name) / f"{file}.yml").write_text(text, encoding="utf-8")
        return load_assessment_rulebook(Path(name))


def _at_revision(revision: str, path: str) -> str:
    if revision.startswith("-"):
        raise DefinitionError(f"{revision} is neither a folder nor a git revision")
    shown = subprocess.run(  # noqa: S603  (a list, no shell)
        ["git", "show", f"{revision}:{path}"],  # noqa: S607  (git is what the project needs)
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if shown.returncode != 0:
        raise DefinitionError(f"{path} can't be read at {revision}: no such folder or revision")
    return shown.stdout


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "none"
    return "none" if value is None else str(value)
