"""Message catalogues (gettext): one file a language, read and written with Babel.

A text that is marked "fuzzy" waits for a person's review, as translators' tools have it. A
catalogue whose header is marked so is a draft as a whole.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from assistant.domain.errors import DefinitionError
from assistant.domain.languages import Language, Languages

LOCALES = Path(__file__).resolve().parents[2] / "locales"
TEMPLATE = "messages.pot"
_CATALOGUES = "*/LC_MESSAGES/messages.po"
_HEADER = """\
# The texts of the public journey and of the widget. `make messages` keeps this file up to date.
# How to translate, review and switch on a language: docs/languages.md
#"""


def load_languages(line: str, *, drafts: bool, folder: Path = LOCALES) -> Languages:
    """Every language there is a catalogue for; `line` is said of 999 in all of them.

    Raises DefinitionError for a catalogue that can't be read or doesn't know that line.
    """
    files = sorted(folder.glob(_CATALOGUES))
    return Languages(line, tuple(_language(file, line, drafts) for file in files))


def read_catalogue(path: Path) -> Catalog:
    """A catalogue. Raises DefinitionError where it isn't one."""
    try:
        with path.open("rb") as file:
            return read_po(file, locale=_tag(path), abort_invalid=True)
    except (OSError, UnicodeDecodeError, UnknownLocaleError, PoFileError, ValueError) as error:
        raise DefinitionError(f"{_shown(path)}: cannot be read ({type(error).__name__})") from error


def is_current(texts: Mapping[str, Sequence[str]], path: Path) -> bool:
    """Whether a template or catalogue is what `write_catalogues` would make of it now."""
    is_template = path.name == TEMPLATE
    new = _template(texts) if is_template else _updated(read_catalogue(path), texts)
    return path.read_bytes() == _bytes(new)


def write_catalogues(texts: Mapping[str, Sequence[str]], folder: Path = LOCALES) -> list[Path]:
    """Bring the template and every catalogue up to date with the texts of each source.

    Translations stay; those of texts that are gone are kept at the end of the file.
    """
    template = folder / TEMPLATE
    template.write_bytes(_bytes(_template(texts)))
    catalogues = sorted(folder.glob(_CATALOGUES))
    for path in catalogues:
        path.write_bytes(_bytes(_updated(read_catalogue(path), texts)))
    return [template, *catalogues]


def _language(path: Path, line: str, drafts: bool) -> Language:
    catalogue = read_catalogue(path)
    translated = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
    if line not in translated:
        raise DefinitionError(f"{_shown(path)}: the line about 999 has no translation")
    on = drafts or not catalogue.fuzzy
    waiting = {str(m.id) for m in catalogue if m.id and m.string and m.fuzzy}
    spoken = translated if drafts else {k: v for k, v in translated.items() if k not in waiting}
    # In danger an unreviewed line helps more than one that can't be read.
    texts = (spoken if on else {}) | {line: translated[line]}
    locale = Locale.parse(_tag(path))
    name = locale.get_display_name() or _tag(path)
    draft = drafts and bool(waiting)
    return Language(_tag(path), name, locale.text_direction, on, draft, texts)


def _template(texts: Mapping[str, Sequence[str]]) -> Catalog:
    made = Catalog(header_comment=_HEADER, fuzzy=False)
    for source, said in texts.items():
        for text in said:
            made.add(text, locations=[(source, 0)])
    return made


def _updated(catalogue: Catalog, texts: Mapping[str, Sequence[str]]) -> Catalog:
    fuzzy = catalogue.fuzzy
    catalogue.update(_template(texts), no_fuzzy_matching=True)
    catalogue.fuzzy = fuzzy
    return catalogue


def _bytes(catalogue: Catalog) -> bytes:
    """As a file: without the dates, which would change at every run, and what nobody filled in."""
    file = BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False)
    lines = file.getvalue().decode("utf-8").split("\n")
    kept = [line for line in lines if not line.startswith(_LEFT_OUT)]
    return "\n".join(kept).encode("utf-8")


_LEFT_OUT = tuple(
    f'"{name}'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "Language-Team",
        "Last-Translator: FULL NAME",
    )
)


def _tag(path: Path) -> str:
    return path.parent.parent.name


def _shown(path: Path) -> str:
    return "/".join(path.parts[-4:])
