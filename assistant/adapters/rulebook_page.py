"""The rulebook as a page that a safeguarding lead can check against the toolkit, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.domain.assessment_conditions import YES_NO
from assistant.domain.assessment_entries import TABLES, AssessmentEntry, AssessmentRulebook
from assistant.domain.assessment_facts import FACT_WORDS
from assistant.domain.toolkit import LEVELS, Field, Indicator, Toolkit

_TITLES = {
    "levels": "Level",
    "thresholds": "Threshold",
    "routes": "Routes",
    "duties": "Duties",
}
_INTRODUCTION = """\
# The rulebook of assessments

Made from `assistant/rulebook/` by `cre-assistant rulebook render`; a test keeps it in step. Don't
edit it by hand.

It has two parts. The first is the toolkit's own wording, to be checked line by line against the
paper. The second is what the assistant makes of the answers: one entry for each decision, with its
conditions, its reason, what it rests on and when it is to be reviewed. It suggests; the
practitioner decides, within the toolkit's floors.

**Basis** says where an entry comes from: *toolkit* (Appendices 2 and 3), *local report* (another of
the source documents), *national guidance* (statute or statutory guidance), or *design decision*
(ours, to be confirmed by the partnership). *Inferred* means that the source doesn't say it in so
many words. "Not known" is never taken for no: an entry whose conditions can't be told yet is shown
as such in the trace.
"""


def render(rulebook: AssessmentRulebook) -> str:
    """The page, in Markdown."""
    lines = [_INTRODUCTION, "## Part 1: the toolkit, word for word\n"]
    lines += [*_section_1(rulebook.toolkit), *_section_2(rulebook.toolkit)]
    lines += [*_section_3(rulebook.toolkit), *_thresholds(rulebook.toolkit)]
    lines += [*_examples(rulebook.toolkit), "## Part 2: the entries\n"]
    for table in TABLES:
        entries = [entry for entry in rulebook.entries if entry.table == table]
        lines.append(f"### {_TITLES[table]} ({len(entries)} entries)\n")
        for entry in entries:
            lines += _entry(entry)
    lines += _not_encoded(rulebook)
    return "\n".join(lines).rstrip() + "\n"


def _section_1(toolkit: Toolkit) -> Iterable[str]:
    own = toolkit.section_1
    t = own.texts
    yield f"### {t['title']}\n\nSource: {t['source']}.\n\n{t['remember']} {t['key']}\n"
    yield f"*{t['instruction']}.* *{t['context_instruction']}* (printed in the first row)\n"
    kinds = " | ".join(own.kinds.values())
    yield from _table(
        ["", t["column"], "Id", kinds, t["level_column"], "Appendix 3"],
        ([str(n), _row_wording(i), f"`{i.id}`", "", "", _has_examples(i, toolkit)]
         for n, i in enumerate(own.indicators, 1)),
    )  # fmt: skip
    yield f"{t['expand']}\n\n#### {t['summary_title']}\n"
    yield from _fields(own.summary)


def _row_wording(indicator: Indicator) -> str:
    """The row as printed, with its considerations, and how it is spoken where that differs."""
    words = indicator.printed
    if indicator.considerations:
        listed = "<br>".join(f"• {item}" for item in indicator.considerations)
        words += f"<br>{indicator.considerations_heading}<br>{listed}"
    if indicator.printed_as:
        words += f"<br>*(printed so; shown in the chat as: {indicator.wording})*"
    return words


def _has_examples(indicator: Indicator, toolkit: Toolkit) -> str:
    return "examples below" if indicator.examples else toolkit.section_1.texts["no_example"]


def _section_2(toolkit: Toolkit) -> Iterable[str]:
    own = toolkit.section_2
    yield f"### {own.texts['title']}\n\nSource: {own.texts['source']}.\n"
    yield f"*{own.texts['instruction']}*\n"
    heads = ["", own.texts["column"], "Id", *(column.label for column in own.columns)]
    blank = [""] * len(own.columns)
    yield from _table(
        heads, ([str(n), f.wording, f"`{f.id}`", *blank] for n, f in enumerate(own.factors, 1))
    )
    yield f"{own.other.label}\n"


def _section_3(toolkit: Toolkit) -> Iterable[str]:
    own = toolkit.section_3
    yield f"### {own.texts['title']}\n\nSource: {own.texts['source']}.\n"
    yield from _fields(own.fields)
    for key, types, name in (
        ("exploitation_types", own.exploitation_types, "Types of exploitation"),
        ("strategy_types", own.strategy_types, "Types of exploitation in the Strategy"),
    ):
        yield f"#### {name}\n\nSource: {own.sources[key]}.\n"
        yield from (f"- {kind.wording}" for kind in types)
        yield ""


def _thresholds(toolkit: Toolkit) -> Iterable[str]:
    yield "### Thresholds, in each section's words\n"
    yield from _table(
        ["Id", "Section 1", "Section 3"],
        ([f"`{o.id}`", o.section_1 or "(not in this list)", o.section_3]
         for o in toolkit.thresholds),
    )  # fmt: skip


def _examples(toolkit: Toolkit) -> Iterable[str]:
    own = toolkit.section_1
    yield f"### Appendix 3: {own.texts['examples_title']}\n"
    yield f"Source: {own.texts['examples_source']}.\n\n*{own.texts['examples_instruction']}*\n"
    for id_ in own.examples_order:
        indicator = toolkit.indicator_by_id[id_]
        yield f"**{indicator.examples_heading}** (`{id_}`)\n"
        for level in LEVELS:
            example = indicator.examples[level]
            mark = " *(very unlikely: takes a reason)*" if example.very_unlikely else ""
            yield f"- {level.capitalize()}: {example.text}{mark}"
        yield ""
    without = [f"`{i.id}`" for i in toolkit.indicators if not i.examples]
    yield f"{own.texts['no_example'].rstrip('.')} for: {', '.join(without)}.\n"


def _entry(entry: AssessmentEntry) -> Iterable[str]:
    ends = f" to {entry.effective_to}" if entry.effective_to else ""
    basis = f"{entry.basis}, inferred" if entry.inferred else entry.basis
    yield f"#### `{entry.id}`, version {entry.version}\n"
    yield f"- **When** {in_words(entry.conditions)}."
    yield from (f"- {line}" for line in _outcome(entry))
    yield f"- **Because** {entry.because}"
    yield f"- **Basis** {basis}. **Source** {entry.source}."
    yield f"- In force from {entry.effective_from}{ends}; review by {entry.review_by}.\n"


def _outcome(entry: AssessmentEntry) -> Iterable[str]:
    outcome = entry.outcome
    if outcome.never_below:
        yield f"**Then** the overall level is never below {outcome.never_below}, whoever sets it."
    elif outcome.at_least:
        held = ", held there until it is known" if outcome.held else ""
        yield f"**Then** the suggested level is at least {outcome.at_least}{held}."
    if outcome.note:
        yield f"**Says** “{outcome.note}”"
    if outcome.threshold:
        yield f"**Then** the suggested threshold is at least `{outcome.threshold}`."
    if outcome.route:
        yield f"**Then** the route `{outcome.route}`."
    if outcome.name:
        yield f"**Duty** {outcome.name}. {outcome.what}"
        yield f"**By when** {outcome.by}."
    if outcome.contacts:
        yield f"**Contacts** {', '.join(f'`{contact}`' for contact in outcome.contacts)}."
    if outcome.covers:
        yield f"**Says already** {', '.join(f'`{duty}`' for duty in outcome.covers)}."


def _not_encoded(rulebook: AssessmentRulebook) -> Iterable[str]:
    if rulebook.not_encoded:
        yield "### Looked into and left out\n"
    for item in rulebook.not_encoded:
        yield f"#### {item.name}\n\n{item.status}\n\nSource: {item.source}"
        yield f"Checked on {item.checked_on}; look again by {item.review_by}.\n"


def in_words(conditions: Mapping[str, Any]) -> str:
    """Conditions as a sentence."""
    return " and ".join(_part(key, value) for key, value in conditions.items())


def _part(key: str, value: Any) -> str:
    if key in ("all", "any", "none"):
        joint = " and " if key == "all" else " or "
        inner = joint.join(in_words(part) for part in value)
        return f"none of: ({inner})" if key == "none" else f"({inner})"
    if key == "age":
        bounds = [f"{'from' if bound == 'from' else 'below'} {age}" for bound, age in value.items()]
        return f"the age is {' and '.join(bounds)}"
    if key == "indicator":
        return "any indicator is present" if value == "any" else f"`{value}` is present"
    if key == "row_at":
        return f"an indicator is present at {value}"
    if key in ("level", "threshold", "route"):
        words = value if isinstance(value, list) else [value]
        return f"the suggested {key} is {' or '.join(words)}"
    if key == "unknown":
        return f"it is not known: {FACT_WORDS[value]}"
    if key == "factor":
        return f"Section 2 notes `{value}`"
    if key in FACT_WORDS:
        return f"{FACT_WORDS[key]}: {YES_NO[value]}"
    return {
        "row_without_level": "an indicator is present and its level is not known",
        "row_without_context": "an indicator is present and has no context",
        "row_very_unlikely": "an indicator is at a level that Appendix 3 calls very unlikely",
    }[key]


def _fields(fields: Sequence[Field]) -> Iterable[str]:
    for field in fields:
        columns = " | ".join(column.label for column in field.columns)
        yield f"- {field.label}{f' [{columns}]' if columns else ''} (`{field.id}`)"
    yield ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """A Markdown table; a bar within a cell would split it."""
    heads = [head.replace("|", "/") for head in heads]
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""
