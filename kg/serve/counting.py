"""Answers cut off at a number of rows, though the engine writes them out by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO

from pyoxigraph import QueryTriples, Triple

_LOCAL = re.compile(r"[^\W\d][\w.-]*$")


class TooMany(Exception):
    """The answer has more rows than it may have."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"the answer has more than {rows:,} rows; ask for parts of it, by ORDER BY, LIMIT and OFFSET")


def counted(triples: QueryTriples, limit: int, *, xml: bool = False) -> Iterator[Triple]:
    """The triples; TooMany is raised after `limit` of them. With `xml`, ValueError for what RDF/XML cannot hold."""
    for number, triple in enumerate(triples):
        if number == limit:
            raise TooMany(limit)
        if xml and not _LOCAL.search(triple.predicate.value):
            raise ValueError(
                f"RDF/XML cannot hold the predicate <{triple.predicate.value}>: it ends in no name; take another format"
            )
        yield triple


class Counter(io.RawIOBase):
    """Passes on what is written and counts the rows in it by their marks; never too few of them.

    Marks are found across the borders of writes. In JSON a mark may also stand inside of a text; such rows count twice.
    """

    def __init__(self, target: IO[bytes], limit: int, marks: tuple[bytes, ...], above: int = 0) -> None:
        self._target = target
        self._limit = limit
        self._marks = marks
        self._rows = -above
        self._tails = [b""] * len(marks)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Count and pass on. Raises TooMany."""
        piece = bytes(data)  # type: ignore[call-overload]
        for n, mark in enumerate(self._marks):
            seen = self._tails[n] + piece
            self._rows += seen.count(mark)
            self._tails[n] = seen[len(seen) - len(mark) + 1 :] if len(mark) > 1 else b""
        if self._rows > self._limit:
            raise TooMany(self._limit)
        return self._target.write(piece)


class LineCounter(Counter):
    """Counts the lines of CSV: those that end outside of quotes."""

    def __init__(self, target: IO[bytes], limit: int) -> None:
        super().__init__(target, limit, (), above=1)
        self._quoted = False

    def write(self, data: object) -> int:
        """Count and pass on. Raises TooMany."""
        parts = bytes(data).split(b'"')  # type: ignore[call-overload]
        for n, part in enumerate(parts):
            if n:
                self._quoted = not self._quoted
            if not self._quoted:
                self._rows += part.count(b"\n")
        return super().write(data)


def counter(target: IO[bytes], format: str, limit: int) -> IO[bytes]:
    """A file that takes an answer in that format, passes it on, and raises TooMany after `limit` rows."""
    if format == "csv":
        found: Counter = LineCounter(target, limit)
    elif format == "tsv":
        found = Counter(target, limit, (b"\n",), above=1)
    elif format == "xml":
        found = Counter(target, limit, (b"<result>",))
    else:
        found = Counter(target, limit, (b'[{"', b'},{"', b"{}"))
    return found  # type: ignore[return-value]
