"""One process that answers queries, as the server sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from kg.errors import KgError, QueryInvalid, StoreFailed, Timeout
from kg.serve.messages import (
    ASK,
    DATA,
    ENDED,
    HEAD,
    HELLO,
    STARTED,
    Ask,
    Failed,
    Started,
    frame,
    pack,
    unpack_failed,
    unpack_started,
)
from kg.serve.refusals import Missing, NotAcceptable, TooManyRows
from kg.serve.stamp import Stamp

_ERRORS: dict[str, type[KgError]] = {
    "query": QueryInvalid,
    "format": NotAcceptable,
    "rows": TooManyRows,
    "missing": Missing,
    "store": StoreFailed,
}
_START_SECONDS = 30.0
_BUFFER = 1 << 18
_LOW_PRIORITY = 10


class Process:
    """A running process with the store open. `stamp` is that of the store, `base` its base IRI.

    `asked` is when the present question was put (on the clock of time.monotonic); one that was `demoted` stays so.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        stamp: Stamp,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self.stamp = stamp
        self.base = ""
        self.asked = 0.0
        self.demoted = False

    @classmethod
    async def start(cls, store: Path, stamp: Stamp, memory: int) -> Process:
        """Start one on a store. Raises StoreFailed where the store cannot be opened."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "kg.serve.worker", str(theirs.fileno()), str(store), str(memory)]
        process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server alone, which lets running queries end
        )
        theirs.close()
        started = cls(process, *await asyncio.open_connection(sock=ours, limit=_BUFFER), stamp)
        try:
            kind, payload = await started._frame(time.monotonic() + _START_SECONDS)
        except BaseException:
            await started.kill()
            raise
        if kind != HELLO:
            await started.kill()
            failed = unpack_failed(payload)
            raise StoreFailed(f"the store {store} cannot be opened: {failed.message}; build it again")
        started.base = payload.decode()
        return started

    @property
    def alive(self) -> bool:
        """Whether it can take a question."""
        return self._process.poll() is None and not self._reader.at_eof()

    async def answer(self, ask: Ask, end: float) -> AsyncIterator[Started | bytes]:
        """What it answers, until `end` on the clock of time.monotonic.

        Raises QueryInvalid, NotAcceptable, TooManyRows, Missing or StoreFailed, after which it can be asked again;
        it cannot after Ended or Timeout, nor where not all was taken.
        """
        self._writer.write(frame(ASK, pack(ask)))
        while True:
            kind, payload = await self._frame(end)
            if kind == STARTED:
                yield unpack_started(payload)
            elif kind == DATA:
                yield payload
            elif kind == ENDED:
                return
            else:
                raise error_of(unpack_failed(payload))

    async def _frame(self, end: float) -> tuple[bytes, bytes]:
        try:
            async with asyncio.timeout(max(0.0, end - time.monotonic())):
                head = await self._reader.readexactly(HEAD.size)
                kind, size = HEAD.unpack(head)
                return kind, await self._reader.readexactly(size)
        except TimeoutError as error:
            raise Timeout("the query was stopped at its time limit") from error
        except (asyncio.IncompleteReadError, OSError) as error:
            raise Ended(
                "the process that ran the query has ended unexpectedly, perhaps for want of memory; ask for less"
            ) from error

    def demote(self) -> None:
        """Let others go before it, since its question is a long one."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)
            self.demoted = True

    async def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._writer.close()
        await asyncio.to_thread(self._process.wait)


class Ended(StoreFailed):
    """The process has ended and answers no more."""


def environment() -> dict[str, str]:
    """The environment of a process that imports what this one can import."""
    return dict(os.environ) | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def error_of(failed: Failed) -> KgError:
    """The error that a process tells of."""
    return _ERRORS[failed.kind](failed.message)
