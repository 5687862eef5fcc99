"""Encryption of single fields, and the file that holds the keys.

A value looks like `v1:<key id>:<nonce, ciphertext and tag in base64>`. Table, column and row are
bound in, so a value that is moved elsewhere does not decrypt.
"""

import base64
import binascii
import contextlib
import json
import logging
import os
import secrets
import stat
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.domain.errors import AssistantError

log = logging.getLogger(__name__)

_VERSION = "v1"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class KeyFileError(AssistantError):
    """The key file cannot be used, or does not fit the database. Never holds a key."""


class DecryptionError(AssistantError):
    """A kept value cannot be decrypted where it stands. Never holds the value."""


@dataclass(frozen=True, repr=False)
class Keys:
    """What the key file holds. `audit` keys the audit chain and is never rotated."""

    active: str
    fields: Mapping[str, bytes]
    audit: bytes


class KeyRing:
    """The keys of one file, which is made at the first start and read again when it changes.

    Reading again lets keys rotate while the service runs, without telling each process.
    """

    def __init__(self, path: Path) -> None:
        """Raises KeyFileError if the file is there but cannot be used."""
        self._path = path
        self._lock = threading.Lock()
        if not path.exists():
            _create_once(path, _new_keys())
        self._stamp = _stamp(path)
        self._keys = _read(path)
        _warn_if_open_to_others(path)

    def current(self) -> Keys:
        """The keys as the file has them now. Raises KeyFileError if it became unusable."""
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            with self._lock:
                self._keys = _read(self._path)
                self._stamp = stamp
        return self._keys

    def add_key(self) -> str:
        """Make a new key the active one; older ones stay, to decrypt. Returns its id.

        Raises KeyFileError while another process does the same.
        """
        with self._lock, _only_one(self._path):
            old = _read(self._path)
            new_id = _new_key_id()
            fields = {**old.fields, new_id: secrets.token_bytes(_KEY_BYTES)}
            temporary = _write_beside(self._path, Keys(new_id, fields, old.audit))
            temporary.replace(self._path)
            _sync_directory(self._path.parent)
        return new_id


class FieldCipher:
    """AES-256-GCM for single fields. Safe to share between threads."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def encrypt(self, plaintext: bytes | str, *, table: str, column: str, row: str) -> str:
        """The value to keep, under the active key, bound to its place."""
        keys = self._ring.current()
        data = plaintext.encode() if isinstance(plaintext, str) else plaintext
        nonce = secrets.token_bytes(_NONCE_BYTES)
        place = _place(keys.active, table, column, row)
        sealed = AESGCM(keys.fields[keys.active]).encrypt(nonce, data, place)
        return f"{_VERSION}:{keys.active}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, value: str, *, table: str, column: str, row: str) -> bytes:
        """What `encrypt` was given.

        Raises DecryptionError if the value was changed, moved to another row, column or table,
        or if its key is not in the key file.
        """
        where = f"{table}.{column}"
        key_id, raw = _parse(value, where)
        key = self._ring.current().fields.get(key_id)
        if key is None:
            raise DecryptionError(f"{where}: the key file has no key {key_id}.")
        nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, sealed, _place(key_id, table, column, row))
        except (InvalidTag, ValueError) as error:
            raise DecryptionError(
                f"{where}: a value was changed, or belongs to another row or column."
            ) from error

    def is_current(self, value: str) -> bool:
        """Whether a kept value is already under the active key."""
        return value.startswith(f"{_VERSION}:{self._ring.current().active}:")


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Two processes that each add a key at once would lose one, and what it encrypted."""
    lock = path.with_name(f".{path.name}.lock")
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise KeyFileError(
            f"Another rotation is under way. If none is, remove {lock.name} beside the key file."
        ) from None
    try:
        yield
    finally:
        lock.unlink()


def _place(key_id: str, table: str, column: str, row: str) -> bytes:
    # As JSON, so that no two places are written alike.
    return json.dumps([_VERSION, key_id, table, column, row]).encode()


def _parse(value: str, where: str) -> tuple[str, bytes]:
    version, _, rest = value.partition(":")
    key_id, _, encoded = rest.partition(":")
    try:
        if version != _VERSION:
            raise ValueError(version)
        return key_id, base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        raise DecryptionError(f"{where}: a value is not in the encrypted form.") from None


def _new_key_id() -> str:
    # Random, so that a key file made anew is never taken for the lost one.
    return f"k{secrets.token_hex(4)}"


def _new_keys() -> Keys:
    key_id = _new_key_id()
    fields = {key_id: secrets.token_bytes(_KEY_BYTES)}
    return Keys(key_id, fields, secrets.token_bytes(_KEY_BYTES))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise KeyFileError(f"The key file cannot be read: {error.strerror}.") from error
    return found.st_mtime_ns, found.st_ino, found.st_size


def _read(path: Path) -> Keys:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        fields = {str(k): base64.b64decode(v, validate=True) for k, v in data["keys"].items()}
        keys = Keys(str(data["active"]), fields, base64.b64decode(data["audit"], validate=True))
    except OSError as error:
        raise KeyFileError(f"The key file cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        # Not chained: a JSON error quotes the text around the mistake, which may be a key.
        raise KeyFileError("The key file is not in the expected form.") from None
    sizes = {len(key) for key in [*keys.fields.values(), keys.audit]}
    if keys.active not in keys.fields or sizes != {_KEY_BYTES}:
        raise KeyFileError("The key file lacks its active key, or a key has the wrong length.")
    return keys


def _create_once(path: Path, keys: Keys) -> None:
    """Make the file unless another process just has: the first one wins, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _write_beside(path, keys)
    try:
        # A link, because unlike a rename it fails when the name is taken.
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()
    _sync_directory(path.parent)


def _write_beside(path: Path, keys: Keys) -> Path:
    encoded = {key_id: base64.b64encode(key).decode() for key_id, key in keys.fields.items()}
    data = {
        "active": keys.active,
        "keys": encoded,
        "audit": base64.b64encode(keys.audit).decode(),
    }
    # mkstemp makes the file readable by its owner only.
    handle, name = tempfile.mkstemp(prefix=".keys-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(data, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync_directory(directory: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _warn_if_open_to_others(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        log.warning("The key file can be reached by other users of this machine.")
