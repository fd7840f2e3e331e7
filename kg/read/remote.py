"""Object stores and other places with an address, such as s3://bucket/news/*.jsonl.gz, by way of fsspec."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import InputMissing, ReadFailed, UsageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
GLOB = re.compile(r"[*?\[]")
EXTRA = 'pip install "newsgraph-kg[cloud]"'


def is_remote(path: str) -> bool:
    """Whether a path is an address with a protocol."""
    return ADDRESS.match(path) is not None


def listed(root: str) -> Iterator[tuple[str, str, bool]]:
    """The files behind an address, a folder or a pattern: address, path relative to what named it, and whether it is
    the only one named. Raises InputMissing where there is none, and UsageError where the store cannot be reached.
    """
    store, path = _store(root)
    try:
        if GLOB.search(path):
            found, base = store.glob(path), GLOB.split(path)[0].rpartition("/")[0]
            found = [name for name in found if store.isfile(name)]
        elif store.isfile(path):
            found, base = [path], ""
        else:
            found, base = store.find(path), path.rstrip("/")
    except Exception as error:  # each store raises errors of its own
        raise UsageError(
            f"{root}: cannot be listed ({_said(error)}); check the address and the access to it"
        ) from error
    if not found:
        raise InputMissing(f"{root}: no such file, folder or pattern; check the address")
    for name in sorted(found):
        relative = name[len(base) :].lstrip("/") if base and name.startswith(base) else name.rpartition("/")[2]
        yield store.unstrip_protocol(name), relative, name == path


def opened(path: str) -> BinaryIO:
    """A file behind an address, as a stream. Raises ReadFailed with the reason; reading raises nothing but OSError."""
    try:
        store, name = _store(path)
        return io.BufferedReader(_Stream(store.open(name, "rb")), 1 << 20)
    except Exception as error:
        raise ReadFailed(f"cannot be opened or read: {_said(error)}") from error


class _Stream(io.RawIOBase):
    """A remote file, whatever whose faults are those of a file."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.size = int(file.seek(0, io.SEEK_END))
        file.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            content = self._file.read(len(view))
        except Exception as error:  # each store raises errors of its own
            raise OSError(None, _said(error)) from error
        view[: len(content)] = content
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def _store(address: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(f"{address}: addresses need the package fsspec; install it with {EXTRA}") from error
    try:
        store, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: {error}") from error
    return store, str(path)


def _said(error: Exception) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:200]
