"""The validator of action results."""

from typing import Any

import pytest
from jsonschema import ValidationError
from jsonschema.exceptions import SchemaError
from jsonschema.validators import Draft202012Validator

from assistant.engine.validator import compiled

SCHEMA = {"type": "object", "properties": {"events": {"type": "array"}}}


def test_a_result_that_fits_passes() -> None:
    compiled(SCHEMA)({"events": []})


def test_a_result_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError):
        compiled(SCHEMA)({"events": "none"})


def test_a_broken_schema_is_refused_before_any_result() -> None:
    with pytest.raises(SchemaError):
        compiled({"type": "no such type"})


def test_the_schema_is_not_checked_again_at_each_result(monkeypatch: pytest.MonkeyPatch) -> None:
    check = compiled(SCHEMA)

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("checked again")

    monkeypatch.setattr(Draft202012Validator, "check_schema", fail)
    check({"events": []})


def test_it_accepts_and_refuses_exactly_what_rasa_does(probed: dict[str, Any]) -> None:
    verdicts = probed["action_results"]
    assert verdicts["ours"] == verdicts["rasas"]
    assert True in verdicts["ours"]
    assert False in verdicts["ours"]
