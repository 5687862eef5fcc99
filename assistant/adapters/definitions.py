"""Forms and wording from `forms/`, checked as they are read."""

from pathlib import Path

from assistant.adapters.yaml_files import build
from assistant.domain.areas import Areas
from assistant.domain.definition import FormDefinition
from assistant.domain.definition_reading import build_form
from assistant.domain.errors import DefinitionError
from assistant.domain.wording import Wording, build_wording

FORMS = Path(__file__).resolve().parents[2] / "forms"
WORDING = "answers.yml"


def load_editions(folder: Path = FORMS) -> tuple[FormDefinition, ...]:
    """Every form in every edition. Raises DefinitionError naming file, line and reason."""
    forms = tuple(
        build(path, build_form) for path in sorted(folder.glob("*.yml")) if path.name != WORDING
    )
    _check_together(forms)
    return forms


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
        targets = {form.accounts_go_to} | {
            o.effect.form for q in form.questions for o in q.options if o.effect
        }
        for target in targets - {None}:
            if target not in current:
                raise DefinitionError(f"forms: '{form.id}' leads to '{target}', which is no form")
