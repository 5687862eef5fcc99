"""Forms and wording in another language: what changes, and what must not."""

from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.domain.definition import Audience
from assistant.domain.translating import form_in, wording_in

FORMS = in_force(load_editions())
WORDING = load_wording()


def loud(text: str) -> str:
    """A language of which every word is known to be translated."""
    return f"«{text}»"


def test_everything_that_the_public_is_asked_is_translated() -> None:
    for form in (FORMS["operation_liberty"], FORMS["opening"], FORMS["social_care_referral"]):
        for question, before in zip(form_in(form, loud).questions, form.questions, strict=True):
            if question == before:
                continue
            assert question.prompts[Audience.PUBLIC] == loud(before.prompts[Audience.PUBLIC])
            said = (question.label, question.help, question.why)
            assert said == (loud(before.label), loud(before.help), loud(before.why))
            labels = [option.label for option in question.options]
            assert labels == [loud(option.label) for option in before.options]


def test_what_only_practitioners_meet_stays_english() -> None:
    form = form_in(FORMS["operation_liberty"], loud)
    assert form.question("advice_step") == FORMS["operation_liberty"].question("advice_step")
    for question in form.questions:
        assert "«" not in question.prompts[Audience.PRACTITIONER] or (
            question.prompts[Audience.PRACTITIONER] == question.prompts[Audience.PUBLIC]
        )
    notices = {notice.text.startswith("«") for notice in form.opening}
    assert notices == {True, False}
    assert form_in(FORMS["cre_risk_assessment"], loud) is FORMS["cre_risk_assessment"]


def test_english_words_are_understood_in_every_language() -> None:
    before = FORMS["operation_liberty"].question("identity")
    identity = form_in(FORMS["operation_liberty"], loud).question("identity")
    assert before.label in identity.called
    for option, was in zip(identity.options, before.options, strict=True):
        assert (option.value, was.label in option.also) == (was.value, True)


def test_the_wording_keeps_the_words_by_which_it_understands() -> None:
    spoken = wording_in(WORDING, loud)
    assert spoken.said["review"] == loud(WORDING.said["review"])
    assert spoken.commands == WORDING.commands
    assert spoken.yes == WORDING.yes
    for reply, before in zip(spoken.questions, WORDING.questions, strict=True):
        assert reply.texts[Audience.PUBLIC] == loud(before.texts[Audience.PUBLIC])
        assert reply.phrases == before.phrases
