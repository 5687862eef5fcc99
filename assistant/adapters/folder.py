"""Hands a submission over as a folder of files that appears whole or not at all."""

import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from assistant.domain.delivery import Outcome, Outgoing

_REASONS = {
    errno.ENOSPC: "The disk is full.",
    errno.EDQUOT: "The quota of the disk is used up.",
    errno.EACCES: "No permission to write in the folder.",
    errno.EPERM: "No permission to write in the folder.",
    errno.EROFS: "The folder's disk is read-only.",
}
# For the service's own user and group: the receiving program belongs to that group.
_FOLDER_MODE = 0o750
_FILE_MODE = 0o640


class FolderSender:
    """Drops `<delivery id>/` with the document, the payload and a manifest into a folder.

    Written beside its place under a hidden name and renamed, so no reader sees half of it. A
    second drop of the same delivery leaves one folder: a whole one is left in peace, because
    somebody may be reading it, and a damaged one is replaced.
    """

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """`folders` by target. They must exist: see `send`."""
        self._folders = folders

    def send(self, outgoing: Outgoing) -> Outcome:
        """Try once to drop it."""
        folder = self._folders.get(outgoing.target)
        if folder is None:
            return Outcome.rejected("No folder is set up for this recipient.")
        if not folder.is_dir():
            # Never made here: behind a share that is not mounted, nobody would look for it.
            return Outcome.retry("The folder is not there.")
        try:
            _drop(folder, outgoing)
        except OSError as error:
            reason = _REASONS.get(error.errno or 0, f"The drop failed: {type(error).__name__}.")
            return Outcome.retry(reason)
        return Outcome.delivered("Dropped into the folder.")


def _drop(folder: Path, outgoing: Outgoing) -> None:
    place, files = folder / outgoing.delivery_id, _files(outgoing)
    if _holds(place, files):
        return
    unique = secrets.token_hex(4)
    arriving = folder / f".arriving-{outgoing.delivery_id}-{unique}"
    leaving = folder / f".leaving-{outgoing.delivery_id}-{unique}"
    _clear_leftovers(folder, outgoing.delivery_id)
    try:
        arriving.mkdir(mode=_FOLDER_MODE)
        for name, content in files.items():
            _write(arriving / name, content)
        _sync(arriving)
        # A folder cannot be renamed over another that is not empty, so the old one makes room
        # first. A crash in between leaves neither, and the attempt, not recorded, is repeated.
        if place.exists():
            place.rename(leaving)
        arriving.rename(place)
        _sync(folder)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)
        shutil.rmtree(leaving, ignore_errors=True)


def _files(outgoing: Outgoing) -> dict[str, bytes]:
    contents = {"document.pdf": outgoing.document, "payload.json": outgoing.payload}
    manifest = {
        "delivery_id": outgoing.delivery_id,
        "reference": outgoing.reference,
        "form": outgoing.form,
        "edition": outgoing.edition,
        "area": outgoing.area,
        "recipient": outgoing.recipient,
        "submitted_at": outgoing.submitted_at.isoformat(),
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in contents.items()
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return {**contents, "manifest.json": text.encode()}


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    """Whether exactly these files are there already."""
    if not place.is_dir() or {path.name for path in place.iterdir()} != set(files):
        return False
    return all((place / name).read_bytes() == content for name, content in files.items())


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, _FILE_MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    """The names in it onto the disk. Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear_leftovers(folder: Path, delivery_id: str) -> None:
    """What an earlier attempt left when its worker died."""
    for pattern in (f".arriving-{delivery_id}-*", f".leaving-{delivery_id}-*"):
        for leftover in folder.glob(pattern):
            shutil.rmtree(leftover, ignore_errors=True)
