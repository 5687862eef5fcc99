"""A payload as a Word document prints it: question by question, and why a box is empty."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from assistant.domain.display import in_words

DOCUMENT_WORDS = Path(__file__).resolve().parents[2] / "forms" / "documents.toml"
_HERE = ZoneInfo("Europe/London")
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str
    bold: bool = False
    quiet: bool = False


Cell = Text | Sequence[Text]


class Sheet(Protocol):
    """What can be printed on."""

    def heading(self, text: str, level: int = 2) -> None:
        """A heading; the first level begins a page."""
        ...

    def paragraph(self, *texts: Text) -> None:
        """One paragraph for each text."""
        ...

    def bullets(self, texts: Iterable[str]) -> None:
        """A list."""
        ...

    def rows(self, rows: Iterable[tuple[str, Cell]]) -> None:
        """What was asked and what was answered."""
        ...

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[float]
    ) -> None:
        """A table with its columns named."""
        ...


@dataclass(frozen=True)
class DocumentWords:
    """What is printed around the answers, by table and key."""

    tables: Mapping[str, Mapping[str, Any]]

    @classmethod
    def from_file(cls, path: Path) -> "DocumentWords":
        """From `forms/documents.toml`."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    def of_all(self, key: str) -> str:
        """A word that every document has."""
        return str(self.tables["words"][key])


class Answered:
    """A payload, question by question."""

    def __init__(self, payload: Payload, words: DocumentWords) -> None:
        """`words` say what to print where nothing was answered."""
        self.payload = payload
        self.words = words
        self.questions: Mapping[str, Mapping[str, Any]] = {q["id"]: q for q in payload["questions"]}
        self.printed: set[str] = set()
        """The questions that have their place; any other is printed at the end."""

    def label(self, question: str, default: str = "") -> str:
        """What the form calls it."""
        return str(self.questions[question]["label"]) if question in self.questions else default

    def section(self, question: str, default: str) -> str:
        """The title of the section that it stands in."""
        return str(self.questions[question]["section"]) if question in self.questions else default

    def said(self, question: str) -> bool:
        """Whether anything at all was said to it."""
        return self.questions.get(question, {}).get("given") not in (None, "skip")

    def value(self, question: str) -> Any:
        """The answer itself, or None."""
        return self.payload["answers"].get(question)

    def nothing(self, question: str) -> Text:
        """What to print where there is no answer: unknown is not "no"."""
        given = self.questions.get(question, {}).get("given")
        known = given if given in ("dont_know", "prefer_not_to_say", "nobody") else "not_given"
        return Text(self.words.of_all(known), quiet=True)

    def answer(self, question: str, *, bold: bool = False) -> Sequence[Text]:
        """The answer in plain words, or why there is none."""
        self.printed.add(question)
        display = self.questions.get(question, {}).get("display") or ""
        lines = [display] if isinstance(display, str) else list(display)
        if self.value(question) is None or not any(lines):
            return [self.nothing(question)]
        return [Text(line, bold=bold) for line in lines]

    def rows(self, *questions: str, bold: bool = False) -> list[tuple[str, Cell]]:
        """Questions with their answers; one that the form does not have is left out."""
        return [
            (self.label(q), self.answer(q, bold=bold)) for q in questions if q in self.questions
        ]

    def extras(self, *questions: str) -> list[tuple[str, Cell]]:
        """Questions that the paper has no box for: only where something was said to them."""
        self.printed.update(questions)
        return self.rows(*(question for question in questions if self.said(question)))

    def people(self, *questions: str) -> list[tuple[str, Cell]]:
        """Persons and contacts, every part under its name."""
        return [(self.label(q), self._people(q)) for q in questions if q in self.questions]

    def named(self, question: str) -> list[tuple[str, Cell]]:
        """A contact in two boxes: the name, and the rest."""
        self.printed.add(question)
        contact = dict(self.value(question) or {})
        name = contact.pop("name", None)
        return [
            (
                self.words.of_all("name"),
                Text(name, bold=True) if name else self.nothing(question),
            ),
            (self.words.of_all("contact"), self._parts(contact) or self.nothing(question)),
        ]

    def rest(self, sheet: Sheet) -> None:
        """A question added to the definition alone is printed too."""
        left = [q for q in self.questions if q not in self.printed]
        if left:
            sheet.heading(self.words.of_all("other"))
            sheet.rows(self.rows(*left))

    def _people(self, question: str) -> Cell:
        self.printed.add(question)
        found = self.value(question)
        if not found:
            return self.nothing(question)
        items = found if isinstance(found, list) else [found]
        several = len(items) > 1
        return [
            line
            for number, item in enumerate(items, 1)
            for line in self._person(item, f"{number}. " if several else "", question)
        ]

    def _person(self, item: Mapping[str, Any], number: str, question: str) -> list[Text]:
        lines = self._parts(item) or [self.nothing(question)]
        first = lines[0]
        return [Text(number + first.text, bold=True, quiet=first.quiet), *lines[1:]]

    def _parts(self, item: Mapping[str, Any]) -> list[Text]:
        names = self.words.tables["words"]["parts"]
        return [
            Text(f"{names.get(key) or upper_first(key.replace('_', ' '))}: {value}")
            for key, value in item.items()
            if value is not None
            and not isinstance(value, bool)
            and not (key == "age" and "age_text" in item)
        ]


# --- Small things -------------------------------------------------------------------------------


def moment(written: str) -> str:
    """A moment as it stands in a payload, in the time of the place."""
    local = datetime.fromisoformat(written).astimezone(_HERE)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def title_block(
    sheet: Sheet, form: Answered, facts: Iterable[tuple[str, Cell]], title: str = ""
) -> None:
    payload = form.payload
    sheet.heading(title or payload["title"], 1)
    edition = f"{payload['edition']} {form.words.of_all('edition')}"
    sheet.rows([
        (form.words.of_all("reference"), Text(f"{payload['reference']} ({edition})", bold=True)),
        *facts,
    ])  # fmt: skip


def area_of(form: Answered) -> str:
    form.printed.add("area")
    display = form.questions.get("area", {}).get("display")
    return upper_first(str(display)) if display else in_words(form.payload["area"])


def linked(payload: Payload, words: DocumentWords) -> Text:
    linked = payload["linked_references"]
    return Text(", ".join(linked)) if linked else Text(words.of_all("no_linked"), quiet=True)


def paragraphs(cell: Cell) -> Sequence[Text]:
    return (cell,) if isinstance(cell, Text) else cell


def yes_no(words: DocumentWords, holds: bool) -> str:
    return words.of_all("yes" if holds else "no")


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
