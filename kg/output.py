"""The output folder: what lies in it, one build at a time, and the new output exchanged for the old in one step."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import OutputFailed

FILES = {
    "graph.ttl": "the graph as Turtle: entities, relations, observations",
    "graph.trig": "the same with where each was said: mentions, statements and sentences, one named graph per article",
    "graph.jsonld": "as graph.ttl, in JSON-LD",
    "graph.graphml": "entities and relations for graph tools (Gephi, Cytoscape, networkx)",
    "graph.html": "the page: open it in a browser; it needs no network",
    "store": "the embedded Oxigraph store that kg query and kg serve read",
    "cache.sqlite": "what was read out of each article, so that the next build reads only what has changed",
    "report.json": "counts, timings, versions, and each input that was left out with the reason",
    "corrections.ttl": "what people corrected; every build carries it over",
    "review.json": "what was put off in kg review; every build carries it over",
}
WHOLE = ("graph.graphml", "graph.html", "graph.jsonld")
"""Files that programs can only read as a whole; they are not made of very many articles."""
CACHE = "cache.sqlite"
CORRECTIONS = "corrections.ttl"
REPORT = "report.json"
REVIEW = "review.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the only right to write `folder`; the right ends with the process that holds it.

    Raises OutputFailed where another process holds it, or the parent folder cannot be written.
    """
    path = _sibling(folder, "lock")
    descriptor = _take(path, folder)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _take(path: Path, folder: Path) -> int:
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            raise failed(folder, error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise OutputFailed(f"another kg is writing {folder}; wait until it has ended") from error
            raise failed(folder, error) from error
        if _same(descriptor, path):
            return descriptor
        os.close(descriptor)  # its holder ended and removed it between our open and our lock


def _same(descriptor: int, path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    return False


@contextlib.contextmanager
def replaced(folder: Path, written: Callable[[], Iterable[str]]) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of `folder` in one step.

    When the block fails, `folder` is as it was. What lies in `folder` and is not named by `written` (the files that kg
    wrote there) is carried over. The lock must be held. Raises OutputFailed.
    """
    new, old = _sibling(folder, "new"), _sibling(folder, "old")
    try:
        _prepare(folder, new, old)
    except OSError as error:
        raise failed(folder, error) from error
    try:
        yield new
        try:
            _carry(folder, new, set(written()))
            _exchange(new, folder, old)
        except OSError as error:
            raise failed(folder, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def failed(folder: Path, error: OSError) -> OutputFailed:
    """The error of an output folder that cannot be written."""
    return OutputFailed(
        f"cannot write {folder}: {error.strerror or error}; what was there before is unchanged. "
        "Free space, fix the permissions or choose another folder with -o"
    )


def _sibling(folder: Path, what: str) -> Path:
    return folder.parent / f".{folder.name}.kg-{what}"


def _prepare(folder: Path, new: Path, old: Path) -> None:
    if old.exists() and not folder.exists():  # ended between the two renames of an exchange
        os.rename(old, folder)
    for left in (new, old):
        if left.exists():
            shutil.rmtree(left)
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder")
    new.mkdir(parents=True)
    if folder.exists():
        shutil.copymode(folder, new)


def _carry(folder: Path, new: Path, written: set[str]) -> None:
    """Put what kg did not write into the new folder too; linked, so that both folders are complete at every moment."""
    if not folder.exists():
        return
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        target = new / entry.name
        if entry.name in written or os.path.lexists(target):
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.copytree(entry.path, target, symlinks=True, copy_function=link)
        else:
            link(entry.path, str(target))


def link(source: str | Path, target: str | Path) -> str | Path:
    """Give a file a second name, or copy it where the file system cannot do that; the target."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _exchange(new: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        os.rename(new, folder)
    elif not _swap(new, folder):
        os.rename(folder, old)
        try:
            os.rename(new, folder)
        except OSError:
            os.rename(old, folder)
            raise


def _swap(left: Path, right: Path) -> bool:
    """Exchange two folders in one step; False where the system or file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE)
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))
