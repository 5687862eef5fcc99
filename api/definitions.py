"""`/v1/forms` and `/v1/areas`: what can be filled in, and where."""

from typing import Any

from fastapi import APIRouter

from api.access import Services
from assistant.domain.definition import FormDefinition
from assistant.domain.errors import NotFoundError
from assistant.domain.schemas import answer_schema, input_kind, payload_schema
from assistant.domain.translating import form_in

router = APIRouter(prefix="/v1", tags=["definitions"])


@router.get("/forms")
async def list_forms(services: Services) -> list[dict[str, Any]]:
    """Every form in every edition; only a current one can be sent."""
    return [_summary(form) for form in services.editions if not form.is_flow]


@router.get("/forms/{form_id}")
async def read_form(
    form_id: str, services: Services, edition: str | None = None, language: str | None = None
) -> dict[str, Any]:
    """A form's sections and questions; the edition in force unless another is named."""
    found = _find(services.editions, form_id, edition)
    form = form_in(found, services.languages.find(language).say)
    return {
        **_summary(form),
        "source": form.source,
        "sections": dict(form.sections),
        "questions": [
            {
                "id": q.id,
                "section": q.section,
                "kind": input_kind(q),
                "label": q.label,
                "computed": q.computed is not None,
                "prompts": dict(q.prompts),
                "help": q.help,
                "why": q.why,
                "source": q.source,
                "repeats": q.repeat,
                "options": [{"value": o.value, "label": o.label} for o in q.options],
                "schema": answer_schema(q),
            }
            for q in form.questions
        ],
    }


@router.get("/forms/{form_id}/schema")
async def read_schema(
    form_id: str, services: Services, edition: str | None = None
) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the form's payload, and of what is annexed to it."""
    form = _find(services.editions, form_id, edition)
    annex = _find(services.editions, form.annex, None) if form.annex else None
    return payload_schema(form, annex)


@router.get("/areas")
async def list_areas(services: Services) -> list[dict[str, Any]]:
    """The areas this service is set up for, and the numbers to ring that may be shown there."""
    return [
        {"id": area_id, "name": name, "contacts": services.telephones(area_id)}
        for area_id, name in services.area_names.items()
    ]


def _summary(form: FormDefinition) -> dict[str, Any]:
    return {
        "id": form.id,
        "edition": form.edition,
        "title": form.title,
        "status": form.status,
        "deliverable": form.deliverable,
    }


def _find(
    editions: tuple[FormDefinition, ...], form_id: str, edition: str | None
) -> FormDefinition:
    for form in editions:
        wanted = form.edition == edition if edition else form.status == "current"
        if form.id == form_id and wanted and not form.is_flow:
            return form
    raise NotFoundError("There is no such form or edition; GET /v1/forms lists them.")
