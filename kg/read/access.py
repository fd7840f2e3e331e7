"""The files that the inputs name, and access to them; what has an address (s3://…) lies with `remote`."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputMissing, ReadFailed
from kg.model import Skipped
from kg.read import remote

SIDECAR = ".meta.toml"
CHANGED = "the file changed while it was read; build again when nothing writes to it any more"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `source` is its path relative to the input that named it, safe to print.

    `real` is its path without links; `named` tells that it was itself an input, not found in a folder.
    """

    path: str
    real: str
    source: str
    named: bool = False

    @property
    def name(self) -> str:
        """The file's name as it stands, with its suffix."""
        return os.path.basename(self.path)


def find(
    inputs: Iterable[str | os.PathLike[str]], without: Iterable[str | os.PathLike[str]] = ()
) -> tuple[list[Found], list[Skipped]]:
    """The files of the inputs, each once however often it is named, sorted by real path; and what could not be listed.

    Folders are walked whole; hidden files, README files and sidecars are passed over; links are followed, loops are
    not, and the folders `without` are not entered. Raises InputMissing, before anything is read, if any input does not
    exist.
    """
    closed = {os.path.realpath(folder) for folder in without}
    roots = [os.fspath(path) for path in inputs]
    for root in roots:
        if not remote.is_remote(root) and not os.path.exists(root):
            raise InputMissing(f"{printable(root)}: no such file or folder, or it cannot be reached; check the path")
    files: dict[str, Found] = {}
    skipped: dict[str, Skipped] = {}
    for root in roots:
        if remote.is_remote(root):
            found = _remote(root)
        elif os.path.isdir(root):
            found = _walk(root, skipped, closed)
        else:
            found = [Found(root, os.path.realpath(root), printable(os.path.basename(root)), named=True)]
        for file in found:
            if file.name.endswith(SIDECAR):
                continue
            known = files.get(file.real)
            files[file.real] = file if known is None else _same(known, file)
    return [files[key] for key in sorted(files)], [skipped[key] for key in sorted(skipped)]


def read_bytes(path: str, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes. Raises ReadFailed, with the reason, for all else."""
    with open_file(path) as file:
        before = state(file)
        try:
            content = file.read(limit + 1) if before[0] <= limit else b""
        except OSError as error:
            raise ReadFailed(_why(error)) from error
        if max(before[0], len(content)) > limit:
            raise ReadFailed(f"larger than {_size(limit)}; split the file, or raise the limit")
        if state(file) != before or len(content) != before[0]:
            raise ReadFailed(CHANGED)
    return content


def state(file: BinaryIO) -> tuple[int, int]:
    """What tells whether an open file has changed: its size in bytes, and when it was last written, in nanoseconds.

    An object of a store is never written again, only replaced, so that of these the size alone is told.
    """
    size = getattr(getattr(file, "raw", None), "size", None)
    if size is not None:
        return size, 0
    now = os.fstat(file.fileno())
    return now.st_size, now.st_mtime_ns


def open_file(path: str) -> BinaryIO:
    """A regular file, opened to read. Never waits for a pipe or device. Raises ReadFailed with the reason."""
    if remote.is_remote(path):
        return remote.opened(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise ReadFailed(_why(error)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ReadFailed("not a regular file but a pipe, socket or device; save its content to a file first")
    return os.fdopen(handle, "rb")


def printable(path: str) -> str:
    """A path as text that is safe to print and to store: undecodable bytes and control characters made visible."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")
    return "".join(part if part.isprintable() else part.encode("unicode_escape").decode("ascii") for part in text)


def _remote(root: str) -> list[Found]:
    """The files behind an address, by the same rules as those of a folder."""
    found = []
    for address, relative, named in remote.listed(root):
        parts = relative.split("/")
        if named or not (any(part.startswith(".") for part in parts) or parts[-1].upper().startswith("README")):
            found.append(Found(address, address, printable(relative), named))
    return found


def _same(one: Found, other: Found) -> Found:
    """One of two findings of the same file: the one whose source sorts first, named if either is."""
    first = min(one, other, key=lambda file: (file.source, file.path))
    return Found(first.path, first.real, first.source, one.named or other.named)


def _walk(root: str, skipped: dict[str, Skipped], closed: Collection[str]) -> list[Found]:
    """The files below a folder. A folder that links lead to more than once is entered once."""
    found: list[Found] = []
    entered = set(closed)
    waiting = [(root, "")]
    while waiting:
        folder, relative = waiting.pop()
        real = os.path.realpath(folder)
        if real in entered:
            continue
        entered.add(real)
        try:
            names = sorted(os.listdir(folder), reverse=True)
        except OSError as error:
            label = printable(relative or os.path.basename(real))
            skipped[real] = Skipped(label, f"the folder cannot be listed: {_why(error)}")
            continue
        for name in names:
            path, below = os.path.join(folder, name), os.path.join(relative, name)
            if name.startswith("."):
                continue
            if os.path.isdir(path):
                waiting.append((path, below))
            elif not name.upper().startswith("README"):
                found.append(Found(path, os.path.realpath(path), printable(below)))
    return found


def _why(error: Exception) -> str:
    reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
    advice = "; check its permissions" if isinstance(error, PermissionError) else ""
    return f"cannot be opened or read: {reason}{advice}"


def _size(limit: int) -> str:
    return f"{limit / 2**20:.0f} MiB" if limit >= 2**20 else f"{limit} bytes"


def folders(file: Found) -> tuple[str, ...]:
    """The names of the folders above a file, nearest first."""
    return tuple(reversed(Path(file.real).parent.parts[1:]))
