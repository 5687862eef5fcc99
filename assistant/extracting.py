"""Every text that can be translated, by the file in which it stands in English."""

from collections.abc import Mapping

from api.pages import words as pages
from api.words import words_in as widget_words
from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.domain.languages import ENGLISH
from assistant.domain.translating import form_in, wording_in

Texts = dict[str, list[str]]


def every_text() -> Texts:
    """The texts of the public journey's forms and wording, of the widget and of the pages.

    Forms and wording are walked as a translation walks them, so none can be missed.
    """
    found: Texts = {}
    for form in in_force(load_editions()).values():
        form_in(form, _Noting(found.setdefault(f"forms/{form.id}.yml", [])))
    wording_in(load_wording(), _Noting(found.setdefault("forms/answers.yml", [])))
    found["api/widget/words/en.json"] = _of(widget_words(ENGLISH))
    found["api/pages/words/en.json"] = _of(pages.words_in(ENGLISH))
    return {source: texts for source, texts in found.items() if texts}


class _Noting:
    """A translation into nothing else, that remembers what it was asked."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def __call__(self, text: str) -> str:
        if text:
            self._texts.append(text)
        return text


def _of(words: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [
        text for section, texts in words.items() if section != "about" for text in texts.values()
    ]
