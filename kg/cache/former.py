"""The cache that the build before left: believed row by row, and only where its checksums hold."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from kg.cache.tables import checksum, encoded, to_read

OTHER = "it was made by another version of kg, its libraries or its ontology, or with other options"
SPOILED = "it is spoiled"
BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""What reading a spoiled file raises; the second where SQLite's own message quotes bytes of it."""


Row = tuple[bytes, bytes]
"""The content of a row, and the checksum that it carries."""


class Former:
    """What the former cache holds. A row that is spoiled, or a file that is, counts as absent and is reported."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self._rows: sqlite3.Connection | None = None
        self.trouble = ""
        if path.exists():
            self._open(path)

    def __enter__(self) -> Former:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._rows is not None:
            self._rows.close()

    def article(self, key: str) -> Row | None:
        """What was read out of an article with this content."""
        row = self._one("SELECT content, checksum FROM articles WHERE key = ?", (key,))
        return self._believed(row, key)

    def derived(self, id: str, kind: str, key: str) -> Row | None:
        """What was made of an article in a later stage, if it was made of the same (`key`)."""
        values = (encoded(id), kind, key)
        row = self._one("SELECT content, checksum FROM derived WHERE id = ? AND kind = ? AND key = ?", values)
        return self._believed(row, id, kind, key)

    def note(self, name: str, key: str) -> bytes | None:
        """What was left about the output as a whole, if it was left under the same `key`."""
        row = self._one("SELECT content, checksum FROM notes WHERE name = ? AND key = ?", (name, key))
        believed = self._believed(row, name, key)
        return believed and believed[0]

    def distrust(self) -> None:
        """Note that something which the file holds cannot be used."""
        self.trouble = SPOILED

    def _open(self, path: Path) -> None:
        try:
            self._rows = to_read(path)
            rows = self._rows.execute("SELECT fingerprint FROM about").fetchall()
        except BROKEN:
            self._give_up(SPOILED)
            return
        if len(rows) != 1 or not self._fingerprint or rows[0][0] != self._fingerprint:
            self._give_up(OTHER)

    def _give_up(self, why: str) -> None:
        self.trouble = why
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def _one(self, query: str, values: tuple[str | bytes, ...]) -> Row | None:
        if self._rows is None:
            return None
        try:
            row: Row | None = self._rows.execute(query, values).fetchone()
        except BROKEN:
            self.distrust()
            return None
        return row

    def _believed(self, row: Row | None, *said: str) -> Row | None:
        if row is None:
            return None
        content, mark = row
        if not isinstance(content, bytes) or checksum(self._fingerprint, *said, content) != mark:
            self.distrust()
            return None
        return row
