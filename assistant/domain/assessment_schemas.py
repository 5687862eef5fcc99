"""JSON Schemas of the tables that a payload may hold besides its answers."""

from collections.abc import Mapping
from typing import Any

from assistant.domain.assessment_conditions import ROUTES
from assistant.domain.toolkit import KINDS, LEVELS, THRESHOLDS

_TEXT: dict[str, Any] = {"type": "string"}
_KNOWN: dict[str, Any] = {"type": ["boolean", "null"], "description": "null: not known"}
_LEVEL: dict[str, Any] = {"enum": [*LEVELS, None]}
_THRESHOLD: dict[str, Any] = {"enum": [*THRESHOLDS, None]}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _rows(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [dict(schema), {"type": "null"}]}


_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_SUGGESTION = _object(
    {
        "level": _LEVEL,
        "held": {"type": "boolean"},
        "floor": _LEVEL,
        "threshold": _THRESHOLD,
        "routes": {"type": "array", "items": {"enum": list(ROUTES)}},
        "duties": _rows(
            {
                "id": _TEXT,
                "name": _TEXT,
                "what": _TEXT,
                "by": _TEXT,
                "contacts": _TEXTS,
                "basis": _TEXT,
                "inferred": {"type": "boolean"},
                "source": _TEXT,
            }
        ),
        "notes": _rows({"entry": _TEXT, "text": _TEXT, "about": _TEXTS}),
        "unknown": _TEXTS,
        "trace": _rows(
            {
                "entry": _TEXT,
                "version": {"type": "integer"},
                "outcome": {"enum": ["matched", "not_matched", "unknown"]},
                "because": _TEXT,
                "source": _TEXT,
            }
        ),
        "section_1_threshold": _THRESHOLD,
    }
)

INCLUDED: Mapping[str, dict[str, Any]] = {
    "indicators": _rows(
        {
            "id": _TEXT,
            "wording": _TEXT,
            "present": _KNOWN,
            "types": {
                "type": ["array", "null"],
                "items": {"enum": list(KINDS)},
                "description": "null: not known",
            },
            "level": _LEVEL,
            "context": {"type": ["string", "null"]},
        }
    ),
    "vulnerability_factors": _rows(
        {"id": _TEXT, "wording": _TEXT, "current": _KNOWN, "historic": _KNOWN}
    ),
    "actions": _rows({"action": _TEXT, "responsible": _TEXT, "timescale": _TEXT}),
    "suggestion": _or_null(_SUGGESTION),
    "changes": _or_null(
        _object(
            {
                "reference": _TEXT,
                "reported_at": _TEXT,
                "rows": _rows({"id": _TEXT, "wording": _TEXT, "then": _TEXT, "now": _TEXT}),
            }
        )
    ),
    "cin_codes": _object(
        {
            "source": {"type": ["string", "null"]},
            "factors": _rows({"code": _TEXT, "label": _TEXT}),
        }
    ),
}
"""By the names that a form's `includes` may have."""
