"""An answer on its way from the process that makes it to a client that may be slower."""

from __future__ import annotations

import asyncio
import tempfile

_IN_MEMORY = 1 << 22
_PIECE = 1 << 16


class Spool:
    """Takes pieces at once and gives them back in order; what does not fit into memory waits in a file without name.

    So a process is free again as soon as it has found its answer, however slowly that is read. `put` raises Overflow
    above `limit` bytes.
    """

    def __init__(self, limit: int) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._limit = limit
        self._taken = 0
        self._error: Exception | None = None
        self._news = asyncio.Event()
        self.size = 0
        self.ended = False

    def put(self, piece: bytes) -> None:
        """Add a piece."""
        if self.size + len(piece) > self._limit:
            raise Overflow(f"the answer is larger than {self._limit:,} bytes; ask for it in parts")
        self._file.seek(self.size)
        self._file.write(piece)
        self.size += len(piece)
        self._news.set()

    def end(self, error: Exception | None = None) -> None:
        """All is there, or no more will come because of an error."""
        self.ended = True
        self._error = error
        self._news.set()

    async def ready(self, size: int) -> None:
        """Wait until there are that many bytes, or all. Raises the error of an answer that has ended with one."""
        while not self.ended and self.size < size:
            await self._wait()
        if self._error is not None:
            raise self._error

    async def take(self) -> bytes:
        """The next piece, empty after the last one. Raises the error of an answer that has ended with one."""
        while self._taken == self.size:
            if self.ended:
                if self._error is not None:
                    raise self._error
                return b""
            await self._wait()
        self._file.seek(self._taken)
        piece = self._file.read(_PIECE)
        self._taken += len(piece)
        return piece

    async def _wait(self) -> None:
        self._news.clear()
        await self._news.wait()

    def close(self) -> None:
        """Give back memory and disk."""
        self._file.close()


class Overflow(Exception):
    """The answer is larger than a server may hold for a client."""
