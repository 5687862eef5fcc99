"""What is said: messages with their choices, as the HTTP contract shapes them."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.domain import interview, schemas
from assistant.domain.assessment import Duty
from assistant.domain.casefile import REVIEW, CaseFile, Receipt, span_data
from assistant.domain.definition import FormDefinition, Notice, Question, QuestionType
from assistant.domain.display import display_line, display_parts
from assistant.domain.interview import Answer, Given, Progress
from assistant.domain.wording import Wording
from assistant.services.quoting import heard, words_of

ROW_PART = " – "
"""What stands between a row's wording and the part of it in a label of a form."""
MOST_CHANGE_CHOICES = 25
"""More answers than that are changed by naming them; a list of a hundred buttons helps nobody."""
MOST_CHOICES_IN_WORDS = 8
"""More are shown as buttons, when their question comes first."""


class Contacts(Protocol):
    """The contacts that may be shown for an area today: id to number, None where withheld."""

    def __call__(self, area: str) -> Mapping[str, str | None]:
        """The contacts of an area."""
        ...


@dataclass(frozen=True)
class Way:
    """Where a form goes: `names` of those it reaches, with the form of `carrier` if not alone."""

    form: FormDefinition
    names: tuple[str, ...]
    carrier: FormDefinition | None


@dataclass(frozen=True)
class Speaker:
    """Turns questions and wording into messages."""

    wording: Wording
    contacts: Contacts
    contact_names: Callable[[str], Mapping[str, str]]
    figures: Mapping[str, str]
    """What the settings say, by the name of its place in the texts."""

    def say(self, case: CaseFile, text: str, *, urgent: bool = False) -> dict[str, Any]:
        """One message that asks nothing."""
        return message(self._filled(case, text, {}), urgent=urgent)

    def said(self, case: CaseFile, key: str, **values: str) -> dict[str, Any]:
        """One message of `forms/answers.yml`, by its name under `said`, its places filled."""
        return message(self._filled(case, self.wording.said[key], values))

    def notices(
        self, case: CaseFile, notices: tuple[Notice, ...], needs: Set[str] = frozenset()
    ) -> list[dict[str, Any]]:
        """What a form says at its beginning or end, to this audience and for what is needed."""
        return [
            self.say(case, n.text)
            for n in notices
            if interview.holds(n.when, case.audience, case.answers) and n.suits(needs)
        ]

    def ask(
        self,
        case: CaseFile,
        form: FormDefinition,
        page: Sequence[Question],
        progress: Progress | None,
    ) -> dict[str, Any]:
        """The question, with its choices and the input it takes; the others of its page with it."""
        question = page[0]
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
        return message(
            self._prompt(case, page),
            choices=choices,
            multiple=question.type is QuestionType.CHOICES,
            question={"form": form.id, "id": question.id},
            input={
                "kind": schemas.input_kind(question),
                "schema": schemas.page_schema(
                    page,
                    {q.id: _offered(q, case.answers) for q in page},
                    {q.id: self._annotations(case, q, page) for q in page},
                ),
            },
            progress=vars(progress) if progress else None,
        )

    def _prompt(self, case: CaseFile, page: Sequence[Question]) -> str:
        """What the question asks, what was said of it before, and the others of its page."""
        question, *others = page
        lines = [
            self._filled(case, question.prompts[case.audience], {}),
            *self._known(case, question),
        ]
        if others:
            lines += ["", self.wording.said["page"]]
            for other in others:
                prompt = self._filled(case, other.prompts[case.audience], {})
                said = self.wording.said["page_line"].format(name=short_name(other), prompt=prompt)
                lines += [said + self._choices_in_words(other), *self._known(case, other)]
        return "\n".join(lines)

    def _choices_in_words(self, question: Question) -> str:
        """The choices of a question that has no buttons now; a long list comes when it is asked."""
        words = self.wording.words
        labels = [o.label for o in question.options]
        if question.type is QuestionType.YES_NO:
            labels = [words["yes"], words["no"]]
        if not 0 < len(labels) <= MOST_CHOICES_IN_WORDS:
            return ""
        return self.wording.said["page_choices"].format(choices=" / ".join(labels))

    def _known(self, case: CaseFile, question: Question) -> list[str]:
        """What was said last time, and what was read of it in the person's words."""
        line = self.wording.said["proposed_line"]
        quoted = [
            line.format(display=self._label(question, value), words=words)
            for value, words in heard(case, question).items()
        ]
        return [*self._last_time(case, question), *self._missing(case, question), *quoted]

    def _last_time(self, case: CaseFile, question: Question) -> list[str]:
        before = case.earlier.answers.get(question.id) if case.earlier else None
        if before is None:
            return []
        return [self.wording.said["last_time"].format(display=self.display(question, before))]

    def _missing(self, case: CaseFile, question: Question) -> list[str]:
        """What was read of somebody leaves open parts that the form needs."""
        answer = case.answers.get(question.id)
        missing = interview.missing_parts(question, case.audience, answer) if answer else ()
        if not answer or not missing:
            return []
        words = self.wording.words
        named = ", ".join(words[f"missing_{part}"] for part in missing)
        shown = self.display(question, answer)
        return [self.wording.said["still_missing"].format(display=shown, missing=named)]

    def _label(self, question: Question, value: str) -> str:
        return (
            next(
                (o.label for o in question.options if o.value == value),
                self.wording.words.get(value),
            )
            or value
        )

    def _annotations(
        self, case: CaseFile, question: Question, page: Sequence[Question]
    ) -> dict[str, Any]:
        """What the message says of each question, apart: a client with a field for each can show
        it there, and needn't look for it in the text."""
        found: dict[str, Any] = {}
        if len(page) > 1:
            prompt = self._filled(case, question.prompts[case.audience], {})
            found |= {"title": short_name(question), "description": prompt}
        if last := self._last_time(case, question):
            found["x-last-time"] = last[0]
        if quoted := heard(case, question):
            found["x-heard"] = quoted
        return found

    def review(
        self,
        case: CaseFile,
        forms: Sequence[FormDefinition],
        sendable: Sequence[FormDefinition],
        ways: Sequence[Way],
    ) -> list[dict[str, Any]]:
        """Everything answered in every form, where each goes, and the choices to send or change."""
        shown: dict[str, Question] = {}
        lines = [self.wording.said["review"], "", self.wording.said["goes"]]
        lines += [self._way_line(way) for way in ways]
        for form in forms:
            own = [
                (q, a)
                for q, a in interview.in_form(form, case.audience, case.answers)
                if q.id not in shown
            ]
            if len(forms) > 1:
                lines += ["", form.title]
            lines += ["", *self._review_lines(case, form, own)]
            shown |= {q.id: q for q, _ in own if q.declinable and not q.computed}
        few = len(shown) <= MOST_CHANGE_CHOICES
        lines += ["", self.wording.said["review_change" if few else "review_change_by_name"]]
        choices = self._send_choice(sendable, ways)
        if few:
            change = self.wording.choices["change"]
            choices += [
                {"label": change.format(label=q.name), "value": f"change:{q.id}"}
                for q in shown.values()
            ]
        values = [c["value"] for c in choices]
        notices = [n for form in sendable for n in self.notices(case, form.before_sending)]
        return [
            *notices,
            message(
                "\n".join(lines),
                choices=choices,
                question={"form": forms[0].id, "id": REVIEW},
                input={"kind": "choice", "schema": {"type": "string", "enum": values}},
                progress=vars(interview.progress(forms, case.audience, case.answers)),
            ),
        ]

    def _review_lines(
        self, case: CaseFile, form: FormDefinition, answered: Sequence[tuple[Question, Answer]]
    ) -> list[str]:
        line = self.wording.said["review_line"]
        shown: dict[str, list[str]] = {}
        for question, answer in answered:
            if question.in_review:
                # The answers to one row of the toolkit read as one.
                name = question.label.split(ROW_PART)[0] if _is_row(question) else question.name
                shown.setdefault(name, []).append(self.display(question, answer))
        lines = [line.format(label=name, display="; ".join(parts)) for name, parts in shown.items()]
        several = case.answers.get(form.split_by or "")
        if several and several.has_value and len(several.value) > 1:
            lines.append(self.wording.said["review_several"].format(count=len(several.value)))
        return lines

    def _way_line(self, way: Way) -> str:
        """Whom a form reaches, or that it reaches nobody."""
        line = "goes_with" if way.carrier else "goes_to"
        if not way.names:
            line = "goes_not" if way.form.needs_recipient else "goes_nowhere"
        carrier = way.carrier.title if way.carrier else ""
        names = ", ".join(way.names)
        return self.wording.said[line].format(title=way.form.title, names=names, with_form=carrier)

    def receipt(self, way: Way, receipt: Receipt) -> str:
        """What the reporter keeps of one form, and whether it went anywhere."""
        line = self.wording.said["sent_line" if way.names else "kept_line"]
        return line.format(title=way.form.title, reference=receipt.reference, code=receipt.code)

    def _send_choice(
        self, sendable: Sequence[FormDefinition], ways: Sequence[Way]
    ) -> list[dict[str, str]]:
        """ "Send to the police" where it is that alone; nothing where nothing can go."""
        if not sendable:
            return []
        label = sendable[0].send_label or self.wording.choices["send"]
        if not any(way.names for way in ways):
            label = self.wording.choices["save_only"]
        elif len(sendable) > 1:
            label = self.wording.choices["send_all"]
        return [{"label": label, "value": "send"}]

    def duties(self, case: CaseFile, duties: Sequence[Duty]) -> dict[str, Any]:
        """What must be done besides the forms, and by when, with whom to ring."""
        said, names = self.wording.said, self.contact_names(case.area)
        numbers = {**dict.fromkeys(names), **self.contacts(case.area)}
        lines = [said["duties"]]
        for duty in duties:
            lines.append(said["duty"].format(name=duty.name, what=duty.what, by=duty.by))
            lines += [_contact_line(id_, names[id_], numbers[id_]) for id_ in duty.contacts]
        return message(self._filled(case, "\n".join(lines), {}))

    def noted(self, case: CaseFile, form: FormDefinition, ids: Sequence[str]) -> dict[str, Any]:
        """What was read from the person's words, each with the words it came from."""
        said = self.wording.said
        lines = []
        for question_id in ids:
            question, answer = form.question(question_id), case.answers[question_id]
            shown = self.display(question, answer)
            words = " … ".join(words_of(answer))
            template = said["noted_line"] if words else said["noted_line_plain"]
            lines.append(template.format(label=question.name, display=shown, words=words))
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
        known: dict[str, str | None] = {**self.figures, **self.contacts(case.area), **values}
        lines: list[str] = []
        announced = False
        for line in text.split("\n"):
            if all(known.get(p) for p in _PLACE.findall(line)):
                lines.append(_PLACE.sub(lambda m: str(known[m.group(1)]), line))
                announced = line.endswith(":")
            elif announced:
                # What was announced is withheld.
                lines[-1] = lines[-1].removesuffix(":") + "."
                announced = False
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


def short_name(question: Question) -> str:
    """The name by which a line may answer a question."""
    name = question.short or (question.called[0] if question.called else question.label)
    return name[:1].upper() + name[1:]


def _contact_line(contact: str, name: str, value: str | None) -> str:
    """Whom to turn to; a role has no number besides its name. Left out later where withheld."""
    return f"  {{{contact}}}" if value == name else f"  {name}: {{{contact}}}"


def _is_row(question: Question) -> bool:
    return bool(question.weighs and question.weighs.row)


def _offered(question: Question, answers: interview.Answers) -> tuple[str, ...]:
    return tuple(o.value for o in interview.options(question, answers))


def _offers_none(question: Question, given: Given) -> bool:
    """A list with "None of these" needs no second way to say it."""
    return given is Given.SKIPPED and any(o.value == "none" for o in question.options)
