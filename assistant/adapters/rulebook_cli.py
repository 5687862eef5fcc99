"""`cre-assistant rulebook`: check it, make its page, show what a change moves.

Each command imports what it needs when it runs, so that the command line starts fast.
"""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.domain.errors import AssistantError
from assistant.progress import ROOT, PlainError, guarded, relative, say

PAGE = ROOT / "docs" / "rulebook.md"

rulebook = typer.Typer(
    no_args_is_help=True,
    help="The rulebook of assessments: check it, make its page, compare versions.",
)


@rulebook.command()
def check() -> None:
    """Check that every combination has an outcome and every vignette comes out as it says."""
    raise typer.Exit(guarded(_check))


def _check() -> int:
    from assistant.adapters.rulebook_check import check as run

    try:
        report = run(date.today())
    except AssistantError as error:
        raise PlainError(str(error)) from error
    say(
        f"{report.entries} entries, {report.vignettes} vignettes and "
        f"{report.combinations} combinations checked."
    )
    for line in report.due:
        say(f"Review is overdue. {line}")
    for line in report.faults:
        say(line)
    if report.faults:
        raise PlainError(f"The rulebook is not whole: {len(report.faults)} faults.")
    say("The rulebook is whole.")
    return 0


@rulebook.command()
def render(
    output: Annotated[Path, typer.Option(help="Where the page goes.")] = PAGE,
) -> None:
    """Make the page on which the rulebook can be read against the toolkit, line by line."""
    raise typer.Exit(guarded(partial(_render, output)))


def _render(output: Path) -> int:
    from assistant.adapters.rulebook_files import load_assessment_rulebook
    from assistant.adapters.rulebook_page import render as page

    try:
        output.write_text(page(load_assessment_rulebook()), encoding="utf-8")
    except AssistantError as error:
        raise PlainError(str(error)) from error
    except OSError as error:
        raise PlainError(f"{output} can't be written: {error.strerror}") from error
    say(f"Written: {relative(output.resolve())}")
    return 0


@rulebook.command()
def diff(
    old: Annotated[str, typer.Argument(help="A git revision, or a folder with rulebook files.")],
    new: Annotated[
        str | None, typer.Argument(help="The same; the files as they are now if left out.")
    ] = None,
) -> None:
    """Show which vignettes come out differently between two versions."""
    raise typer.Exit(guarded(partial(_diff, old, new)))


def _diff(old: str, new: str | None) -> int:
    from assistant.adapters.rulebook_diff import compare

    try:
        found = compare(old, new, date.today())
    except AssistantError as error:
        raise PlainError(str(error)) from error
    for words, entries in (("New", found.added), ("Gone", found.removed)):
        if entries:
            say(f"{words}: {', '.join(entries)}")
    for moved in found.moved:
        say("\n".join(moved.lines()))
    say(f"{len(found.moved)} of {found.vignettes} vignettes come out differently.")
    return 0
