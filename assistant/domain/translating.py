"""Forms and wording in another language: the same definitions with their texts replaced.

Only the journey of the public is translated: a text that practitioners alone meet stays English.
What people may type stays as it is, with the English labels, because it is understood in English.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.domain.definition import (
    Audience,
    Condition,
    FormDefinition,
    Notice,
    Option,
    Question,
)
from assistant.domain.wording import Reply, Wording

Say = Callable[[str], str]
"""A text in another language."""


def form_in(form: FormDefinition, say: Say) -> FormDefinition:
    """A form in the words of a language. An assessment is for practitioners, so it stays."""
    if form.weighed:
        return form
    return replace(
        form,
        title=say(form.title),
        sections=_all(form.sections, say),
        opening=_notices(form.opening, say),
        before_sending=_notices(form.before_sending, say),
        after_sending=_notices(form.after_sending, say),
        when_withheld=_notices(form.when_withheld, say),
        send_label=say(form.send_label) if form.send_label else None,
        questions=tuple(_question(q, say) for q in form.questions),
    )


def wording_in(wording: Wording, say: Say) -> Wording:
    """What is said to questions and commands, in the words of a language."""
    return replace(
        wording,
        said=_all(wording.said, say),
        choices=_all(wording.choices, say),
        given=_all(wording.given, say),
        words=_all(wording.words, say),
        questions=tuple(_reply(reply, say) for reply in wording.questions),
    )


def _all(texts: Mapping[str, str], say: Say) -> dict[str, str]:
    return {key: say(text) for key, text in texts.items()}


def _notices(notices: tuple[Notice, ...], say: Say) -> tuple[Notice, ...]:
    return tuple(n if _for_practitioners(n.when) else replace(n, text=say(n.text)) for n in notices)


def _question(question: Question, say: Say) -> Question:
    if _for_practitioners(question.relevant):
        return question
    return replace(
        question,
        label=say(question.label),
        prompts=_to_public(question.prompts, say),
        help=say(question.help),
        why=say(question.why),
        options=tuple(_option(o, say) for o in question.options),
        called=(*question.called, question.label),
    )


def _option(option: Option, say: Say) -> Option:
    return replace(option, label=say(option.label), also=(*option.also, option.label))


def _reply(reply: Reply, say: Say) -> Reply:
    return replace(reply, texts=_to_public(reply.texts, say))


def _to_public(texts: Mapping[Audience, str], say: Say) -> Mapping[Audience, str]:
    return {**texts, Audience.PUBLIC: say(texts[Audience.PUBLIC])}


def _for_practitioners(when: Condition | None) -> bool:
    """Whether nobody else can meet what has this condition."""
    if when is None:
        return False
    named = [clause.audience is Audience.PRACTITIONER for clause in when.clauses]
    return all(named) if when.any_of else any(named)
