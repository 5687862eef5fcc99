"""Field encryption and its key file."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.crypto import DecryptionError, FieldCipher, KeyFileError, KeyRing
from tests.receivers.samples import SEEDED

ROOT = Path(__file__).parents[2]
PLACE = {"table": "messages", "column": "body", "row": "m1"}


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def cipher(keys_file: Path) -> FieldCipher:
    return FieldCipher(KeyRing(keys_file))


@pytest.mark.parametrize("text", ["", "é", "x" * 100_000, "\x00"])
def test_what_was_encrypted_comes_back(cipher: FieldCipher, text: str) -> None:
    assert cipher.decrypt(cipher.encrypt(text, **PLACE), **PLACE).decode() == text


def test_any_bytes_come_back_and_never_look_the_same_twice(tmp_path: Path) -> None:
    cipher = FieldCipher(KeyRing(tmp_path / "keys.json"))

    @settings(max_examples=50)
    @given(st.binary(max_size=200), st.text(max_size=20))
    def check(data: bytes, row: str) -> None:
        place = {"table": "t", "column": "c", "row": row}
        value = cipher.encrypt(data, **place)
        assert cipher.decrypt(value, **place) == data
        assert value != cipher.encrypt(data, **place)

    check()


@pytest.mark.parametrize(
    "elsewhere", [{"table": "submissions"}, {"column": "reply"}, {"row": "m2"}, {"row": ""}]
)
def test_a_value_moved_to_another_place_is_refused(
    cipher: FieldCipher, elsewhere: dict[str, str]
) -> None:
    value = cipher.encrypt(SEEDED, **PLACE)
    with pytest.raises(DecryptionError, match="belongs to another row or column") as caught:
        cipher.decrypt(value, **{**PLACE, **elsewhere})
    assert SEEDED not in str(caught.value)


def test_parts_of_a_place_cannot_run_into_each_other(cipher: FieldCipher) -> None:
    value = cipher.encrypt("x", table="ab", column="c", row="d")
    with pytest.raises(DecryptionError):
        cipher.decrypt(value, table="a", column="bc", row="d")


def test_a_changed_value_is_refused_at_every_position(cipher: FieldCipher) -> None:
    value = cipher.encrypt("short", **PLACE)
    for at in range(len(value)):
        changed = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
        with pytest.raises(DecryptionError):
            cipher.decrypt(changed, **PLACE)


@pytest.mark.parametrize("value", ["", "plain words", "v1:", "v1:k:!!", "v2:k:AAAA"])
def test_what_was_never_encrypted_is_refused_and_not_quoted(
    cipher: FieldCipher, value: str
) -> None:
    with pytest.raises(DecryptionError) as caught:
        cipher.decrypt(value, **PLACE)
    assert "plain words" not in str(caught.value)


def test_a_new_key_is_used_at_once_by_a_cipher_that_was_open_and_old_values_stay_readable(
    keys_file: Path,
) -> None:
    running = FieldCipher(KeyRing(keys_file))
    old = running.encrypt("before", **PLACE)
    assert running.is_current(old)
    new_key = KeyRing(keys_file).add_key()
    new = running.encrypt("after", **PLACE)
    assert f":{new_key}:" in new
    assert running.is_current(new)
    assert not running.is_current(old)
    assert running.decrypt(old, **PLACE) == b"before"


def test_adding_a_key_keeps_the_audit_key(keys_file: Path) -> None:
    ring = KeyRing(keys_file)
    before = ring.current().audit
    ring.add_key()
    assert ring.current().audit == before


def test_two_rotations_at_once_cannot_lose_a_key(keys_file: Path) -> None:
    ring = KeyRing(keys_file)
    (keys_file.parent / ".keys.json.lock").touch()
    with pytest.raises(KeyFileError, match="Another rotation"):
        ring.add_key()


def test_a_value_under_a_lost_key_names_the_key(tmp_path: Path, cipher: FieldCipher) -> None:
    value = cipher.encrypt("x", **PLACE)
    other = FieldCipher(KeyRing(tmp_path / "other.json"))
    with pytest.raises(DecryptionError, match=value.split(":")[1]):
        other.decrypt(value, **PLACE)


@pytest.mark.skipif(os.name != "posix", reason="Permissions of this kind are POSIX's.")
def test_only_the_owner_can_read_the_key_file(keys_file: Path) -> None:
    ring = KeyRing(keys_file)
    assert stat.S_IMODE(keys_file.stat().st_mode) == 0o600
    ring.add_key()
    assert stat.S_IMODE(keys_file.stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_one_key_file(keys_file: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from assistant.adapters.crypto import KeyRing\n"
        "print(KeyRing(pathlib.Path(sys.argv[1])).current().active)"
    )
    command = [sys.executable, "-c", program, str(keys_file)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(4)
    ]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1
    assert [process.returncode for process in started] == [0] * 4
    assert [path.name for path in keys_file.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        '{"active": "a", "keys": {}, "audit": "AA=="}',
        '{"active": "a", "keys": {"a": "c2hvcnQ="}, "audit": "c2hvcnQ="}',
        '{"active": "a", "keys": "secret-key", "audit": "AA=="}',
        "secret-key",
    ],
)
def test_a_broken_key_file_is_refused_without_quoting_it(keys_file: Path, content: str) -> None:
    keys_file.write_text(content, encoding="utf-8")
    with pytest.raises(KeyFileError) as caught:
        KeyRing(keys_file)
    assert "secret-key" not in str(caught.value)


def test_a_key_file_without_its_active_key_is_refused(keys_file: Path) -> None:
    KeyRing(keys_file)
    data = json.loads(keys_file.read_text())
    keys_file.write_text(json.dumps({**data, "active": "another"}))
    with pytest.raises(KeyFileError, match="lacks its active key"):
        KeyRing(keys_file)


def test_keys_do_not_show_when_printed(keys_file: Path) -> None:
    keys = KeyRing(keys_file).current()
    assert repr(keys.audit) not in repr(keys)
