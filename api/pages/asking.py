"""The page of a question, or of several that belong together: what it shows, as plain data."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.pages.boxes import Problem
from api.pages.fields import Choice, Field, field, filled_from, name_of
from api.pages.forms import Posted
from api.pages.standing import Standing, Step
from api.pages.words import say
from assistant.domain import interview
from assistant.domain.definition import FormDefinition, Option, Question, QuestionType, Told
from assistant.domain.interview import Given
from assistant.services.replies import ROW_PART, short_name

LONGEST_HEADING = 120
SHORTEST_HEADING = 20
"""Characters; "Section 1." alone is no heading, but a short question is."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z\"“])")
DECLINES = (Given.DONT_KNOW, Given.PREFER_NOT_TO_SAY, Given.SKIPPED)


@dataclass(frozen=True)
class Asking:
    """Everything on a page that asks. `changes`: an earlier step, to be answered again; `replaces`:
    there is an answer already."""

    step: Step
    message_id: str
    question: Question
    heading: str
    body: tuple[str, ...]
    fields: tuple[Field, ...]
    buttons: tuple[Choice, ...]
    declines: tuple[tuple[str, str], ...]
    can_go_back: bool
    in_flow: bool
    changes: bool
    replaces: bool
    progress: Mapping[str, int] | None = None
    words: str = ""
    problems: tuple[Problem, ...] = ()
    focus: str = ""
    whys: tuple[tuple[str, str], ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether several questions are asked at once."""
        return len(self.fields) > 1

    @property
    def heading_is_label(self) -> bool:
        """Whether the heading is the one field's own label."""
        return len(self.fields) == 1 and self.fields[0].legend == self.heading


def asking(
    standing: Standing,
    step: Step,
    form: FormDefinition,
    questions: Sequence[Question],
    posted: Posted | None = None,
    problems: Sequence[Problem] = (),
    focus: str = "",
) -> Asking:
    """The page of a step's questions: as they stand, or as they were posted."""
    first, single = questions[0], len(questions) == 1
    filled = posted or filled_from(questions, _values(standing, questions))
    prompts = {q.id: _prompt(standing, q) for q in questions}
    heading, body = _heading(form, questions, prompts)
    buttons = _buttons(standing, form, questions)
    fields = tuple(
        _field(standing, q, prompts[q.id], filled, problems, heading, single=single)
        for q in questions
        if not buttons
    )
    if single and fields and fields[0].legend == heading:
        # The heading is the field's own label, so that what follows it belongs to the field too.
        fields, body = (replace(fields[0], body=body),), ()
    asked = step.asking or {}
    return Asking(
        step=step,
        message_id=standing.next_id(step),
        question=first,
        heading=heading,
        body=body if single else (),
        fields=fields,
        buttons=buttons,
        declines=_declines(asked, first, single=single),
        can_go_back=any(c["value"] == "back" for c in asked.get("choices", ())),
        in_flow=form.is_flow,
        changes=step is not standing.latest,
        replaces=first.id in standing.case.answers,
        progress=asked.get("progress"),
        words=posted.one("words") if posted else "",
        problems=tuple(problems),
        focus=focus,
        whys=tuple((f.legend, f.question.why) for f in fields),
    )


def options_of(standing: Standing, question: Question) -> tuple[Option, ...]:
    """The options that a question offers now."""
    if question.type is QuestionType.YES_NO:
        words = standing.speaker.wording.words
        return tuple(Option(value, words[value]) for value in ("yes", "no"))
    return interview.options(question, standing.case.answers)


def _values(standing: Standing, questions: Sequence[Question]) -> dict[str, Any]:
    answers = standing.case.answers
    return {q.id: answers[q.id].value for q in questions if q.id in answers}


def _prompt(standing: Standing, question: Question) -> list[str]:
    """What a question asks, line by line, with the numbers in their places."""
    case, speaker = standing.case, standing.speaker
    text = str(speaker.say(case, question.prompts[case.audience])["text"])
    return [line for line in text.split("\n") if line.strip()]


def _heading(
    form: FormDefinition, questions: Sequence[Question], prompts: Mapping[str, list[str]]
) -> tuple[str, tuple[str, ...]]:
    """What the page is called, and what of a single prompt is said below.

    A short question is its own heading; a long one stands under the paper's words for it.
    """
    first = questions[0]
    lines = prompts[first.id]
    if first.weighs and first.weighs.row:
        row = first.label.split(ROW_PART)[0]
        return row, ()
    if len(questions) > 1:
        return form.sections[first.section], ()
    if form.is_flow or len(lines) > 1 or len(first.options) == 1:
        return first.name, tuple(lines)
    opening, rest = _first_sentence(lines[0])
    if len(opening) > LONGEST_HEADING:
        return first.name, tuple(lines)
    return opening, (rest,) if rest else ()


def _first_sentence(text: str) -> tuple[str, str]:
    """The opening of a text, long enough to stand alone, and the rest."""
    return _split(text, lambda said: said.endswith("?") or len(said) >= SHORTEST_HEADING)


def _as_far_as_it_asks(text: str) -> tuple[str, str]:
    """The text up to its question mark, if it has one, and the rest."""
    return _split(text, lambda said: "?" in said or "?" not in text)


def _split(text: str, enough: Callable[[str], bool]) -> tuple[str, str]:
    opening, *sentences = _SENTENCE.split(text)
    while sentences and not enough(opening):
        opening = f"{opening} {sentences.pop(0)}"
    return opening, " ".join(sentences)


def _field(
    standing: Standing,
    question: Question,
    lines: list[str],
    filled: Posted,
    problems: Sequence[Problem],
    heading: str,
    *,
    single: bool,
) -> Field:
    made = field(question, options_of(standing, question), filled, standing.case.audience, problems)
    body: tuple[str, ...] = ()
    if single and not _is_row(question):
        legend = heading
    else:
        legend, body = _legend(question, [line for line in lines if line != heading])
    choices = tuple(replace(c, heard=_heard(standing, c.value)) for c in made.choices)
    known = _known(standing, question)
    return replace(made, legend=legend, body=body, choices=choices, known=known)


def _legend(question: Question, lines: list[str]) -> tuple[str, tuple[str, ...]]:
    """What a field is called, and what is said below: what doesn't ask gets its name in front."""
    asks = next((line for line in lines if "?" in line), lines[0] if lines else question.name)
    legend, rest = _as_far_as_it_asks(asks)
    if "?" not in legend:
        legend = f"{short_name(question)}: {legend}"
    others = [line for line in (rest, *lines) if line and line != asks]
    return legend, tuple(others)


def _is_row(question: Question) -> bool:
    return bool(question.weighs and question.weighs.row)


def _heard(standing: Standing, value: str) -> str:
    """The words that speak for an option; the tick is still the person's own."""
    spans = standing.case.proposed.get(value, ())
    return say("question.heard", words=" … ".join(s.text for s in spans)) if spans else ""


def _known(standing: Standing, question: Question) -> tuple[str, ...]:
    """What was said last time, and what speaks for the level of a row."""
    case, lines = standing.case, []
    before = case.earlier.answers.get(question.id) if case.earlier else None
    if before:
        shown = standing.speaker.display(question, before)
        lines.append(say("question.last_time", display=shown))
    weighs = question.weighs
    key = (weighs.fact if weighs and weighs.told is Told.FACT else None) or (
        weighs.row if weighs and weighs.told is Told.LEVEL else None
    )
    heard = _heard(standing, key) if key else ""
    return (*lines, heard) if heard else tuple(lines)


def _buttons(
    standing: Standing, form: FormDefinition, questions: Sequence[Question]
) -> tuple[Choice, ...]:
    """Options that lead somewhere are buttons: one press, nothing to tick first."""
    (question, *others) = questions
    options = options_of(standing, question)
    alone = question.type is QuestionType.CHOICE and (form.is_flow or len(options) == 1)
    if others or not alone:
        return ()
    name = name_of(question)
    return tuple(Choice(f"{name}-{o.value}", o.value, o.label, chosen=False) for o in options)


def _declines(
    asked: Mapping[str, Any], first: Question, *, single: bool
) -> tuple[tuple[str, str], ...]:
    """The ways not to answer; where several are asked, they are for what is left blank."""
    if not first.declinable:
        return ()
    if not single:
        return tuple((str(g), say(f"question.rest_{g}")) for g in DECLINES)
    offered = {c["value"]: c["label"] for c in asked.get("choices", ())}
    return tuple((str(g), offered[g]) for g in DECLINES if g in offered)
