"""Templates, and messages as paragraphs and lists."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from api.pages.words import say, spoken, words_in

_TEMPLATES = Path(__file__).parent / "templates"
_BULLET = "• "
_NUMBER = re.compile(r"^(?P<name>[^:]{3,80}): (?P<number>(?:\+44|0)[\d ]{8,13}\d|999|101)$")


@dataclass(frozen=True)
class Block:
    """A paragraph, a list, or a number to ring."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str | Iterable[str]) -> list[Block]:
    """A message as its paragraphs, lists and numbers."""
    every = text.split("\n") if isinstance(text, str) else list(text)
    found: list[tuple[str, list[str]]] = []
    for line in every:
        kind = _kind(line)
        if not line.strip():
            found.append(("blank", []))
        elif kind == "list" and found and found[-1][0] == "list":
            found[-1][1].append(line.removeprefix(_BULLET).strip())
        elif line.startswith("  ") and found and found[-1][0] == "list":
            found[-1][1][-1] += f"\n{line.strip()}"
        else:
            found.append((kind, [line.removeprefix(_BULLET).strip()]))
    return [Block(kind, tuple(said)) for kind, said in found if said]


def _kind(line: str) -> str:
    if line.startswith(_BULLET):
        return "list"
    return "number" if _NUMBER.match(line.strip()) else "text"


def number_of(line: str) -> dict[str, str]:
    """Whose number a line holds, the number, and its address to ring."""
    match = _NUMBER.match(line)
    if match is None:
        return {"name": line, "number": "", "href": ""}
    return {**match.groupdict(), "href": "tel:" + match["number"].replace(" ", "")}


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(say=say)
    made.filters.update(blocks=blocks, number_of=number_of)
    return made


_PAGES = _environment()


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. It is never stored: see `headers.py`."""
    html = _PAGES.get_template(f"{template}.html").render(
        **values,
        about=words_in(spoken().language)["about"],
        beside=Markup(spoken().beside),  # noqa: S704 (made of escaped parts)
    )
    return HTMLResponse(html, status_code=status)
