"""A question → an HTTP response, streamed while the answer is found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from kg.errors import KgError, Timeout
from kg.serve.formats import GRAPHS, RESULTS, content_type
from kg.serve.messages import Ask, Started
from kg.serve.options import Limits
from kg.serve.pool import Pool
from kg.serve.problems import problem
from kg.serve.refusals import TooManyRows
from kg.serve.spool import Overflow, Spool

_HELD_BACK = 1 << 16


class BrokenOff(Exception):
    """An answer ended in its midst: the connection is cut, so that the client cannot take a part for the whole."""


class Answer(Response):
    """The response to a question put to the pool.

    The first 64 KiB are held back, so that nearly all that can go wrong has a status of its own; later the connection
    is cut. When the client leaves, the work is stopped.
    """

    def __init__(
        self, pool: Pool, ask: Ask, timeout: float, limits: Limits, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(headers=headers)
        self._pool = pool
        self._ask = ask
        self._timeout = timeout
        self._limits = limits
        self._started = Started("bindings", "json")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        spool = Spool(self._limits.answer)
        async with _task(self._fill(spool)), _task(_gone(receive)) as gone:
            try:
                await self._respond(spool, gone, scope, receive, send)
            finally:
                spool.close()

    async def _respond(
        self, spool: Spool, gone: asyncio.Task[None], scope: Scope, receive: Receive, send: Send
    ) -> None:
        try:
            await _unless(gone, spool.ready(_HELD_BACK))
        except KgError as error:
            await problem(error)(scope, receive, send)
            return
        if gone.done():
            return
        await send(self._head(spool))
        try:
            while not gone.done() and (piece := await spool.take()):
                async with asyncio.timeout(self._limits.stall):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        except (KgError, TimeoutError) as error:
            raise BrokenOff(str(error) or "the client takes nothing any more") from error
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _fill(self, spool: Spool) -> None:
        try:
            async with aclosing(self._pool.stream(self._ask, self._timeout)) as messages:  # type: ignore[type-var]
                async for message in messages:
                    if isinstance(message, Started):
                        self._started = message
                    else:
                        spool.put(message)
            spool.end()
        except Timeout:
            spool.end(Timeout(self._late()))
        except Overflow as error:
            spool.end(TooManyRows(str(error)))
        except Exception as error:  # whoever waits for the answer is told
            spool.end(error)

    def _late(self) -> str:
        return (
            f"the query was stopped after {self._timeout:g} seconds; narrow it down, or allow it more with "
            f"timeout=SECONDS, at most {self._limits.max_timeout:g}"
        )

    def _head(self, spool: Spool) -> Message:
        formats = GRAPHS if self._started.form == "graph" else RESULTS
        self.headers["content-type"] = content_type(formats[self._started.format])
        if spool.ended:
            self.headers["content-length"] = str(spool.size)
        else:
            del self.headers["content-length"]
        return {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}


async def _gone(receive: Receive) -> None:
    """Ends when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _unless(gone: asyncio.Task[None], work: object) -> None:
    """Wait for the work, or until the client has left."""
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        task.cancel()


@asynccontextmanager
async def _task(work: object) -> AsyncIterator[asyncio.Task[None]]:
    """A task that does not outlive the block."""
    task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[call-overload]
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})
