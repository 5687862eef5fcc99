"""What is personal goes into the tables through here, and comes out through here."""

import json
from typing import Any, Protocol


class Cipher(Protocol):
    """Encrypts one field, bound to its place."""

    def encrypt(self, plaintext: bytes | str, *, table: str, column: str, row: str) -> str:
        """The value to keep."""
        ...

    def decrypt(self, value: str, *, table: str, column: str, row: str) -> bytes:
        """What `encrypt` was given."""
        ...

    def is_current(self, value: str) -> bool:
        """Whether a value is already under the active key."""
        ...


class Sealer:
    """Seals the columns of one table."""

    def __init__(self, cipher: Cipher, table: str) -> None:
        self._cipher = cipher
        self._table = table

    def seal(self, column: str, row: str, data: bytes) -> str:
        """Bytes, sealed for their place."""
        return self._cipher.encrypt(data, table=self._table, column=column, row=row)

    def seal_json(self, column: str, row: str, data: Any) -> str:
        """JSON-ready data, sealed for its place."""
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return self.seal(column, row, text.encode())

    def open(self, column: str, row: str, value: str) -> bytes:
        """The bytes of a sealed value. Raises DecryptionError if it does not belong here."""
        return self._cipher.decrypt(value, table=self._table, column=column, row=row)

    def open_json(self, column: str, row: str, value: str) -> Any:
        """The data of a sealed value. Raises DecryptionError if it does not belong here."""
        return json.loads(self.open(column, row, value))


def row_name(*key: str) -> str:
    """A row's name for binding, by its primary key; no two keys give the same name."""
    return key[0] if len(key) == 1 else json.dumps(key)
