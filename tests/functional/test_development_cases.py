"""What drivers and licensees said in the published cases, each led to its right place."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.functional.journeys import answer_all
from tests.functional.product import ROOT, Person, Product

CASES = Path(os.environ.get("CRE_CASES", ROOT.parent / "shared/cases/development.jsonl"))
SPEAKERS = ("taxi_driver", "licensee")
HELP = ("advice", "out_of_scope")


def cases() -> list[dict[str, Any]]:
    """The undoubtful utterances of drivers and licensees; none where the file isn't there."""
    if not CASES.exists():
        return []
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line]
    return [
        r
        for r in rows
        if r["kind"] == "utterance" and r["speaker"] in SPEAKERS and not r["doubtful"]
    ]


pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"There are no cases at {CASES.name}.")


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["id"])
def test_an_utterance_reaches_its_right_place(product: Product, case: dict[str, Any]) -> None:
    with product.client() as client:
        person = Person(client).say(case["text"])
        if case["expected_route"] == "emergency_999":
            assert person.state["stage"] == "danger"
            assert person.messages[0]["urgent"]
            assert "999" in person.messages[0]["text"]
            return
        assert not any(m["urgent"] for m in person.messages)
        if case["expected_route"] in HELP:
            assert person.state["stage"] == "opening"
            assert person.state["answers"] == {}
            assert is_help(person)
            return
        answer_all(person, {})
        (submission,) = person.state["submissions"]
        assert person.delivered(submission["reference"])["status"] == "delivered"


def is_help(person: Person) -> bool:
    """Whether the reply answers something, and doesn't only say that it was not understood."""
    wording = (ROOT / "forms/answers.yml").read_text(encoding="utf-8")
    unclear = wording.split("cant_answer_opening:")[1].splitlines()[0].strip(' "')
    return bool(person.messages[0]["text"]) and person.messages[0]["text"] not in unclear
