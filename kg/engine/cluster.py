"""The engine on a Ray cluster: each actor loads the pipeline once, takes documents, gives back plain records, in order.

The program that builds drives the actors and is the only one that reads INPUT and writes the output. An actor that is
lost is replaced, and what it had been given is read out by another; the document that it was reading is tried once
more, alone, and set aside with the reason when it costs a second actor.
"""

from __future__ import annotations

import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from kg.engine.task import Annotate, Result, annotate_one, set_aside
from kg.errors import KgError, UsageError
from kg.model import Document

EXTRA = 'pip install "newsgraph-kg[ray]"'
TOKENS = (os.path.expanduser("~/.ray/auth_token"), os.environ.get("RAY_AUTH_TOKEN_PATH", ""))
SAID_BY_US = "A worker died or was killed|worker.* killed due to"
"""What Ray would print into the answer of the program; the build says it in its own place."""
IN_FLIGHT = 4  # documents on their way to each actor, so that none waits for the driver
AHEAD = 16  # documents for each actor that are done or on their way before the one that is due
TRIES = 2
STARTS = 3  # actors in a row that end before they are ready, until the cluster is given up
POLL_SECONDS = 1.0
GRACE_SECONDS = 10.0
START_SECONDS = 300.0


def run(
    documents: Iterable[Document], factory: Callable[[], Annotate], seconds: float, workers: int, address: str
) -> Iterator[Result]:
    """Read the documents out in `workers` actors (0: one for each processor) of the cluster at `address`.

    Without an address the cluster is that of RAY_ADDRESS, or one that runs on this machine already, or one that is
    started here and ends with the build. Raises UsageError where Ray is missing, KgError where the cluster cannot be
    reached or no actor can start.
    """
    ray = _ray(address)
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, address)
    pool = _Pool(ray, documents, factory, seconds, workers or int(ray.cluster_resources().get("CPU", 1)))
    try:
        yield from pool.results()
    finally:
        pool.end()
        if ours:
            ray.shutdown()


def _ray(address: str) -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine unasked
    os.environ.setdefault("RAY_DEDUP_LOGS_SKIP_REGEX", SAID_BY_US)
    if _here(address) and any(map(os.path.exists, TOKENS)):
        # A cluster on this machine asks for the token of its user, but Ray shows it unasked to a found cluster only.
        os.environ.setdefault("RAY_AUTH_MODE", "token")
    try:
        import ray
    except ImportError as error:
        raise UsageError(f"the engine ray needs the package ray; install it with {EXTRA}") from error
    return ray


def _here(address: str) -> bool:
    """Whether an address HOST:PORT is one of this machine."""
    host = address.rpartition(":")[0]
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
            own.bind((host, 0))
    except (OSError, UnicodeError):
        return False
    return bool(host)


