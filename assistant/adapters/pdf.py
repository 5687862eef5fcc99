"""The filled document as a PDF, made with Typst from a template under `forms/`.

What people typed travels as JSON beside the template and is placed as text; it is never part of
the template, so nothing in it can be taken for markup. The documents are tagged (PDF/UA-1), use
only the fonts in `forms/fonts`, and come out the same, byte for byte, wherever they are made.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from assistant.domain.display import readable
from assistant.domain.errors import AssistantError

FORMS = Path(__file__).resolve().parents[2] / "forms"
_STANDARD: Any = ["ua-1"]
_HERE = ZoneInfo("Europe/London")
_TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


class DocumentError(AssistantError):
    """A document could not be made. Never holds what is in it."""


class TypstFiller:
    """Fills the document that people read; safe to share between threads."""

    def __init__(self, forms: Path = FORMS) -> None:
        """`forms` holds the templates and, under `fonts`, the only fonts that are used."""
        self._forms = forms
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(forms / "fonts")],
        )
        self._compilers: dict[str, typst.Compiler] = {}
        self._lock = threading.Lock()

    def fill(self, payload: Mapping[str, Any], template: str) -> bytes:
        """The PDF of a payload, by the template of that name. Raises DocumentError."""
        shown = readable(payload)
        try:
            return self._compile(_cleaned(shown, _printable), template)
        except typst.TypstError:
            narrower = _cleaned(shown, _surely_printable)
        try:
            return self._compile(narrower, template)
        except typst.TypstError as error:
            raise DocumentError(_where(error, template)) from None

    def _compile(self, payload: Mapping[str, Any], template: str) -> bytes:
        reported = datetime.fromisoformat(payload["reported_at"])
        inputs = {
            "payload": json.dumps(payload, ensure_ascii=False),
            "shown": json.dumps({"reported_at": _moment(reported)}),
        }
        with self._lock:
            made = self._compiler(template).compile(
                format="pdf", sys_inputs=inputs, pdf_standards=_STANDARD, timestamp=reported
            )
        if not isinstance(made, bytes):
            raise DocumentError(f"The document '{template}' came out in pieces")
        return made

    def _compiler(self, template: str) -> typst.Compiler:
        """One compiler for each template, kept: starting one costs more than using it."""
        if template not in self._compilers:
            path = self._forms / f"{template}.typ"
            if not _TEMPLATE_NAME.match(template) or not path.is_file():
                raise DocumentError(f"There is no template '{template}'")
            self._compilers[template] = typst.Compiler(
                str(path), root=str(self._forms), font_paths=self._fonts, ignore_system_fonts=True
            )
        return self._compilers[template]


def _where(error: typst.TypstError, template: str) -> str:
    """Where in a template an error lies; what Typst says could quote what somebody typed."""
    places = re.findall(r"[a-z0-9_]+\.typ:\d+", error.diagnostic)
    return f"The document '{template}' could not be made ({places[0] if places else 'its text'})"


def _moment(moment: datetime) -> str:
    """A moment as the desk reads it, in the time of the place: Friday 20 November 2026, 23:14."""
    local = moment.astimezone(_HERE)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def _cleaned(value: Any, printable: Callable[[str], bool]) -> Any:
    """The same data with every character in it printable, or its number: `[U+E000]`."""
    if isinstance(value, str):
        lines = _LINE_ENDS.sub("\n", value).translate(_REPLACED)
        return "".join(c if printable(c) else f"[U+{ord(c):04X}]" for c in lines)
    if isinstance(value, Mapping):
        return {key: _cleaned(item, printable) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item, printable) for item in value]
    return value


_REPLACED = str.maketrans({"\t": "    ", **dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")})
"""Characters that print nothing would still spoil what is copied or searched."""
_UNSEEN = frozenset({"Cc", "Cn", "Co", "Cs"})
_OVERRIDES = frozenset("\u202d\u202e")
"""They would print a text in another order than it was read in."""


def _printable(character: str) -> bool:
    """Whether the fonts have it: all but ancient scripts and characters without a shape."""
    if character == "\n" or " " <= character <= "~":
        return True
    code = ord(character)
    return (
        (code < 0x12000 or 0x1B000 <= code < 0x20000 or 0xE0000 <= code < 0xE0200)
        and character not in _OVERRIDES
        and unicodedata.category(character) not in _UNSEEN
    )


def _surely_printable(character: str) -> bool:
    """A second, narrower try: a newer Python knows characters that the fonts do not."""
    code = ord(character)
    return character == "\n" or (
        code < 0x10000
        and character not in _OVERRIDES
        and unicodedata.ucd_3_2_0.category(character) not in _UNSEEN
    )
