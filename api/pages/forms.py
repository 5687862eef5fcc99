"""A posted form, as its names and what was filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

MOST_FIELDS = 2000
"""Twenty people with all their parts are about five hundred."""


@dataclass(frozen=True)
class Posted:
    """What stands in the boxes of a form, by their names."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """What stands in a box, without blanks around it; empty where there is none."""
        return (self.values.get(name) or ("",))[0].strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that is ticked under a name."""
        return tuple(filter(None, self.values.get(name, ())))

    def under(self, prefix: str) -> dict[str, tuple[str, ...]]:
        """Every box whose name begins so."""
        return {name: values for name, values in self.values.items() if name.startswith(prefix)}

    def has_any(self, prefix: str) -> bool:
        """Whether anything is filled in under a name."""
        return any(value.strip() for values in self.under(prefix).values() for value in values)


def posted(pairs: Iterable[tuple[str, str]]) -> Posted:
    """A form out of its pairs of name and value."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Posted({name: tuple(found) for name, found in values.items()})


async def read_form(request: Request) -> Posted:
    """The form of a request. The size of a request is limited elsewhere."""
    body = (await request.body()).decode("utf-8", errors="replace")
    return posted(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
