"""What the public read, wherever it comes from, can be read at the age of about nine."""

import pytest

from api.pages import words as pages
from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.domain.definition import Audience
from assistant.domain.languages import ENGLISH
from tests.unit.api.reading_age import reading_age

OLDEST = 9.5
PAGES = pages.words_in(ENGLISH)
FORMS = in_force(load_editions())
FLOWS = [form for form in FORMS.values() if form.is_flow]
FOR_THE_PUBLIC = ("operation_liberty", "social_care_referral")
PARTS = "parts"
"""Names of boxes, a word or two each: no sentences."""


def age(texts: list[str]) -> float:
    """The reading age of texts together, each as a sentence of its own."""
    sentences = [text if text[-1] in ".?!" else f"{text}." for text in texts if " " in text]
    return reading_age(" ".join(sentences))


def asked(form_id: str) -> list[str]:
    """The questions of a form as the public are asked them."""
    prompts = (question.prompts.get(Audience.PUBLIC) for question in FORMS[form_id].questions)
    return [prompt for prompt in prompts if prompt]


@pytest.mark.parametrize("form_id", FOR_THE_PUBLIC)
def test_the_questions_of_a_form_are_plain(form_id: str) -> None:
    assert asked(form_id)
    assert age(asked(form_id)) <= OLDEST


def test_the_questions_on_the_way_are_plain() -> None:
    assert age([prompt for form in FLOWS for prompt in asked(form.id)]) <= OLDEST


def test_what_is_said_to_commands_and_mistakes_is_plain() -> None:
    assert age(list(load_wording().said.values())) <= OLDEST


@pytest.mark.parametrize("section", sorted(set(PAGES) - {"about", PARTS}))
def test_the_texts_of_the_pages_are_plain(section: str) -> None:
    assert age(list(PAGES[section].values())) <= OLDEST
