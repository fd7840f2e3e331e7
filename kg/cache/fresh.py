"""The cache that this build leaves: a new file, filled article by article beside the new output."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from kg.articles import Stored
from kg.cache.pack import pack, unpack
from kg.cache.tables import checksum, decoded, encoded, to_write
from kg.model import Article, Document


class Fresh:
    """Takes in what is read out of the articles, and gives it back in the order of their identifiers.

    Raises OSError where the file cannot be written.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        with _TOLD:
            self._rows = to_write(path)
            self._rows.execute("INSERT INTO about VALUES (?)", (fingerprint,))

    def __enter__(self) -> Fresh:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if error is None:
                with _TOLD:
                    self._rows.execute("COMMIT")
        finally:
            self._rows.close()

    def add(self, article: Article, key: str) -> None:
        """Keep what was read out of an article."""
        self.take(article.document, key, pack(article))

    def take(self, document: Document, key: str, content: bytes, mark: bytes = b"") -> None:
        """Keep an article as a former cache held it, with its checksum there; it lies now where `document` does."""
        place = json.dumps([document.source, document.offset])
        row = (encoded(document.id), place, key, content, mark or checksum(self._fingerprint, key, content))
        with _TOLD:
            self._rows.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", row)

    def derive(self, id: str, kind: str, key: str, content: bytes, mark: bytes = b"") -> bytes:
        """Keep what a later stage made of an article, and a hash of what it made it of; gives it back."""
        row = (encoded(id), kind, key, content, mark or checksum(self._fingerprint, id, kind, key, content))
        with _TOLD:
            self._rows.execute("INSERT INTO derived VALUES (?, ?, ?, ?, ?)", row)
        return content

    def note(self, name: str, key: str, content: bytes) -> None:
        """Keep something about the output as a whole."""
        row = (name, key, content, checksum(self._fingerprint, name, key, content))
        with _TOLD:
            self._rows.execute("INSERT INTO notes VALUES (?, ?, ?, ?)", row)

    def articles(self) -> Stored:
        """All articles that are there now, by their identifiers; usable as long as the file is open."""
        with _TOLD:
            found = self._rows.execute("SELECT id, place, checksum FROM articles ORDER BY id")
            marks = {decoded(id): f"{place} {checksum.hex()}" for id, place, checksum in found}
        return Stored(tuple(marks), self._every, self._one, marks)

    def _every(self) -> Iterator[Article]:
        with _TOLD:
            for row in self._rows.execute("SELECT id, place, content FROM articles ORDER BY id"):
                yield _article(*row)

    def _one(self, id: str) -> Article:
        with _TOLD:
            found = self._rows.execute("SELECT id, place, content FROM articles WHERE id = ?", (encoded(id),))
            return _article(*found.fetchone())


def _article(id: bytes, place: str, content: bytes) -> Article:
    source, offset = json.loads(place)
    return unpack(content, decoded(id), source, offset)


class _Told:
    """Tells SQLite's errors as what they are here: those of a file."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if isinstance(error, sqlite3.Error):
            raise OSError(None, f"the cache: {error}") from error


_TOLD = _Told()
