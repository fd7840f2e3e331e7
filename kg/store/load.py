"""TriG → an Oxigraph store on disk, complete or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from kg.errors import StoreFailed

AT_ONCE = 16 << 20
"""Bytes of the largest file that is loaded at once, which is faster but takes memory by the size of the file."""
CHUNK = 200_000
"""Quads of a larger file that are loaded together."""


def load(source: Path, folder: Path) -> int:
    """Fill a new store in `folder` from a TriG file and return the number of its quads; an older store is replaced.

    Until all is loaded the older store stays in its place. Raises StoreFailed.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _failed(folder, error) from error
    try:
        count = _fill(source, scratch / "new")
        if folder.exists():
            os.rename(folder, scratch / "old")
        os.rename(scratch / "new", folder)
    except (OSError, SyntaxError, ValueError) as error:
        if not folder.exists() and (scratch / "old").exists():
            os.rename(scratch / "old", folder)
        raise _failed(folder, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return count


def _fill(source: Path, folder: Path) -> int:
    store = Store(str(folder))
    try:
        if source.stat().st_size <= AT_ONCE:
            store.bulk_load(path=str(source), format=RdfFormat.TRIG)
        else:
            quads = parse(path=str(source), format=RdfFormat.TRIG)
            while chunk := list(islice(quads, CHUNK)):
                store.bulk_extend(chunk)
        store.flush()
        return len(store)
    finally:
        del store  # closes the files: there is no other way


def _failed(folder: Path, error: Exception) -> StoreFailed:
    return StoreFailed(f"the store {folder} cannot be written: {error}; free space or permit writing, then build again")