def _connect(ray: Any, address: str) -> None:
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        ray.init(address or None, log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
    except Exception as error:  # Ray raises whatever stopped it
        where = address or "on this machine"
        raise KgError(f"no Ray cluster {where}: {error}; is it running, and is RAY_AUTH_MODE as there?") from error


class _Reader:
    """What runs in an actor. An error while loading is kept for `ready`, since it could not be told otherwise."""

    def __init__(self, factory: Callable[[], Annotate], seconds: float) -> None:
        self.seconds = seconds
        self.trouble = ""
        try:
            self.annotate = factory()
        except KgError as error:
            self.trouble = str(error)
        except Exception as error:
            self.trouble = f"a worker could not start: {type(error).__name__}: {error}"

    def ready(self) -> str:
        """What stopped the loading, or ""."""
        return self.trouble

    def read(self, document: Document) -> Result:
        """The article of one document, or why it was left out."""
        return annotate_one(self.annotate, document, self.seconds)


@dataclass(eq=False, slots=True)
class _Actor:
    """The driver's end of an actor: the answers that it owes, by their references, in order."""

    handle: Any
    start: Any
    deadline: float
    ready: bool = False
    open: dict[Any, tuple[int, Document]] = field(default_factory=dict)


class _Pool:
    def __init__(
        self, ray: Any, documents: Iterable[Document], factory: Callable[[], Annotate], seconds: float, size: int
    ) -> None:
        self.ray = ray
        self.source = enumerate(documents)
        self.seconds, self.size = seconds, size
        self.make = ray.remote(num_cpus=1, max_restarts=0)(_Reader)
        self.factory = ray.put(factory)
        self.actors: list[_Actor] = []
        self.again: deque[tuple[int, Document]] = deque()
        self.tries: dict[int, int] = {}
        self.done: dict[int, Result] = {}
        self.next = self.sent = self.failed = 0
        self.exhausted = False

    def results(self) -> Iterator[Result]:
        while True:
            self._hand_out()
            while self.next in self.done:
                yield self.done.pop(self.next)
                self.next += 1
            if self.exhausted and self.next == self.sent:
                return
            self._collect()

    def end(self) -> None:
        for actor in self.actors:
            self.ray.kill(actor.handle)
        self.actors.clear()

    def _hand_out(self) -> None:
        for actor in self.actors:
            while actor.ready and self._has_room(actor) and (item := self._take()):
                if not actor.open:
                    self._wind(actor)
                actor.open[actor.handle.read.remote(item[1])] = item
        while len(self.actors) < self.size and self._waiting() > sum(not a.ready for a in self.actors) * IN_FLIGHT:
            handle = self.make.remote(self.factory, self.seconds)
            self.actors.append(_Actor(handle, handle.ready.remote(), monotonic() + START_SECONDS))

    def _has_room(self, actor: _Actor) -> bool:
        """Whether an actor may be given one more. What may have cost an actor is read alone, so that the next loss is
        not laid to it when it was answered, but its answer went down with the actor."""
        waits = bool(self.again) and self.again[0][0] in self.tries
        if waits or any(number in self.tries for number, _ in actor.open.values()):
            return not actor.open
        return len(actor.open) < IN_FLIGHT

    def _waiting(self) -> int:
        """How many documents wait for an actor, as far as they may be taken in."""
        while len(self.again) <= self.size * IN_FLIGHT and (item := self._pull()):
            self.again.append(item)
        return len(self.again)

    def _take(self) -> tuple[int, Document] | None:
        return self.again.popleft() if self.again else self._pull()

    def _pull(self) -> tuple[int, Document] | None:
        if self.exhausted or self.sent - self.next >= AHEAD * self.size:
            return None
        item = next(self.source, None)
        self.exhausted = item is None
        self.sent += item is not None
        return item

    def _collect(self) -> None:
        """Wait for one round of answers; replace actors that are lost or late."""
        owed = [ref for actor in self.actors for ref in ([*actor.open] if actor.ready else [actor.start])]
        ready, _ = self.ray.wait(owed, num_returns=len(owed), timeout=0)
        if not ready:
            ready, _ = self.ray.wait(owed, num_returns=1, timeout=POLL_SECONDS)
        answered = set(ready)
        for actor in list(self.actors):
            try:
                self._answers(actor, answered)
            except self.ray.exceptions.RayError as error:
                self._lost(actor, _cause(error))
                continue
            if (actor.open or not actor.ready) and monotonic() > actor.deadline:
                self._lost(actor, f"it took longer than {self.seconds:g} seconds and its worker was ended", again=False)

    def _answers(self, actor: _Actor, answered: set[Any]) -> None:
        if not actor.ready and actor.start in answered:
            if trouble := self.ray.get(actor.start):
                raise KgError(trouble)
            actor.ready, self.failed = True, 0
        while actor.open and (ref := next(iter(actor.open))) in answered:
            result = self.ray.get(ref)
            number, _ = actor.open.pop(ref)
            self.done[number] = result
            self._wind(actor)

    def _wind(self, actor: _Actor) -> None:
        actor.deadline = monotonic() + self.seconds + GRACE_SECONDS

    def _lost(self, actor: _Actor, reason: str, *, again: bool = True) -> None:
        """Take back what a lost actor owes. The first is what it was reading, to be tried `again`."""
        self.ray.kill(actor.handle)
        self.actors.remove(actor)
        if not actor.ready:
            self.failed += 1
            if self.failed >= STARTS:
                raise KgError(f"a worker ended before it was ready: {reason}; try --engine local to see why")
        items = list(actor.open.values())
        if items:
            number, document = items[0]
            self.tries[number] = self.tries.get(number, 0) + 1
            if self.tries[number] >= TRIES or not again:
                self.done[number] = set_aside(document, reason)
                items.pop(0)
        self.again.extendleft(reversed(items))


def _cause(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"its worker was lost while reading it ({type(error).__name__}: {' '.join(lines)[:300]})"
