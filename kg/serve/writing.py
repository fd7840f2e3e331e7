"""Changes of the store, for those who have the token: one at a time, each in a process that can be ended."""

from __future__ import annotations

import asyncio
import hmac
import subprocess
import sys
from pathlib import Path

from starlette.requests import Request

from kg.errors import StoreFailed, Timeout
from kg.output import locked, replaced
from kg.serve.messages import Failed, Order, Written, pack, unpack_written
from kg.serve.options import Limits, Options
from kg.serve.process import environment, error_of
from kg.serve.refusals import BadRequest, Busy

_RETRY_AFTER = 2


def may_write(request: Request, options: Options) -> bool:
    """Whether the request bears the token that the server was started with."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    known = bool(options.token) and scheme.lower() == "bearer"
    return known and hmac.compare_digest(token.strip().encode(), options.token.encode())


def demand_token(request: Request, options: Options, refusal: BadRequest) -> None:
    """Raise `refusal` where nobody may write, BadRequest (401) where this request may not."""
    if not options.token:
        raise refusal
    if not may_write(request, options):
        raise BadRequest("writing needs the token of this server: send Authorization: Bearer TOKEN", 401)


class Writer:
    """Changes the store of an output folder. Made and used inside one event loop."""

    def __init__(self, output: Path, limits: Limits) -> None:
        self._output = output
        self._limits = limits
        self._turn = asyncio.Lock()

    async def write(self, order: Order, data: bytes, timeout: float) -> Written:
        """Carry out an order, wholly or not at all, within `timeout` seconds once it is its turn.

        The new store takes the place of the old one in one step, and readers follow it as they follow a new build.
        Raises Busy, QueryInvalid, Missing, Timeout, StoreFailed or OutputFailed.
        """
        try:
            async with asyncio.timeout(self._limits.wait):
                await self._turn.acquire()
        except TimeoutError as error:
            raise Busy("other changes are being written; ask again later", _RETRY_AFTER) from error
        try:
            with locked(self._output), replaced(self._output, lambda: ["store"]) as new:
                return await self._run(order, data, new / "store", timeout)
        finally:
            self._turn.release()

    async def _run(self, order: Order, data: bytes, store: Path, timeout: float) -> Written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.serve.writer"),
            *(str(self._output / "store"), str(store), str(self._limits.memory)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(timeout):
                answer, _ = await process.communicate(pack(order) + b"\n" + data)
        except TimeoutError as error:
            raise Timeout(f"the change was stopped after {timeout:g} seconds; nothing was written") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return _result(answer)


def _result(answer: bytes) -> Written:
    if not answer:
        raise StoreFailed("the process that wrote has ended unexpectedly, perhaps for want of memory; write less")
    found = unpack_written(answer)
    if isinstance(found, Failed):
        raise error_of(found)
    return found
