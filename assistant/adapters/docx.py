"""The filled document as an editable Word file, made with python-docx (docs/decisions/0010).

What each form prints stands in `docx_forms` and `docx_assessment`; here is how it is put on the
page: real headings, real tables whose first row is repeated on every page, British English, and no
name in the file's own properties. The same payload makes the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from assistant.adapters.docx_answers import DOCUMENT_WORDS, Cell, DocumentWords, Text
from assistant.adapters.docx_forms import WRITERS
from assistant.adapters.pdf import DocumentError
from assistant.adapters.rulebook_files import load_toolkit
from assistant.domain.display import readable
from assistant.domain.toolkit import Toolkit

_ACCENT, _QUIET, _TINT = "1B3B5F", "5B6570", "EFF3F7"
_FONT = "Arial"
_WIDTH_CM = 18.0
_LABEL_CM = 5.2
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name: the bytes must not depend on when they were made."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202d\u202e]")
"""What XML can't hold, and the two controls that reverse the order of a text."""
_FROM_RIGHT = re.compile("^[^A-Za-z]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class WordFiller:
    """Fills the document that people go on to edit; safe to share between threads."""

    def __init__(self, toolkit: Toolkit | None = None, words: DocumentWords | None = None) -> None:
        """`toolkit` has the paper's own words, `words` ours; both are read from their files."""
        self._toolkit = toolkit or load_toolkit()
        self._words = words or DocumentWords.from_file(DOCUMENT_WORDS)

    def fill(self, payload: Mapping[str, Any], template: str) -> bytes:
        """The Word file of a payload, by the template of that name. Raises DocumentError."""
        if template not in WRITERS:
            raise DocumentError(f"There is no template '{template}'")
        page = Page(payload, self._words)
        WRITERS[template](page, readable(payload), self._toolkit, self._words)
        return page.as_bytes()


def fill_docx(payload: Mapping[str, Any]) -> bytes:
    """The Word file of a payload, by the form that it names."""
    return _filler().fill(payload, str(payload["form"]))


@cache
def _filler() -> WordFiller:
    """One for all, so that the toolkit is read once."""
    return WordFiller()


class Page:
    """A Word document in the making."""

    def __init__(self, payload: Mapping[str, Any], words: DocumentWords) -> None:
        """Begin the document of a payload, with its title, its language and its footer."""
        self._document: WordDocument = Document()
        self._reported = datetime.fromisoformat(payload["reported_at"])
        _set_styles(self._document)
        _set_properties(self._document, payload, self._reported)
        _set_page(self._document, payload, words)

    def heading(self, text: str, level: int = 2) -> None:
        """A heading that Word's navigation shows; an annex begins on a new page."""
        is_first = not self._document.paragraphs
        heading = self._document.add_heading(_safe(text), level)
        heading.paragraph_format.page_break_before = (level == 1 and not is_first) or None

    def paragraph(self, *texts: Text) -> None:
        """One paragraph for each text."""
        for text in texts:
            _write(self._document.add_paragraph(), text)

    def bullets(self, texts: Iterable[str]) -> None:
        """A list."""
        for text in texts:
            self._document.add_paragraph(_safe(text), style="List Bullet")

    def rows(self, rows: Iterable[tuple[str, Cell]]) -> None:
        """What was asked on the left, what was answered on the right."""
        filled = [[Text(label, bold=True), cell] for label, cell in rows]
        if filled:
            widths = (_LABEL_CM, _WIDTH_CM - _LABEL_CM)
            self._table(filled, widths, head=False)

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[float]
    ) -> None:
        """A table with its columns named in a row that is repeated on each page. Widths in cm;
        the first column takes what they leave."""
        first = _WIDTH_CM - sum(widths)
        named: list[Sequence[Cell]] = [[Text(head, bold=True) for head in heads]]
        self._table([*named, *rows], (first, *widths), head=True)

    def as_bytes(self) -> bytes:
        """The finished file."""
        made = io.BytesIO()
        self._document.save(made)
        return _without_dates(made.getvalue())

    def _table(
        self, rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, head: bool
    ) -> None:
        table = self._document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
        table.autofit = False
        _say_what_is_a_head(table, first_row=head)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            is_head = head and number == 0
            _set_row(row, is_head=is_head, long=sum(map(_length, cells)) > 900)
            for place, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = Cm(widths[place])
                _fill(cell, content, shaded=is_head or (not head and place == 0))
        # Word joins two tables that nothing stands between.
        self._document.add_paragraph(style="Gap")


