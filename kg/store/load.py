"""TriG → an Oxigraph store on disk, complete or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from kg.errors import StoreFailed
from kg.store.grow import Former, grow, seal
from kg.store.pieces import digests

AT_ONCE = 16 << 20
"""Bytes of the largest file that is loaded at once, which is faster but takes memory by the size of the file."""
CHUNK = 200_000
"""Quads of a larger file that are loaded together."""

_UNUSABLE = (OSError, RuntimeError, SyntaxError, ValueError)


def load(source: Path, folder: Path, former: Former | None = None, quads: int = 0) -> bytes:
    """Make a store in `folder` of a TriG file, in place of any older one, and return the seal of both.

    With `former`, what the build before left, only what is otherwise is written, where that comes out with as many
    `quads` as the file holds. Until all is loaded the older store stays in its place. Raises StoreFailed.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _failed(folder, error) from error
    try:
        mark = _make(source, scratch / "new", former, quads)
        if folder.exists():
            os.rename(folder, scratch / "old")
        os.rename(scratch / "new", folder)
    except (OSError, SyntaxError, ValueError) as error:
        if not folder.exists() and (scratch / "old").exists():
            os.rename(scratch / "old", folder)
        raise _failed(folder, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return mark


def _make(source: Path, folder: Path, former: Former | None, quads: int) -> bytes:
    has, size = digests(source), source.stat().st_size
    if former is not None:
        with suppress(*_UNUSABLE):  # whatever is wrong with the former store, it can be filled anew
            if grow(source, has, folder, former, quads):
                return seal(has, size, folder, former)
        shutil.rmtree(folder, ignore_errors=True)
    _fill(source, folder)
    return seal(has, size, folder)


def _fill(source: Path, folder: Path) -> None:
    store = Store(str(folder))
    try:
        if source.stat().st_size <= AT_ONCE:
            store.bulk_load(path=str(source), format=RdfFormat.TRIG)
        else:
            quads = parse(path=str(source), format=RdfFormat.TRIG)
            while chunk := list(islice(quads, CHUNK)):
                store.bulk_extend(chunk)
            store.optimize()  # chunks lie over one another, and a query would look into each of them
        store.flush()
    finally:
        del store  # closes the files: there is no other way


def _failed(folder: Path, error: Exception) -> StoreFailed:
    return StoreFailed(f"the store {folder} cannot be written: {error}; free space or permit writing, then build again")
