"""One reader for all tests here: it is made once in the product, too."""

from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.narrative.reader import SpacyReader

# A Saturday, in the night.
NIGHT = datetime(2026, 11, 21, 0, 40, tzinfo=ZoneInfo("Europe/London"))


class Reads(Protocol):
    """Reads a text and gives the values found."""

    def __call__(
        self, text: str, expecting: str | None = None, now: datetime = NIGHT
    ) -> dict[str, Any]: ...


@pytest.fixture(scope="session")
def reader() -> SpacyReader:
    return SpacyReader()


@pytest.fixture(scope="session")
def read(reader: SpacyReader) -> Reads:
    def values(text: str, expecting: str | None = None, now: datetime = NIGHT) -> dict[str, Any]:
        reading = reader.read(text, now, expecting)
        for found in (item for items in reading.details.values() for item in items):
            for spans in found.evidence.values():
                assert all(text[span.start : span.end] == span.text for span in spans)
        return {name: [item.value for item in items] for name, items in reading.details.items()}

    return values
