"""What is wrong with a value by a JSON Schema, in words that hold nothing a person typed."""

import json
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

_SAID = {
    "type": "must be of type {}",
    "enum": "must be one of {}",
    "const": "must be {}",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} items",
    "maxItems": "must have at most {} items",
    "minimum": "must be {} or more",
    "maximum": "must be {} or less",
    "minProperties": "must have at least {} part",
    "pattern": "must match the pattern {}",
}


def problem(schema: dict[str, Any], value: Any) -> str | None:
    """The first thing wrong with `value`, naming its place and what is allowed; None if fine."""
    error = best_match(_validator(json.dumps(schema, sort_keys=True)).iter_errors(value))
    return None if error is None else _described(error)


@lru_cache(maxsize=256)
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema))


def _described(error: ValidationError) -> str:
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
    rule, allowed = str(error.validator), error.validator_value
    if rule == "additionalProperties":
        schema = error.schema if isinstance(error.schema, dict) else {}
        known = ", ".join(schema.get("properties", {}))
        return f"'answer{place}' has a part that is not known; known: {known}."
    if rule == "uniqueItems":
        return f"'answer{place}' must not repeat an item."
    said = _SAID.get(rule, "does not fit the schema")
    shown = ", ".join(map(str, allowed)) if isinstance(allowed, list) else allowed
    return f"'answer{place}' {said.format(shown)}."
