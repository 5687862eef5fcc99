"""What is said: messages with their choices, as the HTTP contract shapes them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.domain import interview, schemas
from assistant.domain.casefile import REVIEW, CaseFile, span_data
from assistant.domain.definition import FormDefinition, Notice, Question, QuestionType
from assistant.domain.display import display_line, display_parts
from assistant.domain.interview import Answer, Given
from assistant.domain.wording import Wording


class Contacts(Protocol):
    """The contacts that may be shown for an area today: id to number, None where withheld."""

    def __call__(self, area: str) -> Mapping[str, str | None]:
        """The contacts of an area."""
        ...


@dataclass(frozen=True)
class Speaker:
    """Turns questions and wording into messages."""

    wording: Wording
    contacts: Contacts

    def say(self, case: CaseFile, text: str, *, urgent: bool = False) -> dict[str, Any]:
        """One message that asks nothing."""
        return message(self._filled(case, text, {}), urgent=urgent)

    def said(self, case: CaseFile, key: str, **values: str) -> dict[str, Any]:
        """One message of `forms/answers.yml`, by its name under `said`, its places filled."""
        return message(self._filled(case, self.wording.said[key], values))

    def notices(self, case: CaseFile, notices: tuple[Notice, ...]) -> list[dict[str, Any]]:
        """What a form says at its beginning or end, to this audience."""
        return [
            self.say(case, n.text)
            for n in notices
            if interview.holds(n.when, case.audience, case.answers)
        ]

    def ask(self, case: CaseFile, form: FormDefinition, question: Question) -> dict[str, Any]:
        """The question, with its choices and the input it takes."""
        options = interview.options(question, case.answers)
        choices = [{"label": o.label, "value": o.value} for o in options]
        if question.type is QuestionType.YES_NO:
            words = self.wording.words
            choices = [{"label": words[v], "value": v} for v in ("yes", "no")]
        if question.declinable:
            given = (Given.DONT_KNOW, Given.PREFER_NOT_TO_SAY, Given.SKIPPED)
            choices += [self._choice(str(g)) for g in given if not _offers_none(question, g)]
        if case.trail:
            choices.append(self._choice("back"))
        offered = tuple(o.value for o in options)
        return message(
            self._filled(case, question.prompts[case.audience], {}),
            choices=choices,
            multiple=question.type is QuestionType.CHOICES,
            question={"form": form.id, "id": question.id},
            input={
                "kind": schemas.input_kind(question),
                "schema": schemas.answer_schema(question, offered),
            },
            progress=None if form.is_flow else _progress(case, form),
        )

    def review(self, case: CaseFile, form: FormDefinition) -> list[dict[str, Any]]:
        """Everything answered, and the choices to send or to change."""
        answered = interview.in_form(form, case.audience, case.answers)
        lines = [
            self.wording.said["review_line"].format(
                label=question.label, display=self.display(question, answer)
            )
            for question, answer in answered
            if question.in_review
        ]
        several = case.answers.get(form.split_by or "")
        if several and several.has_value and len(several.value) > 1:
            text = self.wording.said["review_several"]
            lines.append(text.format(count=len(several.value)))
        text = "\n".join([self.wording.said["review"], "", *lines, ""])
        choices = [self._choice("send")] + [
            {
                "label": self.wording.choices["change"].format(label=q.label),
                "value": f"change:{q.id}",
            }
            for q, _ in answered
            if q.declinable
        ]
        values = [c["value"] for c in choices]
        return [
            *self.notices(case, form.before_sending),
            message(
                text + self.wording.said["review_change"],
                choices=choices,
                question={"form": form.id, "id": REVIEW},
                input={"kind": "choice", "schema": {"type": "string", "enum": values}},
                progress=_progress(case, form),
            ),
        ]

    def noted(self, case: CaseFile, form: FormDefinition, ids: Sequence[str]) -> dict[str, Any]:
        """What was read from the person's words, each with the words it came from."""
        said = self.wording.said
        lines = []
        for question_id in ids:
            question, answer = form.question(question_id), case.answers[question_id]
            shown = self.display(question, answer)
            words = " … ".join(_words(answer))
            template = said["noted_line"] if words else said["noted_line_plain"]
            lines.append(template.format(label=question.label, display=shown, words=words))
        return message("\n".join([said["noted"], *lines]))

    def display(self, question: Question, answer: Answer) -> str:
        """An answer on one line, or the way it was not given."""
        if not answer.has_value:
            return self.wording.given[answer.given]
        return display_line(question, answer.value, self.wording.words)

    def answers(self, case: CaseFile, forms: Sequence[FormDefinition]) -> dict[str, Any]:
        """The answers as State shows them; the parts of a group stand one by one."""
        shown: dict[str, Any] = {}
        for form in forms:
            for question in form.questions:
                answer = case.answers.get(question.id)
                if answer is not None:
                    shown.update(self._state_entries(question, answer))
        return shown

    def _state_entries(self, question: Question, answer: Answer) -> dict[str, Any]:
        if not (question.repeat and answer.has_value):
            spans = [s for group in answer.evidence.values() for s in group]
            return {question.id: _entry(answer.value, self.display(question, answer), spans)}
        entries = {}
        for i, item in enumerate(answer.value):
            for part, value in item.items():
                spans = list(answer.evidence.get(f"[{i}].{part}", ()))
                shown = display_parts(question.type, {part: value}, self.wording.words)
                entries[f"{question.id}[{i}].{part}"] = _entry(value, shown, spans)
        return entries

    def _choice(self, value: str) -> dict[str, str]:
        return {"label": self.wording.choices[value], "value": value}

    def _filled(self, case: CaseFile, text: str, values: Mapping[str, str]) -> str:
        """The text with its places filled; a line with a withheld contact is left out."""
        if "{" not in text:
            return text
        known: dict[str, str | None] = {**self.contacts(case.area), **values}
        lines = []
        for line in text.split("\n"):
            places = _PLACE.findall(line)
            if all(known.get(p) for p in places):
                lines.append(_PLACE.sub(lambda m: str(known[m.group(1)]), line))
        return "\n".join(lines)


_PLACE = re.compile(r"\{([a-z_0-9]+)\}")


def message(
    text: str,
    *,
    choices: Sequence[Mapping[str, str]] = (),
    multiple: bool = False,
    urgent: bool = False,
    question: Mapping[str, str] | None = None,
    input: Mapping[str, Any] | None = None,  # noqa: A002 (the contract's own word)
    progress: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """A Message of the HTTP contract."""
    return {
        "text": text,
        "choices": list(choices),
        "multiple": multiple,
        "urgent": urgent,
        "question": question,
        "input": input,
        "progress": progress,
    }


def _entry(value: Any, shown: str, spans: Sequence[Any]) -> dict[str, Any]:
    return {"value": value, "display": shown, "evidence": [span_data(s) for s in spans]}


def _progress(case: CaseFile, form: FormDefinition) -> dict[str, int]:
    found = interview.progress(form, case.audience, case.answers)
    return {"answered": found.answered, "remaining": found.remaining}


def _offers_none(question: Question, given: Given) -> bool:
    """A list with "None of these" needs no second way to say it."""
    return given is Given.SKIPPED and any(o.value == "none" for o in question.options)


def _words(answer: Answer) -> list[str]:
    """The words an answer came from, in their order, each once."""
    spans = sorted({s for group in answer.evidence.values() for s in group}, key=lambda s: s.start)
    words: list[str] = []
    reached = -1
    for span in spans:
        if span.end > reached:
            words.append(span.text)
            reached = span.end
    return words
