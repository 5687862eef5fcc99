"""Form definitions out of plain data.

`build_form` checks every entry and raises `DefinitionProblem` with the place of the first one that
is broken, so that a mistake is met when the product starts and never in a conversation.
"""

from collections.abc import Mapping, Sequence
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
from assistant.domain.errors import DefinitionProblem
from assistant.domain.reading import DETAILS

Path = tuple[str | int, ...]


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
    entry = _mapping(data, ())
    _only(entry, _FORM_KEYS, ())
    raw_sections = _mapping(entry.get("sections", {}), ("sections",))
    sections = {key: _text(raw_sections, key, ("sections",)) for key in raw_sections}
    questions = tuple(
        _question(raw, ("questions", i), sections)
        for i, raw in enumerate(_sequence(entry.get("questions"), ("questions",)))
    )
    form = FormDefinition(
        id=_text(entry, "id", ()),
        edition=_text(entry, "edition", ()),
        kind=_one_of(_text(entry, "kind", ()), ("flow", "document"), ("kind",)),
        title=_text(entry, "title", ()),
        status=_one_of(entry.get("status", "current"), ("current", "superseded"), ("status",)),
        source=_text(entry, "source", ()),
        sections=sections,
        questions=questions,
        opening=_notices(entry, "opening"),
        before_sending=_notices(entry, "before_sending"),
        after_sending=_notices(entry, "after_sending"),
        split_by=_optional(entry, "split_by", ()),
        reference_prefix=_optional(entry, "reference_prefix", ()) or "",
        template=_optional(entry, "template", ()),
        route=_optional(entry, "route", ()),
        accounts_go_to=_optional(entry, "accounts_go_to", ()),
        when_withheld=_notices(entry, "when_withheld"),
        includes=_all_of(_texts(entry, "includes", ()), tuple(INCLUDED), ("includes",)),
        when_kept=_notices(entry, "when_kept"),
        annex=_optional(entry, "annex", ()),
        needs_recipient=_flag(entry, "needs_recipient", (), default=True),
        send_label=_optional(entry, "send_label", ()),
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
    entry = _mapping(raw, at)
    _only(entry, _QUESTION_KEYS, at)
    kind = _type(_text(entry, "type", at), (*at, "type"))
    section = _text(entry, "section", at)
    if section not in sections:
        raise DefinitionProblem((*at, "section"), f"there is no section {among(section, sections)}")
    options = tuple(
        _option(o, (*at, "options", i)) for i, o in enumerate(_listed(entry, "options", at))
    )
    if (kind in (QuestionType.CHOICE, QuestionType.CHOICES)) != bool(options):
        raise DefinitionProblem((*at, "options"), "choice and choices have options, no other type")
    unique((o.value for o in options), (*at, "options"))
    if _flag(entry, "repeat", at) and kind not in PARTS:
        raise DefinitionProblem((*at, "repeat"), "only a type with parts can repeat")
    return Question(
        id=_text(entry, "id", at),
        type=kind,
        label=_text(entry, "label", at),
        section=section,
        prompts=_prompts(entry.get("prompt"), (*at, "prompt")),
        help=_text(entry, "help", at),
        why=_text(entry, "why", at),
        source=_text(entry, "source", at),
        options=options,
        repeat=_flag(entry, "repeat", at),
        reads=_one_of_optional(entry, "reads", DETAILS, at),
        narrative=_flag(entry, "narrative", at),
        relevant=_condition(entry.get("relevant"), (*at, "relevant")),
        asked=_condition(entry.get("asked"), (*at, "asked")),
        in_document=_flag(entry, "in_document", at, default=True),
        in_review=_flag(
            entry, "in_review", at, default=_flag(entry, "in_document", at, default=True)
        ),
        declinable=_flag(entry, "declinable", at, default=True),
        called=_texts(entry, "called", at),
        told_by=_texts(entry, "told_by", at),
        implies=_text_to_text(entry, "implies", at),
        page=_optional(entry, "page", at),
        short=_optional(entry, "short", at),
        weighs=_weighs(entry.get("weighs"), (*at, "weighs")),
        decides=_decides(entry, at),
        computed=_computed(entry, at),
        taken_from=_taken_from(entry.get("taken_from"), (*at, "taken_from")),
        recalls=_flag(entry, "recalls", at),
        asks_again=_flag(entry, "asks_again", at),
        kept=_flag(entry, "kept", at),
        sets=_one_of_optional(entry, "sets", ("area",), at),
        takes_no=_flag(entry, "takes_no", at),
        alarms=_alarms(entry, at),
        means=_means(entry.get("means", {}), (*at, "means")),
        needs=_needs(entry.get("needs"), (*at, "needs")),
    )


def _weighs(raw: Any, at: Path) -> Weighs | None:
    if raw is None:
        return None
    entry = _mapping(raw, at)
    _only(entry, frozenset({"as", "row", "fact"}), at)
    told = Told(_one_of(_text(entry, "as", at), tuple(Told), (*at, "as")))
    row, fact = _optional(entry, "row", at), _one_of_optional(entry, "fact", tuple(FACT_WORDS), at)
    for name, value, needed in (("row", row, _OF_A_ROW), ("fact", fact, {Told.FACT})):
        if (told in needed) != bool(value):
            allowed = ", ".join(sorted(needed))
            raise DefinitionProblem(
                (*at, name), f"'{name}' belongs to 'as': {allowed}, and is needed"
            )
    return Weighs(told, row, fact)


_OF_A_ROW = {Told.LEVEL, Told.TYPES, Told.CONTEXT, Told.REASON}


def _computed(entry: Mapping[str, Any], at: Path) -> str | None:
    value = _optional(entry, "computed", at)
    if value and not value.startswith(SENT):
        _one_of(
            value,
            ("decision_differs", "recalled", "suggested_threshold", f"{SENT}<form>"),
            (*at, "computed"),
        )
    return value


def _decides(entry: Mapping[str, Any], at: Path) -> Decides | None:
    value = _one_of_optional(entry, "decides", tuple(Decides), at)
    return Decides(value) if value else None


def _taken_from(raw: Any, at: Path) -> TakenFrom | None:
    if raw is None:
        return None
    entry = _mapping(raw, at)
    _only(entry, frozenset({"question", "values"}), at)
    return TakenFrom(_text(entry, "question", at), _text_to_text(entry, "values", at))


def _text_to_text(entry: Mapping[str, Any], key: str, at: Path) -> Mapping[str, str]:
    raw = _mapping(entry.get(key, {}), (*at, key))
    return {name: _text(raw, name, (*at, key)) for name in raw}


def _prompts(raw: Any, at: Path) -> Mapping[Audience, str]:
    if isinstance(raw, str):
        return dict.fromkeys(Audience, raw)
    entry = _mapping(raw, at)
    _only(entry, frozenset(Audience), at)
    return {audience: _text(entry, audience, at) for audience in Audience}


def _needs(raw: Any, at: Path) -> Mapping[Audience, tuple[str, ...]]:
    """The parts that each audience is asked for; a plain list is for both."""
    if raw is None:
        return {}
    entry = raw if isinstance(raw, Mapping) else dict.fromkeys(Audience, raw)
    _only(entry, frozenset(Audience), at)
    parts = PARTS[QuestionType.PERSON]
    return {
        _audience(audience, at): tuple(_one_of(part, parts, at) for part in _values(named, at))
        for audience, named in entry.items()
    }


def _means(raw: Any, at: Path) -> Mapping[str, tuple[str, ...]]:
    entry = _mapping(raw, at)
    _only(entry, frozenset(YES_NO_VALUES), at)
    return {value: _texts(entry, value, at) for value in entry}


def _option(raw: Any, at: Path) -> Option:
    entry = _mapping(raw, at)
    _only(entry, _OPTION_KEYS, at)
    return Option(
        value=_text(entry, "value", at),
        label=_text(entry, "label", at),
        also=_texts(entry, "also", at),
        inside=_texts(entry, "inside", at),
        intents=_texts(entry, "intents", at),
        opens=_optional(entry, "opens", at),
        adds=_optional(entry, "adds", at),
        denies=_optional(entry, "denies", at),
        effect=_effect(entry.get("then"), (*at, "then")),
    )


def _effect(raw: Any, at: Path) -> Effect | None:
    if raw is None:
        return None
    entry = _mapping(raw, at)
    _only(entry, _EFFECT_KEYS, at)
    audience = _optional(entry, "audience", at)
    return Effect(
        form=_optional(entry, "form", at),
        and_form=_optional(entry, "and_form", at),
        audience=_audience(audience, (*at, "audience")) if audience else None,
        say=_optional(entry, "say", at),
        resume=_flag(entry, "resume", at),
        start_again=_flag(entry, "start_again", at),
        settles=dict(_mapping(entry.get("settles", {}), (*at, "settles"))),
    )


def _condition(raw: Any, at: Path) -> Condition | None:
    if raw is None:
        return None
    entry = _mapping(raw, at)
    if set(entry) in ({"any"}, {"all"}):
        (how,) = entry
        clauses = _sequence(entry[how], (*at, how))
        if not clauses:
            raise DefinitionProblem((*at, how), "has no conditions in it")
        return Condition(
            tuple(_clause(c, (*at, how, i)) for i, c in enumerate(clauses)), how == "any"
        )
    return Condition((_clause(entry, at),))


def _clause(raw: Any, at: Path) -> Clause:
    entry = _mapping(raw, at)
    _only(entry, _CLAUSE_KEYS, at)
    if ("audience" in entry) == ("question" in entry):
        raise DefinitionProblem(at, "a condition names either an audience or a question")
    if "audience" in entry:
        _only(entry, frozenset({"audience"}), at)
        return Clause(audience=_audience(entry["audience"], (*at, "audience")))
    if ("is" in entry) == ("unanswered" in entry):
        raise DefinitionProblem(at, "a question's condition has either 'is' or 'unanswered'")
    return Clause(
        question=_text(entry, "question", at),
        values=_values(entry["is"], (*at, "is")) if "is" in entry else (),
        unanswered=_flag(entry, "unanswered", at),
    )


def _values(raw: Any, at: Path) -> tuple[str, ...]:
    values = [raw] if isinstance(raw, str) else _sequence(raw, at)
    if not values:
        raise DefinitionProblem(at, "names no value")
    return _all_text(values, at)


def _alarms(entry: Mapping[str, Any], at: Path) -> dict[str, tuple[str, ...]]:
    raw = _mapping(entry.get("alarms", {}), (*at, "alarms"))
    return {need: _texts(raw, need, (*at, "alarms")) for need in raw}


def _notices(entry: Mapping[str, Any], key: str) -> tuple[Notice, ...]:
    notices = []
    for i, raw in enumerate(_listed(entry, key, ())):
        at: Path = (key, i)
        notice = _mapping(raw, at)
        _only(notice, frozenset({"text", "when", "needs", "not_for"}), at)
        when = _condition(notice.get("when"), (*at, "when"))
        needs, not_for = (frozenset(_texts(notice, key, at)) for key in ("needs", "not_for"))
        notices.append(Notice(_text(notice, "text", at), when, needs, not_for))
    return tuple(notices)


def _mapping(raw: Any, at: Path) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise DefinitionProblem(at, "must be a mapping of names to values")
    _all_text(list(raw), at)
    return raw


def _sequence(raw: Any, at: Path) -> Sequence[Any]:
    if not isinstance(raw, list):
        raise DefinitionProblem(at, "must be a list")
    return raw


def _text(entry: Mapping[str, Any], key: str, at: Path) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DefinitionProblem((*at, key), f"'{key}' is missing or is not text")
    return value.strip()


def _optional(entry: Mapping[str, Any], key: str, at: Path) -> str | None:
    return None if entry.get(key) is None else _text(entry, key, at)


def _flag(entry: Mapping[str, Any], key: str, at: Path, default: bool = False) -> bool:
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise DefinitionProblem((*at, key), f"'{key}' must be true or false")
    return value


def _listed(entry: Mapping[str, Any], key: str, at: Path) -> Sequence[Any]:
    return _sequence(entry[key], (*at, key)) if entry.get(key) is not None else ()


def _texts(entry: Mapping[str, Any], key: str, at: Path) -> tuple[str, ...]:
    return _all_text(_listed(entry, key, at), (*at, key))


def _all_text(values: Sequence[Any], at: Path) -> tuple[str, ...]:
    for value in values:
        if not isinstance(value, str):
            raise DefinitionProblem(at, f"{value!r} is not text: put it in quotation marks")
    return tuple(values)


def _only(entry: Mapping[str, Any], allowed: frozenset[str], at: Path) -> None:
    for key in entry:
        if key not in allowed:
            raise DefinitionProblem(
                (*at, key), f"'{key}' is not known here; allowed: {', '.join(sorted(allowed))}"
            )


def _one_of(value: Any, allowed: tuple[str, ...], at: Path) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise DefinitionProblem(at, f"'{value}' must be one of {', '.join(allowed)}")
    return value


def _all_of(values: tuple[str, ...], allowed: tuple[str, ...], at: Path) -> tuple[str, ...]:
    return tuple(_one_of(value, allowed, at) for value in values)


def _one_of_optional(
    entry: Mapping[str, Any], key: str, allowed: tuple[str, ...], at: Path
) -> str | None:
    value = _optional(entry, key, at)
    return None if value is None else _one_of(value, allowed, (*at, key))


def _type(value: str, at: Path) -> QuestionType:
    return QuestionType(_one_of(value, tuple(QuestionType), at))


def _audience(value: str, at: Path) -> Audience:
    return Audience(_one_of(value, tuple(Audience), at))