def _say_what_is_a_head(table: Table, *, first_row: bool) -> None:
    """For a screen reader: the first row names the columns, or the first column the rows."""
    for look in table._tbl.iter(qn("w:tblLook")):
        look.attrib.pop(qn("w:val"), None)
        look.set(qn("w:firstRow"), "1" if first_row else "0")
        look.set(qn("w:firstColumn"), "0" if first_row else "1")


def _fill(cell: _Cell, content: Cell, *, shaded: bool) -> None:
    texts = (content,) if isinstance(content, Text) else content
    for number, text in enumerate(texts):
        _write(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), text)
    if shaded:
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
            shading.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shading)


def _write(paragraph: Paragraph, text: Text) -> None:
    written = _safe(text.text)
    run = paragraph.add_run(written)
    run.bold = text.bold or None
    if text.quiet:
        run.font.color.rgb = RGBColor.from_string(_QUIET)
    if _FROM_RIGHT.match(written):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True


def _length(cell: Cell) -> int:
    return sum(len(text.text) for text in ((cell,) if isinstance(cell, Text) else cell))


def _safe(text: str) -> str:
    """The text as XML can hold it, a character that it can't by its number: `[U+0000]`."""
    lines = _LINE_ENDS.sub("\n", text)
    return _UNPRINTABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", lines)


def _set_row(row: _Row, *, is_head: bool, long: bool) -> None:
    """A row stays on one page unless it is long; the head comes again on every page."""
    properties = row._tr.get_or_add_trPr()
    if not long:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


# --- The document as a whole --------------------------------------------------------------------


def _set_styles(document: WordDocument) -> None:
    styles: Any = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
    _set_font(styles["Normal"], 10)
    for level, size in ((1, 16), (2, 12), (3, 10)):
        heading = styles[f"Heading {level}"]
        _set_font(heading, size)
        heading.font.color.rgb = RGBColor.from_string(_ACCENT)
        heading.paragraph_format.space_before = Pt(10)
        heading.paragraph_format.space_after = Pt(4)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    styles["Normal"].paragraph_format.line_spacing = 1.1
    gap = styles.add_style("Gap", WD_STYLE_TYPE.PARAGRAPH)
    gap.base_style = styles["Normal"]
    gap.font.size = Pt(4)
    gap.paragraph_format.space_after = Pt(0)


def _set_font(style: ParagraphStyle, size: float) -> None:
    """One font for everything: a theme's font would otherwise win over the one that is named."""
    style.font.name = _FONT
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), _FONT)


def _set_properties(document: WordDocument, payload: Mapping[str, Any], reported: datetime) -> None:
    """Title and reference, and nothing about anybody."""
    properties = document.core_properties
    properties.title = _safe(f"{payload['title']} {payload['reference']}")
    properties.identifier = _safe(str(payload["reference"]))
    properties.language = "en-GB"
    properties.author = properties.last_modified_by = properties.comments = ""
    # Word takes these as universal time, and python-docx only without a zone.
    properties.created = properties.modified = reported.astimezone(UTC).replace(tzinfo=None)


def _set_page(document: WordDocument, payload: Mapping[str, Any], words: DocumentWords) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - _WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.8)
    footer = section.footer.paragraphs[0]
    style: Any = document.styles["Footer"]
    style.paragraph_format.tab_stops.clear_all()
    style.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    named = f"{words.of_all('reference')} {payload['reference']}   {payload['title']}"
    footer.add_run(_safe(f"{named}\t{words.of_all('page')} "))
    _add_field(footer, "PAGE")
    footer.add_run(f" {words.of_all('of')} ")
    _add_field(footer, "NUMPAGES")
    for run in footer.runs:
        run.font.size = Pt(8)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A number that Word works out itself."""
    for kind in ("begin", "separate", "end"):
        run: Any = paragraph.add_run()
        if kind == "separate":
            text = OxmlElement("w:instrText")
            text.text = instruction
            run._r.append(text)
            run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def _without_dates(file: bytes) -> bytes:
    """The same file, with one date for all that is in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return made.getvalue()
