"""The pool as the store's functions want it: something that answers a query and waits for it, for use in threads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TypeVar

from kg.serve.messages import Ask, Started
from kg.serve.messages import Form as Form
from kg.serve.pool import Pool
from kg.store.messages import Form as StoreForm
from kg.store.messages import Format
from kg.store.results import Rows, parse

_GRAPHS = {"json": "jsonld", "xml": "rdfxml", "csv": "", "tsv": ""}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer; `more` says that others were left out."""

    form: Form
    rows: Rows
    more: bool


class PoolSource:
    """A `kg.store.Source`: the pool, asked from another thread than that of its event loop. Made for one request."""

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop
        self.base = pool.base

    def run(
        self, query: str, *, format: Format = "json", graph_format: Format = "turtle", timeout: float = 30.0
    ) -> tuple[bytes, StoreForm]:
        """The whole answer in the wanted format, and its form. Raises what `Pool.stream` raises."""
        result = format if format in ("csv", "tsv", "json", "xml") else ""
        ask = Ask(query, result=result, graph=_GRAPHS.get(graph_format, graph_format), seconds=timeout)
        answer, started = self._wait(self._pool.collect(ask, timeout))
        return answer, started.form

    def table(self, ask: Ask, timeout: float) -> Table:
        """The answer to an Ask of the kind "table". Raises what `Pool.stream` raises."""
        answer, started = self._wait(self._pool.collect(ask, timeout))
        return Table(started.form, parse(answer), bool(json.loads(answer)["more"]))

    def _wait(self, work: Coroutine[None, None, tuple[bytes, Started]]) -> tuple[bytes, Started]:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
