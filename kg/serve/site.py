"""What all requests share: the pool, the settings, the ontology, and what is worked out once for each build."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from starlette.requests import HTTPConnection

from kg.ontology import Ontology
from kg.serve.options import Options
from kg.serve.pool import Pool
from kg.serve.source import PoolSource
from kg.serve.stamp import Stamp
from kg.serve.writing import Writer
from kg.store import stored_queries

T = TypeVar("T")


class Site:
    """One running server. `stored` are the stored queries by name, as they were when it started."""

    def __init__(self, options: Options, ontology: Ontology, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        self.options = options
        self.ontology = ontology
        self.pool = pool
        self.writer = Writer(options.output, options.limits)
        self.stored = stored_queries(ontology.folder)
        self._loop = loop
        self._kept: dict[str, tuple[Stamp | None, Any]] = {}
        self._locks: dict[str, threading.Lock] = {}

    @property
    def source(self) -> PoolSource:
        """The pool for use in threads, with the base IRI that holds now."""
        return PoolSource(self.pool, self._loop)

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.options.output

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` returned for this build of the store; it is called anew for the next one. For use in threads."""
        with self._locks.setdefault(name, threading.Lock()):
            latest = self.pool.stamp
            if name not in self._kept or self._kept[name][0] != latest:
                self._kept[name] = (latest, make())
            found: T = self._kept[name][1]
            return found


async def latest(connection: HTTPConnection) -> Site:
    """The site of a request, with the base IRI of the latest build."""
    here = site(connection)
    await here.pool.follow()
    return here


def site(connection: HTTPConnection) -> Site:
    """The site of a request."""
    found: Site = connection.app.state.site
    return found
