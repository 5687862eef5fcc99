"""Fifteen accounts: each ends in a delivered report that holds what was said, and only that."""

import json
import re
from typing import Any

import pytest

from tests.functional.journeys import Told, accounts, tell
from tests.functional.product import Product

ACCOUNTS = accounts()
ALWAYS = {"incident_details"}
"""The person's own words are in every report."""


@pytest.fixture(scope="module")
def told(product: Product) -> dict[str, Told]:
    """Every account, told once."""
    with product.client() as client:
        return {a["id"]: tell(client, a) for a in ACCOUNTS}


def by_name(test: Any) -> Any:
    """Run a test once for each account."""
    return pytest.mark.parametrize("account", ACCOUNTS, ids=lambda a: a["id"])(test)


@by_name
def test_a_clear_account_takes_nine_messages_or_fewer(
    account: dict[str, Any], told: dict[str, Told]
) -> None:
    assert told[account["id"]].person.sent <= 9, told[account["id"]].asked


@by_name
def test_every_fact_stated_is_in_the_payload(
    account: dict[str, Any], told: dict[str, Told]
) -> None:
    answers = told[account["id"]].answers
    for path, expected in account["facts"].items():
        if path == "identity":
            assert told[account["id"]].payloads[0]["anonymous"]
            continue
        found = at(answers, path)
        if isinstance(expected, dict):
            assert len(found) == int(expected["count"]), path
        elif isinstance(expected, list):
            assert all(word.lower() in json.dumps(found).lower() for word in expected), path
        elif expected != "any":
            assert str(found) == expected, path


@by_name
def test_every_fact_in_the_payload_stands_in_the_document(
    account: dict[str, Any], told: dict[str, Told]
) -> None:
    document = squeezed(told[account["id"]].document)
    for question, value in told[account["id"]].answers.items():
        for text in texts(question, value):
            assert squeezed(text) in document, question


@by_name
def test_what_was_not_stated_is_empty(account: dict[str, Any], told: dict[str, Told]) -> None:
    stated = {re.split(r"[.\[]", path)[0] for path in account["facts"]}
    filled = {q for q, v in told[account["id"]].answers.items() if v is not None}
    assert filled <= stated | ALWAYS


@by_name
def test_nothing_that_was_stated_is_asked(account: dict[str, Any], told: dict[str, Told]) -> None:
    facts = account["facts"]
    stated = {re.split(r"[.\[]", path)[0] for path in facts if facts[path] != "any"}
    answered_later = set(account.get("replies", {}))
    assert not set(told[account["id"]].asked) & (stated - answered_later)


def at(answers: dict[str, Any], path: str) -> Any:
    """The value at a path such as `victims[0].age`."""
    value: Any = answers
    for part in re.findall(r"[^.\[\]]+", path):
        value = value[int(part)] if part.isdigit() else value[part]
    return value


# How a value stands in the document where it is not printed as it is.
_SHOWN = {"yes": "Yes", "no": "No"}
_NOT_PRINTED = {"approximate", "partial", "date", "age"}


def texts(question: str, value: Any) -> list[str]:
    """The texts of an answer that must be readable in the document."""
    if isinstance(value, dict):
        return [t for k, v in value.items() if k not in _NOT_PRINTED for t in texts(question, v)]
    if isinstance(value, list):
        return [t for item in value for t in texts(question, item)]
    return [] if value is None or isinstance(value, bool) else [_SHOWN.get(value, str(value))]


def squeezed(text: str) -> str:
    """A text without spaces and case: a PDF's text breaks lines where the page does."""
    return "".join(text.split()).lower()
