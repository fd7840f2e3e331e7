"""Which build's store lies in a folder."""

from __future__ import annotations

import os
from pathlib import Path

Stamp = tuple[int, ...]


def stamp(store: Path) -> Stamp:
    """A value that changes when a build exchanges the store. Raises OSError where there is none."""
    folder, current = os.stat(store), os.stat(store / "CURRENT")
    return folder.st_dev, folder.st_ino, current.st_ino, current.st_mtime_ns
