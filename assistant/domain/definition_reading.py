"""Form definitions out of plain data.

`build_form` checks every entry and raises `DefinitionProblem` with the place of the first one that
is broken, so that a mistake is met when the product starts and never in a conversation.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from assistant.domain.assessment_facts import FACT_WORDS
from assistant.domain.assessment_schemas import INCLUDED
from assistant.domain.definition import (
    PARTS,
    YES_NO_VALUES,
    Audience,
    Clause,
    Condition,
    Decides,
    Effect,
    FormDefinition,
    Notice,
    Option,
    Question,
    QuestionType,
    TakenFrom,
    Told,
    Weighs,
)
from assistant.domain.definition_checks import SENT, among, check_form, unique
from assistant.domain.definition_lists import NO_LISTS, Expanded, Lists, expand
from assistant.domain.definition_values import (
    Path,
    all_of,
    all_text,
    flag_at,
    listed_at,
    mapping,
    one_of,
    one_of_optional,
    only,
    optional_at,
    sequence,
    text_at,
    texts_at,
)
from assistant.domain.errors import DefinitionProblem
from assistant.domain.reading import DETAILS


def build_form(data: Any, lists: Lists = NO_LISTS) -> FormDefinition:
    """A form definition out of parsed YAML. Raises DefinitionProblem if anything is wrong.

    `lists` has what `options_from`, `label_from` and `for_each` may name.
    """
    try:
        expanded = expand(data, lists)
        return _placed(expanded)
    except DefinitionProblem as problem:
        question = _question_at(data, problem.path)
        named = f"question '{question}': " if question else ""
        raise DefinitionProblem(problem.path, named + problem.reason) from problem


def _placed(expanded: Expanded) -> FormDefinition:
    """The form; a problem in it has its place in the file as it was written."""
    try:
        return _build(expanded.data)
    except DefinitionProblem as problem:
        raise DefinitionProblem(expanded.place(problem.path), problem.reason) from problem


def _question_at(data: Any, path: Path) -> str:
    """The id of the question in which a place lies, as the file has it."""
    found = ""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        if part != "questions" and isinstance(data, Mapping) and isinstance(data.get("id"), str):
            found = data["id"]
    return found


def _build(data: Any) -> FormDefinition:
    entry = mapping(data, ())
    only(entry, _FORM_KEYS, ())
    raw_sections = mapping(entry.get("sections", {}), ("sections",))
    sections = {key: text_at(raw_sections, key, ("sections",)) for key in raw_sections}
    questions = tuple(
        _question(raw, ("questions", i), sections)
        for i, raw in enumerate(sequence(entry.get("questions"), ("questions",)))
    )
    form = FormDefinition(
        id=text_at(entry, "id", ()),
        edition=text_at(entry, "edition", ()),
        kind=one_of(text_at(entry, "kind", ()), ("flow", "document"), ("kind",)),
        title=text_at(entry, "title", ()),
        status=one_of(entry.get("status", "current"), ("current", "superseded"), ("status",)),
        source=text_at(entry, "source", ()),
        sections=sections,
        questions=questions,
        opening=_notices(entry, "opening"),
        before_sending=_notices(entry, "before_sending"),
        after_sending=_notices(entry, "after_sending"),
        split_by=optional_at(entry, "split_by", ()),
        reference_prefix=optional_at(entry, "reference_prefix", ()) or "",
        template=optional_at(entry, "template", ()),
        route=optional_at(entry, "route", ()),
        accounts_go_to=optional_at(entry, "accounts_go_to", ()),
        when_withheld=_notices(entry, "when_withheld"),
        includes=all_of(texts_at(entry, "includes", ()), tuple(INCLUDED), ("includes",)),
        when_kept=_notices(entry, "when_kept"),
        annex=optional_at(entry, "annex", ()),
        needs_recipient=flag_at(entry, "needs_recipient", (), default=True),
        send_label=optional_at(entry, "send_label", ()),
    )
    check_form(form)
    return form


_FORM_KEYS = frozenset(f.name for f in fields(FormDefinition))
_QUESTION_KEYS = frozenset(f.name for f in fields(Question)) - {"prompts"} | {"prompt"}
_OPTION_KEYS = frozenset(
    ["value", "label", "also", "intents", "inside", "opens", "adds", "denies", "then"]
)
_EFFECT_KEYS = frozenset(f.name for f in fields(Effect))
_CLAUSE_KEYS = frozenset(["audience", "question", "is", "unanswered"])


def _question(raw: Any, at: Path, sections: Mapping[str, Any]) -> Question:
    entry = mapping(raw, at)
    only(entry, _QUESTION_KEYS, at)
    kind = _type(text_at(entry, "type", at), (*at, "type"))
    section = text_at(entry, "section", at)
    if section not in sections:
        raise DefinitionProblem((*at, "section"), f"there is no section {among(section, sections)}")
    options = tuple(
        _option(o, (*at, "options", i)) for i, o in enumerate(listed_at(entry, "options", at))
    )
    if (kind in (QuestionType.CHOICE, QuestionType.CHOICES)) != bool(options):
        raise DefinitionProblem((*at, "options"), "choice and choices have options, no other type")
    unique((o.value for o in options), (*at, "options"))
    if flag_at(entry, "repeat", at) and kind not in PARTS:
        raise DefinitionProblem((*at, "repeat"), "only a type with parts can repeat")
    return Question(
        id=text_at(entry, "id", at),
        type=kind,
        label=text_at(entry, "label", at),
        section=section,
        prompts=_prompts(entry.get("prompt"), (*at, "prompt")),
        help=text_at(entry, "help", at),
        why=text_at(entry, "why", at),
        source=text_at(entry, "source", at),
        options=options,
        repeat=flag_at(entry, "repeat", at),
        reads=one_of_optional(entry, "reads", DETAILS, at),
        narrative=flag_at(entry, "narrative", at),
        relevant=_condition(entry.get("relevant"), (*at, "relevant")),
        asked=_condition(entry.get("asked"), (*at, "asked")),
        in_document=flag_at(entry, "in_document", at, default=True),
        in_review=flag_at(
            entry, "in_review", at, default=flag_at(entry, "in_document", at, default=True)
        ),
        declinable=flag_at(entry, "declinable", at, default=True),
        called=texts_at(entry, "called", at),
        told_by=texts_at(entry, "told_by", at),
        implies=_text_to_text(entry, "implies", at),
        page=optional_at(entry, "page", at),
        short=optional_at(entry, "short", at),
        weighs=_weighs(entry.get("weighs"), (*at, "weighs")),
        decides=_decides(entry, at),
        computed=_computed(entry, at),
        taken_from=_taken_from(entry.get("taken_from"), (*at, "taken_from")),
        recalls=flag_at(entry, "recalls", at),
        asks_again=flag_at(entry, "asks_again", at),
        kept=flag_at(entry, "kept", at),
        sets=one_of_optional(entry, "sets", ("area",), at),
        takes_no=flag_at(entry, "takes_no", at),
        alarms=_alarms(entry, at),
        means=_means(entry.get("means", {}), (*at, "means")),
        needs=_needs(entry.get("needs"), (*at, "needs")),
    )


def _weighs(raw: Any, at: Path) -> Weighs | None:
    if raw is None:
        return None
    entry = mapping(raw, at)
    only(entry, frozenset({"as", "row", "fact"}), at)
    told = Told(one_of(text_at(entry, "as", at), tuple(Told), (*at, "as")))
    row, fact = optional_at(entry, "row", at), one_of_optional(entry, "fact", tuple(FACT_WORDS), at)
    for name, value, needed in (("row", row, _OF_A_ROW), ("fact", fact, {Told.FACT})):
        if (told in needed) != bool(value):
            allowed = ", ".join(sorted(needed))
            raise DefinitionProblem(
                (*at, name), f"'{name}' belongs to 'as': {allowed}, and is needed"
            )
    return Weighs(told, row, fact)


_OF_A_ROW = {Told.LEVEL, Told.TYPES, Told.CONTEXT, Told.REASON}


def _computed(entry: Mapping[str, Any], at: Path) -> str | None:
    value = optional_at(entry, "computed", at)
    if value and not value.startswith(SENT):
        one_of(
            value,
            ("decision_differs", "recalled", "suggested_threshold", f"{SENT}<form>"),
            (*at, "computed"),
        )
    return value


def _decides(entry: Mapping[str, Any], at: Path) -> Decides | None:
    value = one_of_optional(entry, "decides", tuple(Decides), at)
    return Decides(value) if value else None


def _taken_from(raw: Any, at: Path) -> TakenFrom | None:
    if raw is None:
        return None
    entry = mapping(raw, at)
    only(entry, frozenset({"question", "values"}), at)
    return TakenFrom(text_at(entry, "question", at), _text_to_text(entry, "values", at))


def _text_to_text(entry: Mapping[str, Any], key: str, at: Path) -> Mapping[str, str]:
    raw = mapping(entry.get(key, {}), (*at, key))
    return {name: text_at(raw, name, (*at, key)) for name in raw}


def _prompts(raw: Any, at: Path) -> Mapping[Audience, str]:
    if isinstance(raw, str):
        return dict.fromkeys(Audience, raw)
    entry = mapping(raw, at)
    only(entry, frozenset(Audience), at)
    return {audience: text_at(entry, audience, at) for audience in Audience}


def _needs(raw: Any, at: Path) -> Mapping[Audience, tuple[str, ...]]:
    """The parts that each audience is asked for; a plain list is for both."""
    if raw is None:
        return {}
    entry = raw if isinstance(raw, Mapping) else dict.fromkeys(Audience, raw)
    only(entry, frozenset(Audience), at)
    parts = PARTS[QuestionType.PERSON]
    return {
        _audience(audience, at): tuple(one_of(part, parts, at) for part in _values(named, at))
        for audience, named in entry.items()
    }


def _means(raw: Any, at: Path) -> Mapping[str, tuple[str, ...]]:
    entry = mapping(raw, at)
    only(entry, frozenset(YES_NO_VALUES), at)
    return {value: texts_at(entry, value, at) for value in entry}


def _option(raw: Any, at: Path) -> Option:
    entry = mapping(raw, at)
    only(entry, _OPTION_KEYS, at)
    return Option(
        value=text_at(entry, "value", at),
        label=text_at(entry, "label", at),
        also=texts_at(entry, "also", at),
        inside=texts_at(entry, "inside", at),
        intents=texts_at(entry, "intents", at),
        opens=optional_at(entry, "opens", at),
        adds=optional_at(entry, "adds", at),
        denies=optional_at(entry, "denies", at),
        effect=_effect(entry.get("then"), (*at, "then")),
    )


def _effect(raw: Any, at: Path) -> Effect | None:
    if raw is None:
        return None
    entry = mapping(raw, at)
    only(entry, _EFFECT_KEYS, at)
    audience = optional_at(entry, "audience", at)
    return Effect(
        form=optional_at(entry, "form", at),
        and_form=optional_at(entry, "and_form", at),
        audience=_audience(audience, (*at, "audience")) if audience else None,
        say=optional_at(entry, "say", at),
        resume=flag_at(entry, "resume", at),
        start_again=flag_at(entry, "start_again", at),
        settles=dict(mapping(entry.get("settles", {}), (*at, "settles"))),
    )


def _condition(raw: Any, at: Path) -> Condition | None:
    if raw is None:
        return None
    entry = mapping(raw, at)
    if set(entry) in ({"any"}, {"all"}):
        (how,) = entry
        clauses = sequence(entry[how], (*at, how))
        if not clauses:
            raise DefinitionProblem((*at, how), "has no conditions in it")
        return Condition(
            tuple(_clause(c, (*at, how, i)) for i, c in enumerate(clauses)), how == "any"
        )
    return Condition((_clause(entry, at),))


def _clause(raw: Any, at: Path) -> Clause:
    entry = mapping(raw, at)
    only(entry, _CLAUSE_KEYS, at)
    if ("audience" in entry) == ("question" in entry):
        raise DefinitionProblem(at, "a condition names either an audience or a question")
    if "audience" in entry:
        only(entry, frozenset({"audience"}), at)
        return Clause(audience=_audience(entry["audience"], (*at, "audience")))
    if ("is" in entry) == ("unanswered" in entry):
        raise DefinitionProblem(at, "a question's condition has either 'is' or 'unanswered'")
    return Clause(
        question=text_at(entry, "question", at),
        values=_values(entry["is"], (*at, "is")) if "is" in entry else (),
        unanswered=flag_at(entry, "unanswered", at),
    )


def _values(raw: Any, at: Path) -> tuple[str, ...]:
    values = [raw] if isinstance(raw, str) else sequence(raw, at)
    if not values:
        raise DefinitionProblem(at, "names no value")
    return all_text(values, at)


def _alarms(entry: Mapping[str, Any], at: Path) -> dict[str, tuple[str, ...]]:
    raw = mapping(entry.get("alarms", {}), (*at, "alarms"))
    return {need: texts_at(raw, need, (*at, "alarms")) for need in raw}


def _notices(entry: Mapping[str, Any], key: str) -> tuple[Notice, ...]:
    notices = []
    for i, raw in enumerate(listed_at(entry, key, ())):
        at: Path = (key, i)
        notice = mapping(raw, at)
        only(notice, frozenset({"text", "when", "needs", "not_for"}), at)
        when = _condition(notice.get("when"), (*at, "when"))
        needs, not_for = (frozenset(texts_at(notice, key, at)) for key in ("needs", "not_for"))
        notices.append(Notice(text_at(notice, "text", at), when, needs, not_for))
    return tuple(notices)


def _type(value: str, at: Path) -> QuestionType:
    return QuestionType(one_of(value, tuple(QuestionType), at))


def _audience(value: str, at: Path) -> Audience:
    return Audience(one_of(value, tuple(Audience), at))
