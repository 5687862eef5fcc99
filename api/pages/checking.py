"""The page on which everything is checked before it is sent, and the page after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.standing import Standing
from api.pages.words import say
from assistant.domain import interview
from assistant.domain.definition import FormDefinition, Question, QuestionType
from assistant.domain.display import display
from assistant.domain.interview import Answer


@dataclass(frozen=True)
class Row:
    """One answer as people read it; `change` is the question to ask again, if it can be."""

    label: str
    shown: tuple[str, ...]
    change: str = ""
    said: str = ""


@dataclass(frozen=True)
class Section:
    """The answers of one section of a form."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Checked:
    """One form with everything that is answered in it."""

    title: str
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()


def to_check(standing: Standing) -> tuple[Checked, ...]:
    """Every form that will be sent. A question of several forms is shown in the first of them."""
    seen: set[str] = set()
    return tuple(_checked(standing, form, seen) for form in standing.course.plan)


def _checked(standing: Standing, form: FormDefinition, seen: set[str]) -> Checked:
    case, by_section = standing.case, dict[str, list[Row]]()
    for question, answer in interview.in_form(form, case.audience, case.answers):
        if question.in_review and question.id not in seen:
            row = _row(standing, question, answer)
            by_section.setdefault(question.section, []).append(row)
        seen.add(question.id)
    sections = (Section(form.sections[s], tuple(rows)) for s, rows in by_section.items())
    return Checked(form.title, tuple(sections), tuple(_remarks(standing, form)))


def _remarks(standing: Standing, form: FormDefinition) -> Iterator[str]:
    """How many reports are sent, where it is one for each child."""
    several = standing.case.answers.get(form.split_by or "")
    if several and several.has_value and len(several.value) > 1:
        said = standing.speaker.wording.said["review_several"]
        yield said.format(count=len(several.value))


def _row(standing: Standing, question: Question, answer: Answer) -> Row:
    speaker = standing.speaker
    if answer.has_value:
        shown = display(question, answer.value, speaker.wording.words)
        lines = (shown,) if isinstance(shown, str) else tuple(shown)
    else:
        lines = (speaker.display(question, answer),)
    words = " … ".join(_words(answer))
    return Row(
        label=question.name,
        shown=lines,
        change=question.id if _changeable(standing, question) else "",
        said=say("check.said", words=words) if words and not question.weighs else "",
    )


def _changeable(standing: Standing, question: Question) -> bool:
    """A question with a single option has nothing to change."""
    single = question.type is QuestionType.CHOICE and len(question.options) == 1
    return not single and standing.can_change(question)


def _words(answer: Answer) -> list[str]:
    """The words an answer came from, in their order, none twice."""
    spans = sorted({s for group in answer.evidence.values() for s in group}, key=lambda s: s.start)
    words: list[str] = []
    reached = -1
    for span in spans:
        if span.end > reached:
            words.append(span.text)
            reached = span.end
    return words


@dataclass(frozen=True)
class Sent:
    """One form that was sent. Its documents go by `number`: no reference in an address."""

    number: int
    title: str
    reference: str
    code: str
    status: str


def sent_forms(standing: Standing) -> tuple[Sent, ...]:
    """Everything that was sent from this conversation."""
    forms = standing.course.forms
    return tuple(
        Sent(
            number=number,
            title=forms[entry["form"]].title,
            reference=entry["reference"],
            code=entry["receipt_code"],
            status=say(f"sent.status_{_status(forms[entry['form']], entry)}"),
        )
        for number, entry in enumerate(standing.state["submissions"], start=1)
    )


def told_nobody(standing: Standing) -> bool:
    """Whether everything was only kept here: it isn't sent, and mustn't be called so."""
    forms = [standing.course.forms[entry["form"]] for entry in standing.state["submissions"]]
    return not any(way.names for way in standing.course.ways(forms))


def _status(form: FormDefinition, entry: Mapping[str, Any]) -> str:
    """What goes to nobody isn't on its way."""
    return str(entry["status"]) if form.needs_recipient else "kept"


def what_happens_next(standing: Standing) -> tuple[dict[str, Any], ...]:
    """What was said after the last sending, without the receipts themselves."""
    codes = [entry["receipt_code"] for entry in standing.state["submissions"]]
    for step in reversed(standing.steps):
        told = [i for i, m in enumerate(step.messages) if any(c in m["text"] for c in codes)]
        if told:
            return step.messages[told[-1] + 1 :]
    return ()
