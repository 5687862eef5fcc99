"""Whole accounts, in many voices, with everything that should be read from each.

The accounts are invented. A change of the reader that changes one shows here; where the new
reading is the better one, change the account's entry.
"""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.narrative.conftest import NIGHT, Reads

ACCOUNTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "accounts.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("account", ACCOUNTS, ids=[account["name"] for account in ACCOUNTS])
def test_a_whole_account_is_read(read: Reads, account: dict[str, Any]) -> None:
    assert read(account["text"]) == account["details"]


def test_a_story_is_read_within_a_fraction_of_a_turn(reader: Any) -> None:
    longest = max((account["text"] for account in ACCOUNTS), key=len)
    reader.read(longest, NIGHT)
    start = time.perf_counter()
    for _ in range(10):
        reader.read(longest, NIGHT)
    # Generous: a busy machine must not fail the build; the figure is in the decision record.
    assert (time.perf_counter() - start) / 10 < 0.1
