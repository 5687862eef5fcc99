"""The files that Rasa is trained from fit each other and the design."""

import os
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
EXAMPLES = 30
TAKEN = {"back", "restart", "session_start", "nlu_fallback", "out_of_scope"}


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return content


def examples(directory: str = "nlu_data/nlu") -> list[tuple[str, str]]:
    return [
        (entry["intent"], line.removeprefix("- "))
        for path in sorted((ROOT / directory).glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
    ]


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return read("domain.yml")


def test_the_domain_holds_no_wording(domain: dict[str, Any]) -> None:
    assert "responses" not in domain


def test_the_domain_has_one_loop_one_action_and_one_slot_that_nothing_fills(
    domain: dict[str, Any],
) -> None:
    assert domain["forms"] == {"interview_form": {"required_slots": ["answer"]}}
    assert domain["actions"] == ["validate_interview_form"]
    assert domain["slots"]["answer"]["mappings"] == [{"type": "custom"}]


def test_sessions_never_expire(domain: dict[str, Any]) -> None:
    assert domain["session_config"]["session_expiration_time"] == 0


def test_intents_are_in_order_and_keep_clear_of_rasas_own(domain: dict[str, Any]) -> None:
    assert domain["intents"] == sorted(set(domain["intents"]))
    assert not TAKEN & set(domain["intents"])


def test_every_intent_of_the_domain_has_enough_examples(domain: dict[str, Any]) -> None:
    counts = Counter(intent for intent, _ in examples())
    assert set(counts) == set(domain["intents"])
    assert [intent for intent, count in counts.items() if count < EXAMPLES] == []


def test_no_example_stands_twice() -> None:
    counts = Counter(text for _, text in examples())
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_example_stands_for_two_intents() -> None:
    meanings: dict[str, set[str]] = {}
    for intent, text in examples():
        meanings.setdefault(re.sub(r"\W", "", text.lower()) or text, set()).add(intent)
    assert {text for text, intents in meanings.items() if len(intents) > 1} == set()


def test_examples_hold_none_of_rasas_markup() -> None:
    assert [text for _, text in examples() if re.search(r"[\[\]{}]|^/", text)] == []


def test_telephone_numbers_in_examples_are_those_set_aside_for_drama() -> None:
    numbers = [text for _, text in examples() if re.search(r"\d{5}", text)]
    assert [text for text in numbers if "07700 900" not in text] == []


def test_the_held_back_lines_are_not_among_the_examples(domain: dict[str, Any]) -> None:
    held_back = examples("tests/conversations")
    assert {intent for intent, _ in held_back} == set(domain["intents"])
    assert {text for _, text in held_back} & {text for _, text in examples()} == set()


def test_rasas_own_check_of_the_data_finds_nothing_to_warn_of() -> None:
    if not RASA_PYTHON.exists():
        pytest.skip("Rasa's environment .venv-rasa is missing: run `make setup`")
    names = ["--data", "nlu_data", "--domain", "domain.yml", "--config", "config.yml"]
    done = subprocess.run(  # noqa: S603 - our own command
        [RASA_PYTHON, "-m", "rasa", "data", "validate", "--fail-on-warnings", *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    warnings = [line for line in done.stderr.splitlines() if "UserWarning" in line]
    assert warnings == []
    assert done.returncode == 0, done.stderr


def test_the_one_rule_is_for_every_intent(domain: dict[str, Any]) -> None:
    (rule,) = read("nlu_data/rules/interview.yml")["rules"]
    assert [step["intent"] for step in rule["steps"][0]["or"]] == domain["intents"]


def test_rasa_calls_the_application_with_its_secret_and_without_the_domain() -> None:
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    assert "X-Actions-Token: ${CRE_ACTIONS_TOKEN}\n" in text
    endpoint = read("endpoints.yml")["action_endpoint"]
    assert endpoint["url"] == "${CRE_ACTIONS_URL}"
    assert endpoint["selective_domain"] is True


def test_the_rest_channel_is_the_only_way_in() -> None:
    assert list(read("credentials.yml")) == ["rest"]
