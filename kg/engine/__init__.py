"""engine: where the articles are read out: in this process, in worker processes, or on a Ray cluster.

Whatever the engine, each document is handed to the annotator alone, and the answers come back in the order of the
documents, so that the result does not depend on the engine or on the number of workers.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from kg.engine import cluster, local, processes
from kg.engine.task import Annotate, Result, set_aside
from kg.errors import UsageError
from kg.model import Document

__all__ = ["ENGINES", "Annotate", "Factory", "Result", "annotate", "check", "set_aside"]


class Factory(Protocol):
    """Makes an annotator. It is sent to other processes and machines, so it must be picklable."""

    def __call__(self) -> Annotate:
        """Load what is needed and return the function that turns documents into articles."""


Run = Callable[[Iterable[Document], Factory, float, int, str], Iterator[Result]]


def _local(
    documents: Iterable[Document], factory: Factory, seconds: float, workers: int, address: str
) -> Iterator[Result]:
    return local.run(documents, factory, seconds)


def _processes(
    documents: Iterable[Document], factory: Factory, seconds: float, workers: int, address: str
) -> Iterator[Result]:
    return processes.run(documents, factory, seconds, workers or len(os.sched_getaffinity(0)))


ENGINES: Mapping[str, Run] = {"local": _local, "processes": _processes, "ray": cluster.run}


def annotate(
    documents: Iterable[Document], factory: Factory, *, engine: str = "local", workers: int = 0, seconds: float = 120.0
) -> Iterator[Result]:
    """What was read out of each document, in their order: an Article, or Skipped with the reason.

    `engine` is one of ENGINES; behind "ray:" may stand the address of a cluster. `workers` 0 is one for each processor;
    `seconds` limits the time for one document. Raises UsageError for an unknown engine or one that is not installed,
    and KgError where no worker can be started.
    """
    check(engine)
    name, _, address = engine.partition(":")
    return ENGINES[name](documents, factory, seconds, workers, address)


def check(engine: str) -> None:
    """Raise UsageError where there is no engine of this name, or where it is not installed."""
    name, colon, _ = engine.partition(":")
    if name not in ENGINES or (colon and name != "ray"):
        raise UsageError(f"no engine is called {engine!r}; choose one of {', '.join(ENGINES)}, or ray:ADDRESS")
    if name == "ray" and importlib.util.find_spec("ray") is None:
        raise UsageError(f"the engine ray needs the package ray; install it with {cluster.EXTRA}")
