"""The store of the build before, changed where the graph has changed: the same quads as in one that is filled anew.

What the store's files must be stands in a seal, made when they were; where one of them is otherwise now, nothing of the
store is believed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.output import link
from kg.store.pieces import difference, digests

MOST = 16 << 20
"""Bytes of changed graphs up to which the former store is changed; more are held in memory, and take as long as all."""
SWOLLEN = 1.5
SLACK = 4 << 20
"""A store is filled anew when it is SWOLLEN times as large as one that is, and these bytes more: what is taken away
leaves its names and its place behind."""

_LOCAL = ("LOCK", "LOG", "OPTIONS")
"""Files of a store that say nothing of its content."""


@dataclass(frozen=True, slots=True)
class Former:
    """What the build before left: its TriG file, the store that it filled from it, and the seal of both."""

    source: Path
    folder: Path
    seal: bytes


def seal(has: bytes, size: int, folder: Path, former: Former | None = None) -> bytes:
    """What tells later whether a TriG file of these `digests` and the store made of it are as they are now.

    `size` is that of the file in bytes, `former` what the store has grown from, if it has. Raises OSError.
    """
    known = _read(former.seal) if former else {}
    linked = {name: digest for name, digest in known.get("files", {}).items() if _is_table(folder / name)}
    files = {path.name: linked.get(path.name) or _hash(path) for path in _files(folder)}
    filled = known.get("filled") or _size(folder) / size
    return json.dumps({"source": _short(has), "files": files, "filled": filled}).encode("ascii")


def grow(source: Path, has: bytes, folder: Path, former: Former, quads: int) -> bool:
    """Make the store of `source` in the new `folder` out of the former one, if it comes out with as many `quads`.

    `has` are the digests of the source. False where that cannot be: the former store or file is not as it was left, or
    too much has changed; `folder` may be there then, half done. Raises OSError, and SyntaxError for a file that is no
    TriG.
    """
    known = _read(former.seal)
    had = digests(former.source) if former.source.is_file() else b""
    if _short(had) != known["source"]:
        return False
    if not _linked(known["files"], former.folder, folder):
        return False
    found = difference(former.source, source, MOST, had=had, has=has)
    if found is None:
        return False
    store = Store(str(folder))
    try:
        for graph in found.graphs:
            store.remove_graph(graph)
        for quad in found.gone:
            store.remove(quad)
        store.extend(found.come)
        store.flush()
        right = len(store) == quads
    finally:
        del store  # closes the files: there is no other way
    return right and _size(folder) <= SWOLLEN * known["filled"] * source.stat().st_size + SLACK


def _linked(files: Mapping[str, str], former: Path, folder: Path) -> bool:
    """Give a new folder the files of a store: links to its tables, which never change, and copies of the others."""
    found = {path.name: path for path in _files(former)}
    if not found or found.keys() != files.keys():
        return False
    folder.mkdir()
    for name, path in found.items():
        if _is_table(path):
            link(path, folder / name)
        else:
            shutil.copyfile(path, folder / name)
    return all(_hash(folder / name) == digest for name, digest in files.items())


def _is_table(path: Path) -> bool:
    """Whether a file is one of those that a store writes once and never changes."""
    return path.suffix == ".sst"


def _files(folder: Path) -> list[Path]:
    """The files that hold the content of a store; none where there is no store."""
    return [path for path in folder.iterdir() if not path.name.startswith(_LOCAL)] if folder.is_dir() else []


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in _files(folder))


def _short(digests: bytes) -> str:
    return blake2b(digests, digest_size=16).hexdigest()


def _hash(path: Path) -> str:
    with open(path, "rb") as file:
        return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()


def _read(content: bytes) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(content)
    return known
