"""Documents that wait to be read out: on disk, since they may be many."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.model import Document


class Waiting:
    """A line of documents in a file without a name, gone when it is closed. Raises OSError where it cannot grow."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, document: Document) -> None:
        """Put a document at the end of the line."""
        if self._file is None:
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - `close` closes it
        pickle.dump(document, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def take(self) -> Iterator[Document]:
        """All documents in the order in which they came."""
        if self._file is None:
            return
        self._file.seek(0)
        for _ in range(self._count):
            document: Document = pickle.load(self._file)
            yield document

    def close(self) -> None:
        """Give the space back."""
        if self._file is not None:
            self._file.close()
