"""engine: where the articles are read out: in this process, or in worker processes.

Whatever the engine, each document is handed to the annotator alone, and the answers come back in the order of the
documents, so that the result does not depend on the engine or on the number of workers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from kg.engine import local, processes
from kg.engine.task import Annotate, Result, set_aside
from kg.errors import UsageError
from kg.model import Document

__all__ = ["ENGINES", "Annotate", "Factory", "Result", "annotate", "check", "set_aside"]


class Factory(Protocol):
    """Makes an annotator. It is sent to worker processes, so it must be picklable."""

    def __call__(self) -> Annotate:
        """Load what is needed and return the function that turns documents into articles."""


def _local(documents: Iterable[Document], factory: Factory, seconds: float, workers: int) -> Iterator[Result]:
    return local.run(documents, factory, seconds)


ENGINES: Mapping[str, Callable[[Iterable[Document], Factory, float, int], Iterator[Result]]] = {
    "local": _local,
    "processes": processes.run,
}


def annotate(
    documents: Iterable[Document], factory: Factory, *, engine: str = "local", workers: int = 0, seconds: float = 120.0
) -> Iterator[Result]:
    """What was read out of each document, in their order: an Article, or Skipped with the reason.

    `workers` 0 is one for each processor; `seconds` limits the time for one document. Raises UsageError for an unknown
    engine, and KgError where no worker can be started.
    """
    check(engine)
    return ENGINES[engine](documents, factory, seconds, workers or len(os.sched_getaffinity(0)))


def check(engine: str) -> None:
    """Raise UsageError where there is no engine of this name."""
    if engine not in ENGINES:
        raise UsageError(f"no engine is called {engine!r}; choose one of {', '.join(ENGINES)}")
