"""The folder drop: whole or not at all, once per delivery."""

import errno
import hashlib
import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters import folder
from assistant.adapters.folder import FolderSender
from assistant.domain.delivery import OutcomeKind
from tests.receivers.samples import SEEDED, outgoing

NAMES = {"document.pdf", "payload.json", "manifest.json"}


@pytest.fixture
def sender(tmp_path: Path) -> FolderSender:
    return FolderSender({"desk": tmp_path})


def test_a_drop_holds_document_payload_and_manifest(sender: FolderSender, tmp_path: Path) -> None:
    sent = outgoing()
    assert sender.send(sent).kind is OutcomeKind.DELIVERED
    place = tmp_path / sent.delivery_id
    assert [path.name for path in tmp_path.iterdir()] == [sent.delivery_id]
    assert {path.name for path in place.iterdir()} == NAMES
    assert (place / "document.pdf").read_bytes() == sent.document
    assert (place / "payload.json").read_bytes() == sent.payload


def test_the_manifest_names_the_delivery_and_proves_each_file(
    sender: FolderSender, tmp_path: Path
) -> None:
    sent = outgoing()
    sender.send(sent)
    place = tmp_path / sent.delivery_id
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    for name in ("delivery_id", "reference", "form", "edition", "area", "recipient"):
        assert manifest[name] == getattr(sent, name)
    assert manifest["submitted_at"] == sent.submitted_at.isoformat()
    for name, facts in manifest["files"].items():
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == facts["sha256"]
    assert SEEDED not in json.dumps(manifest)


@pytest.mark.skipif(os.name != "posix", reason="Permissions of this kind are POSIX's.")
def test_other_users_of_the_machine_cannot_read_a_drop(
    sender: FolderSender, tmp_path: Path
) -> None:
    sent = outgoing()
    sender.send(sent)
    place = tmp_path / sent.delivery_id
    assert all(path.stat().st_mode & 0o007 == 0 for path in (place, *place.iterdir()))


def test_a_second_drop_of_the_same_delivery_leaves_the_whole_first_one_in_peace(
    sender: FolderSender, tmp_path: Path
) -> None:
    sent = outgoing()
    sender.send(sent)
    place = tmp_path / sent.delivery_id
    first = place.stat().st_ino
    assert sender.send(replace(sent, attempt=2)).kind is OutcomeKind.DELIVERED
    assert [path.name for path in tmp_path.iterdir()] == [sent.delivery_id]
    assert place.stat().st_ino == first


@pytest.mark.parametrize("damage", ["changed", "missing", "added"])
def test_a_damaged_drop_is_replaced_by_the_next(
    sender: FolderSender, tmp_path: Path, damage: str
) -> None:
    sent = outgoing()
    sender.send(sent)
    place = tmp_path / sent.delivery_id
    if damage == "changed":
        (place / "document.pdf").write_bytes(b"%PDF-half")
    elif damage == "missing":
        (place / "payload.json").unlink()
    else:
        (place / "more.txt").touch()
    assert sender.send(sent).kind is OutcomeKind.DELIVERED
    assert [path.name for path in tmp_path.iterdir()] == [sent.delivery_id]
    assert {path.name for path in place.iterdir()} == NAMES
    assert (place / "document.pdf").read_bytes() == sent.document


def test_what_a_dead_worker_left_is_cleared_by_the_next_attempt(
    sender: FolderSender, tmp_path: Path
) -> None:
    sent = outgoing()
    for name in (".arriving-", ".leaving-"):
        leftover = tmp_path / f"{name}{sent.delivery_id}-0000"
        leftover.mkdir()
        (leftover / "payload.json").write_bytes(b"{}")
    sender.send(sent)
    assert [path.name for path in tmp_path.iterdir()] == [sent.delivery_id]


def test_a_reader_never_sees_half_a_drop(sender: FolderSender, tmp_path: Path) -> None:
    halves: list[set[str]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            # Visible names only, as a receiving program would.
            for name in [name for name in os.listdir(tmp_path) if not name.startswith(".")]:
                seen = set(os.listdir(tmp_path / name))
                if seen != NAMES:
                    halves.append(seen)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(15):
        sent = outgoing(document=b"x" * 200_000)
        assert sender.send(sent).kind is OutcomeKind.DELIVERED
        assert sender.send(sent).kind is OutcomeKind.DELIVERED
    done.set()
    watcher.join()
    assert halves == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EACCES, "No permission to write in the folder."),
        (errno.EIO, "The drop failed: OSError."),
    ],
)
def test_a_failed_write_is_tried_again_says_why_and_leaves_nothing(
    sender: FolderSender,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: str,
) -> None:
    written = folder._write

    def fail_at_the_second(path: Path, content: bytes) -> None:
        if path.name == "payload.json":
            raise OSError(number, os.strerror(number), str(path))
        written(path, content)

    monkeypatch.setattr(folder, "_write", fail_at_the_second)
    outcome = sender.send(outgoing())
    assert (outcome.kind, outcome.detail) == (OutcomeKind.RETRY, expected)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="The superuser may write everywhere."
)
def test_a_folder_without_permission_is_tried_again(sender: FolderSender, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        outcome = sender.send(outgoing())
    finally:
        tmp_path.chmod(0o700)
    assert outcome.detail == "No permission to write in the folder."


def test_a_missing_folder_is_not_made_because_it_may_be_a_share_that_is_away(
    tmp_path: Path,
) -> None:
    away = tmp_path / "share"
    outcome = FolderSender({"desk": away}).send(outgoing())
    assert (outcome.kind, outcome.detail) == (OutcomeKind.RETRY, "The folder is not there.")
    assert not away.exists()


def test_a_recipient_without_a_folder_is_named_as_not_set_up(sender: FolderSender) -> None:
    assert sender.send(outgoing(target="nobody")).kind is OutcomeKind.REJECTED
