"""Whole accounts, in many voices, with everything that should be read from each.

The accounts are invented. A change of the reader that changes one shows here; where the new
reading is the better one, change the account's entry.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.narrative.conftest import Reads

ACCOUNTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "accounts.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("account", ACCOUNTS, ids=[account["name"] for account in ACCOUNTS])
def test_a_whole_account_is_read(read: Reads, account: dict[str, Any]) -> None:
    assert read(account["text"]) == account["details"]
