"""The processes that answer queries: few while queries are quick, more while some are slow, all of the latest build."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import aclosing
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryInvalid, StoreFailed
from kg.rdf.vocabulary import DEFAULT_BASE
from kg.serve.messages import Ask, Started
from kg.serve.options import Limits
from kg.serve.process import Process
from kg.serve.refusals import Busy, Missing
from kg.serve.stamp import Stamp, stamp

_SLOW_SECONDS = 0.5
_LONG_SECONDS = 2.0
_LOOK_SECONDS = 0.1
_RETRY_AFTER = 2
_SLACK_SECONDS = 1.5


class Pool:
    """Answers questions about one store. Made and used inside one event loop; `open` it first, `close` it last."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._few = min(limits.processes, max(2, os.cpu_count() or 1))
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[Process]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking = False
        self._closed = False
        self._based_on: Stamp | None = None
        self.base = DEFAULT_BASE

    async def open(self) -> None:
        """Start the first process. Raises StoreFailed where the store is missing or damaged."""
        self._idle.append(await self._new())
        self._refill()

    async def follow(self) -> None:
        """See to it that `base` is that of the latest build."""
        latest = self.stamp
        if latest is not None and latest != self._based_on:
            self._release(await self._lease(self._limits.wait), True)

    async def close(self) -> None:
        """End all processes, also those at work."""
        self._closed = True
        for future in self._waiting:
            future.cancel()
        for process in [*self._idle, *self._busy]:
            self._later(process.kill())
        self._idle.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def counts(self) -> dict[str, int]:
        """How many processes are idle and busy, and how many requests wait."""
        return {"idle": len(self._idle), "busy": len(self._busy), "waiting": len(self._waiting)}

    @property
    def stamp(self) -> Stamp | None:
        """That of the store as it now lies in the folder; None where there is none at the moment."""
        try:
            return stamp(self._store)
        except OSError:
            return None

    async def stream(self, ask: Ask, timeout: float) -> AsyncIterator[Started | bytes]:
        """The answer: how it begins, then its pieces.

        The time limit includes the waiting for a free process, but for the first moment of it. A question that fails
        because a build has just exchanged the store is put to the new one. Raises Busy, QueryInvalid (NotAcceptable,
        TooManyRows), Missing, Timeout or StoreFailed.
        """
        latest = time.monotonic() + timeout + _SLACK_SECONDS
        while True:
            process = await self._lease(min(timeout + _SLACK_SECONDS / 2, self._limits.wait))
            end = min(time.monotonic() + timeout, latest)
            begun = sound = False
            try:
                async with aclosing(process.answer(ask, end)) as messages:  # type: ignore[type-var]
                    async for message in messages:
                        begun = True
                        yield message
                sound = True
                return
            except (QueryInvalid, Missing):
                sound = True
                raise
            except StoreFailed:
                if begun or process.stamp == self.stamp:
                    raise
            finally:
                self._release(process, sound)

    async def collect(self, ask: Ask, timeout: float) -> tuple[bytes, Started]:
        """The whole answer at once. Raises what `stream` raises."""
        started, pieces = Started("bindings", ""), []
        async with aclosing(self.stream(ask, timeout)) as messages:  # type: ignore[type-var]
            async for message in messages:
                if isinstance(message, Started):
                    started = message
                else:
                    pieces.append(message)
        return b"".join(pieces), started

    async def _lease(self, seconds: float) -> Process:
        if len(self._waiting) >= self._limits.waiting:
            raise Busy(f"{len(self._waiting)} requests wait already; ask again a little later", _RETRY_AFTER)
        future: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._dispatch()
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError as error:
            self._hand_back(future)
            raise Busy(f"no process became free within {seconds:g} seconds; ask again later", _RETRY_AFTER) from error
        except asyncio.CancelledError:
            self._hand_back(future)
            raise

    def _hand_back(self, future: asyncio.Future[Process]) -> None:
        """Nobody waits for this process any more, which may have come at the last moment."""
        if future.done() and not future.cancelled() and future.exception() is None:
            self._release(future.result(), True)
        with contextlib.suppress(ValueError):
            self._waiting.remove(future)

    def _release(self, process: Process, sound: bool) -> None:
        self._busy.discard(process)
        keep = self._waiting or len(self._idle) < self._few
        if sound and keep and not process.demoted and not self._closed:
            self._idle.append(process)
        else:
            self._later(process.kill())
        self._dispatch()
        self._refill()

    def _refill(self) -> None:
        """Have a few processes ready before they are needed."""
        if not self._closed and len(self._idle) + len(self._busy) + self._starting < self._few:
            self._begin()

    def _begin(self) -> None:
        self._starting += 1
        self._later(self._start())

    def _dispatch(self) -> None:
        """Give the free processes to those who wait longest, and see to it that there are enough."""
        while self._waiting:
            if self._waiting[0].done():
                self._waiting.popleft()
                continue
            process = self._free()
            if process is None:
                break
            process.asked = time.monotonic()
            self._busy.add(process)
            self._waiting.popleft().set_result(process)
        if self._waiting and not self._closed and self._too_few():
            self._begin()
        if (self._waiting or self._busy) and not self._looking and not self._closed:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        self._looking = False
        now = time.monotonic()
        for process in self._busy:
            if not process.demoted and now - process.asked > _LONG_SECONDS:
                process.demote()
        self._dispatch()

    def _free(self) -> Process | None:
        """A process that is free, alive, and has the latest store open."""
        latest = self.stamp
        while self._idle:
            process = self._idle.pop()
            if process.alive and latest in (None, process.stamp):
                return process
            self._later(process.kill())
        return None

    def _too_few(self) -> bool:
        """Whether one more process would help: beyond a few only where each of them has a slow query."""
        there = len(self._busy) + self._starting
        if self._starting >= min(self._few, len(self._waiting)) or there >= self._limits.processes:
            return False
        now = time.monotonic()
        return there < self._few or all(now - process.asked > _SLOW_SECONDS for process in self._busy)

    async def _start(self) -> None:
        try:
            self._idle.append(await self._new())
        except (KgError, OSError) as error:
            if self._waiting and not self._waiting[0].done():
                self._waiting.popleft().set_exception(error)
        finally:
            self._starting -= 1
        if not self._closed:
            self._dispatch()

    async def _new(self) -> Process:
        """One more process. What is read while a build exchanges the store is of two stores, and read again."""
        while True:
            latest = self.stamp
            if latest is None:
                raise StoreFailed(f"there is no store {self._store}; build one with kg build, or name it with -o")
            try:
                process = await Process.start(self._store, latest, self._limits.memory)
            except StoreFailed:
                if self.stamp in (None, latest):
                    raise
            else:
                self.base, self._based_on = process.base, process.stamp
                return process

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
