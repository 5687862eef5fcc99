"""Forms and wording from `forms/`, checked as they are read."""

from functools import cache, partial
from itertools import combinations
from pathlib import Path

from assistant.adapters.form_lists import load_lists
from assistant.adapters.yaml_files import build
from assistant.domain.areas import Areas
from assistant.domain.definition import FormDefinition, Question, allowed_values
from assistant.domain.definition_checks import SENT, among
from assistant.domain.definition_lists import Lists
from assistant.domain.definition_reading import build_form
from assistant.domain.errors import DefinitionError
from assistant.domain.wording import Wording, build_wording

FORMS = Path(__file__).resolve().parents[2] / "forms"
WORDING = "answers.yml"


def load_editions(folder: Path = FORMS) -> tuple[FormDefinition, ...]:
    """Every form in every edition. Raises DefinitionError naming file, line and reason."""
    build_with_lists = partial(build_form, lists=_lists())
    forms = tuple(
        build(path, build_with_lists)
        for path in sorted(folder.glob("*.yml"))
        if path.name != WORDING
    )
    _check_together(forms)
    return forms


@cache
def _lists() -> Lists:
    """Read once: the toolkit's words don't change while the product runs."""
    return load_lists()


def load_wording(folder: Path = FORMS) -> Wording:
    """What is said to questions and commands. Raises DefinitionError likewise."""
    return build(folder / WORDING, build_wording)


def in_force(editions: tuple[FormDefinition, ...]) -> dict[str, FormDefinition]:
    """The current edition of each form, by id."""
    return {form.id: form for form in editions if form.status == "current"}


def check_areas(areas: Areas, editions: tuple[FormDefinition, ...]) -> None:
    """Every area's editions must exist and be current: a superseded one is never delivered."""
    deliverable = {(f.id, f.edition) for f in editions if f.deliverable}
    for area_id in areas.ids:
        for form, edition in areas.area(area_id).forms.items():
            if (form, edition) not in deliverable:
                raise DefinitionError(
                    f"assistant/rulebook/areas/{area_id}.yml: forms.{form}: "
                    f"edition '{edition}' is not one that can be delivered"
                )


def _check_together(forms: tuple[FormDefinition, ...]) -> None:
    """What can only be seen across files: one current edition each, and targets that exist."""
    current = [form.id for form in forms if form.status == "current"]
    for form_id in current:
        if current.count(form_id) > 1:
            raise DefinitionError(f"forms: '{form_id}' has two current editions")
    for form in forms:
        for target in _targets(form):
            if target not in current:
                raise DefinitionError(
                    f"forms: '{form.id}' leads to no form {among(target, sorted(current))}"
                )
        for question in form.questions:
            _check_source(form, question, forms)
    documents = [form for form in forms if form.deliverable]
    for form in forms:
        _check_settled(form, documents)
    for one, other in combinations(documents, 2):
        _check_shared(one, other)


def _targets(form: FormDefinition) -> set[str]:
    """Every other form that this one names."""
    options = [option for question in form.questions for option in question.options]
    effects = [option.effect for option in options if option.effect]
    named = {form.accounts_go_to, form.annex, *(option.adds for option in options)}
    named |= {e.form for e in effects} | {e.and_form for e in effects}
    computed = [question.computed or "" for question in form.questions]
    named |= {name.removeprefix(SENT) for name in computed if name.startswith(SENT)}
    return {target for target in named if target}


def _check_source(
    form: FormDefinition, question: Question, forms: tuple[FormDefinition, ...]
) -> None:
    """The question that an answer is taken from exists, and its answers fit this one."""
    taken = question.taken_from
    if taken is None:
        return
    where = f"forms: '{form.id}', question '{question.id}': taken_from"
    sources = [f.question(taken.question) for f in forms if f.has(taken.question)]
    if not sources:
        raise DefinitionError(f"{where}: no form has a question '{taken.question}'")
    for source in sources:
        if not taken.values and (source.type, source.repeat) != (question.type, False):
            raise DefinitionError(f"{where}: '{source.id}' must take one {question.type}")
        for value in taken.values:
            if value not in allowed_values(source):
                said = among(value, allowed_values(source))
                raise DefinitionError(f"{where}: '{source.id}' has no answer {said}")


def _check_settled(form: FormDefinition, documents: list[FormDefinition]) -> None:
    """What an option settles is an answer of a question that exists."""
    allowed = {(q.id, v) for d in documents for q in d.questions for v in allowed_values(q)}
    effects = (o.effect for q in form.questions for o in q.options if o.effect)
    for settled in (pair for effect in effects for pair in effect.settles.items()):
        if settled not in allowed:
            raise DefinitionError(f"forms: '{form.id}' settles '{settled[0]}', which can't be so")


def _check_shared(one: FormDefinition, other: FormDefinition) -> None:
    """A question of the same id in two forms is the same question: one answer fills both."""
    for question in one.questions:
        if not other.has(question.id):
            continue
        twin = other.question(question.id)
        if (question.type, question.repeat) != (twin.type, twin.repeat):
            raise DefinitionError(
                f"forms: '{question.id}' has another type in '{one.id}' than in '{other.id}'"
            )
